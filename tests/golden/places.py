"""The examples of places, their use, and informants."""

from datetime import date
from typing import Any

from shared.events import Event
from shared.events.corrections import VoidReason
from shared.events.outreach.informants import InformantsCounted, InformantsCountVoided
from shared.events.outreach.places import (
    NAMED,
    PlaceChanged,
    PlaceClosed,
    PlaceOpened,
    PlaceReopened,
    PlaceSpan,
    PlaceUsed,
    PlaceVoided,
    Room,
)
from tests.golden.parts import an_id

_REGION = "410102001003"
_PLACE: dict[str, Any] = {"place_id": an_id(31), "region": _REGION}
_SINCE, _CHANGED, _CLOSED = date(2018, 6, 1), date(2019, 1, 10), date(2020, 6, 30)


def _span(*, must_enter: bool, since: date, until: date | None = None) -> PlaceSpan:
    return PlaceSpan(
        region=_REGION,
        kind=NAMED,
        place_kind="hotel",
        must_enter=must_enter,
        since=since,
        until=until,
    )


_FIRST = _span(must_enter=False, since=_SINCE)
_LAST = _span(must_enter=True, since=_CHANGED)
_ENDED = _span(must_enter=True, since=_CHANGED, until=_CLOSED)

PLACES: list[Event] = [
    PlaceOpened(
        **_PLACE,
        kind=NAMED,
        name="小营宾馆",
        opened_on=_SINCE,
        place_kind="hotel",
        offers=("guided_tour",),
        rooms=(Room(code="exhibition", name="一号展厅"), Room(code="lecture_room")),
        added=(_FIRST,),
    ),
    PlaceChanged(
        **_PLACE,
        changed_on=_CHANGED,
        name="小营大宾馆",
        must_enter=True,
        offers=("skills_training",),
        rooms=(Room(code="lecture_room"),),
        removed=(_FIRST,),
        added=(_span(must_enter=False, since=_SINCE, until=_CHANGED), _LAST),
    ),
    PlaceClosed(**_PLACE, closed_on=_CLOSED, removed=(_LAST,), added=(_ENDED,)),
    PlaceReopened(**_PLACE, removed=(_ENDED,), added=(_LAST,)),
    PlaceVoided(**_PLACE, reason=VoidReason.DUPLICATE, removed=(_LAST,)),
    PlaceUsed(
        entry_id=an_id(32),
        use_id=an_id(33),
        **_PLACE,
        occurred_on=date(2019, 3, 14),
        kind="training_base",
        place_kind="community",
        purpose="visit",
        person_times=45,
    ),
    InformantsCounted(
        region=_REGION,
        occurred_on=date(2019, 3, 31),
        number=18,
        before=15,
        until=date(2019, 6, 30),
    ),
    InformantsCountVoided(
        region=_REGION,
        occurred_on=date(2019, 3, 31),
        number=15,
        before=18,
        until=date(2019, 6, 30),
    ),
]
