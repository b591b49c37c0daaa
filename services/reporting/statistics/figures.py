"""Figures: what the live read model answers about indicators, a region and a period.

Sums come from `cells.py`, persons from `persons.py` or else from the facts. A stock is the sum of
all that was added before the end of the period. All parts of one answer see the model at one
moment.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from datetime import date
from typing import NamedTuple

from services.reporting.counting.position import MADE_BY
from services.reporting.declared.measures import outdated
from services.reporting.declared.rounding import rounded
from services.reporting.declared.words import ALWAYS, Counting, Indicator, Selection
from services.reporting.statistics.cells import Row, sums
from services.reporting.statistics.facts import facts_query
from services.reporting.statistics.persons import persons
from services.reporting.statistics.places import child_length, codes_within, parent_of
from services.reporting.statistics.question import Question, check
from services.reporting.statistics.refusing import refuse
from services.reporting.statistics.settling import check_settled
from services.reporting.statistics.spans import Grain, Span, name_of, span_of
from shared.database import Connection
from shared.http.problems import unavailable
from shared.text import Text

# The lock is taken before the snapshot: see `offsets` in sql/001_model.sql.
BEGIN_SNAPSHOT = """
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
LOCK TABLE live.offsets IN ACCESS SHARE MODE
"""

MOST_FACTS = 500_000  # that are looked at one by one for an answer
# At least about as many as there are.
FACTS = """
SELECT coalesce(sum(abs(value)), 0)::bigint FROM live.rollups
WHERE parent = $1 AND region = $2 AND measure = $3 AND grain = 'month' AND day >= $4 AND day < $5
"""

Group = tuple[str, ...]
Values = dict[Group, int]


class Figure(NamedTuple):
    """One value; None is a share of nothing. `group` has an entry for each word of `by`."""

    indicator: Indicator
    group: Group
    value: int | float | None


async def answer(
    connection: Connection, question: Question, *, settled_only: bool = False
) -> list[Figure]:
    """The figures. Groups in which nothing was counted are left out.

    Raises `NoSuchDimension`, `MadeOfDimension`, a 503 Problem if the model lacks a measure, a 422
    Problem for more facts than can be looked at, and with `settled_only` `NotSettled`.
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
        "sum": await sums(connection, question, _measures(question, "sum"), question.start),
        "stock": await sums(connection, question, _measures(question, "stock"), ALWAYS),
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
        groups = _in_order(indicator, question, values)
        if not question.by:
            groups = [()]
        return [Figure(indicator, g, indicator.said(values.get(g, 0))) for g in groups]
    groups = _in_order(indicator, question, of)
    if not question.by and not groups:
        return [Figure(indicator, (), None)]
    times = indicator.times
    return [Figure(indicator, g, rounded(times * values.get(g, 0), of[g])) for g in groups]


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


def _measures(question: Question, counting: Counting) -> list[str]:
    """The measures that the indicators count in one way."""
    parts = [part for indicator in question.indicators for part in indicator.parts]
    return sorted({part.measure.code for part in parts if part.counting == counting})


async def _check_facts(connection: Connection, question: Question, part: Selection) -> None:
    """Refuse to look at more facts than can be in a second: a 422 Problem."""
    span = (span_of("month", question.start).start, question.end)
    measure, region = part.measure.code, question.region
    facts = await connection.fetchval(FACTS, parent_of(region), region, measure, *span)
    if facts > MOST_FACTS:
        raise refuse(
            "region",
            "too_much",
            Text(
                zh="该查询需逐条读取的记录过多：人数请按整月、整季度或整年查询，不加其他分组、筛选和"
                " as_of；或缩小地区范围、缩短期间。",
                en="Too many entries would have to be read one by one: ask for persons of whole"
                " months, quarters or years, without dimensions, filters and as_of; or for a"
                " smaller region or a shorter period.",
            ),
        )


async def _one_by_one(connection: Connection, question: Question, part: Selection) -> Values:
    """Count each person once in each group, or the facts as they were recorded."""
    if part.counting == "persons":
        found = await persons(connection, question, part)
        if found is not None:
            return {_group(question, {}, place, since): count for place, since, count in found}
    await _check_facts(connection, question, part)
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
