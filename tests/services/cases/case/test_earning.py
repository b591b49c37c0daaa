"""What entries earn in points, as tables: by policy, limits, voids, phases and re-checks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.cases.case.contacts import RecordContact
from services.cases.case.corrections import VoidEntry
from services.cases.case.decider import case
from services.cases.case.drug_tests import RecordDrugTest
from services.cases.case.guidance import MakeRegularReport
from services.cases.case.help import GiveHelp
from services.cases.case.merits import RecordMerit, SaidByAnEntry
from services.cases.case.objections import RecheckDrugTest
from services.cases.case.plan import CloseGoal, SetGoal
from services.cases.case.state import Case, Existing
from shared.decider import fold
from shared.events.cases.case import CaseEntry
from shared.events.cases.contacts import ContactMode, Direction
from shared.events.cases.drug_tests import (
    DrugTestDisputed,
    DrugTestMethod,
    DrugTestResult,
    NotDoneReason,
)
from shared.events.cases.drug_tests import Tester as By
from shared.events.cases.earning import PointsLine
from shared.events.cases.guidance import ReportingMode
from shared.events.cases.help import HelpSource
from shared.events.cases.plan import DropReason, Goal, GoalOutcome
from shared.events.cases.points import Merit, MeritRecorded
from shared.events.corrections import VoidReason
from shared.policies.in_force import use_policies
from shared.policies.reading import read_own_policies
from shared.regions import regions_in_force
from tests.corrections import stored
from tests.services.cases.case.history import (
    ON_CASE,
    agreed,
    an_id,
    opened,
    opened_at_large,
    reported_in,
)

TODAY = date(2024, 1, 1)
PAST: list[Any] = [opened, reported_in, agreed]
DAY = date(2019, 3, 18)


@pytest.fixture(autouse=True)
def _built_in() -> Iterator[None]:
    yield
    use_policies(None)


def policies(text: str) -> None:
    """Put a place's policies in force."""
    content = f'version = "tests"\n{text}'.encode()
    use_policies(read_own_policies(content, regions_in_force()))


def after(past: list[Any], *asked: Any, today: date = TODAY) -> Case:
    """The case after commands."""
    state: Case = fold(case, past)
    for command in asked:
        for event in case.decide(command, state, today):
            state = case.evolve(state, event)
    return state


def lines(state: Case) -> list[PointsLine]:
    """What it has earned, but for lines that change nothing."""
    assert isinstance(state, Existing)
    return [line for line in state.file.points if line.points]


def balance(state: Case) -> int:
    """The points that it has earned."""
    return sum(line.points for line in lines(state))


def merit(number: int, day: date = DAY, what: Merit = Merit.VOLUNTEER_HELP) -> RecordMerit:
    """A merit, by the number of its entry."""
    return RecordMerit(an_id(number), day, what)


def void(number: int, past: list[Any], *asked: Any) -> VoidEntry:
    """The void of an entry that one of the commands makes."""
    state: Case = fold(case, past)
    for command in asked:
        for event in case.decide(command, state, TODAY):
            if isinstance(event, CaseEntry) and event.entry_id == an_id(number):
                return VoidEntry(stored(event), VoidReason.MISTAKEN)
            state = case.evolve(state, event)
    raise AssertionError(f"no entry {number}")


def with_result(result: DrugTestResult) -> RecordDrugTest:
    """A test with a result."""
    reason = NotDoneReason.EVADED if result is DrugTestResult.NOT_DONE else None
    return RecordDrugTest(an_id(20), DAY, DrugTestMethod.URINE, result, reason)


