"""Questionnaires page by page, in one query along an index."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from shared.database import Pool
from shared.events.outreach.questionnaires import Surveyed
from shared.lists.paging import DAYS, PAGE, SCANNED, cut

# $1: a filter; $2 to $5: the range.
_CANDIDATES = """
    SELECT published_on AS at, questionnaire_id AS id FROM questionnaires
    WHERE (published_on, questionnaire_id) > ($2::date, $3::uuid)
        AND (published_on, questionnaire_id) < ($4::date, $5::uuid)
    ORDER BY published_on DESC, questionnaire_id DESC LIMIT {scanned}"""
_MATCHES = "($1::text IS NULL OR kept.surveyed = $1)"


@lru_cache(4)
def statement(limit: int) -> str:
    """The query of a page, the latest first."""
    return PAGE.format(
        table="questionnaires",
        key="questionnaire_id",
        candidates=_CANDIDATES.format(scanned=SCANNED),
        matches=_MATCHES,
        way="DESC",
        scanned=SCANNED,
        limit=limit,
    )


def query(
    surveyed: Surveyed | None, after: tuple[date, UUID] | None, limit: int
) -> tuple[str, list[Any]]:
    """The statement of a page, and its arguments."""
    kind = None if surveyed is None else surveyed.value
    return statement(limit), [kind, *DAYS.between(after, descending=True)]


async def read_page(
    pool: Pool, surveyed: Surveyed | None, after: tuple[date, UUID] | None, limit: int
) -> tuple[list[Mapping[str, Any]], tuple[str, str] | None]:
    """A page of questionnaires, and where the next begins."""
    text, given = query(surveyed, after, limit)
    async with pool.acquire() as connection:
        rows = await connection.fetch(text, *given)
    page, following = cut(rows, limit, SCANNED)
    return [dict(row) for row in page], following
