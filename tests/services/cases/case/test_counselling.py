"""Counselling, households and work, sentence by sentence."""

from dataclasses import replace
from datetime import date

from services.cases.case import counselling
from services.cases.case.contacts import NoCrisisSeen
from services.cases.case.corrections import OthersRestOnIt, VoidEntry
from services.cases.case.counselling import HoldCounselling
from services.cases.case.decider import case
from services.cases.case.events import CaseEvent
from services.cases.case.household import RecordEmployment, RecordHousehold
from services.cases.case.ledger import NamedTwice
from services.cases.case.standing import spans
from services.cases.case.state import Case, Existing
from shared.decider import fold
from shared.events.cases.contacts import ContactMode, Crisis
from shared.events.cases.counselling import (
    CounsellingHeld,
    CounsellorQualification,
    MotivationStage,
    StageChange,
)
from shared.events.cases.employment import Employment
from shared.events.cases.household import (
    EmploymentRecorded,
    FamilyEvent,
    HouseholdFact,
    HouseholdRecorded,
)
from shared.events.corrections import VoidReason
from tests.corrections import stored
from tests.given import given
from tests.services.cases.case.history import ON_CASE, an_id, contact, opened

DAY = date(2019, 3, 14)
CRISIS = contact.model_copy(update={"crisis": Crisis.DANGER_TO_SELF})
COMMAND = HoldCounselling(
    an_id(60),
    DAY,
    CounsellorQualification.COUNSELLOR,
    ContactMode.OFFICE,
    counsellor_id=an_id(9),
    contact_id=an_id(5),
    stage=MotivationStage.CONTEMPLATION,
)
HELD = CounsellingHeld(
    **ON_CASE,
    entry_id=an_id(60),
    occurred_on=DAY,
    qualification=CounsellorQualification.COUNSELLOR,
    mode=ContactMode.OFFICE,
    counsellor_id=an_id(9),
    contact_id=an_id(5),
    crisis=Crisis.DANGER_TO_SELF,
    stage=MotivationStage.CONTEMPLATION,
)


def after(*events: CaseEvent) -> Case:
    """The case after events."""
    return fold(case, events)


def test_counselling_answers_a_crisis_and_leaves_it_open() -> None:
    """The crisis is open until it is followed up; its contact cannot be made void first."""
    given(case, opened, CRISIS).when(COMMAND).then(HELD)
    state = after(opened, CRISIS, HELD)
    assert isinstance(state, Existing)
    assert state.file.open_crises == [an_id(5)]
    void = VoidEntry(stored(CRISIS), VoidReason.MISTAKEN)
    given(case, opened, CRISIS, HELD).when(void).refused(OthersRestOnIt)


def test_counselling_answers_what_was_seen() -> None:
    """A contact without a crisis is none to answer, and none is answered before it was seen."""
    given(case, opened, contact).when(COMMAND).refused(NoCrisisSeen)
    early = replace(COMMAND, occurred_on=date(2019, 1, 31))
    given(case, opened, CRISIS).when(early).refused(counselling.CounselledBeforeContact)


def test_who_counsels_is_qualified() -> None:
    """The talk of a worker without a counsellor's certificate is a contact."""
    worker = replace(COMMAND, qualification=CounsellorQualification.SOCIAL_WORKER)
    given(case, opened, CRISIS).when(worker).refused(counselling.QualificationDoesNotFit)


def test_motivation_goes_step_by_step_and_may_go_back() -> None:
    """Each stage is compared with the last one up to its day, not with what came later."""

    def found(stage: MotivationStage, day: date) -> StageChange:
        command = replace(COMMAND, entry_id=an_id(61), occurred_on=day, stage=stage)
        [event] = case.decide(command, after(opened, CRISIS, HELD), date(2024, 1, 1))
        assert isinstance(event, CounsellingHeld)
        return event.change

    later = date(2019, 4, 1)
    assert found(MotivationStage.ACTION, later) is StageChange.FORWARD
    assert found(MotivationStage.PRECONTEMPLATION, later) is StageChange.BACK
    assert found(MotivationStage.CONTEMPLATION, later) is StageChange.SAME
    assert found(MotivationStage.ACTION, date(2019, 3, 1)) is StageChange.NOT_COMPARED


def test_a_household_is_recorded_in_codes() -> None:
    """In one order, each once; nothing of note is something to record too."""
    command = RecordHousehold(
        an_id(62),
        DAY,
        (HouseholdFact.DISABILITY, HouseholdFact.ELDERLY_OVER_70),
        (FamilyEvent.REUNITED,),
    )
    given(case, opened).when(command).then(
        HouseholdRecorded(
            **ON_CASE,
            entry_id=an_id(62),
            occurred_on=DAY,
            facts=(HouseholdFact.ELDERLY_OVER_70, HouseholdFact.DISABILITY),
            happened=(FamilyEvent.REUNITED,),
        )
    )
    twice = replace(command, happened=(FamilyEvent.BIRTH, FamilyEvent.BIRTH))
    given(case, opened).when(twice).refused(NamedTwice)
    nothing = HouseholdRecorded(**ON_CASE, entry_id=an_id(62), occurred_on=DAY)
    given(case, opened).when(RecordHousehold(an_id(62), DAY)).then(nothing)


def test_work_is_what_was_recorded_last() -> None:
    """By the days on which it was so, also where an earlier change is entered late."""

    def work(on: date, employment: Employment, number: int) -> EmploymentRecorded:
        [event] = case.decide(
            RecordEmployment(an_id(number), on, employment), after(opened), date(2024, 1, 1)
        )
        assert isinstance(event, EmploymentRecorded)
        return event

    post = work(date(2019, 6, 1), Employment.PUBLIC_BENEFIT_POST, 63)
    looking = work(date(2019, 2, 1), Employment.LOOKING, 64)
    found = spans(after(opened, post, looking))
    assert [(span.since, span.employment) for span in found] == [
        (date(2019, 1, 10), None),
        (date(2019, 2, 1), Employment.LOOKING),
        (date(2019, 6, 1), Employment.PUBLIC_BENEFIT_POST),
    ]
