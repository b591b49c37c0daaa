"""How long a window is that recurs: by the calendar, since the last, by programme years. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta

from services.cases.duties.course import served_on
from services.cases.duties.stretches import Days, count
from services.cases.duties.windows import add_months, calendar, following
from shared.policies.shapes import EachWindow, Every, Shape, TimesAYear

_MONTHS = 12
_DAYS = 28 * _MONTHS  # of a year at least, as a sum of its months


class Years:
    """The client's programme years from a day on, and where they are divided.

    A year is over when twelve months of it are served: a suspension makes it longer, by windows
    that are excused, and moves none that was before.
    """

    def __init__(self, origin: date, interrupted: Sequence[Days]) -> None:
        self.origin, self._interrupted = origin, interrupted
        self._number, self._since, self._until = -1, origin, origin
        self._counted_from = origin  # so that months from it are months served

    def part(self, shape: TimesAYear, day: date) -> tuple[date, int]:
        """The day on which the part of the year ends that a day is in; how many days a part has
        at least.

        Days are asked in their order.
        """
        while day >= self._until:
            self._next()
        times = shape.times[min(self._number, len(shape.times) - 1)]
        if _MONTHS % times:
            planned = add_months(self._counted_from, _MONTHS * (self._number + 1))
            until = _by_days(self._since, planned, times, day)
        else:
            until = _by_months(self._counted_from, _MONTHS // times, day)
        return min(until, self._until), _DAYS // times

    def _next(self) -> None:
        self._number, self._since = self._number + 1, self._until
        not_served = count(self._interrupted, self.origin, self._since)
        self._counted_from = self.origin + timedelta(days=not_served)
        months = _MONTHS * (self._number + 1)
        self._until = served_on(self.origin, months, self._interrupted)


def _by_months(since: date, months: int, day: date) -> date:
    """The first end of a part of so many months that is after a day.

    >>> _by_months(date(2019, 1, 31), 1, date(2019, 2, 28)), _by_months(
    ...     date(2019, 1, 15), 2, date(2019, 4, 1)
    ... )
    (datetime.date(2019, 3, 31), datetime.date(2019, 5, 15))
    """
    passed = (day.year - since.year) * _MONTHS + day.month - since.month - (day.day < since.day)
    part = passed // months + 1
    while (until := add_months(since, part * months)) <= day:
        part += 1
    return until


def _by_days(since: date, until: date, times: int, day: date) -> date:
    """The first end of a part that is after a day, of a year divided by its days.

    >>> year = date(2019, 1, 1), date(2020, 1, 1)
    >>> _by_days(*year, 5, date(2019, 3, 14)), _by_days(*year, 5, date(2019, 3, 15))
    (datetime.date(2019, 3, 15), datetime.date(2019, 5, 27))
    """
    days = (until - since).days
    part = (day - since).days * times // days + 1
    while (end := since + timedelta(days=part * days // times)) <= day:
        part += 1
    return end


def until_of(shape: Shape | None, since: date, anchor: date, years: Years) -> tuple[date, int]:
    """The day on which a window ends that begins on a day, and how many days a whole one has.

    An interval counts from the anchor. A file of policies says no other shape of what recurs.
    """
    if isinstance(shape, EachWindow):
        first, until = calendar(shape.per, since)
        return until, (until - first).days
    if isinstance(shape, Every):
        until = following(shape, anchor)
        return until, (until - since).days
    if isinstance(shape, TimesAYear):
        return years.part(shape, since)
    raise TypeError(f"{shape} does not recur")
