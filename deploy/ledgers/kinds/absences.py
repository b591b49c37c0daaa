"""缺勤登记 and 顶岗登记: absences of workers, and who stands in, one after the other."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from deploy.ledgers.call import LedgerCall, key_of
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.kinds.of_workers import change
from deploy.ledgers.ledger import Column, Ledger, RowValues, day
from deploy.ledgers.reasons import RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer
from deploy.ledgers.workforce import worker_column
from shared.text import Text

_NOT_ABSENT = "not_absent"
_WORKER = worker_column("姓名", also=("人员姓名", "缺勤人"))
_COVER = worker_column("顶岗人", "covered_by", needed=False, also=("顶岗人员", "代管人"))
_SINCE = day("缺勤日期", "since", also=("缺勤起", "离开日期"))
_UNTIL = day("返岗日期", "until", also=("缺勤止", "返回日期"))
_FROM = day("日期", "since", also=("顶岗日期", "顶岗起"))
_CALLED = worker_column("缺勤人", also=("姓名", "缺勤人员"))
_WHOSE = replace(
    _CALLED,
    texts={
        **_CALLED.texts,
        _NOT_ABSENT: Text(
            zh="缺勤人当日没有缺勤记录；请核对日期，或先在缺勤登记.csv登记。",
            en="The worker is not absent on this day; check the day, or enter the absence in"
            " 缺勤登记.csv first.",
        ),
    },
    rests_on={_NOT_ABSENT: {"日期"}},
)


async def _whose(column: Column, record: RowValues, sender: Sender) -> str:
    """The path of the worker whom a row is about."""
    workforce = sender.directory.workforce
    who = await workforce.find(column, record[column.field], record["since"])
    return f"/v1/workers/{who or NOT_YET}"


async def _cover(record: RowValues, sender: Sender) -> Mapping[str, str]:
    """Who stands in, as the body says it; nobody while a dry run has not registered them."""
    workforce = sender.directory.workforce
    cover = await workforce.find(_COVER, record[_COVER.field], record["since"])
    return {} if cover in (None, NOT_YET) else {"covered_by": str(cover)}


async def _absences(whose: str, sender: Sender) -> list[Any]:
    """The absences of a worker as they are known now."""
    found = {} if NOT_YET in whose else await sender.read(whose)
    return list(found.get("absences", ()))


async def _begin(record: RowValues, sender: Sender) -> CallAnswer:
    """Enter an absence, unless the worker has just this one."""
    whose = await _whose(_WORKER, record, sender)
    body = {"since": record["since"], "until": record["until"], **await _cover(record, sender)}
    for known in await _absences(whose, sender):
        if (known["since"], known["until"]) == (record["since"], record["until"]):
            return CallAnswer(known, is_new=False)
    columns = {"since": _SINCE, "until": _UNTIL, "covered_by": _COVER}
    path = f"{whose}/absences"
    made = await change(LedgerCall(path, body, key_of(path, body), columns), whose, sender)
    if sender.dry_run and None not in (record["since"], record["until"]):
        sender.directory.workforce.note_absent(whose, record["since"], record["until"])
    return made


async def _stand_in(record: RowValues, sender: Sender) -> CallAnswer:
    """Say who stands in from a day of an absence on; where the row names nobody, nobody does."""
    since = record["since"]
    whose = await _whose(_WHOSE, record, sender)
    cover = await _cover(record, sender)
    if since is None or record[_WHOSE.field] is None:
        return CallAnswer({}, is_new=True)
    of_day = [
        each for each in await _absences(whose, sender) if each["since"] <= since < each["until"]
    ]
    if not of_day:
        if sender.dry_run and sender.directory.workforce.is_absent(whose, since):
            return CallAnswer({}, is_new=True)
        raise RowRefused([_WHOSE.fault(_NOT_ABSENT)])
    said = {"since": since, "covered_by": cover.get("covered_by")}
    if said in of_day[0]["covers"]:
        return CallAnswer(of_day[0], is_new=False)
    path = f"{whose}/absences/{of_day[0]['absence_id']}/cover"
    body = {"since": since, **cover}
    columns = {"since": _FROM, "covered_by": _COVER}
    return await change(LedgerCall(path, body, key_of(path, body), columns), whose, sender)


ABSENCES = Ledger(
    "缺勤登记",
    (_SINCE, _WORKER, _UNTIL, _COVER),
    f"/v1/workers/{NOT_YET}/absences",
    check=_begin,
    send=_begin,
    in_order_of=_WORKER.field,
    entries={"cases.AbsenceBegan"},
    read_path="/v1/workers/{subject}",
)
COVERS = Ledger(
    "顶岗登记",
    (_FROM, _WHOSE, _COVER),
    f"/v1/workers/{NOT_YET}/absences/{NOT_YET}/cover",
    check=_stand_in,
    send=_stand_in,
    in_order_of=_WHOSE.field,
    entries={"cases.AbsenceCovered"},
    read_path="/v1/workers/{subject}",
)
