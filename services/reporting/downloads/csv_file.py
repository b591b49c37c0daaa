"""A table as CSV: UTF-8 with a byte order mark, which spreadsheets need for Chinese. Pure."""

import csv
import io
from collections.abc import Sequence

from services.reporting.downloads.table import Cell, Table, written
from shared.spreadsheets import defused
from shared.text import Language

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"


def csv_of(tables: Sequence[Table], language: Language) -> bytes:
    """The columns' names, the rows, and below an empty line what is said of the table.

    A text that a spreadsheet would take for a formula has an apostrophe before it. Several tables
    stand one below the other, two empty lines apart.
    """
    empty = "\r\n\r\n"
    return empty.join(_text(table, language) for table in tables).encode("utf-8-sig")


def _text(table: Table, language: Language) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_safe(column, language) for column in table.columns])
    writer.writerows([_safe(cell, language) for cell in row] for row in table.rows)
    writer.writerow([])
    writer.writerow([_safe(table.title, language)])
    for note in table.notes:
        writer.writerow([_safe(note.label, language), _safe(note.value, language)])
    for each in table.definitions:
        writer.writerow([_safe(each.name, language), _safe(each.formula, language)])
    return out.getvalue()


def _safe(cell: Cell, language: Language) -> str | int | float | None:
    """A cell that no spreadsheet runs.

    >>> _safe("=1+1", "en"), _safe(-1.5, "en"), _safe(" @x", "en")
    ("'=1+1", -1.5, "' @x")
    """
    text = written(cell, language)
    return defused(text) if isinstance(text, str) else text
