"""Reading a journal's feed: lines of any spelling, pages ahead, and what is broken."""

import json
from uuid import uuid4

import aiohttp
import pytest

from shared.journal import feed_reader as feeds
from shared.journal.feed_reader import FeedBroken, HttpFeed, Page, batches, pages, read_line
from tests.services.reporting.deliveries import DETOX, Ledger
from tests.services.reporting.feeding import MemoryFeed, line


def test_a_line_is_read_whatever_its_form() -> None:
    """Columns, and the JSON of a service of before in any spelling, say the same."""
    ledger = Ledger()
    ledger.case(DETOX)
    event = ledger.events[0]
    fields = {
        "position": 1,
        "stream_id": event.stream_id,
        "version": event.version,
        "event_id": str(event.event_id),
        "type": event.type,
        "recorded_at": event.recorded_at.isoformat(),
        "metadata": {"by": {"nested": '},"data":{'}},
        "data": json.loads(event.data),
    }
    spaced = json.dumps(dict(reversed(fields.items())), indent=1)
    for form in (line(event), json.dumps(fields), spaced):
        read = read_line(form, event.offset)
        assert json.loads(read.data) == json.loads(event.data)
        assert read._replace(data=b"", event_id="") == event._replace(data=b"", event_id="")
        assert str(read.event_id) == str(event.event_id)


def test_data_may_hold_what_parts_columns_and_lines() -> None:
    """The last column is all that follows; what parts lines elsewhere is part of one here."""
    row = 's\t1\te\tt\t2019-01-01 00:00:00+00\t{\t"a":"\u2028"}'
    assert json.loads(read_line(row).data) == {"a": "\u2028"}


async def test_batches_count_on_while_the_next_is_read() -> None:
    """Each event once, at the offset behind the one before, with the cursor behind its page."""
    ledger = Ledger()
    for _ in range(20):
        ledger.case(DETOX)
    feed = MemoryFeed("cases", ledger.events)
    offsets, cursors = [], []
    async for events, cursor in batches(feed, None, await feed.end(), 40):
        offsets += [event.offset for event in events]
        cursors.append(cursor)
    assert offsets == [*range(40, 60)]
    assert cursors == ["7", "14", "20"]


async def test_a_batch_that_cannot_be_read_breaks_the_reading() -> None:
    """And what was read before it was given."""
    ledger = Ledger()
    for _ in range(8):
        ledger.case(DETOX)
    ledger.events[7] = ledger.events[7]._replace(stream_id="a\tb")
    feed = MemoryFeed("cases", ledger.events)
    found = batches(feed, None, await feed.end(), 0)
    assert len((await anext(found))[0]) == 7
    with pytest.raises(ValueError, match="isoformat"):
        await anext(found)


async def test_pages_follow_each_other_to_the_end() -> None:
    """Every event once, in order; the next page is asked for while one is in use."""
    ledger = Ledger()
    for _ in range(20):
        ledger.case(DETOX)
    feed = MemoryFeed("cases", ledger.events)
    sizes = []
    async for page in pages(feed, None, await feed.end()):
        sizes.append(len(page.lines))
        assert len(feed.cursors) >= len(sizes)
    assert sizes == [7, 7, 6]
    assert feed.cursors == [None, "7", "14", "20"]


async def test_pages_left_early_leave_nothing_behind() -> None:
    """Whoever stops reading does not leave a request under way."""
    ledger = Ledger()
    for _ in range(20):
        ledger.case(DETOX)
    feed = MemoryFeed("cases", ledger.events)
    following = pages(feed, None, await feed.end())
    assert isinstance(await anext(following), Page)
    await following.aclose()
    with pytest.raises(StopAsyncIteration):
        await anext(following)


async def test_a_page_that_was_cut_off_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else its last event would be left out."""

    async def cut(*_: object) -> tuple[bytes, dict[str, str]]:
        return b"s\t1\te\tt\t2019-01-01 00:00:00+00\t{}\ns\t2", {"Next-Cursor": "x"}

    monkeypatch.setattr(HttpFeed, "_get", cut)
    async with aiohttp.ClientSession() as session:
        feed = HttpFeed("cases", "http://127.0.0.1:9", lambda: "", session)
        with pytest.raises(FeedBroken, match="cut off"):
            await feed.read(None, await MemoryFeed("cases", []).end())


async def test_a_journal_that_is_away_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """After some tries the error names the journal and what to check."""
    monkeypatch.setattr(feeds, "FIRST_PAUSE", 0.001)
    async with aiohttp.ClientSession() as session:
        nowhere = HttpFeed("cases", "http://127.0.0.1:9", lambda: str(uuid4()), session)
        with pytest.raises(FeedBroken, match="journal of cases"):
            await nowhere.end()
