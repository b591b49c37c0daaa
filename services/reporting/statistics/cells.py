"""The sums that figures are made of: from cells where there are such, from the facts between them.

What large batches have left to be added to the cells is counted with them.

What was known at a moment is what is known now, less what was recorded later: of a moment not long
ago, few facts.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

from services.reporting.counting.fold import KEPT, kept
from services.reporting.declared.words import ALWAYS
from services.reporting.statistics.bounds import check_since
from services.reporting.statistics.places import WITHIN, child_length, codes_within, parent_of
from services.reporting.statistics.question import Question
from services.reporting.statistics.spans import Grain, first_day, span_of
from shared.database import Connection
from shared.regions import prefix

# Each measure and piece of the period of each region is one range of the key; OFFSET 0 keeps the
# planner from reading all of a parent's instead.
_CELLS = """
SELECT held.measure, held.dims, held.region, {since}, {value}
FROM {places} AS place (region), unnest($2::text[]) AS asked (measure),
    unnest($3::text[], $4::date[], $5::date[]) AS piece (grain, first, next),
    LATERAL (
        SELECT measure, dims, region, day, value FROM live.rollups
        WHERE parent = $1 AND region = place.region AND measure = asked.measure
            AND grain = piece.grain AND day >= piece.first AND day < piece.next
        OFFSET 0
    ) AS held
{grouped}
"""
_ADDED = {
    "since": "greatest(date_trunc($6, held.day)::date, $7)",
    "value": "sum(held.value)::bigint",
    "grouped": "GROUP BY 1, 2, 3, 4",
}
_OWN = "unnest(ARRAY[$8::text])"
OWN = _CELLS.format(places=_OWN, **_ADDED)
# Of periods that are grouped by as they are kept: to sort them takes longer than to read them.
OWN_AS_KEPT = _CELLS.format(
    places=_OWN,
    since="CASE WHEN $6::text IS NOT NULL THEN greatest(held.day, $7::date) END",
    value="held.value",
    grouped="",
)
# From child to child: each step looks for the first one after the one found last.
CHILDREN = """
WITH RECURSIVE child (region) AS (
    (SELECT region FROM live.rollups WHERE parent = $1 ORDER BY region LIMIT 1)
    UNION ALL
    SELECT (
        SELECT later.region FROM live.rollups AS later
        WHERE later.parent = $1 AND later.region > child.region ORDER BY later.region LIMIT 1
    ) FROM child WHERE child.region IS NOT NULL
)""" + _CELLS.format(places="(SELECT region FROM child WHERE region IS NOT NULL)", **_ADDED)

_FACTS = """
SELECT measure, dims, CASE WHEN $6 THEN rpad(left(region, $7), 12, '0') ELSE '' END,
    greatest(date_trunc($8, day)::date, $9), {sign}sum(delta)::bigint
FROM {facts} AS fact
WHERE measure = ANY ($1::text[]) AND day >= $2 AND day < $3
    AND {within} {recorded}
