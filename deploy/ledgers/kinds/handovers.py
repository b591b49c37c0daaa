"""交接登记: a worker hands a client over to another one of the same agency.

What it makes are entries of the team: an export has them as rows of 帮教小组.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.kinds import teams
from deploy.ledgers.kinds.entries import entries
from deploy.ledgers.kinds.single import call
from deploy.ledgers.ledger import RowValues, day, text
from deploy.ledgers.reasons import RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer
from deploy.ledgers.workforce import worker_column
from shared.text import Text

_NOT_IN_TEAM = "not_in_team"
_DAY = day("日期", "occurred_on", also=("交接日期", "交接时间"))
_GIVER = worker_column("交出人", "giver", also=("移交人", "原负责人"))
_GIVER = replace(
    _GIVER,
    texts={
        **_GIVER.texts,
        _NOT_IN_TEAM: Text(
            zh="这位人员当日不在该对象的帮教小组中；请核对，或先在帮教小组.csv登记（填写姓名栏）。",
            en="This worker is not in the client's team on this day; check it, or enter the worker"
            " in 帮教小组.csv first, with 姓名.",
        ),
    },
)
_TAKER = worker_column("接手人", also=("接收人", "现负责人"))
_NOTE = text("交接说明", "note", also=("交接内容", "备注", "说明"), private=True)


async def _hand_over(record: RowValues, case_id: str, sender: Sender) -> CallAnswer:
    """Hand over the place that the one has in the team, or had until that day."""
    workforce, on = sender.directory.workforce, record[_DAY.field]
    giver = await workforce.find(_GIVER, record[_GIVER.field], None)
    taker = await workforce.find(_TAKER, record[_TAKER.field], on)
    entries_ = await teams.entries_of(case_id, sender)
    places = [*_places(entries_, giver, on)] if giver and on else []
    not_known = case_id == NOT_YET or giver in (None, NOT_YET)
    foreseen = not_known or (sender.dry_run and teams.NAME in sender.directory.in_folder)
    if not places and not foreseen:
        raise RowRefused([_GIVER.fault(_NOT_IN_TEAM)])
    path = f"/v1/cases/{case_id}/team/{places[0] if places else NOT_YET}/handover"
    said = {**record, _TAKER.field: taker or NOT_YET}
    try:
        answer = await sender.post(call(path, (_DAY, _TAKER, _NOTE), said))
    except RowRefused as refused:
        unknown = {fault.reason for fault in refused.faults} <= {_NOT_IN_TEAM, "unknown_worker"}
        if not (sender.dry_run and unknown and (not places or taker == NOT_YET)):
            raise
        return CallAnswer({}, is_new=True)
    if not answer.is_new:  # of the two entries that it made, the answer names one
        sender.known.update(_joined(entries_, taker, on))
    return answer


def _places(entries_: list[Mapping[str, Any]], giver: str, on: str) -> Iterator[str]:
    """The joinings of a worker who is in the team, or who has left it on the day by a handover."""
    left = {
        each["facts"]["joining_id"]: each["facts"]
        for each in entries_
        if str(each["type"]).startswith(teams.LEFT)
    }
    for entry in entries_:
        is_joining = str(entry["type"]).startswith(teams.JOINED)
        if is_joining and entry["facts"].get("worker_id") == giver:
            gone = left.get(entry["entry_id"])
            if gone is None or (gone["occurred_on"], gone["reason"]) == (on, "handed_over"):
                yield entry["entry_id"]


def _joined(entries_: list[Mapping[str, Any]], taker: str | None, on: str) -> Iterator[str]:
    for entry in entries_:
        its = (entry["facts"].get("worker_id"), entry["facts"]["occurred_on"])
        if str(entry["type"]).startswith(teams.JOINED) and its == (taker, on):
            yield entry["entry_id"]


LEDGER = replace(
    entries(
        "交接登记",
        f"team/{NOT_YET}/handover",
        "cases.TeamMemberLeft",
        _DAY,
        _GIVER,
        _TAKER,
        _NOTE,
        posts=_hand_over,
    ),
    entries=(),  # those of 帮教小组
    void_path=None,
)
