"""HTTP: workstations."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from services.cases import examples
from services.cases.office import office_of
from services.cases.registering import known, registered
from services.cases.workstation import RegisterWorkstation, workstation
from shared.desk import Extras
from shared.edge import Written, check_scope, respond
from shared.fields import Body, Name, RegionCode, example
from shared.ids import new_id
from shared.journal import Claim, ClaimTaken
from shared.operation import Call, Operation, needs, reads
from shared.regions import ancestors

router = APIRouter(route_class=Operation, tags=["workstations"])


class NewWorkstation(Body):
    """A workstation to enter; `kind` is the place's own word for what it is."""

    model_config = example(region=examples.REGION, name=examples.WORKSTATION)
    region: RegionCode
    name: Name
    kind: Name | None = None


class WorkstationWritten(Written):
    """The answer to a registered workstation."""

    workstation_id: UUID


class FoundWorkstation(BaseModel):
    """A workstation and its place."""

    workstation_id: UUID
    region: str
    name: str


class FoundWorkstations(BaseModel):
    """The workstations that were asked for, the nearest first."""

    workstations: list[FoundWorkstation]


def _claim(region: str, name: str) -> str:
    return f"workstation:{region}:{name}"


@router.post(
    "/v1/workstations",
    status_code=201,
    summary="Register a workstation",
    response_model=WorkstationWritten,
    responses=registered(
        "workstation", examples.WORKSTATION_ID, WorkstationWritten, "It was registered before"
    ),
)
async def register_workstation(
    request: Request, body: NewWorkstation, call: Annotated[Call, needs("cases:write")]
) -> Response:
    """Enter the workstation of a street or town; the same name there is the same workstation."""
    office = office_of(request)
    check_scope(call, body.region)
    workstation_id = new_id()
    name = _claim(body.region, body.name)
    command = RegisterWorkstation(workstation_id, body.region, body.name, body.kind or "")
    extras = Extras({"workstation_id": str(workstation_id)}, [Claim(name, str(workstation_id))])
    stream = f"workstation-{workstation_id}"
    try:
        return respond(
            await office.desk.handle(call, workstation, stream, command, new=True, extras=extras)
        )
    except ClaimTaken:
        return respond(await known(office, call, name, "workstation"))


@router.get(
    "/v1/workstations",
    summary="Find a workstation by its name",
    response_model=FoundWorkstations,
    responses=examples.WORKSTATIONS,
)
async def find_workstations(
    request: Request,
    call: Annotated[Call, reads("cases:read")],
    name: Annotated[
        Name, Query(description="Exactly as registered", examples=[examples.WORKSTATION])
    ],
    region: Annotated[RegionCode, Query(description="A region it serves")],
) -> Response:
    """The workstations of this name in a region of yours, or in one of those above it."""
    journal = office_of(request).desk.journal
    found: list[FoundWorkstation] = []
    for place in reversed(ancestors(region)) if call.caller.covers(region) else ():
        holder = await journal.holder(_claim(place, name))
        if holder is not None:
            found.append(FoundWorkstation(workstation_id=UUID(holder), region=place, name=name))
    answer = FoundWorkstations(workstations=found)
    return Response(answer.model_dump_json(), media_type="application/json")
