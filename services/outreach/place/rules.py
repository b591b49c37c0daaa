"""The rules of places: opened, changed, closed, reopened, void. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias, assert_never, get_args
from uuid import UUID

from services.outreach.activity.rules import Named, check_words
from services.outreach.place.state import (
    BeforeTheLastChange,
    Closed,
    KindOfPlaceNeeded,
    NothingToEnter,
    Open,
    Place,
    PlaceAlreadyOpened,
    PlaceIsOpen,
    PlaceIsVoid,
    PlaceUnknown,
    Unopened,
    Void,
    open_place,
)
from shared.decider import Decider, FutureDate, check_region
from shared.events.corrections import VoidReason
from shared.events.outreach.places import (
    NAMED,
    PlaceChanged,
    PlaceClosed,
    PlaceOpened,
    PlaceReopened,
    PlaceSpan,
    PlaceVoided,
    Room,
)
from shared.policies.dictionaries import WordList

PlaceEvent: TypeAlias = PlaceOpened | PlaceChanged | PlaceClosed | PlaceReopened | PlaceVoided


@dataclass(frozen=True)
class OpenPlace:
    """Enter a place that is there from a day on."""

    place_id: UUID
    region: str
    kind: str
    name: str
    opened_on: date
    place_kind: str = ""
    must_enter: bool = False
    offers: tuple[str, ...] = ()
    rooms: tuple[Room, ...] = ()


@dataclass(frozen=True)
class ChangePlace:
    """Say anew what a place is called, offers and has; what is None stays as it is."""

    changed_on: date
    name: str | None = None
    must_enter: bool | None = None
    offers: tuple[str, ...] | None = None
    rooms: tuple[Room, ...] | None = None


@dataclass(frozen=True)
class ClosePlace:
    """The place is no more from a day on."""

    closed_on: date


@dataclass(frozen=True)
class ReopenPlace:
    """The closing was a mistake."""


@dataclass(frozen=True)
class VoidPlace:
    """The place was entered by mistake."""

    reason: VoidReason


Command: TypeAlias = OpenPlace | ChangePlace | ClosePlace | ReopenPlace | VoidPlace


def decide(command: Command, state: Place, today: date) -> list[PlaceEvent]:
    """What a command comes to; raises a `Refused` by name."""
    match command:
        case OpenPlace():
            return [_open(command, state, today)]
        case ChangePlace():
            return [_change(command, open_place(state), today)]
        case ClosePlace():
            return [_close(command, open_place(state), today)]
        case ReopenPlace():
            return [_reopen(state)]
        case VoidPlace():
            return [_void(command, state)]
        case _:
            assert_never(command)


def _open(command: OpenPlace, state: Place, today: date) -> PlaceOpened:
    if not isinstance(state, Unopened):
        raise PlaceAlreadyOpened
    _check_on(command.opened_on, today, "opened_on")
    check_region(command.region, command.opened_on, today)
    check_words(command.region, command.opened_on, _words(command))
    if command.kind == NAMED and not command.place_kind:
        raise KindOfPlaceNeeded
    if command.must_enter and not command.place_kind:
        raise NothingToEnter
    return PlaceOpened(
        place_id=command.place_id,
        region=command.region,
        kind=command.kind,
        name=command.name,
        opened_on=command.opened_on,
        place_kind=command.place_kind,
        must_enter=command.must_enter,
        offers=command.offers,
        rooms=command.rooms,
        added=(
            PlaceSpan(
                region=command.region,
                kind=command.kind,
                place_kind=command.place_kind,
                must_enter=command.must_enter,
                since=command.opened_on,
            ),
        ),
    )


def _words(command: OpenPlace) -> Iterator[Named]:
    yield "kind", WordList.FACILITY_KIND, command.kind
    if command.place_kind:
        yield "place_kind", WordList.PLACE_KIND, command.place_kind
    yield from _of_what_it_has(command.offers, command.rooms)


def _of_what_it_has(offers: tuple[str, ...], rooms: tuple[Room, ...]) -> Iterator[Named]:
    for offer in offers:
        yield "offers", WordList.OFFER, offer
    for room in rooms:
        yield "rooms", WordList.ROOM, room.code


def _change(command: ChangePlace, place: Open, today: date) -> PlaceChanged:
    _check_on(command.changed_on, today, "changed_on", place)
    words = _of_what_it_has(command.offers or (), command.rooms or ())
    check_words(place.region, command.changed_on, words)
    must_enter = place.must_enter if command.must_enter is None else command.must_enter
    if must_enter and not place.place_kind:
        raise NothingToEnter
    removed, added = tuple[PlaceSpan, ...](), tuple[PlaceSpan, ...]()
    if must_enter is not place.must_enter:
        present = place.spans[-1]
        goes_on = present.model_copy(update={"since": command.changed_on, "must_enter": must_enter})
        removed = (present,)
        added = (present.model_copy(update={"until": command.changed_on}), goes_on)
    return PlaceChanged(
        place_id=place.place_id,
        region=place.region,
        changed_on=command.changed_on,
        name=place.name if command.name is None else command.name,
        must_enter=must_enter,
        offers=place.offers if command.offers is None else command.offers,
        rooms=place.rooms if command.rooms is None else command.rooms,
        removed=removed,
        added=added,
    )


def _close(command: ClosePlace, place: Open, today: date) -> PlaceClosed:
    _check_on(command.closed_on, today, "closed_on", place)
    present = place.spans[-1]
    return PlaceClosed(
        place_id=place.place_id,
        region=place.region,
        closed_on=command.closed_on,
        removed=(present,),
        added=(present.model_copy(update={"until": command.closed_on}),),
    )


def _reopen(state: Place) -> PlaceReopened:
    if not isinstance(state, Closed):
        open_place(state)
        raise PlaceIsOpen
    present = state.was.spans[-1]
    return PlaceReopened(
        place_id=state.was.place_id,
        region=state.was.region,
        removed=(present,),
        added=(present.model_copy(update={"until": None}),),
    )


def _void(command: VoidPlace, state: Place) -> PlaceVoided:
    match state:
        case Unopened():
            raise PlaceUnknown
        case Void():
            raise PlaceIsVoid
        case Open():
            place = state
        case Closed():
            place = state.was
        case _:
            assert_never(state)
    return PlaceVoided(
        place_id=place.place_id,
        region=place.region,
        reason=command.reason,
        removed=place.spans,
    )


def _check_on(day: date, today: date, field: str, place: Open | None = None) -> None:
    """Refuse a day that has not come, or that is before the last change."""
    if day > today:
        future = FutureDate()
        future.field = field
        raise future
    if place is not None and day < place.changed_on:
        refused = BeforeTheLastChange()
        refused.field = field
        raise refused


def evolve(state: Place, event: PlaceEvent) -> Place:
    """The place after an event. Raises TypeError for a history that cannot have been."""
    match event:
        case PlaceOpened():
            if isinstance(state, Unopened):
                facts = {name: getattr(event, name) for name in _FACTS}
                return Open(**facts, changed_on=event.opened_on, spans=event.added)
        case PlaceChanged():
            if isinstance(state, Open):
                return replace(
                    _with_spans(state, event),
                    name=event.name,
                    must_enter=event.must_enter,
                    offers=event.offers,
                    rooms=event.rooms,
                    changed_on=event.changed_on,
                )
        case PlaceClosed():
            if isinstance(state, Open):
                return Closed(_with_spans(state, event), event.closed_on)
        case PlaceReopened():
            if isinstance(state, Closed):
                return _with_spans(state.was, event)
        case PlaceVoided():
            if isinstance(state, Open | Closed):
                return Void(state if isinstance(state, Open) else state.was)
        case _:
            assert_never(event)
    raise TypeError(f"{type(event).__name__} cannot follow {type(state).__name__}")


_FACTS = (
    *("place_id", "region", "kind", "name", "opened_on"),
    *("place_kind", "must_enter", "offers", "rooms"),
)


def _with_spans(place: Open, event: PlaceChanged | PlaceClosed | PlaceReopened) -> Open:
    left = tuple(each for each in place.spans if each not in event.removed)
    return replace(place, spans=(*left, *event.added))


place: Decider[Command, Place, PlaceEvent] = Decider(
    Unopened(), get_args(PlaceEvent), decide, evolve
)
