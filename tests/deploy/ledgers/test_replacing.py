"""Corrected folders in the place of earlier imports: taken back, left, and brought back."""

import asyncio
from uuid import uuid4

import pytest

from deploy.ledgers import replacing
from deploy.ledgers.command import Stopped
from deploy.ledgers.errors import CannotReach, CannotRead
from deploy.ledgers.imports import read_import
from deploy.ledgers.replacing import Gone
from deploy.ledgers.sending import Api, open_api
from tests.deploy.ledgers.importing import PERSON, SESSION, TEST, VISIT, Imports, warned
from tests.deploy.ledgers.test_rows import RIGHT

pytestmark = pytest.mark.postgres


async def test_a_corrected_folder_takes_the_place_of_an_import(imports: Imports) -> None:
    """What is gone is void, what is new is added, what is kept stays; other ledgers too."""
    others = [VISIT | {"日期": f"2019-06-0{n}"} for n in range(1, 4)]
    first = await imports(
        {
            "服务对象": [PERSON],
            "帮教记录": [VISIT, *others],
            "宣传活动": [SESSION],
            "尿检记录": [TEST],
        }
    )
    assert first.import_id is not None
    corrected = {
        "帮教记录": [VISIT | {"日期": "2019-05-11"}, *others[1:], others[1]],
        "宣传活动": [SESSION | {"人数": "50", "主题": "禁毒课。"}],
    }
    before = await imports.counting()
    await imports(corrected, [first.import_id], confirmed=False)
    wanted = await imports(corrected, [first.import_id], dry_run=True)
    assert await imports.counting() == before
    done = await imports(corrected, [first.import_id])
    assert wanted.plan is not None
    assert done.plan is not None
    assert wanted.plan.as_json()["gone"] == done.plan.as_json()["gone"]
    assert [its.words for its in done.plan.gone] == [
        "1 2019-05-01 入户",
        "1 2019-06-01 入户",
        "2019-01-01 学校 410102001003 禁毒课 500 讲座 工会 七夕",
    ]
    assert done.plan.kept == {"帮教记录": 2}
    assert done.accepted == {"帮教记录.csv": 1, "宣传活动.csv": 1}
    assert done.duplicates["帮教记录.csv"] == 3
    assert warned(done) == []
    counting = await imports.counting()
    assert counting["cases.ContactRecorded"] == 3
    assert counting["outreach.SessionHeld"] == 1
    assert counting["cases.DrugTestRecorded"] == 1
    again = await imports(corrected, [first.import_id])
    assert again.plan is not None
    assert again.plan.gone == []
    assert again.accepted.total() == 0
    assert await imports.counting() == counting


async def test_a_void_row_is_told_and_comes_back_when_it_replaces(imports: Imports) -> None:
    """Again and again: each time under the key of its next generation."""
    first = await imports({"服务对象": [PERSON], "帮教记录": [VISIT], "宣传活动": [SESSION]})
    right, wrong = {"帮教记录": [VISIT], "宣传活动": [SESSION]}, VISIT | {"方式": "电话"}
    other = {"帮教记录": [wrong], "宣传活动": [SESSION | {"人数": "1"}]}
    ids = [str(first.import_id)]
    for folder in (other, right, other, right):
        done = await imports(folder, ids)
        ids.append(str(done.import_id))
        assert done.accepted == {"帮教记录.csv": 1, "宣传活动.csv": 1}
        counting = await imports.counting()
        assert (counting["cases.ContactRecorded"], counting["outreach.SessionHeld"]) == (1, 1)
        same = await imports(folder)
        assert same.duplicates == {"帮教记录.csv": 1, "宣传活动.csv": 1}
        assert not same.rejected
    for dry_run in (True, False):
        void = await imports(other, dry_run=dry_run)
        assert [row.fault.reason for row in void.rejected] == ["entry_void", "entry_void"]
    respelled = await imports({"帮教记录": [wrong | {"内容": "家庭 走访", "方式": "电话"}]})
    assert [row.fault.reason for row in respelled.rejected] == ["entry_void"]


async def test_what_cannot_be_taken_back_is_listed_and_left(imports: Imports) -> None:
    """Clients and workstations, what is void already, and what a rejected row may be meant for."""
    station = RIGHT["工作站"]
    second = PERSON | {"编号": "2", "身份证号": "41010219780102603X"}
    tests = [TEST, TEST | {"日期": "2019-05-03"}, TEST | {"日期": "2019-05-04", "对象编号": "2"}]
    first = await imports(
        {
            "工作站": [station],
            "服务对象": [PERSON, second],
            "尿检记录": tests,
            "宣传活动": [SESSION],
        }
    )
    async with open_api(imports.service) as api:
        entries = [its async for its in read_import(api, str(first.import_id))]
    [session] = [its for its in entries if its.kind == "outreach.SessionHeld"]
    await imports.post(
        f"/v1/activities/{session.subject}/void", {"reason": "mistaken"}, **{"If-Match": '"1"'}
    )
    corrected = {
        "工作站": [station | {"工作站名称": "乙站"}],
        "服务对象": [PERSON],
        "尿检记录": [tests[0] | {"结果": "不明"}],
        "宣传活动": [SESSION | {"人数": "1"}],
    }
    done = await imports(corrected, [str(first.import_id)])
    assert done.plan is not None
    assert {(its.gone.entry.kind.partition(".")[2], its.why.en[:20]) for its in done.plan.left} == {
        ("WorkstationRegistered", "clients and workstat"),
        ("CaseOpened", "clients and workstat"),
        ("ReportedIn", "clients and workstat"),
        ("AgreementSigned", "clients and workstat"),
        ("DrugTestRecorded", "a row was rejected t"),
        ("SessionHeld", "it is void already"),
    }
    assert [its.words for its in done.plan.gone] == ["2019-05-04 阴性"]
    assert (await imports.counting())["cases.DrugTestRecorded"] == 2


