"""Rosters page by page: an agency's own workers, or those of the regions that the caller oversees.

Overseers are shown coded facts of all workers of their regions; nobody else those of others.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from services.cases.access_table import OVERSEERS
from shared.database import Pool
from shared.events.cases.staff import Employment, Field
from shared.identity.claims import Caller
from shared.lists import by_county
from shared.lists.paging import DAYS, PAGE, SCANNED, cut

# $1: regions; $2 to $5: the range; $6: the agency; $7 to $12: filters; $12 is today.
_OWN = """(
    SELECT joined_on AS at, worker_id AS id FROM workers
    WHERE agency = $6 AND (joined_on, worker_id) > ($2::date, $3::uuid)
        AND (joined_on, worker_id) < ($4::date, $5::uuid)
    ORDER BY joined_on, worker_id LIMIT {scanned}
)"""
_MATCHES = """
    kept.region ^@ ANY ($1::text[]) AND ($6::text IS NULL OR kept.agency = $6)
    AND ($7::text IS NULL OR kept.employment = $7) AND ($8::text IS NULL OR kept.field = $8)
    AND ($9::uuid IS NULL OR kept.workstation_id = $9)
    AND ($10::date IS NULL OR kept.joined_on <= $10
        AND (kept.left_on IS NULL OR $10 < kept.left_on))
    AND ($11::text IS NULL OR EXISTS (
        SELECT FROM worker_qualifications AS held
        WHERE held.worker_id = kept.worker_id AND held.qualification = $11 AND NOT held.void
        AND held.since <= coalesce($10, $12::date)
        AND (held.until IS NULL OR coalesce($10, $12) < held.until)
    ))"""


@dataclass(frozen=True, slots=True)
class Question:
    """Which workers are asked for; `own` for those of the caller's agency alone."""

    region: str | None = None
    employment: Employment | None = None
    field: Field | None = None
    workstation_id: UUID | None = None
    serving_on: date | None = None
    qualification: str | None = None
    own: bool = False


@lru_cache(16)
def statement(*, own: bool, limit: int) -> str:
    """The query of a page, along one index."""
    candidates = (
        _OWN.format(scanned=SCANNED)
        if own
        else by_county.candidates("workers", "worker_id", "joined_on", DAYS.sql, "ASC", SCANNED)
    )
    return PAGE.format(
        table="workers",
        key="worker_id",
        candidates=candidates,
        matches=_MATCHES,
        way="ASC",
        scanned=SCANNED,
        limit=limit,
    )


async def read_page(
    pool: Pool,
    caller: Caller,
    question: Question,
    after: tuple[date, UUID] | None,
    limit: int,
    today: date,
) -> tuple[list[dict[str, Any]], tuple[str, str] | None]:
    """A page of workers by their days of joining, and the place behind which the next begins."""
    own = question.own or caller.kind not in OVERSEERS
    regions = by_county.within(caller.regions, question.region)
    if not regions:
        return [], None
    given = [
        regions,
        *DAYS.between(after, descending=False),
        caller.agency if own else None,
        question.employment,
        question.field,
        question.workstation_id,
        question.serving_on,
        question.qualification,
        today,
    ]
    async with pool.acquire() as connection:
        rows = await connection.fetch(statement(own=own, limit=limit), *given)
    page, following = cut(rows, limit, SCANNED)
    return [dict(row) for row in page], following
