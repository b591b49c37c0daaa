"""Coverage page by page: one query along the primary key of the cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.outreach.coverage.communities import communities, following
from shared.database import Pool
from shared.regions import regions_in_force

# $1: the year; $2: prefixes; $3: the region behind which the page begins; $4: cells at most. A
# region has a cell a kind, so that so many cells are those of more regions than stand on the page.
# A cell of which all is void is left out.
CELLS = """
SELECT cell.region, cell.kind, cell.sessions
FROM unnest($2::text[]) AS wanted (prefix) CROSS JOIN LATERAL (
    SELECT region, kind, sessions FROM coverage_cells
    WHERE year = $1 AND sessions > 0 AND region > $3 AND region >= wanted.prefix COLLATE "C"
        AND region < wanted.prefix COLLATE "C" || ':'
    ORDER BY region, kind LIMIT $4
) AS cell
ORDER BY cell.region, cell.kind LIMIT $4
"""


@dataclass(frozen=True, slots=True)
class Covered:
    """A region, and how many sessions it has seen in each kind of place: those it has seen."""

    region: str
    sessions: Mapping[str, int] = field(default_factory=dict)


async def read_page(
    pool: Pool, prefixes: Sequence[str], year: int, after: str, limit: int, kinds: int
) -> tuple[list[Covered], str | None]:
    """Communities by their codes, and behind which the next page begins.

    They are those of the list of regions, also those that have seen nothing; and whatever else a
    session was recorded of: a street, or a community that the list does not have. `kinds` is how
    many kinds of place there are.
    """
    listed = following(communities(regions_in_force(), year), prefixes, after, limit + 1)
    most = (limit + 1) * kinds
    async with pool.acquire() as connection:
        rows = await connection.fetch(CELLS, year, prefixes, after, most)
    seen: dict[str, dict[str, int]] = {}
    for row in rows:
        seen.setdefault(row["region"], {})[row["kind"]] = row["sessions"]
    last = rows[-1]["region"] if len(rows) == most else None
    regions = sorted({*listed, *seen})
    if last is not None:  # it may have more of them
        regions = [region for region in regions if region < last]
    page = [Covered(region, seen.get(region, {})) for region in regions[:limit]]
    if len(regions) > limit or last is not None:
        return page, page[-1].region
    return page, None