@pytest.mark.parametrize(
    "row",
    [TEST | {"对象编号": "9"}, TEST | {"对象编号": "4.1E+11"}, TEST | {"对象编号": ""}],
    ids=["unknown", "lost", "blank"],
)
async def test_a_rejected_row_that_names_nobody_may_be_meant_for_any(
    imports: Imports, row: dict[str, str]
) -> None:
    """While nobody can say whose row it is, nothing of its ledger is taken back."""
    person = {"服务对象": [PERSON], "宣传活动": [SESSION]}
    first = await imports({**person, "尿检记录": [TEST]})
    done = await imports(
        {"尿检记录": [row], "宣传活动": [SESSION | {"人数": "1"}]}, [str(first.import_id)] * 2
    )
    assert done.plan is not None
    assert [its.gone.entry.kind for its in done.plan.left] == ["cases.DrugTestRecorded"]
    assert [its.entry.kind for its in done.plan.gone] == ["outreach.SessionHeld"]


async def test_a_client_whose_opening_was_void_comes_back_too(imports: Imports) -> None:
    """A plain import tells the row as void; one that replaces opens the file anew."""
    person = {"服务对象": [PERSON | {"报到日期": "", "协议日期": ""}]}
    first = await imports(person)
    async with open_api(imports.service) as api:
        entries = [its async for its in read_import(api, str(first.import_id))]
    [opening] = [its for its in entries if its.kind == "cases.CaseOpened"]
    void = await imports.post(
        f"/v1/cases/{opening.subject}/entries/{opening.entry_id}/void",
        {"reason": "mistaken"},
        **{"If-Match": '"1"'},
    )
    assert "entry_id" in void, void
    for dry_run in (True, False):
        told = await imports({**person, "尿检记录": [TEST]}, dry_run=dry_run)
        assert [row.fault.reason for row in told.rejected] == ["entry_void", "unknown_client"]
    back = await imports({**person, "尿检记录": [TEST]}, [str(first.import_id)])
    assert not back.rejected
    assert back.accepted.total() == 2
    assert (await imports(person)).duplicates == {"服务对象.csv": 1}


async def test_a_crisis_and_its_follow_up_are_taken_back_together(imports: Imports) -> None:
    """The follow-up rests on the contact, and goes first; both come back as they are now."""
    seen, day = VISIT | {"危机": "自杀"}, VISIT["日期"]
    follow_up = {"日期": "2019-05-06", "对象编号": "1", "发现日期": day, "结果": "正在治疗"}
    wrong = {"服务对象": [PERSON], "帮教记录": [seen], "危机跟进": [follow_up]}
    first = await imports(wrong)
    assert first.accepted.total() == 3
    assert (await imports(wrong)).accepted.total() == 0
    right = {
        "帮教记录": [seen | {"日期": "2019-05-02"}],
        "危机跟进": [follow_up | {"发现日期": "2019-05-02"}],
    }
    done = await imports(right, [str(first.import_id)])
    assert done.plan is not None
    assert done.plan.left == []
    assert [its.words for its in done.plan.gone] == [
        "1 2019-05-01 入户 自伤或自杀危险",
        "1 2019-05-06 正在治疗",
    ]
    assert done.accepted == {"帮教记录.csv": 1, "危机跟进.csv": 1}
    counting = await imports.counting()
    assert counting["cases.ContactRecorded"] == counting["cases.CrisisFollowedUp"] == 1


async def test_an_import_that_is_not_there_is_told(imports: Imports) -> None:
    """By its id; nothing is written."""
    await imports({"服务对象": [PERSON]})
    for nothing in (str(uuid4()), "none"):
        with pytest.raises(CannotRead, match="no import"):
            await imports({"帮教记录": [VISIT]}, [nothing])


@pytest.mark.parametrize("interrupted", [False, True])
async def test_stopped_amid_the_voids_it_says_so_and_goes_on(
    imports: Imports, monkeypatch: pytest.MonkeyPatch, *, interrupted: bool
) -> None:
    """Whoever reads that nothing is half done would take the figures for right."""
    sessions = [SESSION | {"主题": f"第{n}课"} for n in range(3)]
    first = await imports({"宣传活动": sessions})
    corrected = {"宣传活动": [row | {"人数": "9"} for row in sessions]}
    task, asked = asyncio.current_task(), replacing._version

    async def stopped_at_the_last(api: Api, gone: Gone) -> int:
        if "第2课" in gone.words:
            if not interrupted:
                raise CannotReach(zh="断了。", en="It is away.")
            assert task is not None
            task.cancel()
        return await asked(api, gone)

    with monkeypatch.context() as patched:
        patched.setattr(replacing, "_version", stopped_at_the_last)
        with pytest.raises(Stopped, match="some may be void already") as stopped:
            await imports(corrected, [str(first.import_id)])
    assert stopped.value.interrupted == interrupted
    done = await imports(corrected, [str(first.import_id)])
    assert done.accepted.total() == 3
    assert (await imports.counting())["outreach.SessionHeld"] == 3
