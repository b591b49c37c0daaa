"""The relay: carries every event of a journal out of its service, in order, at least once.

One relay of a service is active: it holds a session advisory lock and writes its epoch into
the `relay` row. Standbys keep trying the lock. One that holds the lock and falls silent
(killed, frozen, cut off) has its session ended by a standby and is replaced; should it wake up,
its epoch is old and its checkpoint is refused.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import asyncpg
import structlog

from shared.journal.cluster import JournalMoved, find_place
from shared.journal.journal import RecordedEvent
from shared.journal.snapshot_windows import IN_WINDOW, OPEN, Window

log = structlog.get_logger(__name__)

POLL = 0.025  # seconds between looks at a quiet journal
BATCH = 2_000  # events handed over at once
BEAT = 1.0  # seconds between a leader's signs of life
SILENCE = 3.0  # seconds without one after which a standby takes over
STANDBY = 0.5  # seconds between a standby's tries
LOCK = 0x5741_5953  # the advisory lock that the active relay holds


@dataclass(frozen=True)
class Batch:
    """Events on their way out; `first_offset` is the delivery number of the first of them.

    The same event has the same delivery number each time that it is sent.
    """

    source: str
    partition: int
    first_offset: int
    events: Sequence[RecordedEvent]


Publish = Callable[[Batch], Awaitable[None]]
Connect = Callable[[], Awaitable[asyncpg.Connection]]


class Fenced(Exception):
    """Another relay has taken over; this one's checkpoint is refused."""


# `holder` is read by standbys of older versions, which run beside this one during an upgrade.
TAKE_OVER = """
UPDATE relay SET epoch = epoch + 1, beat_at = now(), holder = pg_backend_pid() RETURNING epoch
"""

# Who holds the lock is asked of PostgreSQL: one that froze before it took over is not in the row.
# Each statement is a sign of life; `beat_at` stands in where sessions are not tracked. A leader
# in the middle of a long query is busy, not silent; one whose client does not take the answer is.
END_SILENT_LEADER = """
SELECT pg_terminate_backend(pid)
FROM pg_locks JOIN pg_stat_activity USING (pid) CROSS JOIN relay
WHERE locktype = 'advisory' AND datname = current_database()
  AND classid = 0 AND objid = $1 AND objsubid = 1 AND granted
  AND coalesce(state_change, beat_at) < now() - make_interval(secs => $2)
  AND (state <> 'active' OR wait_event_type = 'Client')
"""

SIGN_OF_LIFE = "UPDATE relay SET beat_at = now() WHERE epoch = $1"

LO = "SELECT lo::text FROM relay"

STANDING = "SELECT lo::text, hi::text, last_position, until_position, sent FROM relay"

# The window is on disk before its first event goes out, so that a relay that starts again
# sends the same events under the same delivery numbers.
ENTER_WINDOW = f"""
WITH seen AS ({OPEN})
UPDATE relay SET hi = seen.hi::pg_snapshot, last_position = seen.first - 1,
    until_position = seen.until
FROM seen WHERE seen.until IS NOT NULL AND epoch = $2
RETURNING lo::text, relay.hi::text, last_position, until_position
"""

READ = f"""
SELECT position, stream_id, version, event_id, type, data, metadata, recorded_at
FROM events WHERE {IN_WINDOW} ORDER BY position LIMIT $5
"""

CHECKPOINT = """
UPDATE relay SET last_position = $2, sent = sent + $3, beat_at = now() WHERE epoch = $1
"""

LEAVE_WINDOW = "UPDATE relay SET lo = hi, hi = NULL WHERE epoch = $1 AND hi IS NOT NULL"

# The events that no relay had sent when `STANDING` was read, seen from now.
UNSENT = """
SELECT count(*) FROM (
    SELECT position, xid FROM events WHERE xid >= pg_snapshot_xmax($1::text::pg_snapshot)
    UNION ALL
    SELECT position, xid FROM pg_snapshot_xip($1::text::pg_snapshot) AS running
    CROSS JOIN LATERAL (SELECT position, xid FROM events WHERE xid = running OFFSET 0) AS late
) AS unseen
WHERE $2::text IS NULL OR position > $3
    OR NOT pg_visible_in_snapshot(xid, $2::text::pg_snapshot)
"""


