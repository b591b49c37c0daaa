"""Posts that were bought, and how they stand: +1 where a state begins, -1 where it ends."""

from datetime import date

from services.reporting.declared.words import ClosedDimension, Fact, Measure
from shared.events.cases.posts import (
    Funds,
    OnPost,
    PostBought,
    PostEnded,
    PostEnding,
    PostFilled,
    PostPlaced,
    PostState,
    PostVacated,
)
from shared.text import Text

FUNDS = ClosedDimension("funds", Text(zh="经费来源", en="source of funds"), Funds)
POST_STATE = ClosedDimension("post_state", Text(zh="岗位状态", en="state of the post"), PostState)


def _bought(event: PostBought) -> list[Fact]:
    return [Fact(event.bought_on, event.region, (event.funds,))]


def _never_bought(event: PostEnded) -> list[Fact]:
    if event.reason is not PostEnding.ENTERED_IN_ERROR:
        return []
    return [Fact(event.bought_on, event.bought_in, (event.funds,), -1)]


def _stands(event: OnPost) -> list[Fact]:
    added: dict[tuple[date, str, tuple[str, ...]], int] = {}
    for delta, spans in ((-1, event.removed), (1, event.added)):
        for span in spans:
            place = (span.region, (span.funds, span.state))
            begins = (span.since, *place)
            added[begins] = added.get(begins, 0) + delta
            if span.until is not None:
                ends = (span.until, *place)
                added[ends] = added.get(ends, 0) - delta
    return [Fact(*place, delta) for place, delta in added.items() if delta]


POSTS_BOUGHT = Measure(
    "posts_bought",
    (FUNDS,),
    {PostBought: _bought, PostEnded: _never_bought},
    taken_back=False,
)
POSTS = Measure(
    "posts",
    (FUNDS, POST_STATE),
    dict.fromkeys((PostBought, PostPlaced, PostFilled, PostVacated, PostEnded), _stands),
    taken_back=False,
)