EARNS = {
    "negative test": (with_result(DrugTestResult.NEGATIVE), 10),
    "positive test": (with_result(DrugTestResult.POSITIVE), 0),
    "evaded test": (with_result(DrugTestResult.NOT_DONE), 0),
    "regular report": (MakeRegularReport(an_id(20), DAY, ReportingMode.REMOTE), 5),
    "training": (merit(20, what=Merit.TRAINING_ATTENDED), 10),
    "goal": (merit(20, what=Merit.GOAL_MET), 20),
    "volunteer": (merit(20), 10),
    "training among the help": (
        GiveHelp(an_id(20), DAY, "skills_training", HelpSource.HUMAN_RESOURCES),
        10,
    ),
    "other help": (GiveHelp(an_id(20), DAY, "sympathy_gift", HelpSource.COMMUNITY), 0),
    "visit": (RecordContact(an_id(20), DAY, ContactMode.HOME_VISIT), 0),
}


@pytest.mark.parametrize(("command", "points"), EARNS.values(), ids=[*EARNS])
def test_what_an_entry_earns_by_the_built_in_policies(command: Any, points: int) -> None:
    """What work with a client is the worker's duty earns none."""
    assert balance(after(PAST, command)) == points


GOAL = SetGoal(an_id(30), DAY, Goal.WORK, date(2019, 9, 30))
MET = CloseGoal(an_id(31), date(2019, 6, 3), an_id(30), GoalOutcome.MET)
TRAINED = GiveHelp(an_id(32), DAY, "skills_training", HelpSource.HUMAN_RESOURCES)


def test_a_goal_of_the_plan_earns_when_it_is_met() -> None:
    """Not when it is set, nor when it is dropped; a void takes the points back."""
    assert balance(after(PAST, GOAL, MET)) == 20
    dropped = replace(MET, outcome=GoalOutcome.DROPPED, reason=DropReason.NOT_POSSIBLE)
    assert balance(after(PAST, GOAL, dropped)) == 0
    assert balance(after(PAST, GOAL, MET, void(31, PAST, GOAL, MET))) == 0


@pytest.mark.parametrize(
    ("asked", "what", "day"),
    [
        ((GOAL, MET), Merit.GOAL_MET, MET.occurred_on),
        ((TRAINED,), Merit.TRAINING_ATTENDED, DAY),
    ],
)
def test_what_an_entry_says_is_no_merit_besides(
    asked: tuple[Any, ...], what: Merit, day: date
) -> None:
    """It is not counted twice; on another day it is something else, and so once it is void."""
    state = after(PAST, *asked)
    with pytest.raises(SaidByAnEntry):
        case.decide(merit(40, day, what), state, TODAY)
    later = merit(40, day + timedelta(days=1), what)
    assert balance(after(PAST, *asked, later)) == 2 * balance(state)
    taken = void(asked[-1].entry_id.int, PAST, *asked)
    assert balance(after(PAST, *asked, taken, merit(40, day, what))) == balance(state)


def test_a_place_says_which_help_earns_points() -> None:
    """By the kind's `earned_for`."""
    policies(
        '[[help]]\ncode = "baking_course"\nname = { zh = "烘焙班", en = "baking course" }\n'
        'form = "once"\nearned_for = "training_attended"\n'
    )
    assert balance(after(PAST, replace(TRAINED, help="baking_course"))) == 10


CONTACTS = '[[points]]\ncode = "x"\nearned_for = "contact"\npoints = 2\n'


@pytest.mark.parametrize(
    ("mode", "direction", "points"),
    [
        (ContactMode.HOME_VISIT, None, 2),
        (ContactMode.OFFICE, Direction.CLIENT_TO_WORKER, 2),
        (ContactMode.PHONE, None, 0),
        (ContactMode.HOME_VISIT, Direction.FAMILY, 0),
    ],
)
def test_a_place_may_give_points_for_contacts_in_person(
    mode: ContactMode, direction: Direction | None, points: int
) -> None:
    """Who speaks with the family, or on the phone, has not met the client."""
    policies(CONTACTS)
    command = RecordContact(an_id(20), DAY, mode, direction=direction)
    assert balance(after(PAST, command)) == points


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
