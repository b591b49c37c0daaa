"""The relay loses nothing, turns nothing round, and does not stall."""

import asyncio
import os
import random
from contextlib import suppress

import asyncpg
import pytest

from shared.database import Pool
from shared.ids import new_id
from shared.journal.journal import Append, Conflict, Journal, KeptAnswer, write
from shared.journal.relay import (
    BATCH,
    Batch,
    Relay,
    written,
)
from shared.journal.snapshot_windows import OPEN
from tests.databases import MakeDatabase
from tests.shared.journal.appends import an_append
from tests.shared.journal.relays import WRITERS, Collected, running, until

pytestmark = pytest.mark.postgres
EVENTS = int(os.environ.get("WAYSTATION_TEST_RELAY_EVENTS", "12000"))


async def write_slowly(
    connection: asyncpg.Connection, chance: random.Random, streams: list[str], events: int
) -> int:
    """Append in transactions that take their xid first, then read, pause, write, and commit."""
    written = 0
    while written < events:
        stream = chance.choice(streams)
        count = chance.choice((1, 1, 2, 5))
        try:
            async with connection.transaction():
                key = KeptAnswer("tests", str(new_id()), b"", 201, "{}", 1)
                await write(connection, [Append("", 0, (), answer=key)])
                if chance.random() < 0.3:
                    await asyncio.sleep(chance.random() * 0.01)
                version = await connection.fetchval(
                    "SELECT coalesce(max(version), 0) FROM events WHERE stream_id = $1", stream
                )
                if chance.random() < 0.3:
                    await asyncio.sleep(chance.random() * 0.01)
                await write(connection, [an_append(stream, version, count)])
                if chance.random() < 0.2:
                    await asyncio.sleep(chance.random() * 0.02)
                if chance.random() < 0.02:
                    raise InterruptedError
        except (Conflict, InterruptedError):
            continue
        written += count
    return written


