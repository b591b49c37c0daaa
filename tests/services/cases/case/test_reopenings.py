"""How a case is opened again, who is told of its end, and what is left of it, by sentences."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.cases.case import endings, programme
from services.cases.case.corrections import OthersRestOnIt, VoidEntry
from services.cases.case.decider import case
from services.cases.case.drug_tests import AppointDrugTest, RecordDrugTest
from services.cases.case.endings import (
    NotifyOfEnding,
    ReopenCase,
)
from services.cases.case.events import Step
from services.cases.case.ledger import NotOpenThen
from services.cases.case.oversight import AnnulOpening, ReassignCase
from services.cases.case.programme import ReportIn
from services.cases.case.state import (
    CaseHasEnded,
    Ended,
    Existing,
    OpenedInError,
    Suspended,
    UnderAgreement,
)
from shared.decider import fold
from shared.events.cases.case import CaseEntry, CaseOpened, EntryVoided, ReassignmentReason
from shared.events.cases.drug_tests import (
    DrugTestAppointed,
    DrugTestMethod,
    DrugTestRecorded,
    DrugTestResult,
)
from shared.events.cases.endings import (
    Ending,
    EndingNotified,
    Noticed,
    ReopeningReason,
)
from shared.events.cases.evidence import Document
from shared.events.corrections import VoidReason
from tests.corrections import stored
from tests.given import given
from tests.services.cases.case.history import (
    ON_CASE,
    an_id,
    contact,
    ended,
    opened,
    reopened,
    suspended,
)
from tests.services.cases.case.test_endings import AGREED, END, ENDED, RUNNING, TODAY

REOPEN = ReopenCase(an_id(35), date(2022, 5, 10), ReopeningReason.RELEASED)
TELL = NotifyOfEnding(an_id(36), date(2021, 5, 14), Noticed.FAMILY)
told = EndingNotified(
    **ON_CASE,
    entry_id=an_id(36),
    occurred_on=date(2021, 5, 14),
    ending_id=ended.entry_id,
    told=Noticed.FAMILY,
    due_on=date(2021, 5, 17),
)


@pytest.mark.parametrize("past", RUNNING)
def test_a_case_is_opened_again_where_it_stood(past: tuple[CaseOpened | Step, ...]) -> None:
    """In the phase in which it ended, also where the programme was suspended."""
    on_case = {"kind": past[0].kind}
    ending, again = ended.model_copy(update=on_case), reopened.model_copy(update=on_case)
    given(case, *past, ending).when(REOPEN).then(again)
    state, before = fold(case, [*past, ending, again]), fold(case, past)
    assert type(state) is type(before)
    if isinstance(state, Suspended):
        assert isinstance(state.before, UnderAgreement)


def test_only_what_has_ended_is_opened_again() -> None:
    """And not before its end; on that day it may, as when an ending is lifted at once."""
    given(case, *AGREED).when(REOPEN).refused(endings.CaseHasNotEnded)
    given(case, *ENDED, reopened).when(REOPEN).refused(endings.CaseHasNotEnded)
    early = replace(REOPEN, occurred_on=ended.occurred_on - timedelta(days=1))
    given(case, *ENDED).when(early).refused(programme.BeforeTheLastStep)
    same_day = replace(REOPEN, occurred_on=ended.occurred_on)
    assert len(case.decide(same_day, fold(case, ENDED), TODAY)) == 1


def test_a_death_is_final() -> None:
    """Unless it was entered by mistake: then the ending is made void."""
    died = ended.model_copy(update={"ending": Ending.DIED, "evidence": Document.DEATH_CERTIFICATE})
    given(case, *AGREED, died).when(REOPEN).refused(endings.DeathIsFinal)
    [gone] = case.decide(_void(died), fold(case, [*AGREED, died]), TODAY)
    assert isinstance(fold(case, [*AGREED, died, gone]), UnderAgreement)


def test_a_case_may_end_more_than_once() -> None:
    """Each time with its own ending, and opened again in between."""
    second = replace(END, entry_id=an_id(40), occurred_on=date(2023, 5, 10))
    [event] = case.decide(second, fold(case, [*ENDED, reopened]), TODAY)
    state = fold(case, [*ENDED, reopened, event])
    assert isinstance(state, Ended)
    assert state.ending.entry_id == an_id(40)


def test_police_and_family_are_told_of_an_ending() -> None:
    """Within seven days, which the entry says; on the day itself, or later, it is taken too."""
    given(case, *ENDED).when(TELL).then(told)
    late = replace(TELL, occurred_on=date(2021, 6, 1))
    given(case, *ENDED).when(late).then(told.model_copy(update={"occurred_on": date(2021, 6, 1)}))
    early = replace(TELL, occurred_on=date(2021, 5, 9))
    given(case, *ENDED).when(early).refused(endings.ToldBeforeEnding)
    given(case, *AGREED).when(TELL).refused(endings.CaseHasNotEnded)
    over_the_year = ended.model_copy(update={"occurred_on": date(2020, 12, 28)})
    [event] = case.decide(TELL, fold(case, [*AGREED, over_the_year]), TODAY)
    assert isinstance(event, EndingNotified)
    assert event.due_on == date(2021, 1, 4)


def test_a_notice_is_entered_late_too() -> None:
    """When the case is open again by then; it is about the last ending before its day."""
    given(case, *ENDED, reopened).when(TELL).then(told)
    again = ended.model_copy(update={"entry_id": an_id(40), "occurred_on": date(2023, 5, 10)})
    past = (*ENDED, reopened, again)
    given(case, *past).when(TELL).then(told)
    [event] = case.decide(replace(TELL, occurred_on=date(2023, 5, 11)), fold(case, past), TODAY)
    assert isinstance(event, EndingNotified)
    assert event.ending_id == an_id(40)


def test_who_was_told_is_not_told_again() -> None:
    """Of one ending; each of the others may be told, and they again once a notice is void."""
    again = NotifyOfEnding(an_id(39), date(2021, 5, 20), Noticed.FAMILY)
    given(case, *ENDED, told).when(again).refused(endings.AlreadyTold)
    state = fold(case, [*ENDED, told])
    assert case.decide(replace(again, told=Noticed.POLICE), state, TODAY)
    assert case.decide(replace(again, told=Noticed.STREET), state, TODAY)
    assert case.decide(again, case.evolve(state, *case.decide(_void(told), state, TODAY)), TODAY)


def test_an_ending_that_was_told_of_is_void_after_its_notices() -> None:
    """They rest on it."""
    given(case, *ENDED, told).when(_void(ended)).refused(OthersRestOnIt)
    [gone] = case.decide(_void(told), fold(case, [*ENDED, told]), TODAY)
    assert len(case.decide(_void(ended), fold(case, [*ENDED, told, gone]), TODAY)) == 1


APPOINT = AppointDrugTest(an_id(20), date(2021, 5, 1), "hospital", date(2021, 6, 1))
TEST = RecordDrugTest(
    an_id(21),
    date(2021, 5, 20),
    DrugTestMethod.URINE,
    DrugTestResult.NEGATIVE,
    None,
    an_id(20),
)


def test_a_test_that_was_asked_for_is_entered_after_the_end_too() -> None:
    """Who was asked is told nothing of the end; the test is of the kind that the case was of."""
    [appointed] = case.decide(APPOINT, fold(case, AGREED), TODAY)
    assert isinstance(appointed, DrugTestAppointed)
    state = fold(case, [*AGREED, appointed, ended])
    [tested] = case.decide(TEST, state, TODAY)
    assert isinstance(tested, DrugTestRecorded)
    assert isinstance(case.evolve(state, tested), Ended)


def test_no_test_is_asked_for_after_the_end() -> None:
    """One that was asked for before can be entered late, as everything else."""
    late = replace(APPOINT, occurred_on=date(2021, 5, 11))
    given(case, *ENDED).when(late).refused(NotOpenThen)
    assert len(case.decide(APPOINT, fold(case, ENDED), TODAY)) == 1


def test_an_ended_case_is_annulled_with_all_its_entries() -> None:
    """Notices, reopenings and endings too; the opening last, and nothing is left that counts."""
    past = (*AGREED, contact, suspended, ended, told, reopened)
    entries = tuple(stored(each, an_id(100) if each is opened else None) for each in past)
    events = case.decide(
        AnnulOpening("police", VoidReason.MISTAKEN, entries), fold(case, past), TODAY
    )
    gone = [each.entry_id for each in events if isinstance(each, EntryVoided)]
    assert gone == [entry.entry_id for entry in reversed(entries)]
    state = fold(case, [*past, *events])
    assert isinstance(state, OpenedInError)
    assert state.file.spans == ()
    assert not any(state.file.counting.values())


def test_an_ended_case_can_be_given_to_another_agency() -> None:
    """It stays ended; the agency that has it then opens it again, or corrects it."""
    command = ReassignCase(
        an_id(50), "agency", "workstation", "police", ReassignmentReason.AGENCY_CLOSED
    )
    [given_away] = case.decide(command, fold(case, ENDED), TODAY)
    state = fold(case, [*ENDED, given_away])
    assert isinstance(state, Ended)
    [event] = case.decide(REOPEN, state, TODAY)
    again = case.evolve(state, event)
    assert isinstance(again, UnderAgreement)
    assert (again.file.agency, again.file.registration_id) == ("workstation", an_id(50))


def test_after_an_ending_is_void_the_case_goes_on() -> None:
    """As if it had never ended; so does one whose reopening is void stay ended."""
    [gone] = case.decide(_void(ended), fold(case, ENDED), TODAY)
    state = fold(case, [*ENDED, gone])
    assert isinstance(state, UnderAgreement)
    given(case, *ENDED, gone).when(END).then(ended)
    [back] = case.decide(_void(reopened), fold(case, [*ENDED, reopened]), TODAY)
    state = fold(case, [*ENDED, reopened, back])
    assert isinstance(state, Ended)
    assert isinstance(state, Existing)
    assert state.ending == ended
    step = ReportIn(an_id(40), date(2023, 1, 1))
    given(case, *ENDED, reopened, back).when(step).refused(CaseHasEnded)


def _void(entry: CaseEntry) -> VoidEntry:
    return VoidEntry(stored(entry), VoidReason.MISTAKEN)
