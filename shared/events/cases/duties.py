"""Duties: what was due in a case, and what became of it once its time was over."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import published
from shared.events.cases.case import CaseEntry
from shared.events.cases.endings import Noticed
from shared.events.corrections import TakenBack


class Duty(StrEnum):
    """What may be due in a case."""

    REPORT_IN = "report_in"
    AGREEMENT = "agreement"
    CONTACT = "contact"
    REGULAR_REPORT = "regular_report"
    TEST = "test"
    APPOINTED_TEST = "appointed_test"
    ASSESSMENT = "assessment"
    SUMMARY = "summary"
    EVALUATION = "evaluation"
    RETURN_FROM_LEAVE = "return_from_leave"
    CRISIS_FOLLOW_UP = "crisis_follow_up"
    END_OF_TERM = "end_of_term"
    END_OF_POST = "end_of_post"
    ENDING_NOTICE = "ending_notice"
    FINDING = "finding"
    FINDING_REVIEW = "finding_review"
    POLICE_NOTICE = "police_notice"
    CLOSING_REPORT = "closing_report"
    TEAM = "team"


class DutyOutcome(StrEnum):
    """What became of a duty once its time was over.

    `MISSED` is what can be done no more; `OVERDUE` is the last that was not done and is still
    awaited, so that each duty of a case has one at most. `EXCUSED` and `FALLEN_AWAY` were not due
    after all: the client could not, or the case ended, or the policy abolished it meanwhile.
    """

    MET = "met"
    LATE = "late"
    OVERDUE = "overdue"
    MISSED = "missed"
    EXCUSED = "excused"
    FALLEN_AWAY = "fallen_away"


@published("cases.DutyClosed.v1")
class DutyClosed(CaseEntry):
    """The time of a duty is over; `occurred_on` is its last day.

    It was to be done from `since` until the day before `until`. `subject` is the entry that it is
    about, where there is one: a crisis, an appointment, a leave, an ending, a finding or
    what is proposed as one; `to_whom` is who must
    be told of that ending. What was met before its last day may be over with it, so that `until` is
    the day behind. `met_by` is the entry that met it, on `met_on`, `days_late` days after the last
    one. `reminded_on` is the day from which on it was due soon, if it was not met before.
    `lost` says that so many of its kind were not met one after the other that by the place's policy
    the client is lost. `rule` is the code of the policy that it follows, `policies` the version of
    their file. `ordinal` is 1 for the first outcome of a window; a later one names in `replaces`
    the last before it, which was taken back.
    """

    agency: str
    duty: Duty
    subject: UUID | None = None
    to_whom: Noticed | None = None
    since: date
    until: date
    outcome: DutyOutcome
    met_by: UUID | None = None
    met_on: date | None = None
    days_late: int = 0
    reminded_on: date
    lost: bool = False
    rule: str
    policies: str
    ordinal: int = 1
    replaces: UUID | None = None


@published("cases.DutyOutcomeTakenBack.v1")
class DutyOutcomeTakenBack(TakenBack):
    """What became of a duty is another by a late entry, a correction or a changed policy."""

    case_id: UUID
