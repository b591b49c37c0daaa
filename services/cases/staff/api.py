"""HTTP: workers of one's own agency: registered, listed, shown."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.cases.context import context_of
from services.cases.staff import examples
from services.cases.staff.bodies import (
    Code,
    FoundWorkers,
    ListedWorker,
    Mine,
    NewWorker,
    WorkerFacts,
    WorkerId,
    WorkerWritten,
)
from services.cases.staff.known import own_worker
from services.cases.staff.listing import Question, read_page
from services.cases.staff.rows import rows_of
from services.cases.staff.rules import RegisterWorker, warnings, worker
from services.cases.staff.showing import shown_worker
from services.cases.staff.state import UserTaken
from services.cases.staff.users import my_worker
from services.cases.staff.writing import check_told, keys_of
from services.cases.streams import (
    worker_stream,
    worker_user_claim,
)
from services.cases.workstation.access import known_station
from shared.command_handler import Extras
from shared.events.cases.staff import EmployedAs, Field
from shared.http import problems
from shared.http.access_rules import OWN, AccessRule
from shared.http.command_answers import check_scope, respond
from shared.http.fields import AnyDay
from shared.http.operation import Call, Operation, needs, reads
from shared.ids import new_id
from shared.journal.journal import Claim, ClaimTaken
from shared.lists.paging import DAYS, USUAL
from shared.lists.parameters import After, Limit, Region
from shared.lists.places import cursor_of, place_of
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["workers"])

ROSTERS = AccessRule(
    "rosters",
    Text(
        zh="本单位的工作人员；公安机关和禁毒办另可查看所辖区划内工作人员的编码信息（不含姓名）。",
        en="Workers of the caller's own agency; for police and anti-drug offices also coded facts,"
        " never names, of those of their regions.",
    ),
)


@router.post(
    "/v1/workers",
    status_code=201,
    summary="Register a worker",
    response_model=WorkerWritten,
    responses=examples.wrote(1, worker_id=examples.WORKER_ID),
)
async def register_worker(
    request: Request, body: NewWorker, call: Annotated[Call, needs("staff:write", OWN)]
) -> Response:
    """Enter a worker in the roster of your agency.

    To tell the user or the ID number is done for a person (`act`), and nobody tells their own.
    """
    context, agency = context_of(request), call.caller.agency
    check_scope(call, body.region)
    await check_told(context, call, body.user, body.id_number)
    if body.workstation_id is not None:
        await known_station(context, call, body.workstation_id)
    worker_id = new_id()
    command = RegisterWorker(
        worker_id,
        agency,
        body.region,
        body.employment,
        body.joined_on,
        body.workstation_id,
        body.unit or "",
        body.field,
        body.user is not None,
        body.id_number is not None,
        body.area,
    )
    key, number = keys_of(context, agency, body.user, body.id_number)
    extras = Extras(
        {"worker_id": str(worker_id)},
        claims=[Claim(worker_user_claim(key), str(worker_id))] if key else (),
        persons=[context.vault.new_person(worker_id)],
        items=[await context.vault.item(worker_id, worker_id, {"name": body.name})],
        warnings=warnings(command, context.handler.today()),
        rows=partial(rows_of, user_key=key, id_claim=number),
    )
    stream = worker_stream(worker_id)
    try:
        return respond(
            await context.handler.handle(call, worker, stream, command, new=True, extras=extras)
        )
    except ClaimTaken:
        raise UserTaken from None


@router.get(
    "/v1/workers", summary="Workers", response_model=FoundWorkers, responses=examples.LISTED
)
async def list_workers(
    request: Request,
    call: Annotated[Call, reads("staff:read", ROSTERS)],
    region: Region = None,
    employment: EmployedAs | None = None,
    field: Field | None = None,
    workstation_id: UUID | None = None,
    serving_on: Annotated[
        AnyDay | None, Query(description="Those who serve on this day, absent or not")
    ] = None,
    qualification: Annotated[
        Code | None, Query(description="Those who have it then, or today")
    ] = None,
    own: Annotated[
        bool, Query(description="Those of your agency alone; for overseers", examples=[True])
    ] = False,
    after: After = None,
    limit: Limit = USUAL,
) -> Response:
    """The workers of your agency by their days of joining, and those who left; no names.

    Police and anti-drug offices are shown all of their regions.
    """
    context, agency = context_of(request), call.caller.agency
    question = Question(region, employment, field, workstation_id, serving_on, qualification, own)
    name = f"workers {question}"
    texts = place_of(context.cursors, agency, name, after)
    place = DAYS.place(texts) if texts else None
    rows, last = await read_page(
        context.pool, call.caller, question, place, limit, context.handler.today()
    )
    answer = FoundWorkers(
        workers=[ListedWorker.model_validate(row) for row in rows],
        next=cursor_of(context.cursors, agency, name, last),
    )
    return Response(answer.model_dump_json(), media_type="application/json")


@router.get(
    "/v1/workers/mine",
    summary="Which worker you are",
    response_model=Mine,
    responses=examples.MINE,
)
async def read_mine(
    request: Request, call: Annotated[Call, reads("staff:read", OWN, act=True)]
) -> Response:
    """The worker that your agency has registered with the user for whom you call."""
    mine = Mine(worker_id=await my_worker(context_of(request), call))
    return Response(mine.model_dump_json(), media_type="application/json")


@router.get(
    "/v1/workers/{worker_id}",
    summary="A worker",
    response_model=WorkerFacts,
    responses=examples.WORKER_SHOWN,
)
async def read_worker(
    request: Request, worker_id: WorkerId, call: Annotated[Call, reads("staff:read", OWN)]
) -> Response:
    """A worker of your agency, serving or not; the name stands apart."""
    context = context_of(request)
    if await own_worker(context, call.caller, worker_id) is None:
        raise problems.not_found()
    loaded = await context.handler.load(worker, worker_stream(worker_id))
    facts = shown_worker(loaded.state, loaded.version)
    return Response(
        facts.model_dump_json(), 200, {"ETag": f'"{loaded.version}"'}, "application/json"
    )
