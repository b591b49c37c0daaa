"""Campaigns page by page, by the days they begin; and which one a code stands for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from services.outreach.campaign.access import prefixes_seen
from services.outreach.campaign.rows import CampaignStanding
from shared.database import Pool
from shared.events.outreach.campaigns import CampaignKind
from shared.identity.claims import Caller
from shared.journal.journal import Journal
from shared.lists import by_county
from shared.lists.paging import DAYS, PAGE, SCANNED, cut, way

# $1: regions; $2 to $5: the range; $6: the agency; $7 to $11: filters.
_MATCHES = """
    kept.region ^@ ANY ($1::text[])
    AND ($7::text IS NULL OR kept.kind = $7) AND ($8::text IS NULL OR kept.state = $8)
    AND ($9::text IS NULL OR kept.code = $9)
    AND ($10::date IS NULL OR (kept.since <= $10 AND kept.until > $10))
    AND ($11::bool IS NULL OR $11 = (kept.agency = $6))"""

# Drafts of others are no candidates: else a short page would tell of them.
_SEEN = "(launched_on IS NOT NULL OR agency = $6::text)"

BY_CODE = """
SELECT campaign_id, region, since, until, state FROM campaigns
WHERE code = $1 AND launched_on IS NOT NULL
"""


class CampaignSort(StrEnum):
    """By the days on which campaigns begin; with `-`, the latest first."""

    SINCE = "since"
    SINCE_LATEST = "-since"


@dataclass(frozen=True, slots=True)
class Question:
    """Which campaigns are asked for, and in which order; `on` is a day on which they run."""

    region: str | None = None
    kind: CampaignKind | None = None
    state: CampaignStanding | None = None
    code: str | None = None
    on: date | None = None
    own: bool | None = None
    sort: CampaignSort = CampaignSort.SINCE_LATEST

    @property
    def descending(self) -> bool:
        """Whether the latest come first."""
        return self.sort is CampaignSort.SINCE_LATEST


@lru_cache(16)
def statement(*, descending: bool, limit: int) -> str:
    """The query of a page, along the index of the days on which campaigns begin."""
    order = way(descending=descending)
    return PAGE.format(
        table="campaigns",
        key="campaign_id",
        candidates=by_county.candidates(
            "campaigns", "campaign_id", "since", DAYS.sql, order, SCANNED, _SEEN
        ),
        matches=_MATCHES,
        way=order,
        scanned=SCANNED,
        limit=limit,
    )


def query(
    caller: Caller, question: Question, after: Sequence[str] | None, limit: int
) -> tuple[str, list[Any]]:
    """The statement of a page and its arguments; the first are the regions that it is of."""
    place = DAYS.place(after) if after else None
    given = [
        prefixes_seen(by_county.within(caller.regions, question.region)),
        *DAYS.between(place, descending=question.descending),
        caller.agency,
        question.kind,
        question.state,
        question.code,
        question.on,
        question.own,
    ]
    return statement(descending=question.descending, limit=limit), given


async def read_page(
    pool: Pool, caller: Caller, question: Question, after: Sequence[str] | None, limit: int
) -> tuple[list[Mapping[str, Any]], tuple[str, str] | None]:
    """A page of campaigns, and where the next begins."""
    text, given = query(caller, question, after, limit)
    if not given[0]:
        return [], None
    async with pool.acquire() as connection:
        rows = await connection.fetch(text, *given)
    page, following = cut(rows, limit, SCANNED)
    return [dict(row) for row in page], following


@dataclass(frozen=True, slots=True)
class KnownCampaign:
    """A campaign that was launched: where and when; an activity may carry its code."""

    campaign_id: UUID
    region: str
    since: date
    until: date


async def campaign_known(journal: Journal, code: str) -> KnownCampaign | None:
    """The campaign that a code stands for; None for one of which nobody knows, or that is void."""
    async with journal.pool.acquire() as connection:
        row = await connection.fetchrow(BY_CODE, code)
    if row is None or row["state"] == CampaignStanding.VOID:
        return None
    return KnownCampaign(row["campaign_id"], row["region"], row["since"], row["until"])
