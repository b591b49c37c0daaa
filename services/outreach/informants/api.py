"""HTTP: informants: how many a community has. A number by community and day, and nothing else."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, Field

from services.outreach.context import cursors_of, handler_of
from services.outreach.informants import examples
from services.outreach.informants.access import INFORMANTS
from services.outreach.informants.listing import read_page
from services.outreach.informants.rows import rows_of
from services.outreach.informants.rules import Command, CountInformants, VoidCount, informants
from services.outreach.streams import informants_stream
from shared.command_handler import Extras
from shared.http import problems
from shared.http.command_answers import Written, check_scope, respond
from shared.http.fields import Body, Day, RegionCode, example
from shared.http.operation import Call, Operation, needs, reads
from shared.lists import by_county
from shared.lists.paging import USUAL
from shared.lists.parameters import After, Limit, Region
from shared.lists.places import cursor_of, place_of

router = APIRouter(route_class=Operation, tags=["informants"])

Writes = Annotated[Call, needs("outreach:write", INFORMANTS)]
Community = Annotated[
    RegionCode, Path(description="A community's code", examples=[examples.REGION])
]
Reads = Annotated[Call, reads("outreach:read", INFORMANTS)]


class NewCount(Body):
    """How many informants a community has from a day on."""

    model_config = example(**examples.COUNT)
    region: RegionCode
    occurred_on: Day
    number: Annotated[int, Field(strict=True, ge=0, le=100_000)]


class CountToVoid(Body):
    """On which day the number was entered by mistake."""

    model_config = example(occurred_on="2019-03-31")
    occurred_on: Day


class Count(BaseModel):
    """A number, and the day from which on it stands."""

    occurred_on: date
    number: int


class Counts(BaseModel):
    """All numbers of a community that stand, by their days."""

    region: str
    counts: list[Count]


class ListedCount(Count):
    """The last number of a community."""

    region: str


class FoundCounts(BaseModel):
    """A page of communities by their codes; where there are more, `next` is what to ask `after`."""

    communities: list[ListedCount]
    next: str | None


@router.post(
    "/v1/informants",
    status_code=201,
    summary="Record how many informants a community has",
    response_model=Written,
    responses=examples.wrote(1),
)
async def count_informants(request: Request, body: NewCount, call: Writes) -> Response:
    """A number (信息员人数) from a day on, until the next one; never who they are.

    Another number of the same day takes its place: a correction is not added.
    """
    check_scope(call, body.region)
    command = CountInformants(body.region, body.occurred_on, body.number)
    return await _write(request, call, body.region, command)


@router.get(
    "/v1/informants",
    summary="Informants by community",
    response_model=FoundCounts,
    responses=examples.LISTED,
)
async def list_informants(
    request: Request,
    call: Reads,
    region: Region = None,
    after: After = None,
    limit: Limit = USUAL,
) -> Response:
    """The last number of each community of your regions that has one, by the communities' codes."""
    agency, cursors = call.caller.agency, cursors_of(request)
    prefixes = by_county.within(call.caller.regions, region)
    name = f"informants {prefixes}"
    place = place_of(cursors, agency, name, after)
    pool = handler_of(request).journal.pool
    rows, following = await read_page(pool, prefixes, place[0] if place else "", limit)
    answer = FoundCounts(
        communities=[ListedCount.model_validate(row) for row in rows],
        next=cursor_of(cursors, agency, name, [following] if following else None),
    )
    return Response(answer.model_dump_json(), media_type="application/json")


@router.get(
    "/v1/informants/{region}",
    summary="Informants of a community",
    response_model=Counts,
    responses=examples.COUNTS,
)
async def read_informants(request: Request, region: Community, call: Reads) -> Response:
    """All numbers of one community that stand, the earliest first."""
    loaded = await handler_of(request).load(informants, informants_stream(region))
    if not loaded.version:
        raise problems.not_found()
    found = zip(loaded.state.days, loaded.state.numbers, strict=True)
    answer = Counts(
        region=region,
        counts=[Count(occurred_on=day, number=number) for day, number in found],
    )
    return Response(
        answer.model_dump_json(), 200, {"ETag": f'"{loaded.version}"'}, "application/json"
    )


@router.post(
    "/v1/informants/{region}/void",
    status_code=201,
    summary="Make a number of informants void",
    response_model=Written,
    responses=examples.wrote(2),
)
async def void_count(
    request: Request, region: Community, body: CountToVoid, call: Writes
) -> Response:
    """Nothing was counted on that day: the number before it stands on."""
    return await _write(request, call, region, VoidCount(body.occurred_on))


async def _write(request: Request, call: Call, region: str, command: Command) -> Response:
    handler, stream = handler_of(request), informants_stream(region)
    answer = await handler.handle(call, informants, stream, command, extras=Extras(rows=rows_of))
    if not answer.replayed or isinstance(command, VoidCount):
        return respond(answer)
    loaded = await handler.load(informants, stream)
    return respond(answer, void=command.occurred_on not in loaded.state.days)
