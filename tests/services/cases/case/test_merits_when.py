"""When merits may have been, and that limits are kept whatever is entered and made void."""

from datetime import date
from itertools import count
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from services.cases.case.corrections import VoidEntry
from services.cases.case.decider import case
from services.cases.case.guidance import MakeRegularReport
from services.cases.case.ledger import EntryBeforeDecision, NotInAProgramme, NotOpenThen
from services.cases.case.merits import RecordMerit
from services.cases.case.state import Case
from shared.decider import FutureDate, fold
from shared.events.cases.guidance import ReportingMode
from shared.events.cases.points import Merit, MeritRecorded
from shared.events.corrections import VoidReason
from tests.corrections import stored
from tests.given import given
from tests.services.cases.case.history import (
    AT_LARGE,
    an_id,
    ended,
    opened,
    opened_at_large,
    suspended,
)
from tests.services.cases.case.test_earning import DAY, PAST, TODAY, after, balance, merit


def test_merits_are_entered_in_a_file_at_large_too() -> None:
    """Who is in no programme may help and learn like everybody; reports belong to a programme."""
    helped = RecordMerit(an_id(20), DAY, Merit.VOLUNTEER_HELP)
    given(case, opened_at_large).when(helped).then(
        MeritRecorded(**AT_LARGE, entry_id=an_id(20), occurred_on=DAY, merit=Merit.VOLUNTEER_HELP)
    )
    report = MakeRegularReport(an_id(20), DAY, ReportingMode.REMOTE)
    given(case, opened_at_large).when(report).refused(NotInAProgramme)
    assert balance(after([opened_at_large], merit(20))) == 10


WHEN: dict[str, tuple[list[Any], date, Any]] = {
    "before the decision": (PAST, date(2019, 1, 9), EntryBeforeDecision),
    "on its day": (PAST, date(2019, 1, 10), 10),
    "before reporting in": ([opened], date(2019, 1, 12), 10),
    "while suspended": ([*PAST, suspended], date(2019, 6, 10), 10),
    "before the end, late": ([*PAST, ended], date(2021, 5, 10), 10),
    "after the end": ([*PAST, ended], date(2021, 5, 11), NotOpenThen),
    "tomorrow": (PAST, date(2024, 1, 2), FutureDate),
}


@pytest.mark.parametrize(("past", "day", "what"), WHEN.values(), ids=[*WHEN])
def test_when_a_merit_may_have_been(past: list[Any], day: date, what: Any) -> None:
    """On the days of the case, late or not; whatever its phase."""
    if isinstance(what, int):
        assert balance(after(past, merit(20, day))) == what
    else:
        given(case, *past).when(merit(20, day)).refused(what)


@drawn(st.lists(st.tuples(st.booleans(), st.integers(0, 40)), max_size=40))
def test_whatever_is_entered_and_voided_the_limits_are_kept(steps: list[tuple[bool, int]]) -> None:
    """The balance is what the entries that count come to, month by month."""
    state: Case = fold(case, PAST)
    numbers = count(20)
    made: list[MeritRecorded] = []
    for is_new, choice in steps:
        if is_new or not made:
            command: Any = merit(next(numbers), date(2019, 3 + choice % 3, 1 + choice % 28))
        else:
            entry = made.pop(choice % len(made))
            command = VoidEntry(stored(entry), VoidReason.MISTAKEN)
        for event in case.decide(command, state, TODAY):
            state = case.evolve(state, event)
            if isinstance(event, MeritRecorded):
                made.append(event)
    by_month = [sum(each.occurred_on.month == month for each in made) for month in range(1, 13)]
    assert balance(state) == sum(10 * min(4, number) for number in by_month)
