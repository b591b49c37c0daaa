"""The rules of a post, sentence by sentence."""

from datetime import date, timedelta
from uuid import UUID

from services.cases.post.rules import (
    BuyPost,
    EndPost,
    FillPost,
    PlacePost,
    VacatePost,
    post,
)
from services.cases.post.state import (
    BeforeTheLastChange,
    Bought,
    OutsideTheContract,
    PostAlreadyBought,
    PostHasEnded,
    PostIsFilled,
    PostIsVacant,
    PostNotPlaced,
    PostUnknown,
    PostWasFilled,
    TermIsEmpty,
)
from services.reporting.declared.measures.posts import POSTS, POSTS_BOUGHT
from shared.decider import FutureDate, fold
from shared.events.cases.posts import (
    Funds,
    PostBought,
    PostEnded,
    PostEnding,
    PostState,
    PostVacated,
    VacancyReason,
)
from shared.events.cases.posts import PostFilled as Filled
from shared.events.cases.posts import PostPlaced as Placed
from tests.given import TODAY, given

COUNTY, STREET, OTHER_STREET = "410102000000", "410102001000", "410102002000"
WORKER, STATION = UUID(int=7), UUID(int=6)
buy = BuyPost(
    UUID(int=1),
    "office",
    COUNTY,
    "provider",
    date(2017, 12, 1),
    date(2018, 1, 1),
    date(2021, 1, 1),
    Funds.CITY,
    2017,
)
place = PlacePost(STATION, STREET, date(2018, 1, 1))
fill = FillPost(WORKER, date(2018, 2, 1))
vacate = VacatePost(date(2019, 3, 1), VacancyReason.WORKER_LEFT)
end = EndPost(date(2020, 12, 31), PostEnding.CONTRACT_ENDED)
Event = PostBought | Placed | Filled | PostVacated | PostEnded
Command = BuyPost | PlacePost | FillPost | VacatePost | EndPost


def after(*commands: Command) -> list[Event]:
    """The events that commands lead to, one after the other."""
    events: list[Event] = []
    for command in commands:
        events += post.decide(command, fold(post, events), TODAY)
    return events


def stock(events: list[Event], day: date) -> dict[tuple[str, str], int]:
    """How many posts there are on a day by region and state, from the measure's facts."""
    found: dict[tuple[str, str], int] = {}
    for event in events:
        for fact in POSTS.reads[type(event)](event):
            if fact.day is not None and fact.day <= day:
                key = (fact.region, fact.values[1])
                found[key] = found.get(key, 0) + fact.delta
    return {key: number for key, number in found.items() if number}


def test_a_post_is_bought_once_for_a_time() -> None:
    """By a contract that ends after it begins, on a day that has come."""
    (bought,) = after(buy)
    assert isinstance(bought, PostBought)
    given(post).when(buy).then(bought)
    given(post, bought).when(buy).refused(PostAlreadyBought)
    given(post).when(BuyPost(**(vars(buy) | {"until": buy.since}))).refused(TermIsEmpty)
    tomorrow = TODAY + timedelta(days=1)
    given(post).when(BuyPost(**(vars(buy) | {"bought_on": tomorrow}))).refused(FutureDate)
    given(post).when(place).refused(PostUnknown)


def test_a_post_is_filled_at_a_workstation_by_one_worker_at_a_time() -> None:
    """Within the contract's time, and not before it was vacant."""
    given(post, *after(buy)).when(fill).refused(PostNotPlaced)
    placed = after(buy, place)
    given(post, *placed).when(FillPost(WORKER, buy.until)).refused(OutsideTheContract)
    given(post, *placed).when(FillPost(WORKER, date(2017, 12, 9))).refused(OutsideTheContract)
    given(post, *placed).when(vacate).refused(PostIsVacant)
    filled = after(buy, place, fill)
    given(post, *filled).when(FillPost(UUID(int=8), TODAY)).refused(PostIsFilled)
    early = VacatePost(date(2018, 1, 31), VacancyReason.WORKER_LEFT)
    given(post, *filled).when(early).refused(BeforeTheLastChange)
    vacated = after(buy, place, fill, vacate)
    before = FillPost(UUID(int=8), date(2019, 2, 28))
    given(post, *vacated).when(before).refused(BeforeTheLastChange)
    state = fold(post, after(buy, place, fill, vacate, FillPost(UUID(int=8), date(2019, 3, 1))))
    assert isinstance(state, Bought)
    assert state.worker_id == UUID(int=8)


