"""The shapes of what is due: a calendar window, an interval since the last, a number a year, a day.

They differ in what a date means. "Once a month" asks for some day of each month; "every 30 days"
counts from the last time; "12 times in the first year" divides the client's own year.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Per(StrEnum):
    """A window of the calendar."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class EachWindow:
    """Once in each window of the calendar, on any of its days; a week begins on Monday."""

    per: Per


@dataclass(frozen=True, slots=True)
class Every:
    """Again so many months, or days, after the last time, or after the beginning."""

    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class TimesAYear:
    """So many times in each year of the programme, evenly; of later years the last number holds."""

    times: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """Once, within so many days after what it follows; or working days."""

    days: int
    working: bool = False


Shape: TypeAlias = EachWindow | Every | TimesAYear | Within
