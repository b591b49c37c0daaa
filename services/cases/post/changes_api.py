"""HTTP: what becomes of a post: placed, filled, vacated, ended."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.cases.context import Context, context_of
from services.cases.post import examples
from services.cases.post.api import PostId
from services.cases.post.rows import rows_of
from services.cases.post.rules import Command, EndPost, FillPost, PlacePost, VacatePost, post
from services.cases.post.state import Bought, PostUnknown, WorkerFillsAnother
from services.cases.staff.known import known_worker, unknown_worker
from services.cases.staff.rules import Employed
from services.cases.staff.state import NotServingThen
from services.cases.streams import post_of_worker_claim, post_stream
from services.cases.workstation.access import known_station
from shared.command_handler import Extras
from shared.events.cases.posts import PostEnding, VacancyReason
from shared.http.access_rules import OWN
from shared.http.command_answers import Written, respond
from shared.http.fields import Body, Day, example
from shared.http.operation import Call, IfMatch, Operation, needs
from shared.journal.journal import Claim, ClaimTaken

router = APIRouter(route_class=Operation, tags=["posts"])


class Placement(Body):
    """At which workstation the post is from a day on."""

    model_config = example(**examples.PLACED)
    workstation_id: UUID
    placed_on: Day


class Filling(Body):
    """Which worker of the provider fills the post from a day on."""

    model_config = example(worker_id=examples.WORKER_ID, filled_on="2019-01-02")
    worker_id: UUID
    filled_on: Day


class Vacancy(Body):
    """From which day the post is vacant, and why."""

    model_config = example(vacated_on="2019-12-31", reason="worker_moved")
    vacated_on: Day
    reason: VacancyReason


class PostEnd(Body):
    """From which day the post is no more, and why."""

    model_config = example(ended_on="2020-06-30", reason="contract_ended")
    ended_on: Day
    reason: PostEnding


@router.post(
    "/v1/posts/{post_id}/placement",
    status_code=201,
    summary="Place a post",
    response_model=Written,
    responses=examples.wrote(2),
)
async def place_post(
    request: Request,
    post_id: PostId,
    body: Placement,
    call: Annotated[Call, needs("staff:write", OWN, IfMatch.REQUIRED)],
) -> Response:
    """At a workstation of your regions, or at another one than before; for who bought it."""
    context = context_of(request)
    await _own(context, call, post_id, bought_it=True)
    station = await known_station(context, call, body.workstation_id)
    command = PlacePost(body.workstation_id, station.region, body.placed_on)
    return await _write(context, call, post_id, command)


@router.post(
    "/v1/posts/{post_id}/filling",
    status_code=201,
    summary="Fill a post",
    response_model=Written,
    responses=examples.wrote(3),
)
async def fill_post(
    request: Request,
    post_id: PostId,
    body: Filling,
    call: Annotated[Call, needs("staff:write", OWN, IfMatch.REQUIRED)],
) -> Response:
    """With a worker of the provider's roster; by the provider, or by who bought the post.

    One worker fills one post at a time.
    """
    context = context_of(request)
    its = await _own(context, call, post_id)
    replayed = await context.handler.replay(call)
    if replayed is not None:  # what has changed since is not asked again
        return respond(replayed)
    found = await known_worker(context, its.provider, body.worker_id)
    if found is None:
        raise unknown_worker("/worker_id", of_provider=True)
    if not isinstance(found, Employed) or not found.serves_on(body.filled_on):
        late = NotServingThen()
        late.field = "filled_on"
        raise late
    claim = Claim(post_of_worker_claim(body.worker_id), str(post_id))
    command = FillPost(body.worker_id, body.filled_on)
    return await _write(context, call, post_id, command, claims=[claim])


@router.post(
    "/v1/posts/{post_id}/vacancy",
    status_code=201,
    summary="Vacate a post",
    response_model=Written,
    responses=examples.wrote(4),
)
async def vacate_post(
    request: Request,
    post_id: PostId,
    body: Vacancy,
    call: Annotated[Call, needs("staff:write", OWN, IfMatch.REQUIRED)],
) -> Response:
    """The worker fills it no longer; by the provider, or by who bought the post."""
    context = context_of(request)
    its = await _own(context, call, post_id)
    claim = Claim(post_of_worker_claim(str(its.worker_id)), str(post_id))
    released = [claim] if its.worker_id else []
    command = VacatePost(body.vacated_on, body.reason)
    return await _write(context, call, post_id, command, released=released)


@router.post(
    "/v1/posts/{post_id}/end",
    status_code=201,
    summary="End a post",
    response_model=Written,
    responses=examples.wrote(5),
)
async def end_post(
    request: Request,
    post_id: PostId,
    body: PostEnd,
    call: Annotated[Call, needs("staff:write", OWN, IfMatch.REQUIRED)],
) -> Response:
    """The contract has ended, or was cancelled; the post is vacant by then. For who bought it."""
    context = context_of(request)
    await _own(context, call, post_id, bought_it=True)
    return await _write(context, call, post_id, EndPost(body.ended_on, body.reason))


async def _own(context: Context, call: Call, post_id: UUID, *, bought_it: bool = False) -> Bought:
    """A post of the caller's agency, which bought it or provides workers for it."""
    state = (await context.handler.load(post, post_stream(post_id))).state
    its = state if isinstance(state, Bought) else getattr(state, "before", None)
    if not isinstance(its, Bought):
        raise PostUnknown
    parties = (its.agency,) if bought_it else (its.agency, its.provider)
    if call.caller.agency not in parties or not call.caller.covers(its.region):
        raise PostUnknown
    return its


async def _write(
    context: Context,
    call: Call,
    post_id: UUID,
    command: Command,
    *,
    claims: Sequence[Claim] = (),
    released: Sequence[Claim] = (),
) -> Response:
    extras = Extras(claims=claims, released=released, rows=rows_of)
    stream = post_stream(post_id)
    try:
        return respond(await context.handler.handle(call, post, stream, command, extras=extras))
    except ClaimTaken:
        raise WorkerFillsAnother from None
