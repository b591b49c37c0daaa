"""HTTP: workstations."""

from typing import Annotated, TypeAlias
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel

from services.cases.context import Context, context_of
from services.cases.registration import known, registered
from services.cases.streams import workstation_claim, workstation_stream
from services.cases.workstation import examples
from services.cases.workstation.listing import read_page, rows_of
from services.cases.workstation.rules import (
    Registered,
    RegisterWorkstation,
    warnings,
    workstation,
)
from shared.command_handler import Extras
from shared.http import problems
from shared.http.access_rules import BY_REGION
from shared.http.command_answers import Warnings, Written, check_scope, respond
from shared.http.field_errors import field_errors
from shared.http.fields import Body, Name, PublicName, RegionCode, example
from shared.http.operation import Call, Operation, needs, reads
from shared.ids import new_id
from shared.journal.journal import Claim, ClaimTaken
from shared.lists.paging import USUAL
from shared.lists.parameters import After, Limit, Region
from shared.lists.places import cursor_of, place_of
from shared.regions import ancestors, prefix

router = APIRouter(route_class=Operation, tags=["workstations"])

WorkstationId = Annotated[
    UUID, Path(description="As its registration answered", examples=[examples.WORKSTATION_ID])
]


class NewWorkstation(Body):
    """A workstation to enter; `kind` is what the place calls it."""

    model_config = example(region=examples.REGION, name=examples.WORKSTATION)
    region: RegionCode
    name: PublicName
    kind: PublicName | None = None


class WorkstationWritten(Written):
    """The answer to a registered workstation."""

    workstation_id: UUID


Known: TypeAlias = WorkstationWritten | Warnings


class FoundWorkstation(BaseModel):
    """A workstation and its place."""

    workstation_id: UUID
    region: str
    name: str


class WorkstationFacts(FoundWorkstation):
    """A workstation as it was registered; `kind` is empty where none was given."""

    kind: str
    version: int


class FoundWorkstations(BaseModel):
    """The workstations that were asked for; where there are more, `next` is what to ask `after`."""

    workstations: list[FoundWorkstation]
    next: str | None


@router.post(
    "/v1/workstations",
    status_code=201,
    summary="Register a workstation",
    response_model=WorkstationWritten,
    responses=registered(
        "workstation",
        workstation_stream(examples.WORKSTATION_ID),
        Known,
        "It was registered before; or a dry run, with warnings",
    ),
)
async def register_workstation(
    request: Request, body: NewWorkstation, call: Annotated[Call, needs("cases:write", BY_REGION)]
) -> Response:
    """Enter the workstation of a street or town; the same name there is the same workstation."""
    context = context_of(request)
    check_scope(call, body.region)
    workstation_id = new_id()
    name = workstation_claim(body.region, body.name)
    command = RegisterWorkstation(workstation_id, body.region, body.name, body.kind or "")
    extras = Extras(
        {"workstation_id": str(workstation_id)},
        [Claim(name, str(workstation_id))],
        warnings=warnings(command, context.handler.today()),
        rows=rows_of,
    )
    stream = workstation_stream(workstation_id)
    try:
        return respond(
            await context.handler.handle(
                call, workstation, stream, command, new=True, extras=extras
            )
        )
    except ClaimTaken:
        return respond(await known(context, call, name, "workstation", workstation_stream))


@router.get(
    "/v1/workstations",
    summary="Workstations of your regions",
    response_model=FoundWorkstations,
    responses=examples.WORKSTATIONS,
)
async def list_workstations(
    request: Request,
    call: Annotated[Call, reads("cases:read", BY_REGION)],
    region: Region = None,
    name: Annotated[
        Name | None,
        Query(description="Exactly as registered; then `region` is one that it serves"),
    ] = None,
    after: After = None,
    limit: Limit = USUAL,
) -> Response:
    """The workstations of a region of yours and of all below it, by their regions.

    With a `name`, those of this name in the region, or in one of those above it, the nearest first.
    """
    context, agency = context_of(request), call.caller.agency
    following: str | None = None
    if name is not None:
        found = await _named(context, call, region, name)
    else:
        question = f"workstations {region}"
        place = place_of(context.cursors, agency, question, after)
        rows, last = await read_page(context.pool, call.caller.regions, region, place, limit)
        found = [FoundWorkstation.model_construct(**row) for row in rows]
        following = cursor_of(context.cursors, agency, question, last)
    answer = FoundWorkstations(workstations=found, next=following)
    return Response(answer.model_dump_json(), media_type="application/json")


async def _named(
    context: Context, call: Call, region: str | None, name: str
) -> list[FoundWorkstation]:
    """The workstations of a name that serve a region of the caller's."""
    if region is None:
        raise problems.invalid(field_errors([{"type": "missing", "loc": ("query", "region")}]))
    found: list[FoundWorkstation] = []
    for place in reversed(ancestors(region)) if call.caller.covers(region) else ():
        holder = await context.journal.holder(workstation_claim(place, name))
        if holder is not None:
            found.append(FoundWorkstation(workstation_id=UUID(holder), region=place, name=name))
    return found


@router.get(
    "/v1/workstations/{workstation_id}",
    summary="A workstation",
    response_model=WorkstationFacts,
    responses=examples.WORKSTATION_SHOWN,
)
async def read_workstation(
    request: Request,
    workstation_id: WorkstationId,
    call: Annotated[Call, reads("cases:read", BY_REGION)],
) -> Response:
    """A workstation of your regions, or of one above them."""
    loaded = await context_of(request).handler.load(workstation, workstation_stream(workstation_id))
    state = loaded.state
    if not isinstance(state, Registered) or not _serves(state.region, call):
        raise problems.not_found()
    facts = WorkstationFacts(
        workstation_id=workstation_id,
        region=state.region,
        name=state.name,
        kind=state.kind,
        version=loaded.version,
    )
    return Response(
        facts.model_dump_json(), 200, {"ETag": f'"{loaded.version}"'}, "application/json"
    )


def _serves(region: str, call: Call) -> bool:
    """Whether a workstation of a region is one that the caller may find by its name."""
    above = prefix(region)
    return call.caller.covers(region) or any(own.startswith(above) for own in call.caller.regions)
