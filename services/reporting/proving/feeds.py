"""The journals' feeds: every event of a service, page by page over HTTP."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

import aiohttp
from pydantic_core import from_json, to_json

from shared.journal.received_event import ReceivedEvent

PAGE = 4_000  # events; what is counted in one transaction, some hundredths of a second
PAGE_TIMEOUT = 60.0  # seconds
TRIES = 6
FIRST_PAUSE = 0.2  # seconds before the second try; twice as long before each that follows

# A line as the feed writes it. The same JSON in another spelling is parsed as JSON.
_LINE = re.compile(
    rb'\{"position":\d+,"stream_id":"([^"\\]+)","version":(\d+),"event_id":"([^"\\]+)"'
    rb',"type":"([^"\\]+)","recorded_at":"([^"\\]+)","metadata":\{[^{}]*\},"data":(\{.*\})\}'
)


class FeedBroken(Exception):
    """A journal cannot be read; the text names it, the cause, and what to do."""


class Page(NamedTuple):
    """The lines of a page, and the cursor of what follows; no lines: there are no more yet."""

    lines: list[bytes]
    next_cursor: str


class Feed(Protocol):
    """A journal that can be read from any place in it."""

    @property
    def source(self) -> str:
        """The name of the service."""
        ...

    async def read(self, cursor: str | None) -> Page:
        """The page behind a cursor; None is the beginning. Raises `FeedBroken`."""
        ...


@dataclass(frozen=True)
class HttpFeed:
    """The feed of the service at `url`; `token` gives a bearer token that may read it."""

    source: str
    url: str
    token: Callable[[], str]
    session: aiohttp.ClientSession

    async def read(self, cursor: str | None) -> Page:
        """The page behind a cursor; retried for some seconds. Raises `FeedBroken`."""
        pause = FIRST_PAUSE
        for attempt in range(1, TRIES + 1):
            try:
                return await self._read(cursor)
            except (aiohttp.ClientError, TimeoutError) as error:
                if attempt == TRIES:
                    raise self._broken(f"it cannot be reached ({type(error).__name__})") from error
            await asyncio.sleep(pause)
            pause *= 2
        raise AssertionError("unreachable")

    async def _read(self, cursor: str | None) -> Page:
        query: dict[str, str] = {"limit": str(PAGE)}
        if cursor:
            query["after"] = cursor
        headers = {"Authorization": f"Bearer {self.token()}"}
        address = f"{self.url.rstrip('/')}/v1/journal"
        async with self.session.get(address, params=query, headers=headers) as answer:
            if answer.status >= 500:
                raise aiohttp.ClientError(str(answer.status))
            if answer.status != 200:
                raise self._broken(f"it answered {answer.status}")
            body = await answer.read()
            following = answer.headers.get("Next-Cursor")
        if following is None:
            raise self._broken("its answer has no Next-Cursor")
        return Page(body.splitlines(), following)

    def _broken(self, why: str) -> FeedBroken:
        return FeedBroken(
            f"The journal of {self.source} cannot be read: {why}. See that the service runs, and"
            " that its address is right and that it knows reporting's key; then start again."
        )


@asynccontextmanager
async def http_feeds(
    urls: Mapping[str, str], token: Callable[[], str]
) -> AsyncIterator[list[Feed]]:
    """The feeds of services by their addresses, for the length of an ``async with``."""
    timeout = aiohttp.ClientTimeout(total=PAGE_TIMEOUT)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        yield [HttpFeed(source, url, token, session) for source, url in urls.items()]


async def pages(feed: Feed, cursor: str | None) -> AsyncGenerator[Page, None]:
    """The pages from a cursor to the present end; the next is fetched while one is used."""
    next_page = asyncio.ensure_future(feed.read(cursor))
    try:
        while (page := await next_page).lines:
            next_page = asyncio.ensure_future(feed.read(page.next_cursor))
            yield page
    finally:
        next_page.cancel()


def read_line(line: bytes, offset: int = -1) -> ReceivedEvent:
    """One line of a feed as a received event.

    >>> read_line(b'{"position":1,"stream_id":"s","version":2,"event_id":"e","type":"t",'
    ...         b'"recorded_at":"2019-01-01T00:00:00+00:00","metadata":{},"data":{"a":1}}').data
    b'{"a":1}'
    """
    match = _LINE.fullmatch(line)
    if match is not None:
        stream_id, version, event_id, type_name, recorded_at, data = match.groups()
        return ReceivedEvent(
            offset,
            event_id.decode(),
            type_name.decode(),
            stream_id.decode(),
            int(version),
            datetime.fromisoformat(recorded_at.decode()),
            data,
        )
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
