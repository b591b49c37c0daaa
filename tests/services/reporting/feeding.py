"""Journals' feeds for tests, made of a ledger's events."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from shared.journal.feed_reader import End, Page
from shared.journal.received_event import ReceivedEvent


class MemoryFeed:
    """The feed of events in memory; `before_page` is called before each page is given."""

    def __init__(
        self,
        source: str,
        events: list[ReceivedEvent],
        *,
        size: int = 7,
        before_page: Callable[[int], Awaitable[None]] | None = None,
    ) -> None:
        self.source, self.events, self.size = source, events, size
        self.before_page = before_page
        self.cursors: list[str | None] = []
        self.rows: int | None = None  # of the journal's table, where the feed gives fewer
        self.cluster = "1/00000001"
        self.complete_until = datetime(2020, 1, 1, tzinfo=UTC)

    async def end(self, *, count: bool = False) -> End:
        """The present end: the number of events."""
        events = len(self.events)
        rows = self.rows if count and self.rows is not None else events
        return End(str(events), rows, self.complete_until, self.cluster)

    async def read(self, cursor: str | None, end: End) -> Page:
        """The page behind a cursor, which is the number of events before it."""
        if self.before_page is not None:
            await self.before_page(len(self.cursors))
        self.cursors.append(cursor)
        start = int(cursor or 0)
        some = self.events[start : min(start + self.size, int(end.cursor))]
        return Page([line(event) for event in some], str(start + len(some)))


def line(event: ReceivedEvent) -> str:
    """An event as a line of a feed, in columns."""
    data = event.data if isinstance(event.data, str) else event.data.decode()
    known = (event.stream_id, event.version, event.event_id, event.type, event.recorded_at)
    return "\t".join((*map(str, known), data))
