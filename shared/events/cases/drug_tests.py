"""Drug tests."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import published
from shared.events.cases.case import CaseEntry
from shared.events.cases.earning import OnPoints
from shared.events.cases.person import Substance


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


class TestPlace(StrEnum):
    """Where a sample is taken."""

    POLICE_STATION = "police_station"
    HOSPITAL = "hospital"
    LABORATORY = "laboratory"
    WORKSTATION = "workstation"
    HOME = "home"


class Tester(StrEnum):
    """Who tests a sample."""

    POLICE = "police"
    HOSPITAL = "hospital"
    LABORATORY = "laboratory"
    WORKSTATION = "workstation"


class TestReason(StrEnum):
    """Why a test is made."""

    SCHEDULED = "scheduled"
    RANDOM = "random"
    SUSPICION = "suspicion"
    RETURN_FROM_LEAVE = "return_from_leave"


@published("cases.DrugTestRecorded.v1")
class DrugTestRecorded(OnPoints, CaseEntry):
    """A drug test was done, or was due and not done for the reason given.

    What was added later is None or empty where it was not said: `substances` are what a positive
    test was positive for, `reason` is why it was made.
    """

    result: DrugTestResult
    method: DrugTestMethod = DrugTestMethod.URINE
    not_done_reason: NotDoneReason | None = None
    appointment_id: UUID | None = None
    sample_id: UUID | None = None
    substances: tuple[Substance, ...] = ()
    tested_by: Tester | None = None
    reason: TestReason | None = None


@published("cases.DrugTestAppointed.v1")
class DrugTestAppointed(CaseEntry):
    """A test was appointed; the agency that was asked for it may see and do what that needs.

    `asked_of` is empty where the responsible agency tests the client itself.
    """

    asked_of: str
    due_on: date
    method: DrugTestMethod | None = None
    place: TestPlace | None = None
    reason: TestReason | None = None


@published("cases.SampleTaken.v1")
class SampleTaken(CaseEntry):
    """A sample was taken, and its result is awaited."""

    method: DrugTestMethod
    place: TestPlace
    taken_by: Tester
    appointment_id: UUID | None = None


@published("cases.DrugTestDisputed.v1")
class DrugTestDisputed(CaseEntry):
    """The client objected to a test's result, of which the client was told on a day."""

    test_id: UUID
    told_on: date


@published("cases.DrugTestRechecked.v1")
class DrugTestRechecked(OnPoints, CaseEntry):
    """A test was made again elsewhere, and this result stands in place of the other one.

    What the test said before is carried, so that figures can be corrected: by whom it was made
    first, and why, too. The kind of case is the test's, as it was on its day.
    """

    test_id: UUID
    tested_on: date
    method: DrugTestMethod
    before: DrugTestResult
    substances_before: tuple[Substance, ...]
    result: DrugTestResult
    substances: tuple[Substance, ...]
    tested_by: Tester
    tested_by_before: Tester | None = None
    reason: TestReason | None = None
