"""Figures: what the live read model answers about indicators, a region and a period.

Whole months come from the rollups; the ragged ends of a period, moments of the past and
persons come from the facts. A stock is the sum of all that was added before the end of the period.
All parts of one answer see the model at one moment.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from services.reporting.counting.fold import ROLLED_UP, has_rollups
from services.reporting.counting.position import MADE_BY, settled
from services.reporting.declared.measures import outdated
from services.reporting.declared.words import ALWAYS, Counting, Indicator, Selection
from services.reporting.statistics.facts import facts_query
from services.reporting.statistics.places import child_length, codes_within, parent_of
from services.reporting.statistics.question import Question, check
from shared.database import Connection
from shared.http.problems import unavailable
from shared.text import Text

# The lock is taken before the snapshot: see `offsets` in sql/001_model.sql.
BEGIN_SNAPSHOT = """
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
LOCK TABLE live.offsets IN ACCESS SHARE MODE
"""

MONTHS = """
SELECT measure, dims, region, CASE WHEN $6 THEN greatest(month, $7) END,
    sum(value)::bigint
FROM live.rollups
WHERE parent = $1 AND ($2 = '' OR region = $2) AND measure = ANY ($3::text[])
    AND month >= $4 AND month < $5
GROUP BY 1, 2, 3, 4
"""

DAYS = """
SELECT measure, dims, CASE WHEN $7 THEN rpad(left(region, $8), 12, '0') ELSE '' END,
    CASE WHEN $9 THEN greatest(date_trunc('month', day)::date, $10) END, sum(delta)::bigint
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
    """A sum as it is stored; the month is empty if the question does not group by it.

    What was added before the first month of the question has that month.
    """

    measure: str
    dims: str
    place: str
    month: date | None
    value: int


class NotSettled(Exception):
    """Not all that was recorded until the moment of the question is counted."""


async def answer(
    connection: Connection, question: Question, *, settled_only: bool = False
) -> list[Figure]:
    """The figures. Groups in which nothing was counted are left out.

    Raises `NoSuchDimension`, `MadeOfDimension`, a 503 Problem if the model lacks a measure, and
    with `settled_only` `NotSettled`.
    """
    check(question)
    await connection.execute(BEGIN_SNAPSHOT)
    try:
        check_measures(question.indicators, await connection.fetchval(MADE_BY))
        if settled_only and not (question.as_of and await settled(connection, question.as_of)):
            raise NotSettled
        rows: dict[Counting, list[Row]] = {
            "sum": await _sums(connection, question, "sum", question.start),
            "stock": await _sums(connection, question, "stock", ALWAYS),
        }
        figures: list[Figure] = []
        for indicator in question.indicators:
            values: list[Values] = []
            for part in indicator.parts:
                if part.counting in rows:
                    values.append(_grouped(question, part, rows[part.counting]))
                else:
                    values.append(await _one_by_one(connection, question, part))
            figures += _figures(indicator, question, *values)
        return figures
    finally:
        await connection.execute("ROLLBACK")


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
        groups = _in_order(indicator, question, values)
        if not question.by:
            groups = [()]
        return [Figure(indicator, group, values.get(group, 0)) for group in groups]
    groups = _in_order(indicator, question, of)
    if not question.by and not groups:
        return [Figure(indicator, (), None)]
    times = indicator.times
    return [Figure(indicator, g, round(times * values.get(g, 0) / of[g], 2)) for g in groups]


def _in_order(indicator: Indicator, question: Question, values: Values) -> list[Group]:
    """The groups of which there is something: codes as their dimension has them, others by name."""
    places = {
        dimension.code: {value: place for place, value in enumerate(dimension.values)}
        for dimension in indicator.dimensions
    }

    def place(group: Group) -> list[tuple[int, str]]:
        return [
            (places.get(word, {}).get(value, -1), value)
            for word, value in zip(question.by, group, strict=True)
        ]

    return sorted((group for group, value in values.items() if value), key=place)


def _grouped(question: Question, part: Selection, rows: Iterable[Row]) -> Values:
    """The rows of a selection, added up by group."""
    sums: defaultdict[Group, int] = defaultdict(int)
    for row in rows:
        if row.measure == part.measure.code:
            values = part.values(row.dims, question.where)
            if values is not None:
                sums[_group(question.by, values, row.place, row.month)] += row.value
    if part.counting == "stock" and "month" in question.by:
        return _month_ends(question, sums)
    return sums


def _month_ends(question: Question, added: Values) -> Values:
    """What there is at the end of each month, from what was added in it: all until then."""
    at = question.by.index("month")
    in_month: defaultdict[str, Values] = defaultdict(dict)
    for group, value in added.items():
        in_month[group[at]][group[:at] + group[at + 1 :]] = value
    total: defaultdict[Group, int] = defaultdict(int)
    values: Values = {}
    day = question.start.replace(day=1)
    while day < question.end:
        month = f"{day:%Y-%m}"
        for rest, value in in_month[month].items():
            total[rest] += value
        values |= {(*rest[:at], month, *rest[at:]): value for rest, value in total.items()}
        day = _month_from(day.replace(day=2))
    return values


def _group(by: tuple[str, ...], values: Mapping[str, str], place: str, month: date | None) -> Group:
    words = {**values, "region": place, "month": f"{month:%Y-%m}" if month else ""}
    return tuple(words[word] for word in by)


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
    by_month = ("month" in question.by, question.start.replace(day=1))
    period = (measures, first, last, *by_month)
    own = await connection.fetch(MONTHS, parent, question.region, *period)
    rows = [Row(*row) for row in own]
    if "region" not in question.by:
        return rows
    below = await connection.fetch(MONTHS, question.region, "", *period)
    # What was recorded for the region itself, and for none below it, keeps its own code.
    rest = {(row.measure, row.dims, row.month): row.value for row in rows}
    for measure, dims, _, month, value in below:
        rest[measure, dims, month] -= value
    return [Row(*row) for row in below] + [
        Row(measure, dims, question.region, month, value)
        for (measure, dims, month), value in rest.items()
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
        "month" in question.by,
        question.start.replace(day=1),
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
        "month" in question.by,
        *parameters,
    )
    values: Values = {}
    for label, place, month, count in rows:
        named = dict(zip(question.dimensions, label, strict=True))
        values[_group(question.by, named, place, month)] = count
    return values
