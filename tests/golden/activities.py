"""Activities that are planned and called off, and what was added to those that were held."""

from datetime import date
from typing import Any

from shared.events import Event
from shared.events.outreach.plans import (
    ActivityCalledOff,
    ActivityPlanChanged,
    ActivityPlanned,
    CallingOffReason,
)
from shared.events.outreach.sessions import (
    ActivityKind,
    Material,
    MeetingLevel,
    Served,
    ServingRole,
)
from tests.golden.parts import an_id

# Fields that a session got when it was one kind of activity among others; no kind has all of them.
ATTRIBUTES: dict[str, Any] = {
    "kind": ActivityKind.MOBILISATION_MEETING,
    "audiences": ("residents", "migrants"),
    "materials": (Material(code="leaflet", number=300), Material(code="banner", number=2)),
    "households": 120,
    "campaign": "clean-up-2019",
    "place_id": an_id(40),
    "place_sets": ("six_enterings", "ten_enterings"),
    "served": (
        Served(
            role=ServingRole.SOCIAL_WORKER, number=2, minutes=180, worker_ids=(an_id(7), an_id(8))
        ),
        Served(role=ServingRole.VOLUNTEER, number=161),
    ),
    "meeting_level": MeetingLevel.COMPOUND,
    "compound": "花园小区",
    "people_registered": 900,
    "vehicles_registered": 210,
    "subject": "fraud",
}
ACTIVITIES: list[Event] = [
    ActivityPlanned(
        entry_id=an_id(41),
        activity_id=an_id(42),
        region="410102001000",
        planned_on=date(2019, 6, 26),
        place_kind="square",
        audiences=("residents",),
        forms=("performance",),
        partners=("police_station",),
        occasion="anti_drug_day",
        campaign="clean-up-2019",
        place_id=an_id(40),
        topic="广场宣传",
    ),
    ActivityPlanChanged(
        entry_id=an_id(44),
        activity_id=an_id(42),
        region="410102001000",
        planned_on=date(2019, 6, 27),
        place_kind="park",
        audiences=("residents", "migrants"),
        forms=("performance", "boards"),
        partners=("police_station",),
        occasion="anti_drug_day",
        campaign="clean-up-2019",
        topic="公园宣传",
        change_reason=CallingOffReason.PLACE_NOT_FREE,
    ),
    ActivityCalledOff(
        entry_id=an_id(43),
        activity_id=an_id(42),
        region="410102001000",
        reason=CallingOffReason.WEATHER,
    ),
]
