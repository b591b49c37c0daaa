"""Contacts and counselling that name workers of the roster, where an import is told to look."""

from typing import Any

import pytest

from tests.deploy.ledgers.importing import PERSON, VISIT, Imports, warned
from tests.deploy.ledgers.test_workforce import FIRST, NAMESAKE, QUALIFIED, SECOND, read, refused

pytestmark = pytest.mark.postgres

PLACE = {"人员名册": [FIRST, SECOND], "资格登记": [QUALIFIED]}
CLIENT = [PERSON | {"报到日期": "2018-01-02", "协议日期": "2018-01-02"}]
BOTH = VISIT | {"社工": "王芳、李明"}
TALK = {
    "日期": "2019-05-03",
    "对象编号": "1",
    "资质": "心理咨询师",
    "方式": "面谈",
    "咨询师": "李明",
}
FOLDER: dict[str, list[dict[str, str]]] = {
    **PLACE,
    "服务对象": CLIENT,
    "帮教记录": [BOTH],
    "咨询记录": [TALK],
}


async def named(imports: Imports) -> dict[str, list[Any]]:
    """The names of the workers whom each entry of the one file names, by the type of the entry."""
    names = {
        each["worker_id"]: each["name"]
        for each in (await read(imports, "/v1/workers/names"))["workers"]
    }
    [case] = (await read(imports, "/v1/cases?reference=1"))["cases"]
    entries = (await read(imports, f"/v1/cases/{case['case_id']}"))["entries"]
    found: dict[str, list[Any]] = {}
    for each in entries:
        ids = each["facts"].get("worker_ids", [])
        if counsellor := each["facts"].get("counsellor_id"):
            ids = [counsellor]
        if each["type"] in ("cases.ContactRecorded.v1", "cases.CounsellingHeld.v1"):
            found[each["type"]] = sorted(names[its] for its in ids)
    return found


async def test_without_the_option_nobody_is_looked_for(imports: Imports) -> None:
    """As before; and with it later, what was imported before stays, and is not entered twice."""
    done = await imports(FOLDER)
    assert not done.rejected, refused(done)
    nobody: dict[str, list[Any]] = {"cases.ContactRecorded.v1": [], "cases.CounsellingHeld.v1": []}
    assert await named(imports) == nobody
    counted = await imports.counting()
    for links, dry_run in ((True, True), (True, False), (False, False)):
        again = await imports(FOLDER, dry_run=dry_run, links_workers=links)
        assert again.accepted.total() == again.corrected.total() == 0
        assert not again.rejected
        assert warned(again) == []
    assert await named(imports) == nobody
    assert await imports.counting() == counted


async def test_with_the_option_entries_name_their_workers(imports: Imports) -> None:
    """A dry run says the same before the roster is there; without the option the same rows are
    known."""
    tried = await imports(FOLDER, dry_run=True, links_workers=True)
    done = await imports(FOLDER, links_workers=True)
    assert not done.rejected, refused(done)
    assert tried.as_json() == done.as_json()
    assert warned(done) == []
    both = {"cases.ContactRecorded.v1": ["李明", "王芳"], "cases.CounsellingHeld.v1": ["李明"]}
    assert await named(imports) == both
    counted = await imports.counting()
    for links in (True, False):
        again = await imports(FOLDER, links_workers=links)
        assert again.accepted.total() == 0
        assert not again.rejected
    assert await named(imports) == both
    assert await imports.counting() == counted


@pytest.mark.parametrize(
    ("name", "reason", "linked"),
    [
        ("王芳", "ambiguous_worker", []),
        ("王芳（2018-01-02）", None, ["王芳"]),
        ("张三", "unknown_worker", []),
        ("张三；李明", "unknown_worker", ["李明"]),
        ("李明（组长）", None, ["李明"]),
        ("-", None, []),
    ],
)
async def test_a_name_that_is_nobodys_or_two_peoples_is_said_at_its_row(
    imports: Imports, name: str, reason: str | None, linked: list[str]
) -> None:
    """The entry comes in all the same, without that worker."""
    roster = [FIRST, NAMESAKE, SECOND]
    folder = {"人员名册": roster, "服务对象": CLIENT, "帮教记录": [VISIT | {"社工": name}]}
    tried = await imports(folder, dry_run=True, links_workers=True)
    done = await imports(folder, links_workers=True)
    assert tried.as_json() == done.as_json()
    assert not done.rejected, refused(done)
    assert warned(done) == ([("社工", reason)] if reason else [])
    assert done.accepted["帮教记录.csv"] == 1
    assert await named(imports) == {"cases.ContactRecorded.v1": linked}


async def test_a_namesake_is_linked_by_an_import_that_replaces(imports: Imports) -> None:
    """The way out that the warning names: the first day behind the name, and --replacing."""
    folder = {
        "人员名册": [FIRST, NAMESAKE],
        "服务对象": CLIENT,
        "帮教记录": [VISIT | {"社工": "王芳"}],
    }
    first = await imports(folder, links_workers=True)
    assert first.import_id is not None
    told = {"帮教记录": [VISIT | {"社工": "王芳（2018-03-01）"}]}
    done = await imports(told, [first.import_id], links_workers=True)
    assert not done.rejected, refused(done)
    counted = await imports.counting()
    assert counted["cases.ContactRecorded"] == 1
    assert (await named(imports))["cases.ContactRecorded.v1"] == ["王芳"]


async def test_a_counsellor_without_the_qualification_is_said(imports: Imports) -> None:
    """The talk is entered without the counsellor, whose qualification the roster does not have."""
    folder = FOLDER | {"咨询记录": [TALK | {"咨询师": "王芳"}]}
    done = await imports(folder, links_workers=True)
    assert not done.rejected, refused(done)
    assert warned(done) == [("咨询师", "counsellor_not_qualified")]
    assert (await named(imports))["cases.CounsellingHeld.v1"] == []
