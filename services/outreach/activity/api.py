"""HTTP: activities that were held."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from services.outreach.activity import examples
from services.outreach.activity.bodies import (
    ListedSession,
    NewSession,
    PlanFacts,
    SessionFacts,
    Sessions,
    SessionWritten,
)
from services.outreach.activity.rules import sets_of
from services.outreach.campaign.fields import CampaignCode
from services.outreach.campaign.named import check_campaign
from services.outreach.listing import Asked, Filters, find
from services.outreach.occasion.fields import OccasionCode, proposals
from services.outreach.place.known import facility_kind, still_open
from services.outreach.record_words import asked_for
from services.outreach.recording import Corrects, Reads, Voiding, Writes, show, void, write_down
from services.outreach.register import State, What
from services.outreach.streams import activity_stream
from services.outreach.words.fields import (
    AudienceCode,
    FormCode,
    MaterialCode,
    PartnerCode,
    PlaceKindCode,
    SubjectCode,
)
from shared.events.outreach.sessions import (
    ActivityKind,
    Material,
    Served,
    SessionHeld,
)
from shared.http.command_answers import Written, check_scope
from shared.http.fields import PublicName
from shared.http.operation import Operation
from shared.http.problems import responses
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["activities"])

ActivityId = Annotated[
    UUID, Path(description="As its recording answered", examples=[examples.ACTIVITY_ID])
]


def held(activity_id: UUID, body: NewSession, facility: str) -> SessionHeld:
    """The event of an activity that was held, at a place of this kind if it names one."""
    return SessionHeld(
        entry_id=new_id(),
        activity_id=activity_id,
        region=body.region,
        occurred_on=body.occurred_on,
        kind=body.kind,
        place_kind=body.place_kind or "",
        place_sets=sets_of(body.place_kind or ""),
        place_id=body.place_id,
        facility_kind=facility,
        attendance=body.attendance,
        households=body.households,
        audiences=tuple(dict.fromkeys(body.audiences)),
        forms=body.forms,
        materials=tuple(Material(code=each.code, number=each.number) for each in body.materials),
        partners=body.partners,
        occasion=body.occasion,
        campaign=body.campaign,
        topic=body.topic or "",
        served=tuple(
            Served(
                role=each.role,
                number=each.number,
                minutes=each.minutes,
                worker_ids=tuple(dict.fromkeys(each.worker_ids)),
            )
            for each in body.served
        ),
        helpers=tuple(dict.fromkeys(body.helpers)),
        meeting_level=body.meeting_level,
        compound=body.compound or "",
        people_registered=body.people_registered,
        vehicles_registered=body.vehicles_registered,
        subject=body.subject,
    )


@router.post(
    "/v1/activities",
    status_code=201,
    summary="Record an activity",
    response_model=SessionWritten,
    responses={**examples.SESSION_WRITTEN, **responses(409)},
)
async def record_session(request: Request, body: NewSession, call: Writes) -> Response:
    """Record one activity that was held: a prevention session (一场), a training, a meeting.

    Where, for how many, in which forms, with whom and by whom. Codes are those of
    /v1/outreach/words.
    """
    check_scope(call, body.region)  # what is launched elsewhere is not told
    await check_campaign(request, call, body.campaign, body.region)
    activity_id = new_id()
    facility = await facility_kind(request, call, body.place_id, body.region, body.occurred_on)
    work = held(activity_id, body, facility)
    stream = activity_stream(activity_id)
    still = still_open(request, call, body.place_id, body.region, body.occurred_on)
    return await write_down(
        request,
        call,
        "activity_id",
        stream,
        activity_id,
        work,
        still,
        proposed_occasions=proposals(body.occasion, body.region, body.occurred_on),
    )


@router.post(
    "/v1/activities/{activity_id}/void",
    status_code=201,
    summary="Make an activity void",
    response_model=Written,
    responses={**examples.SESSION_VOID, **responses(409)},
)
async def void_session(
    request: Request, activity_id: ActivityId, body: Voiding, call: Corrects
) -> Response:
    """Take back an activity that was recorded by mistake."""
    return await void(request, call, activity_stream(activity_id), body)


@router.get(
    "/v1/activities",
    summary="Activities of your regions",
    response_model=Sessions,
    responses=examples.SESSIONS,
)
async def list_activities(
    request: Request,
    call: Reads,
    asked: Asked,
    place_kind: Annotated[PlaceKindCode | None, Query(description="Where it was held")] = None,
    kind: Annotated[ActivityKind | None, Query(description="What it was")] = None,
    audience: Annotated[AudienceCode | None, Query(description="Whom it was for")] = None,
    occasion: Annotated[OccasionCode | None, Query(description="What it was tied to")] = None,
    campaign: Annotated[CampaignCode | None, Query(description="The campaign of it")] = None,
    form: Annotated[FormCode | None, Query(description="A form that it had")] = None,
    partner: Annotated[PartnerCode | None, Query(description="Who took part in it")] = None,
    material: Annotated[MaterialCode | None, Query(description="What was handed out")] = None,
    subject: Annotated[SubjectCode | None, Query(description="Of other publicity, what of")] = None,
    place_id: Annotated[UUID | None, Query(description="The named place of it")] = None,
    compound: Annotated[
        PublicName | None, Query(description="The residential compound (小区) of a meeting")
    ] = None,
    state: Annotated[
        Literal[State.HELD, State.VOID] | None, Query(description="Whether it still counts")
    ] = None,
) -> Response:
    """The activities of your regions, the latest first; void ones are among them, marked.

    Plans are a list of their own. Ordered by their days, pages that follow each other have each
    once; what is recorded meanwhile is met if its day is still to come. Ordered by change, what is
    made void meanwhile goes to that end: going up you meet it again, going down you find it from
    the first page on.
    """
    words = asked_for(
        form=form,
        partner=partner,
        material=material,
        subject=subject,
        place=place_id,
        compound=compound,
    )
    more = Filters(state, kind, audience, occasion, campaign, words)
    found = await find(request, call, What.ACTIVITY, asked, place_kind, more)
    page = Sessions(
        activities=[ListedSession.model_construct(**facts) for facts in found.facts],
        next=found.next,
        read_at=found.read_at,
    )
    return Response(page.model_dump_json(), media_type="application/json")


@router.get(
    "/v1/activities/{activity_id}",
    summary="An activity",
    response_model=SessionFacts | PlanFacts,
    responses=examples.SESSION_SHOWN,
)
async def read_session(request: Request, activity_id: ActivityId, call: Reads) -> Response:
    """The activity as it was recorded, and whether it still counts; or your plan of it."""
    return await show(request, call, activity_stream(activity_id), SessionFacts, PlanFacts)
