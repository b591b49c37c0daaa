"""What a ledger is to the import: its name, its columns, and the calls that a row makes.

Each ledger is one module in `kinds`; nothing else names a column or a word of it.
"""

import dataclasses
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from deploy.ledgers import values
from deploy.ledgers.reasons import TEXTS, Fault, Reason
from shared.folding import squeeze
from shared.text import Text

if TYPE_CHECKING:
    from deploy.ledgers.sender import Sender
    from deploy.ledgers.sending import CallAnswer

RowValues: TypeAlias = Mapping[str, Any]
"""What a row says: a value for each field, None where the cell is blank."""

Ask: TypeAlias = "Callable[[RowValues, Sender], Awaitable[CallAnswer]]"
"""Makes a row's calls; gives one answer for all of them. Raises `RowRefused`."""

REASON_COLUMN = "原因"
REGION = "region"


@dataclass(frozen=True)
class Column:
    """A column: its name, its field in the API, how a cell of it is read, and its other names.

    A field `a.b` is the field b of the object a. `read` raises `Unreadable`. Two values are the
    same when they are equal as `fold` makes them. `sample` is a value that the service takes: it
    stands in for a cell that cannot be taken when the rest of the row is checked. A ledger must
    have the column if it is `needed`, or if a cell of the column `needed_with` names has one of its
    words; that one lacks it is said if it is `expected`. `reasons` translates the service's codes
    about this field; `texts` has sentences for codes that only this column has. `rests_on` names,
    for a code that is about several columns, the others: while one of them is at fault, nobody
    knows of this one. `words` are those that stand for the codes of the column. What is `private`
    is kept in the vault, and cannot be read again. `usual` is what the service has where a row says
    nothing. Rows that differ in a column which `tells_apart` say different things, however alike.
    """

    name: str
    field: str
    read: Callable[[str], Any]
    sample: Any = None
    fold: Callable[[Any], Any] = values.as_it_is
    also: Collection[str] = ()
    needed: bool = False
    needed_with: tuple[str, Collection[str]] | None = None
    reasons: Mapping[str, str] = dataclasses.field(default_factory=dict)
    texts: Mapping[str, Text] = dataclasses.field(default_factory=dict)
    rests_on: Mapping[str, Collection[str]] = dataclasses.field(default_factory=dict)
    words: Mapping[Any, str] = dataclasses.field(default_factory=dict)
    private: bool = False
    expected: bool = True
    usual: Any = None
    tells_apart: bool = False

    def sent(self, value: Any) -> Any:
        """A value as the service takes it."""
        return value

    def of(self, facts: Mapping[str, Any]) -> Any:
        """What an entry says in this column, as its row would; None where that is nothing."""
        outer, _, inner = self.field.partition(".")
        value = (facts.get(outer) or {}).get(inner) if inner else facts.get(outer)
        return None if value == self.usual else value

    def shown(self, value: Any) -> str:
        """A value of the API as a cell has it."""
        if isinstance(value, list | tuple):
            return "、".join(map(self.shown, value))
        return self.words.get(value, str(value))

    def fault(self, reason: str, other: Text | None = None) -> Fault:
        """This column's fault, in the import's own words if it has any, else in `other`."""
        text = self.texts.get(reason) or TEXTS.get(reason) or other
        text = text or Text(zh=reason, en=reason)
        return Fault(self.name, reason, text, self.rests_on.get(reason, ()))

    def refusal(self, reason: str, other: Text) -> Fault:
        """The fault that a refusal of the service is, by its code for this field."""
        known = {"missing": Reason.MISSING_VALUE.value, **self.reasons}
        fault = self.fault(known.get(reason, reason), other)
        return dataclasses.replace(fault, rests_on=self.rests_on.get(reason, ()))


EVERY_ROW = ""  # no field is called so


