"""The rules of informants: numbers in any order of their days, each counted once."""

import random
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from services.outreach.informants import rules
from services.outreach.informants.rules import (
    CountInformants,
    Counts,
    InformantsEvent,
    VoidCount,
    informants,
)
from services.reporting.declared.measures.informants import INFORMANTS
from shared.decider import FutureDate, Refused, fold
from tests.given import TODAY, given

HERE = "410102001003"
FIRST, SECOND, THIRD = date(2019, 1, 31), date(2019, 3, 31), date(2019, 6, 30)


def after(*commands: Any) -> list[InformantsEvent]:
    """The events that commands lead to, one after the other."""
    events: list[InformantsEvent] = []
    for command in commands:
        events += informants.decide(command, fold(informants, events), TODAY)
    return events


def stock(events: Iterable[InformantsEvent], day: date) -> int:
    """What reports say of a day: the sum of what the events changed until then."""
    facts = [fact for event in events for fact in INFORMANTS.reads[type(event)](event)]
    return sum(fact.delta for fact in facts if fact.day is not None and fact.day <= day)


def count(day: date, number: int) -> CountInformants:
    """So many in the community of these tests."""
    return CountInformants(HERE, day, number)


def test_a_number_stands_until_the_next_one() -> None:
    """Three counts: reports have each on its days, and not their sum."""
    events = after(count(FIRST, 15), count(SECOND, 18), count(THIRD, 12))
    days = (date(2019, 1, 30), FIRST, date(2019, 3, 30), SECOND, THIRD, TODAY)
    assert [stock(events, day) for day in days] == [0, 15, 15, 18, 12, 12]


def test_a_number_of_before_is_put_between() -> None:
    """Entered late, it stands until the next one, whose days stay as they were."""
    events = after(count(FIRST, 15), count(THIRD, 12), count(SECOND, 18))
    assert [stock(events, day) for day in (FIRST, SECOND, THIRD)] == [15, 18, 12]
    (late,) = events[2:]
    assert (late.before, late.until) == (15, THIRD)


def test_a_correction_does_not_double() -> None:
    """Another number of the same day takes its place, also between others."""
    events = after(count(FIRST, 150), count(SECOND, 18), count(FIRST, 15))
    assert [stock(events, day) for day in (FIRST, SECOND)] == [15, 18]
    given(informants, *events).when(count(FIRST, 15)).refused(rules.CountIsTheSame)


def test_a_number_that_was_never_counted_is_taken_back() -> None:
    """What stood before it stands on; a day without a number has none to take back."""
    events = after(count(FIRST, 15), count(SECOND, 180), count(THIRD, 12), VoidCount(SECOND))
    assert [stock(events, day) for day in (FIRST, SECOND, THIRD)] == [15, 15, 12]
    given(informants, *events).when(VoidCount(SECOND)).refused(rules.CountUnknown)


def test_whatever_is_entered_reports_say_what_stands() -> None:
    """By chance, in any order: every day's sum is the number that stands for it."""
    chance = random.Random(7)
    days = [FIRST + timedelta(days=number) for number in range(12)]
    for _ in range(60):
        events: list[InformantsEvent] = []
        for _ in range(25):
            day = chance.choice(days)
            command = VoidCount(day) if chance.random() < 0.3 else count(day, chance.randrange(9))
            try:
                events += informants.decide(command, fold(informants, events), TODAY)
            except Refused:
                continue
        state = fold(informants, events)
        assert isinstance(state, Counts)
        assert [stock(events, day) for day in days] == [state.on(day) for day in days]


@pytest.mark.parametrize("region", ["410102001000", "410102000000", "410000000000"])
def test_informants_are_counted_by_community(region: str) -> None:
    """Neither of a street nor of more; and none below, for there is no such code."""
    given(informants).when(CountInformants(region, FIRST, 200)).refused(rules.NotACommunity)


def test_only_what_was_counted_is_entered() -> None:
    """Not what will be."""
    given(informants).when(count(date(2999, 1, 1), 1)).refused(FutureDate)


def test_every_refusal_speaks_both_languages() -> None:
    """A refusal's docstring is its message; its Chinese stands beside it."""
    for refusal in (rules.CountUnknown, rules.CountIsTheSame, rules.NotACommunity):
        assert str(refusal()).endswith("."), refusal
        assert refusal.zh.endswith("。"), refusal


def test_an_event_that_does_not_fit_is_an_error() -> None:
    """It says what stood before it; a history in which something else did cannot have been."""
    one, two = after(count(FIRST, 15), count(FIRST, 16))
    for history in ([two], [one, one]):
        with pytest.raises(TypeError):
            fold(informants, history)
