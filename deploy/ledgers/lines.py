"""The text of a CSV file → its rows, one by one: what is wrong with one row is its own.

Quotation marks are read as spreadsheets read them. Where they cannot be, because somebody
wrote them by hand, a cell is what stands there, or its row is at fault; the next row begins
with the next line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_END = re.compile(r"\r\n|\r|\n")
_QUOTED = re.compile(r'"([^"]*+(?:""[^"]*+)*+)" *+')


@dataclass(frozen=True)
class TableRow:
    """The cells of one row as they stand; `number` is the row's number in a spreadsheet.

    `open_quote` is the place of a cell with a quotation mark that is not closed, if there is one.
    """

    number: int
    cells: tuple[str, ...]
    open_quote: int | None = None


def rows_of(text: str, separator: str) -> Iterator[TableRow]:
    """The rows of a text, blank ones too.

    >>> [row.cells for row in rows_of('a,"b,c"\\n"d"e,"f', ",")]
    [('a', 'b,c'), ('"d"e', '"f')]
    """
    start = number = 0
    while start < len(text):
        number += 1
        found = _END.search(text, start)
        end, after = (found.start(), found.end()) if found else (len(text), len(text))
        line = text[start:end]
        if '"' not in line:
            yield TableRow(number, tuple(line.split(separator)) if line else ())
            start = after
            continue
        cells, stop = _quoted_row(text, start, separator)
        if stop is None:
            yield TableRow(number, tuple(line.split(separator)), len(cells))
            start = after
        else:
            yield TableRow(number, tuple(cells))
            start = stop


def _quoted_row(text: str, start: int, separator: str) -> tuple[list[str], int | None]:
    """The cells of a row with quotation marks, and where the next begins.

    None for the latter if a mark is not closed: the cells are then those before.
    """
    plain = re.compile(rf"[^{re.escape(separator)}\r\n]*")
    cells: list[str] = []
    while True:
        raw = plain.match(text, start)
        assert raw is not None
        end = raw.end()
        if text.startswith('"', start):
            quoted = _QUOTED.match(text, start)
            if quoted is not None and _is_at_its_end(text, quoted.end(), separator):
                end = quoted.end()
                cells.append(quoted[1].replace('""', '"'))
            elif raw[0].count('"') % 2 == 0:
                cells.append(raw[0])
            else:
                return cells, None
        else:
            cells.append(raw[0])
        if not text.startswith(separator, end):
            ended = _END.match(text, end)
            return cells, ended.end() if ended else end
        start = end + len(separator)


def _is_at_its_end(text: str, place: int, separator: str) -> bool:
    """Whether a cell can end here."""
    return place == len(text) or text[place] in f"{separator}\r\n"
