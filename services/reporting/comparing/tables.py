"""Comparisons, rankings and outliers as tables to download. Pure."""

from datetime import date, datetime

from services.reporting.comparing.answers import PER_UNIT, place, table_notes, unit_of
from services.reporting.comparing.boundaries import TEXTS
from services.reporting.comparing.compare import POINTS, Change, Comparison, is_share
from services.reporting.comparing.outliers import FORMULA, Outliers
from services.reporting.comparing.period_question import PeriodQuestion
from services.reporting.comparing.ranking import Ranking, indicators_of
from services.reporting.comparing.sides import Side
from services.reporting.declared.schemes import Scheme
from services.reporting.declared.words import Indicator
from services.reporting.downloads.table import (
    CODE,
    INDICATOR,
    REGION,
    REMARK,
    UNIT,
    VALUE,
    Cell,
    Definition,
    Note,
    Table,
    definitions_of,
)
from services.reporting.statistics.tables import COUNT, POPULATION, POPULATION_YEAR
from shared.text import Text

BEFORE = Text(zh="上期", en="Before")
YEAR_BEFORE = Text(zh="上年同期", en="Year before")
DIFFERENCE = Text(zh="增减", en="difference")
PERCENT = Text(zh="增减百分比", en="change in %")
DIFFERENCE_UNIT = Text(zh="增减单位", en="Unit of differences")
RANK = Text(zh="名次", en="Rank")
TOTAL = Text(zh="总分", en="Total")
SCORE = Text(zh="得分", en="score")
WEIGHT = Text(zh="权重", en="weight")
_BOUNDARIES = Text(zh="区划口径", en="Boundaries")
_METHOD = Text(zh="方法", en="Method")
_YES, _NO = Text(zh="是", en="yes"), Text(zh="否", en="no")


def comparison_table(made: Comparison, counted: datetime | None) -> Table:
    """A row for each indicator and region, beside what it was."""
    asked = made.asked
    sides: list[Text] = []
    for name in (BEFORE, YEAR_BEFORE):
        own = (_of(name, DIFFERENCE), _of(name, PERCENT))
        sides += (name, *(_of(name, each) for each in _residents(asked)), *own)
    columns = (REGION, CODE, INDICATOR, UNIT, VALUE, *_residents(asked), *sides)
    rows = tuple(
        (
            *_start(row.region, row.indicator, made.counted.last_day, asked),
            *_figure(row.side, asked),
            *_change(row.before, asked),
            *_change(row.year_before, asked),
            difference_unit(row.indicator, asked),
            row.side.why or row.before.why or row.year_before.why,
        )
        for row in made.rows
    )
    notes = (
        *table_notes(asked, counted),
        Note(BEFORE, _days(made.before.text(), made.before.start, made.before.last_day)),
        Note(YEAR_BEFORE, _days(made.year_before.text(), made.year_before.start,
                                made.year_before.last_day)),
        Note(_BOUNDARIES, TEXTS[made.boundaries]),
    )  # fmt: skip
    title = Text(zh="指标对比", en="Figures compared")
    columns = (*columns, DIFFERENCE_UNIT, REMARK)
    return Table(title, columns, rows, notes, definitions_of(asked.indicators))


def ranking_table(made: Ranking, counted: datetime | None) -> Table:
    """A row for each region; of a scheme also a figure and a score for each part."""
    asked, last = made.asked, made.counted.last_day
    scheme = made.by if isinstance(made.by, Scheme) else None
    columns = [RANK, REGION, CODE, VALUE if scheme is None else TOTAL]
    if scheme is None:
        columns += _residents(asked)
    for part in () if scheme is None else scheme.parts:
        name = part.indicator.name
        if part.per:
            name = _of(name, PER_UNIT)
        weight = Text(zh=f"{WEIGHT.zh}{part.weight}", en=f"{WEIGHT.en} {part.weight}")
        columns += [name, _of(_of(part.indicator.name, SCORE), weight)]
    rows: list[tuple[Cell, ...]] = []
    for row in made.rows:
        cells: list[Cell] = [row.rank, place(row.region, last), row.region, row.value]
        if scheme is None and row.side is not None:
            cells += _figure(row.side, asked)[1:]
        for each in row.parts:
            cells += [each.side.value, each.score]
        rows.append((*cells, row.why))
    notes = (*table_notes(asked, counted), Note(_METHOD, made.by.formula))
    if made.note is not None:
        notes = (*notes, Note(REMARK, made.note))
    title = Text(zh=f"排名：{made.by.name.zh}", en=f"Ranking: {made.by.name.en}")
    definitions = definitions_of(indicators_of(made.by))
    if scheme is not None:
        own = Definition(scheme.code, scheme.name, "", scheme.formula)
        definitions = (own, *definitions)
    return Table(title, (*columns, REMARK), tuple(rows), notes, definitions)


def outliers_table(made: Outliers, counted: datetime | None) -> Table:
    """A row for each figure that was looked at."""
    asked = made.asked
    columns = (
        REGION, CODE, INDICATOR, UNIT, VALUE, Text(zh="历史期数", en="Periods before"),
        Text(zh="中位数", en="Median"), Text(zh="MAD", en="MAD"), Text(zh="z", en="z"),
        Text(zh="是否异常", en="Outlier"), REMARK,
    )  # fmt: skip
    rows = tuple(
        (
            *_start(row.region, row.indicator, asked.span.last_day, asked),
            row.value,
            row.periods,
            row.median,
            row.mad,
            row.z,
            None if row.is_outlier is None else _YES if row.is_outlier else _NO,
            row.why,
        )
        for row in made.rows
    )
    notes = (*table_notes(asked, counted), Note(_METHOD, FORMULA))
    title = Text(zh="异常数据", en="Figures that differ from their own history")
    return Table(title, columns, rows, notes, definitions_of(asked.indicators))


def _residents(asked: PeriodQuestion) -> tuple[Text, ...]:
    return (COUNT, POPULATION, POPULATION_YEAR) if asked.per else ()


def _start(region: str, indicator: Indicator, day: date, asked: PeriodQuestion) -> tuple[Cell, ...]:
    return place(region, day), region, indicator.name, unit_of(indicator, asked)


def difference_unit(indicator: Indicator, asked: PeriodQuestion) -> Text:
    """What the difference of two figures is in."""
    return POINTS if is_share(indicator) else unit_of(indicator, asked)


def _figure(side: Side, asked: PeriodQuestion) -> tuple[Cell, ...]:
    if not asked.per:
        return (side.value,)
    if side.residents is None:
        return side.value, side.count, None, None
    return side.value, side.count, side.residents.number, side.residents.year


def _change(change: Change, asked: PeriodQuestion) -> tuple[Cell, ...]:
    return *_figure(change.side, asked), change.difference, change.percent


def _of(first: Text, second: Text) -> Text:
    return Text(zh=f"{first.zh}（{second.zh}）", en=f"{first.en}, {second.en}")


def _days(name: Text, start: date, last: date) -> Text:
    return Text(zh=f"{name.zh}（{start}至{last}）", en=f"{name.en} ({start} to {last})")