def test_where_a_post_is_and_who_fills_it_are_told_each_in_its_own_order() -> None:
    """The buyer says it moved while the provider has told what came later; nor does the provider
    wait for the buyer. The stock is the same, whoever was first."""
    moved = PlacePost(UUID(int=8), OTHER_STREET, date(2018, 6, 1))
    first, last = after(buy, place, fill, vacate, moved), after(buy, place, moved, fill, vacate)
    days = [date(2018, month, 1) for month in (1, 2, 6)] + [date(2019, 3, 1)]
    states = [(STREET, "vacant"), (STREET, "filled"), (OTHER_STREET, "filled")]
    states.append((OTHER_STREET, "vacant"))
    for day, state in zip(days, states, strict=True):
        assert stock(first, day) == stock(last, day) == {state: 1}, day
    earlier = PlacePost(UUID(int=9), STREET, date(2018, 5, 31))
    given(post, *first).when(earlier).refused(BeforeTheLastChange)


def test_a_post_ends_when_it_is_vacant() -> None:
    """Then nothing more becomes of it."""
    given(post, *after(buy, place, fill)).when(end).refused(PostIsFilled)
    over = after(buy, place, fill, vacate, end)
    given(post, *over).when(place).refused(PostHasEnded)
    assert stock(over, date(2020, 12, 30)) == {(STREET, "vacant"): 1}
    assert stock(over, date(2020, 12, 31)) == {}


def test_the_stock_of_posts_follows_each_step_by_its_day() -> None:
    """Bought for the county, then at the street's station; filled, and vacant again."""
    events = after(buy, place, fill, vacate)
    days = [date(2017, 11, 30), date(2017, 12, 1), date(2018, 1, 1), date(2018, 2, 1)]
    assert [stock(events, day) for day in (*days, date(2019, 3, 1))] == [
        {},
        {(COUNTY, "vacant"): 1},
        {(STREET, "vacant"): 1},
        {(STREET, "filled"): 1},
        {(STREET, "vacant"): 1},
    ]


def test_who_never_filled_a_post_is_taken_back() -> None:
    """The post can be filled from the same day on, also by a post that was placed meanwhile."""
    error = VacatePost(TODAY, VacancyReason.ENTERED_IN_ERROR)
    elsewhere = PlacePost(UUID(int=5), "410102002000", date(2018, 6, 1))
    for steps, where in (((), STREET), ((elsewhere,), "410102002000")):
        events = after(buy, place, fill, *steps, error)
        state = fold(post, events)
        assert isinstance(state, Bought)
        assert (state.worker_id, state.region) == (None, where)
        assert all(each.state is PostState.VACANT for each in state.spans)
        assert stock(events, date(2018, 3, 1)) == {(STREET, "vacant"): 1}
    again = after(buy, place, fill, error, FillPost(UUID(int=8), date(2018, 1, 15)))
    assert stock(again, date(2018, 1, 15)) == {(STREET, "filled"): 1}


def test_a_post_that_was_entered_in_error_counts_nowhere() -> None:
    """Not as bought either; one that a worker has filled was there."""
    error = EndPost(TODAY, PostEnding.ENTERED_IN_ERROR)
    events = after(buy, place, error)
    assert stock(events, TODAY) == stock(events, date(2017, 12, 5)) == {}
    reads = POSTS_BOUGHT.reads
    bought = [
        fact.delta for each in events if type(each) in reads for fact in reads[type(each)](each)
    ]
    assert sum(bought) == 0
    assert len(bought) == 2
    given(post, *after(buy, place, fill, vacate)).when(error).refused(PostWasFilled)
