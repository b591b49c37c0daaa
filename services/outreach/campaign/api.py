"""HTTP: campaigns: drafted, changed, launched, ended, made void."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import Field

from services.outreach.campaign import examples
from services.outreach.campaign.access import ON_CAMPAIGN, plan_of
from services.outreach.campaign.fields import CampaignCode
from services.outreach.campaign.rows import rows
from services.outreach.campaign.rules import (
    ChangeCampaign,
    Command,
    DraftCampaign,
    EndCampaign,
    LaunchCampaign,
    VoidCampaign,
    campaign,
)
from services.outreach.campaign.state import CampaignCodeTaken, Plan, Void
from services.outreach.context import handler_of
from services.outreach.recording import Voiding, Writes
from services.outreach.streams import campaign_code_claim, campaign_stream
from shared.command_handler import Extras
from shared.events.outreach.campaigns import AimOf, CampaignAim, CampaignEnding, CampaignKind
from shared.http.command_answers import Written, check_scope, respond
from shared.http.fields import Body, Day, PlannedDay, PublicName, RegionCode, example
from shared.http.operation import Call, IfMatch, Operation, needs
from shared.ids import new_id
from shared.journal.journal import Claim, ClaimTaken
from shared.warned import early_days

router = APIRouter(route_class=Operation, tags=["campaigns"])

CampaignId = Annotated[
    UUID, Path(description="As its drafting answered", examples=[examples.CAMPAIGN_ID])
]
Leads = Annotated[Call, needs("outreach:write", ON_CAMPAIGN, IfMatch.REQUIRED)]

Number = Annotated[int, Field(strict=True, ge=1, le=10_000_000)]


class Aims(Body):
    """What a campaign is to reach, as far as it aims at it; the last three are of cases."""

    sessions: Number | None = None
    place_kinds: Number | None = None
    people: Number | None = None
    households: Number | None = None
    contacts: Number | None = None
    tests: Number | None = None
    assessments: Number | None = None


class PlannedCampaign(Body):
    """A campaign (宣传月、专项行动) in a region, for the days [since, until), with its aims.

    A special action spans cases too, and may aim at contacts, tests and assessments.
    """

    model_config = example(**examples.DRAFT)
    region: RegionCode
    code: CampaignCode
    name: PublicName
    kind: CampaignKind
    since: PlannedDay
    until: PlannedDay
    aims: Aims = Aims()


class NewCampaign(PlannedCampaign):
    """A campaign that is planned; with `launched_on` it is launched at once."""

    launched_on: Day | None = None


class CampaignChange(PlannedCampaign):
    """All of the campaign, as it is to be; once launched, code, region and kind stay."""

    model_config = example(**examples.LONGER)


class Launch(Body):
    """On which day it was made known."""

    model_config = example(launched_on="2019-05-20")
    launched_on: Day


class CampaignEnd(Body):
    """From which day it is over, and why."""

    model_config = example(ended_on="2019-07-08", reason="completed")
    ended_on: Day
    reason: CampaignEnding


class CampaignWritten(Written):
    """The answer to a drafted campaign."""

    campaign_id: UUID


@router.post(
    "/v1/campaigns",
    status_code=201,
    summary="Draft a campaign",
    response_model=CampaignWritten,
    responses=examples.wrote(1, campaign_id=examples.CAMPAIGN_ID),
)
async def draft_campaign(request: Request, body: NewCampaign, call: Writes) -> Response:
    """Enter the plan (活动方案) of a campaign. Your agency alone sees it until it is launched,
    which may be at once."""
    campaign_id = new_id()
    check_scope(call, body.region)
    plan = Plan(
        campaign_id,
        call.caller.agency,
        body.region,
        body.code,
        body.name,
        body.kind,
        body.since,
        body.until,
        _aims(body),
    )
    extras = Extras(
        {"campaign_id": str(campaign_id)},
        claims=[] if body.launched_on is None else [_claim(plan)],
        warnings=early_days(since=body.since),
        rows=rows,
    )
    handler, stream = handler_of(request), campaign_stream(campaign_id)
    command = DraftCampaign(plan, body.launched_on)
    try:
        answer = await handler.handle(call, campaign, stream, command, new=True, extras=extras)
    except ClaimTaken:
        raise CampaignCodeTaken from None
    if not answer.replayed:
        return respond(answer)
    loaded = await handler.load(campaign, answer.stream_id)
    return respond(answer, void=isinstance(loaded.state, Void))


@router.post(
    "/v1/campaigns/{campaign_id}/change",
    status_code=201,
    summary="Change a campaign",
    response_model=Written,
    responses=examples.wrote(2),
)
async def change_campaign(
    request: Request, campaign_id: CampaignId, body: CampaignChange, call: Leads
) -> Response:
    """Its name, its days and its aims; of a draft all of it."""
    check_scope(call, body.region)
    command = ChangeCampaign(
        body.region, body.code, body.name, body.kind, body.since, body.until, _aims(body)
    )
    return await _write(request, call, campaign_id, command)


@router.post(
    "/v1/campaigns/{campaign_id}/launch",
    status_code=201,
    summary="Launch a campaign",
    response_model=Written,
    responses=examples.wrote(3),
)
async def launch_campaign(
    request: Request, campaign_id: CampaignId, body: Launch, call: Leads
) -> Response:
    """Make it known to all agencies of its region; from then on activities may carry its code.

    The code is its own for ever: no other campaign is launched under it.
    """
    # That the plan is still of this code is seen by the version, which the caller must name.
    claim, command = _claim(plan_of(request)), LaunchCampaign(body.launched_on)
    try:
        return await _write(request, call, campaign_id, command, claim)
    except ClaimTaken:
        raise CampaignCodeTaken from None


@router.post(
    "/v1/campaigns/{campaign_id}/end",
    status_code=201,
    summary="End a campaign",
    response_model=Written,
    responses=examples.wrote(4),
)
async def end_campaign(
    request: Request, campaign_id: CampaignId, body: CampaignEnd, call: Leads
) -> Response:
    """From a day on it is over, as planned or before; without this it ends as planned."""
    return await _write(request, call, campaign_id, EndCampaign(body.ended_on, body.reason))


@router.post(
    "/v1/campaigns/{campaign_id}/void",
    status_code=201,
    summary="Make a campaign void",
    response_model=Written,
    responses=examples.wrote(5),
)
async def void_campaign(
    request: Request, campaign_id: CampaignId, body: Voiding, call: Leads
) -> Response:
    """Take back a campaign that was entered by mistake, or a draft that comes to nothing.

    Activities that carry its code stay as they are; its code is given to no other campaign.
    """
    return await _write(request, call, campaign_id, VoidCampaign(body.reason))


async def _write(
    request: Request, call: Call, campaign_id: UUID, command: Command, *claims: Claim
) -> Response:
    extras = Extras(claims=claims, rows=rows)
    stream = campaign_stream(campaign_id)
    return respond(await handler_of(request).handle(call, campaign, stream, command, extras=extras))


def _claim(plan: Plan) -> Claim:
    return Claim(campaign_code_claim(plan.code), str(plan.campaign_id))


def _aims(body: PlannedCampaign) -> tuple[CampaignAim, ...]:
    return tuple(
        CampaignAim(of=AimOf(name), number=number)
        for name, number in body.aims
        if number is not None
    )
