"""What is noted of each entry of a case, as far as duties follow from it. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from services.cases.case.lasting_help import planned_until
from shared.events import Event
from shared.events.cases.assessments import EvaluationMade, RiskAssessed, SummaryWritten
from shared.events.cases.closing import ClosingReportSigned
from shared.events.cases.contacts import ContactRecorded, CrisisFollowedUp, Direction
from shared.events.cases.drug_tests import DrugTestAppointed, DrugTestRecorded, SampleTaken
from shared.events.cases.endings import CaseEnded, CaseReopened, EndingNotified
from shared.events.cases.findings import (
    DepartureFound,
    FindingConfirmed,
    FindingDismissed,
    PoliceToldOfFinding,
)
from shared.events.cases.guidance import RegularReportMade
from shared.events.cases.help import HelpEnded, HelpForm, HelpGiven
from shared.events.cases.leave import LeaveExtended, LeaveReported, ReturnedFromLeave
from shared.events.cases.programme import (
    AgreementSigned,
    KindChanged,
    ProgrammeResumed,
    ProgrammeSuspended,
    ReportedIn,
    TimeServedCredited,
)
from shared.events.cases.team import TeamMemberJoined, TeamMemberLeft


class What(StrEnum):
    """What was noted; the code of a note is given in brackets."""

    REPORTED_IN = "reported_in"
    AGREED = "agreed"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    KIND_CHANGED = "kind_changed"  # (the new kind)
    MOVED = "moved"  # (the new region)
    ENDED = "ended"  # (how)
    REOPENED = "reopened"
    NOTIFIED = "notified"  # (who was told), about the ending
    CONTACT = "contact"  # (mode)
    CRISIS = "crisis"  # with the contact's id
    FOLLOWED_UP = "followed_up"  # about the contact
    APPOINTED = "appointed"  # to be done on `to`
    TEST = "test"  # (result, why it was not done, or SAMPLED), about the appointment
    ASSESSED = "assessed"  # (level)
    SUMMARY = "summary"
    EVALUATION = "evaluation"
    REGULAR_REPORT = "regular_report"  # (mode)
    LEAVE = "leave"  # back on `to`
    LEAVE_EXTENDED = "leave_extended"  # about the leave; back on `to`
    RETURNED = "returned"  # about the leave
    POST = "post"  # until `to`
    POST_ENDED = "post_ended"  # about the post
    CREDITED = "credited"  # (days)
    DEPARTED = "departed"  # back on `to`, where that is known
    CONFIRMED = "confirmed"  # (condition), about an entry: one note for each that made it
    DISMISSED = "dismissed"  # the same
    POLICE_TOLD = "police_told"  # about the finding
    DOUBTED = "doubted"  # an entry was made void: about a confirmed finding that it had made
    CLOSING_REPORT = "closing_report"  # about the ending
    JOINED_TEAM = "joined_team"  # (role, and the agency where it was responsible then)
    LEFT_TEAM = "left_team"  # about the joining
    REASSIGNED = "reassigned"  # (the agency that was responsible until then), on its recording


SAMPLED = "sampled"  # the code of a test whose result was awaited


class Note(NamedTuple):
    """What is noted of an entry: its id, its day, and what else duties need of it."""

    entry_id: UUID
    what: What
    day: date
    code: str = ""
    about: UUID | None = None
    to: date | None = None


class _From(NamedTuple):
    """What a note takes from an entry: the names of its fields."""

    what: What
    day: str = "occurred_on"
    code: str | None = None
    about: str | None = None
    to: str | None = None


# Of every other event nothing is noted; MOVED is noted of none yet.
NOTED: Mapping[type[Event], _From] = {
    ReportedIn: _From(What.REPORTED_IN),
    AgreementSigned: _From(What.AGREED),
    ProgrammeSuspended: _From(What.SUSPENDED),
    ProgrammeResumed: _From(What.RESUMED),
    KindChanged: _From(What.KIND_CHANGED, code="kind"),
    CaseEnded: _From(What.ENDED, code="ending"),
    CaseReopened: _From(What.REOPENED),
    EndingNotified: _From(What.NOTIFIED, code="told", about="ending_id"),
    ContactRecorded: _From(What.CONTACT, code="mode"),
    CrisisFollowedUp: _From(What.FOLLOWED_UP, about="contact_id"),
    DrugTestAppointed: _From(What.APPOINTED, to="due_on"),
    SampleTaken: _From(What.TEST, about="appointment_id"),
    DrugTestRecorded: _From(What.TEST, code="result", about="appointment_id"),
    RiskAssessed: _From(What.ASSESSED, code="level"),
    SummaryWritten: _From(What.SUMMARY),
    EvaluationMade: _From(What.EVALUATION),
    RegularReportMade: _From(What.REGULAR_REPORT, code="mode"),
    LeaveReported: _From(What.LEAVE, day="leaves_on", to="returns_on"),
    LeaveExtended: _From(What.LEAVE_EXTENDED, about="leave_id", to="returns_on"),
    ReturnedFromLeave: _From(What.RETURNED, about="leave_id"),
    TimeServedCredited: _From(What.CREDITED, code="days"),
    HelpGiven: _From(What.POST),
    HelpEnded: _From(What.POST_ENDED, about="help_id"),
    DepartureFound: _From(What.DEPARTED, day="left_on", to="back_on"),
    FindingConfirmed: _From(What.CONFIRMED, code="condition"),
    FindingDismissed: _From(What.DISMISSED, code="condition"),
    ClosingReportSigned: _From(What.CLOSING_REPORT, about="ending_id"),
    PoliceToldOfFinding: _From(What.POLICE_TOLD, about="finding_id"),
    TeamMemberJoined: _From(What.JOINED_TEAM, code="role"),
    TeamMemberLeft: _From(What.LEFT_TEAM, about="joining_id"),
}


def notes_of(entry_id: UUID, event: Event, before: Sequence[Note]) -> tuple[Note, ...]:
    """What is noted of an entry, after the notes of those before it."""
    kept = NOTED.get(type(event))
    if kept is None:
        return ()
    note = Note(
        entry_id,
        kept.what,
        getattr(event, kept.day),
        "" if kept.code is None else str(getattr(event, kept.code)),
        None if kept.about is None else getattr(event, kept.about),
        None if kept.to is None else getattr(event, kept.to),
    )
    match event:
        case ContactRecorded():
            return _of_contact(note, event)
        case HelpGiven() | HelpEnded() if event.form is not HelpForm.POST:
            return ()
        case HelpGiven():
            return (note._replace(to=planned_until(event)),)
        case FindingConfirmed() | FindingDismissed():
            return tuple(note._replace(about=each) for each in event.entries)
        case SampleTaken():
            return (note._replace(code=SAMPLED),)
        case TeamMemberJoined() if event.agency and not event.external:
            return (note._replace(code=f"{event.role} {event.agency}"),)
        case DrugTestRecorded() if event.not_done_reason is not None:
            return (note._replace(code=event.not_done_reason.value),)
        case DrugTestRecorded() if event.sample_id is not None:
            # The client was tested on the day of the sample, which is noted.
            return () if any(each.entry_id == event.sample_id for each in before) else (note,)
    return (note,)


def _of_contact(note: Note, event: ContactRecorded) -> tuple[Note, ...]:
    """Who speaks with the family has not met the client, but may have seen a crisis."""
    crisis = (note._replace(what=What.CRISIS, code=""),) if event.crisis else ()
    return crisis if event.direction is Direction.FAMILY else (note, *crisis)
