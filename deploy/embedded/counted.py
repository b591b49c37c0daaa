"""Whether the reports count everything that was written: asked by the command line."""

import asyncio

import asyncpg

from deploy.embedded.databases import REPORTING, WRITING
from deploy.embedded.postgres import Postgres

WRITTEN = "SELECT count(*) FROM events"
# A stream's versions have no gaps: the version it was counted up to is how many were.
COUNTED = "SELECT coalesce(sum(version), 0) FROM live.streams"
PAUSE = 0.05  # seconds


async def not_yet_counted(server: Postgres, patience: float) -> int:
    """How many of the events written until now are not counted after `patience` seconds."""
    written = 0
    for source in WRITING:
        written += await _number(server, source, WRITTEN)
    deadline = asyncio.get_running_loop().time() + patience
    while True:
        missing = written - await _number(server, REPORTING, COUNTED)
        if missing <= 0 or asyncio.get_running_loop().time() > deadline:
            return max(missing, 0)
        await asyncio.sleep(PAUSE)


async def _number(server: Postgres, database: str, query: str) -> int:
    connection = await asyncpg.connect(server.address(database, database))
    try:
        return int(await connection.fetchval(query))
    finally:
        await connection.close()
