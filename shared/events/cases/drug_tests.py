"""Drug tests."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import published
from shared.events.cases.case import CaseEntry


class DrugTestMethod(StrEnum):
    """What was tested."""

    URINE = "urine"
    HAIR = "hair"


class DrugTestResult(StrEnum):
    """What a drug test showed."""

    NEGATIVE = "negative"
    POSITIVE = "positive"
    NOT_DONE = "not_done"


class NotDoneReason(StrEnum):
    """Why a test was not done; four different things, never mixed."""

    EXCUSED = "excused"
    UNEXCUSED = "unexcused"
    EVADED = "evaded"
    REFUSED = "refused"


@published("cases.DrugTestRecorded.v1")
class DrugTestRecorded(CaseEntry):
    """A drug test was done, or was due and not done for the reason given."""

    result: DrugTestResult
    method: DrugTestMethod = DrugTestMethod.URINE
    not_done_reason: NotDoneReason | None = None
    appointment_id: UUID | None = None


@published("cases.DrugTestAppointed.v1")
class DrugTestAppointed(CaseEntry):
    """An agency was asked to test the client by a day, and may see and do what that needs."""

    asked_of: str
    due_on: date
