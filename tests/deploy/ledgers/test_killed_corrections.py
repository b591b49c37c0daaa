"""Imports that correct, or bring back what was void, killed between two calls of one row."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from random import Random
from typing import Any, TypeAlias

import pytest

from deploy.demo import people
from deploy.ledgers.imports import read_import
from deploy.ledgers.sending import Api, Reply, open_api
from tests.deploy.ledgers.importing import PERSON, TEST, Imports

pytestmark = pytest.mark.postgres

NO_STEPS = {"报到日期": "", "协议日期": ""}
KillBehind: TypeAlias = Callable[[int], AbstractContextManager[object]]


class Killed(Exception):
    """The import is gone, and has not heard the answer to its last call."""


@pytest.fixture
def kill_behind(monkeypatch: pytest.MonkeyPatch) -> KillBehind:
    """Imports at the end of a ``with`` are killed: behind the write of this number."""
    plain = Api._try

    def kill_behind(last: int) -> AbstractContextManager[object]:
        done = 0

        async def cut(api: Api, method: str, path: str, **request: Any) -> Reply | None:
            nonlocal done
            reply = await plain(api, method, path, **request)
            done += method != "GET" and "Dry-Run" not in request["headers"]
            if done == last:
                monkeypatch.setattr(Api, "_try", plain)
                raise Killed
            return reply

        monkeypatch.setattr(Api, "_try", cut)
        return pytest.raises(Killed)

    return kill_behind


def _person(number: int) -> dict[str, str]:
    """A row of a person of this number."""
    return PERSON | {"编号": str(number), "身份证号": _id_number(number)}


def _id_number(seed: int) -> str:
    return people.id_number(Random(seed), "410102", male=False)


async def _goes_on(imports: Imports, row: dict[str, str], replacing: tuple[str, ...] = ()) -> None:
    """Imported again, also in a dry run, the row is taken; then there is nothing left to do."""
    ledgers = {"服务对象": [row], "尿检记录": [TEST | {"对象编号": row["编号"]}]}
    dry = await imports(ledgers, replacing, dry_run=True)
    done = await imports(ledgers, replacing)
    assert dry.as_json() | {"replaced": ""} == done.as_json() | {"replaced": ""}
    assert done.rejected == []
    again = await imports(ledgers, replacing)
    assert (again.rejected, again.duplicates.total()) == ([], 2)


async def test_a_killed_correction_of_a_person_goes_on(
    imports: Imports, kill_behind: KillBehind
) -> None:
    """Registered, corrected, found open, reported in, agreed: killed behind each of these."""
    calls = range(1, 6)
    for last in calls:
        row = _person(last)
        await imports({"服务对象": [row | NO_STEPS]})
        corrected = row | {"姓名": "甲丑", "手机": "13900000009"}
        with kill_behind(last):
            await imports({"服务对象": [corrected]})
        await _goes_on(imports, corrected)
    await _each_has_its_steps(imports, len(calls))


async def test_a_killed_correction_of_a_mistyped_id_number_goes_on(
    imports: Imports, kill_behind: KillBehind
) -> None:
    """Corrected, found open, reported in, agreed: killed behind each of these."""
    calls = range(1, 5)
    for last in calls:
        row = _person(last)
        await imports({"服务对象": [row | NO_STEPS]})
        corrected = row | {"身份证号": _id_number(100 + last)}
        with kill_behind(last):
            await imports({"服务对象": [corrected]})
        await _goes_on(imports, corrected)
    await _each_has_its_steps(imports, len(calls))


async def test_steps_that_were_void_come_back_though_the_import_is_killed(
    imports: Imports, kill_behind: KillBehind
) -> None:
    """A folder that replaces takes both again: killed behind each call, those of before too."""
    calls = range(1, 7)
    for last in calls:
        row = _person(last)
        first = (await imports({"服务对象": [row]})).import_id
        assert first is not None
        await _make_steps_void(imports, first)
        with kill_behind(last):
            await imports({"服务对象": [row]}, [first])
        await _goes_on(imports, row, (first,))
    await _each_has_its_steps(imports, len(calls))


async def _each_has_its_steps(imports: Imports, count: int) -> None:
    """Every person has one file, in which each step counts once."""
    counting = await imports.counting()
    for kind in ("CaseOpened", "ReportedIn", "AgreementSigned"):
        assert counting[f"cases.{kind}"] == count


async def _make_steps_void(imports: Imports, import_id: str) -> None:
    """Make void the agreement that an import wrote, then the reporting in."""
    async with open_api(imports.service) as api:
        entries = {entry.kind: entry async for entry in read_import(api, import_id)}
    for version, kind in ((3, "AgreementSigned"), (4, "ReportedIn")):
        entry = entries[f"cases.{kind}"]
        void = await imports.post(
            f"/v1/cases/{entry.subject}/entries/{entry.entry_id}/void",
            {"reason": "mistaken"},
            **{"If-Match": f'"{version}"'},
        )
        assert "entry_id" in void, void
