"""Fixtures for what passes through: a service that can be told how to answer, and a way to it."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.databases import MakeDatabase
from tests.deploy.gateway.upstream import LOCAL, Upstream, Way, forwarding
from tests.deploy.gateway.ways import Ways, both_ways


@pytest.fixture
async def ways(make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[Ways]:
    """Three services on ports of their own, a gateway before them, and one port of one process."""
    async with both_ways(make_database, tmp_path) as ways:
        yield ways


@pytest.fixture
async def upstream() -> AsyncIterator[Upstream]:
    """A service that answers well, until it is told otherwise."""
    upstream = Upstream()
    async with upstream.running():
        yield upstream


@pytest.fixture
async def way(upstream: Upstream) -> AsyncIterator[Way]:
    """A way through to that service alone."""
    async with forwarding(upstream.port, LOCAL) as way:
        yield way


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """A caller's connections."""
    async with aiohttp.ClientSession(auto_decompress=False) as session:
        yield session
