"""Lists of workstations: those of a region and of all below it, by region, one query a page."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.cases.workstation.rules import Registered, Workstation, WorkstationEvent
from shared.database import Pool
from shared.journal.journal import Part, Row
from shared.lists.by_county import within

WORKSTATION = Part(
    "INSERT INTO workstations (workstation_id, region, name, kind) {rows}",
    ("uuid", "text", "text", "text"),
)

# $1: regions, as prefixes none of which holds another; $2 and $3: the last of the page before.
# One comparison at the beginning: of two, the scan may not start at the later one.
PAGE = """
SELECT found.workstation_id, found.region, found.name
FROM unnest($1::text[]) AS wanted (prefix) CROSS JOIN LATERAL (
    SELECT workstation_id, region, name FROM workstations
    WHERE (region, workstation_id) > (
            greatest(wanted.prefix COLLATE "C", $2),
            CASE WHEN wanted.prefix COLLATE "C" > $2 THEN $4 ELSE $3::uuid END)
        AND region < wanted.prefix COLLATE "C" || ':'
    ORDER BY region, workstation_id LIMIT {limit}
) AS found
ORDER BY region, workstation_id LIMIT {limit}
"""
_FIRST = UUID(int=0)


def rows_of(state: Workstation, events: Sequence[WorkstationEvent], version: int) -> list[Row]:
    """The row of a registration, written in its append."""
    if not isinstance(state, Registered):
        return []
    return [Row(WORKSTATION, (state.workstation_id, state.region, state.name, state.kind))]


async def read_page(
    pool: Pool,
    regions: tuple[str, ...],
    region: str | None,
    after: Sequence[str] | None,
    limit: int,
) -> tuple[list[dict[str, Any]], list[str] | None]:
    """A page of workstations, and the place behind which the next one begins, if there is one."""
    place = (after[0], UUID(after[1])) if after else ("", _FIRST)
    prefixes = within(regions, region)
    async with pool.acquire() as connection:
        rows = await connection.fetch(PAGE.format(limit=limit + 1), prefixes, *place, _FIRST)
    listed = [dict(row) for row in rows[:limit]]
    if len(rows) <= limit:
        return listed, None
    return listed, [listed[-1]["region"], str(listed[-1]["workstation_id"])]
