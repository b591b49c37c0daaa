"""What the ledgers of entries in clients' files have in common: the client, and its file."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeAlias

from deploy.ledgers import values
from deploy.ledgers.call import LedgerCall, key_of
from deploy.ledgers.directory import NOT_YET
from deploy.ledgers.kinds.single import call
from deploy.ledgers.ledger import Column, Ledger, RowValues
from deploy.ledgers.reasons import Fault, Reason, RowRefused
from deploy.ledgers.sender import Sender
from deploy.ledgers.sending import CallAnswer
from shared.text import Text

CLIENT = Column(
    "对象编号",
    "reference",
    values.reference,
    needed=True,
    also=("服务对象编号", "人员编号", "档案编号"),
)


Posts: TypeAlias = Callable[[RowValues, str, Sender], Awaitable[CallAnswer]]
"""Makes the calls of a row that has more than one, in the case of this id."""


Foresees: TypeAlias = Callable[[RowValues, str, Sender], Awaitable[None]]
"""Raises `RowRefused` for what would be refused behind the entry of a row, posted to a path."""

Names: TypeAlias = Callable[[RowValues, Sender], Awaitable[RowValues]]
"""A row with the ids of what it names; raises `RowRefused`."""


@dataclass(frozen=True)
class Before:
    """What a row says was made before by another call: its entry, and perhaps what follows."""

    entry_id: str
    follows: str | None = None


MadeBefore: TypeAlias = Callable[[RowValues, str, Sender], Awaitable[Before | None]]
"""Finds what a row says in the case of this id, where it was made otherwise than by the row."""

_UNEQUAL = "unequal_numbers"


def unequal(*names: str) -> Text:
    """The sentence for columns of which one has more values than another."""
    return Text(
        zh=f"{'、'.join(names)}的个数应当相同，依次对应，以顿号隔开。",
        en=f"{', '.join(names)} must have as many values each, in one order, with 、 between them.",
    )


@dataclass(frozen=True)
class Following:
    """An entry about that of the row, where a later day stands in the row; and its `event`.

    It is posted to a `path` below that of the row's entry. `columns` are its own, by their field in
    the body; the day is the first. A row that is imported again when it is known makes this alone.
    One that `repeats` may be there several times: its columns have a value for each.
    """

    path: str
    event: str
    columns: Mapping[str, Column]
    repeats: bool = False

    def bodies(self, record: RowValues) -> Sequence[Mapping[str, Any]]:
        """What is to be posted for a row; nothing where the row says nothing of it."""
        said = {name: record[column.field] for name, column in self.columns.items()}
        nothing = (None, "", ())
        if all(value in nothing for value in said.values()):
            return []
        day, *others = self.columns.values()
        for column in self.columns.values() if self.repeats else [day]:
            if record[column.field] in nothing:
                raise RowRefused([column.fault(Reason.MISSING_VALUE)])
        if not self.repeats:
            return [{name: value for name, value in said.items() if value not in nothing}]
        if len({len(values_) for values_ in said.values()}) > 1:
            names = [column.name for column in others]
            fault = day.fault(_UNEQUAL, unequal(day.name, *names))
            raise RowRefused([replace(fault, rests_on=names)])
        return [dict(zip(said, each, strict=True)) for each in zip(*said.values(), strict=True)]

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
    following: Sequence[Following] = (),
    foresees: Foresees | None = None,
    also_makes: Collection[str] = (),
    posts: Posts | None = None,
    names: Names | None = None,
    made_before: MadeBefore | None = None,
) -> Ledger:
    """A ledger of entries that are posted to a `path` below the client's case, and their `event`.

    The first column is the day; the client's number comes after it. What is `fixed` is the same in
    each entry's body. A row that makes other entries besides (`also_makes`) has calls of its own:
    `posts`. What only those `following` would be refused for, `foresees` may tell before. `names`
    finds what else a row names, `made_before` what another call than the row's has made.
    """
    later = [column for its in following for column in its.columns.values()]

    async def send(record: RowValues, sender: Sender) -> CallAnswer:
        case_id = await file_of(record[CLIENT.field], sender)
        return await make(record, case_id, sender)

    async def check(record: RowValues, sender: Sender) -> CallAnswer:
        """The client is left out where another fault than an unknown client is looked for."""
        if record[CLIENT.field] is not None:
            await file_of(record[CLIENT.field], sender)
        return await make(record, NOT_YET, sender)

    async def make(record: RowValues, case_id: str, sender: Sender) -> CallAnswer:
        """Make the entry, and those that follow it."""
        if posts is not None:
            making = partial(posts, record, case_id, sender)
            return await in_case(making, columns[0], record, case_id, sender)
        if names is not None:
            record = await names(record, sender)
        made = call(f"/v1/cases/{case_id}/{path}", columns, record)
        if fixed is not None:
            made = replace(made, body={**made.body, **fixed})
        behind = [(its, body) for its in following for body in its.bodies(record)]
        before = None if made_before is None else await made_before(record, case_id, sender)
        if before is not None:
            sender.known.update({before.entry_id, before.follows or before.entry_id})
            there = f"{made.path}/{before.entry_id}"
            missing = () if before.follows else behind
            after = [await sender.post(its.at(there, body)) for its, body in missing]
            return all_of(CallAnswer({"entry_id": before.entry_id}, is_new=False), *after)
        if not behind:
            return await post(made, columns[0], record, case_id, sender)
        # What a later entry contradicts by itself is refused before the first is made.
        nowhere = f"/v1/cases/{NOT_YET}/{path}/{NOT_YET}"
        after = [await try_following(its.at(nowhere, body), sender) for its, body in behind]
        if foresees is not None:
            await foresees(record, made.path, sender)
        entry = await post(made, columns[0], record, case_id, sender)
        if about := entry.body.get("entry_id"):
            there = f"{made.path}/{about}"
            after = [await sender.post(its.at(there, body)) for its, body in behind]
        return all_of(entry, *(after if about else [replace(its, is_new=False) for its in after]))

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
        entries=(event, *also_makes, *(its.event for its in following)),
        read_path="/v1/cases/{subject}",
        void_path="/v1/cases/{subject}/entries/{entry}/void",
    )


def all_of(own: CallAnswer, *others: CallAnswer) -> CallAnswer:
    """The answer to a row that made several calls: new if one was, with the warnings of all."""
    every = (own, *others)
    return replace(
        own,
        is_new=any(each.is_new for each in every),
        warnings=_once(its for each in every for its in each.warnings),
    )


def _once(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(dict.fromkeys(faults))


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
