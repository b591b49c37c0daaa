"""HTTP: workers of one's own agency: registered, shown, let go."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel

from services.cases.context import context_of
from services.cases.staff import examples
from services.cases.staff.known import known_worker
from services.cases.staff.listing import rows_of
from services.cases.staff.rules import (
    Employed,
    LetGo,
    RegisterWorker,
    WorkerUnknown,
    warnings,
    worker,
)
from services.cases.streams import worker_stream
from shared.command_handler import Extras
from shared.events.cases.staff import Employment, LeavingReason
from shared.http import problems
from shared.http.access_rules import OWN
from shared.http.command_answers import Written, check_scope, respond
from shared.http.fields import Body, Day, Name, PublicName, RegionCode, example
from shared.http.openapi import written
from shared.http.operation import Call, IfMatch, Operation, needs, reads
from shared.http.problems import responses
from shared.ids import new_id
from shared.positions import in_plain

router = APIRouter(route_class=Operation, tags=["workers"])

WorkerId = Annotated[
    UUID, Path(description="As its registration answered", examples=[examples.WORKER_ID])
]


class NewWorker(Body):
    """A worker to enter; the name goes into the vault."""

    model_config = example(
        name=examples.NAME,
        region=examples.REGION,
        employment="social_worker",
        joined_on="2019-01-02",
    )
    name: Name
    region: RegionCode
    employment: Employment
    joined_on: Day
    workstation_id: UUID | None = None
    unit: PublicName | None = None


class WorkerWritten(Written):
    """The answer to a registered worker."""

    worker_id: UUID


class WorkerFacts(BaseModel):
    """A worker without the name."""

    worker_id: UUID
    region: str
    employment: Employment
    joined_on: date
    left_on: date | None
    workstation_id: UUID | None
    unit: str
    version: int


@router.post(
    "/v1/workers",
    status_code=201,
    summary="Register a worker",
    response_model=WorkerWritten,
    responses={
        **written(
            {
                "worker_id": examples.WORKER_ID,
                "entry_id": "0196a1f0-5d02-7b10-9c3d-52b7f8a40e11",
                "version": 1,
                "position": in_plain(worker_stream(examples.WORKER_ID), 1),
            }
        ),
        **responses(409),
    },
)
async def register_worker(
    request: Request, body: NewWorker, call: Annotated[Call, needs("staff:write", OWN)]
) -> Response:
    """Enter a worker in the roster of your agency."""
    context = context_of(request)
    check_scope(call, body.region)
    worker_id = new_id()
    command = RegisterWorker(
        worker_id,
        call.caller.agency,
        body.region,
        body.employment,
        body.joined_on,
        body.workstation_id,
        body.unit or "",
    )
    extras = Extras(
        {"worker_id": str(worker_id)},
        persons=[context.vault.new_person(worker_id)],
        items=[await context.vault.item(worker_id, worker_id, {"name": body.name})],
        warnings=warnings(command, context.handler.today()),
        rows=rows_of,
    )
    stream = worker_stream(worker_id)
    return respond(
        await context.handler.handle(call, worker, stream, command, new=True, extras=extras)
    )


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
    found = await known_worker(context, call.caller.agency, worker_id)
    if found is None:
        raise problems.not_found()
    loaded = await context.handler.load(worker, worker_stream(worker_id))
    served, left_on = (
        (found, None) if isinstance(found, Employed) else (found.before, found.left_on)
    )
    facts = WorkerFacts(
        worker_id=worker_id,
        region=served.region,
        employment=served.employment,
        joined_on=served.joined_on,
        left_on=left_on,
        workstation_id=served.workstation_id,
        unit=served.unit,
        version=loaded.version,
    )
    return Response(
        facts.model_dump_json(), 200, {"ETag": f'"{loaded.version}"'}, "application/json"
    )


class LeavingWork(Body):
    """From which day the worker serves no longer, and why."""

    model_config = example(left_on="2020-06-30", reason="contract_ended")
    left_on: Day
    reason: LeavingReason


@router.post(
    "/v1/workers/{worker_id}/leaving",
    status_code=201,
    summary="A worker leaves",
    response_model=Written,
    responses={
        **written(
            {
                "entry_id": "0196a1f0-5d02-7b10-9c3d-52b7f8a40e12",
                "version": 2,
                "position": in_plain(worker_stream(examples.WORKER_ID), 2),
            }
        ),
        **responses(409),
    },
)
async def let_worker_go(
    request: Request,
    worker_id: WorkerId,
    body: LeavingWork,
    call: Annotated[Call, needs("staff:write", OWN, IfMatch.REQUIRED)],
) -> Response:
    """Record that a worker of your agency serves no longer."""
    context = context_of(request)
    if await known_worker(context, call.caller.agency, worker_id) is None:
        raise WorkerUnknown
    command = LetGo(body.left_on, body.reason)
    extras = Extras(rows=rows_of)
    return respond(
        await context.handler.handle(call, worker, worker_stream(worker_id), command, extras=extras)
    )
