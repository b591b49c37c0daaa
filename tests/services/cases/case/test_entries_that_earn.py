"""Which entries earn points by themselves, and which merits are none besides."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.cases.case.contacts import RecordContact
from services.cases.case.decider import case
from services.cases.case.guidance import MakeRegularReport
from services.cases.case.help import GiveHelp
from services.cases.case.merits import SaidByAnEntry
from services.cases.case.plan import CloseGoal, SetGoal
from shared.events.cases.contacts import ContactMode, Direction
from shared.events.cases.drug_tests import (
    DrugTestResult,
)
from shared.events.cases.guidance import ReportingMode
from shared.events.cases.help import HelpSource
from shared.events.cases.plan import DropReason, Goal, GoalOutcome
from shared.events.cases.points import Merit
from shared.policies.in_force import use_policies
from tests.services.cases.case.earned import (
    DAY,
    PAST,
    TODAY,
    after,
    balance,
    merit,
    policies,
    void,
    with_result,
)
from tests.services.cases.case.history import (
    an_id,
)


@pytest.fixture(autouse=True)
def _built_in() -> Iterator[None]:
    yield
    use_policies(None)


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