async def written(connection: asyncpg.Connection) -> int:
    """How many events the journal holds: those a relay has sent, and those that wait for it.

    It costs as much as there are waiting, however long the journal is.
    """
    standing = await connection.fetchrow(STANDING)
    assert standing is not None, "the migrations put the one row there"
    lo, hi, last, _, sent = standing
    waiting: int = await connection.fetchval(UNSENT, lo, hi, last)
    return int(sent) + waiting


class Relay:
    """Runs until cancelled; heals by itself when the database or the other side goes away.

    What it cannot heal from is a journal that was moved: then it ends with `JournalMoved`.
    """

    def __init__(self, source: str, connect: Connect, publish: Publish) -> None:
        self.source = source
        self._connect = connect
        self._publish = publish
        self.leading = False

    async def run(self) -> None:
        """Lead whenever this relay may, and carry the journal while it leads."""
        pause = 0.1
        while True:
            try:
                async with self._lead() as (connection, epoch):
                    pause = 0.1
                    await self._carry(connection, epoch)
            except JournalMoved:
                raise
            except Exception as error:
                log.warning("relay_stopped", source=self.source, reason=type(error).__name__)
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311
            pause = min(pause * 2, 2.0)

    @asynccontextmanager
    async def _lead(self) -> AsyncIterator[tuple[asyncpg.Connection, int]]:
        """Wait for the lock; then the connection that holds it, and the new epoch."""
        connection = await self._connect()
        try:
            while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", LOCK):
                await connection.execute(END_SILENT_LEADER, LOCK, SILENCE)
                await asyncio.sleep(STANDBY)
            place = await find_place(connection, await connection.fetchval(LO))
            if not (place.snapshot_fits and place.events_fit):
                raise JournalMoved(
                    f"The journal of {self.source} was restored into another PostgreSQL cluster,"
                    " whose transactions count from elsewhere, so that the relay would miss"
                    " events; restore the whole cluster from a physical backup instead."
                )
            epoch = await connection.fetchval(TAKE_OVER)
            log.info("relay_leads", source=self.source, epoch=epoch)
            self.leading = True
            yield connection, epoch
        finally:
            self.leading = False
            # A graceful goodbye needs the other side; without it the server frees the lock.
            with suppress(Exception):
                await connection.close(timeout=1)

    async def _carry(self, connection: asyncpg.Connection, epoch: int) -> None:
        standing = await connection.fetchrow(STANDING)
        assert standing is not None, "the migrations put the one row there"
        lo, hi, last, until, sent = standing
        window = Window(lo, hi, last, until) if hi is not None else None
        while True:
            if window is None:
                row = await connection.fetchrow(ENTER_WINDOW, lo, epoch)
                if row is None:
                    await self._rest(connection, epoch)
                    continue
                window = Window(*row)
            while window.last < window.until:
                rows = await connection.fetch(
                    READ, window.lo, window.hi, window.last, window.until, BATCH
                )
                if not rows:
                    break
                batch = Batch(self.source, 0, sent, [RecordedEvent(*row) for row in rows])
                await self._hand_over(connection, epoch, batch)
                window = window.after(batch.events[-1].position)
                sent += len(rows)
                await _checked(connection.execute(CHECKPOINT, epoch, window.last, len(rows)))
            await _checked(connection.execute(LEAVE_WINDOW, epoch))
            lo, window = window.hi, None

    async def _rest(self, connection: asyncpg.Connection, epoch: int) -> None:
        """A pause between looks, with a sign of life when one is due."""
        now = asyncio.get_running_loop().time()
        if now >= self._next_beat:
            await _checked(connection.execute(SIGN_OF_LIFE, epoch))
            self._next_beat = now + BEAT
        await asyncio.sleep(POLL)

    _next_beat = 0.0

    async def _hand_over(self, connection: asyncpg.Connection, epoch: int, batch: Batch) -> None:
        """Publish, and go on showing signs of life while the other side is slow."""
        publishing = asyncio.ensure_future(self._publish(batch))
        try:
            while not (await asyncio.wait({publishing}, timeout=BEAT))[0]:
                await _checked(connection.execute(SIGN_OF_LIFE, epoch))
            publishing.result()
        finally:
            publishing.cancel()


async def _checked(update: Awaitable[str]) -> None:
    """Run an update of the relay's row, which another leader's epoch refuses."""
    if await update == "UPDATE 0":
        raise Fenced
