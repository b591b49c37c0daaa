"""Calendar periods by name, and those that each is compared with. Pure.

A name is what stands in an address: ``2026``, ``2026-Q3``, ``2026-11``, ``2026-W48``,
``2026-11-28``; or two days, the second of which no longer counts, ``2026-01-15..2026-02-15``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, get_args

from shared import strict
from shared.text import Text

Grain = Literal["day", "week", "month", "quarter", "year"]
GRAINS: tuple[Grain, ...] = get_args(Grain)

_DAY = timedelta(days=1)
_YEAR = re.compile(r"([0-9]{4})")
_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")
_RANGE = re.compile(r"(.{10})\.\.(.{10})")
EARLIEST, LATEST = 1949, 2100


class NoSuchSpan(ValueError):
    """Not the name of a period."""


@dataclass(frozen=True)
class Span:
    """The days [start, end); `grain` is None where they are no calendar period."""

    start: date
    end: date
    grain: Grain | None = None

    @property
    def name(self) -> str:
        """The name that `span_named` reads.

        >>> span_of("quarter", date(2026, 8, 1)).name, span_of("week", date(2026, 1, 1)).name
        ('2026-Q3', '2026-W01')
        """
        if self.grain is None:
            return f"{self.start}..{self.end}"
        return name_of(self.grain, self.start)

    @property
    def last_day(self) -> date:
        """The last day that counts."""
        return self.end - _DAY

    def text(self) -> Text:
        """The name for people.

        >>> span_named("2026-Q3").text().zh, span_named("2026-11").text().en
        ('2026年第3季度', 'November 2026')
        """
        start = self.start
        match self.grain:
            case "day":
                return Text(zh=f"{start.year}年{start.month}月{start.day}日", en=f"{start}")
            case "week":
                year, week, _ = start.isocalendar()
                return Text(zh=f"{year}年第{week}周", en=f"week {week} of {year}")
            case "month":
                return Text(zh=f"{start.year}年{start.month}月", en=f"{start:%B %Y}")
            case "quarter":
                quarter = (start.month + 2) // 3
                return Text(
                    zh=f"{start.year}年第{quarter}季度", en=f"quarter {quarter} of {start.year}"
                )
            case "year":
                return Text(zh=f"{start.year}年", en=f"{start.year}")
            case None:
                return Text(zh=f"{start}至{self.last_day}", en=f"{start} to {self.last_day}")

    def before(self) -> "Span":
        """The period just before it, of the same kind; as many days before what is no calendar one.

        >>> span_named("2026-01").before().name, span_named("2026-03-01..2026-03-11").before().name
        ('2025-12', '2026-02-19..2026-03-01')
        """
        if self.grain is None:
            return Span(self.start - (self.end - self.start), self.start)
        return span_of(self.grain, self.start - _DAY)

    def with_earlier(self, count: int) -> "list[Span]":
        """The periods of its kind that end with it, `count` of them, in order.

        >>> [span.name for span in span_named("2026-01").with_earlier(3)]
        ['2025-11', '2025-12', '2026-01']
        """
        spans = [self]
        while len(spans) < count:
            spans.append(spans[-1].before())
        return spans[::-1]

    def after(self) -> "Span":
        """The period just after it, of the same kind."""
        if self.grain is None:
            return Span(self.end, self.end + (self.end - self.start))
        return span_of(self.grain, self.end)

    def year_before(self) -> "Span":
        """The same period of the year before: a week by its number (the last, if there is no 53rd).

        >>> span_named("2024-02-29").year_before().name, span_named("2026-Q3").year_before().name
        ('2023-02-28', '2025-Q3')
        """
        match self.grain:
            case "week":
                year, week, _ = self.start.isocalendar()
                week = min(week, date(year - 1, 12, 28).isocalendar().week)
                return span_of("week", date.fromisocalendar(year - 1, week, 1))
            case None:
                return Span(_year_earlier(self.start), _year_earlier(self.end))
            case grain:
                return span_of(grain, _year_earlier(self.start))

    def until(self, day: date) -> "Span":
        """Its days up to and with `day`: of a period that is not over, those that have come."""
        return self if self.last_day <= day else Span(self.start, day + _DAY)

    def parts(self, grain: Grain) -> Iterator["Span"]:
        """The calendar periods that it reaches into, whole ones, in order."""
        span = span_of(grain, self.start)
        while span.start < self.end:
            yield span
            span = span.after()


def first_day(grain: Grain, day: date) -> date:
    """The first day of the calendar period that a day is in; weeks begin on Monday.

    >>> first_day("week", date(2026, 1, 1)), first_day("quarter", date(2026, 11, 30))
    (datetime.date(2025, 12, 29), datetime.date(2026, 10, 1))
    """
    match grain:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        case "year":
            return date(day.year, 1, 1)


def span_of(grain: Grain, day: date) -> Span:
    """The calendar period that a day is in."""
    start = first_day(grain, day)
    match grain:
        case "day":
            return Span(start, start + _DAY, grain)
        case "week":
            return Span(start, start + 7 * _DAY, grain)
        case "month":
            return Span(start, first_day(grain, start + 31 * _DAY), grain)
        case "quarter":
            return Span(start, first_day(grain, start + 93 * _DAY), grain)
        case "year":
            return Span(start, date(start.year + 1, 1, 1), grain)


def whole_years(spans: Sequence[Span]) -> Span:
    """The days of all years from the one in which the first begins to that of the last.

    >>> whole_years([span_named("2025-12"), span_named("2026-01")]).name
    '2025-01-01..2027-01-01'
    """
    return Span(first_day("year", spans[0].start), span_of("year", spans[-1].start).end)


@lru_cache(maxsize=10_000)
def name_of(grain: Grain, day: date) -> str:
    """The name of the calendar period that a day is in."""
    match grain:
        case "day":
            return f"{day}"
        case "week":
            year, week, _ = day.isocalendar()
            return f"{year}-W{week:02}"
        case "month":
            return f"{day:%Y-%m}"
        case "quarter":
            return f"{day.year}-Q{(day.month + 2) // 3}"
        case "year":
            return f"{day.year}"


def span_named(text: str) -> Span:
    """The period of a name, of 1949 to 2100. Raises `NoSuchSpan`.

    >>> span_named("2026-W01").start
    datetime.date(2025, 12, 29)
    """
    try:
        span = _read(text)
    except (ValueError, OverflowError):  # a period may end behind the last day that there is
        raise NoSuchSpan(text) from None
    if span.start >= span.end or span.start.year < EARLIEST or span.last_day.year > LATEST:
        raise NoSuchSpan(text)
    return span


def _read(text: str) -> Span:
    if named := _YEAR.fullmatch(text):
        return span_of("year", date(int(named[1]), 1, 1))
    if named := _QUARTER.fullmatch(text):
        return span_of("quarter", date(int(named[1]), 3 * int(named[2]), 1))
    if named := _MONTH.fullmatch(text):
        return span_of("month", date(int(named[1]), int(named[2]), 1))
    if named := _WEEK.fullmatch(text):
        return span_of("week", date.fromisocalendar(int(named[1]), int(named[2]), 1))
    if named := _RANGE.fullmatch(text):
        return Span(strict.day(named[1]), strict.day(named[2]))
    return span_of("day", strict.day(text))


def _year_earlier(day: date) -> date:
    """The same day of the year before; the last of February for the 29th."""
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)
