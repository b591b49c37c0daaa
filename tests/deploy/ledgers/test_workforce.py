"""The ledgers of workers and posts, against the services: whom a row names, and what it does."""

from pathlib import Path
from typing import Any

import pytest

from deploy.ledgers.kinds.trainings import QUALIFICATIONS, TRAININGS
from deploy.ledgers.outcome import ImportOutcome
from shared import learnt_names
from tests.deploy.ledgers.importing import PERSON, Imports

STATION = {"工作站名称": "甲站", "区划代码": "410102001000", "类型": "街道"}
FIRST = {"姓名": "王芳", "区划代码": "410102001000", "用工形式": "社工", "到岗日期": "2018-01-02"}
SECOND = FIRST | {"姓名": "李明"}
NAMESAKE = FIRST | {"到岗日期": "2018-03-01"}
POST = {
    "岗位编号": "2018-01",
    "区划代码": "410102000000",
    "承接单位": "agency",
    "购买日期": "2017-12-01",
    "合同起": "2018-01-01",
    "合同止": "2021-01-01",
    "经费来源": "市级",
    "年度": "2017",
    "工作站": "甲站",
    "安排日期": "2018-01-01",
}
TRAINED = {"日期": "2019-05-06", "姓名": "王芳", "培训": "动机式访谈", "学时": "8学时"}
QUALIFIED = {"取得日期": "2017-05-01", "姓名": "李明", "资格": "心理咨询师"}
FILLED = [
    {"到岗日期": "2018-02-01", "岗位编号": "2018-01", "姓名": "王芳"}
    | {"空缺日期": "2018-12-31", "空缺原因": "人员调动"},
    {"到岗日期": "2019-01-02", "岗位编号": "2018-01", "姓名": "李明"}
    | {"空缺日期": "2019-06-01", "空缺原因": "人员离岗"},
]
OTHER_STATION = {"工作站名称": "丙站", "区划代码": "410102002000", "类型": "街道"}
MOVED = {"安排日期": "2018-11-01", "岗位编号": "2018-01", "工作站": "丙站"}
MOVED |= {"区划代码": "410102002000"}
ENDED = {"终止日期": "2019-07-01", "岗位编号": "2018-01", "终止原因": "取消"}
TEAM = {"加入日期": "2018-02-01", "对象编号": "1", "角色": "社工", "姓名": "王芳", "结对": "是"}
HANDED = {"日期": "2019-03-01", "对象编号": "1", "交出人": "王芳", "接手人": "李明"}
HANDED |= {"交接说明": "每月第一周见面"}
GOAL = {"日期": "2019-01-10", "对象编号": "1", "目标": "就业", "期限": "2019-06-30"}
GOAL |= {"负责人": "社工", "变更日期": "2019-02-10、2019-04-10"}
GOAL |= {"变更后期限": "2019-07-31、2019-09-30"}
GOAL |= {"完结日期": "2019-09-01", "结果": "达成"}
ABSENT = {"缺勤日期": "2019-02-01", "姓名": "王芳", "返岗日期": "2019-03-01", "顶岗人": "李明"}
COVERS = [
    {"日期": "2019-02-10", "缺勤人": "王芳", "顶岗人": ""},
    {"日期": "2019-02-20", "缺勤人": "王芳", "顶岗人": "李明"},
]
CHANGES = [
    {"日期": "2019-05-01", "姓名": "王芳", "变动": "调动", "区划代码": "410102002000"}
    | {"网格": "第3网格"},
    {"日期": "2019-08-01", "姓名": "李明", "变动": "离岗", "离岗原因": "辞职"},
]
WHOLE: dict[str, list[dict[str, str]]] = {
    "工作站": [STATION, OTHER_STATION],
    "人员名册": [FIRST, SECOND],
    "资格登记": [QUALIFIED],
    "培训登记": [TRAINED, TRAINED | {"日期": "2019-05-07", "培训": "local_code"}],
    "岗位": [POST],
    "岗位安排": [MOVED],
    "岗位人员登记": FILLED,
    "服务对象": [PERSON | {"报到日期": "2018-01-02", "协议日期": "2018-01-02"}],
    "帮教计划": [GOAL],
    "帮教小组": [TEAM],
    "交接登记": [HANDED],
    "缺勤登记": [ABSENT],
    "顶岗登记": COVERS,
    "岗位终止": [ENDED],
    "人员变动": CHANGES,
}
STAFF = {
    "人员名册": [FIRST, SECOND],
    "培训登记": [TRAINED],
    "岗位": [POST | {"工作站": "", "安排日期": ""}],
}


def refused(done: ImportOutcome) -> list[tuple[str, str, str]]:
    """The file, the column and the reason of each row that was not taken."""
    return [(its["file"], its["field"], its["reason"]) for its in done.as_json()["rejected"]]


