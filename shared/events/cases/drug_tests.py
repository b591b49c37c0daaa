"""Drug tests."""

from enum import StrEnum

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
