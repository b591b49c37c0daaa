"""Workers: who serves clients, in which employment, from when to when. Names are in the vault."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import Event, published


class Employment(StrEnum):
    """As what a worker serves."""

    FULL_TIME_CADRE = "full_time_cadre"
    SOCIAL_WORKER = "social_worker"
    VOLUNTEER = "volunteer"
    GRID_ADMINISTRATOR = "grid_administrator"
    POLICE_OFFICER = "police_officer"
    OTHER = "other"


class OnWorker(Event):
    """What every event of a worker carries."""

    worker_id: UUID
    agency: str
    region: str


@published("cases.WorkerRegistered.v1")
class WorkerRegistered(OnWorker):
    """A worker serves for an agency from `joined_on` on.

    `unit` is the grid or residential compound below the community, by its public name.
    """

    employment: Employment
    joined_on: date
    workstation_id: UUID | None = None
    unit: str = ""


class LeavingReason(StrEnum):
    """Why a worker serves no longer."""

    CONTRACT_ENDED = "contract_ended"
    RESIGNED = "resigned"
    TRANSFERRED = "transferred"
    RETIRED = "retired"
    DISMISSED = "dismissed"
    DIED = "died"
    REGISTERED_IN_ERROR = "registered_in_error"


@published("cases.WorkerLeft.v1")
class WorkerLeft(OnWorker):
    """A worker serves no longer, from `left_on` on."""

    left_on: date
    reason: LeavingReason
