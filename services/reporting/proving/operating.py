"""The connection of a rebuild or verification: one of its own, which ends with it."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from typing import Any

import asyncpg

from services.reporting.counting import moments
from services.reporting.counting.freshness import Journals
from shared.database import Connection
from shared.journal.feed_reader import Feed, FeedBroken, http_feeds

Work = Callable[[Connection, Sequence[Feed]], AsyncGenerator[dict[str, Any], None]]

OWN_CONNECTION = {
    "TimeZone": "UTC",
    "jit": "off",
    # A rebuild that a crash sets back some pages goes on from there; its switch waits for the disk.
    "synchronous_commit": "off",
    # Else a statement under way, such as an index, keeps the lock until its end.
    "client_connection_check_interval": "1s",
}


async def connect(database: str) -> Connection:
    """One connection more for such work; whoever asks for it ends it."""
    connection: Connection = await asyncpg.connect(database, server_settings=OWN_CONNECTION)
    await moments.prepare(connection)
    return connection


async def lines_of(
    database: str, journals: Journals | None, work: Work
) -> AsyncGenerator[dict[str, Any], None]:
    """The lines of the work, over a connection of its own, which always ends with it."""
    if journals is None:
        raise FeedBroken(
            "The journals' addresses are not set: set cases_url, outreach_url and service_key."
        )
    connection = await connect(database)
    try:
        async with (
            http_feeds(journals.urls, journals.token) as feeds,
            aclosing(work(connection, feeds)) as lines,
        ):
            async for line in lines:
                yield line
    finally:
        connection.terminate()
