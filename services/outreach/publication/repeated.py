"""The publications of one text, page by page; and which text a publication is of."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import Request

from services.outreach.context import cursors_of, handler_of
from services.outreach.listing import _WITH_FACTS, Found, Parameters, Sort, _facts
from services.outreach.publication.repeats import statement
from services.outreach.record import Valid, record
from services.outreach.streams import PUBLICATION, publication_stream
from shared.clock import utc_now
from shared.events.outreach.articles import ArticlePublished
from shared.http import problems
from shared.http.field_errors import FieldError
from shared.http.operation import Call
from shared.lists import by_county
from shared.lists.paging import DAYS, SCANNED, cut, way
from shared.lists.places import cursor_of, place_of
from shared.text import Text


async def first_of(request: Request, call: Call, same_as: UUID | None) -> UUID | None:
    """The first publication of the text that a publication repeats, which is what is recorded.

    A 422 Problem for one that is not of the caller's regions, or is void. A call that was answered
    before is not asked again.
    """
    if same_as is None or await handler_of(request).replay(call) is not None:
        return same_as
    loaded = await handler_of(request).load(record, publication_stream(same_as))
    state = loaded.state
    if not isinstance(state, Valid) or not isinstance(state.work, ArticlePublished):
        raise problems.invalid([_UNKNOWN])
    if not call.caller.covers(state.work.region):
        raise problems.invalid([_UNKNOWN])
    return state.work.same_as or same_as


async def find_repeats(
    request: Request, call: Call, asked: Parameters, same_as: UUID, channel: str | None
) -> Found:
    """A page of the publications that repeat one, by their days; in one query along an index."""
    if asked.sort not in (Sort.OCCURRED, Sort.OCCURRED_LATEST) or asked.changed_since is not None:
        raise problems.invalid([_BY_DAY_ALONE])
    read_at, cursors, agency = utc_now(), cursors_of(request), call.caller.agency
    name = f"repeats {same_as} {channel} {asked.region} {asked.start} {asked.end} {asked.sort}"
    place = place_of(cursors, agency, name, asked.after)
    descending = asked.sort is Sort.OCCURRED_LATEST
    after = DAYS.place(place) if place else None
    bounds = DAYS.between(after, descending=descending, since=asked.start, before=asked.end)
    regions = by_county.within(call.caller.regions, asked.region)
    text = _WITH_FACTS.format(
        page=statement(descending=descending, limit=asked.limit),
        stream=PUBLICATION,
        way=way(descending=descending),
    )
    rows: Sequence[Any] = ()
    if regions:
        async with handler_of(request).journal.pool.acquire() as connection:
            rows = await connection.fetch(text, regions, *bounds, same_as, channel)
    listed, following = cut(rows, asked.limit, SCANNED)
    return Found(
        [_facts(row, agency) for row in listed],
        cursor_of(cursors, agency, name, following),
        read_at,
    )


_UNKNOWN = FieldError(
    "unknown_publication",
    Text(
        zh="没有这篇稿件，或者它已作废；请填写本单位区划内首发稿件登记时返回的 publication_id。",
        en="There is no such article in your regions, or it is void; give the publication_id that"
        " the recording of the first one answered.",
    ),
    pointer="/same_as",
)
_BY_DAY_ALONE = FieldError(
    "not_with_same_as",
    Text(
        zh="按 same_as 查询时只能按日期排序，不能同时使用 changed_since。",
        en="With same_as, ask by day (occurred, -occurred) and without changed_since.",
    ),
    parameter="sort",
)
