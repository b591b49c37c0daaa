"""The words in which measures and indicators are declared; pure, and without any of either.

A *measure* says what an event adds, where and when. An *indicator* says how what was added
becomes a published figure. The engine knows none of them by name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import product
from typing import Any, Literal, NamedTuple
from uuid import UUID

from shared.events import Event

ALWAYS = date.min  # the day of what has no known day: it has always been so

Counting = Literal["sum", "persons", "stock"]


class Name(NamedTuple):
    """One name in Chinese and English."""

    zh: str
    en: str


class Counted(NamedTuple):
    """What one event adds to one measure.

    `day` and `region` (12 digits) are those of the fact itself; `values` has one entry for
    each dimension, in declared order, "" where it does not apply; `subject` is the person
    who is counted once where persons are counted.
    """

    day: date | None
    region: str
    values: tuple[str, ...]
    delta: int = 1
    subject: UUID | None = None


@dataclass(frozen=True)
class Dimension:
    """A coded fact by which a measure can be told apart, with every value it may have."""

    code: str
    name: Name
    values: tuple[str, ...]


@dataclass(frozen=True)
class Grouping:
    """A dimension that follows from another one: `groups` maps its values to groups."""

    code: str
    name: Name
    of: Dimension
    groups: Mapping[str, str]


Reader = Callable[[Any], Counted]


@dataclass(frozen=True)
class Measure:
    """What is added up: `reads` maps an event's model to the pure function that reads it."""

    code: str
    dimensions: tuple[Dimension, ...]
    reads: Mapping[type[Event], Reader]
    groupings: tuple[Grouping, ...] = ()

    @cached_property
    def cells(self) -> dict[str, dict[str, str]]:
        """Every text that `dims` can have in storage, and the values it stands for."""
        cells: dict[str, dict[str, str]] = {}
        for values in product(*(dimension.values for dimension in self.dimensions)):
            named = {d.code: v for d, v in zip(self.dimensions, values, strict=True)}
            for grouping in self.groupings:
                named[grouping.code] = grouping.groups[named[grouping.of.code]]
            cells["/".join(values)] = named
        return cells

    def named_dimensions(self) -> list[tuple[str, Name]]:
        """The code and name of each dimension, those that follow from another included."""
        return [(d.code, d.name) for d in self.dimensions] + [
            (g.code, g.name) for g in self.groupings
        ]

    def values(self, dimension: str) -> tuple[str, ...]:
        """The values a dimension may have; KeyError if the measure has no such dimension."""
        for own in self.dimensions:
            if own.code == dimension:
                return own.values
        for grouping in self.groupings:
            if grouping.code == dimension:
                return tuple(dict.fromkeys(grouping.groups.values()))
        raise KeyError(dimension)


@dataclass(frozen=True)
class Selection:
    """A part of a measure: the cells whose dimensions have one of the values named."""

    measure: Measure
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def dims(self, more: Mapping[str, tuple[str, ...]] | None = None) -> list[str]:
        """The `dims` texts selected, narrowed by the dimensions in `more`.

        Raises KeyError for a dimension that the measure does not have.
        """
        wanted = [*self.where.items(), *(more or {}).items()]
        for dimension, _ in wanted:
            self.measure.values(dimension)
        return [
            dims
            for dims, values in self.measure.cells.items()
            if all(values[dimension] in allowed for dimension, allowed in wanted)
        ]


@dataclass(frozen=True)
class Indicator:
    """A figure that is published.

    `counting` says what the figure counts over [from, to): "sum" adds the deltas
    (person-times, sessions), "persons" counts each person once, "stock" counts the persons
    for whom it is so at `to`. With a denominator the value is a percentage.
    """

    code: str
    name: Name
    unit: str
    numerator: Selection
    formula: Name
    denominator: Selection | None = None
    counting: Counting = "sum"
