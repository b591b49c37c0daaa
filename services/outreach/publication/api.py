"""HTTP: articles."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import AfterValidator, BaseModel, Field

from services.outreach.listing import Asked, Filters, find
from services.outreach.publication import examples
from services.outreach.publication.repeated import find_repeats, first_of
from services.outreach.record_words import asked_for
from services.outreach.recording import Corrects, Reads, Voiding, Writes, show, void, write_down
from services.outreach.register import What
from services.outreach.streams import publication_stream
from services.outreach.words.fields import ChannelCode
from shared.events.outreach.articles import ArticlePublished
from shared.http import problems
from shared.http.command_answers import Written
from shared.http.field_errors import FieldError, refusal
from shared.http.fields import ANSWER, Body, Day, PublicText, RegionCode, example
from shared.http.operation import Operation
from shared.http.problems import responses
from shared.ids import new_id
from shared.links import LONGEST, BadLink, check_link
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["publications"])

PublicationId = Annotated[
    UUID, Path(description="As its recording answered", examples=[examples.PUBLICATION_ID])
]


def _may_be_published(link: str) -> str:
    try:
        return check_link(link)
    except BadLink as error:
        raise refusal(error.reason, error.text) from None


_ONE_OF_BOTH = FieldError(
    "not_with_same_as",
    Text(
        zh="title 不能与 same_as 同时使用，请去掉其中一个。",
        en="Ask by title or by same_as; leave one of them out.",
    ),
    parameter="title",
)

PublicLink = Annotated[
    str,
    AfterValidator(_may_be_published),
    Field(description="A public https link", max_length=LONGEST),
]


class NewArticle(Body):
    """An article that appeared.

    `reads` is how often it was read or seen, as the medium says. One that repeats an article in
    another medium names it in `same_as`: it is a publication (篇) of its own, of the same text.
    """

    model_config = example(**examples.ARTICLE)
    region: RegionCode
    occurred_on: Day
    channel: ChannelCode
    title: PublicText
    link: PublicLink | None = None
    reads: Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)] | None = None
    same_as: UUID | None = None


class ArticleWritten(Written):
    """The answer to a recorded article."""

    publication_id: UUID


class ArticleFacts(NewArticle):
    """An article as it stands; `link` is empty where none was given.

    `same_as` is the first publication of its text.
    """

    model_config = ANSWER
    link: str = ""
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
        link=body.link or "",
        reads=body.reads,
        same_as=await first_of(request, call, body.same_as),
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
    same_as: Annotated[
        UUID | None, Query(description="Those that repeat this one, the first of its text")
    ] = None,
    title: Annotated[
        PublicText | None, Query(description="Its title, blanks and width of letters aside")
    ] = None,
) -> Response:
    """The articles of your regions, the latest first; void ones are among them, marked.

    Ordered by their days, pages that follow each other have each once; what is recorded meanwhile
    is met if its day is still to come. Ordered by change, what is made void meanwhile goes to that
    end: going up you meet it again, going down you find it from the first page on.
    """
    if same_as is None:
        more = Filters(words=asked_for(title=title))
        found = await find(request, call, What.PUBLICATION, asked, channel, more)
    elif title is not None:
        raise problems.invalid([_ONE_OF_BOTH])
    else:
        found = await find_repeats(request, call, asked, same_as, channel)
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
