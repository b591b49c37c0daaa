"""HTTP: activities that are planned, held as planned, or called off."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from services.outreach.access import PLANNER
from services.outreach.activity import examples
from services.outreach.activity.api import held
from services.outreach.activity.bodies import (
    CallingOff,
    ListedPlan,
    NewPlan,
    NewSession,
    Plans,
    SessionWritten,
)
from services.outreach.campaign.fields import CampaignCode
from services.outreach.campaign.named import check_campaign
from services.outreach.listing import Asked, Filters, find
from services.outreach.place.known import facility_kind, still_open
from services.outreach.record import CallOff, PlanActivity, WriteDown
from services.outreach.recording import Reads, Writes, carry_out
from services.outreach.register import State, What
from services.outreach.streams import activity_stream
from services.outreach.words.fields import PlaceKindCode
from shared.events.outreach.plans import ActivityPlanned
from shared.events.outreach.sessions import ActivityKind
from shared.http.command_answers import Written, check_scope
from shared.http.operation import Call, IfMatch, Operation, needs
from shared.http.problems import responses
from shared.ids import new_id
from shared.warned import early_days

router = APIRouter(route_class=Operation, tags=["activities"])

PlanId = Annotated[UUID, Path(description="As its planning answered", examples=[examples.PLAN_ID])]
UnheldId = Annotated[
    UUID, Path(description="As its planning answered", examples=[examples.UNHELD_ID])
]
Planner = Annotated[Call, needs("outreach:write", PLANNER, IfMatch.REQUIRED)]


@router.post(
    "/v1/activities/plans",
    status_code=201,
    summary="Plan an activity",
    response_model=SessionWritten,
    responses={**examples.PLAN_WRITTEN, **responses(409)},
)
async def plan_activity(request: Request, body: NewPlan, call: Writes) -> Response:
    """Plan an activity. The plan is your agency's alone and counts nowhere, until it is held."""
    check_scope(call, body.region)
    await facility_kind(request, call, body.place_id, body.planned_on, "planned_on")
    await check_campaign(request, call, body.campaign, body.region)
    activity_id = new_id()
    plan = ActivityPlanned(
        entry_id=new_id(),
        activity_id=activity_id,
        region=body.region,
        planned_on=body.planned_on,
        kind=body.kind,
        place_kind=body.place_kind or "",
        audiences=tuple(dict.fromkeys(body.audiences)),
        forms=body.forms,
        partners=body.partners,
        occasion=body.occasion,
        campaign=body.campaign,
        place_id=body.place_id,
        topic=body.topic or "",
    )
    ids = {"activity_id": str(activity_id)}
    stream = activity_stream(activity_id)
    return await carry_out(request, call, stream, PlanActivity(plan), ids, new=True)


@router.post(
    "/v1/activities/{activity_id}/held",
    status_code=201,
    summary="Record that a planned activity was held",
    response_model=SessionWritten,
    responses={**examples.HELD_AS_PLANNED, **responses(409)},
)
async def hold_activity(
    request: Request, activity_id: PlanId, body: NewSession, call: Planner
) -> Response:
    """Record the activity as it was held, whole: nothing is taken from the plan."""
    check_scope(call, body.region)
    await check_campaign(request, call, body.campaign, body.region)
    ids = {"activity_id": str(activity_id)}
    facility = await facility_kind(request, call, body.place_id, body.occurred_on)
    command = WriteDown(held(activity_id, body, facility))
    warnings = early_days(occurred_on=body.occurred_on)
    still = still_open(request, call, body.place_id, body.occurred_on)
    stream = activity_stream(activity_id)
    return await carry_out(request, call, stream, command, ids, warnings, still)


@router.post(
    "/v1/activities/{activity_id}/calling-off",
    status_code=201,
    summary="Call a planned activity off",
    response_model=Written,
    responses={**examples.CALLED_OFF, **responses(409)},
)
async def call_off_activity(
    request: Request, activity_id: UnheldId, body: CallingOff, call: Planner
) -> Response:
    """Say that a planned activity is not held, and why."""
    command = CallOff(new_id(), body.reason)
    return await carry_out(request, call, activity_stream(activity_id), command)


@router.get(
    "/v1/activities/plans",
    summary="Your plans of activities",
    response_model=Plans,
    responses=examples.PLANS,
)
async def list_plans(
    request: Request,
    call: Reads,
    asked: Asked,
    state: Annotated[
        Literal[State.PLANNED, State.CALLED_OFF], Query(description="Still planned, or not held")
    ] = State.PLANNED,
    place_kind: Annotated[PlaceKindCode | None, Query(description="Where it is to be")] = None,
    kind: Annotated[ActivityKind | None, Query(description="What it is to be")] = None,
    campaign: Annotated[CampaignCode | None, Query(description="The campaign of it")] = None,
) -> Response:
    """What your agency plans, ordered as activities are: what was held since is listed there."""
    more = Filters(state, kind, campaign=campaign)
    found = await find(request, call, What.ACTIVITY, asked, place_kind, more)
    page = Plans(
        plans=[ListedPlan.model_construct(**facts) for facts in found.facts],
        next=found.next,
        read_at=found.read_at,
    )
    return Response(page.model_dump_json(), media_type="application/json")
