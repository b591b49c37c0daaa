"""HTTP: posts: bought, placed, filled, vacated, ended; listed; workstations that are due one."""

from dataclasses import asdict
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, Field

from services.cases.access import OVERSEES_REGION
from services.cases.agency_named import check_agency
from services.cases.context import context_of
from services.cases.duties.in_force import versions_in_force
from services.cases.post import examples
from services.cases.post.access import BUYS
from services.cases.post.listing import MOST_CASES, Question, read_page, stations_due
from services.cases.post.rows import rows_of
from services.cases.post.rules import BuyPost, post, warnings
from services.cases.post.showing import ListedPost, PostFacts, shown_post
from services.cases.post.state import Bought, Unbought
from services.cases.streams import post_stream
from shared.agencies import AgencyKind
from shared.command_handler import Extras
from shared.events.cases.posts import Funds
from shared.http import problems
from shared.http.access_rules import OWN, AccessRule
from shared.http.command_answers import Written, check_scope, respond
from shared.http.field_errors import FieldError
from shared.http.fields import AnyDay, Body, Day, PublicName, RegionCode, WholeNumber, example
from shared.http.operation import Call, Operation, needs, reads
from shared.ids import new_id
from shared.lists import by_county
from shared.lists.paging import DAYS, USUAL
from shared.lists.parameters import After, Limit, Region
from shared.lists.places import cursor_of, place_of
from shared.policies.values import Value
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["posts"])

PostId = Annotated[UUID, Path(description="As its purchase answered", examples=[examples.POST_ID])]
PROVIDERS = frozenset(
    {
        AgencyKind.SOCIAL_WORK_PROVIDER,
        AgencyKind.STREET_WORKSTATION,
        AgencyKind.ANTI_DRUG_OFFICE,
        AgencyKind.OTHER,
    }
)
POSTS = AccessRule(
    "posts",
    Text(
        zh="本单位购买的岗位，或者由本单位派人的岗位；公安机关和禁毒办另可查看所辖区划的岗位。",
        en="Posts that the caller's agency bought, or provides workers for; for police and"
        " anti-drug offices those of their regions.",
    ),
)


class NewPost(Body):
    """A post that was bought: of which provider, for [since, until), and out of whose budget."""

    model_config = example(
        provider=examples.PROVIDER,
        region=examples.REGION,
        bought_on="2017-12-01",
        since="2018-01-01",
        until="2021-01-01",
        funds="city",
        year=2017,
    )
    provider: str
    region: RegionCode
    bought_on: Day
    since: AnyDay
    until: AnyDay
    funds: Funds
    year: Annotated[int, Field(strict=True, ge=1949, le=2100)]
    reference: PublicName | None = None


class PostWritten(Written):
    """The answer to a post that was bought."""

    post_id: UUID


class FoundPosts(BaseModel):
    """The posts that were asked for; where there are more, `next` is what to ask `after`."""

    posts: list[ListedPost]
    next: str | None


class StationDue(BaseModel):
    """A workstation that is due a post: as many clients are registered there, and it has none."""

    workstation_id: UUID
    region: str
    name: str
    clients: int
    due_at: int


class StationsDue(BaseModel):
    """The workstations that are due a post, those with most clients first.

    `due_at` is how many clients make one due by the policy of today that asks for fewest.
    """

    due_at: int
    workstations: list[StationDue]


@router.post(
    "/v1/posts",
    status_code=201,
    summary="Buy a post",
    response_model=PostWritten,
    responses=examples.wrote(1, post_id=examples.POST_ID),
)
async def buy_post(
    request: Request, body: NewPost, call: Annotated[Call, needs("staff:write", BUYS)]
) -> Response:
    """Enter a post that your agency bought by a contract; each post of a contract is one."""
    context, post_id = context_of(request), new_id()
    check_scope(call, body.region)
    check_agency(context, body.provider, PROVIDERS, body.region, "provider")
    command = BuyPost(
        post_id,
        call.caller.agency,
        body.region,
        body.provider,
        body.bought_on,
        body.since,
        body.until,
        body.funds,
        body.year,
        body.reference or "",
    )
    extras = Extras(
        {"post_id": str(post_id)},
        warnings=warnings(command, context.handler.today()),
        rows=rows_of,
    )
    stream = post_stream(post_id)
    return respond(
        await context.handler.handle(call, post, stream, command, new=True, extras=extras)
    )


