"""兑换登记: what clients exchanged their points for, in the shop of a workstation.

The shop, its items and their stock are there before: they are entered by who keeps the shop.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from deploy.ledgers import values
from deploy.ledgers.call import LedgerCall, key_of
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.kinds.entries import CLIENT, file_of, in_case
from deploy.ledgers.kinds.single import call
from deploy.ledgers.ledger import REGION, Column, Ledger, RowValues, day, known_by, region
from deploy.ledgers.reasons import RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer
from shared.text import Text

PATH = "points/exchanges"
STATION, ITEM, QUANTITY = "station", "item", "quantity"
_UNKNOWN = {
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

_DAY = day("日期", "occurred_on", also=("兑换日期",))
_STATION = replace(known_by("工作站", STATION, also=("工作站名称",)), texts=_UNKNOWN)
_ITEM = replace(known_by("物品", ITEM, also=("兑换物品", "物品名称")), texts=_UNKNOWN)
_COLUMNS = (
    _DAY,
    CLIENT,
    _STATION,
    region(),
    _ITEM,
    Column(
        "数量",
        QUANTITY,
        values.people,
        1,
        needed=True,
        also=("兑换数量", "件数"),
    ),
)


async def _item(record: RowValues, sender: Sender) -> Mapping[str, str]:
    """The ids of the workstation and of the item that a row names; none while one is at fault."""
    station, place, name = (record[each] for each in (STATION, REGION, ITEM))
    if station is None or place is None or name is None:
        return {}
    station_id = await sender.directory.workstation(station, place)
    if station_id is None or station_id == NOT_YET:
        raise RowRefused([_STATION.fault("unknown_shop")])
    for item in await sender.directory.shop_items(station_id):
        if item["name"] == name and _is_offered(item, record[_DAY.field]):
            return {"workstation_id": station_id, "item_id": item["item_id"]}
    raise RowRefused([_ITEM.fault("unknown_item")])


def _is_offered(item: Mapping[str, Any], on: str | None) -> bool:
    if on is None:
        return True
    return item["since"] <= on and (item["until"] is None or on < item["until"])


async def _ask(record: RowValues, sender: Sender) -> CallAnswer:
    known = record[CLIENT.field] is not None
    case_id = await file_of(record[CLIENT.field], sender) if known else NOT_YET
    item = await _item(record, sender)
    columns = tuple(each for each in _COLUMNS if each is not CLIENT)
    said = call(f"/v1/cases/{case_id}/{PATH}", columns, record)
    body = {"occurred_on": record[_DAY.field], QUANTITY: record[QUANTITY], **item}
    made: LedgerCall = replace(said, body=body, key=key_of(said.path, said.body))

    async def making() -> CallAnswer:
        try:
            return await sender.post(made)
        except RowRefused as refused:
            # What earns the points may stand in the same folder.
            if sender.dry_run and _lacks_points(refused):
                return CallAnswer({}, is_new=True)
            raise

    return await in_case(making, _DAY, record, case_id, sender)


def _lacks_points(refused: RowRefused) -> bool:
    return {fault.reason for fault in refused.faults} == {"not_enough_points"}


LEDGER = Ledger(
    "兑换登记",
    _COLUMNS,
    f"/v1/cases/{NOT_YET}/{PATH}",
    check=_ask,
    send=_ask,
    in_order_of=CLIENT.field,
    entries=("cases.PointsSpent",),
    read_path="/v1/cases/{subject}/points",
    void_path="/v1/cases/{subject}/points/exchanges/{entry}/void",
)
