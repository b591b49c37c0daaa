"""Ledgers of places, their use and informants, imported into the real services."""

import pytest

from tests.deploy.ledgers.importing import Imports

pytestmark = pytest.mark.postgres

HERE = "410102001003"
SHOP = {
    "阵地名称": "小营积分超市",
    "阵地类别": "积分超市",
    "区划代码": HERE,
    "启用日期": "2018-06-01",
    "服务内容": "积分兑换、心理咨询",
    "功能室": "办公室",
}
SCHOOL = SHOP | {
    "阵地名称": "小营中学",
    "阵地类别": "登记场所",
    "场所类别": "学校",
    "应进场所": "是",
    "服务内容": "",
    "功能室": "",
}
USE = {
    "日期": "2019-03-14",
    "阵地名称": "小营积分超市",
    "区划代码": HERE,
    "用途": "积分兑换",
    "人次": "12",
}
COUNT = {"日期": "2019-03-31", "区划代码": HERE, "信息员人数": "18"}


async def test_places_come_in_with_their_use_and_informants(imports: Imports) -> None:
    """A dry run takes what refers to a place of the folder; the same again does nothing more."""
    closed = SHOP | {"阵地名称": "旧超市", "关闭日期": "2019-01-01"}
    folder = {"阵地台账": [SHOP, SCHOOL, closed], "阵地使用登记": [USE], "信息员统计": [COUNT]}
    wanted = {"阵地台账.csv": 3, "阵地使用登记.csv": 1, "信息员统计.csv": 1}
    for dry_run in (True, False):
        done = await imports(folder, dry_run=dry_run)
        assert done.as_json()["rejected"] == []
        assert done.accepted == wanted
    again = await imports(folder)
    assert (again.accepted.total(), again.duplicates) == (0, wanted)
    counted = await imports.counting()
    assert counted["outreach.PlaceOpened"] == 3
    assert counted["outreach.PlaceUsed"] == 1
    assert counted["outreach.InformantsCounted"] == 1


@pytest.mark.parametrize(
    ("name", "row", "column", "reason"),
    [
        ("阵地台账", SHOP | {"阵地类别": "月球基地"}, "阵地类别", "unknown_facility"),
        ("阵地台账", SHOP | {"阵地名称": ""}, "阵地名称", "missing_value"),
        ("阵地台账", SCHOOL | {"场所类别": ""}, "场所类别", "kind_of_place_needed"),
        ("阵地台账", SHOP | {"应进场所": "是"}, "应进场所", "nothing_to_enter"),
        ("阵地台账", SHOP | {"启用日期": "2099-01-01"}, "启用日期", "future_date"),
        ("阵地使用登记", USE | {"阵地名称": "没有的阵地"}, "阵地名称", "unknown_place"),
        ("阵地使用登记", USE | {"用途": "飞行"}, "用途", "unknown_place_use"),
        ("阵地使用登记", USE | {"日期": "2018-05-31"}, "日期", "place_not_open_then"),
        ("信息员统计", COUNT | {"区划代码": "410102001000"}, "区划代码", "not_a_community"),
        ("信息员统计", COUNT | {"信息员人数": "两百"}, "信息员人数", "bad_number"),
    ],
)
async def test_what_cannot_be_is_told_at_its_column(
    imports: Imports, name: str, row: dict[str, str], column: str, reason: str
) -> None:
    """With the service's own reason, or the ledger's."""
    await imports({"阵地台账": [SHOP]})
    done = await imports({name: [row]})
    [rejected] = done.as_json()["rejected"]
    assert (rejected["field"], rejected["reason"]) == (column, reason)
