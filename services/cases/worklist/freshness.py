"""Up to which moment the worklist is made, how far that is behind, and waiting for a write."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from services.cases.streams import case_stream
from shared.database import Pool

STANDING = "SELECT up_to FROM duty_generations WHERE state = 'live'"

REACHED = """
SELECT count(*) FROM unnest($1::uuid[], $2::integer[]) AS wanted (case_id, version)
JOIN duty_cases AS kept USING (case_id) JOIN duty_generations AS live USING (generation)
WHERE live.state = 'live' AND kept.version >= wanted.version
"""

# What is left of the window that it is in, and what that does not see; never more than `MOST`.
BEHIND = f"""
WITH live AS MATERIALIZED (SELECT * FROM duty_generations WHERE state = 'live')
SELECT clock_timestamp() - up_to AS lag, (SELECT count(*) FROM (
    SELECT FROM (
        SELECT stream_id FROM events
        WHERE position > (SELECT last_position FROM live)
            AND position <= (SELECT until_position FROM live)
            AND pg_visible_in_snapshot(xid, (SELECT hi FROM live))
            AND NOT pg_visible_in_snapshot(xid, (SELECT lo FROM live))
        UNION ALL
        SELECT stream_id FROM events WHERE xid >= pg_snapshot_xmax((SELECT hi FROM live))
        UNION ALL
        SELECT stream_id FROM pg_snapshot_xip((SELECT hi FROM live)) AS running
        CROSS JOIN LATERAL (SELECT stream_id FROM events WHERE xid = running OFFSET 0) AS late
    ) AS unseen
    WHERE left(stream_id, {len(case_stream(""))}) = '{case_stream("")}' LIMIT $1
) AS of_cases) AS events FROM live
"""
MOST = 100_000  # events that are counted: so far behind it is to be looked at anyway

FIRST_PAUSE, LONGEST_PAUSE = 0.005, 0.1  # seconds between looks


@dataclass(frozen=True)
class Behind:
    """How far the worklist is behind the journal: events that it lacks, and since when.

    Without events it has caught up, whenever that was. Of `MOST` events there may be more.
    """

    events: int
    since: timedelta

    @property
    def seconds(self) -> float:
        """How long ago all was in it that was written then; 0 where all is."""
        return max(self.since.total_seconds(), 0.0) if self.events else 0.0


async def behind(pool: Pool) -> Behind | None:
    """How far the worklist that is read is behind; None while it was never made."""
    async with pool.acquire() as connection:
        row = await connection.fetchrow(BEHIND, MOST)
    return None if row is None else Behind(row["events"], row["lag"] or timedelta(0))


async def made_up_to(pool: Pool) -> datetime | None:
    """The moment up to which all that was written is in it; None while it was never made."""
    async with pool.acquire() as connection:
        moment: datetime | None = await connection.fetchval(STANDING)
    return moment


async def reached(pool: Pool, positions: Mapping[str, int], *, wait: float) -> bool:
    """Wait until it has each of these versions of cases; False after `wait` seconds.

    Other streams change nothing in it.
    """
    prefix = case_stream("")
    wanted = {
        UUID(stream.removeprefix(prefix)): version
        for stream, version in positions.items()
        if stream.startswith(prefix)
    }
    loop = asyncio.get_running_loop()
    deadline, pause = loop.time() + wait, FIRST_PAUSE
    while wanted:
        async with pool.acquire() as connection:
            arrived = await connection.fetchval(REACHED, list(wanted), list(wanted.values()))
        if arrived == len(wanted):
            return True
        if loop.time() + pause > deadline:
            return False
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
    return True
