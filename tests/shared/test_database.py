"""The pool serves in turn, heals, and never leaks."""

import asyncio
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from shared.database import Connection, DatabaseAway, Pool, connect_pool
from shared.migrations import migrate
from tests.servers import Server

pytestmark = pytest.mark.postgres

ASLEEP = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event = 'PgSleep'
"""


async def pool_of(dsn: str, size: int = 2, deadline: float = 5.0) -> Pool:
    """A small pool."""
    return await connect_pool(dsn, application_name="pool-test", size=size, deadline=deadline)


async def backend(pool: Pool) -> int:
    """The number of the server process behind the next connection."""
    async with pool.acquire() as connection:
        number: int = await connection.fetchval("select pg_backend_pid()")
        return number


async def seen_ended(connection: Connection) -> None:
    """Return when it is known here too that the server has ended a connection."""
    async with asyncio.timeout(30):
        while not connection.is_closed():
            await asyncio.sleep(0.01)


async def asleep(dsn: str, expected: bool = True) -> None:
    """Return when the server is within a statement that sleeps for a minute; or is not any more."""
    looking = await asyncpg.connect(dsn)
    try:
        async with asyncio.timeout(30):
            while bool(await looking.fetchval(ASLEEP)) is not expected:
                await asyncio.sleep(0.01)
    finally:
        await looking.close()


async def test_in_turn(database_url: str) -> None:
    """The connection used last goes out first; who waits is served in the order of coming."""
    pool = await pool_of(database_url)
    async with pool.acquire():
        second = await backend(pool)
        assert await backend(pool) == second
    order: list[int] = []

    async def work(number: int) -> None:
        async with pool.acquire() as connection:
            order.append(number)
            await connection.execute("select pg_sleep(0.01)")

    async with asyncio.TaskGroup() as group:
        for number in range(20):
            group.create_task(work(number))
    assert order == list(range(20))
    assert pool.in_use == 0
    await pool.close()


async def test_settings(database_url: str) -> None:
    """The application's name and other settings hold, and `setup` sees each connection."""
    seen: list[object] = []

    async def setup(connection: object) -> None:
        seen.append(connection)

    pool = await connect_pool(
        database_url, application_name="me", size=1, setup=setup, search_path="elsewhere"
    )
    async with pool.acquire() as connection:
        assert await connection.fetchval("show application_name") == "me"
        assert await connection.fetchval("show search_path") == "elsewhere"
        assert seen == [connection]
    await pool.close()


async def test_deadline(database_url: str) -> None:
    """Who gets no connection in time is told so, and costs nothing afterwards."""
    pool = await pool_of(database_url, size=1, deadline=1.0)
    async with pool.acquire():
        with pytest.raises(DatabaseAway, match="busy"):
            await backend(pool)
    assert await backend(pool)
    await pool.close()


async def test_farewell(database_url: str) -> None:
    """A connection to which the server has said goodbye is away, not a fault; it is replaced."""
    pool = await pool_of(database_url, size=1)
    with pytest.raises(DatabaseAway, match="ended"):
        async with pool.acquire():
            raise asyncpg.InternalClientError("cannot switch to state 12")
    assert await backend(pool)
    await pool.close()


async def test_waiting_is_cancelled(database_url: str) -> None:
    """Callers cancelled while they wait, even just as their turn comes, lose no connection."""
    pool = await pool_of(database_url)
    for round_number in range(60):
        tasks = [asyncio.create_task(backend(pool)) for _ in range(6)]
        for _ in range(round_number % 12):
            await asyncio.sleep(0)
        if round_number % 3 == 0:
            await asyncio.sleep(0.001)
        for task in tasks[::2]:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    assert pool.in_use == 0
    async with pool.acquire():
        assert await backend(pool) == await backend(pool)
    await pool.close()


async def test_left_open(database_url: str) -> None:
    """A transaction left open is rolled back; a connection cancelled at work is thrown away.

    What it was at work at ends, at the server too.
    """
    pool = await pool_of(database_url, size=1)
    async with pool.acquire() as connection:
        await connection.execute("create table t (x int)")
        await connection.execute("begin; insert into t values (1)")
    async with pool.acquire() as connection:
        assert await connection.fetchval("select count(*) from t") == 0
    before = await backend(pool)

    async def sleep() -> None:
        async with pool.acquire() as connection:
            await connection.execute("select pg_sleep(60)")

    task = asyncio.create_task(sleep())
    await asleep(database_url)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await backend(pool) != before
    await asleep(database_url, expected=False)
    await pool.close()


