"""The row of a session, an article or a use in the register, written in each append. Pure.

Lists are read from it, so a caller finds what it has just written.
"""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from services.outreach.coverage.kept import kept
from services.outreach.publication import repeats
from services.outreach.record import Record, RecordEvent, Unwritten, Void
from shared.events.outreach.places import PlaceUsed
from shared.events.outreach.sessions import SessionHeld
from shared.journal.journal import Part, Row


class What(StrEnum):
    """What a record is of."""

    ACTIVITY = "activity"
    PUBLICATION = "publication"
    USE = "use"


RECORD = Part(
    """
    INSERT INTO outreach_records (record_id, what, region, occurred_on, kind, void, version)
    {rows}
    ON CONFLICT (record_id) DO UPDATE SET
        void = excluded.void, version = excluded.version, changed_at = clock_timestamp()
    """,
    ("uuid", "text", "text", "date", "text", "bool", "int4"),
)


def rows(state: Record, events: Sequence[RecordEvent], version: int) -> list[Row]:
    """The row of an append that led to `state`, its last event under `version`."""
    if isinstance(state, Unwritten):
        return []
    work = state.work
    what, record_id, kind = _described(state)
    is_void = isinstance(state, Void)
    return [
        Row(RECORD, (record_id, what, work.region, work.occurred_on, kind, is_void, version)),
        *kept(work, events),
        *repeats.rows_of(work),
    ]


def _described(state: Record) -> tuple[str, UUID, str]:
    assert not isinstance(state, Unwritten)
    work = state.work
    if isinstance(work, SessionHeld):
        return What.ACTIVITY, work.activity_id, work.place_kind
    if isinstance(work, PlaceUsed):
        return What.USE, work.use_id, work.kind
    return What.PUBLICATION, work.publication_id, work.channel
