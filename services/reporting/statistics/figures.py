"""Figures: what the live read model answers about indicators, a region and a period.

Whole months come from the rollups; the ragged ends of a period, moments of the past and
persons come from the facts. A stock is the sum of all that was added before the end of the period.
All parts of one answer see the model at one moment.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import date
from typing import NamedTuple

from services.reporting.counting.fold import ROLLED_UP, has_rollups
from services.reporting.counting.position import MADE_BY
from services.reporting.declared.measures import outdated
from services.reporting.declared.rounding import rounded
from services.reporting.declared.words import ALWAYS, Counting, Indicator, Selection
from services.reporting.statistics.facts import facts_query
from services.reporting.statistics.places import child_length, codes_within, parent_of
from services.reporting.statistics.question import Question, check
from services.reporting.statistics.settling import check_settled
from services.reporting.statistics.spans import Grain, Span, first_day, name_of
from shared.database import Connection
from shared.http.problems import unavailable
from shared.text import Text

# The lock is taken before the snapshot: see `offsets` in sql/001_model.sql.
BEGIN_SNAPSHOT = """
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
LOCK TABLE live.offsets IN ACCESS SHARE MODE
"""

MONTHS = """
SELECT measure, dims, region, greatest(date_trunc($6, month)::date, $7),
    sum(value)::bigint
FROM live.rollups
WHERE parent = $1 AND ($2 = '' OR region = $2) AND measure = ANY ($3::text[])
    AND month >= $4 AND month < $5
GROUP BY 1, 2, 3, 4
"""

DAYS = """
SELECT measure, dims, CASE WHEN $7 THEN rpad(left(region, $8), 12, '0') ELSE '' END,
    greatest(date_trunc($9, day)::date, $10), sum(delta)::bigint
FROM live.facts
WHERE measure = ANY ($1::text[]) AND day >= $2 AND day < $3 AND region >= $4 AND region < $5
    AND recorded_at <= coalesce($6, 'infinity'::timestamptz)
