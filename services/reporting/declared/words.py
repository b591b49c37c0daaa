"""The vocabulary of declarations: what measures and indicators are made of. Pure.

A *measure* says which facts an event adds. An *indicator* says how a published figure is
calculated from facts. The engine knows none of them by name.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Literal, NamedTuple
from uuid import UUID

from services.reporting.declared.dimension import (
    NOT_KNOWN,
    ClosedDimension,
    Delay,
    Dimension,
    Grouping,
    OpenDimension,
)
from services.reporting.declared.rounding import OF_A_FORMULA
from shared.events import Event, MalformedEvent
from shared.text import Text

__all__ = [
    "ALWAYS",
    "NOT_KNOWN",
    "ClosedDimension",
    "Counting",
    "Delay",
    "Dimension",
    "Fact",
    "Grouping",
    "Indicator",
    "Measure",
    "Noun",
    "OpenDimension",
    "Reader",
    "Selection",
    "Where",
    "stored_text",
    "stored_values",
]

ALWAYS = date.min  # the day of a fact without a known day: it has always been so
Counting = Literal["sum", "persons", "stock", "recorded"]

_SEPARATOR = "/"  # between the values in the stored text; no value contains it


class Fact(NamedTuple):
    """One thing that an event adds to a measure.

    `values` are by dimension, in order, "" where one does not apply; `region` has 12 digits;
    `subject` is counted once where persons are; `of` is the earlier entry that it is of, if any.
    """

    day: date | None
    region: str
    values: tuple[str, ...]
    delta: int = 1
    subject: UUID | None = None
    of: UUID | None = None


Reader = Callable[[Any], Iterable[Fact]]  # from an event of one model to its facts, or none


class Noun(NamedTuple):
    """What a thing that is counted is called: one, and several of them."""

    one: Text
    several: Text


PERSON = Noun(Text(zh="人员", en="person"), Text(zh="人员", en="persons"))
RECORD = Noun(Text(zh="记录", en="record"), Text(zh="记录", en="records"))


@dataclass(frozen=True, eq=False)
class Measure:
    """What is counted: `reads` maps an event's model to the pure function that reads it.

    In storage the values of a fact's dimensions are one text, "detoxification/home_visit". The
    `revision` grows when a reader says something else of an event than before: read models that
    were made by the older one need a rebuild. A void takes the facts of its entry back, unless
    `taken_back` is False: then every event says by itself what it takes back, and so does a void.
    `never_without` are models that no older read model lacks. `of_persons`: it tells of clients.
    `finding` is what a sample found: a rate of it is shown where enough have answered, and by
    itself nothing is told apart by it.
    `noun` names what is counted once, where that is neither a person nor a record.
    """

    code: str
    dimensions: tuple[Dimension, ...]
    reads: Mapping[type[Event], Reader]
    groupings: tuple[Grouping, ...] = ()
    revision: int = 1
    taken_back: bool = True
    never_without: frozenset[type[Event]] = frozenset()
    of_persons: bool = True
    finding: Dimension | None = None
    noun: Noun | None = None

    @property
    def told_apart_by(self) -> tuple[Dimension, ...]:
        """The dimensions that its entries show."""
        return tuple(each for each in self.dimensions if each is not self.finding)

    @property
    def counted(self) -> Noun:
        """What its subjects are, or what stands in a stock."""
        return self.noun or (PERSON if self.of_persons else RECORD)


@lru_cache(maxsize=50_000)
def stored_text(measure: Measure, values: tuple[str, ...]) -> str:
    """The text by which a fact's values are stored.

    Raises `MalformedEvent` for a value that its dimension does not allow.
    """
    for dimension, value in zip(measure.dimensions, values, strict=True):
        if not dimension.allows(value):
            raise MalformedEvent(f"{measure.code}: not a value of {dimension.code}")
    return _SEPARATOR.join(values)


@lru_cache(maxsize=50_000)
def stored_values(measure: Measure, text: str) -> Mapping[str, str] | None:
    """The values that a stored text stands for, by dimension, groupings included.

    None if it is no text of this measure: one that was stored by earlier declarations. What a
    sample found may be left out of it.
    """
    parts = text.split(_SEPARATOR) if measure.dimensions else []
    if len(parts) != len(measure.dimensions):
        return None
    values: dict[str, str] = {}
    for dimension, value in zip(measure.dimensions, parts, strict=True):
        if not dimension.allows(value) and (value or dimension is not measure.finding):
            return None
        values[dimension.code] = value
    for grouping in measure.groupings:
        values[grouping.code] = grouping.groups[values[grouping.of.code]]
    return values


Where = Mapping[str, tuple[str, ...]]  # the allowed values of some dimensions


@dataclass(frozen=True, eq=False)
class Selection:
    """The facts of a measure that have allowed values, and how they are counted.

    Over a period [from, to), "sum" adds the deltas (person-times, sessions), "persons" counts
    each person once, "stock" adds the deltas of all days before `to`: of a measure that says +1
    where something begins and -1 where it ends, what there is at the end. "recorded" counts the
    facts as they were recorded, those that are void by now too; `delay` is then a dimension too.
    """

    measure: Measure
    where: Where = field(default_factory=dict)
    counting: Counting = "sum"
    delay: Delay | None = None

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """What its facts can be grouped by and filtered on."""
        delay = () if self.delay is None else (self.delay,)
        return (*self.measure.dimensions, *self.measure.groupings, *delay)

    def dimension(self, code: str) -> Dimension:
        """The dimension of this code; KeyError if there is none."""
        return {dimension.code: dimension for dimension in self.dimensions}[code]

    def values(self, text: str, narrowed: Where) -> Mapping[str, str] | None:
        """The values of a stored text, by dimension; None if it is not selected.

        `narrowed` excludes more; KeyError for a dimension that the measure does not have.
        """
        values = stored_values(self.measure, text)
        if values is None:
            return None
        for where in (self.where, narrowed):
            for dimension, allowed in where.items():
                if values[dimension] not in allowed:
                    return None
        return values


@dataclass(frozen=True, eq=False, kw_only=True)
class Indicator:
    """A published figure; with a denominator it is a percentage, or `times` 1 an average."""

    code: str
    name: Text
    unit: str
    formula: Text
    numerator: Selection
    denominator: Selection | None = None
    times: int = 100
    better: Literal["high", "low"] | None = None  # of two figures, where that is clear

    @property
    def whole_formula(self) -> Text:
        """Its formula as readers have it: that of a share or average says how it is rounded."""
        if self.denominator is None:
            return self.formula
        own, more = self.formula, OF_A_FORMULA
        return Text(zh=own.zh + more.zh, en=own.en + more.en)

    @property
    def parts(self) -> tuple[Selection, ...]:
        """The numerator, and the denominator if there is one."""
        if self.denominator is None:
            return (self.numerator,)
        return (self.numerator, self.denominator)

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """What the figure can be grouped by and filtered on.

        All its parts have these, and the numerator does not differ from the denominator in them.
        """
        found = {part.measure.finding for part in self.parts}
        return tuple(each for each in self._shared if each not in {*self.made_of, *found})

    @property
    def of_a_sample(self) -> bool:
        """Whether it is a rate of those who were asked, shown where they are enough."""
        return self.denominator is not None and self.denominator.measure.finding is not None

    @property
    def made_of(self) -> tuple[Dimension, ...]:
        """The dimensions in which the numerator of a share differs from its denominator.

        Grouped by or filtered on one of these, or what follows from it, it would say 0 or 100 %.
        """
        wheres = [part.where for part in self.parts]
        differing = {
            part.dimension(code).root
            for part in self.parts
            for code in part.where
            if len({frozenset(where.get(code, ())) for where in wheres}) > 1
        }
        return tuple(each for each in self._shared if each.root in differing)

    @property
    def _shared(self) -> tuple[Dimension, ...]:
        first, *others = (part.dimensions for part in self.parts)
        return tuple(each for each in first if all(each in other for other in others))