@dataclass(frozen=True, eq=False)
class Ledger:
    """A kind of ledger; `columns` in the order in which faults are looked for.

    `path` is one that its rows are posted to. `check` asks whether the service would take a row,
    `send` has it taken. No two rows may have
    the same value in a field of `unique`; the first that can be taken has it. `persons` are the
    field that other ledgers refer to a row by, and the field that says who is meant. Rows that are
    equal in the field `in_order_of`, or all of them where it is `EVERY_ROW`, are sent one after the
    other, as the file has them, or in the order of what `sorted_by` makes of each. A file may be
    named by one of the names in `also` too.

    `entries` are the events that a row makes, without their versions; rows are compared with the
    first. What it made is read at `read_path`; where there is a `void_path`, it can be made void
    there. Of ledgers whose rows are of one event, `wrote` says whose an entry is. `complete` says
    in a record what follows from several of its cells together; None stands for one that cannot be
    read.
    """

    name: str
    columns: tuple[Column, ...]
    path: str
    check: Ask
    send: Ask
    unique: Mapping[str, Reason] = dataclasses.field(default_factory=dict)
    persons: tuple[str, str] | None = None
    in_order_of: str | None = None
    entries: Collection[str] = ()
    read_path: str = ""
    void_path: str | None = None
    wrote: Callable[[Mapping[str, Any]], bool] = lambda facts: True
    complete: Callable[[dict[str, Any]], None] = lambda record: None
    sorted_by: Callable[[RowValues], Any] | None = None
    also: Collection[str] = ()

    def describe(self, facts: Mapping[str, Any]) -> str:
        """What an entry says, as its row would have it; what is in the vault is left out."""
        told = ((column, column.of(facts)) for column in self.columns)
        return " ".join(c.shown(value) for c, value in told if value not in (None, "", (), []))

    @property
    def names(self) -> dict[str, str]:
        """What its columns may be called, folded, each with the column's own name."""
        return {
            squeeze(name): column.name
            for column in self.columns
            for name in (*column.also, column.name)
        }

    def column_of(self, field: str) -> Column:
        """The column of a field."""
        return next(column for column in self.columns if column.field == field)


@dataclass(frozen=True)
class Words:
    """The words that a column takes, and the codes that they stand for in the API."""

    reason: str
    text: Text
    codes: Mapping[str, str]

    def shown(self) -> dict[str, str]:
        """The word that is shown for each code: the first that stands for it."""
        return {code: word for word, code in [*self.codes.items()][::-1]}


def day(
    name: str,
    field: str,
    *,
    needed: bool = True,
    also: Collection[str] = (),
    rests_on: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> Column:
    """A column of days; of one that is not `needed`, cells may be blank."""
    read = values.day if needed else values.optional(values.day)
    sample = "2000-01-01" if needed else None
    return Column(name, field, read, sample, needed=needed, also=also, rests_on=rests_on)


def text(
    name: str,
    field: str,
    *,
    needed: bool = False,
    private: bool = False,
    also: Collection[str] = (),
) -> Column:
    """A column of free text, which is sent as it was written; the service says how much of it."""
    read = values.needed(values.text) if needed else values.text
    sample = "—" if needed else None
    return Column(name, field, read, sample, values.fold_text, also, needed, private=private)


def known_by(name: str, field: str, *, also: Collection[str] = ()) -> Column:
    """A column of names by which the service knows things again: one spelling of each."""
    read = values.needed(values.one_spelling)
    return Column(name, field, read, "—", also=also, needed=True)


def region() -> Column:
    """The column of a region's code; the service knows which there are."""
    reasons = {"missing": "unknown_region"}
    also = ("行政区划代码", "区划编码", "统计用区划代码", "地区代码")
    return Column("区划代码", REGION, values.digits, needed=True, also=also, reasons=reasons)


def one_of(
    words: Words,
    name: str,
    field: str,
    *,
    needed: bool = True,
    also: Collection[str] = (),
) -> Column:
    """A column of one word; of one that is not `needed`, cells may be blank."""
    read = values.one_of(words.codes, words.reason)
    return Column(
        name,
        field,
        read if needed else values.optional(read),
        next(iter(words.codes.values())) if needed else None,
        needed=needed,
        also=also,
        texts={words.reason: words.text},
        words=words.shown(),
    )


def days(name: str, field: str, *, also: Collection[str] = ()) -> Column:
    """A column of any number of days, in their order."""
    return Column(name, field, values.several(values.day), (), also=also)


def some_of(words: Words, name: str, field: str, *, also: Collection[str] = ()) -> Column:
    """A column of any number of words."""
    read = values.some_of(words.codes, words.reason)
    texts = {words.reason: words.text}
    return Column(name, field, read, (), also=also, texts=texts, words=words.shown())
