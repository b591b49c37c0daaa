"""Whether a journal is where its readers left it: a snapshot means nothing in another history.

Transactions count on in one cluster alone. In a journal that was restored elsewhere, or set back
to an earlier moment, a reader would pass over events; on a hot standby, where transactions become
visible in another order than their snapshots say, it would too.
"""

from dataclasses import dataclass

import asyncpg

# All in one snapshot. The newest xid is looked up in its index.
_PLACE = """
SELECT pg_is_in_recovery(),
    pg_snapshot_xmax($1::text::pg_snapshot) <= pg_snapshot_xmax(present),
    coalesce((SELECT max(xid) FROM events) < pg_snapshot_xmax(present), true)
FROM pg_current_snapshot() AS present
"""


class JournalMoved(Exception):
    """This journal was restored into another cluster, or set back, and cannot be followed."""


class OnStandby(Exception):
    """This database is a standby, where events would be passed over; read the primary."""


@dataclass(frozen=True)
class Place:
    """Of this cluster's present: whether a reader's snapshot is, and whether all events are."""

    snapshot_fits: bool
    events_fit: bool


async def find_place(connection: asyncpg.Connection, snapshot: str) -> Place:
    """Compare a reader's snapshot, and the journal's events, with the cluster's present.

    Raises `OnStandby`, or the database's DataError for what is no snapshot.
    """
    row = await connection.fetchrow(_PLACE, snapshot)
    assert row is not None
    standby, snapshot_fits, events_fit = row
    if standby:
        raise OnStandby
    return Place(snapshot_fits, events_fit)
