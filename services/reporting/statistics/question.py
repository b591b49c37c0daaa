"""A question to the statistics, and whether it can be answered. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from services.reporting.declared.words import Indicator, Selection


class NoSuchDimension(Exception):
    """An indicator cannot be asked by this dimension, or not for this value of it."""

    def __init__(self, indicator: Indicator, parameter: Literal["by", "where"]) -> None:
        self.parameter = parameter
        super().__init__(f"{indicator.code}: {parameter}")


@dataclass(frozen=True)
class Question:
    """What is asked: figures for [start, end) in a region (12 digits), told apart `by`.

    `by` names "month", "region" (the regions just below) or dimensions; `where` narrows a
    dimension to some of its values; `as_of` leaves out what was recorded later.
    """

    indicators: tuple[Indicator, ...]
    region: str
    start: date
    end: date
    by: tuple[str, ...] = ()
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    as_of: datetime | None = None


def check(question: Question) -> None:
    """Whether every indicator has the dimensions asked for. Raises `NoSuchDimension`."""
    for indicator in question.indicators:
        for part in parts(indicator):
            for dimension in question.by:
                if dimension not in ("month", "region"):
                    _known(indicator, part, dimension, "by")
            for dimension, values in question.where.items():
                if not {*values} <= {*_known(indicator, part, dimension, "where")}:
                    raise NoSuchDimension(indicator, "where")


def _known(
    indicator: Indicator, part: Selection, dimension: str, parameter: Literal["by", "where"]
) -> tuple[str, ...]:
    try:
        return part.measure.values(dimension)
    except KeyError:
        raise NoSuchDimension(indicator, parameter) from None


def parts(indicator: Indicator) -> tuple[Selection, ...]:
    """The numerator, and the denominator if there is one."""
    if indicator.denominator is None:
        return (indicator.numerator,)
    return (indicator.numerator, indicator.denominator)
