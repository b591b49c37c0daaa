"""HTTP: workstations that have too few workers."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from services.cases.access import OVERSEES_REGION
from services.cases.context import context_of
from services.cases.duties.in_force import versions_in_force
from services.cases.workstation import examples
from services.cases.workstation.api import FoundWorkstation
from services.cases.workstation.staffing import understaffed
from shared.http.operation import Call, Operation, reads
from shared.lists.paging import USUAL
from shared.lists.parameters import After, Limit, Region
from shared.lists.places import cursor_of, place_of

router = APIRouter(route_class=Operation, tags=["workstations"])


class UnderstaffedWorkstation(FoundWorkstation):
    """A workstation, how many full-time workers it has, and how many it is to have at least."""

    workers: int
    fewest: int


class UnderstaffedWorkstations(BaseModel):
    """A page of workstations; where there may be more, `next` is what to ask `after`.

    A page may be short, or empty, and still have a next one: each looks at so many only.
    """

    workstations: list[UnderstaffedWorkstation]
    next: str | None


@router.get(
    "/v1/workstations/understaffed",
    summary="Workstations that have too few workers",
    response_model=UnderstaffedWorkstations,
    responses=examples.UNDERSTAFFED,
)
async def list_understaffed(
    request: Request,
    call: Annotated[Call, reads("staff:read", OVERSEES_REGION)],
    region: Region = None,
    after: After = None,
    limit: Limit = USUAL,
) -> Response:
    """Those with fewer full-time cadres and social workers than the policy asks for, by region.

    Workers of all rosters count who serve there, also those who are absent; whom two rosters have
    under one ID number, once.
    """
    context, agency = context_of(request), call.caller.agency
    question = f"understaffed {region}"
    place = place_of(context.cursors, agency, question, after)
    today = context.handler.today()
    policies = (await versions_in_force(context)).in_force_on(today)
    page, last = await understaffed(
        context.pool, call.caller.regions, region, place, limit, policies, today
    )
    answer = UnderstaffedWorkstations(
        workstations=[UnderstaffedWorkstation(**asdict(each)) for each in page],
        next=cursor_of(context.cursors, agency, question, last),
    )
    return Response(answer.model_dump_json(), media_type="application/json")
