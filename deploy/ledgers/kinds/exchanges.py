"""兑换登记: what clients exchanged their points for, in the shop of a workstation.

The shop, its items and their stock are there before, or in 兑换目录 and 库存登记: they are entered
by who keeps the shop.
"""

from collections.abc import Mapping
from dataclasses import replace

from deploy.ledgers.call import LedgerCall, key_of
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.goods import NUMBER, pieces
from deploy.ledgers.kinds.entries import CLIENT, file_of, in_case
from deploy.ledgers.kinds.shops import (
    ITEM,
    NAMED,
    STATION,
    THERE,
    is_unstocked,
    item_of,
    station_of,
)
from deploy.ledgers.kinds.single import call
from deploy.ledgers.ledger import REGION, Column, Ledger, RowValues, day, region
from deploy.ledgers.reasons import Reason, RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer

PATH = "points/exchanges"
QUANTITY = "quantity"
_DAY = day("日期", "occurred_on", also=("兑换日期",))
_COLUMNS = (
    _DAY,
    CLIENT,
    THERE,
    region(),
    NAMED,
    Column(
        "数量",
        QUANTITY,
        pieces,
        1,
        needed=True,
        also=("兑换数量", "件数"),
        texts={Reason.BAD_NUMBER: NUMBER},
    ),
)


async def _item(record: RowValues, sender: Sender) -> Mapping[str, str]:
    """The ids of the workstation and of the item that a row names; none while one is at fault."""
    station, place, name = (record[each] for each in (STATION, REGION, ITEM))
    if station is None or place is None or name is None:
        return {}
    station_id = await station_of(record, sender)
    item = await item_of(station_id, name, record[_DAY.field], sender)
    return {"workstation_id": station_id, "item_id": item["item_id"]}


async def _ask(record: RowValues, sender: Sender) -> CallAnswer:
    known = record[CLIENT.field] is not None
    case_id = await file_of(record[CLIENT.field], sender) if known else NOT_YET
    item = await _item(record, sender)
    if sender.dry_run and item.get("item_id") == NOT_YET:  # it stands in the same folder
        return CallAnswer({}, is_new=True)
    columns = tuple(each for each in _COLUMNS if each is not CLIENT)
    said = call(f"/v1/cases/{case_id}/{PATH}", columns, record)
    body = {"occurred_on": record[_DAY.field], QUANTITY: record[QUANTITY], **item}
    made: LedgerCall = replace(said, body=body, key=key_of(said.path, said.body))

    async def making() -> CallAnswer:
        try:
            return await sender.post(made)
        except RowRefused as refused:
            # What earns the points, and what was received, may stand in the same folder.
            is_foreseen = sender.dry_run and _lacks_points(refused)
            if is_foreseen or is_unstocked(refused, item.get("item_id", NOT_YET), sender):
                return CallAnswer({}, is_new=True)
            raise

    answer = await in_case(making, _DAY, record, case_id, sender)
    if answer.is_new and "item_id" in item:
        sender.directory.note_moved(item["item_id"])
    return answer


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
