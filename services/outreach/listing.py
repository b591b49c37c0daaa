"""Lists of activities and articles of the caller's regions, page by page, one query each.

Where a list is narrowed by a word (`record_words.py`), its candidates are those that have it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Any

from fastapi import Depends, Query, Request

from services.outreach.context import cursors_of, handler_of
from services.outreach.record import record
from services.outreach.register import State, What
from services.outreach.showing import facts_of
from services.outreach.streams import ACTIVITY, PLACE_USE, PUBLICATION
from shared.clock import utc_now
from shared.events.outreach.articles import ArticlePublished
from shared.events.outreach.places import PlaceUsed
from shared.events.outreach.plans import CallingOffReason, Plan
from shared.events.outreach.sessions import SessionHeld
from shared.http.fields import AnyDay
from shared.http.operation import Call
from shared.lists import by_county
from shared.lists.paging import DAYS, MOMENTS, PAGE, SCANNED, USUAL, cut, days_or_moments, way
from shared.lists.parameters import After, ChangedSince, Limit, Region, since
from shared.lists.places import cursor_of, place_of

STREAMS = {
    What.ACTIVITY: ACTIVITY,
    What.PUBLICATION: PUBLICATION,
    What.DRAFT: ACTIVITY,
    What.USE: PLACE_USE,
}

# $1: regions; $2 to $5: the range; $6 to $9: filters; $10: whose drafts; $11 to $15: of activities;
# $16: words that it has, each with a blank around it; $17: the one that candidates have.
_MATCHES = """
    kept.region ^@ ANY ($1::text[]) AND ($6::text IS NULL OR kept.kind = $6)
    AND ($7::date IS NULL OR kept.occurred_on >= $7)
    AND ($8::date IS NULL OR kept.occurred_on < $8)
    AND ($9::timestamptz IS NULL OR kept.changed_at >= $9)
    AND ($10::text IS NULL OR kept.recorder = $10)
    AND ($11::text IS NULL OR kept.state = $11)
    AND ($12::text IS NULL OR kept.activity_kind = $12)
    AND ($13::text IS NULL OR strpos(kept.audiences, ' ' || $13 || ' ') > 0)
    AND ($14::text IS NULL OR kept.occasion = $14)
    AND ($15::text IS NULL OR kept.campaign = $15)
    AND NOT EXISTS (SELECT FROM unnest($16::text[]) AS word WHERE strpos(kept.words, word) = 0)"""

WITH_FACTS = """
SELECT listed.*, written.type, written.data
FROM ({page}) AS listed CROSS JOIN LATERAL (
    SELECT type, data FROM events
    WHERE stream_id = '{stream}' || listed.record_id AND version = listed.facts_version OFFSET 0
) AS written
ORDER BY listed.at {way}, listed.id {way}
"""


class Sort(StrEnum):
    """The order of a list of what was held or published; with `-`, the latest first."""

    OCCURRED = "occurred"
    OCCURRED_LATEST = "-occurred"
    CHANGED = "changed"
    CHANGED_LATEST = "-changed"


@dataclass(frozen=True, slots=True)
class Parameters:
    """The query parameters that both lists take, besides the kind of what is listed."""

    region: Region = None
    start: Annotated[AnyDay | None, Query(alias="from", description="First day")] = None
    end: Annotated[
        AnyDay | None, Query(alias="to", description="First day that no longer counts")
    ] = None
    changed_since: ChangedSince = None
    sort: Annotated[Sort, Query(examples=[Sort.OCCURRED_LATEST])] = Sort.OCCURRED_LATEST
    after: After = None
    limit: Limit = USUAL


Asked = Annotated[Parameters, Depends()]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list may be narrowed to besides; `words` as `record_words.asked_for` makes them."""

    state: State | None = None
    activity_kind: str | None = None
    audience: str | None = None
    occasion: str | None = None
    campaign: str | None = None
    words: tuple[str, ...] = ()

    @property
    def of_drafts(self) -> bool:
        """Whether what is planned or was called off is asked for: the caller's own drafts."""
        return self.state in (State.PLANNED, State.CALLED_OFF)

    @property
    def given(self) -> tuple[str | None, ...]:
        """As the statement takes them, but for the words."""
        return (self.state, self.activity_kind, self.audience, self.occasion, self.campaign)


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Question:
    """Which activities or articles are asked for, and in which order.

    `start` is the first day, `end` the first that no longer counts; `kind` is that of the place, or
    the channel. `drafts_of` is the agency whose drafts are asked for, where drafts are.
    """

    what: What
    region: str | None = None
    start: date | None = None
    end: date | None = None
    kind: str | None = None
    changed_since: datetime | None = None
    sort: Sort = Sort.OCCURRED_LATEST
    more: Filters = NO_FILTERS
    drafts_of: str | None = None

    @property
    def by_change(self) -> bool:
        """Whether the order is that of changes."""
        return self.sort in (Sort.CHANGED, Sort.CHANGED_LATEST)

    @property
    def descending(self) -> bool:
        """Whether the latest come first."""
        return self.sort in (Sort.OCCURRED_LATEST, Sort.CHANGED_LATEST)

    @property
    def along(self) -> str | None:
        """The word along which the list is read: by days, of what was written down."""
        words = () if self.by_change or self.what is What.DRAFT else self.more.words
        return words[0] if words else None


