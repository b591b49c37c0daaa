"""An account of points: what was earned, taken back, spent, returned and expired. Pure.

The balance is the sum of the lines. What is taken back after it was spent leaves a debt: the
balance is below zero then, for all to see, and what is earned next makes it up first.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from shared.events.cases.earning import PointsFor, PointsLine
from shared.policies.in_force import policies_in_force
from shared.policies.values import Value


class What(StrEnum):
    """What a line of an account is."""

    EARNED = "earned"
    TAKEN_BACK = "taken_back"
    SPENT = "spent"
    RETURNED = "returned"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Movement:
    """Points that come or go on a day; `of` is the year in which they were earned, if it matters.

    `about` is the entry that earned them, or the exchange.
    """

    on: date
    what: What
    points: int
    about: UUID | None = None
    of: int | None = None
    earned_for: PointsFor | None = None
    occurred_on: date | None = None
    item: str = ""
    quantity: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A movement, and the balance after it."""

    movement: Movement
    balance: int


def movement_of(line: PointsLine) -> Movement:
    """What a line of a case's entry is in the account."""
    return Movement(
        line.on,
        What.EARNED if line.points > 0 else What.TAKEN_BACK,
        line.points,
        line.about,
        line.occurred_on.year,
        line.earned_for,
        line.occurred_on,
    )


def lines(movements: Iterable[Movement], region: str, until: date) -> list[Line]:
    """The account until a day, that day included, with what expires at the end of each year."""
    purse = _Purse()
    found: list[Line] = []
    ordered = sorted(
        (each for each in movements if each.points and each.on <= until), key=_in_order
    )
    year = ordered[0].on.year if ordered else until.year

    def expire(on: date) -> None:
        last_year_ended = date(on.year, 1, 1) - timedelta(days=1)
        if gone := purse.expire(on.year, _good_years(region, last_year_ended)):
            found.append(Line(Movement(on, What.EXPIRED, -gone), purse.balance))

    def end_years(last: int) -> None:
        nonlocal year
        while year < last:
            year += 1
            expire(date(year, 1, 1))

    for movement in ordered:
        end_years(movement.on.year)
        purse.move(movement)
        found.append(Line(movement, purse.balance))
        if movement.points > 0:
            expire(movement.on)  # what comes late of a year that is over is no longer good
    end_years(until.year)
    return found


def balance(movements: Iterable[Movement], region: str, until: date) -> int:
    """The balance on a day."""
    found = lines(movements, region, until)
    return found[-1].balance if found else 0


def lowest_since(found: Sequence[Line], day: date) -> int:
    """The lowest balance from a day on; the last before it where nothing came since."""
    since = [line.balance for line in found if line.movement.on >= day]
    before = [line.balance for line in found if line.movement.on < day]
    return min(since, default=before[-1] if before else 0)


def _in_order(movement: Movement) -> tuple[date, bool]:
    """What comes on a day is there before anything goes."""
    return movement.on, movement.points < 0


def _good_years(region: str, day: date) -> int:
    return policies_in_force().number(Value.POINTS_GOOD_YEARS, region, day)


@dataclass
class _Purse:
    """Points by the year in which they were earned, and what is owed."""

    lots: dict[int, int] = field(default_factory=dict)
    debt: int = 0

    @property
    def balance(self) -> int:
        """What there is, or what is owed, below zero."""
        return sum(self.lots.values()) - self.debt

    def move(self, movement: Movement) -> None:
        """Points that come make up a debt first; those that go are the oldest."""
        of = movement.of or movement.on.year
        if movement.points > 0:
            owed = min(self.debt, movement.points)
            self.debt -= owed
            self.lots[of] = self.lots.get(of, 0) + movement.points - owed
            return
        left = -movement.points
        for year in self._years(of if movement.what is What.TAKEN_BACK else None):
            taken = min(self.lots.get(year, 0), left)
            self.lots[year] = self.lots.get(year, 0) - taken
            left -= taken
        self.debt += left

    def expire(self, year: int, good_years: int) -> int:
        """At the beginning of a year, take out what is no longer good; how much that was."""
        old = [each for each in self.lots if good_years and each <= year - good_years]
        return sum(self.lots.pop(each) for each in old)

    def _years(self, first: int | None) -> Iterator[int]:
        if first is not None:
            yield first
        yield from (year for year in sorted(self.lots) if year != first)
