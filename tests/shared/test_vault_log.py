"""The limit of the log: what is counted together is counted one after the other."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import asyncpg
import pytest

from shared.clock import utc_now
from shared.database import Connection
from shared.vault_log import Limit, Look, log_look
from tests.databases import MakeDatabase
from tests.services.service import migrated

pytestmark = pytest.mark.postgres

WAITS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
LIMIT = Limit(2, utc_now() - timedelta(hours=1), ("opening", "confirmation"))


@pytest.fixture
async def connections(make_database: MakeDatabase) -> AsyncIterator[list[Connection]]:
    """Some connections to one database."""
    dsn = await make_database(migrated)
    opened = [await asyncpg.connect(dsn) for _ in range(4)]
    yield opened
    for connection in opened:
        await connection.close()


async def _asks(
    connection: Connection,
    limit: Limit | None = LIMIT,
    *,
    what: str = "opening",
    agency: str = "agency",
) -> bool:
    look = Look(what, agency, "t-1", "u-17", ("41",))
    async with asyncio.timeout(10):
        return await log_look(connection, look, None, limit=limit)


async def _waits(asking: asyncio.Task[bool], connection: Connection) -> None:
    """Return when somebody waits to be counted; fail when the question was answered instead."""
    async with asyncio.timeout(10):
        while not await connection.fetchval(WAITS):
            assert not asking.done(), "it was counted without what is being written"
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("what", ["opening", "confirmation"])
async def test_a_question_waits_until_the_one_before_is_written(
    connections: list[Connection], what: str
) -> None:
    """Else both would count the questions without each other, and both pass at the limit."""
    first, second, third, watching = connections
    assert await _asks(first)
    before = first.transaction()
    await before.start()
    assert await _asks(first)  # counted, and not yet committed
    asking = asyncio.create_task(_asks(second, what=what))
    await _waits(asking, watching)
    assert await _asks(third, None)  # without a limit nobody waits
    assert await _asks(third, agency="another")
    assert await _asks(third, Limit(1, LIMIT.since, ("search",)), what="search")
    assert not asking.done()
    await before.commit()
    assert not await asking
    assert await watching.fetchval(WAITS) == 0


async def test_what_was_not_written_is_not_counted(connections: list[Connection]) -> None:
    """Who waited passes where the one before came to nothing."""
    first, second, _, watching = connections
    assert await _asks(first)
    before = first.transaction()
    await before.start()
    assert await _asks(first)
    asking = asyncio.create_task(_asks(second))
    await _waits(asking, watching)
    await before.rollback()
    assert await asking
