"""A workbook (.xlsx, .xls, .et) → its sheets, as rows of text like those of a CSV file."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from deploy.ledgers.errors import CannotRead
from deploy.ledgers.lines import TableRow

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".et"})
_SURE_PLACES = 15  # of a number that a spreadsheet keeps as a number
# Text that a spreadsheet takes for a number when it meets it in a CSV file.
_LONG_NUMBER = re.compile(r"[0-9]{12,}|0[0-9]+")


@dataclass(frozen=True)
class Sheet:
    """A sheet that is not empty; its rows are numbered as a spreadsheet numbers them."""

    name: str
    rows: tuple[TableRow, ...]


def read_workbook(name: str, content: bytes) -> list[Sheet]:
    """The sheets that have anything in them; raises `CannotRead`, with the file's `name`."""
    try:
        found = _sheets(content)
    except PasswordError:
        raise CannotRead(
            zh=f"{name} 有打开密码；请去掉密码后再导入。",
            en=f"{name} is protected with a password; save it without one and import again.",
        ) from None
    except (CalamineError, OSError, ValueError):
        raise CannotRead(
            zh=f"{name} 不是能读取的工作簿；请在表格软件中另存为 .xlsx 或“CSV UTF-8”。",
            en=f"{name} is no workbook that can be read; save it from the spreadsheet as .xlsx or "
            "“CSV UTF-8”.",
        ) from None
    return [sheet for sheet in found if sheet.rows]


def _sheets(content: bytes) -> list[Sheet]:
    """Raises CalamineError, OSError and ValueError where the content cannot be read."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [Sheet(each, tuple(_rows(book, each))) for each in book.sheet_names]
    except BaseException as error:
        # What the reader did not expect of a damaged file; its type cannot be imported, and is no
        # Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise ValueError("the reader gave up") from None


def _rows(book: CalamineWorkbook, name: str) -> Iterator[TableRow]:
    """The rows that are not blank; a forgotten blank far below makes a million that are."""
    for number, row in enumerate(book.get_sheet_by_name(name).iter_rows(), start=1):
        if any(cell != "" for cell in row):
            texts = tuple(_text(cell) for cell in row)
            if any(text.strip() for text in texts):
                yield TableRow(number, texts)


def _text(cell: object) -> str:
    """A cell as it would stand in a CSV file from which nothing is lost.

    Long numbers that are text are marked as such, so that they survive a spreadsheet. Of a
    number with more places than a spreadsheet keeps, what is shown is what it shows.

    >>> _text("410105199001011234"), _text(410102000001.0), _text(4.10105199001011e17)
    ('="410105199001011234"', '410102000001', '4.10105E+17')
    >>> _text(date(2019, 3, 5)), _text(datetime(2019, 3, 5, 8, 30)), _text(True), _text(0.5)
    ('2019-03-05', '2019-03-05 08:30:00', 'TRUE', '0.5')
    """
    match cell:
        case str():
            return f'="{cell}"' if _LONG_NUMBER.fullmatch(cell) else cell
        case bool():
            return str(cell).upper()
        case int() | float():
            return _number(float(cell))
        case datetime():
            whole = cell.time() == time()
            return cell.date().isoformat() if whole else cell.isoformat(" ", "seconds")
        case date() | time():
            return cell.isoformat()
        case _:
            return str(cell)


def _number(value: float) -> str:
    if not value.is_integer():
        return repr(value)
    return str(int(value)) if abs(value) < 10**_SURE_PLACES else f"{value:.5E}"
