"""An opened figure as a file for spreadsheets: every row, as the model is at one moment."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any, NamedTuple

from services.reporting.declared.value_names import value_name
from services.reporting.declared.words import Dimension
from services.reporting.downloads.table import (
    AS_OF,
    INDICATOR,
    UNIT,
    VALUE,
    Note,
    notes_of,
)
from services.reporting.statistics.explain.opening import Opening
from services.reporting.statistics.explain.rows import EntryRow, PersonRow, Row, Values
from services.reporting.statistics.explain.sheets import FileForm, Line, sheet_for
from services.reporting.statistics.explain.showing import record_of, region_name, type_of_entries
from services.reporting.statistics.refusing import refuse
from services.reporting.statistics.spans import Span
from shared.money import FEN_OF_A_YUAN
from shared.spreadsheets import defused
from shared.text import Language, Text
from shared.units import FEN, MINUTES, MINUTES_OF_AN_HOUR, UNITS, shown_unit

MOST_ROWS = 1_000_000  # a spreadsheet opens 1,048,576, with the header
IN_MEMORY = 4 << 20  # bytes; what is more waits on the disk for a caller who reads slowly
CHUNK = 64 << 10
AT_ONCE = 1_000  # rows that are written together, beside all else that the service does

_ENTRY = (
    Text(zh="日期", en="day"),
    Text(zh="地区代码", en="region"),
    Text(zh="地区", en="region name"),
)
_ENTRY_MORE = (
    Text(zh="数量", en="amount"),
    Text(zh="登记时间", en="recorded at"),
    Text(zh="记录编号", en="entry id"),
    Text(zh="记录类型", en="type of entry"),
    Text(zh="公开记录", en="record"),
    Text(zh="作废时间", en="voided at"),
    Text(zh="其后作废时间", en="voided since"),
)
_PERSON = (
    Text(zh="{}编号（仅限本数字）", en="{} (in this figure alone)"),
    Text(zh="计入数", en="amount"),
    Text(zh="记录合计", en="total of entries"),
    Text(zh="地区代码", en="regions"),
)


@dataclass(frozen=True)
class Making:
    """How a file is made: its form, what a JSON document says first, and for whom.

    For `people` money is in yuan and time in hours, as pages show them; else as it is counted.
    `names` are what values of a dimension are called here, by its code and theirs: of campaigns,
    whose names are no part of a declaration.
    """

    form: FileForm = "csv"
    head: Mapping[str, Any] = field(default_factory=dict)
    people: bool = False
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def amount(self, opening: Opening, amount: int) -> int | float:
        """An amount of a figure, as it stands in the file."""
        of_one = {FEN: FEN_OF_A_YUAN, MINUTES: MINUTES_OF_AN_HOUR}.get(opening.indicator.unit)
        return amount / of_one if self.people and of_one else amount

    def unit(self, opening: Opening) -> Text:
        """What its figures are in."""
        unit = opening.indicator.unit
        return shown_unit(unit) if self.people else UNITS[unit]


AS_CSV = Making()


class File(NamedTuple):
    """A file that is whole, and the figure that it opens."""

    values: Values
    content: IO[bytes]

    def chunks(self) -> Iterator[bytes]:
        """Its bytes; it is gone when they were read, or are read no further."""
        with self.content as content:
            while chunk := content.read(CHUNK):
                yield chunk


async def file_of(
    opening: Opening,
    rows: AsyncIterator[Values | Row],
    person_id: Callable[[str], str],
    language: Language,
    *,
    notes: Sequence[Note],
    are_persons: bool,
    made: Making = AS_CSV,
) -> File:
    """The file of a figure and its rows, with the notes: of what it is, and when it was asked.

    It is read whole before anything is sent: nobody gets half of it, and no slow reader holds the
    database up. Cells that a spreadsheet would run as formulas are written as text.
    A 422 Problem where there are more rows than a spreadsheet opens.
    """
    content = SpooledTemporaryFile[bytes](IN_MEMORY)
    try:
        with closing(sheet_for(made.form, content, language, made.head)) as sheet:
            lines = _Lines(opening, language, person_id, made)
            values, number, waiting = None, 0, list[Line]()
            async for row in rows:
                if isinstance(row, Values):
                    values = row
                    more = _value_notes(opening, made, values)
                    sheet.begin(
                        lines.header(are_persons=are_persons), (*notes[:1], *more, *notes[1:])
                    )
                    continue
                number += 1
                if number > MOST_ROWS:
                    raise _too_many()
                line = lines.entry(row) if isinstance(row, EntryRow) else lines.person(row)
                waiting.append(line)
                if len(waiting) == AT_ONCE:
                    await asyncio.to_thread(sheet.add, waiting)
                    waiting = []
            assert values is not None
            sheet.add(waiting)
            await asyncio.to_thread(sheet.end)
        content.seek(0)
    except BaseException:
        content.close()
        raise
    return File(values, content)


def table_notes(
    opening: Opening, asked_at: datetime, counted_until: datetime | None
) -> tuple[Note, ...]:
    """What the file of a figure says of itself: of what it is, and of which moment."""
    asked, figure = opening.question, opening.narrowed
    where, period = region_name(opening, asked.region), Span(figure.start, figure.end).text()
    notes = notes_of(where, asked.region, period, asked_at, counted_until)
    as_of = () if asked.as_of is None else (Note(AS_OF, asked.as_of),)
    return (Note(INDICATOR, opening.indicator.name), *notes, *as_of)


def _value_notes(opening: Opening, made: Making, values: Values) -> tuple[Note, ...]:
    """The figure that the rows make up."""
    value = values.value
    shown = made.amount(opening, value) if isinstance(value, int) else value
    return (Note(VALUE, shown), Note(UNIT, made.unit(opening)))


class _Lines:
    """The lines of a file in one language; names are looked up once."""

    def __init__(
        self, opening: Opening, language: Language, person_id: Callable[[str], str], made: Making
    ) -> None:
        self._as_csv, self._made = made.form == "csv", made
        self._opening, self._language, self._person_id = opening, language, person_id
        finding = opening.selection.measure.finding
        self._dimensions = [each for each in opening.selection.dimensions if each is not finding]
        self._entry_type = type_of_entries(opening.selection.measure) or ""
        self._regions: dict[str, str] = {}

    def header(self, *, are_persons: bool) -> list[str]:
        """The names of the columns."""
        names = [dimension.name for dimension in self._dimensions]
        header = [*_PERSON, *names] if are_persons else [*_ENTRY, *names, *_ENTRY_MORE]
        counted = self._opening.selection.measure.counted.one.in_language(self._language)
        return [self._text(name).format(counted) for name in header]

    def entry(self, row: EntryRow) -> Line:
        """The line of an entry."""
        if row.region not in self._regions:
            self._regions[row.region] = self._text(region_name(self._opening, row.region))
        moments = (row.voided_at, row.voided_since)
        return [
            "" if row.day is None else row.day.isoformat(),
            row.region,
            self._regions[row.region],
            *(self._value(each, row.values) for each in self._dimensions),
            self._made.amount(self._opening, row.amount),
            row.recorded_at.isoformat(),
            str(row.entry_id),
            self._entry_type,
            record_of(row.stream_id) or "",
            *("" if moment is None else moment.isoformat() for moment in moments),
        ]

    def person(self, row: PersonRow) -> Line:
        """The line of a person, whatever the entries say: several values with a comma between."""
        regions = " ".join(_once(held.region for held in row.held))
        values = [
            ", ".join(_once(self._value(each, held.values) for held in row.held))
            for each in self._dimensions
        ]
        shown = self._person_id(row.owner)
        if self._as_csv:
            # It may begin with a sign, and is to be sent back as it is: a formula that says a text.
            shown = f'="{shown}"'
        total = self._made.amount(self._opening, row.total)
        return [shown, row.amount, total, regions, *values]

    def _value(self, dimension: Dimension, values: Mapping[str, str]) -> str:
        value = values.get(dimension.code, "")
        if (name := self._made.names.get(dimension.code, {}).get(value)) is not None:
            return self._text(Text(zh=name, en=name))
        return self._text(value_name(dimension, value)) if value else ""

    def _text(self, text: Text) -> str:
        said = text.in_language(self._language)
        return defused(said) if self._as_csv else said


def _once(values: Iterator[str]) -> list[str]:
    return [value for value in dict.fromkeys(values) if value]


def _too_many() -> Exception:
    return refuse(
        "format",
        "too_many",
        Text(
            zh=f"一个文件最多{MOST_ROWS:,}行；请缩小地区范围或缩短时段，或逐页读取 JSON。",
            en=f"One file has {MOST_ROWS:,} rows at most; ask for a smaller region or a shorter"
            " period, or read the pages as JSON.",
        ),
    )
