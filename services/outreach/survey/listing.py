"""Surveys page by page: those of the caller's regions that were opened, or all of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from services.outreach.survey.rows import SurveyStanding
from shared.events.outreach.questionnaires import Surveyed
from shared.lists import by_county
from shared.lists.paging import DAYS, MOMENTS, PAGE, SCANNED, days_or_moments, way

# $1: regions; $2 to $5: the range; $6: the agency, of its own; $7 to $12: filters.
_OWN = """
    SELECT {at} AS at, survey_id AS id FROM surveys
    WHERE agency = $6 AND ({at}, survey_id) > ($2::{kind}, $3::uuid)
        AND ({at}, survey_id) < ($4::{kind}, $5::uuid)
    ORDER BY {at} {way}, survey_id {way} LIMIT {scanned}"""
_MATCHES = """
    kept.region ^@ ANY ($1::text[])
    AND ($6::text IS NULL OR kept.agency = $6)
    AND ($7::text IS NULL OR kept.surveyed = $7) AND ($8::text IS NULL OR kept.state = $8)
    AND ($9::uuid IS NULL OR kept.questionnaire_id = $9)
    AND ($10::date IS NULL OR kept.since >= $10) AND ($11::date IS NULL OR kept.since < $11)
    AND ($12::timestamptz IS NULL OR kept.changed_at >= $12)"""


class SurveySort(StrEnum):
    """The order of surveys: by their first day, or by change; with `-`, the latest first."""

    SINCE = "since"
    SINCE_LATEST = "-since"
    CHANGED = "changed"
    CHANGED_LATEST = "-changed"


@dataclass(frozen=True, slots=True)
class Question:
    """Which surveys are asked for; `start` and `end` are about their first days."""

    region: str | None = None
    own: bool = False
    surveyed: Surveyed | None = None
    state: SurveyStanding | None = None
    questionnaire_id: UUID | None = None
    start: date | None = None
    end: date | None = None
    changed_since: datetime | None = None
    sort: SurveySort = SurveySort.SINCE_LATEST

    @property
    def by_change(self) -> bool:
        """Whether the order is that of changes."""
        return self.sort in (SurveySort.CHANGED, SurveySort.CHANGED_LATEST)

    @property
    def descending(self) -> bool:
        """Whether the latest come first."""
        return self.sort in (SurveySort.SINCE_LATEST, SurveySort.CHANGED_LATEST)


@lru_cache(64)
def statement(*, own: bool, by_change: bool, descending: bool, scanned: int, limit: int) -> str:
    """The query of a page, along one index."""
    order = way(descending=descending)
    at, kind = ("changed_at", MOMENTS.sql) if by_change else ("since", DAYS.sql)
    candidates = (
        _OWN.format(at=at, kind=kind, way=order, scanned=scanned)
        if own
        else by_county.candidates("surveys", "survey_id", at, kind, order, scanned, "was_open")
    )
    return PAGE.format(
        table="surveys",
        key="survey_id",
        candidates=candidates,
        matches=_MATCHES,
        way=order,
        scanned=scanned,
        limit=limit,
    )


def query(
    regions: tuple[str, ...],
    agency: str,
    question: Question,
    after: Sequence[str] | None,
    limit: int,
) -> tuple[str, list[Any], int]:
    """The statement of a page, its arguments, and how many candidates it reads at most."""
    prefixes = by_county.within(regions, question.region)
    bounds, filtered = days_or_moments(
        after,
        by_change=question.by_change,
        descending=question.descending,
        start=question.start,
        end=question.end,
        changed_since=question.changed_since,
    )
    filters = (
        question.surveyed,
        question.state,
        question.questionnaire_id,
        question.start,
        question.end,
        question.changed_since,
    )
    filtered |= any(each is not None for each in filters[:3])
    filtered |= question.own or not by_county.whole_counties(prefixes)
    scanned = SCANNED if filtered else limit + 1
    text = statement(
        own=question.own,
        by_change=question.by_change,
        descending=question.descending,
        scanned=scanned,
        limit=limit,
    )
    return text, [prefixes, *bounds, agency if question.own else None, *filters], scanned
