"""How cases end, and are taken up again."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import published
from shared.events.cases.case import CaseEntry, StandingEntry
from shared.events.cases.evidence import Document


class Ending(StrEnum):
    """How a case ended. Only the police order compulsory isolation."""

    COMPLETED = "completed"
    COMPULSORY_ISOLATION = "compulsory_isolation"
    IMPRISONED = "imprisoned"
    DIED = "died"
    WENT_ABROAD = "went_abroad"
    MOVED_AWAY = "moved_away"
    TAKEN_OFF_REGISTER = "taken_off_register"


class DrugUse(StrEnum):
    """Whether the client used drugs, when the case ended."""

    ABSTINENT = "abstinent"
    RELAPSED = "relapsed"
    NOT_KNOWN = "not_known"


class Work(StrEnum):
    """What the client lived on, when the case ended."""

    EMPLOYED = "employed"
    PUBLIC_BENEFIT_POST = "public_benefit_post"
    IN_TRAINING = "in_training"
    LOOKING = "looking"
    UNABLE = "unable"


class Household(StrEnum):
    """Whom the client lived with, when the case ended."""

    WITH_FAMILY = "with_family"
    ALONE = "alone"
    NO_HOME = "no_home"


class ClientView(StrEnum):
    """What the client says of the support, if asked."""

    HELPFUL = "helpful"
    PARTLY_HELPFUL = "partly_helpful"
    NOT_HELPFUL = "not_helpful"


@published("cases.CaseEnded.v1")
class CaseEnded(StandingEntry):
    """The case is open no more from this day.

    `months` are the whole months of the programme that were served: not those in which it was
    suspended or the case closed, and with what was served elsewhere.
    """

    ending: Ending
    evidence: Document
    months: int | None = None
    drug_use: DrugUse | None = None
    work: Work | None = None
    household: Household | None = None
    client_view: ClientView | None = None


class ReopeningReason(StrEnum):
    """Why a case was taken up again."""

    RETURNED = "returned"
    RELEASED = "released"
    ENDING_LIFTED = "ending_lifted"
    USED_AGAIN = "used_again"
    STAYS_REGISTERED = "stays_registered"


@published("cases.CaseReopened.v1")
class CaseReopened(StandingEntry):
    """The case is open again from this day, in the phase in which it ended."""

    reason: ReopeningReason


class Noticed(StrEnum):
    """Who is told of an ending; `STREET` is the street's office or the town's government."""

    POLICE = "police"
    FAMILY = "family"
    STREET = "street"


@published("cases.EndingNotified.v1")
class EndingNotified(CaseEntry):
    """Somebody was told of the ending, which had to be done by a day."""

    ending_id: UUID
    told: Noticed
    due_on: date
