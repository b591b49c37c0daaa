"""Opening a case, sentence by sentence."""

from datetime import date

import pytest

from services.cases.case import opening, programme
from services.cases.case.decider import case
from services.cases.case.opening import OpenCase
from services.cases.case.programme import ReportIn, SignAgreement
from shared.decider import FutureDate, Refused
from shared.events.cases.case import CaseKind
from tests.given import given
from tests.services.cases.case.history import (
    agreed,
    an_id,
    opened,
    opened_at_large,
    reported_in,
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


def with_steps(kind: CaseKind, reported_on: date | None, signed_on: date | None) -> OpenCase:
    """A command to open a case together with its first steps."""
    return OpenCase(
        an_id(1),
        an_id(2),
        kind,
        "410102001003",
        None,
        date(2019, 1, 10),
        ReportIn(an_id(3), reported_on) if reported_on else None,
        SignAgreement(an_id(4), signed_on) if signed_on else None,
    )


def test_a_case_is_opened_with_its_first_steps() -> None:
    """What was done on paper already is recorded by the one command."""
    kind = CaseKind.DETOXIFICATION
    given(case).when(with_steps(kind, date(2019, 1, 15), date(2019, 1, 16))).then(
        opened, reported_in, agreed
    )
    given(case).when(with_steps(kind, date(2019, 1, 15), None)).then(opened, reported_in)


@pytest.mark.parametrize(
    ("kind", "reported_on", "signed_on", "reason", "field"),
    [
        (
            CaseKind.DETOXIFICATION,
            date(2019, 1, 9),
            date(2019, 1, 1),
            programme.ReportedInBeforeDecision,
            "reported_in_on",
        ),
        (CaseKind.DETOXIFICATION, date(2099, 1, 9), None, FutureDate, "reported_in_on"),
        (
            CaseKind.DETOXIFICATION,
            date(2019, 1, 15),
            date(2099, 1, 1),
            FutureDate,
            "agreement_signed_on",
        ),
        (
            CaseKind.DETOXIFICATION,
            date(2019, 1, 15),
            date(2019, 1, 14),
            programme.AgreementBeforeReportingIn,
            "agreement_signed_on",
        ),
        (
            CaseKind.DETOXIFICATION,
            None,
            date(2019, 1, 14),
            programme.NotReportedIn,
            "agreement_signed_on",
        ),
        (CaseKind.AT_LARGE, date(2019, 1, 15), None, programme.NotAProgramme, "reported_in_on"),
        (
            CaseKind.AT_LARGE,
            None,
            date(2019, 1, 15),
            programme.NotAProgramme,
            "agreement_signed_on",
        ),
    ],
)
def test_the_first_steps_are_refused_as_they_are_alone(
    kind: CaseKind,
    reported_on: date | None,
    signed_on: date | None,
    reason: type[Refused],
    field: str,
) -> None:
    """The rules of the steps stand; the refusal is about the field that names the day."""
    command = with_steps(kind, reported_on, signed_on)
    given(case).when(command).refused(reason)
    with pytest.raises(reason) as raised:
        case.decide(command, case.initial, date(2024, 1, 1))
    assert raised.value.field == field
