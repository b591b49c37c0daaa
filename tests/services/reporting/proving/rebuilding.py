"""Rebuilds for tests."""

from typing import Any

import asyncpg

from services.reporting.proving.rebuild import rebuild
from shared.journal.feed_reader import Feed


async def run(dsn: str, feeds: list[Feed]) -> list[dict[str, Any]]:
    """Rebuild on a connection of its own; every line."""
    connection = await asyncpg.connect(dsn)
    try:
        return [line async for line in rebuild(connection, feeds)]
    finally:
        await connection.close()
