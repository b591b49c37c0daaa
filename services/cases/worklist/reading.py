"""Reads the events of cases: of a window by their positions, or whole streams in their order."""

from services.cases.streams import case_stream
from services.cases.worklist.projection import Written
from shared.database import Connection
from shared.journal.snapshot_windows import IN_WINDOW, Snapshot, Window

_COLUMNS = "position, stream_id, version, event_id, type, data, recorded_at"

# `left` is no condition that an index could be read by: windows are read by their positions.
READ = f"""
SELECT {_COLUMNS} FROM events
WHERE {IN_WINDOW} AND left(stream_id, {len(case_stream(""))}) = '{case_stream("")}'
ORDER BY position LIMIT $5
"""
READ_STREAMS = f"""
SELECT {_COLUMNS} FROM events
WHERE stream_id > $1 AND stream_id < $2
    AND pg_visible_in_snapshot(xid, (SELECT $3::text::pg_snapshot))
ORDER BY stream_id, version LIMIT $4
"""
READ_STREAM = f"""
SELECT {_COLUMNS} FROM events
WHERE stream_id = $1 AND pg_visible_in_snapshot(xid, (SELECT $2::text::pg_snapshot))
ORDER BY version
"""
BEFORE_CASES, BEHIND_CASES = case_stream(""), "case."


async def read_window(connection: Connection, window: Window, limit: int) -> list[Written]:
    """The first events of cases in a window, at most `limit`."""
    rows = await connection.fetch(READ, window.lo, window.hi, window.last, window.until, limit)
    return [Written(*row) for row in rows]


async def read_streams(
    connection: Connection, moment: Snapshot, behind: str, limit: int
) -> tuple[list[Written], str | None]:
    """The whole streams of cases behind one, as they were at a moment, about `limit` events.

    Then the last of these streams; None where there are no more.
    """
    first = behind or BEFORE_CASES
    rows = await connection.fetch(READ_STREAMS, first, BEHIND_CASES, moment, limit)
    events = [Written(*row) for row in rows]
    if len(events) < limit:
        return events, None
    last = events[-1].stream_id
    if events[0].stream_id == last:  # one stream fills the piece
        rows = await connection.fetch(READ_STREAM, last, moment)
        return [Written(*row) for row in rows], last
    events = [each for each in events if each.stream_id != last]
    return events, events[-1].stream_id
