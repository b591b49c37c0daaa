"""What entries earn in points, as tables: by policy, limits, voids, phases and re-checks."""

from collections.abc import Iterator
from dataclasses import replace
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
from services.cases.case.objections import RecheckDrugTest
from services.cases.case.state import Case
from shared.decider import FutureDate, fold
from shared.events.cases.drug_tests import (
    DrugTestDisputed,
    DrugTestResult,
)
from shared.events.cases.drug_tests import Tester as By
from shared.events.cases.guidance import ReportingMode
from shared.events.cases.points import Merit, MeritRecorded
from shared.events.corrections import VoidReason
from shared.policies.in_force import use_policies
from tests.corrections import stored
from tests.given import given
from tests.services.cases.case.earned import (
    DAY,
    PAST,
    TODAY,
    after,
    balance,
    lines,
    merit,
    policies,
    void,
    with_result,
)
from tests.services.cases.case.history import (
    AT_LARGE,
    ON_CASE,
    an_id,
    ended,
    opened,
    opened_at_large,
    suspended,
)


@pytest.fixture(autouse=True)
def _built_in() -> Iterator[None]:
    yield
    use_policies(None)


def test_a_rule_holds_for_its_region_kind_and_days() -> None:
    """The longest region, then the kind, then the latest; one of 0 points earns none."""
    policies(
        '[[points]]\ncode = "a"\nearned_for = "volunteer_help"\npoints = 3\nregions = ["41"]\n'
        "since = 2019-04-01\n"
        '[[points]]\ncode = "b"\nearned_for = "volunteer_help"\npoints = 4\nregions = ["4101"]\n'
        'kinds = ["at_large"]\n'
        '[[points]]\ncode = "c"\nearned_for = "goal_met"\npoints = 0\nregions = ["410102"]\n'
    )
    april = date(2019, 4, 1)
    assert balance(after(PAST, merit(20))) == 10
    assert balance(after(PAST, merit(20, april))) == 3
    assert balance(after([opened_at_large], merit(20, april))) == 4
    assert balance(after(PAST, merit(20, what=Merit.GOAL_MET))) == 0
    (line,) = lines(after(PAST, merit(20, april)))
    assert (line.rule, line.about, line.on) == ("a", an_id(20), april)


def test_limits_of_a_month_and_a_year_are_for_those_recorded_first() -> None:
    """Four a month of volunteer help; six goals a year."""
    month = [merit(20 + n, date(2019, 3, 31 - n)) for n in range(6)]
    assert balance(after(PAST, *month)) == 40
    assert [line.about for line in lines(after(PAST, *month))] == [an_id(20 + n) for n in range(4)]
    goals = [merit(20 + n, date(2019, 1 + n, 20), Merit.GOAL_MET) for n in range(8)]
    assert balance(after(PAST, *goals)) == 120
    assert balance(after(PAST, *goals, merit(40, date(2020, 1, 5), Merit.GOAL_MET))) == 140


def test_a_void_entry_takes_its_points_back_and_the_next_one_earns() -> None:
    """With a line that names it, on the day of the void."""
    asked = [merit(20 + n) for n in range(6)]
    taken = void(21, PAST, *asked)
    state = after(PAST, *asked, taken, today=TODAY)
    assert balance(state) == 40
    back, instead = lines(state)[-2:]
    assert (back.about, back.points, back.occurred_on, back.on) == (an_id(21), -10, DAY, TODAY)
    assert (instead.about, instead.points, instead.on) == (an_id(24), 10, TODAY)
    # Then one that had come in its place, and one that never earned.
    more = [void(24, PAST, *asked), void(25, PAST, *asked)]
    assert balance(after(PAST, *asked, taken, *more)) == 30


def test_a_policy_that_changes_later_changes_nothing_that_was_earned() -> None:
    """What is taken back is what was earned, by whatever policy."""
    state = after(PAST, merit(20))
    policies(
        '[[points]]\ncode = "points.volunteer_help"\nearned_for = "volunteer_help"\npoints = 1\n'
    )
    taken = VoidEntry(
        stored(
            MeritRecorded(
                **ON_CASE, entry_id=an_id(20), occurred_on=DAY, merit=Merit.VOLUNTEER_HELP
            )
        ),
        VoidReason.MISTAKEN,
    )
    events = case.decide(taken, state, TODAY)
    assert balance(case.evolve(state, events[0])) == 0


def rechecked(before: DrugTestResult, result: DrugTestResult) -> list[Any]:
    """A test, and its re-check; the objection is in the past."""
    tested = replace(with_result(before), tested_by=By.POLICE)
    return [
        tested,
        RecheckDrugTest(an_id(22), date(2019, 3, 25), an_id(20), result, (), By.HOSPITAL),
    ]


DISPUTED = DrugTestDisputed(
    **ON_CASE, entry_id=an_id(21), occurred_on=date(2019, 3, 19), test_id=an_id(20), told_on=DAY
)
NEGATIVE, POSITIVE = DrugTestResult.NEGATIVE, DrugTestResult.POSITIVE


@pytest.mark.parametrize(
    ("before", "result", "points"),
    [
        (POSITIVE, NEGATIVE, [0, 10, 0]),
        (POSITIVE, POSITIVE, [0, 0, 0]),
        (NEGATIVE, POSITIVE, [10, 0, 10]),
        (NEGATIVE, NEGATIVE, [10, 10, 10]),
    ],
)
def test_a_re_check_stands_in_place_of_the_test(
    before: DrugTestResult, result: DrugTestResult, points: list[int]
) -> None:
    """After the test, after its re-check, and after that is void again."""
    tested, again = rechecked(before, result)
    states = [after(PAST, tested)]
    states.append(case.evolve(states[-1], DISPUTED))
    event: Any
    (event,) = case.decide(again, states[-1], TODAY)
    states.append(case.evolve(states[-1], event))
    (back,) = case.decide(VoidEntry(stored(event), VoidReason.MISTAKEN), states[-1], TODAY)
    states.append(case.evolve(states[-1], back))
    assert [balance(state) for state in (states[0], states[2], states[3])] == points


def test_merits_are_entered_in_a_file_at_large_too() -> None:
    """Who is in no programme may help and learn like everybody; reports belong to a programme."""
    given(case, opened_at_large).when(RecordMerit(an_id(20), DAY, Merit.VOLUNTEER_HELP)).then(
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