@pytest.mark.parametrize("round_number", range(3))
async def test_sixteen_writers_lose_nothing(
    journal_url: str, pool: Pool, round_number: int
) -> None:
    """Under concurrent writers with pauses and rollbacks every stream comes whole and in order."""
    seed = int(os.environ.get("WAYSTATION_TEST_SEED", "0")) or random.SystemRandom().getrandbits(32)
    print(f"seed {seed} round {round_number}")
    streams = [f"stream-{n}" for n in range(60)]
    collected = Collected()
    relay = Relay("tests", lambda: asyncpg.connect(journal_url), collected.publish)
    async with running(relay):
        connections = [await pool.take() for _ in range(WRITERS)]
        written = sum(
            await asyncio.gather(
                *(
                    write_slowly(connection, random.Random(seed + n), streams, EVENTS // WRITERS)
                    for n, connection in enumerate(connections)
                )
            )
        )
        for connection in connections:
            await pool.give_back(connection)
        await until(lambda: collected.events >= written)
        await asyncio.sleep(0.2)
    assert written >= EVENTS
    assert collected.events == written
    for stream, versions in collected.versions.items():
        assert versions == list(range(1, len(versions) + 1)), f"{stream} is turned round"


async def test_a_crash_at_any_step_sends_the_same_numbers_again(
    journal_url: str, pool: Pool
) -> None:
    """A relay that starts again repeats events under their old delivery numbers, and skips none."""
    journal = Journal(pool)
    collected = Collected()
    chance = random.Random(7)

    class Crash(BaseException):
        pass

    async def publish(batch: Batch) -> None:
        if chance.random() < 0.3:
            raise Crash
        await collected.publish(batch)
        if chance.random() < 0.3:
            raise Crash

    async def writer(stream: str) -> None:
        for version in range(150):
            await journal.append(an_append(stream, version))

    async def crashing_relay() -> None:
        while True:
            with suppress(Crash):
                await Relay("tests", lambda: asyncpg.connect(journal_url), publish).run()

    task = asyncio.create_task(crashing_relay())
    await asyncio.gather(*(writer(f"stream-{n}") for n in range(8)))
    await until(lambda: len(collected.numbers) == 8 * 150)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert sorted(set(collected.numbers.values())) == list(range(8 * 150))


async def test_a_long_transaction_elsewhere_does_not_stall(
    journal_url: str, pool: Pool, make_database: MakeDatabase
) -> None:
    """Neither another database's open transaction nor one of this journal holds others up."""
    elsewhere = await asyncpg.connect(await make_database())
    here = await asyncpg.connect(journal_url)
    collected = Collected()
    journal = Journal(pool)
    relay = Relay("tests", lambda: asyncpg.connect(journal_url), collected.publish)
    async with running(relay), elsewhere.transaction():
        await elsewhere.execute("CREATE TABLE held (n int)")
        late = here.transaction()
        await late.start()
        await write(here, [an_append("late", 0)])
        for version in range(200):
            await journal.append(an_append("prompt", version))
        await until(lambda: len(collected.versions["prompt"]) == 200, 5)
        assert not collected.versions["late"]
        await late.commit()
        await until(lambda: collected.versions["late"] == [1], 5)
    assert collected.events == 201
    await here.close()
    await elsewhere.close()


async def test_a_deep_backlog_comes_in_bounded_batches(journal_url: str, pool: Pool) -> None:
    """However much waits, no batch is larger than the limit."""
    journal, sizes = Journal(pool), []

    async def publish(batch: Batch) -> None:
        sizes.append(len(batch.events))

    for n in range(5):
        await journal.append(an_append(f"stream-{n}", 0, count=BATCH))
    async with running(Relay("tests", lambda: asyncpg.connect(journal_url), publish)):
        await until(lambda: sum(sizes) == 5 * BATCH)
    assert max(sizes) == BATCH


async def test_a_relay_heals_when_the_other_side_fails(journal_url: str, pool: Pool) -> None:
    """Errors of the other side are tried again until they pass."""
    journal, collected, failures = Journal(pool), Collected(), iter(range(3))

    async def publish(batch: Batch) -> None:
        if next(failures, None) is not None:
            raise ConnectionError
        await collected.publish(batch)

    async with running(Relay("tests", lambda: asyncpg.connect(journal_url), publish)):
        await journal.append(an_append("stream", 0))
        await until(lambda: collected.events == 1)


async def test_what_is_written_is_told_at_every_moment(journal_url: str, pool: Pool) -> None:
    """Sent or waiting, in a window or between two: the sum is the number of events."""
    journal, sent = Journal(pool), 0

    async def publish(batch: Batch) -> None:
        nonlocal sent
        async with pool.acquire() as connection:
            assert await written(connection) == await connection.fetchval(
                "SELECT count(*) FROM events"
            )
        sent += len(batch.events)

    await journal.append(an_append("early", 0, count=3 * BATCH))
    async with pool.acquire() as connection:
        assert await written(connection) == 3 * BATCH
    async with running(Relay("tests", lambda: asyncpg.connect(journal_url), publish)):
        for n in range(100):
            await journal.append(an_append(f"stream-{n}", 0))
        await until(lambda: sent == 3 * BATCH + 100)
    async with pool.acquire() as connection:
        assert await written(connection) == 3 * BATCH + 100


async def test_opening_a_window_is_an_index_lookup(journal_url: str, pool: Pool) -> None:
    """However long the journal, a look at what is new does not read it all."""
    journal = Journal(pool)
    for n in range(10):
        await journal.append(an_append(f"stream-{n}", 0, count=BATCH))
    async with pool.acquire() as connection:
        await connection.execute("ANALYZE events")
        lo = await connection.fetchval("SELECT pg_current_snapshot()::text")
        plan = "\n".join(
            row[0] for row in await connection.fetch("EXPLAIN " + OPEN.replace("$1", f"'{lo}'"))
        )
    assert "events_xid" in plan, plan
    assert "Seq Scan" not in plan, plan
