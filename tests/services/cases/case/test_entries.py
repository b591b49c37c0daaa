"""Contacts, drug tests and risk assessments, sentence by sentence."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from services.cases.case import drug_test_refusals, ledger, state
from services.cases.case.assessments import AssessRisk
from services.cases.case.contacts import RecordContact
from services.cases.case.decider import case, warnings
from services.cases.case.drug_tests import RecordDrugTest
from shared.decider import fold
from shared.events.cases.assessments import RiskAssessed
from shared.events.cases.case import CaseOpened
from shared.events.cases.contacts import ContactMode, ContactRecorded
from shared.events.cases.drug_tests import (
    DrugTestMethod,
    DrugTestRecorded,
    DrugTestResult,
    NotDoneReason,
)
from shared.warned import EarlyDay
from tests.given import given
from tests.services.cases.case.history import (
    AT_LARGE,
    ON_CASE,
    agreed,
    an_id,
    contact,
    opened,
    opened_at_large,
    reported_in,
)


def test_nothing_is_recorded_on_a_case_that_is_not_open() -> None:
    """Every entry needs a case."""
    command = RecordContact(an_id(5), date(2019, 2, 1), ContactMode.PHONE)
    given(case).when(command).refused(state.CaseUnknown)


@pytest.mark.parametrize("past", [[opened], [opened, reported_in], [opened, reported_in, agreed]])
def test_a_contact_is_recorded_in_every_phase(past: list[Any]) -> None:
    """Work with a client does not wait for papers."""
    command = RecordContact(an_id(5), date(2019, 2, 1), ContactMode.HOME_VISIT)
    given(case, *past).when(command).then(contact)


def test_a_contact_at_large_says_so() -> None:
    """The kind of case goes with the entry."""
    command = RecordContact(an_id(5), date(2019, 2, 1), ContactMode.PHONE)
    given(case, opened_at_large).when(command).then(
        ContactRecorded(
            **AT_LARGE, entry_id=an_id(5), occurred_on=date(2019, 2, 1), mode=ContactMode.PHONE
        )
    )


def test_a_test_is_recorded_with_its_result() -> None:
    """A test that was done has a result and no reason."""
    command = RecordDrugTest(
        an_id(7), date(2019, 3, 1), DrugTestMethod.URINE, DrugTestResult.NEGATIVE, None
    )
    given(case, opened).when(command).then(
        DrugTestRecorded(
            **ON_CASE,
            entry_id=an_id(7),
            occurred_on=date(2019, 3, 1),
            result=DrugTestResult.NEGATIVE,
        )
    )


def test_a_test_not_done_has_a_reason_and_only_that_one() -> None:
    """A reason stands exactly where a test was not done."""
    day = date(2019, 3, 1)
    given(case, opened).when(
        RecordDrugTest(an_id(7), day, DrugTestMethod.URINE, DrugTestResult.NOT_DONE, None)
    ).refused(drug_test_refusals.TestReasonMissing)
    given(case, opened).when(
        RecordDrugTest(
            an_id(7), day, DrugTestMethod.HAIR, DrugTestResult.POSITIVE, NotDoneReason.EVADED
        )
    ).refused(drug_test_refusals.TestReasonNotWanted)


def test_risk_is_assessed() -> None:
    """The level goes into the entry."""
    given(case, opened).when(AssessRisk(an_id(8), date(2019, 6, 1), "high")).then(
        RiskAssessed(**ON_CASE, entry_id=an_id(8), occurred_on=date(2019, 6, 1), level="high")
    )


DECIDED = date(2019, 1, 10)
Entries = RecordContact | RecordDrugTest | AssessRisk
at_large_decided = CaseOpened(**AT_LARGE, occurred_on=DECIDED)


def entries_on(day: date) -> list[Entries]:
    """An entry of each kind, on a day."""
    return [
        RecordContact(an_id(5), day, ContactMode.PHONE),
        RecordDrugTest(an_id(5), day, DrugTestMethod.URINE, DrugTestResult.NEGATIVE, None),
        AssessRisk(an_id(5), day, "low"),
    ]


@pytest.mark.parametrize("past", [opened, at_large_decided])
@pytest.mark.parametrize("command", entries_on(DECIDED - timedelta(days=1)))
def test_an_entry_before_the_decision_is_refused(past: CaseOpened, command: Entries) -> None:
    """What was before it does not belong into this file; one of the two days is wrong."""
    given(case, past).when(command).refused(ledger.EntryBeforeDecision)
    assert ledger.EntryBeforeDecision.field == "occurred_on"


@pytest.mark.parametrize("past", [opened, at_large_decided, opened_at_large])
@pytest.mark.parametrize("command", entries_on(DECIDED))
def test_an_entry_on_the_day_of_the_decision_is_not(past: CaseOpened, command: Entries) -> None:
    """Nor is one in a file that has no decision."""
    assert case.decide(command, fold(case, [past]), date(2024, 1, 1))
    early = replace(command, occurred_on=date(1950, 1, 1))
    assert case.decide(early, fold(case, [opened_at_large]), date(2024, 1, 1))
    assert warnings(early, date(2024, 1, 1)) == [EarlyDay("occurred_on")]
    assert warnings(command, date(2024, 1, 1)) == []
