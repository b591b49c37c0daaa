"""A database with an empty journal, for the tests of the worklist."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from shared.database import Pool, connect_pool


@pytest.fixture
async def pool(dsn: str) -> AsyncIterator[Pool]:
    """Connections to a database with an empty journal."""
    pool = await connect_pool(dsn, application_name="tests", TimeZone="UTC")
    yield pool
    await pool.close()


@pytest.fixture
async def journal(dsn: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection of who writes events."""
    connection = await asyncpg.connect(dsn)
    yield connection
    await connection.close()
