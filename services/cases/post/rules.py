"""A post that government buys: placed, filled by one worker at a time, ended. Pure."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias, assert_never, get_args
from uuid import UUID

from services.cases.post.spans import changes, never_filled
from services.cases.post.state import (
    Bought,
    OutsideTheContract,
    Over,
    Post,
    PostAlreadyBought,
    PostIsFilled,
    PostIsVacant,
    PostNotPlaced,
    PostWasFilled,
    TermIsEmpty,
    Unbought,
    bought,
)
from shared.decider import Decider, check_day, check_region
from shared.events.cases.posts import (
    Funds,
    PostBought,
    PostEnded,
    PostEnding,
    PostFilled,
    PostPlaced,
    PostSpan,
    PostState,
    PostVacated,
    VacancyReason,
)
from shared.warned import Warned, retired_region

PostEvent: TypeAlias = PostBought | PostPlaced | PostFilled | PostVacated | PostEnded


@dataclass(frozen=True)
class BuyPost:
    """A post is bought, for the time of the contract: [since, until)."""

    post_id: UUID
    agency: str
    region: str
    provider: str
    bought_on: date
    since: date
    until: date
    funds: Funds
    year: int
    reference: str = ""


@dataclass(frozen=True)
class PlacePost:
    """The post is at a workstation from a day on; `region` is the workstation's."""

    workstation_id: UUID
    region: str
    placed_on: date


@dataclass(frozen=True)
class FillPost:
    """A worker of the provider fills the post."""

    worker_id: UUID
    filled_on: date


@dataclass(frozen=True)
class VacatePost:
    """Nobody fills the post any more."""

    vacated_on: date
    reason: VacancyReason


@dataclass(frozen=True)
class EndPost:
    """The post is no more."""

    ended_on: date
    reason: PostEnding


Command: TypeAlias = BuyPost | PlacePost | FillPost | VacatePost | EndPost


def warnings(command: BuyPost, today: date) -> list[Warned]:
    """What a purchase records that may be a mistake."""
    return retired_region(command.region, command.bought_on, today)


def decide(command: Command, state: Post, today: date) -> list[PostEvent]:
    """What a command comes to; raises a `Refused` by name."""
    match command:
        case BuyPost():
            return [_buy(command, state, today)]
        case PlacePost():
            return [_place(command, state, today)]
        case FillPost():
            return [_fill(command, state, today)]
        case VacatePost():
            return [_vacate(command, state, today)]
        case EndPost():
            return [_end(command, state, today)]
        case _:
            assert_never(command)


def _buy(command: BuyPost, state: Post, today: date) -> PostBought:
    if not isinstance(state, Unbought):
        raise PostAlreadyBought
    check_day(command.bought_on, today)
    check_region(command.region, command.bought_on, today)
    if command.until <= command.since:
        raise TermIsEmpty
    return PostBought(
        post_id=command.post_id,
        agency=command.agency,
        region=command.region,
        provider=command.provider,
        bought_on=command.bought_on,
        since=command.since,
        until=command.until,
        funds=command.funds,
        year=command.year,
        reference=command.reference,
        added=(
            PostSpan(
                region=command.region,
                funds=command.funds,
                state=PostState.VACANT,
                since=command.bought_on,
            ),
        ),
    )


def _place(command: PlacePost, state: Post, today: date) -> PostPlaced:
    post = bought(state)
    check_day(command.placed_on, today)
    check_region(command.region, command.placed_on, today)
    last = post.placements[-1].since if post.placements else post.bought_on
    removed, added = changes(post, command.placed_on, "placed_on", last, region=command.region)
    stays = command.region == post.region
    return PostPlaced(
        post_id=post.post_id,
        agency=post.agency,
        region=command.region,
        workstation_id=command.workstation_id,
        placed_on=command.placed_on,
        removed=() if stays else removed,
        added=() if stays else added,
    )


def _fill(command: FillPost, state: Post, today: date) -> PostFilled:
    post = bought(state)
    check_day(command.filled_on, today)
    if post.workstation_id is None:
        raise PostNotPlaced
    if post.worker_id is not None:
        raise PostIsFilled
    _check_term(post, command.filled_on, "filled_on")
    last = max([post.placements[0].since, *(each.until or date.max for each in post.fillings)])
    removed, added = changes(post, command.filled_on, "filled_on", last, state=PostState.FILLED)
    return PostFilled(
        post_id=post.post_id,
        agency=post.agency,
        region=post.region,
        worker_id=command.worker_id,
        filled_on=command.filled_on,
        removed=removed,
        added=added,
    )


def _vacate(command: VacatePost, state: Post, today: date) -> PostVacated:
    post = bought(state)
    if post.worker_id is None:
        raise PostIsVacant
    check_day(command.vacated_on, today)
    vacated_on = command.vacated_on
    if command.reason is VacancyReason.ENTERED_IN_ERROR:
        removed, added = never_filled(post)
        vacated_on = next(each.since for each in removed if each.state is PostState.FILLED)
    else:
        last = post.fillings[-1].since
        removed, added = changes(post, vacated_on, "vacated_on", last, state=PostState.VACANT)
    return PostVacated(
        post_id=post.post_id,
        agency=post.agency,
        region=post.region,
        worker_id=post.worker_id,
        vacated_on=vacated_on,
        reason=command.reason,
        removed=removed,
        added=added,
    )


def _end(command: EndPost, state: Post, today: date) -> PostEnded:
    post = bought(state)
    if post.worker_id is not None:
        raise PostIsFilled
    check_day(command.ended_on, today)
    in_error = command.reason is PostEnding.ENTERED_IN_ERROR
    if in_error and any(each.state is PostState.FILLED for each in post.spans):
        raise PostWasFilled
    ended_on = post.bought_on if in_error else command.ended_on
    removed, added = post.spans, tuple[PostSpan, ...]()
    if not in_error:
        removed, (ended, _) = changes(post, ended_on, "ended_on", post.present.since)
        added = (ended,)
    return PostEnded(
        post_id=post.post_id,
        agency=post.agency,
        region=post.region,
        ended_on=ended_on,
        reason=command.reason,
        bought_in=post.spans[0].region,
        bought_on=post.bought_on,
        funds=post.funds,
        removed=removed,
        added=added,
    )


def _check_term(post: Bought, day: date, field: str) -> None:
    if not post.since <= day < post.until:
        refused = OutsideTheContract()
        refused.field = field
        raise refused


def evolve(state: Post, event: PostEvent) -> Post:
    """The post after an event. Raises TypeError for a history that cannot have been."""
    if isinstance(event, PostBought):
        if isinstance(state, Unbought):
            said = event.model_dump(exclude={"removed", "added"})
            return Bought(**said, spans=event.added)
    elif isinstance(state, Bought):
        return _changed(state, event)
    raise TypeError(f"{type(event).__name__} cannot follow {type(state).__name__}")


def _changed(
    state: Bought, event: PostPlaced | PostFilled | PostVacated | PostEnded
) -> Bought | Over:
    left = tuple(each for each in state.spans if each not in event.removed)
    state = replace(state, spans=(*left, *event.added))
    match event:
        case PostPlaced():
            return state.placed(event.workstation_id, event.region, event.placed_on)
        case PostFilled():
            return state.filled(event.worker_id, event.filled_on)
        case PostVacated():
            return state.vacated(event.vacated_on, event.reason)
        case PostEnded():
            return Over(state, event.ended_on, event.reason)
        case _:
            assert_never(event)


post: Decider[Command, Post, PostEvent] = Decider(Unbought(), get_args(PostEvent), decide, evolve)
