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
    INSERT INTO place_years AS kept (place_id, year, sessions, uses, person_times)
    SELECT place_id, year, sum(sessions), sum(uses), sum(person_times)
    FROM ({rows}) AS each (place_id, year, sessions, uses, person_times)
    GROUP BY place_id, year ORDER BY place_id, year
    ON CONFLICT (place_id, year) DO UPDATE SET
        sessions = kept.sessions + excluded.sessions, uses = kept.uses + excluded.uses,
        person_times = kept.person_times + excluded.person_times
    """,
    ("uuid", "int4", "int4", "int4", "int8"),
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


def seen(
    place_id: UUID, year: int, *, sessions: int = 0, uses: int = 0, person_times: int = 0
) -> Row:
    """What an append changes of what a place has seen in a year."""
    return Row(SEEN, (place_id, year, sessions, uses, person_times))
