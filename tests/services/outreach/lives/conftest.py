"""The services in which a street's year of prevention is told."""

from collections.abc import AsyncIterator

import pytest

from tests.databases import MakeDatabase
from tests.services.outreach.lives.telling import Prevention, prevention


@pytest.fixture
async def year(make_database: MakeDatabase) -> AsyncIterator[Prevention]:
    """Outreach and reporting."""
    async with prevention(make_database) as it:
        yield it
