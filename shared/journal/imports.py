"""Imports: the events that were written under one Import-Id, found by an index.

An import is what an agency wrote under one id. It has no row of its own: its first event is its
beginning, its last one its end.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from pydantic_core import from_json

from shared.database import Pool

_OF_AGENCY = "metadata ->> 'agency' = $1 AND (metadata ->> 'import_id') IS NOT NULL"
# Whether an entry is void is told as long as its stream is the caller's to see.
_IS_VOID = """EXISTS (
        SELECT FROM events AS voiding
        WHERE voiding.type LIKE '%.EntryVoided.%'
          AND voiding.data ->> 'entry_id' = event.event_id::text
    ) AND ({seen})"""
EVERYTHING = "true"  # what a service without relations lets an agency see of its own entries

# From one import's first event to the next import's, along the index: as many steps as imports.
LIST = f"""
WITH RECURSIVE own AS (
    (
        SELECT metadata ->> 'import_id' AS import_id, position FROM events
        WHERE {_OF_AGENCY} ORDER BY metadata ->> 'import_id', position LIMIT 1
    )
    UNION ALL
    SELECT following.import_id, following.position FROM own CROSS JOIN LATERAL (
        SELECT metadata ->> 'import_id' AS import_id, position FROM events
        WHERE {_OF_AGENCY} AND metadata ->> 'import_id' > own.import_id
        ORDER BY metadata ->> 'import_id', position LIMIT 1
    ) AS following
), page AS (
    SELECT import_id, position FROM own
    WHERE $2::text IS NULL OR position < (SELECT position FROM own WHERE import_id = $2)
    ORDER BY position DESC LIMIT $3
), entry AS (
    SELECT page.import_id, page.position AS first, event.type, event.recorded_at,
        {_IS_VOID} AS is_void
    FROM page JOIN events AS event ON {_OF_AGENCY}
        AND metadata ->> 'import_id' = page.import_id
)
SELECT import_id, type, count(*), min(recorded_at), max(recorded_at),
    count(*) FILTER (WHERE is_void) FROM entry
GROUP BY first, import_id, type ORDER BY first DESC, type
"""

READ = f"""
SELECT event_id, type, stream_id, version, recorded_at, {_IS_VOID} AS is_void, data
FROM events AS event
WHERE {_OF_AGENCY} AND metadata ->> 'import_id' = $2
  AND position > coalesce((SELECT position FROM events WHERE event_id = $3), 0)
ORDER BY position LIMIT $4
"""

VOID = """
SELECT EXISTS (
    SELECT FROM events AS event WHERE type LIKE '%.EntryVoided.%' AND data ->> 'entry_id' = $2
    AND $1::text IS NOT NULL AND ({seen})
)
"""


@dataclass
class Import:
    """What one import wrote: its first and last moment, events by type, and how many are void."""

    import_id: UUID
    first_at: datetime
    last_at: datetime
    entries: dict[str, int] = field(default_factory=dict)
    void: int = 0


class ImportedEntry(NamedTuple):
    """An event that an import wrote; `facts` are its fields, as they are published."""

    entry_id: UUID
    type: str
    stream_id: str
    version: int
    recorded_at: datetime
    void: bool
    facts: dict[str, Any]


async def is_void(pool: Pool, agency: str, entry_id: str, seen: str = EVERYTHING) -> bool:
    """Whether an entry was made void, where an agency may see that.

    `seen` is a condition in SQL: whether the agency $1 may see the stream of `event`.
    """
    async with pool.acquire() as connection:
        void: bool = await connection.fetchval(VOID.format(seen=seen), agency, entry_id)
    return void


async def list_imports(
    pool: Pool, agency: str, before: UUID | None, limit: int, seen: str = EVERYTHING
) -> list[Import]:
    """The imports of an agency, the newest first; `before` is the last of an earlier page.

    `seen` is as in `is_void`.
    """
    statement = LIST.format(seen=seen)
    imports: dict[str, Import] = {}
    async with pool.acquire() as connection:
        rows = await connection.fetch(statement, agency, before and str(before), limit)
    for import_id, kind, count, first_at, last_at, void in rows:
        its = imports.setdefault(import_id, Import(UUID(import_id), first_at, last_at))
        its.first_at, its.last_at = min(its.first_at, first_at), max(its.last_at, last_at)
        its.entries[kind] = count
        its.void += void
    return [*imports.values()]


async def read_import(
    pool: Pool,
    agency: str,
    import_id: UUID,
    after: UUID | None,
    limit: int,
    seen: str = EVERYTHING,
) -> Sequence[ImportedEntry]:
    """The events of an agency's import behind that of the id `after`, in the order of writing.

    `seen` is as in `is_void`.
    """
    statement = READ.format(seen=seen)
    async with pool.acquire() as connection:
        rows = await connection.fetch(statement, agency, str(import_id), after, limit)
    return [ImportedEntry._make((*its, from_json(data))) for *its, data in rows]
