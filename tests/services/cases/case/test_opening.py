"""Opening a case, sentence by sentence."""

from datetime import date

from services.cases.case import opening
from services.cases.case.decider import case
from services.cases.case.opening import OpenCase
from shared.events.cases.case import CaseKind
from tests.given import given
from tests.services.cases.case.history import (
    an_id,
    opened,
    opened_at_large,
)


def open_case(kind: CaseKind, decided_on: date | None) -> OpenCase:
    """A command to open a case of the client."""
    return OpenCase(an_id(1), an_id(2), kind, "410102001003", None, decided_on)


def test_a_programme_is_opened_with_the_day_of_its_decision() -> None:
    """The decision's day is the day that the opening counts on."""
    given(case).when(open_case(CaseKind.DETOXIFICATION, date(2019, 1, 10))).then(opened)


def test_a_programme_without_a_decision_is_refused() -> None:
    """Only the file of a user at large may have no decision."""
    given(case).when(open_case(CaseKind.REHABILITATION, None)).refused(opening.DecisionDateMissing)


def test_a_file_at_large_needs_no_decision() -> None:
    """A user at large was never ordered anything."""
    given(case).when(open_case(CaseKind.AT_LARGE, None)).then(opened_at_large)


def test_a_case_is_opened_once() -> None:
    """Opening an open case is refused."""
    command = open_case(CaseKind.DETOXIFICATION, date(2019, 1, 10))
    given(case, opened).when(command).refused(opening.CaseAlreadyOpened)
