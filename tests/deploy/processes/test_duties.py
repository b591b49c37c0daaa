"""`waystation duties` as a process: its state, its metrics, and how it ends."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from shared.policies.in_force import load_policies
from tests.databases import MakeDatabase
from tests.deploy.instances import waystation
from tests.deploy.processes.conftest import MakePlace
from tests.deploy.processes.running import Processes, processes, until
from tests.services.cases.before import migrated_before
from tests.services.cases.worklist.lives import Life, write
from tests.services.service import migrated

NOWHERE = "postgresql://cases_duties:s3cret@127.0.0.1:9/cases"
SECONDS = 10.0  # to stop
CASES = 5
LAST_BEFORE = "016_level"
OUTCOMES = """
SELECT type = 'cases.DutyClosed.v1' AS is_closed, data ->> 'outcome' AS outcome FROM events
WHERE stream_id LIKE 'duties-%'
"""


@pytest.fixture
def some(tmp_path: Path) -> Iterator[Processes]:
    """What starts processes."""
    with processes(tmp_path) as some:
        yield some


def duties_at(database: str, **more: str) -> dict[str, str]:
    """The settings of the process."""
    return {"WAYSTATION_DUTIES_DATABASE": database, **more}


@pytest.mark.processes
def test_without_a_database_it_says_so_and_ends_when_asked(some: Processes) -> None:
    """It is alive and not ready, and shows no password."""
    process = some.start(duties_at(NOWHERE), "duties")
    status, answer = process.answers()
    assert (status, answer["checks"]["postgresql"].partition(" ")[0]) == (503, "away")
    assert answer["worklist"] == {"state": "not made yet"}
    assert process.get("/livez") == (200, {"status": "ok"})
    code, seconds = process.stop()
    assert (code, "Traceback" in process.output) == (0, False), process.output
    assert seconds < SECONDS
    assert "s3cret" not in process.output


@pytest.mark.postgres
async def test_it_tells_its_state_and_counts_what_it_records(
    some: Processes, make_place: MakePlace, tmp_path: Path
) -> None:
    """By the role that `migrate` made: ready, by which policies, and each outcome it recorded."""
    place = make_place()
    done = waystation("migrate", env=place.migrate())
    assert done.returncode == 0, done.stderr
    (tmp_path / "policies.toml").write_text('version = "own"\n', encoding="utf-8")
    settings = duties_at(place.dsn("cases_duties"), WAYSTATION_POLICIES=str(tmp_path))
    process = await asyncio.to_thread(some.start(settings, "duties").ready)
    answer = process.get("/readyz")[1]
    assert answer["checks"] == {"postgresql": "ok"}
    digest = load_policies(tmp_path).digest
    assert answer["policies"] == {"version": "own", "sha256": digest}
    connection = await asyncpg.connect(place.superuser("cases"))
    chance = random.Random(6)
    lives = [Life(chance) for _ in range(CASES)]
    for life in lives:
        await write(connection, list(life.year(6)))
    looked_at = "duties_cases_looked_at_total"
    await asyncio.to_thread(until, lambda: process.metric(looked_at) >= CASES)
    before = await recorded(connection)
    assert before["taken back"] == 0
    for life in lives:
        await write(connection, [life.void(contact) for contact in life.entries[1:]])
    await asyncio.to_thread(until, lambda: process.metric(looked_at) >= 2 * CASES)
    after = await recorded(connection)
    await connection.close()
    assert after["taken back"] > 0
    assert process.metric("duties_outcomes_taken_back_total") == after.pop("taken back")
    told = {name: process.metric(f'duties_outcomes_recorded_total{{outcome="{name}"}}')
            for name in after}  # fmt: skip
    assert told == after
    assert process.metric("duties_seconds_since_contact") < SECONDS
    caught_up = {"state": "caught up", "seconds": 0.0, "events": 0}
    await asyncio.to_thread(until, lambda: process.get("/readyz")[1]["worklist"] == caught_up)
    assert process.metric("duties_worklist_behind_seconds") == 0
    assert process.metric("duties_worklist_behind_events") == 0
    code, seconds = await asyncio.to_thread(process.stop)
    assert (code, "Traceback" in process.output) == (0, False), process.output
    assert seconds < SECONDS


async def recorded(connection: asyncpg.Connection) -> Counter[str]:
    """How often each outcome was recorded, and how often one was taken back."""
    rows = await connection.fetch(OUTCOMES)
    return Counter(row["outcome"] if row["is_closed"] else "taken back" for row in rows)


@pytest.mark.postgres
async def test_a_journal_of_the_version_before_is_worked_through(
    some: Processes, make_database: MakeDatabase, tmp_path: Path
) -> None:
    """Once it is migrated: the worklist is made, the past recorded, and nothing else changed."""
    dsn = await make_database()
    (tmp_path / "steps").mkdir()
    await migrated_before(dsn, tmp_path / "steps", LAST_BEFORE)
    connection = await asyncpg.connect(dsn)
    chance = random.Random(6)
    for _ in range(CASES):
        await write(connection, list(Life(chance).year(6)))
    before = await connection.fetch("SELECT * FROM events ORDER BY position")
    settings = duties_at(dsn)
    process = some.start(settings, "duties")
    await asyncio.to_thread(until, lambda: "UndefinedTableError" in process.output)
    assert process.get("/readyz")[0] == 503, "it waits until the database is migrated"
    await migrated(dsn)
    await asyncio.to_thread(process.ready)
    looked_at = "duties_cases_looked_at_total"
    await asyncio.to_thread(until, lambda: process.metric(looked_at) >= CASES)
    proof = await asyncio.to_thread(waystation, "duties", "--verify", env=settings)
    assert f"outcomes of {CASES} cases are what follows from the journal" in proof.stdout, proof
    after = await connection.fetch("SELECT * FROM events ORDER BY position")
    assert after[: len(before)] == before
    assert {row["stream_id"].partition("-")[0] for row in after[len(before) :]} == {"duties"}
    assert await connection.fetchval("SELECT count(DISTINCT case_id) FROM live_worklist") == CASES
    await connection.close()


@pytest.mark.postgres
async def test_a_journal_of_another_cluster_ends_it(
    some: Processes, make_database: MakeDatabase
) -> None:
    """As it ends a relay: with code 1, and the sentence that says what to restore instead."""
    dsn = await make_database(migrated)
    connection = await asyncpg.connect(dsn)
    await write(connection, list(Life(random.Random(6)).year(3)))
    await connection.execute("UPDATE events SET xid = '900000000000'")
    await connection.execute(
        "INSERT INTO duty_generations (policies, software, lo, hi) VALUES"
        " ('p', 's', '900000000000:900000000000:', '900000000000:900000000000:')"
    )
    await connection.close()
    process = some.start(duties_at(dsn), "duties")
    assert await asyncio.to_thread(process.ended) == 1
    assert "was restored into another PostgreSQL cluster" in process.output
    assert "Traceback" not in process.output


@pytest.mark.postgres
async def test_policies_of_before_that_cannot_be_read_end_it(
    some: Processes, make_database: MakeDatabase
) -> None:
    """With code 1, and what is wrong in them: windows of before could not be made again."""
    dsn = await make_database(migrated)
    connection = await asyncpg.connect(dsn)
    await connection.execute(
        "INSERT INTO policies_applied (applies_from, version, digest, content)"
        " VALUES ('0001-01-01', 'newer', 'x', 'version = \"newer\"\nunknown = 1')"
    )
    await connection.close()
    process = some.start(duties_at(dsn), "duties")
    assert await asyncio.to_thread(process.ended) == 1
    assert "cannot read a version of the policies that the database keeps" in process.output
    assert "unknown" in process.output
    assert "Traceback" not in process.output
