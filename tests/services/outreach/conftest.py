"""services/outreach on a real database, for the tests that call it over HTTP."""

from collections.abc import AsyncIterator

import pytest

from services.outreach.app import OutreachSettings, build
from tests.databases import MakeDatabase
from tests.positions import POSITION_KEY
from tests.services.service import Client, migrated, serving, verifier


@pytest.fixture
async def dsn(make_database: MakeDatabase) -> str:
    """A database with an empty journal."""
    return await make_database(migrated)


@pytest.fixture
async def api(dsn: str) -> AsyncIterator[Client]:
    """The service, called by an agency of Henan."""
    settings = OutreachSettings(outreach_database=dsn, position_key=POSITION_KEY)
    async with serving(build(settings, verifier())) as client:
        yield client
