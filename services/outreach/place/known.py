"""Places that others name: whether there is such a place, and was on that day."""

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

from fastapi import Request

from services.outreach.context import handler_of
from services.outreach.place.rules import place
from services.outreach.place.state import (
    Closed,
    Open,
    Place,
    PlaceElsewhere,
    PlaceNotOpenThen,
    Unopened,
    open_on,
)
from services.outreach.streams import place_stream
from shared.command_handler import CommandHandler
from shared.http import problems
from shared.http.field_errors import FieldError
from shared.http.operation import Call
from shared.regions import prefix
from shared.text import Text


async def place_known(handler: CommandHandler, place_id: UUID) -> Place:
    """The place of an id, as it stands; `Unopened` if there is none."""
    return (await handler.load(place, place_stream(place_id))).state


async def known_place(
    request: Request, call: Call, place_id: UUID, day: date, field: str = "occurred_on"
) -> Open:
    """A place of the caller's regions that a body names, as it was open on a day, its `field`.

    A 422 Problem for one that is not there; raises `PlaceNotOpenThen`.
    """
    state = await place_known(handler_of(request), place_id)
    was = state.was if isinstance(state, Closed) else state
    if not isinstance(was, Open) or not call.caller.covers(was.region):
        raise problems.invalid([_UNKNOWN])
    found = open_on(state, day)
    if found is None:
        refused = PlaceNotOpenThen()
        refused.field = field
        raise refused
    return found


async def facility_kind(
    request: Request,
    call: Call,
    place_id: UUID | None,
    region: str,
    day: date,
    field: str = "occurred_on",
) -> str:
    """Of what kind the named place of an activity is, "" where none is named; `field` is the day's.

    A 422 Problem for one that is not there; raises `PlaceNotOpenThen`, and `PlaceElsewhere` unless
    the place lies in the activity's region, or the other way round. A call that was answered before
    is not asked again.
    """
    if place_id is None or await handler_of(request).replay(call) is not None:
        return ""
    found = await known_place(request, call, place_id, day, field)
    if not (found.region.startswith(prefix(region)) or region.startswith(prefix(found.region))):
        raise PlaceElsewhere
    return found.kind


def still_open(
    request: Request, call: Call, place_id: UUID | None, region: str, day: date
) -> Callable[[object], Awaitable[str]]:
    """What asks again whether a place was open: it may be made void just as one records there."""

    def ask(_: object) -> Awaitable[str]:
        return facility_kind(request, call, place_id, region, day)

    return ask


def region_of(state: Place) -> str | None:
    """In which region a place is or was; None if there is none."""
    if isinstance(state, Unopened):
        return None
    return state.region if isinstance(state, Open) else state.was.region


_UNKNOWN = FieldError(
    "unknown_place",
    Text(
        zh="您管辖的区划内没有这个阵地；请先登记阵地。",
        en="There is no such place in your regions; enter it first.",
    ),
    pointer="/place_id",
)