async def read(imports: Imports, path: str) -> Any:
    """An answer to a read."""
    return await imports.post(path, None, "GET")


async def workers(imports: Imports) -> dict[str, Any]:
    """All that is shown of each worker, by the name."""
    names = (await read(imports, "/v1/workers/names"))["workers"]
    return {each["name"]: await read(imports, f"/v1/workers/{each['worker_id']}") for each in names}


def test_words_are_the_names_that_pages_show() -> None:
    """Whoever copies the name of a training or a qualification from a page is understood."""
    assert {code: word for word, code in TRAININGS.items()} == {
        code: name.zh for code, name in learnt_names.TRAININGS.items()
    }
    assert {code: word for word, code in QUALIFICATIONS.items()} == {
        code: name.zh for code, name in learnt_names.WORKER_QUALIFICATIONS.items()
    }


@pytest.mark.postgres
async def test_all_that_is_said_of_workers_and_posts(imports: Imports) -> None:
    """Each row does what it says; a dry run says so before, and the same rows do nothing twice."""
    tried = await imports(WHOLE, dry_run=True)
    done = await imports(WHOLE)
    again = await imports(WHOLE)
    assert not done.rejected, refused(done)
    assert tried.as_json() == done.as_json()
    assert not again.rejected, refused(again)
    assert again.accepted.total() == again.corrected.total() == 0
    its = await workers(imports)
    assert [each["training_name"]["zh"] for each in its["王芳"]["trainings"]] == [
        "动机式访谈",
        "local_code",
    ]
    assert its["王芳"]["trainings"][0]["hours"] == 8
    assert its["李明"]["qualifications"][0]["qualification"] == "counsellor"
    assert (its["王芳"]["region"], its["王芳"]["unit"]) == ("410102002000", "第3网格")
    assert (its["李明"]["left_on"], its["李明"]["left_for"]) == ("2019-08-01", "resigned")
    [absence] = its["王芳"]["absences"]
    assert (absence["since"], absence["until"]) == ("2019-02-01", "2019-03-01")
    other = its["李明"]["worker_id"]
    assert [(each["since"], each["covered_by"]) for each in absence["covers"]] == [
        ("2019-02-01", other),
        ("2019-02-10", None),
        ("2019-02-20", other),
    ]
    [post] = (await read(imports, "/v1/posts"))["posts"]
    facts = await read(imports, f"/v1/posts/{post['post_id']}")
    assert [each["since"] for each in facts["placements"]] == ["2018-01-01", "2018-11-01"]
    assert (facts["ended_on"], facts["ended_for"]) == ("2019-07-01", "cancelled")
    assert [(each["since"], each["until"]) for each in facts["fillings"]] == [
        ("2018-02-01", "2018-12-31"),
        ("2019-01-02", "2019-06-01"),
    ]
    [case] = (await read(imports, "/v1/cases?reference=1"))["cases"]
    team = (await read(imports, f"/v1/cases/{case['case_id']}/team"))["members"]
    assert [(each["worker_id"], each["paired"]) for each in team] == [
        (its["李明"]["worker_id"], True)
    ]
    [goal] = (await read(imports, f"/v1/cases/{case['case_id']}/plan"))["goals"]
    assert (goal["due_on"], goal["owner"], goal["state"]) == ("2019-09-30", "social_worker", "met")


