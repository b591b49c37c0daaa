"""HTTP: uses of places: on which day, for what, by how many."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field

from services.outreach.context import handler_of
from services.outreach.listing import Asked, Filters, find
from services.outreach.place import examples
from services.outreach.place.known import known_place, still_open
from services.outreach.record_words import asked_for
from services.outreach.recording import Corrects, Reads, Voiding, Writes, show, void, write_down
from services.outreach.register import What
from services.outreach.streams import place_use_stream
from services.outreach.words.fields import FacilityKindCode, PlaceUseCode
from shared.events.outreach.places import PlaceUsed
from shared.http.command_answers import Written, respond
from shared.http.fields import Body, Day, example
from shared.http.operation import Operation
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["places"])

UseId = Annotated[UUID, Path(description="As its recording answered", examples=[examples.USE_ID])]


class NewUse(Body):
    """A use of a place on a day: for what, and by how many, each time counted; never by whom."""

    model_config = example(**examples.USE)
    place_id: UUID
    occurred_on: Day
    purpose: PlaceUseCode
    person_times: Annotated[int, Field(strict=True, ge=0, le=1_000_000)]


class UseWritten(Written):
    """The answer to a recorded use."""

    use_id: UUID


class UseFacts(BaseModel):
    """A use as it stands; `region`, `kind` and `place_kind` are those of the place."""

    use_id: UUID
    entry_id: UUID
    place_id: UUID
    region: str
    kind: str
    place_kind: str
    occurred_on: date
    purpose: str
    person_times: int
    version: int
    void: bool


class ListedUse(UseFacts):
    """A use in a list; `changed_at` is when it was recorded, or made void.

    `own` says whether your agency recorded it.
    """

    changed_at: datetime
    own: bool


class Uses(BaseModel):
    """A page of uses; where there may be more, `next` is what to ask `after`.

    A page may be short, or empty, and still have a next one: each looks at so many only.
    `read_at` is the moment when it was read.
    """

    uses: list[ListedUse]
    next: str | None
    read_at: datetime


@router.post(
    "/v1/uses",
    status_code=201,
    summary="Record a use of a place",
    response_model=UseWritten,
    responses=examples.wrote_use(1, use_id=examples.USE_ID),
)
async def record_use(request: Request, body: NewUse, call: Writes) -> Response:
    """Record that a place of your regions was used on a day on which it was open."""
    replayed = await handler_of(request).replay(call)
    if replayed is not None:  # what has become of the place since is not asked
        return respond(replayed)
    place = await known_place(request, call, body.place_id, body.occurred_on)
    use_id = new_id()
    work = PlaceUsed(
        entry_id=new_id(),
        use_id=use_id,
        place_id=body.place_id,
        region=place.region,
        occurred_on=body.occurred_on,
        kind=place.kind,
        place_kind=place.place_kind,
        purpose=body.purpose,
        person_times=body.person_times,
    )
    still = still_open(request, call, body.place_id, place.region, body.occurred_on)
    return await write_down(request, call, "use_id", place_use_stream(use_id), use_id, work, still)


@router.post(
    "/v1/uses/{use_id}/void",
    status_code=201,
    summary="Make a use void",
    response_model=Written,
    responses=examples.wrote_use(2),
)
async def void_use(request: Request, use_id: UseId, body: Voiding, call: Corrects) -> Response:
    """Take back a use that was recorded by mistake."""
    return await void(request, call, place_use_stream(use_id), body)


@router.get(
    "/v1/uses",
    summary="Uses of places of your regions",
    response_model=Uses,
    responses=examples.USES,
)
async def list_uses(
    request: Request,
    call: Reads,
    asked: Asked,
    kind: Annotated[FacilityKindCode | None, Query(description="Of places of this kind")] = None,
    place_id: Annotated[UUID | None, Query(description="Of this place")] = None,
) -> Response:
    """The uses of places of your regions, the latest first; void ones are among them, marked.

    Ordered by change, what is made void meanwhile goes to that end.
    """
    found = await find(
        request, call, What.USE, asked, kind, Filters(words=asked_for(used=place_id))
    )
    page = Uses(
        uses=[ListedUse.model_construct(**facts) for facts in found.facts],
        next=found.next,
        read_at=found.read_at,
    )
    return Response(page.model_dump_json(), media_type="application/json")


@router.get(
    "/v1/uses/{use_id}",
    summary="A use of a place",
    response_model=UseFacts,
    responses=examples.USE_SHOWN,
)
async def read_use(request: Request, use_id: UseId, call: Reads) -> Response:
    """The use as it was recorded, and whether it still counts."""
    return await show(request, call, place_use_stream(use_id), UseFacts)
