"""The export of places, their use, informants and surveys, from the real services."""

from pathlib import Path

import pytest

from deploy.ledgers.command import import_folder
from deploy.ledgers.exporting.command import export_folder
from deploy.ledgers.sending import ImportTarget
from services.outreach.questionnaire import examples
from tests.deploy.ledgers.importing import ARTICLE, PERSON, SESSION, Imports
from tests.deploy.ledgers.pretended import TODAY
from tests.deploy.ledgers.test_export import WHY, rows
from tests.deploy.ledgers.test_places import COUNT, HERE, SCHOOL, SHOP, USE
from tests.deploy.ledgers.test_surveys import SURVEY

pytestmark = pytest.mark.postgres

MEETING = {
    "日期": "2019-06-10",
    "种类": "动员会",
    "区划代码": HERE,
    "人数": "60",
    "层级": "小区",
    "小区": "阳光花园",
    "宣传品": "宣传单60",
    "入户数": "12",
    "形式": "讲座",
}
FOLDER = {
    "服务对象": [PERSON],
    "阵地台账": [SHOP, SCHOOL, SHOP | {"阵地名称": "旧超市", "关闭日期": "2019-01-01"}],
    "宣传活动": [
        SESSION | {"区划代码": HERE, "阵地": "小营中学", "场所类别": "学校", "协助的服务对象": "1"},
    ],
    "培训与会议": [MEETING],
    "新闻稿件": [ARTICLE],
    "阵地使用登记": [USE],
    "信息员统计": [COUNT, COUNT | {"日期": "2019-06-30", "信息员人数": "21"}],
    "问卷调查": [SURVEY],
}


async def test_what_is_exported_of_prevention_is_imported_as_known(
    imports: Imports, service: ImportTarget, tmp_path: Path
) -> None:
    """Into the same installation every row is a duplicate, in whichever words it was written."""
    await imports.post("/v1/questionnaires", examples.NEW)
    done = await imports(FOLDER)
    assert not done.rejected, done.rejected
    account = await export_folder(tmp_path / "out", service, WHY)
    assert account.rows == {name: len(its) for name, its in FOLDER.items()}
    left = account.as_json()["left_out"]
    assert (left["entries"], left["facts"], left["cells"]) == ({}, {}, {})
    [survey] = rows(tmp_path / "out", "问卷调查")
    assert survey["结束日期"] == "2019-06-30"
    assert survey["人群结果"] == "在校学生 200/210/205；居民 300/300/282"
    again = await import_folder(tmp_path / "out", service, today=TODAY)
    assert not again.rejected, again.rejected
    assert again.accepted.total() == again.corrected.total() == 0
    assert again.duplicates.total() == sum(account.rows.values())


async def test_whoever_helped_is_somebody_with_a_file(imports: Imports) -> None:
    """The activity names the file; a dry run takes one of the same folder; others are refused."""
    helped = SESSION | {"协助的服务对象": "1、1"}
    for dry_run in (True, False):
        done = await imports({"服务对象": [PERSON], "宣传活动": [helped]}, dry_run=dry_run)
        assert not done.rejected, done.rejected
    found = await imports.post("/v1/activities", None, "GET")
    case = (await imports.post("/v1/cases", None, "GET"))["cases"][0]["case_id"]
    assert [each["helpers"] for each in found["activities"]] == [[case]]
    done = await imports({"宣传活动": [helped | {"协助的服务对象": "没有"}]})
    [refused] = done.as_json()["rejected"]
    assert (refused["field"], refused["reason"]) == ("协助的服务对象", "unknown_client")


async def test_what_no_row_can_say_is_counted(
    imports: Imports, service: ImportTarget, tmp_path: Path
) -> None:
    """The names of rooms."""
    body = {
        "region": HERE,
        "kind": "training_base",
        "name": "教育基地",
        "opened_on": "2018-01-01",
        "rooms": [{"code": "lecture_room", "name": "二楼东"}, {"code": "activity_room"}],
    }
    await imports.post("/v1/places", body)
    account = await export_folder(tmp_path / "out", service, WHY)
    assert account.rows["阵地台账"] == 1
    assert account.as_json()["left_out"]["facts"] == {"outreach.PlaceOpened.rooms.name": 1}
