"""Accounts of points by their rules: balances, debts, carrying over and expiry, as tables."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from services.cases.case.decider import case
from services.cases.case.ledger import NotOpenThen
from services.cases.points.account import Movement, What, balance, lines
from services.cases.points.rules import (
    NotEnoughPoints,
    SpendingAlreadyTakenBack,
    SpendingUnknown,
    SpendPoints,
    TakeSpendingBack,
    account,
)
from services.cases.shop.rules import Item, ItemUnknown, NotOfferedThen
from shared.decider import FutureDate, Refused, fold
from shared.events.cases.earning import PointsFor, PointsLine
from shared.events.cases.points import Merit, MeritRecorded, PointsSpent, SpendingTakenBack
from shared.events.corrections import VoidReason
from shared.policies.in_force import use_policies
from shared.policies.reading import read_own_policies
from shared.regions import regions_in_force
from tests.corrections import stored
from tests.given import given
from tests.services.cases.case.history import ON_CASE, an_id, ended, opened

REGION = "410102001003"
TODAY = date(2024, 1, 1)
RICE = Item(an_id(6), an_id(7), "大米", 10, date(2019, 1, 1), date(2023, 1, 1))


@pytest.fixture(autouse=True)
def _built_in() -> Iterator[None]:
    yield
    use_policies(None)


def good_for(years: int) -> None:
    """Points are good for so many calendar years."""
    number = f'code = "points_good"\nvalue = "points_good_years"\nnumber = {years}'
    text = f'version = "x"\n[[number]]\n{number}'
    use_policies(read_own_policies(text.encode(), regions_in_force()))


def merit(number: int, day: date, points: int = 10) -> MeritRecorded:
    """An entry that earned points."""
    line = PointsLine(
        about=an_id(number),
        earned_for=PointsFor.GOAL_MET,
        rule="x",
        occurred_on=day,
        on=day,
        points=points,
    )
    return MeritRecorded(
        **ON_CASE, entry_id=an_id(number), occurred_on=day, merit=Merit.GOAL_MET, points=(line,)
    )


def spend(
    day: date, *earned: MeritRecorded, quantity: int = 1, item: Item | None = RICE, **more: Any
) -> SpendPoints:
    """An exchange in a case that has earned this."""
    state = fold(case, [opened, *earned, *more.get("then", ())])
    return SpendPoints(an_id(50), day, state, item, quantity)


def spent(number: int, day: date, quantity: int = 1) -> PointsSpent:
    """An exchange that was made."""
    return PointsSpent(
        **ON_CASE,
        entry_id=an_id(number),
        occurred_on=day,
        workstation_id=RICE.workstation_id,
        item_id=RICE.item_id,
        item="大米",
        quantity=quantity,
        cost=10 * quantity,
    )


EARNED = merit(20, date(2020, 3, 1), 25)
MARCH, APRIL = date(2020, 3, 1), date(2020, 4, 1)


def test_points_are_exchanged_from_the_day_on_which_they_are_there() -> None:
    """On that day too; the entry is of the case, with its kind."""
    given(account).when(spend(MARCH, EARNED, quantity=2), TODAY).then(spent(50, MARCH, 2))
    early = spend(date(2020, 2, 29), EARNED)
    given(account).when(early, TODAY).refused(NotEnoughPoints)


REFUSED: dict[str, tuple[SpendPoints, type[Refused]]] = {
    "one too many": (spend(APRIL, EARNED, quantity=3), NotEnoughPoints),
    "no such item": (spend(APRIL, EARNED, item=None), ItemUnknown),
    "no longer offered": (spend(date(2023, 1, 1), EARNED), NotOfferedThen),
    "tomorrow": (spend(date(2024, 1, 2), EARNED), FutureDate),
    "after the end": (spend(date(2021, 5, 11), EARNED, then=[ended]), NotOpenThen),
}


@pytest.mark.parametrize(("command", "why"), REFUSED.values(), ids=[*REFUSED])
def test_what_is_refused(command: SpendPoints, why: type[Refused]) -> None:
    """By its name."""
    given(account).when(command, TODAY).refused(why)


def test_an_exchange_of_before_takes_nothing_that_was_spent_since() -> None:
    """The balance stays above zero on all days, not only on its own."""
    later = spent(40, APRIL, 2)
    given(account, later).when(spend(MARCH, EARNED), TODAY).refused(NotEnoughPoints)
    returned = SpendingTakenBack(
        case_id=later.case_id,
        occurred_on=date(2020, 5, 1),
        entry_id=later.entry_id,
        entry_type="cases.PointsSpent.v1",
        entry=stored(later).fields,
        reason=VoidReason.MISTAKEN,
    )
    given(account, later, returned).when(spend(MARCH, EARNED), TODAY).then(spent(50, MARCH))


def test_an_exchange_is_taken_back_once() -> None:
    """One of this account."""
    command = TakeSpendingBack(stored(spent(40, APRIL)), VoidReason.WRONG_CLIENT)
    given(account).when(command, TODAY).refused(SpendingUnknown)
    back = SpendingTakenBack(
        case_id=an_id(1),
        occurred_on=TODAY,
        entry_id=an_id(40),
        entry_type="cases.PointsSpent.v1",
        entry=stored(spent(40, APRIL)).fields,
        reason=VoidReason.WRONG_CLIENT,
    )
    given(account, spent(40, APRIL)).when(command, TODAY).then(back)
    given(account, spent(40, APRIL), back).when(command, TODAY).refused(SpendingAlreadyTakenBack)


def came(day: date, points: int) -> Movement:
    """Points that were earned."""
    return Movement(day, What.EARNED, points, an_id(1), day.year)


def went(day: date, points: int, what: What = What.SPENT, of: int | None = None) -> Movement:
    """Points that went."""
    return Movement(day, what, -points, an_id(2), of)


D = date
ACCOUNTS: dict[str, tuple[int, list[Movement], list[tuple[int, int]]]] = {
    "carried over without end": (
        0,
        [came(D(2019, 5, 1), 10), came(D(2021, 5, 1), 10)],
        [(10, 10), (10, 20)],
    ),
    "good until the end of their year": (
        1,
        [came(D(2019, 5, 1), 10), came(D(2020, 5, 1), 7)],
        [(10, 10), (-10, 0), (7, 7), (-7, 0)],
    ),
    "good until the end of the next": (
        2,
        [came(D(2019, 5, 1), 10), came(D(2020, 5, 1), 7)],
        [(10, 10), (7, 17), (-10, 7), (-7, 0)],
    ),
    "the oldest are spent first": (
        2,
        [came(D(2019, 5, 1), 10), came(D(2020, 5, 1), 7), went(D(2020, 6, 1), 8)],
        [(10, 10), (7, 17), (-8, 9), (-2, 7), (-7, 0)],
    ),
    "what is taken back after it was spent is owed": (
        0,
        [
            came(D(2019, 5, 1), 10),
            went(D(2019, 6, 1), 10),
            went(D(2019, 7, 1), 10, What.TAKEN_BACK, 2019),
            came(D(2019, 8, 1), 4),
            came(D(2019, 9, 1), 9),
        ],
        [(10, 10), (-10, 0), (-10, -10), (4, -6), (9, 3)],
    ),
    "a debt does not expire": (
        1,
        [
            came(D(2019, 5, 1), 10),
            went(D(2019, 6, 1), 10),
            went(D(2020, 7, 1), 10, What.TAKEN_BACK, 2019),
        ],
        [(10, 10), (-10, 0), (-10, -10)],
    ),
    "an entry of a year that is over comes too late": (
        1,
        [Movement(D(2020, 2, 1), What.EARNED, 5, an_id(1), 2019)],
        [(5, 5), (-5, 0)],
    ),
}


@pytest.mark.parametrize(("years", "movements", "wanted"), ACCOUNTS.values(), ids=[*ACCOUNTS])
def test_accounts(years: int, movements: list[Movement], wanted: list[tuple[int, int]]) -> None:
    """Each line, and the balance after it."""
    good_for(years)
    found = lines(movements, REGION, TODAY)
    assert [(line.movement.points, line.balance) for line in found] == wanted


@drawn(
    st.integers(0, 3),
    st.lists(
        st.tuples(st.dates(D(2018, 1, 1), D(2023, 12, 31)), st.integers(-30, 30)), max_size=30
    ),
)
def test_the_balance_is_the_sum_of_the_lines(years: int, some: list[tuple[date, int]]) -> None:
    """Whatever comes and goes; what expires leaves no balance below zero by itself."""
    good_for(years)
    try:
        movements = [
            came(day, points) if points > 0 else went(day, -points) for day, points in some
        ]
        found = lines(movements, REGION, TODAY)
        assert sum(line.movement.points for line in found) == balance(movements, REGION, TODAY)
        for line in found:
            if line.movement.what is What.EXPIRED:
                assert line.balance >= 0
        assert not [line for line in found if not line.movement.points]
    finally:
        use_policies(None)
