"""HTTP: what becomes of a place: changed, closed, reopened, void."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Request, Response

from services.outreach.context import handler_of
from services.outreach.place import examples
from services.outreach.place.access import KEEPER
from services.outreach.place.api import PlaceId, rooms_of
from services.outreach.place.bodies import Closing, PlaceChange, PlaceVoiding
from services.outreach.place.listing import was_seen
from services.outreach.place.rows import rows_of
from services.outreach.place.rules import (
    ChangePlace,
    ClosePlace,
    Command,
    ReopenPlace,
    VoidPlace,
    place,
)
from services.outreach.place.state import Place, PlaceWasUsed
from services.outreach.streams import place_stream
from shared.command_handler import Extras, Loaded, anyone
from shared.http.command_answers import Written, respond
from shared.http.operation import Call, IfMatch, Operation, needs

router = APIRouter(route_class=Operation, tags=["places"])

Corrects = Annotated[Call, needs("outreach:write", KEEPER, IfMatch.REQUIRED)]
_Allowed = Annotated[Callable[[Loaded[Place]], Awaitable[object]], "as the handler takes it"]


@router.post(
    "/v1/places/{place_id}/change",
    status_code=201,
    summary="Change a place",
    response_model=Written,
    responses=examples.wrote(2),
)
async def change_place(
    request: Request, place_id: PlaceId, body: PlaceChange, call: Corrects
) -> Response:
    """It is called otherwise, offers other things, has other rooms, or must be entered."""
    command = ChangePlace(
        body.changed_on,
        body.name,
        body.must_enter,
        None if body.offers is None else tuple(dict.fromkeys(body.offers)),
        None if body.rooms is None else rooms_of(body.rooms),
    )
    return await _write(request, call, place_id, command)


@router.post(
    "/v1/places/{place_id}/closing",
    status_code=201,
    summary="Close a place",
    response_model=Written,
    responses=examples.wrote(3),
)
async def close_place(
    request: Request, place_id: PlaceId, body: Closing, call: Corrects
) -> Response:
    """The place is no more from a day on; what was held there stays counted."""
    return await _write(request, call, place_id, ClosePlace(body.closed_on))


@router.post(
    "/v1/places/{place_id}/reopening",
    status_code=201,
    summary="Take a closing back",
    response_model=Written,
    responses=examples.wrote(4),
)
async def reopen_place(request: Request, place_id: PlaceId, call: Corrects) -> Response:
    """The closing was a mistake: the place was open all the time."""
    return await _write(request, call, place_id, ReopenPlace())


@router.post(
    "/v1/places/{place_id}/void",
    status_code=201,
    summary="Make a place void",
    response_model=Written,
    responses=examples.wrote(5),
)
async def void_place(
    request: Request, place_id: PlaceId, body: PlaceVoiding, call: Corrects
) -> Response:
    """There never was such a place. One at which an activity or a use is recorded was there."""
    pool = handler_of(request).journal.pool

    async def unused(loaded: Loaded[Place]) -> None:
        if await was_seen(pool, place_id):
            raise PlaceWasUsed

    return await _write(request, call, place_id, VoidPlace(body.reason), unused)


async def _write(
    request: Request, call: Call, place_id: PlaceId, command: Command, allowed: _Allowed = anyone
) -> Response:
    answer = await handler_of(request).handle(
        call,
        place,
        place_stream(place_id),
        command,
        allowed=allowed,
        extras=Extras(rows=rows_of),
    )
    return respond(answer)
