"""The rows of places, and of what they have seen in a year, written in each append. Pure."""

from collections.abc import Sequence
from uuid import UUID

from pydantic_core import to_json

from services.outreach.place.records import voided
from services.outreach.place.rules import PlaceEvent
from services.outreach.place.state import Closed, Place, Unopened, Void
from shared.journal.journal import Part, Row

PLACE = Part(
    """
    INSERT INTO places AS kept (place_id, region, kind, place_kind, must_enter, name, opened_on,
        closed_on, void, facts, version)
    {rows}
    ON CONFLICT (place_id) DO UPDATE SET
        must_enter = excluded.must_enter, name = excluded.name, closed_on = excluded.closed_on,
        void = excluded.void, facts = excluded.facts, version = excluded.version,
        changed_at = clock_timestamp()
    """,
    (
        *("uuid", "text", "text", "text", "bool", "text", "date"),
        *("date", "bool", "json", "int4"),
    ),
)
# The sum of a place's changes is made first, for several appends may come in one statement; in
# order, so that two statements never wait for each other.
SEEN = Part(
    """
    INSERT INTO place_years AS kept (place_id, year, sessions, activities, attendance, uses,
        person_times)
    SELECT place_id, year, sum(sessions), sum(activities), sum(attendance), sum(uses),
        sum(person_times)
    FROM ({rows}) AS each (place_id, year, sessions, activities, attendance, uses, person_times)
    GROUP BY place_id, year ORDER BY place_id, year
    ON CONFLICT (place_id, year) DO UPDATE SET
        sessions = kept.sessions + excluded.sessions,
        activities = kept.activities + excluded.activities,
        attendance = kept.attendance + excluded.attendance, uses = kept.uses + excluded.uses,
        person_times = kept.person_times + excluded.person_times
    """,
    ("uuid", "int4", "int4", "int4", "int8", "int4", "int8"),
)


def rows_of(state: Place, events: Sequence[PlaceEvent], version: int) -> list[Row]:
    """The row of a place as it stands after an append."""
    if isinstance(state, Unopened):
        return []
    was = state.was if isinstance(state, Closed | Void) else state
    return [
        *([voided(was.place_id)] if isinstance(state, Void) else []),
        Row(
            PLACE,
            (
                was.place_id,
                was.region,
                was.kind,
                was.place_kind,
                was.must_enter,
                was.name,
                was.opened_on,
                state.closed_on if isinstance(state, Closed) else None,
                isinstance(state, Void),
                to_json({"offers": was.offers, "rooms": was.rooms}).decode(),
                version,
            ),
        ),
    ]


def used(place_id: UUID, year: int, change: int, person_times: int) -> Row:
    """What the append of a use, or of its void, changes of what a place has seen in a year."""
    return Row(SEEN, (place_id, year, 0, 0, 0, change, change * person_times))


def held(place_id: UUID, year: int, change: int, attendance: int, *, session: bool) -> Row:
    """The same of an activity: a session, or a training, a meeting and the like."""
    sessions = change if session else 0
    return Row(SEEN, (place_id, year, sessions, change, change * attendance, 0, 0))