GROUP BY 1, 2, 3, 4
"""
_RANGE = "region >= $4 AND region < $5"
FACTS = _FACTS.format(sign="", facts="live.facts", within=WITHIN, recorded="")
LEFT = _FACTS.format(sign="", facts="live.cell_changes", within=_RANGE, recorded="")
ANY_LEFT = "SELECT EXISTS (SELECT FROM live.cell_changes)"
LATER = _FACTS.format(sign="-", facts="live.facts", within=WITHIN, recorded="AND recorded_at > $10")
# A large region has more facts than were recorded lately: those alone are looked at.
LATER_OF_MANY = _FACTS.format(
    sign="-",
    facts="(SELECT * FROM live.facts WHERE recorded_at > $10 OFFSET 0)",
    within=_RANGE,
    recorded="",
)


class Row(NamedTuple):
    """A sum as it is stored; `since` is the first day of its calendar period, if it is asked by.

    What was added before the first one of the question is among what was added in that.
    """

    measure: str
    dims: str
    place: str
    since: date | None
    value: int


class Piece(NamedTuple):
    """The days [start, end) of whole calendar periods; of none in particular if `grain` is None."""

    grain: Grain | None
    start: date
    end: date


async def sums(
    connection: Connection,
    question: Question,
    measures: Sequence[str],
    start: date,
    *,
    left: bool,
) -> list[Row]:
    """The sums of measures from `start` on, ALWAYS if need be, to the end of a question.

    `left` says whether there is something that large batches have left (`ANY_LEFT`).
    """
    if not measures:
        return []
    rows: list[Row] = []
    pieces = [*_pieces_of(question, start)]
    if whole := [piece for piece in pieces if piece.grain is not None]:
        rows += await _cells(connection, question, measures, whole)
        if left:
            for start_of, end_of in joined(whole):
                rows += await _facts(connection, LEFT, question, measures, start_of, end_of)
    for piece in pieces:
        if piece.grain is None:
            rows += await _facts(connection, FACTS, question, measures, piece.start, piece.end)
    if question.as_of is not None:
        period = (start, question.end)
        later = LATER
        if len(prefix(question.region)) < 6:
            later = LATER_OF_MANY
            await check_since(connection, question.as_of)
        rows += await _facts(connection, later, question, measures, *period, question.as_of)
    return rows


def joined(pieces: Sequence[Piece]) -> list[tuple[date, date]]:
    """The days of pieces, those that follow each other as one: so much is read at once.

    >>> [(f"{start}", f"{end}") for start, end in joined(
    ...     [Piece("month", date(2019, 12, 1), date(2020, 1, 1)),
    ...      Piece("year", date(2020, 1, 1), date(2021, 1, 1)),
    ...      Piece("day", date(2021, 2, 1), date(2021, 2, 3))])]
    [('2019-12-01', '2021-01-01'), ('2021-02-01', '2021-02-03')]
    """
    found: list[tuple[date, date]] = []
    for piece in pieces:
        if found and found[-1][1] == piece.start:
            found[-1] = (found[-1][0], piece.end)
        else:
            found.append((piece.start, piece.end))
    return found


def _pieces_of(question: Question, start: date) -> Iterator[Piece]:
    """The pieces that a question is read in, as its places and groups need them."""
    grains = kept(question.region)
    if "region" in question.by:
        grains = KEPT[child_length(question.region)]
    by = question.grain
    if by is None:
        return pieces(start, question.end, grains)
    first = max(start, first_day(by, question.start))
    if start < first:
        return chain(pieces(start, first, grains), pieces(first, question.end, grains, by))
    return pieces(start, question.end, grains, by)


# The periods that lie within one of each kind.
_WITHIN: dict[Grain | None, tuple[Grain, ...]] = {
    None: ("year", "month", "day"),
    "year": ("year", "month", "day"),
    "quarter": ("month", "day"),
    "month": ("month", "day"),
    "week": ("day",),
    "day": ("day",),
}


def pieces(
    start: date, end: date, grains: Sequence[Grain], by: Grain | None = None
) -> Iterator[Piece]:
    """Cut the days [start, end) into the largest periods of `grains` that lie within one of `by`.

    >>> [(p.grain, f"{p.start}", f"{p.end}") for p in pieces(
    ...     date(2019, 11, 1), date(2021, 1, 5), ("month", "year"))]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('month', '2019-11-01', '2020-01-01'), ('year', '2020-01-01', '2021-01-01'),
     (None, '2021-01-01', '2021-01-05')]
    """
    return _cut(start, end, [grain for grain in _WITHIN[by] if grain in grains])


def _cut(start: date, end: date, grains: Sequence[Grain]) -> Iterator[Piece]:
    if start >= end:
        return
    if not grains:
        yield Piece(None, start, end)
        return
    grain, *finer = grains
    first = start if start == ALWAYS else _from(grain, start)
    last = first_day(grain, end)
    if first >= last:
        yield from _cut(start, end, finer)
        return
    yield from _cut(start, first, finer)
    yield Piece(grain, first, last)
    yield from _cut(last, end, finer)


def _from(grain: Grain, day: date) -> date:
    """The first day of a period of this kind that is not before `day`."""
    return day if first_day(grain, day) == day else span_of(grain, day).end


async def _cells(
    connection: Connection, question: Question, measures: Sequence[str], whole: Sequence[Piece]
) -> list[Row]:
    asked = (measures, *map(list, zip(*whole, strict=True)), question.grain, _first(question))
    kept = all(piece.grain == question.grain for piece in whole)
    query = OWN_AS_KEPT if kept else OWN
    own = await connection.fetch(query, parent_of(question.region), *asked, question.region)
    rows = [*map(Row._make, own)]
    if "region" not in question.by:
        return rows
    length = child_length(question.region)
    below = [
        Row(measure, dims, place[:length].ljust(12, "0"), since, value)
        for measure, dims, place, since, value in await connection.fetch(
            CHILDREN, question.region, *asked
        )
    ]
    # What was recorded for the region itself, and for none below it, keeps its own code.
    rest: defaultdict[tuple[str, str, date | None], int] = defaultdict(int)
    for row in rows:
        rest[row.measure, row.dims, row.since] += row.value
    for row in below:
        rest[row.measure, row.dims, row.since] -= row.value
    return below + [
        Row(measure, dims, question.region, since, value)
        for (measure, dims, since), value in rest.items()
    ]


async def _facts(
    connection: Connection,
    query: str,
    question: Question,
    measures: Sequence[str],
    start: date,
    end: date,
    *parameters: object,
) -> list[Row]:
    rows = await connection.fetch(
        query,
        measures,
        start,
        end,
        *codes_within(question.region),
        "region" in question.by,
        child_length(question.region),
        question.grain,
        _first(question),
        *parameters,
    )
    return [Row(*row) for row in rows]


def _first(question: Question) -> date | None:
    """The first day of the first calendar period of a question that is grouped by these."""
    return None if question.grain is None else first_day(question.grain, question.start)
