"""The feed of a journal: every event once, in order, page by page."""

import asyncio
import json
from collections import defaultdict

import pytest

from shared.database import Pool
from shared.journal.feed import BadCursor, read_page
from shared.journal.journal import Journal
from tests.shared.journal.relays import an_append

pytestmark = pytest.mark.postgres


async def test_the_feed_gives_every_event_once_in_order(journal_url: str, pool: Pool) -> None:
    """Pages of any size, read while others write, hold every stream whole and in order."""
    journal, versions = Journal(pool), defaultdict(list)

    async def writer(stream: str) -> None:
        for version in range(100):
            await journal.append(an_append(stream, version))

    async def reader() -> None:
        cursor, seen = None, 0
        while seen < 600:
            async with pool.acquire() as connection:
                page = await read_page(connection, cursor, limit=37)
            cursor = page.next_cursor
            lines = page.lines.splitlines()
            assert len(lines) == page.events
            for line in lines:
                event = json.loads(line)
                versions[event["stream_id"]].append(event["version"])
            seen += page.events
            await asyncio.sleep(0)

    await asyncio.wait_for(
        asyncio.gather(reader(), *(writer(f"stream-{n}") for n in range(6))), timeout=60
    )
    assert dict(versions) == {f"stream-{n}": list(range(1, 101)) for n in range(6)}


@pytest.mark.parametrize("cursor", ["x", "e30", "WzEsMiwzLDRd", "💥", "A" * 500])
async def test_a_foreign_cursor_is_refused(pool: Pool, cursor: str) -> None:
    """A cursor that the feed did not make is a clear error."""
    async with pool.acquire() as connection:
        with pytest.raises(BadCursor):
            await read_page(connection, cursor)
