"""Where a journal stands: its length, its present end, and until when it is complete.

A reader that wants to know everything recorded until a moment needs all three. An event gets its
`recorded_at` before its transaction commits, so one that is seen late may be older than others
that were seen before; which transactions are still writing says how far back that can be.
"""

from dataclasses import dataclass
from datetime import datetime

import asyncpg

from shared.journal.cluster import JournalMoved, find_place
from shared.journal.relay import written
from shared.journal.snapshot_windows import START, Snapshot

COMPLETE_UNTIL = "SELECT complete_until()"  # shared/sql/019_complete_until.sql

ROWS = "SELECT count(*) FROM events"

END = """
SELECT pg_current_snapshot()::text,
    (SELECT system_identifier FROM pg_control_system())
        || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8)
"""


@dataclass(frozen=True)
class Standing:
    """How many events a journal holds, the snapshot that sees all of them, and two facts more.

    Every event recorded before `complete_until` is in the snapshot. `cluster` names the history
    of the database: after a restore to an earlier moment it is another one.
    """

    events: int
    end: Snapshot
    complete_until: datetime
    cluster: str


async def read_standing(connection: asyncpg.Connection, *, count: bool = False) -> Standing:
    """Where the journal stands now; to `count` every row takes as long as the journal is.

    Raises `OnStandby` or `JournalMoved`, as a page of the feed does.
    """
    if not (await find_place(connection, START)).events_fit:
        raise JournalMoved
    complete_until = await connection.fetchval(COMPLETE_UNTIL)  # before the end is read
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        row = await connection.fetchrow(END)
        assert row is not None
        events = await (connection.fetchval(ROWS) if count else written(connection))
    return Standing(events, row[0], complete_until, row[1])
