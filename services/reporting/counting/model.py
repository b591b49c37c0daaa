"""The read model in PostgreSQL: the statements that write a batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from services.reporting.counting import moments
from services.reporting.counting.fold import FactRow, Folded, Gates, NameRow
from services.reporting.counting.persons import add_persons
from services.reporting.counting.tables import Schema, columns, sql
from shared.database import Connection, Pool, connect_pool
from shared.journal.received_event import ReceivedEvent

# Facts of a batch that is added to the cells with it. What larger ones add comes together later,
# when many of them add to the same cells: see docs/decisions/0078.
AT_ONCE = 500
# A process that freezes during a batch holds its partition's row; then another takes over.
LONGEST_SILENCE = "10s"

# For a batch that follows directly: the offset is the expected one, new streams begin at 1, the
# others continue at their next version, and nothing is parked. Each part counts what fits.
ENTER = """
WITH moved AS (
    UPDATE model.offsets
    SET next_offset = $4, newest_at = $5, event_id = $6, counted_at = clock_timestamp()
    WHERE source = $1 AND partition = $2 AND next_offset = $3
    RETURNING 1
), begun AS (
    INSERT INTO model.streams (stream_id, version, event_id)
    SELECT * FROM unnest($7::text[], $8::integer[], $9::uuid[])
    ON CONFLICT DO NOTHING RETURNING 1
), continued AS (
    UPDATE model.streams AS held SET version = later.last, event_id = later.event_id
    FROM unnest($10::text[], $11::integer[], $12::integer[], $13::uuid[])
        AS later (stream_id, first, last, event_id)
    WHERE held.stream_id = later.stream_id AND held.version = later.first - 1
    RETURNING 1
)
SELECT (SELECT count(*) FROM moved), (SELECT count(*) FROM begun), (SELECT count(*) FROM continued),
    EXISTS (SELECT FROM model.parked WHERE stream_id = ANY ($7) OR stream_id = ANY ($10))
"""

ADD = """
INSERT INTO model.rollups AS held (parent, region, measure, grain, day, dims, value)
SELECT * FROM unnest(
    $1::text[], $2::text[], $3::text[], $4::text[], $5::date[], $6::text[], $7::bigint[]
)
ON CONFLICT (parent, region, measure, grain, day, dims)
DO UPDATE SET value = held.value + excluded.value
"""


async def open_pool(dsn: str, size: int, *, longest: str = "0", turn: float | None = None) -> Pool:
    """Connections to the read model; a statement runs for `longest` at most, if it is not "0".

    Whoever finds all of them out waits for a `turn` of so many seconds, else for five.
    Raises `DatabaseAway`.
    """
    return await connect_pool(
        dsn,
        application_name="waystation-reporting",
        size=size,
        turn=turn,
        setup=moments.prepare,
        TimeZone="UTC",
        statement_timeout=longest,
        idle_in_transaction_session_timeout=LONGEST_SILENCE,
    )


@dataclass(frozen=True, slots=True)
class Delivery:
    """Events of one partition of a source; the model is expected to be at `first_offset`."""

    source: str
    partition: int
    first_offset: int
    events: Sequence[ReceivedEvent]

    @property
    def next_offset(self) -> int:
        """The offset behind the last event."""
        return self.events[-1].offset + 1

    @property
    def event_id(self) -> UUID | str:
        """The id of the last event."""
        return self.events[-1].event_id

    @property
    def newest_at(self) -> datetime:
        """When the last event was recorded."""
        return self.events[-1].recorded_at


class Outcome(NamedTuple):
    """How many events of a batch were counted, and how many of its streams are parked."""

    counted: int
    parked: int


async def enter(connection: Connection, schema: Schema, delivery: Delivery, gates: Gates) -> bool:
    """Move the offset and the gates of a batch, if it follows directly on every one of them.

    False: it does not, and the transaction must be rolled back.
    """
    first, last, event_ids = gates
    new = sorted(stream for stream, version in first.items() if version == 1)
    old = sorted(stream for stream, version in first.items() if version != 1)
    moved = await connection.fetchrow(
        sql(ENTER, schema),
        delivery.source,
        delivery.partition,
        delivery.first_offset,
        delivery.next_offset,
        delivery.newest_at,
        delivery.event_id,
        new,
        [last[stream] for stream in new],
        [event_ids[stream] for stream in new],
        old,
        [first[stream] for stream in old],
        [last[stream] for stream in old],
        [event_ids[stream] for stream in old],
    )
    return moved is not None and tuple(moved) == (1, len(new), len(old), False)


async def add(
    connection: Connection, schema: Schema, folded: Folded, *, cells: bool = True
) -> None:
    """Write the facts of a batch, and add them to cells and persons; a large one leaves that.

    Without `cells` these are left to be made from all facts at once. Persons are added in any case:
    which scopes of them the model keeps is said by the model, in the same transaction. A rebuild
    that was stopped may have made them and not the cells, or the other way round.
    """
    if folded.names:
        await connection.copy_records_to_table(
            "names", schema_name=schema, columns=NameRow._fields, records=folded.names
        )
    if not folded.facts:
        return
    await connection.copy_records_to_table(
        "facts", schema_name=schema, columns=FactRow._fields, records=folded.facts
    )
    later = len(folded.facts) > AT_ONCE
    if cells and later:
        await connection.copy_records_to_table(
            "cell_changes",
            schema_name=schema,
            columns=("region", "measure", "day", "dims", "delta"),
            records=[(*leaf, delta) for leaf, delta in folded.leaves.items() if delta],
        )
    elif cells:
        await add_cells(connection, schema, folded)
    await add_persons(connection, schema, folded.facts, later=later)


async def add_cells(connection: Connection, schema: Schema, folded: Folded) -> None:
    """Add to the cells."""
    await connection.execute(sql(ADD, schema), *columns(folded.cells(), 7))
