"""What is noted of the events of a case, and how a history is kept."""

from datetime import date
from typing import get_args
from uuid import UUID

import pytest
from hypothesis import given as for_all
from hypothesis.strategies import integers

from services.cases.case.events import CaseEvent
from services.cases.duties.history import History, Note, What, all_noted, from_json, noted, to_json
from services.cases.duties.notes import NOTED
from shared.events import type_of
from shared.events.cases.case import (
    CaseOpened,
    CaseReassigned,
    EntryVoided,
    OpeningAnnulled,
    OpeningRequested,
    PersonFactsCorrected,
    ReassignmentReason,
    StandingPublished,
)
from shared.events.cases.contacts import ContactMode, Crisis, Direction
from shared.events.cases.counselling import CounsellingHeld
from shared.events.cases.drug_tests import DrugTestDisputed, DrugTestRechecked, NotDoneReason
from shared.events.cases.guidance import ClientInformed, WarningGiven
from shared.events.cases.help import HelpRefused, HelpRequested, NeedAssessed, NeedClosed
from shared.events.cases.household import EmploymentRecorded, HouseholdRecorded
from shared.events.cases.plan import GoalChanged, GoalClosed, GoalSet, PlanReviewed
from shared.events.cases.points import MeritRecorded
from shared.events.cases.programme import MaintenanceEnded, MaintenanceStarted
from tests.services.cases.duties.by_chance import FIRST, Life, lives
from tests.services.cases.duties.told import (
    CASE,
    OPENING,
    appointed,
    credited,
    history,
    leaves,
    met,
    not_tested,
    opened,
    reported,
    sampled,
    void,
    was_tested,
)

# Nothing that is due begins with these, ends with them or is met by them.
NOT_NOTED = {
    *(PersonFactsCorrected, StandingPublished, OpeningRequested, OpeningAnnulled),
    *(MaintenanceStarted, MaintenanceEnded, DrugTestDisputed, DrugTestRechecked),
    *(ClientInformed, WarningGiven, MeritRecorded),
    *(CounsellingHeld, HouseholdRecorded, EmploymentRecorded),
    *(NeedAssessed, NeedClosed, HelpRequested, HelpRefused),
    *(GoalSet, GoalChanged, GoalClosed, PlanReviewed),
}
HEAD = {CaseOpened, CaseReassigned, EntryVoided}


def test_of_every_event_it_is_said_whether_something_is_noted() -> None:
    """An event that comes new must be put to one of the three; no two of them say of one."""
    assert {*NOTED} | NOT_NOTED | HEAD == {*get_args(CaseEvent)}
    assert len(NOTED) + len(NOT_NOTED) + len(HEAD) == len(get_args(CaseEvent))


@pytest.mark.parametrize("kind", NOTED, ids=type_of)
def test_what_is_noted_are_fields_of_the_entry(kind: type) -> None:
    """A field that is renamed would be found by no type check."""
    names = {each for each in NOTED[kind][1:] if each is not None}
    assert names <= {*kind.model_fields}  # type: ignore[attr-defined]


def test_a_note_has_what_duties_need() -> None:
    """Day, code, what it is about, and until when."""
    appointment, leave = appointed("2019-02-01", "2019-02-08"), leaves("2019-03-01", "2019-03-09")
    crisis = met("2019-02-02", ContactMode.PHONE, crisis=Crisis.DANGER_TO_SELF)
    evaded = not_tested("2019-02-08", NotDoneReason.EVADED, appointment)
    credit = credited("2019-03-02", 30)
    case = history(opened("2019-01-10"), appointment, crisis, evaded, leave, credit)
    assert case.notes == (
        Note(appointment.entry_id, What.APPOINTED, date(2019, 2, 1), to=date(2019, 2, 8)),
        Note(crisis.entry_id, What.CONTACT, date(2019, 2, 2), "phone"),
        Note(crisis.entry_id, What.CRISIS, date(2019, 2, 2)),
        Note(evaded.entry_id, What.TEST, date(2019, 2, 8), "evaded", appointment.entry_id),
        Note(leave.entry_id, What.LEAVE, date(2019, 3, 1), to=date(2019, 3, 9)),
        Note(credit.entry_id, What.CREDITED, date(2019, 3, 2), "30"),
    )


def test_a_void_takes_all_notes_of_an_entry_out() -> None:
    """A contact with a crisis has two."""
    crisis = met("2019-02-02", crisis=Crisis.DANGER_TO_OTHERS)
    assert history(opened("2019-01-10"), crisis, void(crisis)).notes == ()


def test_a_sample_is_the_test_and_its_result_no_second_one() -> None:
    """Of a sample that is not noted, the result is."""
    sample = sampled("2019-02-02")
    result = was_tested("2019-02-09", sample=sample)
    [note] = history(opened("2019-01-10"), sample, result).notes
    assert (note.entry_id, note.code) == (sample.entry_id, "sampled")
    [note] = history(opened("2019-01-10"), sample, result, void(result)).notes
    assert note.entry_id == sample.entry_id
    [note] = history(opened("2019-01-10"), result).notes
    assert (note.entry_id, note.code) == (result.entry_id, "negative")


def test_a_talk_with_the_family_is_noted_for_its_crisis_alone() -> None:
    """The client was not met."""
    family = met("2019-02-02", crisis=Crisis.DANGER_TO_SELF, direction=Direction.FAMILY)
    [note] = history(opened("2019-01-10"), family).notes
    assert note.what is What.CRISIS


def test_the_head_of_a_history() -> None:
    """The day of the decision, or of the recording; who is responsible now, and who was."""
    case = history(opened("2019-01-10"))
    assert (case.opened_on, case.decided, case.void) == (date(2019, 1, 10), True, False)
    undated = history(opened(None), recorded_on="2019-03-01")
    assert (undated.opened_on, undated.decided) == (date(2019, 3, 1), False)
    passed_on = CaseReassigned(
        case_id=CASE,
        registration_id=UUID(int=7),
        from_agency="agency",
        to_agency="another",
        reassigned_by="police",
        reason=ReassignmentReason.MOVED,
    )
    case = history(opened("2019-01-10"), passed_on, recorded_on="2019-03-01")
    assert case.agency == "another"
    assert case.agency_on(date(2019, 2, 28)) == "agency"
    assert case.agency_on(date(2019, 3, 1)) == "another"
    mistake = history(opened("2019-01-10"), void(opened("2019-01-10")), recorded_on="2019-04-01")
    assert (mistake.void, mistake.void_on) == (True, date(2019, 4, 1))


def test_before_a_case_is_opened_there_is_no_history() -> None:
    """A request that waits has none, nor has an entry by itself."""
    assert noted(None, OPENING, date(2019, 1, 1), reported("2019-01-15")) is None


def test_a_history_is_kept_as_json() -> None:
    """And is the same again."""
    appointment = appointed("2019-02-01", "2019-02-08")
    first = opened("2019-01-10")
    for events in ((first, reported("2019-01-15"), appointment), (first, void(first))):
        case = history(*events)
        assert from_json(to_json(case)) == case


@for_all(lives(), integers(0, 60))
def test_many_events_at_once_are_noted_as_one_by_one(life: Life, first: int) -> None:
    """However they are divided; voids, samples and their results included."""
    entries = [(getattr(event, "entry_id", OPENING), FIRST, event) for event in life.events]
    one_by_one: History | None = None
    for entry_id, day, event in entries:
        one_by_one = noted(one_by_one, entry_id, day, event)
    assert all_noted(all_noted(None, entries[:first]), entries[first:]) == one_by_one
