"""Figures and the year's table as tables to download. Pure."""

from collections.abc import Sequence
from datetime import date, datetime

from services.reporting.declared.annual import ANNUAL
from services.reporting.declared.value_names import value_name
from services.reporting.declared.words import Dimension
from services.reporting.downloads.table import (
    AS_OF,
    CODE,
    INDICATOR,
    REGION,
    REMARK,
    UNIT,
    VALUE,
    Cell,
    Note,
    Table,
    definitions_of,
    notes_of,
)
from services.reporting.statistics.annual import AnnualReport
from services.reporting.statistics.few import about_persons
from services.reporting.statistics.question import Question
from services.reporting.statistics.rates import Counted
from services.reporting.statistics.spans import GRAINS, Span
from shared.region_names import full_name
from shared.regions import regions_in_force
from shared.text import Text
from shared.units import UNITS

COUNT = Text(zh="计数", en="Counted")
POPULATION = Text(zh="人口", en="Residents")
POPULATION_YEAR = Text(zh="人口年份", en="Residents at the end of")
_AIM = Text(zh="全年目标", en="Aim of the year")
_REACHED = Text(zh="完成目标（%）", en="Share of the aim (%)")
_SMALL = Text(zh="小数字", en="Small figures")
_SAMPLES = Text(zh="小样本", en="Small samples")
_FILTER = Text(zh="筛选", en="Only")
_UNTIL = Text(zh="期间尚未结束，计至", en="The period is not over; counted until")
_WORDS: dict[str, Text] = {
    "day": Text(zh="日", en="Day"),
    "week": Text(zh="周", en="Week"),
    "month": Text(zh="月份", en="Month"),
    "quarter": Text(zh="季度", en="Quarter"),
    "year": Text(zh="年份", en="Year"),
}


def statistics_table(
    question: Question,
    figures: Sequence[Counted],
    asked_at: datetime,
    counted_until: datetime | None,
    *,
    per: bool = False,
) -> Table:
    """A row for each figure: the columns by which it is grouped, and the value."""
    columns: list[Text] = [INDICATOR, UNIT]
    for word in question.by:
        columns += [REGION, CODE] if word == "region" else [_name_of(question, word)]
    columns.append(VALUE)
    if per:
        columns += [COUNT, POPULATION, POPULATION_YEAR, REMARK]
    rows = tuple(_row(question, each, per=per) for each in figures)
    span = Span(question.start, question.end)
    notes = [*_notes(question.region, span.last_day, span.text(), asked_at, counted_until)]
    if question.until is not None:
        notes.append(Note(_UNTIL, question.until))
    if question.as_of is not None:
        notes.append(Note(AS_OF, question.as_of))
    if question.rule is not None and any(map(about_persons, question.indicators)):
        notes.append(Note(_SMALL, question.rule.why))
    notes += [
        Note(_SAMPLES, why)
        for why in {each.figure.why for each in figures if each.figure.indicator.of_a_sample}
        if why
    ]
    notes += [_filter(question, code, values) for code, values in question.where.items()]
    title = Text(zh="统计数据", en="Statistics")
    return Table(title, tuple(columns), rows, tuple(notes), definitions_of(question.indicators))


def annual_table(report: AnnualReport, asked_at: datetime, counted: datetime | None) -> Table:
    """The year's table."""
    year = Text(zh=f"{report.year}年", en=f"{report.year}")
    notes = _notes(report.region, report.last_day, year, asked_at, counted)
    if report.until is not None:
        notes = (*notes, Note(_UNTIL, report.until))
    columns: tuple[Text, ...] = (INDICATOR, UNIT, VALUE)
    rows: list[tuple[Cell, ...]] = [
        (row.name, UNITS[row.unit], value) for row, value in zip(ANNUAL, report.values, strict=True)
    ]
    if report.aims:
        columns = (*columns, _AIM, _REACHED)
        aims = [report.aims.get(row.code) for row in ANNUAL]
        rows = [
            (*row, *((None, None) if aim is None else (aim.bands[0], aim.reached(value))))
            for row, aim, value in zip(rows, aims, report.values, strict=True)
        ]
    title = Text(
        zh=f"{report.year}年禁毒社会工作年度统计表",
        en=f"Anti-drug social work: the year {report.year}",
    )
    return Table(title, columns, tuple(rows), notes, definitions_of(ANNUAL))


def _row(question: Question, counted: Counted, *, per: bool) -> tuple[Cell, ...]:
    figure = counted.figure
    unit = figure.indicator.unit
    cells: list[Cell] = [figure.indicator.name, UNITS.get(unit, unit)]
    own: Cell = figure.value
    few = figure.why is not None and figure.indicator.denominator is None
    if few and question.rule is not None:
        own = question.rule.sign
    for word, value in zip(question.by, figure.group, strict=True):
        if word == "region":
            last = Span(question.start, question.end).last_day
            cells.append(full_name(value, regions_in_force(), last))
        dimension = _dimension(question, word)
        cells.append(value if dimension is None else value_name(dimension, value))
    if not per or counted.residents is None:
        return (*cells, own)
    held = counted.residents
    return (*cells, counted.rate, own, held.number, held.year, held.why)


def _name_of(question: Question, word: str) -> Text:
    if word in GRAINS:
        return _WORDS[word]
    dimension = _dimension(question, word)
    return Text(zh=word, en=word) if dimension is None else dimension.name


def _filter(question: Question, code: str, values: Sequence[str]) -> Note:
    dimension = _dimension(question, code)
    if dimension is None:
        return Note(_FILTER, f"{code}: {', '.join(values)}")
    named = [value_name(dimension, value) for value in values]
    return Note(
        _FILTER,
        Text(
            zh=f"{dimension.name.zh}：{'、'.join(each.zh for each in named)}",
            en=f"{dimension.name.en}: {', '.join(each.en for each in named)}",
        ),
    )


def _dimension(question: Question, word: str) -> Dimension | None:
    for indicator in question.indicators:
        for dimension in indicator.dimensions:
            if dimension.code == word:
                return dimension
    return None


def _notes(
    region: str, day: date, period: Text, asked_at: datetime, counted: datetime | None
) -> tuple[Note, ...]:
    return notes_of(full_name(region, regions_in_force(), day), region, period, asked_at, counted)
