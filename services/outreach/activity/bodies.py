"""What is sent and answered of an activity: planned, held, in a list."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from services.outreach.activity import examples
from services.outreach.campaign.fields import CampaignCode
from services.outreach.occasion.fields import OccasionCode
from services.outreach.register import State
from services.outreach.showing import ShownServed
from services.outreach.words.fields import (
    AudienceCode,
    FormCode,
    MaterialCode,
    PartnerCode,
    PlaceKindCode,
    SubjectCode,
)
from shared.events.outreach.plans import CallingOffReason
from shared.events.outreach.sessions import (
    ActivityKind,
    Material,
    MeetingLevel,
    ServingRole,
)
from shared.http.command_answers import Written
from shared.http.fields import (
    ANSWER,
    AtMost,
    Body,
    Day,
    PlannedDay,
    PublicName,
    PublicText,
    RegionCode,
    example,
)

MOST_HELPERS = 50
MOST_WORKERS = 200
MOST_PEOPLE = 1_000_000

Number = Annotated[int, Field(strict=True, ge=0, le=MOST_PEOPLE)]


class GivenMaterial(Body):
    """Material of one kind, and how much of it was handed out or put up."""

    model_config = example(code="leaflet", number=300)
    code: MaterialCode
    number: Annotated[int, Field(strict=True, ge=1, le=MOST_PEOPLE)]


class GivenServed(Body):
    """How many people served in a role, and for how many minutes each of them.

    `worker_ids` may name those of them who stand in your agency's roster. Whether they do is not
    asked; nobody but your agency is shown them.
    """

    model_config = example(role="social_worker", number=2, minutes=120)
    role: ServingRole
    number: Annotated[int, Field(strict=True, ge=1, le=100_000)]
    minutes: Annotated[int, Field(strict=True, ge=0, le=60 * 24 * 31)] = 0
    worker_ids: Annotated[tuple[UUID, ...], AtMost(MOST_WORKERS)] = ()


class _Activity(Body):
    """What a plan and an activity that was held have in common."""

    region: RegionCode
    kind: ActivityKind = ActivityKind.SESSION
    place_kind: PlaceKindCode | None = None
    audiences: Annotated[tuple[AudienceCode, ...], AtMost(20)] = ()
    forms: Annotated[tuple[FormCode, ...], AtMost(10)] = ()
    partners: Annotated[tuple[PartnerCode, ...], AtMost(10)] = ()
    occasion: OccasionCode | None = None
    campaign: CampaignCode | None = None
    place_id: Annotated[UUID | None, Field(description="A named place")] = None
    topic: PublicText | None = None


class NewPlan(_Activity):
    """An activity that is to be held; a session needs a `place_kind`."""

    model_config = example(**examples.PLAN)
    planned_on: PlannedDay


class PlanChange(NewPlan):
    """All of a plan, as it is to be now, and why it is otherwise than before."""

    model_config = example(**examples.PLAN_CHANGE)
    change_reason: CallingOffReason


class NewSession(_Activity):
    """An activity that was held; `attendance` counts person-times, `households` those reached.

    Without a `kind` it is a prevention session, which needs a `place_kind`. Of a mobilisation
    meeting say the `meeting_level`, and of one for a residential compound its name; of emergency
    duty how many people and vehicles were registered; of other publicity its `subject`.

    `helpers` are files (`case_id`) of clients who helped, which earn points by it if your agency
    is responsible for them. Whether there are such files is not asked and not answered; nobody but
    your agency is shown them.
    """

    model_config = example(**examples.SESSION)
    occurred_on: Day
    attendance: Number
    households: Number = 0
    materials: Annotated[tuple[GivenMaterial, ...], AtMost(20)] = ()
    served: Annotated[tuple[GivenServed, ...], AtMost(20)] = ()
    helpers: Annotated[tuple[UUID, ...], AtMost(MOST_HELPERS)] = ()
    meeting_level: MeetingLevel | None = None
    compound: PublicName | None = None
    people_registered: Number = 0
    vehicles_registered: Number = 0
    subject: SubjectCode | None = None


class CallingOff(Body):
    """Why a planned activity is not held."""

    model_config = example(reason="weather")
    reason: CallingOffReason


class SessionWritten(Written):
    """The answer to a recorded activity, or to a plan.

    Where it names no occasion, `proposed_occasions` are those in whose windows its day is, the
    nearest first.
    """

    activity_id: UUID
    proposed_occasions: list[str]


class SessionFacts(NewSession):
    """An activity as it stands; texts are empty where none was given.

    `helpers` is null for others than the agency that recorded it.
    """

    model_config = ANSWER
    activity_id: UUID
    entry_id: UUID
    version: int
    state: State
    void: bool
    place_kind: str = ""  # as it is stored, like the codes below
    audiences: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    occasion: str | None = None
    topic: str = ""
    compound: str = ""
    materials: tuple[Material, ...] = ()  # type: ignore[assignment]
    served: tuple[ShownServed, ...] = ()  # type: ignore[assignment]
    helpers: tuple[UUID, ...] | None  # type: ignore[assignment]  # it is not every caller's to see


class PlanFacts(NewPlan):
    """A plan as it stands: `planned` or `called_off`, and why.

    `change_reason` is why it was changed last, if it was.
    """

    model_config = ANSWER
    activity_id: UUID
    entry_id: UUID
    version: int
    state: State
    void: bool
    place_kind: str = ""  # as it is stored, like the codes below
    occasion: str | None = None
    topic: str = ""
    change_reason: CallingOffReason | None = None
    calling_off_reason: CallingOffReason | None = None


class ListedSession(SessionFacts):
    """An activity in a list; `changed_at` is when it was recorded, or made void.

    `own` says whether your agency recorded it.
    """

    changed_at: datetime
    own: bool


class ListedPlan(PlanFacts):
    """A plan in a list; `changed_at` is when it was made, changed or called off."""

    changed_at: datetime
    own: bool


class Sessions(BaseModel):
    """A page of activities; where there may be more, `next` is what to ask `after`.

    A page may be short, or empty, and still have a next one: each looks at so many only.
    `read_at` is the moment when it was read.
    """

    activities: list[ListedSession]
    next: str | None
    read_at: datetime


class Plans(BaseModel):
    """A page of your plans, as of activities."""

    plans: list[ListedPlan]
    next: str | None
    read_at: datetime
