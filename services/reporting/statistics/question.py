"""A question to the statistics, and whether it can be answered. Pure."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Literal

from services.reporting.declared.words import Dimension, Indicator, Where
from services.reporting.statistics.few import SmallestShown
from services.reporting.statistics.spans import GRAINS, Grain

Parameter = Literal["by", "where"]


class NoSuchDimension(Exception):
    """An indicator cannot be grouped by this dimension, or filtered on it or on this value."""

    def __init__(self, indicator: Indicator, parameter: Parameter) -> None:
        self.parameter = parameter
        super().__init__(f"{indicator.code}: {parameter}")


class MadeOfDimension(Exception):
    """A share cannot be told apart by what its numerator and its denominator differ in."""

    def __init__(self, indicator: Indicator, dimension: Dimension, parameter: Parameter) -> None:
        self.indicator, self.dimension, self.parameter = indicator, dimension, parameter
        super().__init__(f"{indicator.code}: {parameter} {dimension.code}")


class TwoGrains(Exception):
    """The figures are grouped by two kinds of calendar periods at once, as by week and month."""


@dataclass(frozen=True)
class Question:
    """What is asked: figures for [start, end) in a region (12 digits), grouped `by`.

    `by` names "region" (the regions just below), dimensions, and one of "day", "week", "month",
    "quarter", "year", whose values are names as `spans.name_of` has them; `where` filters a
    dimension on some of its values; `as_of` leaves out what was recorded later. `until` is the
    last day, where more was asked for than has come. `rule` says which figures about persons are
    shown, where the caller may not see all.
    """

    indicators: tuple[Indicator, ...]
    region: str
    start: date
    end: date
    by: tuple[str, ...] = ()
    where: Where = field(default_factory=dict)
    as_of: datetime | None = None
    until: date | None = None
    rule: SmallestShown | None = None

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions among `by`."""
        return tuple(word for word in self.by if word not in ("region", *GRAINS))

    @cached_property
    def grain(self) -> Grain | None:
        """The calendar periods that it is grouped by."""
        return next((grain for grain in GRAINS if grain in self.by), None)


def check(question: Question) -> None:
    """Whether every indicator can be answered by the dimensions asked for.

    Raises `NoSuchDimension`, `MadeOfDimension` and `TwoGrains`.
    """
    if sum(grain in question.by for grain in GRAINS) > 1:
        raise TwoGrains
    for indicator in question.indicators:
        for code in question.dimensions:
            _dimension(indicator, code, "by")
        for code, values in question.where.items():
            if not all(map(_dimension(indicator, code, "where").allows, values)):
                raise NoSuchDimension(indicator, "where")


def _dimension(indicator: Indicator, code: str, parameter: Parameter) -> Dimension:
    for dimension in indicator.dimensions:
        if dimension.code == code:
            return dimension
    for dimension in indicator.made_of:
        if dimension.code == code:
            raise MadeOfDimension(indicator, dimension, parameter)
    raise NoSuchDimension(indicator, parameter)
