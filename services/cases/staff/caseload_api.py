"""HTTP: how many cases workers have, against how many one may have."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from services.cases.context import context_of
from services.cases.duties.in_force import versions_in_force
from services.cases.staff import examples
from services.cases.staff.api import ROSTERS
from services.cases.staff.bodies import WorkerId
from services.cases.staff.caseload import Caseload, caseloads, served_cases
from services.cases.staff.keys import key_of
from services.cases.staff.known import known_worker
from services.cases.staff.listing import Question, read_page
from services.cases.staff.rules import Left
from shared.events.cases.staff import EmployedAs
from shared.http import problems
from shared.http.access_rules import OWN
from shared.http.operation import Call, Operation, reads
from shared.lists.paging import DAYS, MOST, USUAL, place_behind
from shared.lists.parameters import After, Limit, Region
from shared.lists.places import cursor_of, place_of
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["workers"])
TURNS = 10  # so often a page of `over` reads on until it has somebody


class WorkerCaseload(BaseModel):
    """How many cases a worker has that go on, how many the policies allow, and by how many over."""

    worker_id: UUID
    agency: str
    region: str
    employment: EmployedAs
    cases: int
    allowed: int
    over: int


class Caseloads(BaseModel):
    """A page of workers with their cases; where there may be more, `next` is what to ask `after`.

    With `over` a page may be short, or empty, and still have a next one: each looks at 2,000
    workers at most.
    """

    workers: list[WorkerCaseload]
    next: str | None


class ServedCase(BaseModel):
    """A case in whose team the worker is; `carries` where it counts in the caseload."""

    case_id: UUID
    joining_id: UUID
    role: str
    role_name: Text
    joined_on: date
    carries: bool


class OneCaseload(BaseModel):
    """The caseload of a worker, and a page of the cases in whose teams the worker is."""

    worker_id: UUID
    cases: int
    allowed: int
    over: int
    serves: list[ServedCase]
    next: str | None


@router.get(
    "/v1/workers/caseloads",
    summary="Caseloads",
    response_model=Caseloads,
    responses=examples.CASELOADS,
)
async def list_caseloads(
    request: Request,
    call: Annotated[Call, reads("staff:read", ROSTERS)],
    region: Region = None,
    over: Annotated[
        bool, Query(description="Those who have more than the policies allow", examples=[True])
    ] = False,
    after: After = None,
    limit: Limit = USUAL,
) -> Response:
    """How many cases each worker who serves today has, by the days of joining.

    A case counts for those in its team in a role that carries it, until it ends. Police and
    anti-drug offices are shown the workers of all of their regions.
    """
    context, agency = context_of(request), call.caller.agency
    today = context.handler.today()
    name = f"caseloads {region} {over}"
    texts = place_of(context.cursors, agency, name, after)
    place = DAYS.place(texts) if texts else None
    question = Question(region=region, serving_on=today)
    policies = (await versions_in_force(context)).in_force_on(today)
    workers, last = list[dict[str, Any]](), None
    for _ in range(TURNS if over else 1):
        at_once = MOST if over else limit
        rows, last = await read_page(context.pool, call.caller, question, place, at_once, today)
        regions = {row["worker_id"]: row["region"] for row in rows}
        found = await caseloads(context.pool, regions, policies, today)
        workers = [{**row, **_counted(found[row["worker_id"]])} for row in rows]
        workers = [each for each in workers if each["over"]] if over else workers
        if workers or last is None:
            break
        place = DAYS.place(last)
    if len(workers) > limit:
        workers, last = workers[:limit], place_behind(workers[limit - 1])
    answer = Caseloads(
        workers=[WorkerCaseload.model_validate(each) for each in workers],
        next=cursor_of(context.cursors, agency, name, last),
    )
    return Response(answer.model_dump_json(), media_type="application/json")


@router.get(
    "/v1/workers/{worker_id}/caseload",
    summary="The cases of a worker",
    response_model=OneCaseload,
    responses=examples.CASELOAD,
)
async def read_caseload(
    request: Request,
    worker_id: WorkerId,
    call: Annotated[Call, reads("staff:read", OWN)],
    after: After = None,
    limit: Limit = USUAL,
) -> Response:
    """How many cases a worker of your agency has, and which; those that have ended are left out."""
    context, agency = context_of(request), call.caller.agency
    known = await known_worker(context, agency, worker_id)
    if known is None:
        raise problems.not_found()
    served = known.before if isinstance(known, Left) else known
    today = context.handler.today()
    policies = (await versions_in_force(context)).in_force_on(today)
    load = (await caseloads(context.pool, {worker_id: served.region}, policies, today))[worker_id]
    name = f"caseload {worker_id}"
    texts = place_of(context.cursors, agency, name, after)
    place = (UUID(texts[0]), UUID(texts[1])) if texts else None
    user = key_of(context.vault.index, call.caller)
    page, last = await served_cases(
        context.pool, call.caller, worker_id, place, limit, user, policies, today
    )
    names = policies.team_roles
    answer = OneCaseload(
        worker_id=worker_id,
        **_counted(load),
        serves=[
            ServedCase(
                case_id=each.case_id,
                joining_id=each.joining_id,
                role=each.role,
                role_name=names.get(each.role, Text(zh=each.role, en=each.role)),
                joined_on=each.joined_on,
                carries=each.carries,
            )
            for each in page
        ],
        next=cursor_of(context.cursors, agency, name, last),
    )
    return Response(answer.model_dump_json(), media_type="application/json")


def _counted(load: Caseload) -> dict[str, int]:
    over = max(load.cases - load.allowed, 0)
    return {"cases": load.cases, "allowed": load.allowed, "over": over}
