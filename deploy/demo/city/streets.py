"""How the streets of the demo's city keep up, over the seasons of two years. Pure.

The first district improves, the second keeps its level, the third gets worse; in the fourth each
street is of its own kind. One street misses its tests of late, and of one nothing is recorded.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from deploy.demo.courses import add_months
from services.reporting.statistics.spans import Span, span_of
from shared import strict

CITY = "4101"
HOME = "410105"  # the district whose agencies work together, and whose year is told in full
FEW_TESTS_DAYS = 125  # before the last one, in which a street tests nearly nobody
FEW_DAYS_OF_QUARTER = 30  # in which not much can be missed yet
SILENT_DAYS = 75  # before the last one, of which a street has recorded nothing
FEW_TESTS = 0.1  # the share that it does all the same
VACANT = (7, 8)  # the months of the year that is told in which a street has no worker
# First days of the lunar years, on which the Spring Festival begins.
_FESTIVALS = (
    "2017-01-28 2018-02-16 2019-02-05 2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10"
    " 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13 2030-02-03 2031-01-23 2032-02-11"
    " 2033-01-31 2034-02-19 2035-02-08 2036-01-28 2037-02-15 2038-02-04 2039-01-24 2040-02-12"
)
FESTIVALS = {day.year: day for day in map(strict.day, _FESTIVALS.split())}
_BEFORE, _AFTER = timedelta(days=4), timedelta(days=12)


@dataclass(frozen=True)
class Street:
    """A street by its nine digits; what share of what is due it does, at the beginning and now."""

    code: str
    at_first: float
    now: float
    in_programme: int = 4
    at_large: int = 4

    @property
    def station(self) -> str:
        """Its workstation."""
        return f"{self.code}工作站"

    def community(self, number: int) -> str:
        """One of its four communities, in turn."""
        return f"{self.code}{number % 4 + 1:03d}"


STREETS = (
    Street("410102001", 0.62, 0.98),
    Street("410102002", 0.55, 0.97),
    Street("410102003", 0.48, 0.95),
    Street("410103001", 0.90, 0.90),
    Street("410103002", 0.87, 0.87, in_programme=14),
    Street("410103003", 0.84, 0.86, in_programme=3),
    Street("410104001", 0.98, 0.62),
    Street("410104002", 0.97, 0.52),
    Street("410104003", 0.96, 0.45),
    Street("410105001", 0.98, 0.98),
    Street("410105002", 0.82, 0.82),
    Street("410105003", 0.58, 0.58),
)
WITHOUT_TESTS, SILENT, WITHOUT_WORKER = "410103002", "410103003", "410105003"
OVERBURDENED = WITHOUT_TESTS  # whose one social worker has more clients than one may


@dataclass(frozen=True)
class Times:
    """The days of which the city tells: the two years before that of its last day, and since."""

    until: date

    @property
    def since(self) -> date:
        """The first day."""
        return date(self.until.year - 2, 1, 1)

    @property
    def year(self) -> int:
        """The last year that is over."""
        return self.until.year - 1

    def quality(self, street: Street, day: date) -> float:
        """The share of what is due on a day that the street does."""
        passed = (day - self.since) / (self.until - self.since)
        share = street.at_first + (street.now - street.at_first) * min(max(passed, 0.0), 1.0)
        return share * 0.7 if is_spring_festival(day) else share

    def last_day(self, street: Street) -> date:
        """The last day of which it has recorded something."""
        return self.until - timedelta(days=SILENT_DAYS * (street.code == SILENT))

    def has_worker(self, street: Street, month: date) -> bool:
        """Whether anybody of the street meets clients in a month."""
        is_vacant = (month.year, street.code) == (self.year, WITHOUT_WORKER)
        return not (is_vacant and month.month in VACANT)

    def tests(self, street: Street, last_day: date) -> float:
        """The share of the tests due by a day that the street has done in time."""
        few_since = self.until - timedelta(days=FEW_TESTS_DAYS)
        if street.code == WITHOUT_TESTS and last_day > few_since:
            return FEW_TESTS
        return self.quality(street, last_day)

    def months(self) -> list[date]:
        """The first days of its months."""
        count = (self.until.year - self.since.year) * 12 + self.until.month
        return [add_months(self.since, number) for number in range(count)]


def is_spring_festival(day: date) -> bool:
    """Whether hardly anybody works: from four days before the lunar year to its twelfth.

    >>> is_spring_festival(date(2026, 2, 20)), is_spring_festival(date(2026, 3, 20))
    (True, False)
    """
    festival = FESTIVALS.get(day.year)
    return festival is not None and festival - _BEFORE <= day < festival + _AFTER


def campaigns(month: date) -> float:
    """How many sessions and articles a month has, of the usual number.

    June has the day against drugs; schools are closed in summer, everybody is at home in winter.

    >>> campaigns(date(2026, 6, 1)) > 2 * campaigns(date(2026, 5, 1))
    True
    """
    festival = FESTIVALS.get(month.year)
    if festival is not None and festival.month == month.month:
        return 0.3
    return {5: 1.1, 6: 2.6, 7: 0.6, 8: 0.5, 9: 1.2, 12: 1.2}.get(month.month, 0.8)


def asked_quarter(until: date) -> Span:
    """The quarter in which one street has missed most tests: this one, once a month of it is over.

    >>> asked_quarter(date(2026, 11, 29)).name, asked_quarter(date(2027, 1, 9)).name
    ('2026-Q4', '2026-Q4')
    """
    this = span_of("quarter", until)
    is_young = (until - this.start).days < FEW_DAYS_OF_QUARTER
    return span_of("quarter", this.start - timedelta(days=1)) if is_young else this
