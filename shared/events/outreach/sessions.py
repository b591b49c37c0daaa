"""Activities of prevention that were held: sessions, trainings, meetings, emergency duty."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.events import Entry, published


class ActivityKind(StrEnum):
    """What an activity is; a session of prevention, unless it is said."""

    SESSION = "session"
    CADRE_TRAINING = "cadre_training"
    WORKER_TRAINING = "worker_training"
    MOBILISATION_MEETING = "mobilisation_meeting"
    EMERGENCY_DUTY = "emergency_duty"
    OTHER_PUBLICITY = "other_publicity"


class MeetingLevel(StrEnum):
    """For whom a mobilisation meeting is: from the whole city down to one residential compound."""

    CITY = "city"
    COUNTY = "county"
    STREET = "street"
    COMMUNITY = "community"
    COMPOUND = "compound"


class ServingRole(StrEnum):
    """As what people serve at an activity."""

    CADRE = "cadre"
    SOCIAL_WORKER = "social_worker"
    GRID_ADMINISTRATOR = "grid_administrator"
    VOLUNTEER = "volunteer"
    OTHER = "other"


class Material(BaseModel):
    """Material of one kind, and how much of it was handed out or put up."""

    model_config = ConfigDict(frozen=True)
    code: str
    number: int


class Served(BaseModel):
    """How many people served in a role, and for how many minutes each of them.

    `worker_ids` are those of them who stand in the roster of the agency that recorded it.
    """

    model_config = ConfigDict(frozen=True)
    role: ServingRole
    number: int
    minutes: int = 0
    worker_ids: tuple[UUID, ...] = ()


@published("outreach.SessionHeld.v1")
class SessionHeld(Entry):
    """An activity was held; its first kind, and once the only one, is the prevention session.

    Codes are of the dictionaries of prevention, `shared/policies/dictionaries.py`, but for that of
    a `campaign`. `place_sets` are the named sets that the kind of place was in when it was
    recorded; None before they were known. Of what is not a session `place_kind` may be empty.
    `facility_kind` is that of the named place `place_id`, if one is said.
    `helpers` are the files of the clients who helped at it, as the agency that recorded it knows
    them: whether there are such files, nobody here knows.
    """

    activity_id: UUID
    region: str
    occurred_on: date
    place_kind: str
    attendance: int
    forms: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    occasion: str | None = None
    topic: str = ""
    helpers: tuple[UUID, ...] = ()
    kind: ActivityKind = ActivityKind.SESSION
    audiences: tuple[str, ...] = ()
    materials: tuple[Material, ...] = ()
    households: int = 0
    campaign: str | None = None
    place_id: UUID | None = None
    facility_kind: str = ""
    place_sets: tuple[str, ...] | None = None
    served: tuple[Served, ...] = ()
    meeting_level: MeetingLevel | None = None
    compound: str = ""
    people_registered: int = 0
    vehicles_registered: int = 0
    subject: str | None = None
