"""Activities that are planned: drafts of the agency that is to hold them, and count nowhere."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import Entry, published
from shared.events.outreach.sessions import ActivityKind


class CallingOffReason(StrEnum):
    """Why an activity is not held, or not as it was planned."""

    WEATHER = "weather"
    EPIDEMIC = "epidemic"
    PLACE_NOT_FREE = "place_not_free"
    PARTNER_CANNOT = "partner_cannot"
    OTHER_WORK = "other_work"
    MISTAKEN = "mistaken"
    OTHER = "other"


class Plan(Entry):
    """An activity that is to be held: all that is said of it, as it is planned now."""

    activity_id: UUID
    region: str
    planned_on: date
    kind: ActivityKind = ActivityKind.SESSION
    place_kind: str = ""
    audiences: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    occasion: str | None = None
    campaign: str | None = None
    place_id: UUID | None = None
    topic: str = ""


@published("outreach.ActivityPlanned.v1")
class ActivityPlanned(Plan):
    """An activity is to be held on a day. What was held follows in the same stream."""


@published("outreach.ActivityPlanChanged.v1")
class ActivityPlanChanged(Plan):
    """An activity that is not held yet is planned otherwise: the plan whole, as it is now."""

    change_reason: CallingOffReason


@published("outreach.ActivityCalledOff.v1")
class ActivityCalledOff(Entry):
    """A planned activity is not held."""

    activity_id: UUID
    region: str
    reason: CallingOffReason
