"""What the ledgers about workers and posts have in common: a thing that is changed in its order."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeAlias

from deploy.ledgers.call import LedgerCall
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.kinds.single import call
from deploy.ledgers.ledger import Column, Ledger, RowValues
from deploy.ledgers.reasons import RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer

ATTEMPTS = 5  # while other writers keep coming in between

Finds: TypeAlias = Callable[[RowValues, Sender], Awaitable[str]]


async def change(made: LedgerCall, read_path: str, sender: Sender) -> CallAnswer:
    """Make a call that changes what is read at a path, as it is now; see `LedgerCall.if_match`.

    What only a dry run knows of is not there: then all is said that can be said.
    """
    for attempt in range(ATTEMPTS):
        found = {} if NOT_YET in read_path else await sender.read(read_path)
        try:
            return await sender.post(replace(made, if_match=found.get("version", 1)))
        except RowRefused as refused:
            if refused.status == 404 and NOT_YET in read_path:
                break
            if refused.status != 412 or attempt + 1 == ATTEMPTS:
                raise
    return CallAnswer({}, is_new=True)


def about_workers(
    name: str,
    path: str,
    event: str,
    worker: Column,
    day: Column,
    *columns: Column,
    serving: bool = True,
) -> Ledger:
    """A ledger whose rows each make a call about a worker, at a `path` below the worker's.

    `serving` says that it must be somebody who serves on the day.
    """

    async def send(record: RowValues, sender: Sender) -> CallAnswer:
        on = record[day.field] if serving else None
        who = await sender.directory.workforce.find(worker, record[worker.field], on)
        whose = f"/v1/workers/{who or NOT_YET}"
        return await change(call(f"{whose}/{path}", (day, *columns), record), whose, sender)

    return Ledger(
        name,
        (day, worker, *columns),
        f"/v1/workers/{NOT_YET}/{path}",
        check=send,
        send=send,
        in_order_of=worker.field,
        entries={event},
        read_path="/v1/workers/{subject}",
    )
