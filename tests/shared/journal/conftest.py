"""A database with an empty journal, for the tests of shared/journal."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shared.database import Pool, connect_pool
from shared.journal.journal import Journal
from shared.migrations import migrate
from tests.databases import MakeDatabase
from tests.shared.journal.relays import WRITERS

SQL = Path(__file__).parents[3] / "shared" / "sql"


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


@pytest.fixture
async def journal(journal_url: str) -> AsyncIterator[Journal]:
    """An empty journal."""
    pool = await connect_pool(journal_url, application_name="tests", size=8)
    yield Journal(pool)
    await pool.close()
