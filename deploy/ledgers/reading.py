"""Bytes → a table: the encoding, the separator, the header and the numbered rows of a file."""

import codecs
import csv
import io
import re
from dataclasses import dataclass

from deploy.ledgers.errors import CannotRead
from shared.folding import squeeze

# How a program keeps a spreadsheet from reading digits as a number: ="410105199001011234".
_FORMULA_OF_TEXT = re.compile(r'\s*=\s*"(.*)"\s*', re.DOTALL)


@dataclass(frozen=True)
class TableRow:
    """The cells of one row as they stand; `number` is the row's number in a spreadsheet."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A file's header, folded for comparing and as written, and the rows that are not blank."""

    columns: tuple[str, ...]
    written: tuple[str, ...]
    rows: tuple[TableRow, ...]

    def cell(self, row: TableRow, column: str) -> str:
        """The text of a row's cell; a column or a cell that is not there is blank."""
        place = self.columns.index(column) if column in self.columns else len(row.cells)
        return row.cells[place] if place < len(row.cells) else ""

    def has_more_cells_than_columns(self, row: TableRow) -> bool:
        """Whether the row says something past its last column."""
        return any(cell.strip() for cell in row.cells[len(self.columns) :])


def read_table(name: str, content: bytes) -> Table:
    """Read a CSV file: UTF-8 with or without a mark, UTF-16 with one, GB18030.

    `name` is for the sentences of `CannotRead`: neither encoding, no header, a column twice,
    or a quotation mark that is never closed.
    """
    text = decode(name, content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    rows: list[TableRow] = []
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if any(squeeze(cell) for cell in cells):
                rows.append(TableRow(number, tuple(_as_text(cell) for cell in cells)))
    except csv.Error:
        raise CannotRead(
            zh=f"{name} 第{number + 1}行起的双引号不成对；请改好再导入。",
            en=f"{name}: from row {number + 1} on, a double quote is not closed; fix it and import "
            "again.",
        ) from None
    if not rows:
        raise CannotRead(
            zh=f"{name} 是空的；第一行应是表头。",
            en=f"{name} is empty; its first row must be a header.",
        )
    written = _without_blank_end(rows[0].cells)
    columns = tuple(squeeze(cell) for cell in written)
    for column in columns:
        if column and columns.count(column) > 1:
            raise CannotRead(
                zh=f"{name} 有两栏都叫“{column}”；请只留一栏。",
                en=f"{name} has two columns named {column}; keep one.",
            )
    return Table(columns, written, tuple(rows[1:]))


def decode(name: str, content: bytes) -> str:
    """A file's text: by its byte order mark, else strict UTF-8, else GB18030.

    UTF-8 comes first because GB18030 accepts nearly every UTF-8 text, as nonsense, and
    hardly a Chinese text in GB18030 is valid UTF-8.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    raise CannotRead(
        zh=f"{name} 既不是UTF-8也不是GB18030编码；请在表格软件中另存为“CSV UTF-8”。",
        en=f"{name} is neither UTF-8 nor GB18030; save it from the spreadsheet as “CSV UTF-8”.",
    )


def _separator(text: str) -> str:
    """A comma, unless the header has none and has tabs or semicolons instead."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    if "," in header:
        return ","
    return next((mark for mark in "\t;" if mark in header), ",")


def _as_text(cell: str) -> str:
    """What a cell says; of a formula that only says a text, the text.

    >>> _as_text('="4101-00001"'), _as_text("=A1")
    ('4101-00001', '=A1')
    """
    formula = _FORMULA_OF_TEXT.fullmatch(cell)
    return cell if formula is None else formula[1].replace('""', '"')


def _without_blank_end(cells: tuple[str, ...]) -> tuple[str, ...]:
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]
