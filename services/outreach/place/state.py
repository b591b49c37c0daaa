"""What is known of a place, and why a command on it is refused. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never
from uuid import UUID

from shared.decider import Missing, Refused
from shared.events.outreach.places import PlaceSpan, Room


@dataclass(frozen=True)
class Unopened:
    """There is no place under this id."""


@dataclass(frozen=True)
class Open:
    """A place as it is; `spans` says what it was, the present last. `changed_on` is the last day
    on which something became of it.
    """

    place_id: UUID
    region: str
    kind: str
    name: str
    opened_on: date
    place_kind: str = ""
    must_enter: bool = False
    offers: tuple[str, ...] = ()
    rooms: tuple[Room, ...] = ()
    changed_on: date = date.min
    spans: tuple[PlaceSpan, ...] = ()


@dataclass(frozen=True)
class Closed:
    """A place that is no more; `was` is how it was."""

    was: Open
    closed_on: date


@dataclass(frozen=True)
class Void:
    """A place that was entered by mistake."""

    was: Open


Place: TypeAlias = Unopened | Open | Closed | Void


class PlaceUnknown(Missing):
    """There is no such place."""

    zh = "没有这个阵地。"


class PlaceAlreadyOpened(Refused):
    """A place is entered under this id already."""

    zh = "该编号下已登记阵地。"


class PlaceIsClosed(Refused):
    """This place is closed; if that is a mistake, reopen it first."""

    zh = "该阵地已经关闭；如属误登，请先撤销关闭。"


class PlaceIsOpen(Refused):
    """This place is open; there is no closing to take back."""

    zh = "该阵地正在使用，没有可以撤销的关闭登记。"


class PlaceIsVoid(Refused):
    """This place was entered by mistake and is void; enter the right one as a place of its own."""

    zh = "该阵地系误登，已经作废；请另行登记正确的阵地。"


class PlaceWasUsed(Refused):
    """Uses or activities are recorded at this place: close it, or make these void first."""

    zh = "该阵地已有使用登记或者活动，不能按误登作废；请办理关闭，或者先作废这些登记。"


class KindOfPlaceNeeded(Refused):
    """Say as which kind of place prevention enters it: a school, a venue and so on."""

    zh = "学校、娱乐场所等场所须注明场所类别。"
    field = "place_kind"


class NothingToEnter(Refused):
    """Only a place with a kind of place can be one that prevention must enter."""

    zh = "未注明场所类别的阵地不能列为应进场所。"
    field = "must_enter"


class BeforeTheLastChange(Refused):
    """The place was opened or changed later than this day; check it."""

    zh = "该日期早于该阵地启用或者上一次变更的日期，请核对。"


class PlaceNotOpenThen(Refused):
    """The place was not open on this day; check the day and the place."""

    zh = "该阵地在当日尚未启用或者已经关闭，请核对日期和阵地。"
    field = "occurred_on"


class PlaceElsewhere(Refused):
    """The place lies in another region than the activity: check both; leave out what is not so."""

    zh = "该阵地所在区划与活动区划不一致，且互不包含；请核对，不在该阵地举办的请删去。"
    field = "place_id"


def open_place(state: Place) -> Open:
    """The place that is open; raises `PlaceUnknown`, `PlaceIsClosed` or `PlaceIsVoid`."""
    match state:
        case Unopened():
            raise PlaceUnknown
        case Closed():
            raise PlaceIsClosed
        case Void():
            raise PlaceIsVoid
        case Open():
            return state
        case _:
            assert_never(state)


def open_on(state: Place, day: date) -> Open | None:
    """The place, if there is one and it was open on a day."""
    match state:
        case Open():
            return state if state.opened_on <= day else None
        case Closed(was, closed_on):
            return was if was.opened_on <= day < closed_on else None
        case Unopened() | Void():
            return None
        case _:
            assert_never(state)
