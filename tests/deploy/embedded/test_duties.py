"""Duties in one process: recorded by itself, by the policies of their time, restated by hand."""

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from deploy.embedded.postgres import running_address
from shared.clock import present_day
from tests.deploy.instances import Up, copy_instance, waystation
from tests.services.cases.worklist.lives import Life, write

pytestmark = [pytest.mark.processes, pytest.mark.timeout(300)]

POLICIES = """
version = "own"

[[duty]]
code = "contact"
duty = "contact"
each = "quarter"
kinds = ["community_detoxification", "community_rehabilitation"]
"""
CLOSED = """
SELECT data ->> 'policies' AS policies, count(*) FROM events
WHERE type = 'cases.DutyClosed.v1' AND data ->> 'duty' = 'contact' GROUP BY 1
"""
FORGE = """
UPDATE events SET data = jsonb_set(data::jsonb, '{rule}', '"forged"')::json WHERE event_id = (
    SELECT event_id FROM events WHERE type = 'cases.DutyClosed.v1'
    AND data ->> 'duty' = 'contact' AND data ->> 'outcome' = 'missed'
    AND event_id::text NOT IN (SELECT data ->> 'entry_id' FROM events
        WHERE type = 'cases.DutyOutcomeTakenBack.v1') LIMIT 1)
"""


@contextmanager
def running(folder: Path) -> Iterator[None]:
    """An instance on a folder."""
    instance = Up(folder)
    try:
        instance.answering()
        yield
    finally:
        instance.stop()


async def connected(folder: Path) -> asyncpg.Connection:
    """A connection to the journal of cases."""
    address = running_address(folder, "cases", "postgres")
    assert address is not None
    return await asyncpg.connect(address)


async def some_cases(folder: Path) -> None:
    """Cases with a year of entries, whose programmes are not over yet."""
    connection = await connected(folder)
    chance = random.Random(7)
    for _ in range(3):
        life = Life(chance, first=present_day() - timedelta(days=400))
        await write(connection, list(life.year(12)))
    await connection.close()


async def contacts(folder: Path) -> Counter[str]:
    """How many outcomes of contacts were recorded by each version of the policies."""
    connection = await connected(folder)
    counts = Counter({row["policies"]: row["count"] for row in await connection.fetch(CLOSED)})
    await connection.close()
    return counts


