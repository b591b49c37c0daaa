"""A synthetic year as files: spelled and laid out as most real ledgers are."""

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

from deploy.demo.rows import Cell
from deploy.demo.year import Year
from shared.spreadsheets import defused

WIDE_DIGITS = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
WIDE_SHARE = 0.1  # of the ID numbers

# The spellings of days, one of which is taken for each cell.
DATES: tuple[Callable[[date], str], ...] = (
    lambda day: day.isoformat(),
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.year}.{day.month}.{day.day}",
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f" {day.isoformat()} ",
    lambda day: day.isoformat().translate(WIDE_DIGITS),
)


def write_year(year: Year, folder: Path) -> None:
    """Write the ledgers into a new or empty folder."""
    folder.mkdir(parents=True, exist_ok=True)
    random = spelling_random(year)
    for name, rows in year.ledgers.items():
        columns = list(rows[0].cells)
        lines = [columns]
        lines += [
            [defused(spell(random, column, row.cells[column])) for column in columns]
            for row in rows
        ]
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows(lines)
        (folder / f"{name}.csv").write_bytes(text.getvalue().encode("utf-8-sig"))


def spelling_random(year: Year) -> Random:
    """The random numbers that choose spellings, always the same for a year."""
    return Random(f"{year.region}/{year.year}/spelling")  # noqa: S311 (nothing here is secret)


def spell(
    random: Random,
    column: str,
    cell: Cell,
    dates: tuple[Callable[[date], str], ...] = DATES,
    wide_share: float = WIDE_SHARE,
) -> str:
    """A cell as text; that share of the ID numbers in full-width digits."""
    if isinstance(cell, date):
        return random.choice(dates)(cell)
    if column == "身份证号" and random.random() < wide_share:
        return cell.translate(WIDE_DIGITS)
    return cell
