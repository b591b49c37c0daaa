"""The ledgers of a shop, against the services: what it offers, came in, was taken, was counted."""

import pytest

from tests.deploy.ledgers.importing import PERSON, Imports, warned
from tests.deploy.ledgers.test_workforce import STATION, read, refused

pytestmark = pytest.mark.postgres

THERE = {"工作站": "甲站", "区划代码": "410102001000", "物品": "毛巾"}
OFFERED = {"上架日期": "2018-01-01", **THERE, "积分": "2", "下架日期": "2019-06-01"}
DEARER = OFFERED | {"上架日期": "2019-06-01", "积分": "3", "下架日期": ""}
RECEIVED = {"日期": "2018-01-02", **THERE, "事项": "入库", "数量": "10"}
LOST = RECEIVED | {"日期": "2018-05-02", "事项": "报损", "数量": "3", "核销原因": "损坏"}
TAKEN = {"日期": "2019-04-11", "对象编号": "1", **THERE, "数量": "2"}
MERIT = {"日期": "2019-04-10", "对象编号": "1", "积分事项": "参加培训"}
WHOLE = {
    "工作站": [STATION],
    "服务对象": [PERSON | {"报到日期": "2018-01-02", "协议日期": "2018-01-02"}],
    "兑换目录": [OFFERED, DEARER],
    "库存登记": [RECEIVED, LOST],
    "积分台账": [MERIT],
    "兑换登记": [TAKEN],
}


async def stock(imports: Imports) -> list[tuple[str, int, int]]:
    """What the one shop has: each item's first day, its points, and how many there are."""
    [station] = (await read(imports, "/v1/workstations"))["workstations"]
    shop = await read(imports, f"/v1/workstations/{station['workstation_id']}/shop")
    return [(each["since"], each["points"], each["stock"]) for each in shop["items"]]


async def test_a_shop_and_what_was_taken_in_one_folder(imports: Imports) -> None:
    """A dry run says so before anything is there; the same rows do nothing twice."""
    tried = await imports(WHOLE, dry_run=True)
    assert not tried.rejected, refused(tried)
    done = await imports(WHOLE)
    assert not done.rejected, refused(done)
    assert tried.as_json() == done.as_json()
    assert await stock(imports) == [("2018-01-01", 2, 5), ("2019-06-01", 3, 0)]
    again = await imports(WHOLE)
    assert again.accepted.total() == again.corrected.total() == 0
    assert await stock(imports) == [("2018-01-01", 2, 5), ("2019-06-01", 3, 0)]


FAULTS = [
    ("兑换目录", OFFERED | {"工作站": "乙站"}, "工作站", "unknown_shop"),
    ("兑换目录", OFFERED | {"物品": "肥皂", "积分": "0"}, "积分", "too_small"),
    ("库存登记", RECEIVED | {"物品": "大米"}, "物品", "unknown_item"),
    ("库存登记", RECEIVED | {"事项": "盘点"}, "事项", "unknown_stock_move"),
    ("库存登记", RECEIVED | {"核销原因": "损坏"}, "核销原因", "only_of_write_offs"),
    ("库存登记", LOST | {"核销原因": ""}, "核销原因", "missing_value"),
    ("库存登记", LOST | {"数量": "30"}, "数量", "out_of_stock"),
]


@pytest.mark.parametrize("is_trial", [True, False])
async def test_every_fault_is_at_its_cell(imports: Imports, is_trial: bool) -> None:
    """One row of each fault, after the shop is there."""
    there = {name: WHOLE[name] for name in ("工作站", "兑换目录", "库存登记")}
    assert not (await imports(there)).rejected
    for name, row, column, reason in FAULTS:
        found = refused(await imports({name: [row]}, dry_run=is_trial))
        assert found == [(f"{name}.csv", column, reason)], (name, row, found)


COUNTED = {"日期": "2019-03-01", **THERE, "账面数": "7", "实盘数": "6", "差异": "-1"}
LATER = COUNTED | {"日期": "2019-05-01", "账面数": "4", "实盘数": "4件", "差异": "0"}


async def test_counts_behind_all_that_moved(imports: Imports) -> None:
    """Each sets what there is at the end of its day, in the order of days, whatever the file's;
    what was exchanged since stays. Nothing is done twice."""
    folder = WHOLE | {"盘点表": [LATER, COUNTED]}
    tried = await imports(folder, dry_run=True)
    done = await imports(folder)
    assert not done.rejected, refused(done)
    assert tried.as_json() == done.as_json()
    assert done.as_json()["warnings"] == []
    assert (await stock(imports))[0] == ("2018-01-01", 2, 4)
    again = await imports(folder | {"盘点表": [COUNTED | {"差异": "盘亏1", "账面数": "７"}, LATER]})
    assert again.accepted.total() == again.corrected.total() == 0
    assert (await stock(imports))[0] == ("2018-01-01", 2, 4)
    [station] = (await read(imports, "/v1/workstations"))["workstations"]
    path = f"/v1/workstations/{station['workstation_id']}/shop/stock-check"
    assert (await read(imports, path))["agrees"]


async def test_books_that_say_otherwise_are_warned_of(imports: Imports) -> None:
    """The count holds, whatever the books said; the warning is there before and after."""
    assert not (await imports(WHOLE)).rejected
    odd = {"盘点表": [COUNTED | {"账面数": "9", "差异": "3"}]}
    for dry_run in (True, False):
        done = await imports(odd, dry_run=dry_run)
        assert warned(done) == [("账面数", "books_differ")]
    assert (await stock(imports))[0] == ("2018-01-01", 2, 4)


COUNT_FAULTS = [
    (COUNTED | {"实盘数": "五件"}, "实盘数", "bad_number"),
    (COUNTED | {"实盘数": ""}, "实盘数", "bad_number"),
    (COUNTED | {"差异": "2"}, "差异", "difference_contradicts"),
    (COUNTED | {"差异": "少了"}, "差异", "bad_number"),
    (COUNTED | {"物品": "大米"}, "物品", "unknown_item"),
    (COUNTED | {"日期": "2099-01-01"}, "日期", "future_date"),
    (COUNTED | {"日期": "2019-02-01"}, "日期", "counted_later"),
]


@pytest.mark.parametrize("is_trial", [True, False])
async def test_every_fault_of_a_count_is_at_its_cell(imports: Imports, is_trial: bool) -> None:
    """One row of each fault, after an item was counted."""
    assert not (await imports(WHOLE | {"盘点表": [COUNTED]})).rejected
    for row, column, reason in COUNT_FAULTS:
        found = refused(await imports({"盘点表": [row]}, dry_run=is_trial))
        if reason == "future_date":
            found = [(file, at, "future_date") for file, at, _ in found]
        assert found == [("盘点表.csv", column, reason)], (row, found)


async def test_a_count_below_what_was_taken_since_is_refused(imports: Imports) -> None:
    """Nobody can have taken two of one: the day or the number is wrong."""
    assert not (await imports(WHOLE)).rejected
    for is_trial in (True, False):
        few = {"盘点表": [COUNTED | {"实盘数": "1", "差异": ""}]}
        found = refused(await imports(few, dry_run=is_trial))
        assert found == [("盘点表.csv", "实盘数", "more_went_out_since")]
