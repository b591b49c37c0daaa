"""岗位人员登记: which worker of the provider fills a post, from when to when.

The provider's roster names the workers: so the agency imports it that provides them.
"""

from typing import Any

from deploy.ledgers.call import LedgerCall, key_of
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.kinds.entries import Following, all_of
from deploy.ledgers.kinds.of_workers import change
from deploy.ledgers.kinds.posts import POST, post_of
from deploy.ledgers.ledger import EVERY_ROW, Ledger, RowValues, Words, day, one_of
from deploy.ledgers.reasons import RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer
from deploy.ledgers.workforce import worker_column
from shared.text import Text

REASONS = Words(
    "unknown_reason",
    Text(zh="空缺原因请写人员离岗、人员调动或误登。", en="Write 人员离岗, 人员调动 or 误登."),
    {
        **dict.fromkeys(("人员离岗", "离岗", "离职"), "worker_left"),
        **dict.fromkeys(("人员调动", "调动", "调岗"), "worker_moved"),
        "误登": "entered_in_error",
    },
)
_FILLED_ON = day("到岗日期", "filled_on", also=("上岗日期", "日期"))
_WORKER = worker_column("姓名", also=("人员姓名", "岗位人员"))
_VACATED = Following(
    "vacancy",
    "cases.PostVacated",
    {
        "vacated_on": day("空缺日期", "vacated_on", needed=False, also=("离岗日期", "下岗日期")),
        "reason": one_of(REASONS, "空缺原因", "reason", needed=False, also=("离岗原因",)),
    },
)


async def _send(record: RowValues, sender: Sender) -> CallAnswer:
    """Fill the post, and vacate it again where the row says so."""
    workforce, filled_on = sender.directory.workforce, record[_FILLED_ON.field]
    post_id = await post_of(record, sender)
    worker = await workforce.find(_WORKER, record[_WORKER.field], filled_on)
    where = f"/v1/posts/{post_id}"
    behind = _VACATED.bodies(record)
    for body in behind:  # what is wrong with it by itself is said before anything is made
        nowhere = f"/v1/posts/{NOT_YET}"
        await change(_call(f"{nowhere}/vacancy", body), nowhere, sender.dry())
    body = {"worker_id": worker or NOT_YET, "filled_on": filled_on}
    try:
        filled = await change(_call(f"{where}/filling", body), where, sender)
    except RowRefused as refused:
        if not _is_foreseen(refused, post_id, worker, sender):
            raise
        filled = CallAnswer({}, is_new=True)
    if sender.dry_run and filled.is_new:
        return filled
    vacated = [await change(_call(f"{where}/vacancy", body), where, sender) for body in behind]
    return all_of(filled, *vacated)


def _call(path: str, body: Any) -> LedgerCall:
    columns = {"filled_on": _FILLED_ON, "worker_id": _WORKER, **_VACATED.columns}
    return LedgerCall(path, body, key_of(path, body), columns)


def _is_foreseen(refused: RowRefused, post_id: str, worker: str | None, sender: Sender) -> bool:
    """Whether a dry run is refused only since what stands before in the folder is not made."""
    if not sender.dry_run:
        return False
    if refused.status == 404 and worker in (None, NOT_YET):
        return True
    reasons = {fault.reason for fault in refused.faults}
    return reasons == {"post_not_placed"} and sender.directory.workforce.is_placed(post_id)


LEDGER = Ledger(
    "岗位人员登记",
    (_FILLED_ON, POST, _WORKER, *_VACATED.columns.values()),
    f"/v1/posts/{NOT_YET}/filling",
    check=_send,
    send=_send,
    in_order_of=EVERY_ROW,  # a worker leaves one post for another
    entries={"cases.PostFilled", "cases.PostVacated"},
    read_path="/v1/posts/{subject}",
)
