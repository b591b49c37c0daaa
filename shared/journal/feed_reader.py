"""The journals' feeds: every event of a service, page by page over HTTP."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

import aiohttp
from pydantic_core import from_json, to_json

from shared.journal.feed import COLUMNS
from shared.journal.received_event import ReceivedEvent

PAGE = 4_000  # events; what is counted in one transaction, some hundredths of a second
TURN = 50  # lines that are read before other tasks run: few, so that reading fills their waits
PAGE_TIMEOUT = 60.0  # seconds
TRIES = 6
FIRST_PAUSE = 0.2  # seconds before the second try; twice as long before each that follows


class FeedBroken(Exception):
    """A journal cannot be read; the text names it, the cause, and what to do."""


class CursorRefused(FeedBroken):
    """The journal does not know the cursor; read it again from the beginning."""


class Page(NamedTuple):
    """The lines of a page, and the cursor of what follows; no lines: there are no more yet."""

    lines: list[str]
    next_cursor: str


class End(NamedTuple):
    """The present end of a journal: its cursor, and what is known of what lies before it.

    `events` are so many; every event recorded before `complete_until` is among them. Cursors
    hold as long as `cluster` is the same.
    """

    cursor: str
    events: int
    complete_until: datetime
    cluster: str


class Feed(Protocol):
    """A journal that can be read from any place in it."""

    @property
    def source(self) -> str:
        """The name of the service."""
        ...

    async def end(self, *, count: bool = False) -> End:
        """The end as it is now; `count`: every row is counted for it. Raises `FeedBroken`."""
        ...

    async def read(self, cursor: str | None, end: End) -> Page:
        """The page behind a cursor, up to an end; None is the beginning. Raises `FeedBroken`."""
        ...


@dataclass(frozen=True)
class HttpFeed:
    """The feed of the service at `url`; `token` gives a bearer token that may read it.

    Its lines are columns, or JSON lines, which have what an event says of the call as well.
    """

    source: str
    url: str
    token: Callable[[], str]
    session: aiohttp.ClientSession
    tries: int = TRIES
    form: str = COLUMNS

    async def end(self, *, count: bool = False) -> End:
        """The end as it is now; retried for some seconds. Raises `FeedBroken`."""
        query = {"count": "true"} if count else {}
        body, _ = await self._get("/v1/journal/standing", query)
        try:
            told = from_json(body)
            moment = datetime.fromisoformat(told["complete_until"])
            return End(told["end"], told["events"], moment, told["cluster"])
        except (KeyError, TypeError, ValueError):
            raise self._broken("its answer does not say where it ends") from None

    async def read(self, cursor: str | None, end: End) -> Page:
        """The page behind a cursor; retried for some seconds. Raises `FeedBroken`."""
        query = {"limit": str(PAGE), "end": end.cursor}
        if cursor:
            query["after"] = cursor
        body, headers = await self._get("/v1/journal", query)
        following = headers.get("Next-Cursor")
        if following is None:
            raise self._broken("its answer has no Next-Cursor")
        *lines, rest = body.decode().split("\n")
        if rest:
            raise self._broken("its answer was cut off")
        return Page(lines, following)

    async def _get(self, path: str, query: dict[str, str]) -> tuple[bytes, Mapping[str, str]]:
        pause = FIRST_PAUSE
        for attempt in range(1, self.tries + 1):
            try:
                return await self._get_once(f"{self.url.rstrip('/')}{path}", query)
            except (aiohttp.ClientError, TimeoutError) as error:
                if attempt == self.tries:
                    raise self._broken(f"it cannot be reached ({type(error).__name__})") from error
            await asyncio.sleep(pause)
            pause *= 2
        raise AssertionError("unreachable")

    async def _get_once(
        self, address: str, query: dict[str, str]
    ) -> tuple[bytes, Mapping[str, str]]:
        headers = {"Authorization": f"Bearer {self.token()}", "Accept": self.form}
        async with self.session.get(address, params=query, headers=headers) as answer:
            if answer.status >= 500:
                raise aiohttp.ClientError(str(answer.status))
            if answer.status == 400 and "after" in query:
                raise CursorRefused(str(self._broken("it does not know where reading had ended")))
            if answer.status != 200:
                raise self._broken(f"it answered {answer.status}")
            return await answer.read(), answer.headers

    def _broken(self, why: str) -> FeedBroken:
        return FeedBroken(
            f"The journal of {self.source} cannot be read: {why}. See that the service runs, and"
            " that its address is right and that it knows this service's key; then start again."
        )


@asynccontextmanager
async def http_feeds(
    urls: Mapping[str, str],
    token: Callable[[], str],
    *,
    tries: int = TRIES,
    form: str = COLUMNS,
) -> AsyncIterator[list[Feed]]:
    """The feeds of services by their addresses, for the length of an ``async with``."""
    timeout = aiohttp.ClientTimeout(total=PAGE_TIMEOUT)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        yield [HttpFeed(source, url, token, session, tries, form) for source, url in urls.items()]


async def pages(feed: Feed, cursor: str | None, end: End) -> AsyncGenerator[Page, None]:
    """The pages from a cursor to an end; the next is fetched while one is used.

    What is written behind that end meanwhile is left for another time.
    """
    next_page = asyncio.ensure_future(feed.read(cursor, end))
    try:
        while (page := await next_page).lines:
            next_page = asyncio.ensure_future(feed.read(page.next_cursor, end))
            yield page
    finally:
        next_page.cancel()


async def batches(
    feed: Feed, cursor: str | None, end: End, offset: int
) -> AsyncGenerator[tuple[list[ReceivedEvent], str], None]:
    """The events of each page, the first at `offset`, and the cursor behind them.

    While one batch is used, the lines of the next are read already.
    """

    async def following() -> tuple[list[ReceivedEvent], str] | None:
        page = await anext(found, None)
        return page and (await _read_lines(page.lines, offset), page.next_cursor)

    async with aclosing(pages(feed, cursor, end)) as found:
        next_batch = asyncio.ensure_future(following())
        try:
            while batch := await next_batch:
                offset += len(batch[0])
                next_batch = asyncio.ensure_future(following())
                yield batch
        finally:
            next_batch.cancel()
            await asyncio.wait({next_batch})


async def _read_lines(lines: Sequence[str], offset: int) -> list[ReceivedEvent]:
    """Lines of a feed as received events, the first at `offset`; other tasks run meanwhile."""
    events: list[ReceivedEvent] = []
    for start in range(0, len(lines), TURN):
        some = lines[start : start + TURN]
        events += [read_line(line, offset + start + n) for n, line in enumerate(some)]
        await asyncio.sleep(0)
    return events


def read_line(line: str, offset: int = -1) -> ReceivedEvent:
    """One line of a feed as a received event: columns, or JSON, as services of before answer.

    >>> read_line('s\\t2\\te\\tt\\t2019-01-01 00:00:00+00\\t{"a":1}').data
    '{"a":1}'
    """
    if line[0] != "{":
        stream_id, version, event_id, type_name, recorded_at, data = line.split("\t", 5)
        moment = datetime.fromisoformat(recorded_at)
        return ReceivedEvent(offset, event_id, type_name, stream_id, int(version), moment, data)
    fields: dict[str, Any] = from_json(line)
    return ReceivedEvent(
        offset,
        fields["event_id"],
        fields["type"],
        fields["stream_id"],
        fields["version"],
        datetime.fromisoformat(fields["recorded_at"]),
        to_json(fields["data"]),
    )
