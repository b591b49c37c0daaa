"""盘点表: how many of an item the shop of a workstation had, as they were counted on a day.

The difference is counted from what is recorded up to that day: counts are entered behind what came
in and went out, in the order of their days.
"""

from dataclasses import replace

from deploy.ledgers import values
from deploy.ledgers.call import LedgerCall, key_of, without_blanks
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.goods import NUMBER, difference, pieces
from deploy.ledgers.kinds.shops import (
    ITEM,
    NAMED,
    STATION,
    THERE,
    is_unstocked,
    item_of,
    station_of,
)
from deploy.ledgers.ledger import EVERY_ROW, REGION, Column, Ledger, RowValues, day, region
from deploy.ledgers.reasons import Reason, RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer
from shared.text import Text

_CONTRADICTS, _BOOKS_DIFFER = "difference_contradicts", "books_differ"
_WENT_OUT = "more_went_out_since"
_DAY = day("日期", "occurred_on", also=("盘点日期", "盘点时间", "盘存日期"))
_ALSO = (*NAMED.also, "商品", "商品名称", "品名", "名称")
_ITEM = replace(NAMED, also=_ALSO, rests_on={"unknown_item": {"日期"}})
_BOOKED = Column(
    "账面数",
    "booked",
    values.optional(pieces),
    also=("账面数量", "账面库存", "账存数", "账存", "账面", "应有数"),
    texts={Reason.BAD_NUMBER: NUMBER},
)
_COUNTED = Column(
    "实盘数",
    "counted",
    pieces,
    0,
    needed=True,
    also=("实盘数量", "实盘", "实存数", "实存", "盘点数", "盘点数量", "实际数量", "实有数"),
    texts={
        Reason.BAD_NUMBER: NUMBER,
        _WENT_OUT: Text(
            zh="该日之后登记的兑换和核销多于实盘数；请核对实盘数和日期，或先补登此后的入库。",
            en="More went out after this day than were counted; check the number and the day, or"
            " enter first what came in since.",
        ),
    },
    rests_on={_WENT_OUT: {"物品", "日期"}},
)
_DIFFERENCE = Column(
    "差异",
    "difference",
    values.optional(difference),
    also=("差异数", "差异数量", "盈亏", "盈亏数", "盘盈盘亏", "盘盈（亏）"),
    texts={
        Reason.BAD_NUMBER: NUMBER,
        _CONTRADICTS: Text(
            zh="差异与账面数、实盘数不符：差异应为实盘数减账面数；请对照盘点原表核对这三栏。",
            en="差异 is not 实盘数 less 账面数; compare the three with the sheet of the count.",
        ),
    },
    rests_on={_CONTRADICTS: {"账面数", "实盘数"}},
)


async def _count(record: RowValues, sender: Sender) -> CallAnswer:
    """Enter what was counted of an item."""
    booked, counted, found = (record[each] for each in ("booked", "counted", "difference"))
    # Some books take the one from the other, some the other way round.
    if None not in (booked, counted, found) and abs(found) != abs(counted - booked):
        raise RowRefused([_DIFFERENCE.fault(_CONTRADICTS)])
    station = await station_of(record, sender)
    if record[ITEM] is None or record[REGION] is None or record[STATION] is None:
        return CallAnswer({}, is_new=True)
    item = await item_of(station, record[ITEM], record["occurred_on"], sender)
    if item["item_id"] == NOT_YET:  # it stands in the same folder
        return CallAnswer({}, is_new=True)
    path = f"/v1/workstations/{station}/shop/items/{item['item_id']}/counts"
    body = {name: record[name] for name in ("occurred_on", "counted", "booked")}
    columns = {"occurred_on": _DAY, "counted": _COUNTED, "booked": _BOOKED}
    body = without_blanks(body)
    try:
        made = await sender.post(LedgerCall(path, body, key_of(path, body), columns))
    except RowRefused as refused:
        if not is_unstocked(refused, item["item_id"], sender):
            raise
        return CallAnswer({}, is_new=True)
    if sender.dry_run and sender.directory.has_moved(item["item_id"]):
        # What the folder enters of the item is not there yet, and the books cannot be compared.
        others = tuple(each for each in made.warnings if each.reason != _BOOKS_DIFFER)
        made = replace(made, warnings=others)
    if made.is_new:
        sender.directory.note_moved(item["item_id"])
    return made


LEDGER = Ledger(
    "盘点表",
    (_DAY, THERE, region(), _ITEM, _BOOKED, _COUNTED, _DIFFERENCE),
    f"/v1/workstations/{NOT_YET}/shop/items/{NOT_YET}/counts",
    check=_count,
    send=_count,
    in_order_of=EVERY_ROW,
    entries={"cases.ShopStockCounted"},
    read_path="/v1/workstations/{subject}/shop",
    sorted_by=lambda record: record["occurred_on"],
    also=("库存盘点", "库存盘点表", "盘点登记", "超市盘点表"),
)
