"""The rules of appointments, samples and results, sentence by sentence."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from services.cases.case import drug_test_refusals as refusals
from services.cases.case.api.showing import may_read
from services.cases.case.corrections import OthersRestOnIt, VoidEntry
from services.cases.case.decider import case
from services.cases.case.drug_tests import AppointDrugTest, RecordDrugTest, TakeSample
from services.cases.case.events import CaseEvent
from services.cases.case.evolving import evolve
from services.cases.case.ledger import EntryBeforeDecision, NamedTwice
from services.cases.register import CASE, rows
from services.cases.relations import Found, Held, access_within
from shared.agencies import AgencyKind
from shared.decider import FutureDate, Refused, fold
from shared.events.cases.case import EntryVoided
from shared.events.cases.drug_tests import (
    DrugTestAppointed,
    DrugTestMethod,
    DrugTestRecorded,
    DrugTestResult,
    NotDoneReason,
    SampleTaken,
)
from shared.events.cases.drug_tests import Tester as By
from shared.events.cases.drug_tests import TestPlace as Where
from shared.events.cases.drug_tests import TestReason as Why
from shared.events.cases.person import Substance
from shared.events.corrections import VoidReason
from shared.identity.claims import Caller
from tests.corrections import stored
from tests.given import TODAY, given
from tests.services.cases.case.history import ON_CASE, an_id, contact, opened

APPOINTED_ON, TAKEN_ON, FOUND_ON = date(2019, 2, 1), date(2019, 2, 5), date(2019, 2, 8)
HAIR, URINE = DrugTestMethod.HAIR, DrugTestMethod.URINE
NEGATIVE, POSITIVE, NOT_DONE = DrugTestResult
asked = DrugTestAppointed(
    **ON_CASE,
    entry_id=an_id(20),
    occurred_on=APPOINTED_ON,
    asked_of="hospital",
    due_on=date(2019, 3, 20),
)
own = asked.model_copy(update={"entry_id": an_id(21), "asked_of": ""})
sample = SampleTaken(
    **ON_CASE,
    entry_id=an_id(30),
    occurred_on=TAKEN_ON,
    method=HAIR,
    place=Where.HOSPITAL,
    taken_by=By.HOSPITAL,
)
asked_sample = sample.model_copy(update={"entry_id": an_id(31), "appointment_id": an_id(20)})
take = TakeSample(an_id(30), TAKEN_ON, HAIR, Where.HOSPITAL, By.HOSPITAL)
result = RecordDrugTest(an_id(40), FOUND_ON, HAIR, NEGATIVE, None)
recorded = DrugTestRecorded(
    **ON_CASE, entry_id=an_id(40), occurred_on=FOUND_ON, result=NEGATIVE, method=HAIR
)


def voided(entry: SampleTaken | DrugTestRecorded) -> EntryVoided:
    """The void of an entry."""
    was = stored(entry, entry.entry_id)
    return EntryVoided(
        case_id=an_id(1),
        entry_id=entry.entry_id,
        entry_type=was.type,
        entry=was.fields,
        reason=VoidReason.MISTAKEN,
    )


def test_the_responsible_agency_appoints_a_test_of_its_own() -> None:
    """Nobody is asked; method, place and reason are said where they are known."""
    command = AppointDrugTest(
        an_id(21),
        APPOINTED_ON,
        "",
        date(2019, 3, 20),
        URINE,
        Where.WORKSTATION,
        Why.RANDOM,
    )
    more = {"method": URINE, "place": Where.WORKSTATION, "reason": Why.RANDOM}
    given(case, opened).when(command).then(own.model_copy(update=more))


def test_an_appointment_of_ones_own_gives_nobody_a_part() -> None:
    """The append has the case's row, and none among the relations."""
    past: list[CaseEvent] = [opened]
    state = evolve(fold(case, past), own)
    assert [row.part for row in rows(state, [own], 2)] == [CASE]


