"""A consumer in a process of its own, to be killed and frozen; it writes down what it took."""

import asyncio
import sys
from collections.abc import Sequence

import asyncpg

from shared.journal.received_event import OffsetsMoved, ReceivedEvent
from shared.kafka.consumer import run_consumer

TABLES = """
CREATE TABLE stored (partition int PRIMARY KEY, next bigint NOT NULL);
CREATE TABLE taken (stream_id text NOT NULL, version int NOT NULL);
"""
MOVE = "UPDATE stored SET next = $3 WHERE partition = $1 AND next = $2"
BEGIN = "INSERT INTO stored VALUES ($1, 0) ON CONFLICT DO NOTHING"
TAKE = "INSERT INTO taken SELECT * FROM unnest($1::text[], $2::int[])"


class Ledger:
    """A handler that keeps offsets and events in one database, in one transaction."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn

    async def offsets(self, source: str) -> dict[int, int]:
        """What is stored."""
        connection = await asyncpg.connect(self._dsn)
        try:
            return {row[0]: row[1] for row in await connection.fetch("TABLE stored")}
        finally:
            await connection.close()

    async def apply(
        self, source: str, partition: int, first_offset: int, events: Sequence[ReceivedEvent]
    ) -> None:
        """Compare and swap, and write down."""
        connection = await asyncpg.connect(self._dsn)
        try:
            async with connection.transaction():
                await connection.execute(BEGIN, partition)
                after = events[-1].offset + 1
                if await connection.execute(MOVE, partition, first_offset, after) == "UPDATE 0":
                    raise OffsetsMoved
                streams, versions = [e.stream_id for e in events], [e.version for e in events]
                await connection.execute(TAKE, streams, versions)
        finally:
            await connection.close()

    async def knows(self, source: str, partition: int, event: ReceivedEvent) -> bool:
        """No topic is made anew while members are killed."""
        return True

    async def start_over(self, source: str, partition: int, offset: int, begin: int) -> None:
        """No topic is made anew while members are killed."""
        raise AssertionError


async def prepare(dsn: str) -> None:
    """Make the tables."""
    connection = await asyncpg.connect(dsn)
    await connection.execute(TABLES)
    await connection.close()


async def taken(dsn: str) -> list[tuple[str, int]]:
    """Every event taken, sorted."""
    connection = await asyncpg.connect(dsn)
    rows = await connection.fetch("SELECT * FROM taken")
    await connection.close()
    return sorted((row[0], row[1]) for row in rows)


async def until(dsn: str, count: int, seconds: float = 40.0) -> None:
    """Wait until at least so many events are taken."""
    async with asyncio.timeout(seconds):
        while len(await taken(dsn)) < count:
            await asyncio.sleep(0.2)


if __name__ == "__main__":
    bootstrap, group, topic, dsn = sys.argv[1:]
    asyncio.run(run_consumer(bootstrap, group, {topic: "cases"}, Ledger(dsn), max_records=20))
