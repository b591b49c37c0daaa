"""Reporting on a fresh database."""

from collections.abc import AsyncIterator

import pytest

from services.reporting.counting.consume import Consumer
from services.reporting.counting.migrations import migrate_reporting
from services.reporting.counting.model import open_pool
from shared.database import Pool
from tests.databases import MakeDatabase


@pytest.fixture
async def reporting_url(make_database: MakeDatabase) -> str:
    """The DSN of a database with an empty read model."""
    return await make_database(migrate_reporting)


@pytest.fixture
async def pool(reporting_url: str) -> AsyncIterator[Pool]:
    """Connections to it."""
    pool = await open_pool(reporting_url, 8)
    yield pool
    await pool.close()


@pytest.fixture
def consumer(pool: Pool) -> Consumer:
    """The consumer that writes into it."""
    return Consumer(pool)
