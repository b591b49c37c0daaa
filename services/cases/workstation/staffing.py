"""Workstations that have fewer full-time workers than the policies ask for: one query a page.

Who serves at a workstation is what the rosters say: of the kinds that are full-time, and has not
left. That is right, though each agency writes its own: a cadre is of the street's roster, a social
worker of the provider's, whether or not a post was bought for the work (some are employed by the
street), so that no one roster has them all; a list of a workstation's workers names the agency of
each (`GET /v1/workers?workstation_id=`). Who is absent still serves: nothing says that a place is
to be filled meanwhile, and cases that nobody covers have a list of their own. A person whom two
rosters have, by the ID number, is counted once.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import asyncpg

from services.cases.workstation.listing import PAGE
from shared.database import Pool
from shared.lists.by_county import within
from shared.lists.paging import SCANNED
from shared.policies.policies import Policies
from shared.policies.values import Value

# Nobody joins, or leaves, on a day to come.
_SERVES = "left_on IS NULL AND employment IN ('full_time_cadre', 'social_worker')"
_PERSONS = "count(DISTINCT coalesce(id_claim, worker_id::text))"
# $1 to $4 are those of the page.
STAFFED = f"""
SELECT found.workstation_id, found.region, found.name, (
    SELECT {_PERSONS} FROM workers
    WHERE workers.workstation_id = found.workstation_id AND {_SERVES}
) AS workers
FROM ({PAGE}) AS found
ORDER BY found.region, found.workstation_id
"""
# $1: how many a workstation is to have where that is most. Where no roster has ever had anybody in
# the county, none is kept here.
ALL_STAFFED = f"""
SELECT station.workstation_id, station.region, station.name, coalesce(counted.workers, 0) AS workers
FROM workstations AS station LEFT JOIN (
    SELECT workstation_id, {_PERSONS} AS workers FROM workers
    WHERE workstation_id IS NOT NULL AND {_SERVES} GROUP BY workstation_id
) AS counted USING (workstation_id)
WHERE coalesce(counted.workers, 0) < $1
    AND EXISTS (SELECT FROM workers WHERE county = left(station.region, 6))
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
    policies: Policies,
    today: date,
    scanned: int = SCANNED,
) -> tuple[list[Understaffed], list[str] | None]:
    """A page of them by their regions, and the place behind which the next one begins.

    Each page looks at so many workstations only: it may be short, or empty, and have a next one.
    """
    place = (after[0], UUID(after[1])) if after else ("", _FIRST)
    prefixes = within(regions, region)
    async with pool.acquire() as connection:
        rows = await connection.fetch(STAFFED.format(limit=scanned), prefixes, *place, _FIRST)
    page: list[Understaffed] = []
    for each in _with_too_few(rows, policies, today):
        page.append(each)
        if len(page) == limit:
            return page, [page[-1].region, str(page[-1].workstation_id)]
    if len(rows) < scanned:
        return page, None
    return page, [rows[-1]["region"], str(rows[-1]["workstation_id"])]


async def all_understaffed(pool: Pool, policies: Policies, today: date) -> list[Understaffed]:
    """All of them, wherever rosters are kept: what the pages say there, in one query."""
    async with pool.acquire() as connection:
        rows = await connection.fetch(ALL_STAFFED, policies.largest(Value.FEWEST_WORKERS))
    return [*_with_too_few(rows, policies, today)]


def _with_too_few(
    rows: Iterable[asyncpg.Record], policies: Policies, today: date
) -> Iterator[Understaffed]:
    for row in rows:
        fewest = policies.number(Value.FEWEST_WORKERS, row["region"], today)
        if row["workers"] < fewest:
            yield Understaffed(**row, fewest=fewest)
