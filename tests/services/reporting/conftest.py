"""Reporting on a fresh database, its consumer, and its HTTP application."""

from collections.abc import AsyncIterator

import pytest

from services.reporting.app import ReportingSettings, build
from services.reporting.counting.consume import Consumer
from services.reporting.counting.migrations import migrate_reporting
from services.reporting.counting.model import open_pool
from shared.database import Pool
from shared.http.application import Service
from shared.identity.tokens import Verifier
from tests.agencies import REGISTER
from tests.databases import MakeDatabase
from tests.positions import POSITION_KEY
from tests.services.reporting.calling import ISSUER


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


@pytest.fixture
async def app(reporting_url: str) -> AsyncIterator[Service]:
    """The service, started."""
    app = build(
        ReportingSettings(reporting_database=reporting_url, position_key=POSITION_KEY),
        Verifier(ISSUER, issuer="tests", register=REGISTER),
    )
    async with app.router.lifespan_context(app):
        yield app
