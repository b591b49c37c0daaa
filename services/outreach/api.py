"""HTTP: prevention sessions and articles."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import Field as _Field

from services.outreach import examples
from services.outreach.record import Record, Unwritten, Void, VoidRecord, Work, WriteDown, record
from shared import problems
from shared.desk import Desk, Extras
from shared.edge import Written, check_scope, respond
from shared.events.corrections import VoidReason
from shared.events.outreach import (
    ArticlePublished,
    Channel,
    Form,
    Occasion,
    Partner,
    PlaceKind,
    SessionHeld,
)
from shared.fields import Body, PastDay, RegionCode, ShortText, example
from shared.ids import new_id
from shared.operation import Call, IfMatch, Operation, needs, reads
from shared.problems import responses

router = APIRouter(route_class=Operation)

Writes = Annotated[Call, needs("outreach:write")]
Corrects = Annotated[Call, needs("outreach:write", IfMatch.REQUIRED)]
Reads = Annotated[Call, reads("outreach:read")]
ActivityId = Annotated[
    UUID, Path(description="As its recording answered", examples=[examples.ACTIVITY_ID])
]
PublicationId = Annotated[
    UUID, Path(description="As its recording answered", examples=[examples.PUBLICATION_ID])
]


class NewSession(Body):
    """A prevention session; `attendance` counts person-times."""

    model_config = example(**examples.SESSION)
    region: RegionCode
    occurred_on: PastDay
    place_kind: PlaceKind
    attendance: Annotated[int, _Field(strict=True, ge=0, le=1_000_000)]
    forms: Annotated[tuple[Form, ...], _Field(max_length=10)] = ()
    partners: Annotated[tuple[Partner, ...], _Field(max_length=10)] = ()
    occasion: Occasion | None = None
    topic: ShortText | None = None


class NewArticle(Body):
    """An article that appeared."""

    model_config = example(**examples.ARTICLE)
    region: RegionCode
    occurred_on: PastDay
    channel: Channel
    title: ShortText


class Voiding(Body):
    """Why a record is void."""

    model_config = example(reason="duplicate")
    reason: VoidReason


class SessionWritten(Written):
    """The answer to a recorded session."""

    activity_id: UUID


class ArticleWritten(Written):
    """The answer to a recorded article."""

    publication_id: UUID


class SessionFacts(NewSession):
    """A session as it stands; `topic` is empty where none was given."""

    activity_id: UUID
    entry_id: UUID
    version: int
    void: bool
    topic: str = ""


class ArticleFacts(NewArticle):
    """An article as it stands."""

    publication_id: UUID
    entry_id: UUID
    version: int
    void: bool


def desk_of(request: Request) -> Desk:
    """The desk of the application that a request came to."""
    desk: Desk = request.app.state.desk
    return desk


def _within(call: Call) -> Any:
    """A check that a record exists within the caller's regions; it answers 404 otherwise."""

    def check(state: Record) -> None:
        if isinstance(state, Unwritten) or not call.caller.covers(state.work.region):
            raise problems.not_found()

    return check


async def _write_down(request: Request, call: Call, name: str, stream: str, work: Work) -> Response:
    check_scope(call, work.region)
    identity = stream.partition("-")[2]
    answer = await desk_of(request).handle(
        call, record, stream, WriteDown(work), new=True, extras=Extras({name: identity})
    )
    return respond(answer)


async def _void(request: Request, call: Call, stream: str, body: Voiding) -> Response:
    answer = await desk_of(request).handle(
        call, record, stream, VoidRecord(body.reason), allowed=_within(call)
    )
    return respond(answer)


@router.post(
    "/v1/activities",
    status_code=201,
    tags=["activities"],
    summary="Record a prevention session",
    response_model=SessionWritten,
    responses=examples.SESSION_WRITTEN,
)
async def record_session(request: Request, body: NewSession, call: Writes) -> Response:
    """Record one session (一场): where, for how many, in which forms, with whom."""
    activity_id = new_id()
    fields = body.model_dump()
    fields["topic"] = body.topic or ""
    work = SessionHeld(entry_id=new_id(), activity_id=activity_id, **fields)
    return await _write_down(request, call, "activity_id", f"activity-{activity_id}", work)


@router.post(
    "/v1/publications",
    status_code=201,
    tags=["publications"],
    summary="Publish an article",
    response_model=ArticleWritten,
    responses=examples.ARTICLE_WRITTEN,
)
async def publish_article(request: Request, body: NewArticle, call: Writes) -> Response:
    """Record one article (一篇) that appeared."""
    publication_id = new_id()
    work = ArticlePublished(entry_id=new_id(), publication_id=publication_id, **body.model_dump())
    return await _write_down(request, call, "publication_id", f"publication-{publication_id}", work)


@router.post(
    "/v1/activities/{activity_id}/void",
    status_code=201,
    tags=["activities"],
    summary="Make a session void",
    response_model=Written,
    responses={**examples.SESSION_VOID, **responses(409)},
)
async def void_session(
    request: Request, activity_id: ActivityId, body: Voiding, call: Corrects
) -> Response:
    """Take back a session that was recorded by mistake."""
    return await _void(request, call, f"activity-{activity_id}", body)


@router.post(
    "/v1/publications/{publication_id}/void",
    status_code=201,
    tags=["publications"],
    summary="Make an article void",
    response_model=Written,
    responses={**examples.ARTICLE_VOID, **responses(409)},
)
async def void_article(
    request: Request, publication_id: PublicationId, body: Voiding, call: Corrects
) -> Response:
    """Take back an article that was recorded by mistake."""
    return await _void(request, call, f"publication-{publication_id}", body)


async def _read(request: Request, call: Call, stream: str) -> tuple[dict[str, Any], str]:
    loaded = await desk_of(request).load(record, stream)
    state = loaded.state
    _within(call)(state)
    assert not isinstance(state, Unwritten)
    facts = state.work.model_dump() | {
        "version": loaded.version,
        "void": isinstance(state, Void),
    }
    return facts, f'"{loaded.version}"'


@router.get(
    "/v1/activities/{activity_id}",
    tags=["activities"],
    summary="A prevention session",
    response_model=SessionFacts,
    responses=examples.SESSION_SHOWN,
)
async def read_session(request: Request, activity_id: ActivityId, call: Reads) -> Response:
    """The session as it was recorded, and whether it still counts."""
    facts, etag = await _read(request, call, f"activity-{activity_id}")
    body = SessionFacts.model_construct(**facts).model_dump_json()
    return Response(body, 200, {"ETag": etag}, "application/json")


@router.get(
    "/v1/publications/{publication_id}",
    tags=["publications"],
    summary="An article",
    response_model=ArticleFacts,
    responses=examples.ARTICLE_SHOWN,
)
async def read_article(request: Request, publication_id: PublicationId, call: Reads) -> Response:
    """The article as it was recorded, and whether it still counts."""
    facts, etag = await _read(request, call, f"publication-{publication_id}")
    body = ArticleFacts.model_construct(**facts).model_dump_json()
    return Response(body, 200, {"ETag": etag}, "application/json")