@pytest.mark.parametrize(
    "fulfils",
    [
        replace(result, appointment_id=an_id(21)),
        replace(
            result,
            appointment_id=an_id(21),
            result=NOT_DONE,
            not_done_reason=NotDoneReason.UNEXCUSED,
        ),
    ],
)
def test_an_appointment_is_fulfilled_once(fulfils: RecordDrugTest) -> None:
    """By a result, or by why there is none; the next one names another appointment, or none."""
    past: list[CaseEvent] = [opened, own]
    (event,) = case.decide(fulfils, fold(case, past), TODAY)
    given(case, opened, own, event).when(fulfils).refused(refusals.AppointmentUnknown)


def test_a_test_of_ones_own_appointment_is_held_to_the_case() -> None:
    """Nobody is asked who would learn of it; the appointment's day holds as well."""
    early = replace(result, appointment_id=an_id(21), occurred_on=date(2019, 1, 31))
    given(case, opened, own).when(early).refused(refusals.TestBeforeAppointment)
    past = own.model_copy(update={"occurred_on": date(2018, 12, 1)})  # by older software
    early = replace(early, occurred_on=date(2019, 1, 9))
    given(case, opened, past).when(early).refused(EntryBeforeDecision)


def test_a_sample_is_taken() -> None:
    """For an appointment or for none."""
    given(case, opened).when(take).then(sample)
    command = replace(take, entry_id=an_id(31), appointment_id=an_id(20))
    given(case, opened, asked).when(command).then(asked_sample)


def test_a_sample_is_held_to_the_case_or_to_its_appointment() -> None:
    """As a test is: who was asked for it learns neither phase nor decision."""
    given(case, opened).when(replace(take, occurred_on=date(2025, 1, 1))).refused(FutureDate)
    given(case, opened).when(replace(take, occurred_on=date(2019, 1, 9))).refused(
        EntryBeforeDecision
    )
    of = replace(take, appointment_id=an_id(20))
    given(case, opened).when(of).refused(refusals.AppointmentUnknown)
    given(case, opened, asked).when(replace(of, occurred_on=date(2019, 1, 31))).refused(
        refusals.TestBeforeAppointment
    )


def test_one_sample_of_an_appointment_waits() -> None:
    """A second one would leave open which one the result is of; a void one is none."""
    again = replace(take, entry_id=an_id(32), appointment_id=an_id(20))
    given(case, opened, asked, asked_sample).when(again).refused(refusals.SampleTakenAlready)
    given(case, opened, asked, asked_sample, voided(asked_sample)).when(again).then(
        asked_sample.model_copy(update={"entry_id": an_id(32)})
    )


def test_a_result_names_its_sample() -> None:
    """That of a sample of an appointment fulfils it, whether or not it names it too."""
    given(case, opened, sample).when(replace(result, sample_id=an_id(30))).then(
        recorded.model_copy(update={"sample_id": an_id(30)})
    )
    both = {"sample_id": an_id(31), "appointment_id": an_id(20)}
    for appointment in (None, an_id(20)):
        command = replace(result, sample_id=an_id(31), appointment_id=appointment)
        given(case, opened, asked, asked_sample).when(command).then(
            recorded.model_copy(update=both)
        )


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (replace(result, sample_id=an_id(99)), refusals.SampleUnknown),
        (replace(result, sample_id=contact.entry_id), refusals.SampleUnknown),
        (replace(result, sample_id=an_id(20)), refusals.SampleUnknown),
        (replace(result, sample_id=an_id(30), method=URINE), refusals.SampleOfAnotherMethod),
        (
            replace(result, sample_id=an_id(30), occurred_on=TAKEN_ON - timedelta(days=1)),
            refusals.ResultBeforeSample,
        ),
        (
            replace(result, sample_id=an_id(30), appointment_id=an_id(20)),
            refusals.SampleUnknown,
        ),
        (
            replace(result, sample_id=an_id(31), appointment_id=an_id(21)),
            refusals.SampleUnknown,
        ),
        (replace(result, appointment_id=an_id(20)), refusals.SampleWaits),
        (
            replace(
                result,
                appointment_id=an_id(20),
                result=NOT_DONE,
                not_done_reason=NotDoneReason.REFUSED,
            ),
            refusals.SampleWaits,
        ),
    ],
)
def test_a_result_fits_its_sample(command: RecordDrugTest, reason: type[Refused]) -> None:
    """It is of the same appointment and method, and not earlier; and it does not pass it over."""
    past = (opened, contact, asked, own, sample, asked_sample)
    given(case, *past).when(command).refused(reason)


