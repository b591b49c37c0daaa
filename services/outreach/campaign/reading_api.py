"""HTTP: campaigns listed, and one with its progress."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from services.outreach.campaign import examples
from services.outreach.campaign.access import CAMPAIGNS_SEEN, check_seen
from services.outreach.campaign.api import Aims, CampaignId
from services.outreach.campaign.fields import CampaignCode
from services.outreach.campaign.listing import CampaignSort, Question, read_page
from services.outreach.campaign.progress import reached_by
from services.outreach.campaign.rows import CampaignStanding, standing
from services.outreach.campaign.rules import campaign
from services.outreach.campaign.state import Drafted, Ended, Plan, Undrafted
from services.outreach.context import cursors_of, handler_of
from services.outreach.streams import campaign_stream
from shared.events.outreach.campaigns import AimOf, CampaignEnding, CampaignKind
from shared.http.fields import AnyDay
from shared.http.operation import Call, Operation, reads
from shared.lists.paging import USUAL
from shared.lists.parameters import After, Limit, Region
from shared.lists.places import cursor_of, place_of

router = APIRouter(route_class=Operation, tags=["campaigns"])

Reads = Annotated[Call, reads("outreach:read", CAMPAIGNS_SEEN)]


class ListedCampaign(BaseModel):
    """A campaign as it stands; it runs on the days [since, until) unless it is void.

    `own` says whether your agency entered it.
    """

    campaign_id: UUID
    region: str
    code: str
    name: str
    kind: CampaignKind
    since: date
    until: date
    aims: Aims
    state: CampaignStanding
    launched_on: date | None
    ending: CampaignEnding | None
    version: int
    own: bool


class AimProgress(BaseModel):
    """How much was reached, by the activities of its region and days that carry its code.

    `aim` is null where it aims at none. `reached` is null of contacts, tests and assessments: what
    is done in cases is counted by reporting, for the campaign's region and days (/campaigns).
    """

    of: AimOf
    aim: int | None
    reached: int | None


class CampaignFacts(ListedCampaign):
    """A campaign, with its progress."""

    progress: list[AimProgress]


class Campaigns(BaseModel):
    """A page of campaigns; where there may be more, `next` is what to ask `after`.

    A page may be short, or empty, and still have a next one: each looks at so many only.
    """

    campaigns: list[ListedCampaign]
    next: str | None


@router.get(
    "/v1/campaigns",
    summary="Campaigns of your regions",
    response_model=Campaigns,
    responses=examples.CAMPAIGNS,
)
async def list_campaigns(
    request: Request,
    call: Reads,
    region: Region = None,
    kind: CampaignKind | None = None,
    state: Annotated[CampaignStanding | None, Query(description="How far it has come")] = None,
    code: Annotated[CampaignCode | None, Query(description="The one of this code")] = None,
    on: Annotated[AnyDay | None, Query(description="Those that run on this day")] = None,
    own: Annotated[bool | None, Query(description="Whether your agency entered it")] = None,
    sort: Annotated[
        CampaignSort, Query(examples=[CampaignSort.SINCE_LATEST])
    ] = CampaignSort.SINCE_LATEST,
    after: After = None,
    limit: Limit = USUAL,
) -> Response:
    """Those of a region and below it, and those for regions above, by the days they begin.

    Drafts are among them where they are your agency's own.
    """
    agency, cursors = call.caller.agency, cursors_of(request)
    question = Question(region, kind, state, code, on, own, sort)
    name = f"campaigns {question}"
    place = place_of(cursors, agency, name, after)
    pool = handler_of(request).journal.pool
    found, last = await read_page(pool, call.caller, question, place, limit)
    page = Campaigns(
        campaigns=[_listed(row, agency) for row in found],
        next=cursor_of(cursors, agency, name, last),
    )
    return Response(page.model_dump_json(), media_type="application/json")


@router.get(
    "/v1/campaigns/{campaign_id}",
    summary="A campaign and its progress",
    response_model=CampaignFacts,
    responses=examples.CAMPAIGN_SHOWN,
)
async def read_campaign(request: Request, campaign_id: CampaignId, call: Reads) -> Response:
    """A campaign with its aims, and how much of them is reached by now."""
    handler = handler_of(request)
    loaded = await handler.load(campaign, campaign_stream(campaign_id))
    state = loaded.state
    check_seen(call.caller, state)
    assert not isinstance(state, Undrafted)
    plan = state.plan
    facts = CampaignFacts(
        campaign_id=plan.campaign_id,
        region=plan.region,
        code=plan.code,
        name=plan.name,
        kind=plan.kind,
        since=plan.since,
        until=plan.until,
        aims=Aims(**{each.of.value: each.number for each in plan.aims}),
        state=standing(state),
        launched_on=None if isinstance(state, Drafted) else state.launched_on,
        ending=state.reason if isinstance(state, Ended) else None,
        version=loaded.version,
        own=plan.agency == call.caller.agency,
        progress=await _progress(request, plan),
    )
    return Response(
        facts.model_dump_json(), 200, {"ETag": f'"{loaded.version}"'}, "application/json"
    )


async def _progress(request: Request, plan: Plan) -> list[AimProgress]:
    aims = {each.of: each.number for each in plan.aims}
    reached = await reached_by(handler_of(request).journal.pool, plan)
    return [
        AimProgress(of=of, aim=aims.get(of), reached=reached.get(of))
        for of in AimOf
        if of in aims or of in reached
    ]


def _listed(row: Mapping[str, Any], agency: str) -> ListedCampaign:
    facts = dict(row) | {"aims": json.loads(row["aims"]), "own": row["agency"] == agency}
    return ListedCampaign.model_validate(facts)
