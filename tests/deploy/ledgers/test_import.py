"""The import as a whole, against a service in memory: again, fixed, interrupted, refused."""

import asyncio
import csv
import itertools
import stat
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from aiohttp import web

from deploy.demo.year import synthetic_year
from deploy.ledgers.command import Stopped, import_folder
from deploy.ledgers.errors import CannotReach, CannotRead
from deploy.ledgers.outcome import ImportOutcome
from deploy.ledgers.sending import ImportTarget, open_api
from tests.deploy.demo.writing import Style, write_year
from tests.deploy.ledgers.planned import PLANNED, SMALL, WANTED
from tests.deploy.ledgers.pretended import TODAY, Pretended
from tests.deploy.ledgers.pretended_refusals import problem


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small year with every fault in it."""
    write_year(PLANNED, tmp_path / "台账")
    return tmp_path / "台账"


async def _import(folder: Path, service: ImportTarget, patience: float = 0.3) -> ImportOutcome:
    return await import_folder(folder, service, today=TODAY, patience=patience)


async def test_once_and_again(folder: Path) -> None:
    """The first import takes what is right; the second changes nothing, whatever the spelling."""
    service = Pretended()
    async with service.running() as where:
        first = await _import(folder, where)
        assert first.as_json()["accepted"] == WANTED["accepted rows"]
        assert sum(first.duplicates.values()) == WANTED["duplicates skipped"]
        reasons: dict[str, Counter[str]] = {}
        for row in first.rejected:
            reasons.setdefault(row.place.file, Counter())[row.fault.reason] += 1
        assert reasons == WANTED["rejected rows"]
        done = len(service.posts)
        write_year(PLANNED, folder, Style(encoding="gb18030", dates=(date.isoformat,), wide=1))
        again = await _import(folder, where)
    assert again.accepted.total() == 0
    assert again.duplicates.total() == first.accepted.total() + first.duplicates.total()
    assert again.as_json()["rejected"] == first.as_json()["rejected"]
    assert len(service.posts) == done


async def test_a_dry_run_writes_nothing(folder: Path) -> None:
    """A dry run says the same, sends nothing but dry runs, and leaves no file."""
    service = Pretended()
    before = {path.name for path in folder.parent.rglob("*")}
    async with service.running() as where:
        dry = await import_folder(folder, where, today=TODAY, dry_run=True)
        assert all(call.startswith(("GET ", "dry ")) for call in service.asked)
        assert service.posts == []
        real = await _import(folder, where)
        after = await import_folder(folder, where, today=TODAY, dry_run=True)
    assert dry.as_json() == real.as_json()
    assert after.accepted.total() == 0
    assert after.duplicates == real.accepted + real.duplicates
    assert before == {path.name for path in folder.parent.rglob("*")} - _made(real, folder)
    assert dry.rejected_to is None


def _made(outcome: ImportOutcome, folder: Path) -> set[str]:
    made = outcome.rejected_to
    assert made is not None
    assert made.parent == folder.parent
    return {made.name}


async def test_a_service_that_knows_no_dry_runs_is_sent_nothing(folder: Path) -> None:
    """It would write what is only tried."""
    service = Pretended(knows_dry_runs=False)
    async with service.running() as where:
        for dry_run in (True, False):
            with pytest.raises(CannotReach, match="older version"):
                await import_folder(folder, where, today=TODAY, dry_run=dry_run)
    assert not service.posts


async def test_rejected_rows_can_be_fixed_and_imported(folder: Path) -> None:
    """The rejected rows are ledgers of the same shape; fixed, their folder is imported."""
    service = Pretended()
    async with service.running() as where:
        first = await _import(folder, where)
        fixed = first.rejected_to
        assert fixed is not None
        assert stat.S_IMODE((fixed / "帮教记录.csv").stat().st_mode) == 0o600
        with (fixed / "帮教记录.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert rows[0] == ["日期", "对象编号", "方式", "内容", "社工", "原因"]
        refused = [
            row["reason"] for row in first.as_json()["rejected"] if row["file"] == "帮教记录.csv"
        ]
        assert [row[5].split(" ")[1] for row in rows[1:]] == refused
        unchanged = await _import(fixed, where)
        assert unchanged.accepted.total() == 0
        assert len(unchanged.rejected) == len(first.rejected)
        assert not any("“原因”" in sentence.zh for sentence in unchanged.warnings)
        for path in fixed.iterdir():
            if path.name != "帮教记录.csv":
                path.unlink()
        someone = str(PLANNED.ledgers["服务对象"][0].cells["编号"])
        for number, row in enumerate(rows[1:], start=1):
            row[:4] = ["2021-05-05", someone, "入户", f"改好的第{number}行"]
        with (fixed / "帮教记录.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        second = await _import(fixed, where)
    assert second.as_json() == {
        "accepted": {"帮教记录.csv": len(rows) - 1},
        "corrected": {"帮教记录.csv": 0},
        "duplicates": {"帮教记录.csv": 0},
        "rejected": [],
        "warnings": [],
    }


async def test_rejected_rows_overwrite_nothing(folder: Path, tmp_path: Path) -> None:
    """Each import has its own folder of rejected rows; a folder in use is refused beforehand."""
    service = Pretended()
    async with service.running() as where:
        first, second = await _import(folder, where), await _import(folder, where)
        assert first.rejected_to != second.rejected_to
        with pytest.raises(CannotRead, match="not an empty folder"):
            await import_folder(folder, where, today=TODAY, rejected_to=folder)
        named = tmp_path / "退回"
        third = await import_folder(folder, where, today=TODAY, rejected_to=named)
    assert third.rejected_to == named
    assert (named / "服务对象.csv").exists()


async def _steadily(folder: Path) -> Counter[str]:
    """How many writes of each kind an import without trouble takes."""
    service = Pretended()
    async with service.running() as where:
        await _import(folder, where)
    return Counter(path for path, _ in service.posts)


async def test_a_service_that_stumbles_is_waited_for(folder: Path) -> None:
    """Some calls fail before their effect, some answers get lost: each effect is there once."""
    calls = itertools.count()
    service = Pretended(
        trouble=lambda request: problem(503, "unavailable") if next(calls) % 5 == 0 else None,
        loses=lambda request: next(calls) % 11 == 0,
    )
    async with service.running() as where:
        outcome = await _import(folder, where, patience=20)
    assert Counter(path for path, _ in service.posts) == await _steadily(folder)
    assert len(outcome.rejected) == sum(map(Counter.total, WANTED["rejected rows"].values()))


@pytest.mark.parametrize("after", [1, 9, 25, 50])
async def test_a_service_that_goes_away(folder: Path, after: int) -> None:
    """When nobody answers any more the import stops with a sentence; again, it goes on."""
    service = Pretended()
    service.trouble = lambda request: (
        problem(503, "unavailable") if len(service.posts) >= after else None
    )
    async with service.running() as where:
        with pytest.raises(Stopped, match="go on") as stopped:
            await _import(folder, where)
        assert not stopped.value.interrupted
        service.trouble = lambda request: None
        await _import(folder, where)
        assert (await _import(folder, where)).accepted.total() == 0
    assert Counter(path for path, _ in service.posts) == await _steadily(folder)


async def test_a_service_that_ends_is_waited_for_as_long_as_patience_lasts(folder: Path) -> None:
    """Behind the first answer a refused connection is a restart, not a wrong address."""
    service = Pretended()
    running = service.running()
    where = await running.__aenter__()
    async with open_api(where, patience=0.2) as api:
        await api.check_dry_runs("/v1/clients")
        await running.__aexit__(None, None, None)
        with pytest.raises(CannotReach, match="has not answered"):
            await api.check_dry_runs("/v1/clients")


async def test_interrupted(folder: Path) -> None:
    """A person who interrupts reads what is done; nothing is sent afterwards."""
    service = Pretended()
    async with service.running() as where:
        running = asyncio.create_task(_import(folder, where))
        while len(service.posts) < 10:
            await asyncio.sleep(0)
        running.cancel()
        with pytest.raises(Stopped) as stopped:
            await running
        assert stopped.value.interrupted
        done = len(service.posts)
        await asyncio.sleep(0.05)
        assert len(service.posts) - done <= 16
        await _import(folder, where)
        assert (await _import(folder, where)).accepted.total() == 0


async def test_nobody_answers_or_lets_in(folder: Path) -> None:
    """No service, no Waystation, no address, a wrong token: a sentence each, before any write."""
    service = Pretended()
    async with service.running() as where:
        with pytest.raises(CannotReach, match="does not let this token in"):
            await _import(folder, ImportTarget(where.url, lambda: "a wrong one"))
        service.trouble = lambda request: web.Response(status=418, text="a teapot")
        with pytest.raises(CannotReach, match="does not answer as Waystation"):
            await _import(folder, where)
    with pytest.raises(CannotReach, match="Nobody listens"):
        await import_folder(folder, where, today=TODAY)  # at once, however patient
    with pytest.raises(CannotReach, match="not an address"):
        await _import(folder, ImportTarget("nonsense", lambda: ""))
    assert service.posts == []


async def test_what_the_service_refuses_is_named_by_column(tmp_path: Path) -> None:
    """A refusal becomes a rejected row: the column of its field, its reason, its sentences."""
    folder = tmp_path / "right"
    write_year(synthetic_year("410105", 2021, size=SMALL), folder)
    service = Pretended()

    def refuse(request: web.Request) -> web.Response | None:
        if request.path == "/v1/publications":
            error = {"pointer": "/title", "reason": "too_long", "detail": "Shorter."}
            return problem(422, "invalid-request", error)
        if request.path == "/v1/activities":
            return problem(409, "already-written")
        return None

    service.trouble = refuse
    async with service.running() as where:
        outcome = await _import(folder, where)
    rejected = Counter(
        (row.place.file, row.fault.column, row.fault.reason)
        for row in outcome.rejected
        if row.fault.reason in ("too_long", "already_written")
    )
    assert rejected == {
        ("新闻稿件.csv", "标题", "too_long"): WANTED["accepted rows"]["新闻稿件.csv"],
        ("宣传活动.csv", "日期", "already_written"): WANTED["accepted rows"]["宣传活动.csv"],
    }


async def test_a_client_refused_by_the_service_takes_the_entries_along(tmp_path: Path) -> None:
    """When a file cannot be opened, its entries are rejected too, as of an unknown client."""
    write_year(synthetic_year("410105", 2021, size=SMALL), tmp_path)
    service = Pretended()
    service.trouble = lambda request: (
        problem(409, "client-has-open-case")
        if (request.method, request.path) == ("POST", "/v1/cases")
        else None
    )
    async with service.running() as where:
        outcome = await import_folder(
            tmp_path, where, today=TODAY, rejected_to=tmp_path.with_name("refused")
        )
    reasons = Counter((row.fault.column, row.fault.reason) for row in outcome.rejected)
    assert reasons["身份证号", "client_has_open_case"] == 8
    assert reasons["对象编号", "unknown_client"] == 8 + 2 + 4 + 4 + 3 + 6 + 4


async def test_a_workstation_from_an_earlier_import(folder: Path, tmp_path: Path) -> None:
    """A folder of clients alone finds the workstations that were registered before."""
    later = tmp_path / "later"
    write_year(synthetic_year("410105", 2021, seed=2, size=SMALL), later)
    for path in later.iterdir():
        if path.name != "服务对象.csv":
            path.unlink()
    people = (later / "服务对象.csv").read_text(encoding="utf-8-sig")
    (later / "服务对象.csv").write_text(people.replace("410105-0", "410105-8"), encoding="utf-8")
    service = Pretended()
    async with service.running() as where:
        await _import(folder, where)
        before = len(service.posts)
        outcome = await _import(later, where)
    assert outcome.accepted.total() == SMALL.in_programme + SMALL.at_large
    cases = [body for path, body in service.posts[before:] if path == "cases"]
    assert all(body["workstation_id"] for body in cases)
    [about_columns] = outcome.warnings
    assert "“年龄段”、“毒品种类”" in about_columns.zh
