"""HTTP: places: entered, listed, shown."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic_core import from_json

from services.outreach.context import cursors_of, handler_of
from services.outreach.place import examples
from services.outreach.place.bodies import (
    FoundPlaces,
    ListedPlace,
    NewPlace,
    NewRoom,
    PlaceFacts,
    PlaceWritten,
)
from services.outreach.place.known import region_of
from services.outreach.place.listing import Question, read_page
from services.outreach.place.rows import rows_of
from services.outreach.place.rules import OpenPlace, place
from services.outreach.place.state import Closed, Open, Unopened, Void
from services.outreach.recording import Reads, Writes
from services.outreach.streams import place_stream
from services.outreach.words.fields import FacilityKindCode, PlaceKindCode
from shared.command_handler import Extras
from shared.events.outreach.places import Room
from shared.http import problems
from shared.http.command_answers import check_scope, respond
from shared.http.fields import AnyDay, WholeNumber
from shared.http.operation import Operation
from shared.ids import new_id
from shared.lists.paging import DAYS, USUAL
from shared.lists.parameters import After, Limit, Region
from shared.lists.places import cursor_of, place_of
from shared.warned import early_days

router = APIRouter(route_class=Operation, tags=["places"])

PlaceId = Annotated[
    UUID, Path(description="As its entering answered", examples=[examples.PLACE_ID])
]
Year = Annotated[
    WholeNumber | None,
    Query(ge=1949, le=2100, description="The present one without it", examples=[2019]),
]


@router.post(
    "/v1/places",
    status_code=201,
    summary="Enter a place",
    response_model=PlaceWritten,
    responses=examples.wrote(1, place_id=examples.PLACE_ID),
)
async def open_place(request: Request, body: NewPlace, call: Writes) -> Response:
    """Enter a place (阵地) of your regions: what it is, what it offers and its rooms.

    Schools, venues and the like are entered too, so that it can be said which were not visited.
    """
    check_scope(call, body.region)
    place_id = new_id()
    command = OpenPlace(
        place_id,
        body.region,
        body.kind,
        body.name,
        body.opened_on,
        body.place_kind or "",
        body.must_enter,
        tuple(dict.fromkeys(body.offers)),
        rooms_of(body.rooms),
    )
    extras = Extras(
        {"place_id": str(place_id)},
        warnings=early_days(opened_on=body.opened_on),
        rows=rows_of,
    )
    handler, stream = handler_of(request), place_stream(place_id)
    answer = await handler.handle(call, place, stream, command, new=True, extras=extras)
    if not answer.replayed:
        return respond(answer)
    loaded = await handler.load(place, answer.stream_id)
    return respond(answer, void=isinstance(loaded.state, Void))


def rooms_of(rooms: tuple[NewRoom, ...]) -> tuple[Room, ...]:
    """The rooms as an event says them."""
    return tuple(Room(code=each.code, name=each.name or "") for each in rooms)


@router.get("/v1/places", summary="Places", response_model=FoundPlaces, responses=examples.LISTED)
async def list_places(
    request: Request,
    call: Reads,
    region: Region = None,
    kind: Annotated[FacilityKindCode | None, Query(description="What it is")] = None,
    place_kind: Annotated[PlaceKindCode | None, Query(description="As what it is entered")] = None,
    must_enter: Annotated[bool | None, Query(description="Whether it must be entered")] = None,
    open_on: Annotated[AnyDay | None, Query(description="A day on which it was open")] = None,
    entered: Annotated[
        bool | None, Query(description="Whether a session was held there in the year")
    ] = None,
    name: Annotated[str | None, Query(max_length=100, description="What it is called")] = None,
    year: Year = None,
    after: After = None,
    limit: Limit = USUAL,
) -> Response:
    """The places of your regions by the days they were opened on; void ones are left out.

    `must_enter=true&entered=false` are those that must be entered and were not in the year, of
    those that were open in it.
    """
    handler, agency = handler_of(request), call.caller.agency
    asked = year or handler.today().year
    question = Question(asked, region, kind, place_kind, must_enter, open_on, entered, name)
    listed = f"places {question}"
    cursors = cursors_of(request)
    texts = place_of(cursors, agency, listed, after)
    behind = DAYS.place(texts) if texts else None
    rows, last = await read_page(handler.journal.pool, call.caller, question, behind, limit)
    answer = FoundPlaces(
        year=asked,
        places=[ListedPlace.model_validate({**row, **from_json(row["facts"])}) for row in rows],
        next=cursor_of(cursors, agency, listed, last),
    )
    return Response(answer.model_dump_json(), media_type="application/json")


@router.get(
    "/v1/places/{place_id}",
    summary="A place",
    response_model=PlaceFacts,
    responses=examples.PLACE_SHOWN,
)
async def read_place(request: Request, place_id: PlaceId, call: Reads) -> Response:
    """A place of your regions as it stands; a void one is shown as void."""
    loaded = await handler_of(request).load(place, place_stream(place_id))
    state = loaded.state
    region = region_of(state)
    if isinstance(state, Unopened) or region is None or not call.caller.covers(region):
        raise problems.not_found()
    was = state if isinstance(state, Open) else state.was
    closed_on: date | None = state.closed_on if isinstance(state, Closed) else None
    facts = PlaceFacts.model_validate(
        {
            **{name: getattr(was, name) for name in _SHOWN},
            "rooms": [each.model_dump() for each in was.rooms],
            "closed_on": closed_on,
            "version": loaded.version,
            "void": isinstance(state, Void),
        }
    )
    return Response(
        facts.model_dump_json(), 200, {"ETag": f'"{loaded.version}"'}, "application/json"
    )


_SHOWN = (
    *("place_id", "region", "kind", "place_kind", "must_enter"),
    *("name", "opened_on", "offers"),
)