async def test_error_keeps_connection(database_url: str) -> None:
    """A failed statement costs no connection."""
    pool = await pool_of(database_url, size=1)
    before = await backend(pool)
    with pytest.raises(asyncpg.UndefinedTableError):
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute("select * from nothing")
    assert await backend(pool) == before
    await pool.close()


async def test_killed_connection(database_url: str) -> None:
    """A connection that the server ends is replaced without anyone noticing."""
    pool = await pool_of(database_url)
    async with pool.acquire() as one, pool.acquire() as two:
        numbers = [one.get_server_pid(), two.get_server_pid()]
    other = await asyncpg.connect(database_url)
    await other.execute("select pg_terminate_backend(x) from unnest($1::int[]) x", numbers)
    await other.close()
    await seen_ended(one)
    await seen_ended(two)
    async with pool.acquire() as one, pool.acquire() as two:
        assert not {one.get_server_pid(), two.get_server_pid()} & set(numbers)
        assert await one.fetchval("select 1") == await two.fetchval("select 1")
    await pool.close()


async def test_server_away(own_postgres: Server) -> None:
    """While PostgreSQL is away callers are told at once; when it is back, the pool is too."""
    pool = await pool_of(own_postgres.address)
    async with pool.acquire() as connection:
        pass
    own_postgres.kill()
    await seen_ended(connection)
    for _ in range(5):
        with pytest.raises(DatabaseAway, match="cannot be reached"):
            await backend(pool)
    own_postgres.start()
    assert await backend(pool)
    assert pool.in_use == 0
    await pool.close()


async def test_close(database_url: str) -> None:
    """Closing waits for those at work, refuses those who wait, and leaves nothing behind."""
    pool = await pool_of(database_url, size=1)
    at_work, enough = asyncio.Event(), asyncio.Event()

    async def work() -> Any:
        async with pool.acquire() as connection:
            at_work.set()
            await enough.wait()
            return await connection.fetchval("select 'done'")

    working, waiting = asyncio.create_task(work()), asyncio.create_task(work())
    await at_work.wait()
    closing = asyncio.create_task(pool.close(timeout=30))
    with pytest.raises(DatabaseAway, match="stopping"):
        await waiting
    await asyncio.sleep(0.05)
    assert not closing.done()
    enough.set()
    await closing
    assert await working == "done"
    with pytest.raises(DatabaseAway, match="closed"):
        await backend(pool)
    other = await asyncpg.connect(database_url)
    left = "select count(*) from pg_stat_activity where application_name = 'pool-test'"
    async with asyncio.timeout(30):
        while await other.fetchval(left):
            await asyncio.sleep(0.02)
    await other.close()


async def test_close_has_an_end(database_url: str) -> None:
    """Who does not finish in time loses the connection."""
    pool = await pool_of(database_url, size=1)

    async def work() -> None:
        async with pool.acquire() as connection:
            await connection.execute("select pg_sleep(60)")

    working = asyncio.create_task(work())
    await asleep(database_url)
    await pool.close(timeout=0.2)
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError)):
        await working


class Frozen:
    """A connection whose server answers nothing."""

    terminated = False

    def is_closed(self) -> bool:
        """Not by itself."""
        return self.terminated

    def is_in_transaction(self) -> bool:
        """It was idle."""
        return False

    async def close(self, *, timeout: float) -> None:
        """Say goodbye, and wait for the other side."""
        await asyncio.sleep(timeout)
        raise TimeoutError

    def terminate(self) -> None:
        """Hang up."""
        self.terminated = True


async def test_close_when_nothing_answers() -> None:
    """A frozen server does not hold the end up, however many connections there are."""
    made: list[Frozen] = []

    async def connect() -> Any:
        made.append(Frozen())
        return made[-1]

    pool = Pool(connect, 16, 1.0)
    async with AsyncExitStack() as all_of_them:
        for _ in range(pool.size):
            await all_of_them.enter_async_context(pool.acquire())
    began = time.monotonic()
    await pool.close()
    assert time.monotonic() - began < 6  # one after the other takes eight
    assert [connection.terminated for connection in made] == [True] * 16


async def test_no_server(tmp_path: Path) -> None:
    """A wrong address is told at the start, for the pool and for migrations."""
    for dsn in (f"postgresql:///x?host={tmp_path}", "postgresql://127.0.0.1:9/x"):
        with pytest.raises(DatabaseAway, match="cannot be reached"):
            await pool_of(dsn)
        with pytest.raises(DatabaseAway, match="cannot be reached"):
            await migrate(dsn, tmp_path, "cases")
