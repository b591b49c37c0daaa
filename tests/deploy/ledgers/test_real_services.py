"""The import against the two writing services on a real database."""

from collections import Counter
from pathlib import Path
from random import Random

import aiohttp
import pytest

from deploy.demo import people
from deploy.demo.year import synthetic_year
from deploy.ledgers.command import import_folder
from deploy.ledgers.kinds import LEDGERS
from deploy.ledgers.outcome import ImportOutcome
from deploy.ledgers.sending import ImportTarget
from tests.deploy.demo.expected import expected
from tests.deploy.demo.faults import with_faults
from tests.deploy.demo.writing import Style, write_year
from tests.deploy.ledgers.folding import with_one_fault
from tests.deploy.ledgers.importing import write_ledgers
from tests.deploy.ledgers.pretended import TODAY
from tests.deploy.ledgers.test_rows import FAULTS, RIGHT

pytestmark = pytest.mark.postgres


async def _import(
    folder: Path, service: ImportTarget, rejected_to: Path, *, dry_run: bool = False
) -> ImportOutcome:
    return await import_folder(
        folder, service, today=TODAY, rejected_to=rejected_to, dry_run=dry_run
    )


async def test_a_synthetic_year_spelled_twice(service: ImportTarget, tmp_path: Path) -> None:
    """A year with every fault is taken as planned; spelled otherwise it says nothing new."""
    planned = with_faults(synthetic_year("3301", 2020), each=2)
    rejected = write_year(planned, tmp_path / "one")
    write_year(planned, tmp_path / "two", Style("gb18030", "\n", shuffled=True, extra=("备注",)))
    dry = await _import(tmp_path / "one", service, tmp_path / "dry", dry_run=True)
    first = await _import(tmp_path / "one", service, tmp_path / "first")
    assert dry.as_json() == first.as_json()
    assert first.as_json()["accepted"] == expected(planned)["import"]["accepted rows"]
    assert first.as_json()["rejected"] == [with_one_fault(row) for row in rejected]
    again = await _import(tmp_path / "two", service, tmp_path / "again")
    assert again.accepted.total() == 0
    after = await _import(tmp_path / "two", service, tmp_path / "after", dry_run=True)
    assert after.as_json() == again.as_json()
    assert Counter(row.place for row in again.rejected) == Counter(
        row.place for row in first.rejected
    )


async def test_every_fault_is_the_same_in_a_dry_run_and_on_the_service(
    service: ImportTarget, tmp_path: Path
) -> None:
    """Each kind of fault, and each again when the right rows were imported before.

    That a programme was completed early is known by what is in the file: a dry run of before the
    file is there cannot say it.
    """
    early = [{"file": "阶段变更.csv", "row": 2, "field": "日期", "reason": "completed_early"}]
    folder = tmp_path / "faults"
    wanted = _write_faults(folder)
    for time, accepted in (("first", 1), ("again", 0)):
        dry = await _import(folder, service, tmp_path / f"{time} dry", dry_run=True)
        real = await _import(folder, service, tmp_path / time)
        foreseen, done = dry.as_json(), real.as_json()
        assert [each for each in done["warnings"] if each not in foreseen["warnings"]] == (
            early if time == "first" else []
        )
        assert {**foreseen, "warnings": done["warnings"]} == done
        assert all(each in done["warnings"] for each in [*foreseen["warnings"], *early])
        assert _rejected(real) == wanted
        assert set(real.as_json()["accepted"].values()) == {accepted}


async def test_what_an_earlier_import_took_is_refused_in_a_dry_run_too(
    service: ImportTarget, tmp_path: Path
) -> None:
    """A number of another person, a person under another number, a step that was taken."""
    earlier, later = tmp_path / "earlier", tmp_path / "later"
    one, two = (people.id_number(Random(seed), "410102", male=True) for seed in (1, 2))
    right = RIGHT["服务对象"]
    write_ledgers(earlier, {"服务对象": [right | {"编号": "1", "身份证号": one}]})
    await _import(earlier, service, tmp_path / "none")
    entry = RIGHT["帮教记录"]
    rows = [
        right | {"编号": "1", "身份证号": two, "姓名": "乙丑"},
        right | {"编号": "2", "身份证号": one},
    ]
    write_ledgers(later, {"服务对象": rows, "帮教记录": [entry | {"对象编号": n} for n in "12"]})
    wanted = [
        ("服务对象.csv", 2, "编号", "reference_taken"),
        ("服务对象.csv", 3, "身份证号", "client_has_open_case"),
        ("帮教记录.csv", 2, "对象编号", "ambiguous_client"),
        ("帮教记录.csv", 3, "对象编号", "unknown_client"),
    ]
    for dry_run in (True, False):
        done = await _import(later, service, tmp_path / str(dry_run), dry_run=dry_run)
        assert _rejected(done) == wanted
    write_ledgers(
        earlier, {"服务对象": [right | {"编号": "1", "身份证号": one, "报到日期": "2018-01-01"}]}
    )
    wanted = [("服务对象.csv", 2, "报到日期", "already_reported_in")]
    for dry_run in (True, False):
        done = await _import(earlier, service, tmp_path / f"step {dry_run}", dry_run=dry_run)
        assert _rejected(done) == wanted


async def test_a_row_that_is_refused_registers_nobody(
    service: ImportTarget, tmp_path: Path
) -> None:
    """What is wrong with the steps or the number is found before the person is registered."""
    write_ledgers(tmp_path / "right", {"服务对象": [RIGHT["服务对象"]]})
    await _import(tmp_path / "right", service, tmp_path / "nothing")
    other = {"姓名": "乙丑", "身份证号": people.id_number(Random(1), "410102", male=True)}
    faulty = RIGHT["服务对象"] | other
    for number, reason in (
        ("2", "agreement_before_reporting_in"),
        ("4101-00001", "reference_taken"),
    ):
        changed = {"编号": number, "协议日期": "2017-01-01" if number == "2" else "2018-01-02"}
        write_ledgers(tmp_path / number, {"服务对象": [faulty | changed]})
        done = await _import(tmp_path / number, service, tmp_path / f"rejected {number}")
        assert done.as_json()["rejected"][0]["reason"] == reason
    headers = {
        "Authorization": f"Bearer {service.token()}",
        "Idempotency-Key": "anybody",
        "Dry-Run": "true",
    }
    person = {"name": faulty["姓名"], "id_number": faulty["身份证号"]}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(f"{service.url}/v1/clients", json=person) as answer,
    ):
        assert answer.status == 204


def _rejected(outcome: ImportOutcome) -> list[tuple[str, int, str, str]]:
    """The rejected rows, by their first faults."""
    return [
        (row["file"], row["row"], row["field"], row["reason"])
        for row in outcome.as_json()["rejected"]
    ]


def _write_faults(folder: Path) -> list[tuple[str, int, str, str]]:
    """One right row of each ledger, and a row with each fault; the rows to be rejected."""
    ledgers = {name: [dict(row)] for name, row in RIGHT.items()}
    wanted = []
    for number, (name, changed, column, reason) in enumerate(FAULTS):
        person = people.id_number(Random(number), "410102", male=True)
        own = {"编号": f"9-{number}", "身份证号": person} if name == "服务对象" else {}
        ledgers[name].append(RIGHT[name] | own | changed)
        wanted.append((f"{name}.csv", len(ledgers[name]) + 1, column, reason))
    write_ledgers(folder, ledgers)
    order = [f"{ledger.name}.csv" for ledger in LEDGERS]
    return sorted(wanted, key=lambda row: (order.index(row[0]), row[1]))
