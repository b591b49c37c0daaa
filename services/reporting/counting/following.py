"""Follows a journal event by event, and sees up to where all of it is counted.

Lengths alone cannot say that: an event that is missing, and one that should not be there, make
the same sum. How far everything is counted is kept with the model, so that nothing is read twice.
"""

from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from uuid import UUID

from services.reporting.counting.contradictions import Sighting, note
from shared.database import Connection, Pool
from shared.journal.feed_reader import CursorRefused, End, Feed, pages, read_line
from shared.journal.received_event import ReceivedEvent

# Of another history of the journal's database nothing is known.
BEGIN = """
INSERT INTO live.cursors AS held (source, cluster) VALUES ($1, $2)
ON CONFLICT (source) DO UPDATE SET cluster = $2, cursor = NULL, complete_until = NULL
WHERE held.cluster IS DISTINCT FROM $2
"""
CURSOR = "SELECT cursor FROM live.cursors WHERE source = $1 AND cluster = $2"
MOVE = """
UPDATE live.cursors SET cursor = $4
WHERE source = $1 AND cluster = $2 AND cursor IS NOT DISTINCT FROM $3
"""
COMPLETE = """
UPDATE live.cursors SET complete_until = greatest(complete_until, $3)
WHERE source = $1 AND cluster = $2
"""
FORGET = "UPDATE live.cursors SET cursor = NULL WHERE source = $1"
GATES = "SELECT stream_id, version, event_id FROM live.streams WHERE stream_id = ANY ($1::text[])"


@dataclass(frozen=True)
class Uncounted:
    """An event of a journal that was not counted at the last look."""

    stream_id: str
    version: int
    recorded_at: datetime


@dataclass(frozen=True)
class Followed:
    """Whether all is counted up to the end; if not, the first event that is not, once found."""

    complete: bool
    uncounted: Uncounted | None = None


class Follower:
    """Follows one journal; to be used by one task at a time."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._awaited: Uncounted | None = None
        self._cluster = ""  # the history of the journal in which it stands

    async def follow(self, feed: Feed, end: End, deadline: float) -> Followed:
        """Follow up to an end, to the first event that is not counted, or for as long as given.

        `deadline` is a time of the monotonic clock. Raises `FeedBroken`.
        """
        awaited = self._awaited if self._cluster == end.cluster else None
        if awaited is not None and not await self._is_counted(awaited):
            return Followed(False, awaited)
        self._awaited, self._cluster = None, end.cluster
        cursor, read = await self._cursor(feed, end), False
        try:
            async with aclosing(pages(feed, cursor, end)) as following:
                async for page in following:
                    if read and monotonic() > deadline:
                        return Followed(False)
                    self._awaited = await self._first_uncounted([*map(read_line, page.lines)])
                    if self._awaited is not None:
                        return Followed(False, self._awaited)
                    async with self._pool.acquire() as connection:
                        await connection.execute(
                            MOVE, feed.source, end.cluster, cursor, page.next_cursor
                        )
                    cursor, read = page.next_cursor, True
        except CursorRefused:
            async with self._pool.acquire() as connection:
                await connection.execute(FORGET, feed.source)
            raise
        async with self._pool.acquire() as connection:
            await connection.execute(COMPLETE, feed.source, end.cluster, end.complete_until)
        return Followed(True)

    async def _cursor(self, feed: Feed, end: End) -> str | None:
        async with self._pool.acquire() as connection:
            await connection.execute(BEGIN, feed.source, end.cluster)
            cursor: str | None = await connection.fetchval(CURSOR, feed.source, end.cluster)
        return cursor

    async def _is_counted(self, event: Uncounted) -> bool:
        async with self._pool.acquire() as connection:
            gates = await _gates(connection, [event.stream_id])
        return gates.get(event.stream_id, (0, None))[0] >= event.version

    async def _first_uncounted(self, events: Sequence[ReceivedEvent]) -> Uncounted | None:
        """The oldest of these events that is not counted; contradictions are noted."""
        async with self._pool.acquire() as connection:
            gates = await _gates(connection, {event.stream_id for event in events})
            await note(
                connection,
                "live",
                [
                    Sighting(event.stream_id, event.version, event.event_id)
                    for event in events
                    if _contradicts(event, *gates.get(event.stream_id, (0, None)))
                ],
            )
        return min(
            (
                Uncounted(event.stream_id, event.version, event.recorded_at)
                for event in events
                if event.version > gates.get(event.stream_id, (0, None))[0]
            ),
            key=lambda event: event.recorded_at,
            default=None,
        )


def _contradicts(event: ReceivedEvent, version: int, event_id: UUID | None) -> bool:
    """Whether a stream was counted up to this version by another event."""
    return (
        event.version == version and event_id is not None and str(event_id) != str(event.event_id)
    )


async def _gates(
    connection: Connection, streams: Sequence[str] | set[str]
) -> dict[str, tuple[int, UUID | None]]:
    return {row[0]: (row[1], row[2]) for row in await connection.fetch(GATES, list(streams))}