@router.get("/v1/posts", summary="Posts", response_model=FoundPosts, responses=examples.LISTED)
async def list_posts(
    request: Request,
    call: Annotated[Call, reads("staff:read", POSTS)],
    region: Region = None,
    workstation_id: UUID | None = None,
    funds: Funds | None = None,
    year: Annotated[
        WholeNumber | None, Query(ge=1949, le=2100, description="Of the budget", examples=[2017])
    ] = None,
    vacant: Annotated[bool | None, Query(description="Whether nobody fills it")] = None,
    ended: Annotated[bool | None, Query(description="Whether it is no more")] = None,
    after: After = None,
    limit: Limit = USUAL,
) -> Response:
    """The posts that your agency bought or provides workers for, by the days they were bought on.

    Police and anti-drug offices are shown all of their regions.
    """
    context, agency = context_of(request), call.caller.agency
    question = Question(region, workstation_id, funds, year, vacant, ended)
    name = f"posts {question}"
    texts = place_of(context.cursors, agency, name, after)
    place = DAYS.place(texts) if texts else None
    rows, last = await read_page(context.pool, call.caller, question, place, limit)
    answer = FoundPosts(
        posts=[ListedPost(**row, own=row["agency"] == agency) for row in rows],
        next=cursor_of(context.cursors, agency, name, last),
    )
    return Response(answer.model_dump_json(), media_type="application/json")


@router.get(
    "/v1/posts/due",
    summary="Workstations that are due a post",
    response_model=StationsDue,
    responses=examples.DUE,
)
async def list_due(
    request: Request,
    call: Annotated[Call, reads("staff:read", OVERSEES_REGION)],
    region: Region = None,
) -> Response:
    """Workstations with 100 registered clients or more, or as many as the policy says, and no post.

    A client is registered where the case is open. One answer counts 200,000 cases at most.
    """
    context, today = context_of(request), context_of(request).handler.today()
    policies = (await versions_in_force(context)).in_force_on(today)
    regions = by_county.within(call.caller.regions, region)
    found = await stations_due(context.pool, regions, policies, today)
    if found is None:
        raise problems.invalid([_TOO_MANY])
    due = [StationDue(**asdict(each)) for each in found]
    fewest = min((each.due_at for each in due), default=policies.largest(Value.POST_DUE_AT))
    answer = StationsDue(due_at=fewest, workstations=due)
    return Response(answer.model_dump_json(), media_type="application/json")


@router.get(
    "/v1/posts/{post_id}",
    summary="A post",
    response_model=PostFacts,
    responses=examples.POST_SHOWN,
)
async def read_post(
    request: Request, post_id: PostId, call: Annotated[Call, reads("staff:read", OWN)]
) -> Response:
    """A post that your agency bought, or provides workers for."""
    loaded = await context_of(request).handler.load(post, post_stream(post_id))
    state = loaded.state
    if isinstance(state, Unbought):
        raise problems.not_found()
    was = state if isinstance(state, Bought) else state.before
    if call.caller.agency not in (was.agency, was.provider) or not call.caller.covers(was.region):
        raise problems.not_found()
    facts = shown_post(state, loaded.version, call.caller.agency)
    return Response(
        facts.model_dump_json(), 200, {"ETag": f'"{loaded.version}"'}, "application/json"
    )


_TOO_MANY = FieldError(
    "too_many",
    Text(
        zh=f"该区划内的档案超过{MOST_CASES}份，请分区县查询。",
        en=f"There are more than {MOST_CASES} cases in this region: ask by county.",
    ),
    parameter="region",
)
