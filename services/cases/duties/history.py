"""The history of a case as far as duties follow from it: a few notes of each entry. Pure.

It is folded from the events one by one, so that a projection can keep it. A void takes the note of
its entry out; so what is due is always what follows from the entries that count.
"""

import json
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from services.cases.case.events import CaseEvent
from shared.events.cases.assessments import EvaluationMade, RiskAssessed, SummaryWritten
from shared.events.cases.case import CaseOpened, CaseReassigned, EntryVoided
from shared.events.cases.contacts import ContactRecorded, CrisisFollowedUp
from shared.events.cases.drug_tests import DrugTestAppointed, DrugTestRecorded
from shared.events.cases.endings import CaseEnded, CaseReopened, EndingNotified
from shared.events.cases.guidance import RegularReportMade
from shared.events.cases.kinds import CaseKind
from shared.events.cases.leave import LeaveExtended, LeaveReported, ReturnedFromLeave
from shared.events.cases.programme import (
    AgreementSigned,
    KindChanged,
    ProgrammeResumed,
    ProgrammeSuspended,
    ReportedIn,
    TimeServedCredited,
)


class What(StrEnum):
    """What was noted; the code of a note is given in brackets."""

    REPORTED_IN = "reported_in"
    AGREED = "agreed"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    KIND_CHANGED = "kind_changed"  # (the new kind)
    ENDED = "ended"  # (how)
    REOPENED = "reopened"
    NOTIFIED = "notified"  # (who was told), about the ending
    CONTACT = "contact"  # (mode)
    CRISIS = "crisis"  # with the contact's id
    FOLLOWED_UP = "followed_up"  # about the contact
    APPOINTED = "appointed"  # to be done on `to`
    TEST = "test"  # (result, or why it was not done), about the appointment
    ASSESSED = "assessed"  # (level)
    SUMMARY = "summary"
    EVALUATION = "evaluation"
    REGULAR_REPORT = "regular_report"
    LEAVE = "leave"  # back on `to`; (written or not)
    LEAVE_EXTENDED = "leave_extended"  # about the leave; back on `to`
    RETURNED = "returned"  # about the leave
    CREDITED = "credited"  # (days)


class Note(NamedTuple):
    """What is noted of an entry: its id, its day, and what else duties need of it."""

    entry_id: UUID
    what: What
    day: date
    code: str = ""
    about: UUID | None = None
    to: date | None = None


@dataclass(frozen=True)
class History:
    """A case that was opened on a day, and its notes in the order in which they were recorded.

    `opened_on` is the day of the decision; of a file without one, that of its recording.
    """

    case_id: UUID
    client_id: UUID
    opened_on: date
    kind: CaseKind
    region: str
    agency: str
    workstation_id: UUID | None = None
    notes: tuple[Note, ...] = ()
    void: bool = False


def noted(
    history: History | None, event_id: UUID, recorded_on: date, event: CaseEvent
) -> History | None:
    """The history after an event, recorded on a day; None before a case is opened."""
    if isinstance(event, CaseOpened):
        opened_on = event.occurred_on or recorded_on
        return History(
            event.case_id,
            event.client_id,
            opened_on,
            event.kind,
            event.region,
            event.agency,
            event.workstation_id,
        )
    if history is None:
        return None
    match event:
        case CaseReassigned():
            return replace(history, agency=event.to_agency)
        case EntryVoided():
            notes = tuple(note for note in history.notes if note.entry_id != event.entry_id)
            opening = event.entry_type.startswith("cases.CaseOpened.")
            return replace(history, notes=notes, void=history.void or opening)
    notes = tuple(_notes(event_id, event))
    return replace(history, notes=(*history.notes, *notes)) if notes else history


def _notes(entry_id: UUID, event: CaseEvent) -> list[Note]:
    match event:
        case ReportedIn():
            return [Note(entry_id, What.REPORTED_IN, event.occurred_on)]
        case AgreementSigned():
            return [Note(entry_id, What.AGREED, event.occurred_on)]
        case ProgrammeSuspended():
            return [Note(entry_id, What.SUSPENDED, event.occurred_on)]
        case ProgrammeResumed():
            return [Note(entry_id, What.RESUMED, event.occurred_on)]
        case KindChanged():
            return [Note(entry_id, What.KIND_CHANGED, event.occurred_on, event.kind)]
        case CaseEnded():
            return [Note(entry_id, What.ENDED, event.occurred_on, event.ending)]
        case CaseReopened():
            return [Note(entry_id, What.REOPENED, event.occurred_on)]
        case EndingNotified():
            return [Note(entry_id, What.NOTIFIED, event.occurred_on, event.told, event.ending_id)]
        case ContactRecorded():
            contact = Note(entry_id, What.CONTACT, event.occurred_on, event.mode)
            return [contact, contact._replace(what=What.CRISIS)] if event.crisis else [contact]
        case CrisisFollowedUp():
            return [Note(entry_id, What.FOLLOWED_UP, event.occurred_on, about=event.contact_id)]
        case DrugTestAppointed():
            return [Note(entry_id, What.APPOINTED, event.occurred_on, to=event.due_on)]
        case DrugTestRecorded():
            code = event.not_done_reason or event.result
            return [Note(entry_id, What.TEST, event.occurred_on, code, event.appointment_id)]
        case RiskAssessed():
            return [Note(entry_id, What.ASSESSED, event.occurred_on, event.level)]
        case SummaryWritten():
            return [Note(entry_id, What.SUMMARY, event.occurred_on)]
        case EvaluationMade():
            return [Note(entry_id, What.EVALUATION, event.occurred_on)]
        case RegularReportMade():
            return [Note(entry_id, What.REGULAR_REPORT, event.occurred_on)]
        case LeaveReported():
            code = "in_writing" if event.in_writing else ""
            return [Note(entry_id, What.LEAVE, event.leaves_on, code, to=event.returns_on)]
        case LeaveExtended():
            return [
                Note(
                    entry_id,
                    What.LEAVE_EXTENDED,
                    event.occurred_on,
                    about=event.leave_id,
                    to=event.returns_on,
                )
            ]
        case ReturnedFromLeave():
            return [Note(entry_id, What.RETURNED, event.occurred_on, about=event.leave_id)]
        case TimeServedCredited():
            return [Note(entry_id, What.CREDITED, event.occurred_on, str(event.days))]
    return []


def to_json(history: History) -> str:
    """The text by which a projection keeps a history."""
    return json.dumps(
        [
            str(history.case_id),
            str(history.client_id),
            history.opened_on.isoformat(),
            history.kind,
            history.region,
            history.agency,
            history.workstation_id and str(history.workstation_id),
            history.void,
            [
                [
                    str(note.entry_id),
                    note.what,
                    note.day.isoformat(),
                    note.code,
                    note.about and str(note.about),
                    note.to and note.to.isoformat(),
                ]
                for note in history.notes
            ],
        ],
        separators=(",", ":"),
    )


def from_json(text: str) -> History:
    """The history that a projection kept."""
    case_id, client_id, opened_on, kind, region, agency, workstation, void, notes = json.loads(text)
    return History(
        UUID(case_id),
        UUID(client_id),
        date.fromisoformat(opened_on),
        CaseKind(kind),
        region,
        agency,
        workstation and UUID(workstation),
        tuple(
            Note(
                UUID(entry_id),
                What(what),
                date.fromisoformat(day),
                code,
                about and UUID(about),
                to and date.fromisoformat(to),
            )
            for entry_id, what, day, code, about, to in notes
        ),
        void,
    )
