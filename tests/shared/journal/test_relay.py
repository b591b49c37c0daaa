"""The relay loses nothing, turns nothing round, and does not stall."""

import asyncio
import json
import os
import random
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import asyncpg
import pytest

from shared.database import Pool, connect_pool
from shared.ids import new_id
from shared.journal.feed import BadCursor, read_page
from shared.journal.journal import Append, Conflict, Journal, KeptAnswer, NewEvent, write
from shared.journal.relay import (
    BATCH,
    CHECKPOINT,
    END_SILENT_LEADER,
    LOCK,
    TAKE_OVER,
    Batch,
    Fenced,
    JournalMoved,
    Relay,
    _checked,
    written,
)
from shared.journal.snapshot_windows import OPEN
from shared.migrations import migrate
from tests.databases import MakeDatabase

pytestmark = pytest.mark.postgres

SQL = Path(__file__).parents[3] / "shared" / "sql"
WRITERS = 16
EVENTS = int(os.environ.get("WAYSTATION_TEST_RELAY_EVENTS", "12000"))
WAITS_FOR = "SELECT wait_event FROM pg_stat_activity WHERE pid = $1"


async def migrated(dsn: str) -> None:
    """A database with a journal."""
    await migrate(dsn, SQL, "public")


@pytest.fixture
async def journal_url(make_database: MakeDatabase) -> str:
    """The DSN of a database with an empty journal."""
    return await make_database(migrated)


@pytest.fixture
async def pool(journal_url: str) -> AsyncIterator[Pool]:
    """A pool of connections to the journal."""
    pool = await connect_pool(journal_url, application_name="tests", size=WRITERS + 2)
    yield pool
    await pool.close()


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


def an_append(stream: str, expected: int, count: int = 1) -> Append:
    """Events that follow `expected`."""
    events = [NewEvent(new_id(), "tests.Happened.v1", "{}") for _ in range(count)]
    return Append(stream, expected, events)


async def until(condition: object, seconds: float = 30) -> None:
    """Wait for a condition."""
    async with asyncio.timeout(seconds):
        while not condition():  # type: ignore[operator]
            await asyncio.sleep(0.01)


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


async def test_a_killed_relay_is_replaced_within_five_seconds(journal_url: str, pool: Pool) -> None:
    """When the leader's session ends, a standby goes on from the checkpoint."""
    journal, first, second = Journal(pool), Collected(), Collected()
    leader = Relay("tests", lambda: asyncpg.connect(journal_url), first.publish)
    standby = Relay("tests", lambda: asyncpg.connect(journal_url), second.publish)
    async with running(leader) as leading:
        await until(lambda: leader.leading)
        async with running(standby):
            await journal.append(an_append("stream", 0))
            await until(lambda: first.events == 1)
            leading.cancel()
            await journal.append(an_append("stream", 1))
            await until(lambda: second.versions["stream"][-1:] == [2], 5)


async def test_a_frozen_leader_is_replaced_and_its_checkpoint_refused(
    journal_url: str, pool: Pool
) -> None:
    """A leader that shows no life loses its session; its old epoch can write nothing."""
    journal, taken = Journal(pool), Collected()
    frozen = await asyncpg.connect(journal_url)
    assert await frozen.fetchval("SELECT pg_try_advisory_lock($1)", LOCK)
    epoch = await frozen.fetchval(TAKE_OVER)
    await journal.append(an_append("stream", 0))
    async with running(Relay("tests", lambda: asyncpg.connect(journal_url), taken.publish)):
        await until(lambda: taken.events == 1, 5)
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
            await frozen.execute("SELECT 1")
        zombie = await asyncpg.connect(journal_url)
        with pytest.raises(Fenced):
            await _checked(zombie.execute(CHECKPOINT, epoch, 99, 1))
        await zombie.close()
    await frozen.close()


