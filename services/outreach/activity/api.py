"""HTTP: prevention sessions."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel
from pydantic import Field as _Field

from services.outreach.activity import examples
from services.outreach.listing import Asked, find
from services.outreach.recording import Corrects, Reads, Voiding, Writes, show, void, write_down
from services.outreach.register import What
from services.outreach.streams import activity_stream
from services.outreach.words.fields import FormCode, PartnerCode, PlaceKindCode
from shared.events.outreach.sessions import Occasion, SessionHeld
from shared.http.command_answers import Written
from shared.http.fields import ANSWER, AtMost, Body, Day, PublicText, RegionCode, example
from shared.http.operation import Operation
from shared.http.problems import responses
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["activities"])

ActivityId = Annotated[
    UUID, Path(description="As its recording answered", examples=[examples.ACTIVITY_ID])
]


MOST_HELPERS = 50


class NewSession(Body):
    """A prevention session; `attendance` counts person-times.

    `helpers` are files (`case_id`) of clients who helped, which earn points by it if your agency
    is responsible for them. Whether there are such files is not asked and not answered; nobody but
    your agency is shown them.
    """

    model_config = example(**examples.SESSION)
    region: RegionCode
    occurred_on: Day
    place_kind: PlaceKindCode
    attendance: Annotated[int, _Field(strict=True, ge=0, le=1_000_000)]
    forms: Annotated[tuple[FormCode, ...], AtMost(10)] = ()
    partners: Annotated[tuple[PartnerCode, ...], AtMost(10)] = ()
    occasion: Occasion | None = None
    topic: PublicText | None = None
    helpers: Annotated[tuple[UUID, ...], AtMost(MOST_HELPERS)] = ()


class SessionWritten(Written):
    """The answer to a recorded session."""

    activity_id: UUID


class SessionFacts(NewSession):
    """A session as it stands; `topic` is empty where none was given.

    `helpers` is null for others than the agency that recorded it.
    """

    model_config = ANSWER
    activity_id: UUID
    entry_id: UUID
    version: int
    void: bool
    occasion: str | None = None  # type: ignore[assignment]  # as it is stored
    topic: str = ""
    helpers: tuple[UUID, ...] | None  # type: ignore[assignment]  # it is not every caller's to see


class ListedSession(SessionFacts):
    """A session in a list; `changed_at` is when it was recorded, or made void.

    `own` says whether your agency recorded it.
    """

    changed_at: datetime
    own: bool


class Sessions(BaseModel):
    """A page of sessions; where there may be more, `next` is what to ask `after`.

    A page may be short, or empty, and still have a next one: each looks at so many only.
    `read_at` is the moment when it was read.
    """

    activities: list[ListedSession]
    next: str | None
    read_at: datetime


@router.post(
    "/v1/activities",
    status_code=201,
    summary="Record a prevention session",
    response_model=SessionWritten,
    responses=examples.SESSION_WRITTEN,
)
async def record_session(request: Request, body: NewSession, call: Writes) -> Response:
    """Record one session (一场): where, for how many, in which forms, with whom."""
    activity_id = new_id()
    work = SessionHeld(
        entry_id=new_id(),
        activity_id=activity_id,
        region=body.region,
        occurred_on=body.occurred_on,
        place_kind=body.place_kind,
        attendance=body.attendance,
        forms=body.forms,
        partners=body.partners,
        occasion=body.occasion,
        topic=body.topic or "",
        helpers=tuple(dict.fromkeys(body.helpers)),
    )
    stream = activity_stream(activity_id)
    return await write_down(request, call, "activity_id", stream, activity_id, work)


@router.post(
    "/v1/activities/{activity_id}/void",
    status_code=201,
    summary="Make a session void",
    response_model=Written,
    responses={**examples.SESSION_VOID, **responses(409)},
)
async def void_session(
    request: Request, activity_id: ActivityId, body: Voiding, call: Corrects
) -> Response:
    """Take back a session that was recorded by mistake."""
    return await void(request, call, activity_stream(activity_id), body)


@router.get(
    "/v1/activities",
    summary="Prevention sessions of your regions",
    response_model=Sessions,
    responses=examples.SESSIONS,
)
async def list_activities(
    request: Request,
    call: Reads,
    asked: Asked,
    place_kind: Annotated[PlaceKindCode | None, Query(description="Where it was held")] = None,
) -> Response:
    """The sessions of your regions, the latest first; void ones are among them, marked.

    Ordered by their days, pages that follow each other have each once; what is recorded meanwhile
    is met if its day is still to come. Ordered by change, what is made void meanwhile goes to that
    end: going up you meet it again, going down you find it from the first page on.
    """
    found = await find(request, call, What.ACTIVITY, asked, place_kind)
    page = Sessions(
        activities=[ListedSession.model_construct(**facts) for facts in found.facts],
        next=found.next,
        read_at=found.read_at,
    )
    return Response(page.model_dump_json(), media_type="application/json")


@router.get(
    "/v1/activities/{activity_id}",
    summary="A prevention session",
    response_model=SessionFacts,
    responses=examples.SESSION_SHOWN,
)
async def read_session(request: Request, activity_id: ActivityId, call: Reads) -> Response:
    """The session as it was recorded, and whether it still counts."""
    return await show(request, call, activity_stream(activity_id), SessionFacts)
