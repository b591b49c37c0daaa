"""The rules of places, sentence by sentence."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.outreach.place import state as states
from services.outreach.place.rules import (
    ChangePlace,
    ClosePlace,
    OpenPlace,
    PlaceEvent,
    ReopenPlace,
    VoidPlace,
    place,
)
from services.outreach.place.state import Closed, Open, open_on
from shared.decider import FutureDate, Missing, Refused, RegionNotInForce, fold
from shared.events.corrections import VoidReason
from shared.events.outreach.places import NAMED, PlaceSpan, Room
from tests.given import TODAY, given

HERE = "410102001003"
SINCE, CHANGED, CLOSED = date(2018, 6, 1), date(2019, 1, 10), date(2019, 6, 30)
ID = UUID(int=1)
station = OpenPlace(ID, HERE, "sunshine_station", "小营阳光驿站", SINCE)
hotel = OpenPlace(ID, HERE, NAMED, "小营宾馆", SINCE, "hotel", must_enter=True)


def after(*commands: Any) -> list[PlaceEvent]:
    """The events that commands lead to, one after the other."""
    events: list[PlaceEvent] = []
    for command in commands:
        events += place.decide(command, fold(place, events), TODAY)
    return events


def spans(*commands: Any) -> list[PlaceSpan]:
    """What the place was over time, by all that its events took away and added."""
    held: list[PlaceSpan] = []
    for event in after(*commands):
        for each in event.removed:
            held.remove(each)
        held += event.added
    return held


def test_a_place_is_entered_with_all_that_is_said() -> None:
    """Its rooms and what it offers; it is what it is from its first day on."""
    rooms = (Room(code="exhibition", name="一号展厅"),)
    command = OpenPlace(
        ID, HERE, "training_base", "基地", SINCE, offers=("guided_tour",), rooms=rooms
    )
    state = fold(place, after(command))
    assert isinstance(state, Open)
    assert (state.kind, state.offers, state.rooms) == ("training_base", ("guided_tour",), rooms)
    assert spans(command) == [PlaceSpan(region=HERE, kind="training_base", since=SINCE)]


def test_what_others_run_says_what_it_is() -> None:
    """A school or a hotel; and only such a place is one that must be entered."""
    nameless = OpenPlace(ID, HERE, NAMED, "小营宾馆", SINCE)
    given(place).when(nameless).refused(states.KindOfPlaceNeeded)
    own = OpenPlace(ID, HERE, "points_shop", "积分超市", SINCE, must_enter=True)
    given(place).when(own).refused(states.NothingToEnter)
    given(place, *after(station)).when(ChangePlace(CHANGED, must_enter=True)).refused(
        states.NothingToEnter
    )


@pytest.mark.parametrize(
    ("region", "day", "refused"),
    [
        ("330103001000", date(2021, 4, 9), RegionNotInForce),
        (HERE, date(2999, 1, 1), FutureDate),
    ],
)
def test_a_place_is_of_a_region_that_there_was(
    region: str, day: date, refused: type[Refused]
) -> None:
    """On the day on which it was opened, which has come."""
    given(place).when(OpenPlace(ID, region, "points_shop", "超市", day)).refused(refused)


def test_a_change_leaves_what_it_does_not_name() -> None:
    """And says all of it in its event; the kind of the place stays."""
    state = fold(place, after(hotel, ChangePlace(CHANGED, name="小营大宾馆", offers=("advice",))))
    assert isinstance(state, Open)
    assert (state.name, state.offers, state.place_kind) == ("小营大宾馆", ("advice",), "hotel")
    assert state.must_enter
    assert len(state.spans) == 1


def test_since_when_a_place_must_be_entered_is_known() -> None:
    """Before the change it was not, after it it is: no day counts twice."""
    found = spans(
        OpenPlace(ID, HERE, NAMED, "小营宾馆", SINCE, "hotel"),
        ChangePlace(CHANGED, must_enter=True),
        ClosePlace(CLOSED),
    )
    told = [(each.must_enter, each.since, each.until) for each in found]
    assert told == [(False, SINCE, CHANGED), (True, CHANGED, CLOSED)]


def test_a_place_is_closed_and_a_mistaken_closing_taken_back() -> None:
    """Closed it takes no more changes; reopened it was open all the time."""
    closed = after(hotel, ClosePlace(CLOSED))
    given(place, *closed).when(ChangePlace(CLOSED)).refused(states.PlaceIsClosed)
    given(place, *closed).when(ClosePlace(CLOSED)).refused(states.PlaceIsClosed)
    assert spans(hotel, ClosePlace(CLOSED), ReopenPlace()) == spans(hotel)
    given(place, *after(hotel)).when(ReopenPlace()).refused(states.PlaceIsOpen)


def test_days_go_forward() -> None:
    """Nothing becomes of a place before it was opened, or before its last change."""
    opened = given(place, *after(station))
    opened.when(ClosePlace(date(2018, 5, 31))).refused(states.BeforeTheLastChange)
    changed = given(place, *after(station, ChangePlace(CHANGED, name="驿站")))
    changed.when(ClosePlace(date(2019, 1, 9))).refused(states.BeforeTheLastChange)
    changed.when(ChangePlace(date(2999, 1, 1))).refused(FutureDate)


def test_a_place_that_never_was_leaves_nothing() -> None:
    """Open or closed; and then nothing more becomes of it."""
    void = VoidPlace(VoidReason.MISTAKEN)
    assert spans(hotel, void) == []
    assert spans(hotel, ClosePlace(CLOSED), void) == []
    past = given(place, *after(hotel, void))
    for command in (void, ClosePlace(CLOSED), ReopenPlace(), ChangePlace(CHANGED)):
        past.when(command).refused(states.PlaceIsVoid)


def test_what_was_never_entered_is_missing() -> None:
    """At the edge this is a 404; and what is there is not entered again."""
    for command in (
        ChangePlace(CHANGED),
        ClosePlace(CLOSED),
        ReopenPlace(),
        VoidPlace(VoidReason.MISTAKEN),
    ):
        given(place).when(command).refused(states.PlaceUnknown)
    assert issubclass(states.PlaceUnknown, Missing)
    given(place, *after(station)).when(station).refused(states.PlaceAlreadyOpened)


def test_a_place_is_open_from_its_first_day_until_the_day_before_its_closing() -> None:
    """Intervals are half-open; a void place was open on no day."""
    closed = fold(place, after(station, ClosePlace(CLOSED)))
    assert isinstance(closed, Closed)
    days = (date(2018, 5, 31), SINCE, date(2019, 6, 29), CLOSED)
    assert [open_on(closed, day) is not None for day in days] == [False, True, True, False]
    assert open_on(fold(place, after(station)), TODAY) is not None
    void = fold(place, after(station, VoidPlace(VoidReason.MISTAKEN)))
    assert open_on(void, SINCE) is None
    assert open_on(place.initial, SINCE) is None


def test_every_refusal_speaks_both_languages() -> None:
    """A refusal's docstring is its message; its Chinese stands beside it."""
    for refusal in vars(states).values():
        if getattr(refusal, "__module__", "") != states.__name__:
            continue
        if isinstance(refusal, type) and issubclass(refusal, Refused):
            assert str(refusal()).endswith("."), refusal
            assert refusal.zh.endswith("。"), refusal


def test_an_event_that_does_not_fit_is_an_error() -> None:
    """History that the rules cannot have made is never passed over in silence."""
    (opened,) = after(station)
    _, closed = after(station, ClosePlace(CLOSED))
    for history in ([closed], [opened, opened], [opened, closed, closed]):
        with pytest.raises(TypeError):
            fold(place, history)
