"""Up to which moment the worklist is made, and waiting until it has what a caller has written."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from services.cases.streams import case_stream
from shared.database import Pool

STANDING = "SELECT up_to FROM duty_generations WHERE state = 'live'"

REACHED = """
SELECT count(*) FROM unnest($1::uuid[], $2::integer[]) AS wanted (case_id, version)
JOIN duty_cases AS kept USING (case_id) JOIN duty_generations AS live USING (generation)
WHERE live.state = 'live' AND kept.version >= wanted.version
"""

FIRST_PAUSE, LONGEST_PAUSE = 0.005, 0.1  # seconds between looks


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
