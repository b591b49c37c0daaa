"""Workstations that have fewer full-time workers than the policies ask for: one query a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.cases.workstation.listing import PAGE
from shared.database import Pool
from shared.lists.by_county import within
from shared.lists.paging import SCANNED
from shared.policies.in_force import policies_in_force
from shared.policies.values import Value

# $1 to $4 are those of the page. Who serves there, of any roster, absent or not: nobody leaves on a
# day to come.
STAFFED = f"""
SELECT found.workstation_id, found.region, found.name, (
    SELECT count(*) FROM workers
    WHERE workers.workstation_id = found.workstation_id AND left_on IS NULL
        AND employment IN ('full_time_cadre', 'social_worker')
) AS workers
FROM ({PAGE}) AS found
ORDER BY found.region, found.workstation_id
"""
_FIRST = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Understaffed:
    """A workstation with fewer full-time workers than it is to have."""

    workstation_id: UUID
    region: str
    name: str
    workers: int
    fewest: int


async def understaffed(
    pool: Pool,
    regions: tuple[str, ...],
    region: str | None,
    after: Sequence[str] | None,
    limit: int,
    today: date,
    scanned: int = SCANNED,
) -> tuple[list[Understaffed], list[str] | None]:
    """A page of them by their regions, and the place behind which the next one begins.

    Each page looks at so many workstations only: it may be short, or empty, and have a next one.
    """
    place = (after[0], UUID(after[1])) if after else ("", _FIRST)
    policies, prefixes = policies_in_force(), within(regions, region)
    async with pool.acquire() as connection:
        rows = await connection.fetch(STAFFED.format(limit=scanned), prefixes, *place, _FIRST)
    page: list[Understaffed] = []
    for row in rows:
        fewest = policies.number(Value.FEWEST_WORKERS, row["region"], today)
        if row["workers"] < fewest:
            page.append(Understaffed(**row, fewest=fewest))
            if len(page) == limit:
                return page, [page[-1].region, str(page[-1].workstation_id)]
    if len(rows) < scanned:
        return page, None
    return page, [rows[-1]["region"], str(rows[-1]["workstation_id"])]
