"""A table as an Excel workbook: numbers as numbers; what is said of it above, and definitions."""

import io
from collections.abc import Sequence
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from services.reporting.downloads.table import (
    FORMULA,
    INDICATOR,
    UNIT,
    Cell,
    Definition,
    Note,
    Table,
    unit_in,
    written,
)
from shared.text import Language, Text

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DEFINITIONS = Text(zh="指标说明", en="Definitions")
FIGURES = Text(zh="数据", en="Figures")
_CODE = Text(zh="指标代码", en="Code")
_WIDEST = 40  # characters of a column
# No text becomes a formula, a link or a number.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def xlsx_of(tables: Sequence[Table], language: Language, made_at: datetime) -> bytes:
    """The workbook: a sheet for each table, and one that says what each figure is."""
    out = io.BytesIO()
    book = Workbook(out, OPTIONS)
    book.set_properties({"title": tables[0].title.in_language(language), "created": made_at})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    for number, table in enumerate(tables, 1):
        name = FIGURES.in_language(language)
        sheet = book.add_worksheet(name if len(tables) == 1 else f"{name} {number}")
        _figures(sheet, table, language, bold)
    definitions = tuple(dict.fromkeys(each for table in tables for each in table.definitions))
    if definitions:
        sheet = book.add_worksheet(DEFINITIONS.in_language(language))
        _definitions(sheet, definitions, language, bold, wrapped)
    book.close()
    return out.getvalue()


def _figures(sheet: Worksheet, table: Table, language: Language, bold: Format) -> None:
    _write(sheet, 0, 0, table.title, language, bold)
    formulas = [Note(each.name, each.formula) for each in table.definitions]
    for row, note in enumerate([*table.notes, *formulas], 1):
        _write(sheet, row, 0, note.label, language)
        _write(sheet, row, 1, note.value, language)
    first = len(table.notes) + len(formulas) + 2
    for column, title in enumerate(table.columns):
        _write(sheet, first, column, title, language, bold)
        texts = [str(written(cells[column], language)) for cells in table.rows]
        longest = max(map(_width, [title.in_language(language), *texts]))
        sheet.set_column(column, column, min(longest + 2, _WIDEST))
    for row, cells in enumerate(table.rows, first + 1):
        for column, cell in enumerate(cells):
            _write(sheet, row, column, cell, language)
    sheet.freeze_panes(first + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(first)


def _definitions(
    sheet: Worksheet,
    definitions: Sequence[Definition],
    language: Language,
    bold: Format,
    wrapped: Format,
) -> None:
    for column, title in enumerate((INDICATOR, UNIT, FORMULA, _CODE)):
        _write(sheet, 0, column, title, language, bold)
    for row, each in enumerate(definitions, 1):
        _write(sheet, row, 0, each.name, language, wrapped)
        _write(sheet, row, 1, unit_in(each, language), language)
        _write(sheet, row, 2, each.formula, language, wrapped)
        _write(sheet, row, 3, each.code, language)
    for column, width in enumerate((30, 14, 90, 30)):
        sheet.set_column(column, column, width)


def _write(
    sheet: Worksheet,
    row: int,
    column: int,
    cell: Cell,
    language: Language,
    form: Format | None = None,
) -> None:
    value = written(cell, language)
    if isinstance(value, int | float):
        sheet.write_number(row, column, value, form)
    elif value is not None:
        sheet.write_string(row, column, value, form)


def _width(text: str) -> int:
    """The width of a text in letters; a Chinese character is as wide as two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)
