"""A synthetic year as files, in each of the layouts in which real ledgers come."""

import csv
import io
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypedDict

from deploy.demo.writing import DATES, WIDE_SHARE, spell, spelling_random
from deploy.demo.year import Year
from tests.deploy.demo.rows import PlannedRow


@dataclass(frozen=True)
class Style:
    """How the files look; the default is that of most ledgers.

    `dates` are the spellings of days, one of which is taken for each cell. `wide` is the
    share of ID numbers in full-width digits. `without` are columns that are left out.
    """

    encoding: str = "utf-8-sig"
    newline: str = "\r\n"
    dates: tuple[Callable[[date], str], ...] = DATES
    wide: float = WIDE_SHARE
    shuffled: bool = False
    extra: tuple[str, ...] = ()
    without: Collection[str] = ()
    blank_lines: bool = False


class RejectedRow(TypedDict):
    """A row that must be rejected, as `--json` reports it."""

    file: str
    row: int
    field: str
    reason: str


def write_year(year: Year, folder: Path, style: Style | None = None) -> list[RejectedRow]:
    """Write the ledgers into a new or empty folder; returns the rows that must be rejected.

    They are in the order of the ledgers, each with its number in a spreadsheet.
    """
    style = style or Style()
    folder.mkdir(parents=True, exist_ok=True)
    random = spelling_random(year)
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
                [
                    spell(random, column, row.cells.get(column, "略"), style.dates, style.wide)
                    for column in columns
                ]
            )
            if isinstance(row, PlannedRow) and row.rejection is not None:
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