def duties(folder: Path, *arguments: str) -> str:
    """What the command says of this instance."""
    done = waystation("duties", "--data-dir", folder, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def verified(folder: Path) -> str:
    """What `--verify` says, once there is nothing left to record."""
    for _ in range(60):
        told = duties(folder, "--verify")
        if "Not recorded yet" not in told:
            return told
    raise AssertionError(told)


def whose_change(folder: Path, beside: Path) -> None:
    """Before a file is put in force it is told whose duties it changes: by number, not by name."""
    file = beside / "new.toml"
    file.write_text(POLICIES)
    asked = ("policy", "diff", "built-in", file, "--whose", "--data-dir", folder)
    told = waystation(*asked, "--lang", "en")
    assert told.returncode == 0, told.stderr
    assert "once a quarter" in told.stdout
    assert "Of 3 cases " in told.stdout
    answer = json.loads(waystation(*asked, "--json").stdout)["whose"]
    assert answer["cases"] == 3
    assert {each["duty"] for each in answer["by_duty"]} == {"contact"}
    assert "case_ids" not in answer
    named = json.loads(waystation(*asked, "--json", "--cases").stdout)["whose"]
    assert len(named["case_ids"]) == answer["changed"] > 0
    assert not any(case in told.stdout for case in named["case_ids"])


def made_anew(folder: Path) -> None:
    """The worklist is made anew by hand, and what is kept is as it was."""
    generation = asyncio.run(live(folder))
    assert "Begun" in duties(folder, "--rebuild", "--lang", "en")
    deadline = time.monotonic() + 60
    while asyncio.run(live(folder)) == generation:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert "are what follows from the journal" in verified(folder)


async def live(folder: Path) -> int | None:
    """The number of the worklist that is read."""
    connection = await connected(folder)
    number: int | None = await connection.fetchval(
        "SELECT generation FROM duty_generations WHERE state = 'live'"
    )
    await connection.close()
    return number


def test_duties_are_recorded_and_restated(tmp_path: Path, stopped_instance: Path) -> None:
    """A file that changes the past changes nothing; a restatement does, after it was shown."""
    folder = tmp_path / "data"
    copy_instance(stopped_instance, folder)
    with running(folder):
        asyncio.run(some_cases(folder))
        assert "outcomes of 3 cases are what follows from the journal" in verified(folder)
        before = asyncio.run(contacts(folder))
        assert set(before) == {"2026-1"}
        whose_change(folder, tmp_path)
        made_anew(folder)
    (folder / "policies.toml").write_text(POLICIES)
    with running(folder):
        verified(folder)
        assert asyncio.run(contacts(folder)) == before
        told = duties(folder, "--restate-from", "2019-01-01", "--dry-run")
        assert "By version own of the policies, from 2019-01-01 on: of 3 cases 3 change" in told
        assert "  missed → (none): " in told
        assert "missed → missed" not in told
        assert asyncio.run(contacts(folder)) == before
        refused = waystation(
            "duties", "--data-dir", folder, "--restate-from", "2019-01-01", stdin=-3
        )
        assert refused.returncode == 1
        assert "run it again with --yes" in refused.stderr
        assert "Entered" in duties(folder, "--restate-from", "2019-01-01", "--yes")
        assert "are what follows from the journal" in verified(folder)
        assert asyncio.run(contacts(folder))["own"] > 0


async def forge(folder: Path) -> None:
    """Say of one outcome that another rule made it, which no figure counts."""
    connection = await connected(folder)
    async with connection.transaction():
        await connection.execute("SET LOCAL session_replication_role = replica")
        changed = await connection.execute(FORGE)
    await connection.close()
    assert changed == "UPDATE 1"


def test_verify_proves_figures_and_outcomes(tmp_path: Path) -> None:
    """Each by itself: an outcome that does not follow fails it, though all figures are right."""
    folder = tmp_path / "data"
    with running(folder):
        asyncio.run(some_cases(folder))
        verified(folder)
        told = waystation("verify", "--data-dir", folder, "--lang", "en")
        assert told.returncode == 0, told.stdout + told.stderr
        assert "are what the model holds" in told.stdout
        assert "outcomes of 3 cases are what follows from the journal" in told.stdout
        proved = json.loads(waystation("verify", "--data-dir", folder, "--json").stdout)
        assert proved["equal"] is proved["figures"]["equal"] is proved["outcomes"]["equal"] is True
        assert proved["outcomes"]["cases"] == 3
        assert proved["stocks"] == {"equal": True, "items": 0, "different": 0, "differences": []}
        asyncio.run(forge(folder))
        told = waystation("verify", "--data-dir", folder, "--lang", "en")
        assert told.returncode == 1
        assert "are what the model holds" in told.stdout
        assert "Different: 1 windows of 1 cases" in told.stdout
        failed = waystation("verify", "--data-dir", folder, "--json")
        proved = json.loads(failed.stdout)
        assert (failed.returncode, proved["equal"], proved["figures"]["equal"]) == (1, False, True)
        [difference] = proved["outcomes"]["differences"]
        assert difference["recorded"] == difference["follows"] == "missed"
        assert difference["duty"] == "contact"


def test_without_an_instance_it_says_so(tmp_path: Path) -> None:
    """There is nothing to compare on a folder on which nothing runs."""
    done = waystation("duties", "--verify", "--data-dir", tmp_path)
    assert done.returncode == 1
    assert f"No instance runs on {tmp_path}" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["--dry-run"],
        ["--verify", "--restate-from", "2019-01-01"],
        ["--rebuild", "--verify"],
        ["--data-dir", "here"],
    ],
)
def test_options_that_do_not_go_together_are_refused(arguments: list[str]) -> None:
    """With a sentence that names them."""
    done = waystation("duties", *arguments)
    assert done.returncode == 2
    assert arguments[0] in done.stderr
