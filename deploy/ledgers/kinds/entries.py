"""What the ledgers of entries in clients' files have in common: the client, and its file."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeAlias

from deploy.ledgers import values
from deploy.ledgers.call import LedgerCall, key_of, without_blanks
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.kinds.single import call
from deploy.ledgers.ledger import Column, Ledger, RowValues
from deploy.ledgers.reasons import Reason, RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer

CLIENT = Column(
    "对象编号",
    "reference",
    values.reference,
    needed=True,
    also=("服务对象编号", "人员编号", "档案编号"),
)


Posts: TypeAlias = Callable[[RowValues, str, Sender], Awaitable[CallAnswer]]
"""Makes the calls of a row that has more than one, in the case of this id."""


@dataclass(frozen=True)
class Following:
    """An entry about that of the row, where a later day stands in the row; and its `event`.

    It is posted to a `path` below that of the row's entry. `columns` are its own, by their field in
    the body; the day is the first. A row that is imported again when it is known makes this alone.
    """

    path: str
    event: str
    columns: Mapping[str, Column]

    def call(self, path: str, record: RowValues) -> LedgerCall | None:
        """The call of a row whose entry is at a path; None where the row says nothing of it."""
        body = without_blanks({name: record[its.field] for name, its in self.columns.items()})
        day, *_ = self.columns.values()
        if not body:
            return None
        if record[day.field] is None:
            raise RowRefused([day.fault(Reason.MISSING_VALUE)])
        return self.at(path, body)

    def at(self, path: str, body: Mapping[str, Any]) -> LedgerCall:
        """The call with a body about the entry at a path."""
        path = f"{path}/{self.path}"
        return LedgerCall(path, body, key_of(path, body), self.columns)


def entries(
    name: str,
    path: str,
    event: str,
    *columns: Column,
    fixed: Mapping[str, str] | None = None,
    following: Following | None = None,
    also_makes: Collection[str] = (),
    posts: Posts | None = None,
) -> Ledger:
    """A ledger of entries that are posted to a `path` below the client's case, and their `event`.

    The first column is the day; the client's number comes after it. What is `fixed` is the same in
    each entry's body. A row that makes other entries besides (`also_makes`) has calls of its own:
    `posts`.
    """
    later = [*following.columns.values()] if following is not None else []

    async def send(record: RowValues, sender: Sender) -> CallAnswer:
        case_id = await file_of(record[CLIENT.field], sender)
        return await make(record, case_id, sender)

    async def check(record: RowValues, sender: Sender) -> CallAnswer:
        """The client is left out where another fault than an unknown client is looked for."""
        if record[CLIENT.field] is not None:
            await file_of(record[CLIENT.field], sender)
        return await make(record, NOT_YET, sender)

    async def make(record: RowValues, case_id: str, sender: Sender) -> CallAnswer:
        """Make the entry, and the one that follows it."""
        if posts is not None:
            making = partial(posts, record, case_id, sender)
            return await in_case(making, columns[0], record, case_id, sender)
        made = call(f"/v1/cases/{case_id}/{path}", columns, record)
        if fixed is not None:
            made = replace(made, body={**made.body, **fixed})
        nowhere = f"/v1/cases/{NOT_YET}/{path}/{NOT_YET}"
        tried = following.call(nowhere, record) if following else None
        if following is None or tried is None:
            return await post(made, columns[0], record, case_id, sender)
        # What the second entry contradicts by itself is refused before the first is made.
        after = await try_following(tried, sender)
        entry = await post(made, columns[0], record, case_id, sender)
        is_new = entry.is_new
        if about := entry.body.get("entry_id"):
            after = await sender.post(following.at(f"{made.path}/{about}", tried.body))
            is_new |= after.is_new
        warnings = tuple(dict.fromkeys([*entry.warnings, *after.warnings]))
        return replace(entry, is_new=is_new, warnings=warnings)

    async def try_following(tried: LedgerCall, sender: Sender) -> CallAnswer:
        """What is known of a second entry before there is the one that it is about."""
        try:
            return await sender.dry().post(tried)
        except RowRefused as refused:
            if refused.status != 404:
                raise
            return CallAnswer({}, is_new=True, warnings=refused.warnings)

    return Ledger(
        name,
        (columns[0], CLIENT, *columns[1:], *later),
        f"/v1/cases/{NOT_YET}/{path}",
        check=check,
        send=send,
        in_order_of=CLIENT.field,
        entries=(event, *also_makes, *([following.event] if following else [])),
        read_path="/v1/cases/{subject}",
        void_path="/v1/cases/{subject}/entries/{entry}/void",
    )


async def file_of(reference: str, sender: Sender) -> str:
    """The case of a number that stands for one person, here and in the service."""
    if sender.directory.is_ambiguous(reference):
        raise RowRefused([CLIENT.fault(Reason.AMBIGUOUS_CLIENT)])
    case_id = await sender.directory.case(reference)
    if case_id is None:
        raise RowRefused([CLIENT.fault(Reason.UNKNOWN_CLIENT)])
    return case_id


async def post(
    made: LedgerCall, day: Column, record: RowValues, case_id: str, sender: Sender
) -> CallAnswer:
    """Make the entry of a row; see `in_case`."""
    return await in_case(partial(sender.post, made), day, record, case_id, sender)


async def in_case(
    making: Callable[[], Awaitable[CallAnswer]],
    day: Column,
    record: RowValues,
    case_id: str,
    sender: Sender,
) -> CallAnswer:
    """Make entries; of a case that is not opened yet the day of its decision is known."""
    try:
        return await making()
    except RowRefused as refused:
        if refused.status != 404:
            raise
        if case_id == NOT_YET:
            decided_on = sender.directory.decided_on(record[CLIENT.field])
            if decided_on is not None and record[day.field] < decided_on:
                raise RowRefused([day.fault(Reason.ENTRY_BEFORE_DECISION)]) from None
            return CallAnswer({}, is_new=True, warnings=refused.warnings)
        raise RowRefused([CLIENT.fault(Reason.UNKNOWN_CLIENT)], 404) from None
