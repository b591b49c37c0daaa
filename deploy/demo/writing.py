"""A synthetic year as files: spelled and laid out in the ways in which real ledgers are."""

import csv
import io
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import TypedDict

from deploy.demo.rows import Cell
from deploy.demo.year import Year

_WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")

DATES: tuple[Callable[[date], str], ...] = (
    lambda day: day.isoformat(),
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f" {day.isoformat()} ",
    lambda day: day.isoformat().translate(_WIDE),
)


@dataclass(frozen=True)
class Style:
    """How the files look; the default is that of most ledgers.

    `dates` are the spellings of days, one of which is taken for each cell. `wide` is the
    share of ID numbers in full-width digits. `without` are columns that are left out.
    """

    encoding: str = "utf-8-sig"
    newline: str = "\r\n"
    dates: tuple[Callable[[date], str], ...] = DATES
    wide: float = 0.1
    shuffled: bool = False
    extra: tuple[str, ...] = ()
    without: Collection[str] = ()
    blank_lines: bool = False


class RejectedRow(TypedDict):
    """A row that must be rejected, as `--json` tells it."""

    file: str
    row: int
    field: str
    reason: str


def write_year(year: Year, folder: Path, style: Style | None = None) -> list[RejectedRow]:
    """Write the ledgers into a new or empty folder; the rows that must be rejected come back.

    Rows are told by file in the order of the ledgers, and by their number in a spreadsheet.
    """
    style = style or Style()
    folder.mkdir(parents=True, exist_ok=True)
    random = Random(f"{year.region}/{year.year}/spelling")  # noqa: S311 (nothing here is secret)
    rejected: list[RejectedRow] = []
    for name, rows in year.ledgers.items():
        file = f"{name}.csv"
        columns = [column for column in rows[0].cells if column not in style.without]
        columns += style.extra
        if style.shuffled:
            random.shuffle(columns)
        lines = [columns]
        for row in rows:
            if style.blank_lines and random.random() < 0.05:
                lines.append([])
            lines.append(
                [_spell(random, style, column, row.cells.get(column, "略")) for column in columns]
            )
            if row.rejection is not None:
                rejected.append(
                    {
                        "file": file,
                        "row": len(lines),
                        "field": row.rejection.column,
                        "reason": row.rejection.reason,
                    }
                )
        text = io.StringIO()
        csv.writer(text, lineterminator=style.newline).writerows(lines)
        (folder / file).write_bytes(text.getvalue().encode(style.encoding))
    return rejected


def _spell(random: Random, style: Style, column: str, cell: Cell) -> str:
    if isinstance(cell, date):
        return random.choice(style.dates)(cell)
    if column == "身份证号" and random.random() < style.wide:
        return cell.translate(_WIDE)
    return cell
