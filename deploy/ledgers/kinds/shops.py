"""兑换目录: what the shop of a workstation offers; 库存登记: what came in and was written off.

What was counted is 盘点表, behind these and all exchanges.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from deploy.ledgers import values
from deploy.ledgers.call import LedgerCall, key_of, without_blanks
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.goods import NUMBER, pieces
from deploy.ledgers.ledger import (
    EVERY_ROW,
    REGION,
    Column,
    Ledger,
    RowValues,
    Words,
    day,
    known_by,
    one_of,
    region,
)
from deploy.ledgers.reasons import Reason, RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer
from shared.text import Text

STATION, ITEM = "station", "item"
RECEIVED, WRITTEN_OFF = "receipts", "write-offs"
UNSTOCKED = {"out_of_stock", "more_went_out_since"}
UNKNOWN = {
    "unknown_shop": Text(
        zh="该区划没有这个名称的工作站，请核对名称和区划代码。",
        en="There is no workstation of this name in the region; check both.",
    ),
    "unknown_item": Text(
        zh="该工作站的积分超市在这一天没有这件物品，请核对名称和日期，或先列入兑换目录。",
        en="The shop of this workstation offered no such item on this day; check the name and the"
        " day, or enter it in the catalogue first.",
    ),
}
THERE = replace(known_by("工作站", STATION, also=("工作站名称",)), texts=UNKNOWN)
NAMED = replace(known_by("物品", ITEM, also=("兑换物品", "物品名称")), texts=UNKNOWN)
MOVES = Words(
    "unknown_stock_move",
    Text(zh="事项请写入库或核销。", en="Write 入库 or 核销."),
    {"入库": RECEIVED, **dict.fromkeys(("核销", "报损"), WRITTEN_OFF)},
)
REASONS = Words(
    "unknown_reason",
    Text(zh="核销原因请写损坏、过期、丢失或退回。", en="Write 损坏, 过期, 丢失 or 退回."),
    {"损坏": "damaged", "过期": "expired", "丢失": "lost", "退回": "returned"},
)
_SINCE = day("上架日期", "since", also=("日期", "起兑日期"))
_UNTIL = day("下架日期", "until", needed=False, also=("停兑日期",))
_POINTS = Column("积分", "points", values.people, 1, needed=True, also=("兑换积分", "所需积分"))
_DAY = day("日期", "occurred_on", also=("入库日期", "登记日期"))
_MOVE = one_of(MOVES, "事项", "move", also=("类型",))
_QUANTITY = Column(
    "数量",
    "quantity",
    pieces,
    1,
    needed=True,
    also=("件数",),
    texts={Reason.BAD_NUMBER: NUMBER},
)
_REASON = replace(
    one_of(REASONS, "核销原因", "reason", needed=False, also=("原因",)),
    texts={
        REASONS.reason: REASONS.text,
        "only_of_write_offs": Text(zh="入库不填核销原因。", en="What came in has no 核销原因."),
    },
    rests_on={Reason.MISSING_VALUE: {"事项"}, "only_of_write_offs": {"事项"}},
)


async def station_of(record: RowValues, sender: Sender) -> str:
    """The workstation that a row names; `NOT_YET` while a dry run has not made it."""
    name, place = record[STATION], record[REGION]
    if name is None or place is None:
        return NOT_YET
    station = await sender.directory.workstation(name, place)
    if station is None:
        raise RowRefused([THERE.fault("unknown_shop")])
    return station


async def item_of(station: str, name: str, on: str | None, sender: Sender) -> Mapping[str, Any]:
    """The item of a name that a shop offers on a day; raises `RowRefused`."""
    for item in await sender.directory.shop_items(station):
        if item["name"] == name and _is_offered(item, on):
            return item
    raise RowRefused([NAMED.fault("unknown_item")])


def _is_offered(item: Mapping[str, Any], on: str | None) -> bool:
    if on is None:
        return True
    return item["since"] <= on and (item["until"] is None or on < item["until"])


async def _offer(record: RowValues, sender: Sender) -> CallAnswer:
    """Enter an item in the catalogue, unless it is there from that day on."""
    station = await station_of(record, sender)
    said = {"name": record[ITEM], "points": record["points"], "since": record["since"]}
    said["until"] = record["until"]
    known: list[Mapping[str, Any]] = []
    if station != NOT_YET:
        known = [*await sender.directory.shop_items(station)]
    for item in known:
        if all(item[each] == said[each] for each in ("name", "points", "since")):
            return CallAnswer(item, is_new=False)
    path = f"/v1/workstations/{station}/shop/items"
    body = without_blanks(said)
    columns = {"name": NAMED, "points": _POINTS, "since": _SINCE, "until": _UNTIL}
    if station == NOT_YET:
        made = CallAnswer({}, is_new=True)
    else:
        made = await sender.post(LedgerCall(path, body, key_of(path, body), columns))
    if None not in (record[ITEM], record["since"]):
        item_id = made.body.get("item_id", NOT_YET)
        await sender.directory.add_shop_item(station, {**said, "item_id": item_id})
    return made


async def _move(record: RowValues, sender: Sender) -> CallAnswer:
    """Enter what came in of an item, or what is written off."""
    is_written_off = record["move"] == WRITTEN_OFF
    if is_written_off and not record["reason"]:
        raise RowRefused([_REASON.fault(Reason.MISSING_VALUE)])
    if record["move"] == RECEIVED and record["reason"]:
        raise RowRefused([_REASON.fault("only_of_write_offs")])
    station = await station_of(record, sender)
    if record[ITEM] is None or record[REGION] is None or record[STATION] is None:
        return CallAnswer({}, is_new=True)
    item = await item_of(station, record[ITEM], record["occurred_on"], sender)
    if item["item_id"] == NOT_YET:
        return CallAnswer({}, is_new=True)
    path = f"/v1/workstations/{station}/shop/items/{item['item_id']}/{record['move']}"
    body = {"occurred_on": record["occurred_on"], "quantity": record["quantity"]}
    body |= {"reason": record["reason"]} if is_written_off else {}
    columns = {"occurred_on": _DAY, "quantity": _QUANTITY, "reason": _REASON}
    try:
        made = await sender.post(LedgerCall(path, body, key_of(path, body), columns))
    except RowRefused as refused:
        if not is_unstocked(refused, item["item_id"], sender):
            raise
        made = CallAnswer({}, is_new=True)
    if made.is_new:
        sender.directory.note_moved(item["item_id"])
    if record["move"] == RECEIVED:
        sender.directory.note_received(item["item_id"])
    return made


def is_unstocked(refused: RowRefused, item_id: str, sender: Sender) -> bool:
    """Whether a dry run is refused only since what came in by the folder is not there."""
    reasons = {fault.reason for fault in refused.faults}
    return sender.dry_run and reasons <= UNSTOCKED and sender.directory.has_received(item_id)


CATALOGUE = Ledger(
    "兑换目录",
    (_SINCE, THERE, region(), NAMED, _POINTS, _UNTIL),
    f"/v1/workstations/{NOT_YET}/shop/items",
    check=_offer,
    send=_offer,
    in_order_of=EVERY_ROW,
    entries={"cases.ShopItemOffered"},
    read_path="/v1/workstations/{subject}/shop",
)
STOCK = Ledger(
    "库存登记",
    (_DAY, THERE, region(), NAMED, _MOVE, _QUANTITY, _REASON),
    f"/v1/workstations/{NOT_YET}/shop/items/{NOT_YET}/receipts",
    check=_move,
    send=_move,
    in_order_of=EVERY_ROW,  # what was received comes before what is written off
    entries={"cases.ShopStockReceived", "cases.ShopStockWrittenOff"},
    read_path="/v1/workstations/{subject}/shop",
)
