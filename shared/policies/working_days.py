"""Working days: Monday to Friday, but for the holidays and make-up days that are listed. Pure.

The days of the country are listed year by year as the State Council announces them; a place may
list more, for its regions. A year that is not listed is known by its weekends alone.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from shared.policies.listed_days import Days
from shared.policies.shapes import Within

_SATURDAY = 5
_LENGTHS = (12, 9, 6, 4, 2, 0)  # of prefixes, the longest first


class WorkingDays:
    """Which days are working days; of several lists that of the longest region wins.

    >>> festival = Days(code="2024", year=2024, off=(date(2024, 2, 12),))
    >>> days = WorkingDays([festival])
    >>> days.is_working(date(2024, 2, 12)), days.is_working(date(2024, 2, 10)), days.known_until
    (False, False, datetime.date(2025, 1, 1))
    """

    def __init__(self, lists: Iterable[Days] = ()) -> None:
        self._listed: dict[tuple[str, date], bool] = {}
        years = set()
        for each in lists:
            if each.year is not None and "" in each.regions:
                years.add(each.year)
            for region in each.regions:
                self._listed |= {(region, day): False for day in each.off}
                self._listed |= {(region, day): True for day in each.working}
        self._first = min(years, default=None)
        self._known_until = _end(years)

    @property
    def known_until(self) -> date:
        """The first day of which only the weekends are known."""
        return self._known_until

    def is_known(self, day: date) -> bool:
        """Whether the holidays of a day's year are listed."""
        return self._first is not None and self._first <= day.year and day < self._known_until

    def is_working(self, day: date, region: str = "") -> bool:
        """Whether a day is a working day in a region, a code or its prefix."""
        for length in _LENGTHS:
            if length <= len(region):
                listed = self._listed.get((region[:length], day))
                if listed is not None:
                    return listed
        return day.weekday() < _SATURDAY

    def last_day(self, start: date, within: Within, region: str = "") -> date:
        """The last day in time: the first day after `start`, or working day, counts as 1.

        >>> friday = date(2024, 3, 1)
        >>> WorkingDays().last_day(friday, Within(3)), WorkingDays().last_day(
        ...     friday, Within(3, working=True)
        ... )
        (datetime.date(2024, 3, 4), datetime.date(2024, 3, 6))
        """
        if not within.working:
            return start + timedelta(days=within.days)
        day, left = start, within.days
        while left:
            day += timedelta(days=1)
            left -= self.is_working(day, region)
        return day


def _end(years: set[int]) -> date:
    """The day after the last year of those that follow one another without a gap."""
    if not years:
        return date.min
    year = min(years)
    while year in years:
        year += 1
    return date(year, 1, 1)
