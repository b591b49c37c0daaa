"""HTTP: workstations."""

from typing import Annotated, TypeAlias
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel

from services.cases.context import context_of
from services.cases.registration import known, registered
from services.cases.streams import workstation_claim, workstation_stream
from services.cases.workstation import examples
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
from shared.http.fields import Body, Name, PublicName, RegionCode, example
from shared.http.operation import Call, Operation, needs, reads
from shared.ids import new_id
from shared.journal.journal import Claim, ClaimTaken
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
    """The workstations that were asked for, the nearest first."""

    workstations: list[FoundWorkstation]


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
    summary="Find a workstation by its name",
    response_model=FoundWorkstations,
    responses=examples.WORKSTATIONS,
)
async def find_workstations(
    request: Request,
    call: Annotated[Call, reads("cases:read", BY_REGION)],
    name: Annotated[
        Name, Query(description="Exactly as registered", examples=[examples.WORKSTATION])
    ],
    region: Annotated[RegionCode, Query(description="A region it serves")],
) -> Response:
    """The workstations of this name in a region of yours, or in one of those above it."""
    journal = context_of(request).journal
    workstations: list[FoundWorkstation] = []
    for place in reversed(ancestors(region)) if call.caller.covers(region) else ():
        holder = await journal.holder(workstation_claim(place, name))
        if holder is not None:
            workstations.append(
                FoundWorkstation(workstation_id=UUID(holder), region=place, name=name)
            )
    answer = FoundWorkstations(workstations=workstations)
    return Response(answer.model_dump_json(), media_type="application/json")


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
