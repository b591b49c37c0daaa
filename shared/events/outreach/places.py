"""Places of prevention: what an agency runs, what others run and prevention must enter, and use."""

from datetime import date
from uuid import UUID

from shared.events import Entry, Event, published
from shared.events.corrections import VoidReason

NAMED = "named_place"  # the kind of what others run: its `place_kind` says what it is


class Room(Event):
    """A room of a place: what it is for, and what it is called if it has a name."""

    code: str
    name: str = ""


class PlaceSpan(Event):
    """What a place was in [since, until); without an end, until further notice."""

    region: str
    kind: str
    place_kind: str = ""
    must_enter: bool = False
    since: date
    until: date | None = None


class OnPlace(Event):
    """What every event of a place carries; it stays in its region.

    `removed` is what it no longer was, `added` what it was instead.
    """

    place_id: UUID
    region: str
    removed: tuple[PlaceSpan, ...] = ()
    added: tuple[PlaceSpan, ...] = ()


@published("outreach.PlaceOpened.v1")
class PlaceOpened(OnPlace):
    """There is a place from a day on; of what others run, it is known and watched from then on.

    `kind`, `offers` and the codes of rooms are words of dictionaries. `place_kind` is as what
    prevention enters it: "" where it does not.
    """

    kind: str
    name: str
    opened_on: date
    place_kind: str = ""
    must_enter: bool = False
    offers: tuple[str, ...] = ()
    rooms: tuple[Room, ...] = ()


@published("outreach.PlaceChanged.v1")
class PlaceChanged(OnPlace):
    """A place is called otherwise, offers other things or has other rooms from a day on.

    All of it is said as it is then, changed or not.
    """

    changed_on: date
    name: str
    must_enter: bool = False
    offers: tuple[str, ...] = ()
    rooms: tuple[Room, ...] = ()


@published("outreach.PlaceClosed.v1")
class PlaceClosed(OnPlace):
    """The place is no more from a day on."""

    closed_on: date


@published("outreach.PlaceReopened.v1")
class PlaceReopened(OnPlace):
    """The closing was a mistake: the place was open all the time."""


@published("outreach.PlaceVoided.v1")
class PlaceVoided(OnPlace):
    """The place was entered by mistake: there never was one."""

    reason: VoidReason


@published("outreach.PlaceUsed.v1")
class PlaceUsed(Entry):
    """A place was used on a day: for what, and by how many, each time counted.

    `kind` and `place_kind` are those of the place; `purpose` is a word of a dictionary.
    """

    use_id: UUID
    place_id: UUID
    region: str
    occurred_on: date
    kind: str
    place_kind: str = ""
    purpose: str
    person_times: int
