"""Places of prevention: which there are, how they are used, what is held there, kinds entered.

What a place was, is said by events as what is no longer so and what is so now: +1 where a span
begins, -1 where it ends.
"""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid5

from services.reporting.declared.dimensions import Whether, whether
from services.reporting.declared.measures.activities import ACTIVITY_KIND
from services.reporting.declared.measures.sessions import PLACE_KIND
from services.reporting.declared.words import (
    ClosedDimension,
    Fact,
    Measure,
    Noun,
    OpenDimension,
)
from shared.events.outreach.places import (
    OnPlace,
    PlaceChanged,
    PlaceClosed,
    PlaceOpened,
    PlaceReopened,
    PlaceSpan,
    PlaceUsed,
    PlaceVoided,
)
from shared.events.outreach.sessions import ActivityKind, SessionHeld
from shared.text import Text

FACILITY_KIND = OpenDimension("facility_kind", Text(zh="阵地类别", en="kind of facility"))
PLACE_USE = OpenDimension("place_use", Text(zh="阵地用途", en="use of a place"))
MUST_ENTER = ClosedDimension("must_enter", Text(zh="应进场所", en="must be entered"), Whether)

PLACE = Noun(Text(zh="场所", en="place"), Text(zh="场所", en="places"))

_ENTERED = UUID("6d3f7a52-0c4e-5b1a-9a1d-8e2f64c7b930")  # names pairs of community and kind


def _places(event: OnPlace) -> list[Fact]:
    return _stands(event, lambda span: (span.kind,))


def _named(event: OnPlace) -> list[Fact]:
    return _stands(
        event,
        lambda span: (span.place_kind, whether(span.must_enter)) if span.place_kind else None,
    )


def _stands(event: OnPlace, values_of: Callable[[PlaceSpan], tuple[str, ...] | None]) -> list[Fact]:
    added: dict[tuple[date, str, tuple[str, ...]], int] = {}
    for delta, spans in ((-1, event.removed), (1, event.added)):
        for span in spans:
            values = values_of(span)
            if values is None:
                continue
            place = (span.region, values)
            begins = (span.since, *place)
            added[begins] = added.get(begins, 0) + delta
            if span.until is not None:
                ends = (span.until, *place)
                added[ends] = added.get(ends, 0) - delta
    return [Fact(*place, delta) for place, delta in added.items() if delta]


def _used(event: PlaceUsed) -> tuple[Fact, ...]:
    return (Fact(event.occurred_on, event.region, (event.kind, event.purpose)),)


def _person_times(event: PlaceUsed) -> tuple[Fact, ...]:
    values = (event.kind, event.purpose)
    return (Fact(event.occurred_on, event.region, values, event.person_times),)


def _at_place(event: SessionHeld) -> tuple[Fact, ...]:
    if event.kind is not ActivityKind.SESSION or not event.facility_kind:
        return ()
    return (Fact(event.occurred_on, event.region, (event.facility_kind, event.place_kind)),)


def _held_at(event: SessionHeld) -> tuple[Fact, ...]:
    if not event.facility_kind:
        return ()
    return (Fact(event.occurred_on, event.region, (event.facility_kind, event.kind)),)


def _came_to(event: SessionHeld) -> tuple[Fact, ...]:
    values = (event.facility_kind, event.kind)
    if not event.facility_kind or not event.attendance:
        return ()
    return (Fact(event.occurred_on, event.region, values, event.attendance),)


def _entered(event: SessionHeld) -> tuple[Fact, ...]:
    if event.kind is not ActivityKind.SESSION:
        return ()
    pair = uuid5(_ENTERED, f"{event.region}/{event.place_kind}")
    return (Fact(event.occurred_on, event.region, (event.place_kind,), subject=pair),)


def _at_named(event: SessionHeld) -> tuple[Fact, ...]:
    """The place is the subject, which is counted once."""
    if event.kind is not ActivityKind.SESSION or event.place_id is None:
        return ()
    return (Fact(event.occurred_on, event.region, (event.place_kind,), subject=event.place_id),)


_EVENTS = (PlaceOpened, PlaceChanged, PlaceClosed, PlaceReopened, PlaceVoided)
PLACES = Measure(
    "places",
    (FACILITY_KIND,),
    dict.fromkeys(_EVENTS, _places),
    taken_back=False,
    of_persons=False,
    noun=PLACE,
)
NAMED_PLACES = Measure(
    "named_places",
    (PLACE_KIND, MUST_ENTER),
    dict.fromkeys(_EVENTS, _named),
    taken_back=False,
    of_persons=False,
    noun=PLACE,
)
PLACE_USES = Measure("place_uses", (FACILITY_KIND, PLACE_USE), {PlaceUsed: _used}, of_persons=False)
PLACE_PERSON_TIMES = Measure(
    "place_person_times", (FACILITY_KIND, PLACE_USE), {PlaceUsed: _person_times}, of_persons=False
)
SESSIONS_AT_PLACES = Measure(
    "sessions_at_places", (FACILITY_KIND, PLACE_KIND), {SessionHeld: _at_place}, of_persons=False
)
ACTIVITIES_AT_PLACES = Measure(
    "activities_at_places",
    (FACILITY_KIND, ACTIVITY_KIND),
    {SessionHeld: _held_at},
    of_persons=False,
)
ATTENDANCE_AT_PLACES = Measure(
    "attendance_at_places",
    (FACILITY_KIND, ACTIVITY_KIND),
    {SessionHeld: _came_to},
    of_persons=False,
)
KINDS_ENTERED = Measure(
    "kinds_entered",
    (PLACE_KIND,),
    {SessionHeld: _entered},
    of_persons=False,
    noun=Noun(
        Text(zh="社区和场所类别", en="community and kind of place"),
        Text(zh="社区和场所类别", en="communities, each with a kind of place"),
    ),
)
PLACES_ENTERED = Measure(
    "places_entered", (PLACE_KIND,), {SessionHeld: _at_named}, of_persons=False, noun=PLACE
)