def test_a_sample_has_one_result() -> None:
    """A result that was a mistake is made void first; then the sample waits again."""
    command = replace(result, sample_id=an_id(30), entry_id=an_id(41))
    of_sample = recorded.model_copy(update={"sample_id": an_id(30)})
    given(case, opened, sample, of_sample).when(command).refused(refusals.SampleHasResult)
    given(case, opened, sample, of_sample, voided(of_sample)).when(command).then(
        of_sample.model_copy(update={"entry_id": an_id(41)})
    )
    void = VoidEntry(stored(sample, an_id(30)), VoidReason.MISTAKEN)
    given(case, opened, sample, of_sample).when(void).refused(OthersRestOnIt)


def test_a_test_that_was_not_done_has_no_sample() -> None:
    """There was nothing to test."""
    command = replace(
        result, result=NOT_DONE, not_done_reason=NotDoneReason.EVADED, sample_id=an_id(30)
    )
    given(case, opened, sample).when(command).refused(refusals.SampleNotWanted)


def test_only_a_positive_test_was_positive_for_something() -> None:
    """For what need not be known."""
    found = (Substance.HEROIN, Substance.KETAMINE)
    positive = replace(result, result=POSITIVE)
    given(case, opened).when(replace(positive, substances=found)).then(
        recorded.model_copy(update={"result": POSITIVE, "substances": found})
    )
    given(case, opened).when(positive).then(recorded.model_copy(update={"result": POSITIVE}))
    given(case, opened).when(replace(result, substances=found)).refused(
        refusals.SubstancesNotWanted
    )
    twice = replace(positive, substances=(Substance.HEROIN,) * 2)
    given(case, opened).when(twice).refused(NamedTwice)


@pytest.mark.parametrize("why", NotDoneReason)
def test_who_would_have_tested_and_why_may_be_said_of_a_test_not_done(why: NotDoneReason) -> None:
    """The four reasons are kept apart; a random test that was evaded was a random one."""
    more = {"tested_by": By.POLICE, "reason": Why.RANDOM}
    command = replace(
        result,
        result=NOT_DONE,
        not_done_reason=why,
        tested_by=By.POLICE,
        reason=Why.RANDOM,
    )
    given(case, opened).when(command).then(
        recorded.model_copy(update={"result": NOT_DONE, "not_done_reason": why, **more})
    )


@pytest.mark.parametrize(
    ("kind", "subject", "shown"),
    [
        (AgencyKind.HOSPITAL, an_id(20), True),
        (AgencyKind.LABORATORY, an_id(20), True),
        (AgencyKind.HOSPITAL, an_id(22), False),
    ],
)
def test_who_was_asked_sees_the_sample_of_its_appointment_alone(
    kind: AgencyKind, subject: UUID, *, shown: bool
) -> None:
    """Not one of another appointment, nor of none; and no result."""
    caller = Caller("agency", ("41",), frozenset(), kind=kind)
    found = Found("410102001003", "other", an_id(9), 4, (Held("asked_for_test", subject, TODAY),))
    access = access_within(caller, an_id(1), found, TODAY)
    assert may_read(access, asked_sample) is shown
    assert not may_read(access, sample)
    assert not may_read(access, recorded)
