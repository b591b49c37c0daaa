"""The rules of a case, sentence by sentence."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.cases.case import corrections, entries, opening, programme, state
from services.cases.case.corrections import VoidEntry
from services.cases.case.decider import case
from services.cases.case.entries import AssessRisk, RecordContact, RecordDrugTest
from services.cases.case.opening import OpenCase
from services.cases.case.programme import ReportIn, SignAgreement
from shared.decider import Refused
from shared.events import type_of
from shared.events.cases.assessments import RiskAssessed, RiskLevel
from shared.events.cases.case import CaseEntry, CaseKind, CaseOpened, EntryVoided
from shared.events.cases.contacts import ContactMode, ContactRecorded
from shared.events.cases.drug_tests import (
    DrugTestMethod,
    DrugTestRecorded,
    DrugTestResult,
    NotDoneReason,
)
from shared.events.cases.programme import AgreementSigned, ReportedIn
from shared.events.corrections import VoidReason
from tests.corrections import stored
from tests.given import given


def _id(number: int) -> UUID:
    return UUID(int=number)


ON_CASE: dict[str, Any] = {
    "case_id": _id(1),
    "client_id": _id(2),
    "kind": CaseKind.DETOXIFICATION,
    "region": "410102001003",
}
AT_LARGE = {**ON_CASE, "kind": CaseKind.AT_LARGE}
opened = CaseOpened(**ON_CASE, workstation_id=None, occurred_on=date(2019, 1, 10))
opened_at_large = CaseOpened(**AT_LARGE, workstation_id=None, occurred_on=None)
reported_in = ReportedIn(**ON_CASE, entry_id=_id(3), occurred_on=date(2019, 1, 15))
agreed = AgreementSigned(**ON_CASE, entry_id=_id(4), occurred_on=date(2019, 1, 16))
contact = ContactRecorded(
    **ON_CASE, entry_id=_id(5), occurred_on=date(2019, 2, 1), mode=ContactMode.HOME_VISIT
)


def open_case(kind: CaseKind, decided_on: date | None) -> OpenCase:
    """A command to open a case of the client."""
    return OpenCase(_id(1), _id(2), kind, "410102001003", None, decided_on)


def void(entry: CaseEntry) -> EntryVoided:
    """The event that takes an entry back."""
    return EntryVoided(
        case_id=_id(1),
        entry_id=entry.entry_id,
        entry_type=type_of(entry),
        entry=stored(entry).fields,
        reason=VoidReason.MISTAKEN,
    )


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


def test_nothing_is_recorded_on_a_case_that_is_not_open() -> None:
    """Every entry needs a case."""
    command = RecordContact(_id(5), date(2019, 2, 1), ContactMode.PHONE)
    given(case).when(command).refused(state.CaseUnknown)


def test_the_client_reports_in() -> None:
    """Reporting in carries the kind and region of the case."""
    given(case, opened).when(ReportIn(_id(3), date(2019, 1, 15))).then(reported_in)


def test_the_client_reports_in_once() -> None:
    """A second reporting in is refused, also after the agreement."""
    again = ReportIn(_id(6), date(2019, 1, 20))
    given(case, opened, reported_in).when(again).refused(programme.AlreadyReportedIn)
    given(case, opened, reported_in, agreed).when(again).refused(programme.AlreadyReportedIn)


def test_nobody_reports_in_before_the_decision() -> None:
    """The order of the days is checked."""
    command = ReportIn(_id(3), date(2019, 1, 9))
    given(case, opened).when(command).refused(programme.ReportedInBeforeDecision)


def test_a_user_at_large_neither_reports_in_nor_signs() -> None:
    """A user at large is in no programme."""
    past = given(case, opened_at_large)
    past.when(ReportIn(_id(3), date(2019, 1, 15))).refused(programme.NotAProgramme)
    past.when(SignAgreement(_id(4), date(2019, 1, 16))).refused(programme.NotAProgramme)


def test_the_agreement_is_signed_after_reporting_in() -> None:
    """The agreement follows the reporting in, on the same day at the earliest."""
    sign = SignAgreement(_id(4), date(2019, 1, 16))
    given(case, opened).when(sign).refused(programme.NotReportedIn)
    given(case, opened, reported_in).when(sign).then(agreed)
    early = SignAgreement(_id(4), date(2019, 1, 14))
    given(case, opened, reported_in).when(early).refused(programme.AgreementBeforeReportingIn)
    given(case, opened, reported_in, agreed).when(sign).refused(programme.AgreementAlreadySigned)


@pytest.mark.parametrize("past", [[opened], [opened, reported_in], [opened, reported_in, agreed]])
def test_a_contact_is_recorded_in_every_phase(past: list[Any]) -> None:
    """Work with a client does not wait for papers."""
    command = RecordContact(_id(5), date(2019, 2, 1), ContactMode.HOME_VISIT)
    given(case, *past).when(command).then(contact)


def test_a_contact_at_large_says_so() -> None:
    """The kind of case goes with the entry."""
    command = RecordContact(_id(5), date(2019, 2, 1), ContactMode.PHONE)
    given(case, opened_at_large).when(command).then(
        ContactRecorded(
            **AT_LARGE, entry_id=_id(5), occurred_on=date(2019, 2, 1), mode=ContactMode.PHONE
        )
    )


def test_a_test_is_recorded_with_its_result() -> None:
    """A test that was done has a result and no reason."""
    command = RecordDrugTest(
        _id(7), date(2019, 3, 1), DrugTestMethod.URINE, DrugTestResult.NEGATIVE, None
    )
    given(case, opened).when(command).then(
        DrugTestRecorded(
            **ON_CASE, entry_id=_id(7), occurred_on=date(2019, 3, 1), result=DrugTestResult.NEGATIVE
        )
    )


def test_a_test_not_done_has_a_reason_and_only_that_one() -> None:
    """A reason stands exactly where a test was not done."""
    day = date(2019, 3, 1)
    given(case, opened).when(
        RecordDrugTest(_id(7), day, DrugTestMethod.URINE, DrugTestResult.NOT_DONE, None)
    ).refused(entries.TestReasonMissing)
    given(case, opened).when(
        RecordDrugTest(
            _id(7), day, DrugTestMethod.HAIR, DrugTestResult.POSITIVE, NotDoneReason.EVADED
        )
    ).refused(entries.TestReasonNotWanted)


def test_risk_is_assessed() -> None:
    """The level goes into the entry."""
    given(case, opened).when(AssessRisk(_id(8), date(2019, 6, 1), RiskLevel.HIGH)).then(
        RiskAssessed(**ON_CASE, entry_id=_id(8), occurred_on=date(2019, 6, 1), level=RiskLevel.HIGH)
    )


def test_an_entry_is_made_void_once() -> None:
    """The voiding event carries the entry whole; a second one is refused."""
    command = VoidEntry(stored(contact), VoidReason.MISTAKEN)
    given(case, opened, contact).when(command).then(void(contact))
    given(case, opened, contact, void(contact)).when(command).refused(corrections.EntryAlreadyVoid)


def test_a_void_reporting_in_can_be_recorded_again() -> None:
    """Voiding takes the case back to the phase before."""
    again = ReportIn(_id(9), date(2019, 1, 17))
    given(case, opened, reported_in, void(reported_in)).when(again).then(
        ReportedIn(**ON_CASE, entry_id=_id(9), occurred_on=date(2019, 1, 17))
    )


def test_a_void_agreement_can_be_signed_again() -> None:
    """The reporting in stays as it was."""
    again = SignAgreement(_id(10), date(2019, 1, 18))
    given(case, opened, reported_in, agreed, void(agreed)).when(again).then(
        AgreementSigned(**ON_CASE, entry_id=_id(10), occurred_on=date(2019, 1, 18))
    )


def test_an_agreement_holds_the_reporting_in_that_it_rests_on() -> None:
    """The agreement has to be made void first."""
    given(case, opened, reported_in, agreed).when(
        VoidEntry(stored(reported_in), VoidReason.MISTAKEN)
    ).refused(corrections.AgreementRestsOnIt)


def test_every_refusal_speaks_both_languages() -> None:
    """A refusal's docstring is its message; its Chinese stands beside it."""
    for refusal in _all_refusals():
        assert str(refusal()).endswith("."), refusal
        assert "。" in refusal.zh, refusal
        assert refusal.zh != Refused.zh, f"{refusal} has no Chinese of its own"


def _all_refusals() -> list[type[Refused]]:
    return [c for c in Refused.__subclasses__() if c.__module__.startswith(("services", "shared"))]


def test_an_event_that_does_not_fit_is_an_error() -> None:
    """History that the rules cannot have made is never passed over in silence."""
    with pytest.raises(TypeError):
        given(case, agreed)