FAULTS = [
    ("培训登记", TRAINED | {"姓名": "无名"}, "姓名", "unknown_worker"),
    ("培训登记", TRAINED | {"日期": "2017-05-06"}, "姓名", "unknown_worker"),
    ("培训登记", TRAINED | {"培训": "跳伞"}, "培训", "unknown_training"),
    ("培训登记", TRAINED | {"学时": "半天"}, "学时", "bad_number"),
    ("培训登记", TRAINED | {"学时": "0"}, "学时", "too_small"),
    ("资格登记", QUALIFIED | {"资格": "驾照"}, "资格", "unknown_qualification"),
    ("资格登记", QUALIFIED | {"有效期止": "2017-05-01"}, "有效期止", "qualified_too_early"),
    ("岗位人员登记", FILLED[0] | {"岗位编号": "9"}, "岗位编号", "unknown_post"),
    ("岗位人员登记", FILLED[0] | {"到岗日期": "2017-12-31"}, "姓名", "unknown_worker"),
    ("岗位人员登记", FILLED[0] | {"空缺原因": "不详"}, "空缺原因", "unknown_reason"),
    ("岗位终止", ENDED | {"终止原因": "不详"}, "终止原因", "unknown_ending"),
    ("人员变动", CHANGES[1] | {"离岗原因": ""}, "离岗原因", "missing_value"),
    ("人员变动", CHANGES[0] | {"区划代码": ""}, "区划代码", "missing_value"),
    ("人员变动", CHANGES[0] | {"离岗原因": "辞职"}, "离岗原因", "only_of_the_other_change"),
    ("人员变动", CHANGES[0] | {"日期": "2017-01-01"}, "日期", "moved_before_joining"),
    ("交接登记", HANDED | {"接手人": "无名"}, "接手人", "unknown_worker"),
    ("交接登记", HANDED | {"交出人": "李明"}, "交出人", "not_in_team"),
    ("帮教小组", TEAM | {"姓名": "无名"}, "姓名", "unknown_worker"),
    ("帮教小组", TEAM | {"单位": "agency"}, "姓名", "worker_of_another_agency"),
    ("帮教计划", GOAL | {"变更日期": "2019-01-01、2019-04-10"}, "变更日期", "changed_too_early"),
    ("帮教计划", GOAL | {"变更后期限": "2019-07-31"}, "变更日期", "unequal_numbers"),
    ("缺勤登记", ABSENT | {"返岗日期": "2019-02-01"}, "返岗日期", "absence_ends_first"),
    ("缺勤登记", ABSENT | {"顶岗人": "王芳"}, "顶岗人", "covers_itself"),
    ("缺勤登记", ABSENT | {"顶岗人": "无名"}, "顶岗人", "unknown_worker"),
    ("顶岗登记", COVERS[0], "缺勤人", "not_absent"),
    ("岗位安排", MOVED | {"工作站": "乙站"}, "工作站", "unknown_workstation"),
    ("岗位安排", MOVED | {"岗位编号": "9"}, "岗位编号", "unknown_post"),
    ("岗位", POST | {"岗位编号": "2", "工作站": "乙站"}, "工作站", "unknown_workstation"),
    (
        "岗位",
        POST | {"岗位编号": "3", "安排日期": "2017-01-01"},
        "安排日期",
        "placed_before_bought",
    ),
]


@pytest.mark.postgres
@pytest.mark.parametrize("is_trial", [True, False])
async def test_every_fault_is_at_its_cell(imports: Imports, is_trial: bool) -> None:
    """One row of each fault, after the workers and the client are there."""
    there = {name: WHOLE[name] for name in ("工作站", "人员名册", "岗位", "服务对象", "帮教小组")}
    assert not (await imports(there)).rejected
    for name, row, column, reason in FAULTS:
        done = await imports({name: [row]}, dry_run=is_trial)
        found = refused(done)
        assert found == [(f"{name}.csv", column, reason)], (name, row, found)
        assert len(done.rejected[0].faults) == 1, (name, row, done.rejected[0].faults)
        [fault] = done.rejected[0].faults
        assert fault.text.zh
        assert fault.text.en != fault.text.zh


@pytest.mark.postgres
async def test_namesakes_are_told_apart_by_the_first_day(imports: Imports) -> None:
    """A name that two workers have who serve on the day needs the day of joining."""
    both = {"人员名册": [FIRST, NAMESAKE]}
    assert not (await imports(both)).rejected
    done = await imports({"培训登记": [TRAINED]})
    assert refused(done) == [("培训登记.csv", "姓名", "ambiguous_worker")]
    assert not (await imports({"培训登记": [TRAINED | {"日期": "2018-02-01"}]})).rejected
    assert not (await imports({"培训登记": [TRAINED | {"姓名": "王芳(2018.3.1)"}]})).rejected
    assert sorted(len(each["trainings"]) for each in await every(imports)) == [1, 1]


async def every(imports: Imports) -> list[Any]:
    """All that is shown of each worker."""
    listed = (await read(imports, "/v1/workers"))["workers"]
    return [await read(imports, f"/v1/workers/{each['worker_id']}") for each in listed]


@pytest.mark.postgres
async def test_a_worker_is_known_again_without_user_and_number(
    imports: Imports, tmp_path: Path
) -> None:
    """A row with or without them is the same worker; told later, they are told of this worker."""
    number = {"身份证号": "11010519491231002X"}
    assert not (await imports({"人员名册": [FIRST | {"账号": "u-1"}]})).rejected
    bare = await imports({"人员名册": [FIRST]})
    assert (bare.accepted.total(), bare.duplicates.total()) == (0, 1)
    told = await imports({"人员名册": [FIRST | number]})
    assert [each.columns for each in told.corrections] == [("身份证号",)]
    again = await imports({"人员名册": [FIRST | number | {"账号": "u-1"}]})
    assert (again.accepted.total(), again.duplicates.total()) == (0, 1)
    [worker] = await every(imports)
    assert (worker["user_known"], worker["id_number_known"]) == (True, True)
    moved = {"日期": "2019-05-01", "姓名": "王芳", "变动": "调动", "区划代码": "410102002000"}
    assert not (await imports({"人员变动": [moved]})).rejected
    later = await imports({"人员名册": [FIRST]})
    assert (later.accepted.total(), later.duplicates.total()) == (0, 1)
