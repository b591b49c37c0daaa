"""Whom a row names in a free text, as workers of the roster: only where an import is told to look.

What is found is not in the key of the row's call. A row that was imported before is known by its
key, with or without workers, and stays as it was entered.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.ledger import Column, RowValues
from deploy.ledgers.reasons import Fault, RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer
from deploy.ledgers.values import Unreadable
from deploy.ledgers.workforce import AMBIGUOUS, UNKNOWN, read_worker
from shared.text import Text

WORKERS = "linked_workers"  # of a record: their ids
MOST = 20  # that an entry names
_BETWEEN = re.compile(r"[、,，;；|\n]")
_WITHOUT = {
    UNKNOWN: Text(
        zh="人员名册中没有这位当日在岗的人员，该条照常登记，不关联工作人员；请核对姓名，或先在人员名册.csv登记。"
        "已经导入、需要关联的，作废该条后用 --workers 和 --replacing 再导入。",
        en="Nobody of this name in the roster serves on this day: the entry is taken without this "
        "worker. Check the name, or enter the worker in 人员名册.csv first; to link what is in "
        "already, make it void and import it again with --workers and --replacing.",
    ),
    AMBIGUOUS: Text(
        zh="人员名册中有不止一位当日在岗的同名人员，该条照常登记，不关联工作人员。需要关联的，请在姓名后注明"
        "到岗日期，如 王芳（2019-03-01）；已经导入的，用 --workers 和 --replacing 再导入。",
        en="More than one worker of this name serves on this day: the entry is taken without this "
        "worker. To link it, write the day of joining behind the name, like 王芳（2019-03-01）; "
        "what is in already is imported again with --workers and --replacing.",
    ),
}


async def link(column: Column, record: RowValues, sender: Sender) -> tuple[RowValues, list[Fault]]:
    """A row with the ids of the workers whom a cell names, and whom it names in vain.

    Without the import being told so nobody is looked for.
    """
    cell, on = record[column.field], record["occurred_on"]
    if not sender.directory.links_workers or not cell or on is None:
        return record, []
    found: dict[str, None] = {}
    doubts: list[Fault] = []
    for name in _BETWEEN.split(cell):
        try:
            worker_id = await sender.directory.workforce.find(column, _read(name), on)
        except RowRefused as refused:
            reasons = [fault.reason for fault in refused.faults]
            doubts += [column.fault(each, _WITHOUT[each]) for each in reasons]
        else:
            found |= {worker_id: None} if worker_id is not None else {}
    return {**record, WORKERS: [*found][:MOST]}, [*dict.fromkeys(doubts)]


def _read(name: str) -> str | None:
    """A worker as the roster knows one; what stands in brackets and is no day is left out."""
    try:
        return read_worker(name)
    except Unreadable:
        return read_worker(re.sub(r"[（(].*", "", name))


def linked(record: Mapping[str, Any]) -> list[str]:
    """The ids of the workers whom a row was found to name; without those of a dry run."""
    return [each for each in record.get(WORKERS, ()) if each != NOT_YET]


def with_doubts(answer: CallAnswer, doubts: list[Fault]) -> CallAnswer:
    """The answer to a row, with what is doubted of its names; of a known row nothing is."""
    return replace(answer, warnings=(*answer.warnings, *doubts)) if answer.is_new else answer
