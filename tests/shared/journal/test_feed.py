"""The feed of a journal: every event once, in order, page by page."""

import asyncio
import json
from collections import defaultdict
from dataclasses import replace

import asyncpg
import pytest

from shared.database import Pool, connect_pool
from shared.journal.cluster import JournalMoved, OnStandby
from shared.journal.feed import BadCursor, SetBack, decode, encode, end_cursor, read_page
from shared.journal.feed_reader import read_line
from shared.journal.journal import Journal, write
from shared.journal.standing import read_standing
from tests.shared.journal.appends import an_append
from tests.shared.journal.relays import pretend_standby

pytestmark = pytest.mark.postgres

# It stands before PostgreSQL's own, and looks whether the transaction has its number.
A_CLOCK_THAT_LOOKS = """
CREATE SCHEMA watched;
CREATE FUNCTION watched.clock_timestamp() RETURNS timestamptz LANGUAGE plpgsql AS $$ BEGIN
    ASSERT pg_current_xact_id_if_assigned() IS NOT NULL, 'the time is taken before the number';
    RETURN pg_catalog.clock_timestamp();
END $$
"""


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


async def test_columns_say_what_json_says(pool: Pool) -> None:
    """Whatever stands in an event's data: both forms of the feed are read as the same events."""
    journal = Journal(pool)
    data = json.dumps({"note": 'a\tb\nc\u2028d\x85 \\ "', "n": [1, {}]}, ensure_ascii=False)
    for version in range(3):
        append = an_append("stream", version)
        await journal.append(
            replace(append, events=[each._replace(data=data) for each in append.events])
        )
    async with pool.acquire() as connection:
        plain = await read_page(connection, None)
        columns = await read_page(connection, None, columns=True)
    assert columns.next_cursor == plain.next_cursor
    forms = [page.lines.split("\n")[:-1] for page in (plain, columns)]
    read = [[read_line(line) for line in lines] for lines in forms]
    assert [event._replace(data="") for event in read[0]] == [
        event._replace(data="") for event in read[1]
    ]
    assert [event.version for event in read[1]] == [1, 2, 3]
    for event in (*read[0], *read[1]):
        assert json.loads(event.data) == json.loads(data)


@pytest.mark.parametrize("style", ["German", "SQL, DMY", "Postgres"])
async def test_a_day_is_written_in_one_way(journal_url: str, style: str) -> None:
    """However the database is set to show days: columns are read as what JSON says."""
    admin = await asyncpg.connect(journal_url)
    name = await admin.fetchval("SELECT current_database()")
    await admin.execute(f"ALTER DATABASE \"{name}\" SET DateStyle = '{style}'")
    await admin.close()
    pool = await connect_pool(journal_url, application_name="tests", TimeZone="UTC")
    try:
        await Journal(pool).append(an_append("stream", 0))
        async with pool.acquire() as connection:
            plain = await read_page(connection, None)
            columns = await read_page(connection, None, columns=True)
    finally:
        await pool.close()
    [one], [other] = [page.lines.split("\n")[:-1] for page in (plain, columns)]
    assert read_line(one)._replace(data="") == read_line(other)._replace(data="")


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


async def test_a_transaction_has_its_number_before_it_takes_the_time(
    pool: Pool, journal_url: str
) -> None:
    """Else an event could be older than a journal that was complete without it."""
    async with pool.acquire() as connection:
        await connection.execute(A_CLOCK_THAT_LOOKS)
    writing = await asyncpg.connect(
        journal_url, server_settings={"search_path": "watched, pg_catalog, public"}
    )
    try:
        await write(writing, [an_append("stream", 0, 2)])
        await write(writing, [an_append("stream", 2), an_append("other", 0)])
    finally:
        await writing.close()


async def test_a_cursor_from_before_the_journal_was_set_back_is_refused(pool: Pool) -> None:
    """Behind it events would be passed over; from the beginning everything can be read."""
    await Journal(pool).append(an_append("stream", 0))
    async with pool.acquire() as connection:
        page = await read_page(connection, None)
        window = decode(page.next_cursor)
        assert (await read_page(connection, page.next_cursor)).events == 0
        ahead = int(window.hi.split(":")[1]) + 1000
        later = encode(replace(window, hi=f"{ahead}:{ahead}:"))
        with pytest.raises(SetBack):
            await read_page(connection, later)
        assert (await read_page(connection, None)).events == 1


async def test_a_journal_from_another_cluster_is_not_read(pool: Pool) -> None:
    """Events whose transactions this cluster has yet to count to would be missing."""
    await Journal(pool).append(an_append("stream", 0, 4))
    async with pool.acquire() as connection:
        await connection.execute("UPDATE events SET xid = '900000000000' WHERE version = 4")
        with pytest.raises(JournalMoved):
            await read_page(connection, None)


async def test_a_standby_is_not_read(journal_url: str, pool: Pool) -> None:
    """Its transactions become visible in another order than its snapshots say."""
    await Journal(pool).append(an_append("stream", 0))
    await pretend_standby(journal_url)
    connection = await asyncpg.connect(journal_url)
    with pytest.raises(OnStandby):
        await read_page(connection, None)
    await connection.close()


@pytest.mark.parametrize("cursor", ["x", "e30", "WzEsMiwzLDRd", "💥", "A" * 500])
async def test_a_foreign_cursor_is_refused(pool: Pool, cursor: str) -> None:
    """A cursor that the feed did not make is a clear error."""
    async with pool.acquire() as connection:
        with pytest.raises(BadCursor):
            await read_page(connection, cursor)
