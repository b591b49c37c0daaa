"""CSV files → rows of regions and of their years, each with its line, and what is wrong in them."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Generic, TypeVar, get_args

from shared.folding import says_something
from shared.regions import faults
from shared.regions.codes import is_region, is_unit
from shared.regions.faults import Fault
from shared.regions.register import Below, Region, RegionYear
from shared.strict import day as strict_day
from shared.strict import whole_number
from shared.text import Text

REGIONS, YEARS = "regions.csv", "population.csv"  # their names in a folder
LONGEST_NAME = 100
EARLIEST, LATEST = 1949, 2100
_BELOW: Mapping[str, Below] = {text: text for text in get_args(Below)}
_AREA = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")
_BETWEEN = re.compile(r"[\s;；、]+")
_OF_REGIONS = ("code", "name", "name_en"), ("valid_from", "valid_to", "below", "successors")
_OF_YEARS = ("code", "year"), ("population", "area_km2")

Kind = TypeVar("Kind", Region, RegionYear)
Cells = Mapping[str, str]
Complain = Callable[[str, Text], None]


@dataclass(frozen=True, slots=True)
class Line(Generic[Kind]):
    """A row as it was read, and where it stands."""

    row: Kind
    file: str
    number: int

    def fault(self, column: str, why: Text) -> Fault:
        """A fault of this line."""
        return Fault(self.file, self.number, column, why)


@dataclass
class Listed:
    """What files list: their rows, and the faults of lines that are no rows."""

    regions: list[Line[Region]] = field(default_factory=list)
    years: list[Line[RegionYear]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_files(path: Path) -> Listed:
    """What a file of regions lists, or a folder with regions.csv, population.csv or both."""
    listed = Listed()
    folder = path.is_dir()
    files = [path / REGIONS, path / YEARS] if folder else [path]
    if folder:
        files = [file for file in files if file.exists()]
    for file in files:
        try:
            content = file.read_bytes()
        except OSError:
            listed.faults.append(Fault(str(file), 0, "", faults.UNREADABLE))
            continue
        read_file(content, file.name if folder else str(path), listed, years=file.name == YEARS)
    return listed


def read_file(content: bytes, name: str, listed: Listed, *, years: bool = False) -> None:
    """Add what one file lists; `name` is what its faults call it."""
    text = _decoded(content)
    if text is None:
        listed.faults.append(Fault(name, 0, "", faults.NO_TEXT))
        return
    required, optional = _OF_YEARS if years else _OF_REGIONS
    for number, cells in _lines(text, name, required, optional, listed.faults):
        found: list[Fault] = []

        def complain(
            column: str, why: Text, number: int = number, found: list[Fault] = found
        ) -> None:
            found.append(Fault(name, number, column, why))

        if years:
            listed.years.append(Line(_year(cells, complain), name, number))
        else:
            listed.regions.append(Line(_region(cells, complain), name, number))
        if found:
            (listed.years if years else listed.regions).pop()
            listed.faults += found


def _decoded(content: bytes) -> str | None:
    """The text, in UTF-8 or as spreadsheets in China write it."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _lines(
    text: str,
    file: str,
    required: tuple[str, ...],
    optional: tuple[str, ...],
    found: list[Fault],
) -> Iterator[tuple[int, Cells]]:
    """The lines below the first as cells by column; blank ones are left out."""
    reader = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        columns = [cell.strip() for cell in next(reader, ())]
        wrong = [Fault(file, 1, name, faults.NO_COLUMN) for name in required if name not in columns]
        wrong += [
            Fault(file, 1, name, faults.UNKNOWN_COLUMN)
            for name in columns
            if name not in required + optional
        ]
        wrong += [
            Fault(file, 1, name, faults.COLUMN_TWICE)
            for name in dict.fromkeys(columns)
            if columns.count(name) > 1
        ]
        found += wrong
        if wrong:
            return
        for cells in reader:
            values = [cell.strip() for cell in cells]
            if not any(values):
                continue
            if any(values[len(columns) :]):
                found.append(Fault(file, reader.line_num, "", faults.TOO_MANY_CELLS))
                continue
            empty = dict.fromkeys(required + optional, "")
            yield reader.line_num, empty | dict(zip(columns, values, strict=False))
    except csv.Error:
        found.append(Fault(file, max(reader.line_num, 1), "", faults.NO_CSV))


def _region(cells: Cells, complain: Complain) -> Region:
    code = cells["code"]
    if not is_region(code) and not is_unit(code):
        complain("code", faults.NOT_A_CODE)
    for column in ("name", "name_en"):
        # Who draws a grid need not name it in English.
        if not says_something(cells[column]) and not (column == "name_en" and is_unit(code)):
            complain(column, faults.NO_NAME)
        if len(cells[column]) > LONGEST_NAME:
            complain(column, faults.NAME_TOO_LONG)
    valid_from = _day(cells, "valid_from", complain)
    valid_to = _day(cells, "valid_to", complain)
    if valid_from is not None and valid_to is not None and valid_to <= valid_from:
        complain("valid_to", faults.ENDS_EARLY)
    if cells["below"] not in _BELOW:
        complain("below", faults.NOT_BELOW)
    successors = tuple(each for each in _BETWEEN.split(cells["successors"]) if each)
    if successors and not cells["valid_to"]:
        complain("successors", faults.SUCCESSORS_WITHOUT_END)
    if not all(is_region(each) or is_unit(each) for each in successors):
        complain("successors", faults.NOT_A_CODE)
    below = _BELOW.get(cells["below"], "")
    return Region(code, cells["name"], cells["name_en"], valid_from, valid_to, below, successors)


def _year(cells: Cells, complain: Complain) -> RegionYear:
    code = cells["code"]
    if not is_region(code) and not is_unit(code):
        complain("code", faults.NOT_A_CODE)
    year = _number(cells["year"]) or 0
    if not EARLIEST <= year <= LATEST:
        complain("year", faults.NOT_A_YEAR)
    population = _number(cells["population"])
    if population is None and cells["population"]:
        complain("population", faults.NOT_A_NUMBER)
    area = Decimal(cells["area_km2"]) if _AREA.fullmatch(cells["area_km2"]) else None
    if not area and cells["area_km2"]:
        complain("area_km2", faults.NOT_AN_AREA)
    if not cells["population"] and not cells["area_km2"]:
        complain("population", faults.NO_FIGURE)
    return RegionYear(code, year, population, area)


def _day(cells: Cells, column: str, complain: Complain) -> date | None:
    if not cells[column]:
        return None
    try:
        return strict_day(cells[column])
    except ValueError:
        complain(column, faults.NOT_A_DAY)
        return None


def _number(text: str) -> int | None:
    try:
        return whole_number(text)
    except ValueError:
        return None
