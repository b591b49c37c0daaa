"""The events of services/cases: clients, their cases, and the entries of a case's ledger.

Each entry carries the kind of case and the region *at that time*, so that statistics never
have to ask anyone anything.
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import Entry, Event, published
from shared.events.corrections import Voided


class CaseKind(StrEnum):
    """What a case is: one of the two programmes, or the file of a user at large."""

    DETOXIFICATION = "community_detoxification"
    REHABILITATION = "community_rehabilitation"
    AT_LARGE = "at_large"


class ContactMode(StrEnum):
    """How a client was met."""

    HOME_VISIT = "home_visit"
    OFFICE = "office"
    PHONE = "phone"
    WECHAT = "wechat"
    VIDEO = "video"


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


class RiskLevel(StrEnum):
    """The risk that a client is assessed at."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@published("cases")
class WorkstationRegistered(Event):
    """A street or town has a workstation."""

    workstation_id: UUID
    region: str
    name: str
    kind: str = ""


@published("cases")
class ClientRegistered(Event):
    """A person is known to the service; who it is stands in the vault alone.

    `agency` is the one that registered the person.
    """

    client_id: UUID
    agency: str


class OnCase(Event):
    """What every event of a case carries."""

    case_id: UUID
    client_id: UUID
    kind: CaseKind
    region: str


class CaseEntry(Entry, OnCase):
    """What every entry of a case's ledger carries."""

    occurred_on: date


@published("cases")
class CaseOpened(OnCase):
    """A case was opened; `occurred_on` is the day of the decision, where there was one."""

    workstation_id: UUID | None = None
    occurred_on: date | None = None


@published("cases")
class ReportedIn(CaseEntry):
    """The client reported in."""


@published("cases")
class AgreementSigned(CaseEntry):
    """The client signed the agreement."""


@published("cases")
class ContactRecorded(CaseEntry):
    """The client was met, or spoken with."""

    mode: ContactMode


@published("cases")
class DrugTestRecorded(CaseEntry):
    """A drug test was done, or was due and not done for the reason given."""

    result: DrugTestResult
    method: DrugTestMethod = DrugTestMethod.URINE
    not_done_reason: NotDoneReason | None = None


@published("cases")
class RiskAssessed(CaseEntry):
    """The client's risk was assessed."""

    level: RiskLevel


@published("cases")
class EntryVoided(Voided):
    """An entry of a case was a mistake."""

    case_id: UUID
