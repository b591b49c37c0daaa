"""HTTP: articles."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel

from services.outreach.listing import Asked, find
from services.outreach.publication import examples
from services.outreach.recording import Corrects, Reads, Voiding, Writes, show, void, write_down
from services.outreach.register import What
from services.outreach.streams import publication_stream
from services.outreach.words.fields import ChannelCode
from shared.events.outreach.articles import ArticlePublished
from shared.http.command_answers import Written
from shared.http.fields import ANSWER, Body, Day, PublicText, RegionCode, example
from shared.http.operation import Operation
from shared.http.problems import responses
from shared.ids import new_id

router = APIRouter(route_class=Operation, tags=["publications"])

PublicationId = Annotated[
    UUID, Path(description="As its recording answered", examples=[examples.PUBLICATION_ID])
]


class NewArticle(Body):
    """An article that appeared."""

    model_config = example(**examples.ARTICLE)
    region: RegionCode
    occurred_on: Day
    channel: ChannelCode
    title: PublicText


class ArticleWritten(Written):
    """The answer to a recorded article."""

    publication_id: UUID


class ArticleFacts(NewArticle):
    """An article as it stands."""

    model_config = ANSWER
    publication_id: UUID
    entry_id: UUID
    version: int
    void: bool


class ListedArticle(ArticleFacts):
    """An article in a list; `changed_at` is when it was recorded, or made void.

    `own` says whether your agency recorded it.
    """

    changed_at: datetime
    own: bool


class Articles(BaseModel):
    """A page of articles; where there may be more, `next` is what to ask `after`.

    A page may be short, or empty, and still have a next one: each looks at so many only.
    `read_at` is the moment when it was read.
    """

    publications: list[ListedArticle]
    next: str | None
    read_at: datetime


@router.post(
    "/v1/publications",
    status_code=201,
    summary="Publish an article",
    response_model=ArticleWritten,
    responses=examples.ARTICLE_WRITTEN,
)
async def publish_article(request: Request, body: NewArticle, call: Writes) -> Response:
    """Record one article (一篇) that appeared."""
    publication_id = new_id()
    work = ArticlePublished(
        entry_id=new_id(),
        publication_id=publication_id,
        region=body.region,
        occurred_on=body.occurred_on,
        channel=body.channel,
        title=body.title,
    )
    stream = publication_stream(publication_id)
    return await write_down(request, call, "publication_id", stream, publication_id, work)


@router.post(
    "/v1/publications/{publication_id}/void",
    status_code=201,
    summary="Make an article void",
    response_model=Written,
    responses={**examples.ARTICLE_VOID, **responses(409)},
)
async def void_article(
    request: Request, publication_id: PublicationId, body: Voiding, call: Corrects
) -> Response:
    """Take back an article that was recorded by mistake."""
    return await void(request, call, publication_stream(publication_id), body)


@router.get(
    "/v1/publications",
    summary="Articles of your regions",
    response_model=Articles,
    responses=examples.ARTICLES,
)
async def list_publications(
    request: Request,
    call: Reads,
    asked: Asked,
    channel: Annotated[ChannelCode | None, Query(description="Where it appeared")] = None,
) -> Response:
    """The articles of your regions, the latest first; void ones are among them, marked.

    Ordered by their days, pages that follow each other have each once; what is recorded meanwhile
    is met if its day is still to come. Ordered by change, what is made void meanwhile goes to that
    end: going up you meet it again, going down you find it from the first page on.
    """
    found = await find(request, call, What.PUBLICATION, asked, channel)
    page = Articles(
        publications=[ListedArticle.model_construct(**facts) for facts in found.facts],
        next=found.next,
        read_at=found.read_at,
    )
    return Response(page.model_dump_json(), media_type="application/json")


@router.get(
    "/v1/publications/{publication_id}",
    summary="An article",
    response_model=ArticleFacts,
    responses=examples.ARTICLE_SHOWN,
)
async def read_article(request: Request, publication_id: PublicationId, call: Reads) -> Response:
    """The article as it was recorded, and whether it still counts."""
    return await show(request, call, publication_stream(publication_id), ArticleFacts)
