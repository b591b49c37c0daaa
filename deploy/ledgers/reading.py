"""The rows of a file → a table: where its header is, what its columns are, and the rows below.

Some files have a title above their header, name a column by a usual synonym, or have full-width
commas in the header: that is understood where it can only mean one thing.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from deploy.ledgers.cells import as_text
from deploy.ledgers.decoding import BROKEN, decode
from deploy.ledgers.errors import CannotRead
from deploy.ledgers.lines import TableRow, rows_of
from shared.folding import says_something, squeeze

SEPARATORS = (",", "\t", ";", "，")
_TITLES = 10  # rows that may stand above a header, or before the first row
_LONGEST_NAME = 100  # characters of a cell that may name a column
_SAMPLE = 20  # rows by which a separator is chosen
_NOTES_ON_A_COLUMN = re.compile(r"^\*|[*:]$|\((必填|选填|可选)\)$")

Names = Mapping[str, str]
"""The folded names that a ledger's columns may have, each with the column's own name."""


@dataclass(frozen=True)
class Table:
    """A file's header, as the ledger names it and as written, and the rows that are not blank.

    `header_row` is the number of the header's row.
    """

    columns: tuple[str, ...]
    written: tuple[str, ...]
    rows: tuple[TableRow, ...]
    header_row: int = 1

    def cell(self, row: TableRow, column: str) -> str:
        """What a row's cell says; a column or a cell that is not there is blank."""
        place = self.columns.index(column) if column in self.columns else len(row.cells)
        return as_text(row.cells[place]) if place < len(row.cells) else ""

    def has_more_cells_than_columns(self, row: TableRow) -> bool:
        """Whether the row says something past its last column."""
        return any(cell.strip() for cell in row.cells[len(self.columns) :])


def read_table(name: str, content: bytes, names: Names | None = None) -> Table:
    """Read a CSV file: UTF-8 with or without a mark, UTF-16 with one, GB18030.

    `name` is for the sentences of `CannotRead`: neither encoding, no header, a column twice.
    """
    text = decode(name, content)
    names = names or {}
    best = max(SEPARATORS, key=lambda mark: _fits(text, mark, names))
    return table_of(name, rows_of(text, best), names)


def table_of(name: str, rows: Iterable[TableRow], names: Names) -> Table:
    """The table that rows make; raises `CannotRead` as `read_table` does."""
    said = [row for row in rows if any(says_something(as_text(cell)) for cell in row.cells)]
    if not said:
        raise CannotRead(
            zh=f"{name} 是空的；第一行应是表头。",
            en=f"{name} is empty; its first row must be a header.",
        )
    place = _header(said, names)
    header = said[place]
    written = _without_blank_end(_header_cells(header, names))
    folded = tuple(map(column_name, written))
    columns = tuple(_own_name(column, folded, names) for column in folded)
    for number, column in enumerate(columns):
        if column and column in columns[:number]:
            one, other = written[columns.index(column)].strip(), written[number].strip()
            named = f"“{one}”" if one == other else f"“{one}”、“{other}”"
            raise CannotRead(
                zh=f"{name} 有两栏都是“{column}”（{named}）；请只留一栏。",
                en=f"{name} has two columns that are {column} ({named}); keep one.",
            )
    return Table(columns, written, tuple(said[place + 1 :]), header.number)


def column_name(cell: str) -> str:
    """A header's cell, folded for comparing.

    >>> column_name(" 姓　名* "), column_name("身份证号（必填）")
    ('姓名', '身份证号')
    """
    return _NOTES_ON_A_COLUMN.sub("", squeeze(as_text(cell)))


def _own_name(column: str, all_of_them: Sequence[str], names: Names) -> str:
    """The ledger's name of a column; a synonym stands for it unless the name itself is there."""
    own = names.get(column, column)
    return column if own != column and own in all_of_them else own


def _fits(text: str, separator: str, names: Names) -> tuple[int, int]:
    """How many known columns a separator finds, and how many rows it divides."""
    rows = [row for row in islice(rows_of(text, separator), _SAMPLE) if any(row.cells)]
    if not rows:
        return (0, 0)
    place = _header(rows, names)
    header = rows[place].cells
    known = _known(_header_cells(rows[place], names), names) if names else len(header)
    return known, sum(1 for row in rows[place + 1 :] if len(row.cells) > 1)


def _header(rows: Sequence[TableRow], names: Names) -> int:
    """The place of the header: the first row with two known columns, else the first row."""
    for place, row in enumerate(rows[:_TITLES]):
        if _known(_header_cells(row, names), names) > 1:
            return place
    return 0


def _header_cells(row: TableRow, names: Names) -> tuple[str, ...]:
    """The header's cells; divided at full-width commas too where that finds more columns."""
    divided = tuple(part for cell in row.cells for part in cell.split("，"))
    return divided if _known(divided, names) > _known(row.cells, names) else row.cells


def _known(cells: Iterable[str], names: Names) -> int:
    return len(
        {
            names[name]
            for cell in cells
            if len(cell) <= _LONGEST_NAME and (name := column_name(cell)) in names
        }
    )


def _without_blank_end(cells: tuple[str, ...]) -> tuple[str, ...]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def broken(cell: str) -> bool:
    """Whether a character of the cell is broken."""
    return BROKEN in cell
