"""Snapshot windows: how a reader follows a journal without losing or turning events round.

Positions are handed out before commit, so a reader that remembers a position alone will pass
over a slower transaction's events. A window is what is visible in snapshot `hi` and was not in
snapshot `lo`; the next window starts where this one ended. Within a window events come by
position. An event that builds on another was written after that one was committed, so it is
never in an earlier window, nor before it in the same one. Long transactions hold nothing up:
their events come in the window after their commit.
"""

from dataclasses import dataclass
from typing import TypeAlias

import asyncpg

Snapshot: TypeAlias = str

START: Snapshot = "1:1:"


@dataclass(frozen=True, slots=True)
class Window:
    """Events visible in `hi` and not in `lo`, read up to position `last` of `until`."""

    lo: Snapshot
    hi: Snapshot
    last: int
    until: int

    def after(self, position: int) -> "Window":
        """The rest of the window behind a position."""
        return Window(self.lo, self.hi, position, self.until)


# Not visible in lo is: begun later, or still running when lo was taken. Both are lookups in
# the index on xid; count(*) and OFFSET keep the planner from walking all positions instead.
OPEN = """
SELECT pg_current_snapshot()::text AS hi, min(position) AS first, max(position) AS until, count(*)
FROM (
    SELECT position FROM events WHERE xid >= pg_snapshot_xmax($1::text::pg_snapshot)
    UNION ALL
    SELECT position FROM pg_snapshot_xip($1::text::pg_snapshot) AS running
    CROSS JOIN LATERAL (SELECT position FROM events WHERE xid = running OFFSET 0) AS late
) AS unseen
"""

# From the start, all that is visible now is new; both ends are looked up in the primary key.
OPEN_FROM_START = """
SELECT pg_current_snapshot()::text AS hi, (SELECT min(position) FROM events) AS first,
    (SELECT max(position) FROM events) AS until
"""

IN_WINDOW = """
position > $3 AND position <= $4
AND pg_visible_in_snapshot(xid, $2::text::pg_snapshot)
AND NOT pg_visible_in_snapshot(xid, $1::text::pg_snapshot)
"""


def is_later(one: Snapshot, other: Snapshot) -> bool:
    """Whether a snapshot was taken after another of the same cluster, and sees more.

    >>> is_later("5:9:7", "5:9:5,7"), is_later("9:9:", "5:9:7"), is_later("5:9:7", "5:9:7")
    (True, True, False)
    """
    return _age(one) > _age(other)


def _age(snapshot: Snapshot) -> tuple[int, int]:
    """What grows from snapshot to snapshot: the next number; then fewer that still run."""
    _, following, running = snapshot.split(":")
    return int(following), -len(running.split(",")) if running else 0


async def open_window(
    connection: asyncpg.Connection,
    lo: Snapshot,
    end: Snapshot | None = None,
    *,
    seconds: float | None = None,
) -> Window | None:
    """The window from `lo` to this moment, or to the snapshot `end`; None if it is empty.

    Raises TimeoutError after `seconds`, those of the connection unless given.
    """
    if end is not None and not is_later(end, lo):
        return None
    row = (
        await connection.fetchrow(OPEN_FROM_START, timeout=seconds)
        if lo == START
        else await connection.fetchrow(OPEN, lo, timeout=seconds)
    )
    if row is None or row["until"] is None:
        return None
    return Window(lo, end or row["hi"], row["first"] - 1, row["until"])
