"""What is sent about places, and what is answered about them."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from services.outreach.place import examples
from services.outreach.words.fields import FacilityKindCode, OfferCode, PlaceKindCode, RoomCode
from shared.events.corrections import VoidReason
from shared.http.command_answers import Written
from shared.http.fields import AtMost, Body, Day, PublicName, RegionCode, example

MOST = 50  # things offered, or rooms


class NewRoom(Body):
    """A room: what it is for, and what it is called if it has a name."""

    model_config = example(**examples.ROOM)
    code: RoomCode
    name: PublicName | None = None


Offers = Annotated[tuple[OfferCode, ...], AtMost(MOST)]
Rooms = Annotated[tuple[NewRoom, ...], AtMost(MOST)]


class NewPlace(Body):
    """A place: one that an agency runs, or one of others that prevention enters.

    The latter is of the kind `named_place`, and `place_kind` says what it is: a school, a hotel.
    With `must_enter` it is on the list of those that have to be entered each year. The name of a
    place is published; a person's is not to stand in it.
    """

    model_config = example(**examples.PLACE)
    region: RegionCode
    kind: FacilityKindCode
    name: PublicName
    opened_on: Day
    place_kind: PlaceKindCode | None = None
    must_enter: bool = False
    offers: Offers = ()
    rooms: Rooms = ()


class PlaceChange(Body):
    """What is otherwise from a day on; what is left out stays as it is."""

    model_config = example(**examples.CHANGE)
    changed_on: Day
    name: PublicName | None = None
    must_enter: bool | None = None
    offers: Offers | None = None
    rooms: Rooms | None = None


class Closing(Body):
    """From which day the place is no more."""

    model_config = example(closed_on="2020-06-30")
    closed_on: Day


class PlaceVoiding(Body):
    """Why there never was such a place."""

    model_config = example(reason="mistaken")
    reason: VoidReason


class PlaceWritten(Written):
    """The answer to a place that was entered."""

    place_id: UUID


class ShownRoom(BaseModel):
    """A room of a place; `name` is empty where it has none."""

    code: str
    name: str


class PlaceFacts(BaseModel):
    """A place as it stands; `place_kind` is empty where prevention does not enter it."""

    place_id: UUID
    region: str
    kind: str
    place_kind: str
    must_enter: bool
    name: str
    opened_on: date
    closed_on: date | None
    offers: list[str]
    rooms: list[ShownRoom]
    version: int
    void: bool


class ListedPlace(PlaceFacts):
    """A place in a list, with what it has seen in the year that was asked for.

    `activities` are all that were held there, trainings and meetings too, and `sessions` those of
    them that are prevention sessions; `attendance` is that of all activities, each time counted.
    `uses` and `person_times` are of what was recorded as a use: of another kind of thing.
    `changed_at` is when something about it was recorded last.
    """

    sessions: int
    activities: int
    attendance: int
    uses: int
    person_times: int
    changed_at: datetime


class FoundPlaces(BaseModel):
    """A page of places; where there may be more, `next` is what to ask `after`.

    A page may be short, or empty, and still have a next one: each looks at so many only.
    """

    year: Annotated[int, Field(description="Of which `sessions`, `uses` and the like are")]
    places: list[ListedPlace]
    next: str | None
