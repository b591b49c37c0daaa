"""What the entries of a case earn in points, for tests."""

from datetime import date
from typing import Any

from services.cases.case.corrections import VoidEntry
from services.cases.case.decider import case
from services.cases.case.drug_tests import RecordDrugTest
from services.cases.case.merits import RecordMerit
from services.cases.case.state import Case, Existing
from shared.decider import fold
from shared.events.cases.case import CaseEntry
from shared.events.cases.drug_tests import (
    DrugTestMethod,
    DrugTestResult,
    NotDoneReason,
)
from shared.events.cases.earning import PointsLine
from shared.events.cases.points import Merit
from shared.events.corrections import VoidReason
from shared.policies.in_force import use_policies
from shared.policies.reading import read_own_policies
from shared.regions import regions_in_force
from tests.corrections import stored
from tests.services.cases.case.history import (
    agreed,
    an_id,
    opened,
    reported_in,
)

TODAY = date(2024, 1, 1)
PAST: list[Any] = [opened, reported_in, agreed]
DAY = date(2019, 3, 18)


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