@pytest.mark.parametrize("tracked", ["on", "off"])
async def test_a_relay_that_froze_before_it_led_is_replaced(
    journal_url: str, pool: Pool, tracked: str
) -> None:
    """Who took the lock and then nothing more is ended, though the row names another or nobody."""
    taken = Collected()
    former = await asyncpg.connect(journal_url)
    await former.execute(TAKE_OVER)
    await former.close()
    frozen = await asyncpg.connect(journal_url, server_settings={"track_activities": tracked})
    assert await frozen.fetchval("SELECT pg_try_advisory_lock($1)", LOCK)
    await Journal(pool).append(an_append("stream", 0))
    standby = Relay("tests", lambda: asyncpg.connect(journal_url), taken.publish)
    async with running(standby):
        await until(lambda: taken.events == 1)
        assert standby.leading
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await frozen.execute("SELECT 1")


async def test_only_a_silent_holder_of_the_lock_is_ended(
    journal_url: str, pool: Pool, make_database: MakeDatabase
) -> None:
    """One that has just spoken, one that is busy, and holders of other locks are left alone."""
    elsewhere = await asyncpg.connect(await make_database())
    other, holder = await asyncpg.connect(journal_url), await asyncpg.connect(journal_url)
    await elsewhere.execute(f"SELECT pg_advisory_lock({LOCK})")
    for key in (f"{LOCK + 1}", f"{LOCK + (1 << 32)}", f"0, {LOCK}"):
        await other.execute(f"SELECT pg_advisory_lock({key})")
    async with pool.acquire() as standby:
        assert await standby.fetch(END_SILENT_LEADER, LOCK, 0) == []
        await holder.execute(f"SELECT pg_advisory_lock({LOCK})")
        assert await standby.fetch(END_SILENT_LEADER, LOCK, 600) == []
        pid = holder.get_server_pid()
        busy = asyncio.create_task(holder.execute("SELECT pg_sleep(600)"))
        async with asyncio.timeout(30):
            while await standby.fetchval(WAITS_FOR, pid) != "PgSleep":
                await asyncio.sleep(0.01)
        assert await standby.fetch(END_SILENT_LEADER, LOCK, 0) == []
        await standby.execute("SELECT pg_cancel_backend($1)", pid)
        with pytest.raises(asyncpg.QueryCanceledError):
            await busy
        assert await standby.fetchval(END_SILENT_LEADER, LOCK, 0) is True
    assert await other.fetchval("SELECT 1") == await elsewhere.fetchval("SELECT 1") == 1
    await other.close()
    await elsewhere.close()


async def test_a_journal_from_another_cluster_is_not_carried(journal_url: str, pool: Pool) -> None:
    """After a logical restore the windows would miss events: the relay ends and says so."""
    journal, collected = Journal(pool), Collected()
    async with pool.acquire() as connection:
        await connection.execute("UPDATE relay SET lo = '900000000000:900000000000:'")
    await journal.append(an_append("stream", 0))
    relay = Relay("tests", lambda: asyncpg.connect(journal_url), collected.publish)
    with pytest.raises(JournalMoved):
        await asyncio.wait_for(relay.run(), 10)
    assert not collected.events


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


async def test_the_feed_gives_every_event_once_in_order(journal_url: str, pool: Pool) -> None:
    """Pages of any size, read while others write, hold every stream whole and in order."""
    journal, versions = Journal(pool), defaultdict(list)

    async def writer(stream: str) -> None:
        for version in range(100):
            await journal.append(an_append(stream, version))

    async def reader() -> None:
        cursor, seen = None, 0
        while seen < 600:
            async with pool.acquire() as connection:
                page = await read_page(connection, cursor, limit=37)
            cursor = page.next_cursor
            lines = page.lines.splitlines()
            assert len(lines) == page.events
            for line in lines:
                event = json.loads(line)
                versions[event["stream_id"]].append(event["version"])
            seen += page.events
            await asyncio.sleep(0)

    await asyncio.wait_for(
        asyncio.gather(reader(), *(writer(f"stream-{n}") for n in range(6))), timeout=60
    )
    assert dict(versions) == {f"stream-{n}": list(range(1, 101)) for n in range(6)}


@pytest.mark.parametrize("cursor", ["x", "e30", "WzEsMiwzLDRd", "💥", "A" * 500])
async def test_a_foreign_cursor_is_refused(pool: Pool, cursor: str) -> None:
    """A cursor that the feed did not make is a clear error."""
    async with pool.acquire() as connection:
        with pytest.raises(BadCursor):
            await read_page(connection, cursor)


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