GROUP BY 1, 2, 3, 4
"""

Group = tuple[str, ...]
Values = dict[Group, int]


class Figure(NamedTuple):
    """One value; None is a share of nothing. `group` has an entry for each word of `by`."""

    indicator: Indicator
    group: Group
    value: int | float | None


class Row(NamedTuple):
    """A sum as it is stored; `since` is the first day of its calendar period, if it is asked by.

    What was added before the first one of the question is among what was added in that.
    """

    measure: str
    dims: str
    place: str
    since: date | None
    value: int


async def answer(
    connection: Connection, question: Question, *, settled_only: bool = False
) -> list[Figure]:
    """The figures. Groups in which nothing was counted are left out.

    Raises `NoSuchDimension`, `MadeOfDimension`, a 503 Problem if the model lacks a measure, and
    with `settled_only` `NotSettled`.
    """
    check(question)
    async with snapshot(connection):
        return await answer_within(connection, question, settled_only=settled_only)


@asynccontextmanager
async def snapshot(connection: Connection) -> AsyncIterator[None]:
    """The model at one moment, for all questions that are answered within it."""
    await connection.execute(BEGIN_SNAPSHOT)
    try:
        yield
    finally:
        await connection.execute("ROLLBACK")


async def answer_within(
    connection: Connection, question: Question, *, settled_only: bool = False
) -> list[Figure]:
    """The same, within a `snapshot`: the figures of several questions are of one moment."""
    check(question)
    check_measures(question.indicators, await connection.fetchval(MADE_BY))
    await check_settled(connection, question.as_of, settled_only)
    return await figures_in(connection, question)


async def figures_in(connection: Connection, question: Question) -> list[Figure]:
    """The figures of a question that can be answered, in a `snapshot`."""
    rows: dict[Counting, list[Row]] = {
        "sum": await _sums(connection, question, "sum", question.start),
        "stock": await _sums(connection, question, "stock", ALWAYS),
    }
    values: dict[Selection, Values] = {}
    figures: list[Figure] = []
    for indicator in question.indicators:
        for part in indicator.parts:
            if part not in values and part.counting in rows:
                values[part] = _grouped(question, part, rows[part.counting])
            elif part not in values:
                values[part] = await _one_by_one(connection, question, part)
        figures += _figures(indicator, question, *(values[part] for part in indicator.parts))
    return figures


def check_measures(indicators: Iterable[Indicator], made_by: str | None) -> None:
    """Refuse indicators of measures that the model lacks: a 503 Problem, never a smaller figure."""
    lacking = outdated(made_by)
    codes = [i.code for i in indicators if any(part.measure.code in lacking for part in i.parts)]
    if codes:
        raise unavailable(
            Text(
                zh=f"统计模型由旧版本生成，尚不含：{'、'.join(codes)}。"
                "请管理员运行 waystation rebuild。",
                en=f"The read model was made by an older version, which lacks {', '.join(codes)};"
                " the operator runs waystation rebuild.",
            ),
            retry_after=60,
        )


def _figures(
    indicator: Indicator, question: Question, values: Values, of: Values | None = None
) -> list[Figure]:
    if of is None:
        groups = sorted(group for group, value in values.items() if value)
        if not question.by:
            groups = [()]
        return [Figure(indicator, group, values.get(group, 0)) for group in groups]
    groups = sorted(group for group, value in of.items() if value)
    if not question.by and not groups:
        return [Figure(indicator, (), None)]
    times = indicator.times
    return [Figure(indicator, g, rounded(times * values.get(g, 0), of[g])) for g in groups]


def _grouped(question: Question, part: Selection, rows: Iterable[Row]) -> Values:
    """The rows of a selection, added up by group."""
    sums: defaultdict[Group, int] = defaultdict(int)
    for row in rows:
        if row.measure == part.measure.code:
            values = part.values(row.dims, question.where)
            if values is not None:
                sums[_group(question, values, row.place, row.since)] += row.value
    if part.counting == "stock" and question.grain is not None:
        return _at_ends(question, question.grain, sums)
    return sums


def _at_ends(question: Question, grain: Grain, added: Values) -> Values:
    """What there is at the end of each period, from what was added in it: all until then."""
    at = question.by.index(grain)
    in_period: defaultdict[str, Values] = defaultdict(dict)
    for group, value in added.items():
        in_period[group[at]][group[:at] + group[at + 1 :]] = value
    total: defaultdict[Group, int] = defaultdict(int)
    values: Values = {}
    for span in Span(question.start, question.end).parts(grain):
        for rest, value in in_period[span.name].items():
            total[rest] += value
        values |= {(*rest[:at], span.name, *rest[at:]): value for rest, value in total.items()}
    return values


def _group(question: Question, values: Mapping[str, str], place: str, since: date | None) -> Group:
    words = {**values, "region": place}
    if question.grain is not None and since is not None:
        words[question.grain] = name_of(question.grain, since)
    return tuple(words[word] for word in question.by)


def _first(question: Question) -> date | None:
    """The first day of the first calendar period of a question that is grouped by these."""
    return None if question.grain is None else first_day(question.grain, question.start)


async def _sums(
    connection: Connection, question: Question, counting: Counting, start: date
) -> list[Row]:
    """The sums from `start` on that the indicators need; from the rollups where these suffice."""
    measures = sorted(
        {
            part.measure.code
            for indicator in question.indicators
            for part in indicator.parts
            if part.counting == counting
        }
    )
    if not measures:
        return []
    first, last = _month_from(start), question.end.replace(day=1)
    if first >= last or not _rollups_suffice(question):
        return await _days(connection, question, measures, start, question.end)
    rows = await _months(connection, question, measures, first, last)
    if start < first:
        rows += await _days(connection, question, measures, start, first)
    if last < question.end:
        rows += await _days(connection, question, measures, last, question.end)
    return rows


def _rollups_suffice(question: Question) -> bool:
    """Whether the rollups are fine enough for the question."""
    finest = child_length(question.region) if "region" in question.by else 0
    if question.grain in ("day", "week"):
        return False
    return question.as_of is None and has_rollups(question.region) and finest <= ROLLED_UP


def _month_from(day: date) -> date:
    """The first day of a month that is not before `day`."""
    if day.day == 1:
        return day
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


async def _months(
    connection: Connection, question: Question, measures: list[str], first: date, last: date
) -> list[Row]:
    parent = parent_of(question.region)
    period = (measures, first, last, question.grain, _first(question))
    own = await connection.fetch(MONTHS, parent, question.region, *period)
    rows = [Row(*row) for row in own]
    if "region" not in question.by:
        return rows
    below = await connection.fetch(MONTHS, question.region, "", *period)
    # What was recorded for the region itself, and for none below it, keeps its own code.
    rest = {(row.measure, row.dims, row.since): row.value for row in rows}
    for measure, dims, _, since, value in below:
        rest[measure, dims, since] -= value
    return [Row(*row) for row in below] + [
        Row(measure, dims, question.region, since, value)
        for (measure, dims, since), value in rest.items()
    ]


async def _days(
    connection: Connection, question: Question, measures: list[str], start: date, end: date
) -> list[Row]:
    rows = await connection.fetch(
        DAYS,
        measures,
        start,
        end,
        *codes_within(question.region),
        question.as_of,
        "region" in question.by,
        child_length(question.region),
        question.grain,
        _first(question),
    )
    return [Row(*row) for row in rows]


async def _one_by_one(connection: Connection, question: Question, part: Selection) -> Values:
    """Count each person once in each group, or the facts as they were recorded."""
    query, parameters = facts_query(part, question.dimensions, question.where)
    rows = await connection.fetch(
        query,
        part.measure.code,
        question.start,
        question.end,
        *codes_within(question.region),
        question.as_of,
        "region" in question.by,
        child_length(question.region),
        question.grain,
        *parameters,
    )
    values: Values = {}
    for label, place, since, count in rows:
        named = dict(zip(question.dimensions, label, strict=True))
        values[_group(question, named, place, since)] = count
    return values
