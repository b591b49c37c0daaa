"""The feed of a journal: every event once, in order, page by page."""

import asyncio
import json
from collections import defaultdict

import pytest

from shared.database import Pool
from shared.journal.feed import BadCursor, end_cursor, read_page
from shared.journal.journal import Journal, write
from shared.journal.standing import read_standing
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


async def test_a_pass_ends_while_others_write(pool: Pool) -> None:
    """With an end, pages hold what was there then: once, and nothing that came after."""
    journal = Journal(pool)
    for version in range(10):
        await journal.append(an_append("before", version))
    async with pool.acquire() as connection:
        standing = await read_standing(connection)
        end = end_cursor(standing.end)
        assert standing.events == 10
        cursor: str | None = None
        streams: list[str] = []
        while True:
            await journal.append(an_append(f"after-{len(streams)}", 0))
            page = await read_page(connection, cursor, limit=3, end=end)
            if not page.events:
                break
            cursor = page.next_cursor
            streams += [json.loads(line)["stream_id"] for line in page.lines.splitlines()]
        assert streams == ["before"] * 10
        assert (await read_page(connection, cursor, end=end)).events == 0
        assert (await read_page(connection, cursor)).events > 0
        later = (await read_page(connection, cursor)).next_cursor
        assert (await read_page(connection, later, end=end)).events == 0, "it lies behind that end"
        rest = await read_page(connection, cursor)
        assert (await read_page(connection, end)).events == rest.events


async def test_a_journal_is_complete_until_the_oldest_transaction(pool: Pool) -> None:
    """An event under way may be older than those that are seen already."""
    journal = Journal(pool)
    async with pool.acquire() as connection, pool.acquire() as slow:
        now = await connection.fetchval("SELECT clock_timestamp()")
        assert (await read_standing(connection)).complete_until > now
        await slow.execute("BEGIN")
        await write(slow, [an_append("slow", 0)])
        await journal.append(an_append("quick", 0))
        standing = await read_standing(connection)
        await slow.execute("COMMIT")
        recorded = await connection.fetchval(
            "SELECT recorded_at FROM events WHERE stream_id = 'slow'"
        )
        assert standing.complete_until <= recorded
        assert standing.events == 1
        standing = await read_standing(connection, count=True)
        assert (standing.events, standing.complete_until > recorded) == (2, True)


@pytest.mark.parametrize("cursor", ["x", "e30", "WzEsMiwzLDRd", "💥", "A" * 500])
async def test_a_foreign_cursor_is_refused(pool: Pool, cursor: str) -> None:
    """A cursor that the feed did not make is a clear error."""
    async with pool.acquire() as connection:
        with pytest.raises(BadCursor):
            await read_page(connection, cursor)
