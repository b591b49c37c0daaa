"""Reading a journal's feed: lines of any spelling, pages ahead, and what is broken."""

import json
from uuid import uuid4

import aiohttp
import pytest

from shared.journal import feed_reader as feeds
from shared.journal.feed_reader import FeedBroken, HttpFeed, Page, pages, read_line
from tests.services.reporting.deliveries import DETOX, Ledger
from tests.services.reporting.feeding import MemoryFeed, line


def test_a_line_is_read_whatever_its_spelling() -> None:
    """The short way for lines as the feed writes them, and the general way, say the same."""
    ledger = Ledger()
    ledger.case(DETOX)
    event = ledger.events[0]
    plain = line(event)
    fields = json.loads(plain)
    fields["metadata"] = {"by": {"nested": '},"data":{'}}
    spaced = json.dumps(dict(reversed(fields.items())), indent=1).encode()
    for spelling in (plain, json.dumps(fields).encode(), spaced):
        read = read_line(spelling, event.offset)
        assert json.loads(read.data) == json.loads(event.data)
        assert read._replace(data=b"", event_id="") == event._replace(data=b"", event_id="")
        assert str(read.event_id) == str(event.event_id)


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


async def test_a_journal_that_is_away_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """After some tries the error names the journal and what to check."""
    monkeypatch.setattr(feeds, "FIRST_PAUSE", 0.001)
    async with aiohttp.ClientSession() as session:
        nowhere = HttpFeed("cases", "http://127.0.0.1:9", lambda: str(uuid4()), session)
        with pytest.raises(FeedBroken, match="journal of cases"):
            await nowhere.end()
