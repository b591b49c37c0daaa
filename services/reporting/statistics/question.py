"""A question to the statistics, and whether it can be answered. Pure."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from services.reporting.declared.words import Indicator, Where


class NoSuchDimension(Exception):
    """An indicator cannot be grouped by this dimension, or filtered on it or on this value."""

    def __init__(self, indicator: Indicator, parameter: Literal["by", "where"]) -> None:
        self.parameter = parameter
        super().__init__(f"{indicator.code}: {parameter}")


@dataclass(frozen=True)
class Question:
    """What is asked: figures for [start, end) in a region (12 digits), grouped `by`.

    `by` names "month", "region" (the regions just below) or dimensions; `where` filters a
    dimension on some of its values; `as_of` leaves out what was recorded later.
    """

    indicators: tuple[Indicator, ...]
    region: str
    start: date
    end: date
    by: tuple[str, ...] = ()
    where: Where = field(default_factory=dict)
    as_of: datetime | None = None

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions among `by`."""
        return tuple(word for word in self.by if word not in ("month", "region"))


def check(question: Question) -> None:
    """Whether every indicator has the dimensions asked for. Raises `NoSuchDimension`."""
    for indicator in question.indicators:
        dimensions = {dimension.code: dimension for dimension in indicator.dimensions}
        if not {*question.dimensions} <= dimensions.keys():
            raise NoSuchDimension(indicator, "by")
        for code, values in question.where.items():
            dimension = dimensions.get(code)
            if dimension is None or not all(map(dimension.allows, values)):
                raise NoSuchDimension(indicator, "where")
