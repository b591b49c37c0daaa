"""A table to download: a title, columns, rows, notes and definitions, in both languages. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from services.reporting.declared.rounding import ROUNDED
from services.reporting.declared.words import Indicator
from shared.clock import CHINA
from shared.text import Language, Text
from shared.units import unit_name

Cell = Text | str | int | float | date | datetime | None

ASKED_AT = Text(zh="查询时间", en="Asked at")
COUNTED_UNTIL = Text(zh="计入截止", en="Counted until")
AS_OF = Text(zh="截至该时刻已登记的内容", en="As recorded until")
UNKNOWN = Text(zh="暂时无法确认", en="not known at present")
REGION = Text(zh="地区", en="Region")
CODE = Text(zh="区划代码", en="Region code")
PERIOD = Text(zh="期间", en="Period")
INDICATOR = Text(zh="指标", en="Indicator")
UNIT = Text(zh="单位", en="Unit")
VALUE = Text(zh="数值", en="Value")
FORMULA = Text(zh="计算方法", en="What is counted")
REMARK = Text(zh="说明", en="Remark")
_ROUNDING = Text(zh="取整", en="Rounding")


@dataclass(frozen=True)
class Note:
    """Something that is said of the whole table, such as its period."""

    label: Text
    value: Cell


@dataclass(frozen=True)
class Definition:
    """What a figure of the table is."""

    code: str
    name: Text
    unit: str
    formula: Text


@dataclass(frozen=True)
class Table:
    """A row has a cell for each column: numbers as numbers, None for what is not known."""

    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[Note, ...] = ()
    definitions: tuple[Definition, ...] = ()


def definitions_of(indicators: Iterable[Indicator]) -> tuple[Definition, ...]:
    """What each indicator is."""
    return tuple(
        Definition(each.code, each.name, each.unit, each.whole_formula)
        for each in dict.fromkeys(indicators)
    )


def notes_of(
    region: Text, code: str, period: Text, asked_at: datetime, counted_until: datetime | None
) -> tuple[Note, ...]:
    """What every table of figures says: where, when, when it was asked, and what is counted."""
    return (
        Note(REGION, region),
        Note(CODE, code),
        Note(PERIOD, period),
        Note(ASKED_AT, asked_at),
        Note(COUNTED_UNTIL, counted_until or UNKNOWN),
        Note(_ROUNDING, ROUNDED),
    )


def written(cell: Cell, language: Language) -> str | int | float | None:
    """A cell as it is shown: a moment in the time of China.

    >>> from datetime import UTC
    >>> written(datetime(2026, 1, 1, tzinfo=UTC), "en"), written(Text(zh="无", en="none"), "zh")
    ('2026-01-01 08:00:00 +08:00', '无')
    """
    match cell:
        case Text():
            return cell.in_language(language)
        case datetime():
            return f"{cell.astimezone(CHINA):%Y-%m-%d %H:%M:%S} +08:00"
        case date():
            return cell.isoformat()
        case _:
            return cell


def unit_in(definition: Definition, language: Language) -> str:
    """The name of a definition's unit."""
    return unit_name(definition.unit, language)
