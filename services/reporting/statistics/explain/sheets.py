"""The forms of a file with every row of an opened figure: written row by row, in bounded memory."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from io import TextIOWrapper
from tempfile import TemporaryDirectory
from typing import IO, Any, Literal, Protocol

from xlsxwriter import Workbook

from services.reporting.downloads import xlsx_file
from services.reporting.downloads.table import Note, written
from shared.spreadsheets import defused
from shared.text import Language

FileForm = Literal["csv", "xlsx", "json"]
MEDIA_TYPES: Mapping[FileForm, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": xlsx_file.MEDIA_TYPE,
    "json": "application/json",
}
Line = Sequence[str | int | float]


class Sheet(Protocol):
    """A file that is written from its first row to its last; `close` in any case."""

    def begin(self, header: Sequence[str], notes: Sequence[Note]) -> None:
        """The names of the columns, and what is said of the file."""

    def add(self, lines: Iterable[Line]) -> None:
        """Some more rows."""

    def end(self) -> None:
        """All rows are there."""

    def close(self) -> None:
        """Leave nothing behind but what was written."""


def sheet_for(
    form: FileForm, content: IO[bytes], language: Language, head: Mapping[str, Any]
) -> Sheet:
    """The writer of a form; `head` is what a JSON document says before its rows."""
    match form:
        case "csv":
            return CsvSheet(content, language)
        case "xlsx":
            return XlsxSheet(content, language)
        case "json":
            return JsonSheet(content, head)


class CsvSheet:
    """UTF-8 with a mark, as spreadsheets want it; the notes below an empty line."""

    def __init__(self, content: IO[bytes], language: Language) -> None:
        self._text = TextIOWrapper(content, encoding="utf-8-sig", newline="", write_through=True)
        self._writer = csv.writer(self._text)
        self._language: Language = language
        self._notes: Sequence[Note] = ()

    def begin(self, header: Sequence[str], notes: Sequence[Note]) -> None:
        """The names of the columns; the notes wait."""
        self._writer.writerow(header)
        self._notes = notes

    def add(self, lines: Iterable[Line]) -> None:
        """Some more rows."""
        self._writer.writerows(lines)

    def end(self) -> None:
        """The notes."""
        self._writer.writerow([])
        self._writer.writerows(
            [defused(str(written(cell, self._language))) for cell in (note.label, note.value)]
            for note in self._notes
        )
        self._text.flush()

    def close(self) -> None:
        """Let go of the file, which stays open."""
        if not self._text.closed and self._text.buffer is not None:
            self._text.detach()


class XlsxSheet:
    """A workbook of one sheet: the notes, the names of the columns, the rows.

    Rows wait on the disk, not in memory, until the whole is packed.
    """

    def __init__(self, content: IO[bytes], language: Language) -> None:
        self._waiting = TemporaryDirectory()
        how = {
            **xlsx_file.OPTIONS,
            "in_memory": False,
            "constant_memory": True,
            "tmpdir": self._waiting.name,
        }
        self._book = Workbook(content, how)
        self._sheet = self._book.add_worksheet(xlsx_file.FIGURES.in_language(language))
        self._bold = self._book.add_format({"bold": True})
        self._language: Language = language
        self._row = 0

    def begin(self, header: Sequence[str], notes: Sequence[Note]) -> None:
        """The notes and the names of the columns, which stay in sight."""
        for note in notes:
            cells = (written(note.label, self._language), written(note.value, self._language))
            self._write(["" if cell is None else cell for cell in cells])
        self._row += 1
        self._sheet.set_column(0, len(header) - 1, 18)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(self._row)
        self._sheet.freeze_panes(self._row + 1, 0)
        for column, name in enumerate(header):
            self._sheet.write_string(self._row, column, name, self._bold)
        self._row += 1

    def add(self, lines: Iterable[Line]) -> None:
        """Some more rows."""
        for line in lines:
            self._write(line)

    def end(self) -> None:
        """Pack it."""
        self._book.close()

    def close(self) -> None:
        """Remove what waited on the disk."""
        if (rows := self._sheet.row_data_fh) is not None:
            rows.close()
        self._waiting.cleanup()

    def _write(self, line: Line) -> None:
        for column, cell in enumerate(line):
            if isinstance(cell, str):
                self._sheet.write_string(self._row, column, cell)
            else:
                self._sheet.write_number(self._row, column, cell)
        self._row += 1


class JsonSheet:
    """A document in the form of every view's: one section with one table."""

    def __init__(self, content: IO[bytes], head: Mapping[str, Any]) -> None:
        self._content, self._head = content, head
        self._any = False

    def begin(self, header: Sequence[str], notes: Sequence[Note]) -> None:
        """What comes before the rows; the head has what notes say."""
        title = _dumped(self._head["title"])
        self._write(_dumped(self._head)[:-1])
        self._write(f', "sections": [{{"title": {title}, "tables": [{{"caption": {title},')
        self._write(f' "columns": {_dumped(header)}, "rows": [')

    def add(self, lines: Iterable[Line]) -> None:
        """Some more rows."""
        for line in lines:
            self._write((",\n" if self._any else "\n") + _dumped(line))
            self._any = True

    def end(self) -> None:
        """What comes behind them."""
        self._write("]}]}]}")

    def close(self) -> None:
        """Nothing is left open."""

    def _write(self, text: str) -> None:
        self._content.write(text.encode())


def _dumped(what: object) -> str:
    return json.dumps(what, ensure_ascii=False)