@lru_cache(256)
def statement(
    what: What, *, by_change: bool, descending: bool, scanned: int, limit: int, by_word: bool
) -> str:
    """The query of a page."""
    order = way(descending=descending)
    at, kind = ("changed_at", MOMENTS.sql) if by_change else ("occurred_on", DAYS.sql)
    table, only = "outreach_records", f"what = '{what}'"
    if what is What.DRAFT:  # else a short page would tell of drafts of others
        only += " AND recorder = $10::text"
    index = table
    if by_word:
        index, only = "outreach_words", "word = $17::text"
    page = PAGE.format(
        table=table,
        key="record_id",
        candidates=by_county.candidates(index, "record_id", at, kind, order, scanned, only),
        matches=_MATCHES,
        way=order,
        scanned=scanned,
        limit=limit,
    )
    return WITH_FACTS.format(page=page, stream=STREAMS[what], way=order)


def query(
    regions: tuple[str, ...], question: Question, after: Sequence[str] | None, limit: int
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
    along, words = question.along, question.more.words
    filtered |= any((question.kind, question.drafts_of, *question.more.given))
    filtered |= words != (() if along is None else (along,))
    filtered |= not by_county.whole_counties(prefixes)
    scanned = SCANNED if filtered else limit + 1
    text = statement(
        question.what,
        by_change=question.by_change,
        descending=question.descending,
        scanned=scanned,
        limit=limit,
        by_word=along is not None,
    )
    filters: list[Any] = [question.kind, question.start, question.end, question.changed_since]
    filters += [question.drafts_of, *question.more.given, [f" {word} " for word in words]]
    filters += [] if along is None else [along]
    return text, [prefixes, *bounds, *filters], scanned


@dataclass(frozen=True, slots=True)
class Found:
    """A page: the facts of each record as its model takes them, and the cursor of what follows."""

    facts: list[dict[str, Any]]
    next: str | None
    read_at: datetime


async def find(
    request: Request,
    call: Call,
    what: What,
    asked: Parameters,
    kind: str | None,
    more: Filters = NO_FILTERS,
) -> Found:
    """A page of the list, within the caller's regions; a 400 Problem for a cursor of another."""
    changed = since(asked.changed_since)
    agency = call.caller.agency
    question = Question(what, asked.region, asked.start, asked.end, kind, changed, asked.sort, more)
    if more.of_drafts:
        question = replace(question, what=What.DRAFT, drafts_of=agency)
    read_at, cursors, name = utc_now(), cursors_of(request), f"{question}"
    place = place_of(cursors, agency, name, asked.after)
    text, given, scanned = query(call.caller.regions, question, place, asked.limit)
    rows: Sequence[Any] = ()
    if given[0]:
        async with handler_of(request).journal.pool.acquire() as connection:
            rows = await connection.fetch(text, *given)
    listed, following = cut(rows, asked.limit, scanned)
    return Found(
        [facts_in(row, agency) for row in listed],
        cursor_of(cursors, agency, name, following),
        read_at,
    )


def facts_in(row: Any, agency: str) -> dict[str, Any]:
    """The facts of a row of a page that was read with `WITH_FACTS`, as an agency is shown them."""
    work = record.read(row["type"], row["data"])
    assert isinstance(work, SessionHeld | ArticlePublished | PlaceUsed | Plan)
    own = row["recorder"] == agency
    facts = facts_of(work, own=own) | {
        name: row[name] for name in ("version", "void", "changed_at")
    }
    if isinstance(work, Plan):
        ending = row["ending"]
        facts["calling_off_reason"] = ending and CallingOffReason(ending)
    return facts | {"state": State(row["state"]), "own": own}
