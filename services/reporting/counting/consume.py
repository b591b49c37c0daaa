"""The consumer: counts batches of events into a read model, each event exactly once.

An event delivered twice counts once, because each stream has a gate that only the next version
passes. A batch and its offset commit together, and are on disk before the reader continues, so
a crash anywhere loses nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import NoReturn

import structlog

from services.reporting.counting.fold import Folded, OutOfOrder, Unreadable, fold, gates
from services.reporting.counting.later import TIDY, UNTIDY, count_left
from services.reporting.counting.model import Delivery, Outcome, add, enter
from services.reporting.counting.parking import begin_offset, count_or_park, retry_parked
from services.reporting.counting.persons import keep_persons
from services.reporting.counting.tables import Schema, sql
from services.reporting.declared.measures import fingerprint
from shared.database import Connection, Pool
from shared.http.exceptions import problem_from
from shared.journal.received_event import ReceivedEvent

log = structlog.get_logger(__name__)

TURN = 250  # events that are folded before other tasks run, about two milliseconds
PAUSE = 1.0  # seconds between looks at what large batches have left

SIGN_MODEL = """
INSERT INTO live.made_by (declarations)
SELECT $1 WHERE NOT EXISTS (SELECT FROM live.made_by) AND NOT EXISTS (SELECT FROM live.streams)
"""

START_OVER = """
UPDATE live.offsets SET next_offset = $4, event_id = NULL
WHERE source = $1 AND partition = $2 AND next_offset = $3
"""

# The event before the offset, by its id; where none was kept, any event that was taken in.
KNOWN = """
SELECT coalesce(
    (SELECT event_id = $4::uuid FROM live.offsets
     WHERE source = $1 AND partition = $2 AND next_offset = $3::bigint + 1),
    $6 < 1
        OR EXISTS (SELECT FROM live.streams WHERE stream_id = $5 AND version >= $6)
        OR EXISTS (SELECT FROM live.parked WHERE stream_id = $5 AND version = $6)
)
"""

KEEP_ID = """
UPDATE live.offsets SET event_id = $4
WHERE source = $1 AND partition = $2 AND next_offset = $3::bigint + 1 AND event_id IS NULL
"""

OFFSETS = "SELECT partition, next_offset FROM live.offsets WHERE source = $1"

InTransaction = Callable[[Connection], Awaitable[None]]


class _PositionMismatch(Exception):
    """The offset or a stream's version in the model is not the one before the batch."""


async def apply_delivery(
    connection: Connection,
    schema: Schema,
    delivery: Delivery,
    also: InTransaction | None = None,
    *,
    cells: bool = True,
) -> Outcome:
    """Count a batch in one transaction, in which `also` takes part. Raises `OffsetsMoved`.

    Without `cells`, these are made from the facts later.
    """
    try:
        async with connection.transaction():
            if not delivery.first_offset:
                await begin_offset(connection, schema, delivery)
            await _count(connection, schema, delivery, cells)
            if also is not None:
                await also(connection)
        return Outcome(len(delivery.events), 0)
    except (_PositionMismatch, OutOfOrder, *Unreadable):
        pass
    async with connection.transaction():
        outcome = await count_or_park(connection, schema, delivery, cells=cells)
        if also is not None:
            await also(connection)
        return outcome


async def _count(connection: Connection, schema: Schema, delivery: Delivery, cells: bool) -> None:
    """Count a batch that follows directly; while PostgreSQL moves the gates, fold it here."""
    entering = asyncio.ensure_future(enter(connection, schema, delivery, gates(delivery.events)))
    try:
        folded = await _fold_in_turns(delivery.events, leaves=cells)  # the statement is sent first
    finally:
        follows = await entering
    if not follows:
        raise _PositionMismatch
    await add(connection, schema, folded, cells=cells)


async def _fold_in_turns(events: Sequence[ReceivedEvent], *, leaves: bool) -> Folded:
    """Fold a batch as `fold` does, and let other tasks run every few milliseconds.

    Without `leaves`, these stay empty: who has no cells yet needs none.
    """
    folded = Folded()
    for start in range(0, len(events), TURN):
        await asyncio.sleep(0)
        fold(events[start : start + TURN], folded, leaves=leaves)
    return folded


class Consumer:
    """Counts batches into the live read model; safe for many tasks and processes at once."""

    def __init__(self, pool: Pool, on_counted: Callable[[int], object] = int) -> None:
        """`on_counted` is called with the number of events that each batch has added."""
        self._pool = pool
        self._on_counted = on_counted

    async def offsets(self, source: str) -> dict[int, int]:
        """The next offset of each partition of a source that was counted; others begin at 0."""
        async with self._pool.acquire() as connection:
            rows = await connection.fetch(OFFSETS, source)
        return {row[0]: row[1] for row in rows}

    async def apply(
        self, source: str, partition: int, first_offset: int, events: Sequence[ReceivedEvent]
    ) -> None:
        """Count a batch; when this returns, it is counted and on disk.

        `first_offset` is the offset at which the caller expects the model. Events counted
        before are dropped. Raises `OffsetsMoved` when the model is at an earlier offset: what
        lies between was never counted, and the caller must continue from there.
        """
        if not events:
            return
        delivery = Delivery(source, partition, first_offset, events)
        async with self._pool.acquire() as connection:
            outcome = await apply_delivery(connection, "live", delivery)
        self._on_counted(outcome.counted)

    async def knows(self, source: str, partition: int, event: ReceivedEvent) -> bool:
        """Whether an event is the one that was taken in last, counted or not.

        It need not be in the model: what a rebuild has left out stays out.
        """
        place = (source, partition, event.offset, event.event_id)
        async with self._pool.acquire() as connection:
            known: bool = await connection.fetchval(KNOWN, *place, event.stream_id, event.version)
            if known:
                await connection.execute(KEEP_ID, *place)
        return known

    async def start_over(self, source: str, partition: int, offset: int, begin: int) -> None:
        """Go back from `offset` to `begin`: events counted before are dropped by their gates."""
        async with self._pool.acquire() as connection:
            await connection.execute(START_OVER, source, partition, offset, begin)

    async def begin(self) -> Outcome:
        """To be called before the first batch: sign a new model, and retry what is parked.

        The signature is the fingerprint of the declarations. This software may be able to read
        events that were parked by an older version.
        """
        async with self._pool.acquire() as connection:
            await connection.execute(SIGN_MODEL, fingerprint())
            await keep_persons(connection, "live")
            outcome = await retry_parked(connection, "live")
        self._on_counted(outcome.counted)
        return outcome

    async def keep_counting_left(self) -> NoReturn:
        """Count what large batches have left for later, until cancelled."""
        while True:
            try:
                async with self._pool.acquire() as connection:
                    await count_left(connection, "live")
                    if await connection.fetchval(sql(UNTIDY, "live")):
                        await connection.execute(sql(TIDY, "live"))
            except Exception as error:
                if problem_from(error) is None:
                    log.error("fault", exc_info=error)
            await asyncio.sleep(PAUSE)
