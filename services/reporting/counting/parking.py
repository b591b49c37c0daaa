"""Counting stream by stream, for a batch in which something is unexpected; and parking.

What was counted before is dropped, what can be counted is counted, and a stream with a hole, an
unknown or a malformed event is parked from there on, in order, until the missing event arrives
or newer software knows the type. The other streams continue.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

import structlog

from services.reporting.counting.contradictions import Sighting, note
from services.reporting.counting.fold import Unreadable, fold, gates
from services.reporting.counting.model import Delivery, Outcome, add
from services.reporting.counting.tables import Schema, columns, sql
from shared.database import Connection
from shared.events import UnknownEvent
from shared.journal.received_event import OffsetsMoved, ReceivedEvent

log = structlog.get_logger(__name__)

BEGIN_OFFSET = """
INSERT INTO model.offsets (source, partition, next_offset) VALUES ($1, $2, 0)
ON CONFLICT DO NOTHING
"""

HOLD_OFFSET = """
SELECT next_offset FROM model.offsets WHERE source = $1 AND partition = $2 FOR UPDATE
"""

MOVE_OFFSET = """
UPDATE model.offsets
SET next_offset = $3, newest_at = $4, event_id = $5, counted_at = clock_timestamp()
WHERE source = $1 AND partition = $2 AND next_offset <= $3
"""

# A stream may come through two partitions, when its topic was widened. Whoever comes second
# waits at the gate, of a new stream too, and then finds it where the first has left it.
BEGIN_GATES = """
INSERT INTO model.streams (stream_id, version) SELECT unnest($1::text[]), 0
ON CONFLICT DO NOTHING
"""

HOLD_GATES = """
SELECT stream_id, version, event_id FROM model.streams WHERE stream_id = ANY ($1::text[])
ORDER BY stream_id FOR UPDATE
"""

SET_GATES = """
UPDATE model.streams AS held SET version = counted.version, event_id = counted.event_id
FROM unnest($1::text[], $2::integer[], $3::uuid[]) AS counted (stream_id, version, event_id)
WHERE held.stream_id = counted.stream_id
"""

WAITING = """
SELECT event_id, type, stream_id, version, recorded_at, data FROM model.parked
WHERE stream_id = ANY ($1::text[])
"""

RELEASE = """
DELETE FROM model.parked USING unnest($1::text[], $2::integer[]) AS counted (stream_id, version)
WHERE parked.stream_id = counted.stream_id AND parked.version <= counted.version
"""

PARK = """
INSERT INTO model.parked (stream_id, version, event_id, type, recorded_at, data, reason)
SELECT * FROM unnest(
    $1::text[], $2::integer[], $3::uuid[], $4::text[], $5::timestamptz[], $6::text[], $7::text[]
) ON CONFLICT (stream_id, version) DO UPDATE SET reason = excluded.reason
"""

PARKED_STREAMS = "SELECT DISTINCT stream_id FROM model.parked"
STREAMS_A_RETRY = 500  # in one transaction

# A retry has no offset that fences it: without this lock another process that starts, or one
# that receives the same events, could count them at the same moment.
LOCK_MODEL = "LOCK TABLE model.offsets IN SHARE ROW EXCLUSIVE MODE"


async def begin_offset(connection: Connection, schema: Schema, delivery: Delivery) -> None:
    """Have an offset for a partition of which nothing was counted yet."""
    await connection.execute(sql(BEGIN_OFFSET, schema), delivery.source, delivery.partition)


async def count_or_park(
    connection: Connection, schema: Schema, delivery: Delivery, *, cells: bool = True
) -> Outcome:
    """Count a batch stream by stream, within the caller's transaction. Raises `OffsetsMoved`."""
    source, partition = delivery.source, delivery.partition
    await begin_offset(connection, schema, delivery)
    offset = await connection.fetchval(sql(HOLD_OFFSET, schema), source, partition)
    if delivery.first_offset > offset:
        raise OffsetsMoved(f"{source}/{partition} continues at offset {offset}.")
    outcome = await count_streams(connection, schema, delivery.events, cells=cells)
    await connection.execute(
        sql(MOVE_OFFSET, schema),
        source,
        partition,
        delivery.next_offset,
        delivery.newest_at,
        delivery.event_id,
    )
    return outcome


