"""Rebuilds for tests."""

from functools import partial
from typing import Any

import asyncpg

from services.reporting.proving.operating import connect
from services.reporting.proving.rebuild import rebuild
from shared.journal.feed_reader import Feed


async def run(dsn: str, feeds: list[Feed]) -> list[dict[str, Any]]:
    """Rebuild on a connection of its own; every line."""
    connection = await asyncpg.connect(dsn)
    try:
        lines = rebuild(connection, feeds, partial(connect, dsn))
        return [line async for line in lines]
    finally:
        await connection.close()
