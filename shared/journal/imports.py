"""Imports: the events that were written under one Import-Id, found by an index.

An import is what an agency wrote under one id. It has no row of its own: its first event is its
beginning, its last one its end. Of what an agency wrote it sees what it may see now.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from pydantic_core import from_json

from shared.database import Pool
from shared.identity.claims import Caller

_OF_AGENCY = "metadata ->> 'agency' = $1 AND (metadata ->> 'import_id') IS NOT NULL"
# Each kind of void of an entry has an index of its own. Campaigns and places are void as a whole, a
# number of informants for its day: what makes them so stands in their streams, which are short.
_IS_VOID = """(EXISTS (
        SELECT FROM events AS voiding
        WHERE voiding.type LIKE '%.EntryVoided.%'
          AND voiding.data ->> 'entry_id' = event.event_id::text
    ) OR EXISTS (
        SELECT FROM events AS voiding
        WHERE voiding.type LIKE '%.SurveyEntryVoided.%'
          AND voiding.data ->> 'entry_id' = event.event_id::text
    ) OR (event.type ^@ ANY (ARRAY['outreach.Campaign', 'outreach.Place']) AND EXISTS (
        SELECT FROM events AS voiding
        WHERE voiding.stream_id = event.stream_id AND voiding.version > event.version
          AND voiding.type ^@ ANY (ARRAY['outreach.CampaignVoided.', 'outreach.PlaceVoided.'])
    )) OR (event.type ^@ 'outreach.InformantsCounted.' AND EXISTS (
        SELECT FROM events AS voiding
        WHERE voiding.stream_id = event.stream_id AND voiding.version > event.version
          AND voiding.type ^@ 'outreach.InformantsCountVoided.'
          AND voiding.data ->> 'occurred_on' = event.data ->> 'occurred_on'
    )))"""


@dataclass(frozen=True)
class Shown:
    """What of its own events an agency may see now, which only the service knows.

    `condition` is SQL about a row `event`, in which $1 is the agency, $2 the caller's regions as
    they begin, and $3 what is `granted` to the caller. `facts` leaves out of an event's fields what
    is for services alone.
    """

    condition: str
    granted: Callable[[Caller], list[str]] = lambda caller: []
    facts: Callable[[dict[str, Any]], dict[str, Any]] = lambda facts: facts

    def sql(self, query: str) -> str:
        """A query with the condition in its place."""
        # A condition may use none of them, and PostgreSQL wants to know their types.
        given = "($1::text, $2::text[], $3::text[]) IS NOT NULL"
        return query.replace("{is_shown}", f"({given} AND {self.condition})")

    def values(self, caller: Caller) -> tuple[str, list[str], list[str]]:
        """The first three values of such a query."""
        return caller.agency, [*caller.regions], self.granted(caller)


# From one import's first event to the next import's, along the index: as many steps as imports.
# An import of which nothing is shown comes without types, so that pages go on behind it.
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
    WHERE $4::text IS NULL OR position < (SELECT position FROM own WHERE import_id = $4)
    ORDER BY position DESC LIMIT $5
), entry AS (
    SELECT page.import_id, page.position AS first, event.type, event.recorded_at,
        {_IS_VOID} AS is_void
    FROM page LEFT JOIN events AS event ON {_OF_AGENCY}
        AND metadata ->> 'import_id' = page.import_id AND {{is_shown}}
)
SELECT import_id, type, count(*), min(recorded_at), max(recorded_at),
    count(*) FILTER (WHERE is_void) FROM entry
GROUP BY first, import_id, type ORDER BY first DESC, type
"""

READ = f"""
SELECT event_id, type, stream_id, version, recorded_at, {_IS_VOID} AS is_void, data
FROM events AS event
WHERE {_OF_AGENCY} AND metadata ->> 'import_id' = $4 AND {{is_shown}}
  AND position > coalesce((SELECT position FROM events WHERE event_id = $5), 0)
ORDER BY position LIMIT $6
"""

ENTRY = f"SELECT {_IS_VOID} FROM events AS event WHERE event_id = $4 AND {{is_shown}}"


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


async def is_void(pool: Pool, shown: Shown, caller: Caller, entry_id: UUID) -> bool | None:
    """Whether an entry was made void; None where it is not the caller's to see."""
    async with pool.acquire() as connection:
        void: bool | None = await connection.fetchval(
            shown.sql(ENTRY), *shown.values(caller), entry_id
        )
    return void


async def list_imports(
    pool: Pool, shown: Shown, caller: Caller, before: UUID | None, limit: int
) -> list[Import]:
    """The imports of an agency, the newest first; `before` is the last of an earlier page.

    One of which nothing is shown has no entries.
    """
    imports: dict[str, Import] = {}
    async with pool.acquire() as connection:
        rows = await connection.fetch(
            shown.sql(LIST), *shown.values(caller), before and str(before), limit
        )
    for import_id, kind, count, first_at, last_at, void in rows:
        its = imports.setdefault(import_id, Import(UUID(import_id), first_at, last_at))
        if kind is not None:
            its.first_at, its.last_at = min(its.first_at, first_at), max(its.last_at, last_at)
            its.entries[kind] = count
            its.void += void
    return [*imports.values()]


async def read_import(
    pool: Pool, shown: Shown, caller: Caller, import_id: UUID, after: UUID | None, limit: int
) -> Sequence[ImportedEntry]:
    """The events of an agency's import behind that of the id `after`, in the order of writing."""
    async with pool.acquire() as connection:
        rows = await connection.fetch(
            shown.sql(READ), *shown.values(caller), str(import_id), after, limit
        )
    return [ImportedEntry._make((*its, shown.facts(from_json(data)))) for *its, data in rows]
