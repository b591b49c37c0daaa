"""Workers, posts and what is said of them come back from an export, here and elsewhere."""

from pathlib import Path
from typing import Any

import pytest

from deploy.ledgers.command import import_folder
from deploy.ledgers.exporting.command import export_folder
from deploy.ledgers.exporting.rows import LeftOut
from deploy.ledgers.sending import ImportTarget
from tests.deploy.ledgers.importing import Imports
from tests.deploy.ledgers.pretended import TODAY
from tests.deploy.ledgers.test_export import WHY, rows
from tests.deploy.ledgers.test_workforce import (
    ABSENT,
    CHANGES,
    COVERS,
    FILLED,
    HANDED,
    NAMESAKE,
    STATION,
    TRAINED,
    WHOLE,
    every,
    read,
    refused,
)


def _told(told: Any) -> Any:
    """What is said, without what names this installation."""
    if isinstance(told, dict):
        names = ("version", "agency", "covered_by")
        return {
            name: _told(value)
            for name, value in sorted(told.items())
            if not name.endswith("_id") and name not in names
        }
    return [_told(each) for each in told] if isinstance(told, list) else told


SHOP = {"name": "毛巾", "points": 2, "since": "2018-01-01"}
TAKEN = {"日期": "2019-04-11", "对象编号": "1", "工作站": "甲站", "区划代码": "410102001000"}
TAKEN |= {"物品": "毛巾", "数量": "2"}


async def _with_a_shop(imports: Imports) -> None:
    """The shop of the workstation, which no ledger makes."""
    await imports({"工作站": [STATION]})
    [station] = (await read(imports, "/v1/workstations"))["workstations"]
    items = f"/v1/workstations/{station['workstation_id']}/shop/items"
    item = (await imports.post(items, SHOP))["item_id"]
    stock = {"occurred_on": "2018-01-02", "quantity": 10}
    await imports.post(f"{items}/{item}/receipts", stock)


@pytest.mark.postgres
async def test_workers_and_what_is_said_of_them_come_back(
    imports: Imports, service: ImportTarget, elsewhere: ImportTarget, tmp_path: Path
) -> None:
    """Also who has left, a post's workers, teams by name, changed goals and exchanged points.

    Here every row is known again, though users and numbers are not in it; elsewhere it is the same.
    """
    there = Imports(elsewhere, tmp_path)
    for each in (imports, there):
        await _with_a_shop(each)
    namesake = NAMESAKE | {"城乡": "111", "账号": "u-2", "身份证号": "11010519491231002X"}
    merit = {"日期": "2019-04-10", "对象编号": "1", "积分事项": "参加培训"}
    whole = {
        **WHOLE,
        "人员名册": [*WHOLE["人员名册"], namesake],
        "培训登记": [TRAINED | {"姓名": "王芳（2018-01-02）"}, TRAINED | {"姓名": "李明"}],
        "岗位人员登记": [FILLED[0], *FILLED[1:]],
        "交接登记": [HANDED | {"交出人": "王芳（2018-01-02）"}],
        "缺勤登记": [ABSENT | {"姓名": "王芳（2018-01-02）"}],
        "顶岗登记": [each | {"缺勤人": "王芳（2018-01-02）"} for each in COVERS],
        "人员变动": [CHANGES[0] | {"姓名": "王芳（2018-01-02）", "城乡": "210"}, CHANGES[1]],
        "积分台账": [merit],
        "兑换登记": [TAKEN],
    }
    done = await imports(whole)
    assert not done.rejected, refused(done)
    account = await export_folder(tmp_path / "out", service, WHY)
    assert account.left_out == LeftOut()
    assert account.rows["帮教小组"] == 2  # the handover stands in them
    assert {row["账号"] + row["身份证号"] for row in rows(tmp_path / "out", "人员名册")} == {""}
    assert "城镇" in {row["城乡"] for row in rows(tmp_path / "out", "人员名册")}
    assert "乡村" in {row["城乡"] for row in rows(tmp_path / "out", "人员变动")}
    [taken] = rows(tmp_path / "out", "兑换登记")
    assert taken == TAKEN
    again = await import_folder(tmp_path / "out", service, today=TODAY)
    assert not again.rejected, refused(again)
    assert again.accepted.total() == again.corrected.total() == 0
    moved = await import_folder(tmp_path / "out", elsewhere, today=TODAY)
    assert not moved.rejected, refused(moved)
    unknown = {"user_known": False, "id_number_known": False}
    here = [_told({**each, **unknown}) for each in await every(imports)]
    assert [_told(each) for each in await every(there)] == here
    for mine, others in zip(await posts_of(imports), await posts_of(there), strict=True):
        assert _told(mine) == _told(others)
    await export_folder(tmp_path / "again", elsewhere, WHY)
    for file in (tmp_path / "out").iterdir():
        assert (tmp_path / "again" / file.name).read_bytes() == file.read_bytes(), file.name


async def posts_of(imports: Imports) -> list[Any]:
    """All that is shown of each post."""
    listed = (await read(imports, "/v1/posts"))["posts"]
    return [await read(imports, f"/v1/posts/{each['post_id']}") for each in listed]
