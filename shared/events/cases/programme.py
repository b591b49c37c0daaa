"""The steps of a programme, what interrupts it, and the treatment that runs beside it."""

from enum import StrEnum
from uuid import UUID

from shared.events import published
from shared.events.cases.case import CaseEntry, StandingEntry
from shared.events.cases.evidence import Document
from shared.events.cases.kinds import CaseKind


@published("cases.ReportedIn.v1")
class ReportedIn(StandingEntry):
    """The client reported in."""


@published("cases.AgreementSigned.v1")
class AgreementSigned(StandingEntry):
    """The client signed the agreement."""


class SuspensionReason(StrEnum):
    """Why a programme cannot go on for a time."""

    DETAINED = "detained"
    ARRESTED = "arrested"
    IN_HOSPITAL = "in_hospital"


@published("cases.ProgrammeSuspended.v1")
class ProgrammeSuspended(StandingEntry):
    """The programme does not go on from this day."""

    reason: SuspensionReason
    evidence: Document


@published("cases.ProgrammeResumed.v1")
class ProgrammeResumed(StandingEntry):
    """The programme goes on from this day."""

    evidence: Document


@published("cases.KindChanged.v1")
class KindChanged(StandingEntry):
    """The case is of another kind from this day, that of the decision; `kind` is the new one."""

    from_kind: CaseKind
    evidence: Document


class ServedWhere(StrEnum):
    """Where a part of the term was served."""

    COMPULSORY_ISOLATION = "compulsory_isolation"
    OTHER_REGION = "other_region"
    DETENTION = "detention"


@published("cases.TimeServedCredited.v1")
class TimeServedCredited(CaseEntry):
    """Days that were served elsewhere count towards the term."""

    days: int
    where: ServedWhere
    evidence: Document


@published("cases.MaintenanceStarted.v1")
class MaintenanceStarted(StandingEntry):
    """The client began maintenance treatment, which is voluntary and filed with the police."""

    evidence: Document


class MaintenanceEnd(StrEnum):
    """Why maintenance treatment ended."""

    COMPLETED = "completed"
    LEFT = "left"
    EXCLUDED = "excluded"
    MOVED = "moved"


@published("cases.MaintenanceEnded.v1")
class MaintenanceEnded(StandingEntry):
    """The client is in maintenance treatment no more from this day."""

    started_id: UUID
    reason: MaintenanceEnd
