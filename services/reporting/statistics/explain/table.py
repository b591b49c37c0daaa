"""An opened figure as a file for spreadsheets: every row, as the model is at one moment."""

import csv
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from io import TextIOWrapper
from tempfile import SpooledTemporaryFile
from typing import IO, NamedTuple

from services.reporting.declared.value_names import value_name
from services.reporting.declared.words import Dimension
from services.reporting.statistics.explain.opening import Opening
from services.reporting.statistics.explain.rows import EntryRow, PersonRow, Row, Values
from services.reporting.statistics.explain.showing import record_of, region_name, type_of_entries
from services.reporting.statistics.refusing import refuse
from shared.spreadsheets import defused
from shared.text import Language, Text

MOST_ROWS = 1_000_000  # a spreadsheet opens 1,048,576, with the header
IN_MEMORY = 4 << 20  # bytes; what is more waits on the disk for a caller who reads slowly
CHUNK = 64 << 10

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
    are_persons: bool,
) -> File:
    """The file of a figure and its rows, UTF-8 with a mark, as spreadsheets want it.

    It is read whole before anything is sent: nobody gets half of it, and no slow reader holds the
    database up. Cells that a spreadsheet would run as formulas are written as text.
    A 422 Problem where there are more rows than a spreadsheet opens.
    """
    content = SpooledTemporaryFile[bytes](IN_MEMORY)
    try:
        text = TextIOWrapper(content, encoding="utf-8-sig", newline="", write_through=True)
        writer = csv.writer(text)
        lines = _Lines(opening, language, person_id)
        writer.writerow(lines.header(are_persons=are_persons))
        values, number = None, 0
        async for row in rows:
            if isinstance(row, Values):
                values = row
                continue
            number += 1
            if number > MOST_ROWS:
                raise _too_many()
            writer.writerow(lines.entry(row) if isinstance(row, EntryRow) else lines.person(row))
        assert values is not None
        text.flush()
        text.detach()
        content.seek(0)
    except BaseException:
        content.close()
        raise
    return File(values, content)


class _Lines:
    """The lines of a file in one language; names are looked up once."""

    def __init__(
        self, opening: Opening, language: Language, person_id: Callable[[str], str]
    ) -> None:
        self._opening, self._language, self._person_id = opening, language, person_id
        self._dimensions = opening.selection.dimensions
        self._entry_type = type_of_entries(opening.selection.measure) or ""
        self._regions: dict[str, str] = {}

    def header(self, *, are_persons: bool) -> list[str]:
        """The names of the columns."""
        names = [dimension.name for dimension in self._dimensions]
        header = [*_PERSON, *names] if are_persons else [*_ENTRY, *names, *_ENTRY_MORE]
        counted = self._opening.selection.measure.counted.one.in_language(self._language)
        return [self._text(name).format(counted) for name in header]

    def entry(self, row: EntryRow) -> list[object]:
        """The line of an entry."""
        if row.region not in self._regions:
            self._regions[row.region] = self._text(region_name(self._opening, row.region))
        moments = (row.voided_at, row.voided_since)
        return [
            "" if row.day is None else row.day.isoformat(),
            row.region,
            self._regions[row.region],
            *(self._value(each, row.values) for each in self._dimensions),
            row.amount,
            row.recorded_at.isoformat(),
            str(row.entry_id),
            self._entry_type,
            record_of(row.stream_id) or "",
            *("" if moment is None else moment.isoformat() for moment in moments),
        ]

    def person(self, row: PersonRow) -> list[object]:
        """The line of a person, whatever the entries say: several values with a comma between."""
        regions = " ".join(_once(held.region for held in row.held))
        values = [
            ", ".join(_once(self._value(each, held.values) for held in row.held))
            for each in self._dimensions
        ]
        # An id may begin with a sign, and is to be sent back as it is: a formula that says a text.
        shown = f'="{self._person_id(row.owner)}"'
        return [shown, row.amount, row.total, regions, *values]

    def _value(self, dimension: Dimension, values: Mapping[str, str]) -> str:
        value = values.get(dimension.code, "")
        return self._text(value_name(dimension, value)) if value else ""

    def _text(self, text: Text) -> str:
        return defused(text.in_language(self._language))


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
