"""Leave: a client is away for a time, and returns."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import published
from shared.events.cases.case import CaseEntry


class LeaveReason(StrEnum):
    """Why a client is away."""

    WORK = "work"
    FAMILY = "family"
    MEDICAL = "medical"
    STUDY = "study"
    OTHER = "other"


@published("cases.LeaveReported.v1")
class LeaveReported(CaseEntry):
    """The client is away from `leaves_on` until `returns_on`, the first day back.

    `destination` is the code of a region. `occurred_on` is the day of the report.
    """

    leaves_on: date
    returns_on: date
    destination: str
    reason: LeaveReason
    in_writing: bool


@published("cases.LeaveExtended.v1")
class LeaveExtended(CaseEntry):
    """A leave goes on until another day; it was `until` before."""

    leave_id: UUID
    until: date
    returns_on: date
    in_writing: bool


@published("cases.ReturnedFromLeave.v1")
class ReturnedFromLeave(CaseEntry):
    """The client is back; `due_on` is the day on which the leave was to end."""

    leave_id: UUID
    due_on: date
