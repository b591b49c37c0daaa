"""The feed: a journal offered page by page over HTTP, by the same windows as the relay's.

A cursor is opaque to callers: it holds the window that is being read and how far. The lines
are made by PostgreSQL, so that a page costs this process almost nothing.
"""

import base64
import binascii
import json
import re
from dataclasses import astuple, dataclass

import asyncpg

from shared.journal.cluster import JournalMoved, find_place
from shared.journal.snapshot_windows import (
    IN_WINDOW,
    START,
    Snapshot,
    Window,
    open_window,
)

JSON_LINES = "application/x-ndjson"
COLUMNS = "text/tab-separated-values"
PAGE_LIMIT = 10_000
PAGE_TIMEOUT = 60.0  # seconds: the first window of a long journal is counted through

# `concat` writes a line once, where each || would copy what stands before it.
_JSON = """concat(
    '{"position":', position, ',"stream_id":', to_json(stream_id), ',"version":', version,
    ',"event_id":"', event_id, '","type":', to_json(type), ',"recorded_at":', to_json(recorded_at),
    ',"metadata":', metadata, ',"data":', data, E'}\\n')"""
# What a reader of many events needs of each, in half the time: no name and no number has a tab.
_COLUMNS = """concat(
    stream_id, E'\\t', version, E'\\t', event_id, E'\\t', type, E'\\t', recorded_at, E'\\t', data,
    E'\\n')"""


def _page(line: str) -> str:
    return f"""
SELECT count(*) AS events, max(position) AS last, string_agg({line}, '' ORDER BY position) AS lines
FROM (SELECT * FROM events WHERE {IN_WINDOW} ORDER BY position LIMIT $5) AS page
"""


PAGE = {False: _page(_JSON), True: _page(_COLUMNS)}  # whether it is in columns

_SNAPSHOT = re.compile("[0-9]{1,19}:[0-9]{1,19}:([0-9]{1,19}(,[0-9]{1,19})*)?")


class BadCursor(Exception):
    """This cursor was not made by this feed; leave it out to read from the beginning."""


class SetBack(BadCursor):
    """The journal was set back or moved since this cursor was made; read from the beginning."""


@dataclass(frozen=True)
class Page:
    """Lines, how many, and the cursor of what follows them."""

    lines: str
    events: int
    next_cursor: str


def encode(window: Window) -> str:
    """The opaque text of a place in the feed."""
    return base64.urlsafe_b64encode(json.dumps(astuple(window)).encode()).decode().rstrip("=")


def decode(cursor: str) -> Window:
    """The place that a cursor means.

    >>> decode(encode(Window("5:9:7", "9:9:", 3, 8)))
    Window(lo='5:9:7', hi='9:9:', last=3, until=8)
    """
    try:
        lo, hi, last, until = json.loads(
            base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        )
        if not (_SNAPSHOT.fullmatch(lo) and _SNAPSHOT.fullmatch(hi)):
            raise BadCursor
        if not all(type(n) is int and 0 <= n < 2**63 for n in (last, until)):
            raise BadCursor
    except (ValueError, TypeError, RecursionError, binascii.Error):
        raise BadCursor from None
    return Window(lo, hi, last, until)


def end_cursor(end: Snapshot) -> str:
    """The cursor behind everything that a snapshot sees."""
    return encode(Window(end, end, 0, 0))


async def read_page(
    connection: asyncpg.Connection,
    cursor: str | None,
    limit: int = PAGE_LIMIT,
    end: str | None = None,
    *,
    columns: bool = False,
) -> Page:
    """The events behind a cursor, at most `limit`; an empty page says that there are no more yet.

    A line is a JSON object, or `columns`: stream, version, event id, type, time and data, with tabs
    between them.
    With the cursor `end`, those before it: so a reader comes to an end while others write.
    Raises `BadCursor`, `SetBack`, and `OnStandby` or `JournalMoved` where no cursor helps.
    """
    window = decode(cursor) if cursor else Window(START, START, 0, 0)
    until = decode(end).hi if end else None
    try:
        place = await find_place(connection, window.hi)
        if not place.events_fit:
            raise JournalMoved
        if not place.snapshot_fits:
            raise SetBack
        return await _read(connection, window, limit, until, PAGE[columns])
    except asyncpg.DataError:  # its snapshots look like some and are none
        raise BadCursor from None


async def _read(
    connection: asyncpg.Connection, window: Window, limit: int, end: Snapshot | None, query: str
) -> Page:
    while True:
        if window.last >= window.until:
            following = await open_window(connection, window.hi, end, seconds=PAGE_TIMEOUT)
            if following is None:
                return Page("", 0, encode(window))
            window = following
        page = await connection.fetchrow(
            query, window.lo, window.hi, window.last, window.until, limit, timeout=PAGE_TIMEOUT
        )
        if page is not None and page["events"]:
            return Page(page["lines"], page["events"], encode(window.after(page["last"])))
        window = window.after(window.until)
