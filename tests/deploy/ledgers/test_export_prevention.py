"""The export of places, their use, informants and surveys, from the real services."""

from pathlib import Path

import pytest

from deploy.ledgers.command import import_folder
from deploy.ledgers.exporting.command import export_folder
from deploy.ledgers.sending import ImportTarget
from services.outreach.questionnaire import examples
from tests.deploy.ledgers.importing import ARTICLE, SESSION, Imports
from tests.deploy.ledgers.pretended import TODAY
from tests.deploy.ledgers.test_export import WHY, rows
from tests.deploy.ledgers.test_places import COUNT, HERE, SCHOOL, SHOP, USE
from tests.deploy.ledgers.test_surveys import SURVEY

pytestmark = pytest.mark.postgres

FOLDER = {
    "阵地台账": [SHOP, SCHOOL, SHOP | {"阵地名称": "旧超市", "关闭日期": "2019-01-01"}],
    "宣传活动": [SESSION | {"区划代码": HERE, "阵地": "小营中学", "场所类别": "学校"}],
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
