"""How many informants communities have, page by page: one query along the primary key."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.database import Pool

# $1: prefixes; $2: the region behind which the page begins; $3: how many.
PAGE = """
SELECT found.region, found.occurred_on, found.number
FROM unnest($1::text[]) AS wanted (prefix) CROSS JOIN LATERAL (
    SELECT region, occurred_on, number FROM informants
    WHERE region > $2 AND region >= wanted.prefix COLLATE "C"
        AND region < wanted.prefix COLLATE "C" || ':' AND occurred_on IS NOT NULL
    ORDER BY region LIMIT $3
) AS found
ORDER BY found.region LIMIT $3
"""


async def read_page(
    pool: Pool, prefixes: Sequence[str], after: str, limit: int
) -> tuple[list[Mapping[str, Any]], str | None]:
    """Communities by their codes, each with its last count, and where the next page begins."""
    async with pool.acquire() as connection:
        rows = await connection.fetch(PAGE, prefixes, after, limit + 1)
    page: list[Mapping[str, Any]] = [dict(row) for row in rows[:limit]]
    return page, page[-1]["region"] if len(rows) > limit else None
