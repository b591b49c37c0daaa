"""Figures: what the live read model answers about indicators, a region and a period.

Sums come from `cells.py`, persons from `persons.py` or else from the facts. A stock is the sum of
all that was added before the end of the period. All parts of one answer see the model at one
moment.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date

from services.reporting.counting.position import MADE_BY
from services.reporting.declared.measures import outdated
from services.reporting.declared.rounding import rounded
from services.reporting.declared.words import ALWAYS, Counting, Indicator, Selection
from services.reporting.statistics.bounds import check_facts
from services.reporting.statistics.cells import ANY_LEFT, Row, sums
from services.reporting.statistics.facts import facts_query
from services.reporting.statistics.few import about_persons
from services.reporting.statistics.groups import Figure, Group, Values, in_order, shown_figures
from services.reporting.statistics.held import held_below
from services.reporting.statistics.persons import persons
from services.reporting.statistics.places import child_length, codes_within
from services.reporting.statistics.question import Question, check
from services.reporting.statistics.samples import (
    smallest_sample,
    why_withheld,
    with_the_rest,
    withheld,
)
from services.reporting.statistics.settling import check_settled
from services.reporting.statistics.spans import Grain, Span, name_of
from shared.database import Connection
from shared.http.problems import unavailable
from shared.policies.in_force import policies_in_force
from shared.text import Text

# The lock is taken before the snapshot: see `offsets` in sql/001_model.sql.
BEGIN_SNAPSHOT = """
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
LOCK TABLE live.offsets IN ACCESS SHARE MODE
"""


async def answer(
    connection: Connection, question: Question, *, settled_only: bool = False
) -> list[Figure]:
    """The figures. Groups in which nothing was counted are left out.

    By a rule of the question, those that there may be are all there, and small ones are hidden.

    Raises `NoSuchDimension`, `MadeOfDimension`, a 503 Problem if the model lacks a measure or is
    still adding persons up, a 422 Problem for more facts than can be looked at, and with
    `settled_only` `NotSettled`.
    """
    check(question)
    async with snapshot(connection):
        return await answer_within(connection, question, settled_only=settled_only)


@asynccontextmanager
async def snapshot(connection: Connection) -> AsyncIterator[None]:
    """The model at one moment, for all questions that are answered within it.

    One that is opened within another is that other.
    """
    if connection.is_in_transaction():
        yield
        return
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
    rows = await _sums_and_stocks(connection, question)
    values: dict[Selection, Values] = {}
    figures: list[Figure] = []
    held = await _held(connection, question)
    for indicator in question.indicators:
        for part in indicator.parts:
            if part not in values and part.counting in rows:
                values[part] = _grouped(question, part, rows[part.counting][part.measure.code])
            elif part not in values:
                values[part] = await _one_by_one(connection, question, part)
        parts = [values[part] for part in indicator.parts]
        if question.rule is None or not about_persons(indicator):
            made = _figures(indicator, question, *parts)
        else:
            made = shown_figures(indicator, question, question.rule, held, *parts)
        if indicator.of_a_sample:
            made = _of_large_samples(indicator, question, rows, made)
        figures += made
    return figures


def _of_large_samples(
    indicator: Indicator,
    question: Question,
    rows: Mapping[Counting, Mapping[str, list[Row]]],
    figures: Sequence[Figure],
) -> list[Figure]:
    """The rates of a sample, without those of too few answers or that would give these away."""
    answers = indicator.denominator
    assert answers is not None
    last = Span(question.start, question.end).last_day
    regions = {question.region}
    if "region" in question.by:
        regions |= {each.group[question.by.index("region")] for each in figures}
    smallest = smallest_sample(policies_in_force(), regions, last)
    sums = rows[answers.counting][answers.measure.code]
    hidden = withheld(question, _grouped(with_the_rest(question), answers, sums), smallest)
    why = why_withheld(smallest)
    return [
        each._replace(value=None, why=each.why or why) if each.group in hidden else each
        for each in figures
    ]


async def _sums_and_stocks(
    connection: Connection, question: Question
) -> Mapping[Counting, Mapping[str, list[Row]]]:
    """What is added up, of each measure that a question adds up."""
    starts: Mapping[Counting, date] = {"sum": question.start, "stock": ALWAYS}
    asked = {counting: _measures(question, counting) for counting in starts}
    left = any(asked.values()) and await connection.fetchval(ANY_LEFT)
    found: dict[Counting, Mapping[str, list[Row]]] = {}
    for counting, start in starts.items():
        by_measure: defaultdict[str, list[Row]] = defaultdict(list)
        for row in await sums(connection, question, asked[counting], start, left=left):
            by_measure[row.measure].append(row)
        found[counting] = by_measure
    return found


async def _held(connection: Connection, question: Question) -> list[str]:
    """The regions that figures may be of, where small ones are hidden."""
    if question.rule is None or "region" not in question.by:
        return []
    return await held_below(connection, question.region)


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
    counted = values if of is None else of
    groups = in_order(indicator, question, (group for group, value in counted.items() if value))
    if not question.by and not groups:
        return [Figure(indicator, (), 0 if of is None else None)]
    if of is None:
        return [Figure(indicator, group, values[group]) for group in groups]
    times = indicator.times
    return [Figure(indicator, g, rounded(times * values.get(g, 0), of[g])) for g in groups]


def _grouped(question: Question, part: Selection, rows: Iterable[Row]) -> Values:
    """The rows of a selection's measure, as far as they are selected, added up by group."""
    # First by what groups them: of that there is much less than there are rows.
    read: dict[str, tuple[str, ...] | None] = {}  # by their text, which many rows have
    added: defaultdict[tuple[tuple[str, ...], str, date | None], int] = defaultdict(int)
    for _, dims, place, since, value in rows:
        if dims not in read:
            values = part.values(dims, question.where)
            read[dims] = None if values is None else tuple(values[of] for of in question.dimensions)
        own = read[dims]
        if own is not None:
            added[own, place, since] += value
    sums: defaultdict[Group, int] = defaultdict(int)
    for (own, place, since), value in added.items():
        named = dict(zip(question.dimensions, own, strict=True))
        sums[_group(question, named, place, since)] += value
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


async def _one_by_one(connection: Connection, question: Question, part: Selection) -> Values:
    """Count each person once in each group, or the facts as they were recorded."""
    soon = False
    if part.counting == "persons":
        found, soon = await persons(connection, question, part)
        if found is not None:
            return {_group(question, {}, place, since): count for place, since, count in found}
    await check_facts(connection, question, part, soon=soon)
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
