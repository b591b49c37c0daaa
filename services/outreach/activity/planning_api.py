"""HTTP: activities that are planned, planned otherwise, held as planned, or called off."""

from datetime import date
from typing import Annotated, Any, Literal
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
    PlanChange,
    Plans,
    SessionWritten,
)
from services.outreach.campaign.fields import CampaignCode
from services.outreach.campaign.named import check_campaign
from services.outreach.listing import Asked, Filters, find
from services.outreach.occasion.fields import proposals
from services.outreach.place.known import facility_kind, still_open
from services.outreach.record import CallOff, ChangePlan, PlanActivity, WriteDown
from services.outreach.record_words import asked_for
from services.outreach.recording import Reads, Writes, carry_out
from services.outreach.register import State, What
from services.outreach.streams import activity_stream
from services.outreach.words.fields import FormCode, PartnerCode, PlaceKindCode
from shared.events.outreach.plans import ActivityPlanChanged, ActivityPlanned
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
ChangedId = Annotated[
    UUID, Path(description="As its planning answered", examples=[examples.CHANGED_ID])
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
    await _check_named(request, call, body)
    activity_id = new_id()
    plan = ActivityPlanned(**_said(activity_id, body))
    told = _told(activity_id, body, body.planned_on)
    stream = activity_stream(activity_id)
    return await carry_out(request, call, stream, PlanActivity(plan), told, new=True)


@router.post(
    "/v1/activities/{activity_id}/change",
    status_code=201,
    summary="Change a plan",
    response_model=Written,
    responses={**examples.PLAN_CHANGED, **responses(409)},
)
async def change_plan(
    request: Request, activity_id: ChangedId, body: PlanChange, call: Planner
) -> Response:
    """Plan the activity otherwise: another day, place or topic, what else it needs; and say why.

    All of the plan is said as it is to be. What was held, or called off, is planned no more.
    """
    await _check_named(request, call, body)
    changed = ActivityPlanChanged(**_said(activity_id, body), change_reason=body.change_reason)
    return await carry_out(request, call, activity_stream(activity_id), ChangePlan(changed))


def _told(activity_id: UUID, body: NewPlan | NewSession, day: date) -> dict[str, Any]:
    """What the answer says besides: the id, and the occasions to propose."""
    occasions = proposals(body.occasion, body.region, day)
    return {"activity_id": str(activity_id), "proposed_occasions": occasions}


async def _check_named(request: Request, call: Call, body: NewPlan) -> None:
    """Refuse a region, a place or a campaign that the plan cannot name."""
    check_scope(call, body.region)
    await facility_kind(request, call, body.place_id, body.region, body.planned_on, "planned_on")
    await check_campaign(request, call, body.campaign, body.region)


def _said(activity_id: UUID, body: NewPlan) -> dict[str, Any]:
    """What an event says of the plan."""
    return {
        "entry_id": new_id(),
        "activity_id": activity_id,
        "region": body.region,
        "planned_on": body.planned_on,
        "kind": body.kind,
        "place_kind": body.place_kind or "",
        "audiences": tuple(dict.fromkeys(body.audiences)),
        "forms": body.forms,
        "partners": body.partners,
        "occasion": body.occasion,
        "campaign": body.campaign,
        "place_id": body.place_id,
        "topic": body.topic or "",
    }


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
    told = _told(activity_id, body, body.occurred_on)
    facility = await facility_kind(request, call, body.place_id, body.region, body.occurred_on)
    command = WriteDown(held(activity_id, body, facility))
    warnings = early_days(occurred_on=body.occurred_on)
    still = still_open(request, call, body.place_id, body.region, body.occurred_on)
    stream = activity_stream(activity_id)
    return await carry_out(request, call, stream, command, told, warnings, still)


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
    form: Annotated[FormCode | None, Query(description="A form that it is to have")] = None,
    partner: Annotated[PartnerCode | None, Query(description="Who is to take part")] = None,
    place_id: Annotated[UUID | None, Query(description="The named place of it")] = None,
) -> Response:
    """What your agency plans, as it is planned now, ordered as activities are.

    What was held since is listed there; what was called off says why.
    """
    words = asked_for(form=form, partner=partner, place=place_id)
    more = Filters(state, kind, campaign=campaign, words=words)
    found = await find(request, call, What.ACTIVITY, asked, place_kind, more)
    page = Plans(
        plans=[ListedPlan.model_construct(**facts) for facts in found.facts],
        next=found.next,
        read_at=found.read_at,
    )
    return Response(page.model_dump_json(), media_type="application/json")
