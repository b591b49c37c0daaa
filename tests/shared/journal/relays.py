"""Relays at work, and what comes out of them."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import asyncpg

from shared.journal.relay import (
    Batch,
    Relay,
)

WRITERS = 16


class Collected:
    """The other side of a relay: remembers what came, and each event's delivery number."""

    def __init__(self) -> None:
        self.versions: dict[str, list[int]] = defaultdict(list)
        self.numbers: dict[object, int] = {}
        self.events = 0

    async def publish(self, batch: Batch) -> None:
        """Take a batch."""
        for number, event in enumerate(batch.events, batch.first_offset):
            self.versions[event.stream_id].append(event.version)
            assert self.numbers.setdefault(event.event_id, number) == number
        self.events += len(batch.events)


@asynccontextmanager
async def running(relay: Relay) -> AsyncIterator[asyncio.Task[None]]:
    """A relay at work for the time of the block."""
    task = asyncio.create_task(relay.run())
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(condition: object, seconds: float = 30) -> None:
    """Wait for a condition."""
    async with asyncio.timeout(seconds):
        while not condition():  # type: ignore[operator]
            await asyncio.sleep(0.01)


async def pretend_standby(journal_url: str) -> None:
    """Have the connections from now on take their database for a standby."""
    connection = await asyncpg.connect(journal_url)
    name = await connection.fetchval("SELECT current_database()")
    await connection.execute(
        "CREATE FUNCTION public.pg_is_in_recovery() RETURNS boolean RETURN true;"
        f"ALTER DATABASE {name} SET search_path = public, pg_catalog"
    )
    await connection.close()
