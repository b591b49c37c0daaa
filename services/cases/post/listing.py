"""Posts page by page, and the workstations that are due one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from services.cases.access_table import OVERSEERS
from shared.database import Pool
from shared.events.cases.posts import Funds
from shared.identity.claims import Caller
from shared.lists import by_county
from shared.lists.paging import DAYS, PAGE, SCANNED, cut
from shared.policies.policies import Policies
from shared.policies.values import Value

# $1: regions; $2 to $5: the range; $6: the agency; $7 to $11: filters.
_OF_PARTY = """(
    SELECT at, id FROM (
        (SELECT bought_on AS at, post_id AS id FROM posts
        WHERE agency = $6 AND (bought_on, post_id) > ($2::date, $3::uuid)
            AND (bought_on, post_id) < ($4::date, $5::uuid)
        ORDER BY bought_on, post_id LIMIT {scanned})
        UNION
        (SELECT bought_on AS at, post_id AS id FROM posts
        WHERE provider = $6 AND (bought_on, post_id) > ($2::date, $3::uuid)
            AND (bought_on, post_id) < ($4::date, $5::uuid)
        ORDER BY bought_on, post_id LIMIT {scanned})
    ) AS either ORDER BY at, id LIMIT {scanned}
)"""
_MATCHES = """
    kept.region ^@ ANY ($1::text[])
    AND ($6::text IS NULL OR $6 IN (kept.agency, kept.provider))
    AND ($7::uuid IS NULL OR kept.workstation_id = $7)
    AND ($8::text IS NULL OR kept.funds = $8) AND ($9::int IS NULL OR kept.year = $9)
    AND ($10::bool IS NULL OR $10 = (kept.worker_id IS NULL AND kept.ended_on IS NULL))
    AND ($11::bool IS NULL OR $11 = (kept.ended_on IS NOT NULL))"""

MOST_CASES = 200_000  # that are counted for one answer: those of a large city
# A client is registered at a workstation while the case is open there.
STATIONS = f"""
SELECT station.workstation_id, station.region, station.name, its.clients, its.read
FROM (
    SELECT workstation_id, count(*) FILTER (WHERE phase IN
        ('at_large', 'ordered', 'reported', 'agreed', 'suspended')) AS clients,
        sum(count(*)) OVER () AS read
    FROM (
        SELECT kept.workstation_id, kept.phase
        FROM unnest($1::text[]) AS wanted (prefix) JOIN case_register AS kept
            ON county >= left(prefix, 6) COLLATE "C"
            AND county < left(prefix, 6) COLLATE "C" || ':'
        WHERE kept.region ^@ wanted.prefix LIMIT {MOST_CASES + 1}
    ) AS counted GROUP BY workstation_id
) AS its JOIN workstations AS station USING (workstation_id)
WHERE NOT EXISTS (
    SELECT FROM posts WHERE posts.workstation_id = station.workstation_id AND ended_on IS NULL
)
ORDER BY its.clients DESC, station.workstation_id
"""


@dataclass(frozen=True, slots=True)
class Question:
    """Which posts are asked for."""

    region: str | None = None
    workstation_id: UUID | None = None
    funds: Funds | None = None
    year: int | None = None
    vacant: bool | None = None
    ended: bool | None = None


@lru_cache(16)
def statement(*, oversees: bool, limit: int) -> str:
    """The query of a page, along one index of those that the caller may see."""
    candidates = (
        by_county.candidates("posts", "post_id", "bought_on", DAYS.sql, "ASC", SCANNED)
        if oversees
        else _OF_PARTY.format(scanned=SCANNED)
    )
    return PAGE.format(
        table="posts",
        key="post_id",
        candidates=candidates,
        matches=_MATCHES,
        way="ASC",
        scanned=SCANNED,
        limit=limit,
    )


async def read_page(
    pool: Pool, caller: Caller, question: Question, after: tuple[date, UUID] | None, limit: int
) -> tuple[list[Mapping[str, Any]], tuple[str, str] | None]:
    """A page of posts by the days on which they were bought, and where the next begins."""
    oversees = caller.kind in OVERSEERS
    regions = by_county.within(caller.regions, question.region)
    if not regions:
        return [], None
    given = [
        regions,
        *DAYS.between(after, descending=False),
        None if oversees else caller.agency,
        question.workstation_id,
        question.funds,
        question.year,
        question.vacant,
        question.ended,
    ]
    async with pool.acquire() as connection:
        rows = await connection.fetch(statement(oversees=oversees, limit=limit), *given)
    page, following = cut(rows, limit, SCANNED)
    return [dict(row) for row in page], following


@dataclass(frozen=True, slots=True)
class Due:
    """A workstation that is due a post: it has none, and as many `clients` as `due_at` or more."""

    workstation_id: UUID
    region: str
    name: str
    clients: int
    due_at: int


async def stations_due(
    pool: Pool, regions: Sequence[str], policies: Policies, today: date
) -> list[Due] | None:
    """Workstations that are due a post, by the policies of their places; None if that is too much.

    The list and the figure ask the same.
    """
    found = await _without_post(pool, regions)
    if found is None:
        return None
    return [
        Due(each["workstation_id"], each["region"], each["name"], each["clients"], due_at)
        for each in found
        if each["clients"] >= (due_at := policies.number(Value.POST_DUE_AT, each["region"], today))
    ]


async def _without_post(pool: Pool, regions: Sequence[str]) -> list[Mapping[str, Any]] | None:
    """Workstations that have no post, with their registered clients; None if that is too much."""
    async with pool.acquire() as connection:
        rows = await connection.fetch(STATIONS, regions)
    if rows and rows[0]["read"] > MOST_CASES:
        return None
    return [dict(row) for row in rows]
