"""人员变动: workers who serve elsewhere from a day on, or who serve no longer."""

from dataclasses import replace

from deploy.ledgers import values
from deploy.ledgers.call import LedgerCall, key_of
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.kinds.of_workers import change
from deploy.ledgers.kinds.roster import AREA, AREAS
from deploy.ledgers.ledger import REGION, Column, Ledger, RowValues, Words, day, one_of, text
from deploy.ledgers.reasons import Reason, RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer
from deploy.ledgers.workforce import worker_column
from shared.text import Text

MOVE, LEAVING = "move", "leaving"
CHANGES = Words(
    "unknown_change",
    Text(zh="变动请写调动或离岗。", en="Write 调动 or 离岗."),
    {
        **dict.fromkeys(("调动", "调岗"), MOVE),
        **dict.fromkeys(("离岗", "离职", "辞退"), LEAVING),
    },
)
REASONS = Words(
    "unknown_reason",
    Text(
        zh="离岗原因请写合同到期、辞职、调离、退休、解聘、去世或误登。",
        en="Write 合同到期, 辞职, 调离, 退休, 解聘, 去世 or 误登.",
    ),
    {
        "合同到期": "contract_ended",
        "辞职": "resigned",
        "调离": "transferred",
        "退休": "retired",
        **dict.fromkeys(("解聘", "辞退"), "dismissed"),
        "去世": "died",
        "误登": "registered_in_error",
    },
)
_UNEXPECTED = "only_of_the_other_change"
_ONLY = {
    _UNEXPECTED: Text(
        zh="调动不填离岗原因，离岗不填区划代码、工作站、网格和城乡。",
        en="A move has no 离岗原因; who leaves has no 区划代码, 工作站, 网格 and 城乡.",
    )
}
_RESTS: dict[str, set[str]] = {Reason.MISSING_VALUE: {"变动"}, _UNEXPECTED: {"变动"}}
_DAY = day("日期", "changed_on", also=("变动日期", "离岗日期", "调动日期"))
_WORKER = worker_column("姓名", also=("人员姓名",))
_CHANGE = one_of(CHANGES, "变动", "change", also=("变动事项", "变动类型"))
_REGION = Column(
    "区划代码",
    REGION,
    values.optional(values.digits),
    also=("调往区划代码",),
    reasons={"missing": "unknown_region"},
    texts=_ONLY,
    rests_on=_RESTS,
)
_STATION = replace(text("工作站", "station", also=("调往工作站",)), texts=_ONLY, rests_on=_RESTS)
_UNIT = replace(text("网格", "unit", also=("所在网格",)), texts=_ONLY, rests_on=_RESTS)
_REASON = replace(
    one_of(REASONS, "离岗原因", "reason", needed=False, also=("原因",)),
    texts={**_ONLY, REASONS.reason: REASONS.text},
    rests_on=_RESTS,
)
_AREA = replace(AREA, texts={**_ONLY, AREAS.reason: AREAS.text}, rests_on=_RESTS)
_PLACE = (_REGION, _STATION, _UNIT, _AREA)


async def _body(record: RowValues, sender: Sender) -> dict[str, str]:
    """What the change needs, and nothing of the other one; raises `RowRefused`."""
    needed, others = (_REASON, _PLACE) if record["change"] == LEAVING else (_REGION, (_REASON,))
    faults = [each.fault(_UNEXPECTED) for each in others if record[each.field]]
    if not record[needed.field]:
        faults.append(needed.fault(Reason.MISSING_VALUE))
    if faults:
        raise RowRefused(faults)
    if record["change"] == LEAVING:
        return {"left_on": record["changed_on"], "reason": record["reason"]}
    body = {"moved_on": record["changed_on"], "region": record["region"]}
    body |= {field: record[field] for field in ("unit", "area") if record[field]}
    if record["station"]:
        station = await sender.directory.workstation(record["station"], record["region"])
        if station is None:
            raise RowRefused([_STATION.fault(Reason.UNKNOWN_WORKSTATION)])
        body["workstation_id"] = station
    return body


async def _send(record: RowValues, sender: Sender) -> CallAnswer:
    """Move a worker, or let one go."""
    body = await _body(record, sender)
    who = await sender.directory.workforce.find(_WORKER, record["worker_id"], None)
    whose = f"/v1/workers/{who or NOT_YET}"
    path = f"{whose}/{record['change']}"
    columns = {"moved_on": _DAY, "left_on": _DAY, "reason": _REASON, "region": _REGION}
    columns |= {"unit": _UNIT, "workstation_id": _STATION, "area": _AREA}
    return await change(LedgerCall(path, body, key_of(path, body), columns), whose, sender)


LEDGER = Ledger(
    "人员变动",
    (_DAY, _WORKER, _CHANGE, *_PLACE, _REASON),
    f"/v1/workers/{NOT_YET}/{LEAVING}",
    check=_send,
    send=_send,
    in_order_of=_WORKER.field,
    entries={"cases.WorkerMoved", "cases.WorkerLeft"},
    read_path="/v1/workers/{subject}",
)