async def retry_parked(connection: Connection, schema: Schema) -> Outcome:
    """Retry every parked stream, some in each transaction."""
    streams = [row[0] for row in await connection.fetch(sql(PARKED_STREAMS, schema))]
    counted = parked = 0
    for start in range(0, len(streams), STREAMS_A_RETRY):
        async with connection.transaction():
            await connection.execute(sql(LOCK_MODEL, schema))
            some = streams[start : start + STREAMS_A_RETRY]
            outcome = await count_streams(connection, schema, (), some)
        counted += outcome.counted
        parked += outcome.parked
    return Outcome(counted, parked)


async def count_streams(
    connection: Connection,
    schema: Schema,
    events: Iterable[ReceivedEvent],
    also: Iterable[str] = (),
    *,
    cells: bool = True,
) -> Outcome:
    """Count what can be counted of these events and of what is parked in their streams."""
    received = _Received()
    for event in events:
        if event.version < 1:
            log.error("not_an_event", offset=event.offset)
        else:
            received.add(event)
    streams = sorted({*received.events, *also})
    await connection.execute(sql(BEGIN_GATES, schema), streams)
    held = {
        stream_id: (version, event_id)
        for stream_id, version, event_id in await connection.fetch(sql(HOLD_GATES, schema), streams)
    }
    for row in await connection.fetch(sql(WAITING, schema), streams):
        received.add(ReceivedEvent(-1, *row))
    await note(connection, schema, [*received.contradictions(held)])

    counted: list[ReceivedEvent] = []
    parked: list[tuple[ReceivedEvent, str]] = []
    for stream in streams:
        follow, wait = _divide(held[stream][0], received.events[stream])
        counted += follow
        parked += wait
        if wait:
            log.error(
                "stream_parked",
                stream_id=stream,
                version=wait[0][0].version,
                type=wait[0][0].type,
                reason=wait[0][1],
            )

    _, last, event_ids = gates(counted)
    advanced = [(stream, last[stream], event_ids[stream]) for stream in sorted(last)]
    await connection.execute(sql(SET_GATES, schema), *columns(advanced, 3))
    await connection.execute(sql(RELEASE, schema), *columns(advanced, 3)[:2])
    await connection.execute(sql(PARK, schema), *columns(map(_parked_row, parked), 7))
    await add(connection, schema, fold(counted), cells=cells)
    return Outcome(counted=len(counted), parked=len({event.stream_id for event, _ in parked}))


class _Received:
    """The events of each stream by their versions; of two under one version the first."""

    def __init__(self) -> None:
        self.events: defaultdict[str, dict[int, ReceivedEvent]] = defaultdict(dict)
        self._others: list[ReceivedEvent] = []

    def add(self, event: ReceivedEvent) -> None:
        """Add an event."""
        first = self.events[event.stream_id].setdefault(event.version, event)
        if str(first.event_id) != str(event.event_id):
            self._others.append(event)

    def contradictions(self, held: Mapping[str, tuple[int, UUID | None]]) -> Iterator[Sighting]:
        """The events that are not the one counted under their version, or kept to be counted."""
        at_gates = [
            self.events[stream][version]
            for stream, (version, _) in held.items()
            if version in self.events[stream]
        ]
        for event in (*at_gates, *self._others):
            version, counted = held[event.stream_id]
            if event.version != version or counted is None:
                counted = UUID(str(self.events[event.stream_id][event.version].event_id))
            if str(counted) != str(event.event_id):
                yield Sighting(event.stream_id, event.version, event.event_id)


def _divide(
    gate: int, received: dict[int, ReceivedEvent]
) -> tuple[list[ReceivedEvent], list[tuple[ReceivedEvent, str]]]:
    """What of a stream can be counted behind its gate, and what must wait and why."""
    following = [received[version] for version in sorted(received) if version > gate]
    for index, event in enumerate(following):
        reason = _obstacle(event) if event.version == gate + 1 + index else "hole"
        if reason:
            behind = [(later, "behind") for later in following[index + 1 :]]
            return following[:index], [(event, reason), *behind]
    return following, []


def _obstacle(event: ReceivedEvent) -> str:
    """The reason why an event cannot be counted; empty if it can."""
    try:
        fold((event,))
    except Unreadable as error:
        return "unknown_type" if isinstance(error, UnknownEvent) else "malformed"
    return ""


def _parked_row(parked: tuple[ReceivedEvent, str]) -> tuple[object, ...]:
    event, reason = parked
    data = event.data if isinstance(event.data, str) else event.data.decode(errors="replace")
    data = data.replace("\0", "\ufffd")  # no JSON has it, and no column takes it
    return (
        event.stream_id,
        event.version,
        event.event_id,
        event.type,
        event.recorded_at,
        data,
        reason,
    )
