"""Places page by page, one query each along an index, with what they have seen in a year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from shared.database import Pool
from shared.identity.claims import Caller
from shared.lists import by_county
from shared.lists.paging import DAYS, PAGE, SCANNED, cut

# $1: regions; $2 to $5: the range; $6 to $12: filters.
_MATCHES = """
    kept.region ^@ ANY ($1::text[]) AND NOT kept.void
    AND ($6::text IS NULL OR kept.kind = $6) AND ($7::text IS NULL OR kept.place_kind = $7)
    AND ($8::bool IS NULL OR kept.must_enter = $8)
    AND ($9::date IS NULL OR kept.opened_on <= $9
        AND (kept.closed_on IS NULL OR kept.closed_on > $9))
    AND ($10::bool IS NULL OR $10 = EXISTS (
        SELECT FROM place_years AS its
        WHERE its.place_id = kept.place_id AND its.year = $11::int AND its.sessions > 0
    ))
    AND ($10 IS NOT false OR (kept.opened_on < make_date($11::int + 1, 1, 1)
        AND (kept.closed_on IS NULL OR kept.closed_on > make_date($11::int, 1, 1))))
    AND ($12::text IS NULL OR kept.name = $12)"""
_WITH_YEAR = """
SELECT listed.*, coalesce(its.sessions, 0) AS sessions, coalesce(its.activities, 0) AS activities,
    coalesce(its.attendance, 0) AS attendance, coalesce(its.uses, 0) AS uses,
    coalesce(its.person_times, 0) AS person_times
FROM ({page}) AS listed LEFT JOIN LATERAL (
    SELECT sessions, activities, attendance, uses, person_times FROM place_years
    WHERE place_id = listed.place_id AND year = $11::int OFFSET 0
) AS its ON true
ORDER BY listed.at, listed.id
"""


@dataclass(frozen=True, slots=True)
class Question:
    """Which places are asked for, and the year of what they have seen.

    `open_on` is a day on which they were open; `entered` whether a session was held there. Not
    entered are those that were open in the year.
    """

    year: int
    region: str | None = None
    kind: str | None = None
    place_kind: str | None = None
    must_enter: bool | None = None
    open_on: date | None = None
    entered: bool | None = None
    name: str | None = None


@lru_cache(16)
def statement(*, to_enter: bool, limit: int) -> str:
    """The query of a page; those that must be entered have an index of their own."""
    only = "must_enter" if to_enter else "true"
    page = PAGE.format(
        table="places",
        key="place_id",
        candidates=by_county.candidates(
            "places", "place_id", "opened_on", DAYS.sql, "ASC", SCANNED, only
        ),
        matches=_MATCHES,
        way="ASC",
        scanned=SCANNED,
        limit=limit,
    )
    return _WITH_YEAR.format(page=page)


def query(
    regions: tuple[str, ...], question: Question, after: tuple[date, UUID] | None, limit: int
) -> tuple[str, list[Any]]:
    """The statement of a page, and its arguments."""
    given = [
        by_county.within(regions, question.region),
        *DAYS.between(after, descending=False),
        question.kind,
        question.place_kind,
        question.must_enter,
        question.open_on,
        question.entered,
        question.year,
        question.name,
    ]
    return statement(to_enter=question.must_enter is True, limit=limit), given


async def read_page(
    pool: Pool, caller: Caller, question: Question, after: tuple[date, UUID] | None, limit: int
) -> tuple[list[Mapping[str, Any]], tuple[str, str] | None]:
    """A page of places by the days on which they were opened, and where the next begins."""
    text, given = query(caller.regions, question, after, limit)
    if not given[0]:
        return [], None
    async with pool.acquire() as connection:
        rows = await connection.fetch(text, *given)
    page, following = cut(rows, limit, SCANNED)
    return [dict(row) for row in page], following


SEEN = "SELECT EXISTS (SELECT FROM place_records WHERE place_id = $1 AND records > 0)"


async def was_seen(pool: Pool, place_id: UUID) -> bool:
    """Whether an activity or a use is recorded at a place, in any year."""
    async with pool.acquire() as connection:
        found: bool = await connection.fetchval(SEEN, place_id)
    return found
