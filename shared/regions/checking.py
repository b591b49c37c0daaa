"""What is wrong between the rows of a list: parents, dates, successors, years. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from shared.regions import faults
from shared.regions.codes import ancestors, is_unit
from shared.regions.faults import Fault, filled
from shared.regions.files import Line
from shared.regions.register import Region, Regions, RegionYear
from shared.text import Text


def check_regions(lines: Sequence[Line[Region]], regions: Regions) -> Iterator[Fault]:
    """The faults of rows that are in force together, as `regions`."""
    yield from _overlaps(lines)
    for line in lines:
        yield from _of_parent(line, regions)
        yield from _of_successors(line, regions)


def check_years(lines: Sequence[Line[RegionYear]], regions: Regions) -> Iterator[Fault]:
    """The faults of population and area: of regions that are not listed, or not in that year."""
    seen: dict[tuple[str, int], Line[RegionYear]] = {}
    for line in lines:
        row = line.row
        first = seen.setdefault((row.code, row.year), line)
        if first is not line:
            yield line.fault("year", filled(faults.YEAR_TWICE, line=first.number))
        rows = regions.rows(row.code)
        if not rows:
            yield line.fault("code", faults.NOT_LISTED)
        elif not any(_in_year(each, row.year) for each in rows):
            yield line.fault("year", faults.NOT_THAT_YEAR)


def _in_year(row: Region, year: int) -> bool:
    ended = row.valid_to is not None and row.valid_to <= date(year, 1, 1)
    return not ended and not row.begins_after(date(year, 12, 31))


def _overlaps(lines: Sequence[Line[Region]]) -> Iterator[Fault]:
    by_code: dict[str, list[Line[Region]]] = defaultdict(list)
    for line in lines:
        for earlier in by_code[line.row.code]:
            why = _both_hold(earlier.row, line.row)
            if why is not None:
                yield line.fault("valid_from", filled(why, line=earlier.number))
                break
        by_code[line.row.code].append(line)


def _both_hold(first: Region, second: Region) -> Text | None:
    """Why two rows of a code cannot both be: they hold on one day."""
    if (first.valid_from, first.valid_to) == (second.valid_from, second.valid_to):
        return faults.DUPLICATE
    starts = max(first.valid_from or date.min, second.valid_from or date.min)
    ends = min(first.valid_to or date.max, second.valid_to or date.max)
    return faults.OVERLAPS if starts < ends else None


def _of_parent(line: Line[Region], regions: Regions) -> Iterator[Fault]:
    row = line.row
    above = ancestors(row.code)[:-1]
    if not is_unit(row.code) and regions.leaves_out_a_level(row.code):
        yield line.fault("code", faults.LEVEL_LEFT_OUT)
        return
    if not above:
        return
    parent = above[-1]
    parents = regions.rows(parent)
    if not parents:
        yield line.fault("code", filled(faults.UNKNOWN_PARENT, code=parent))
        return
    last = None if row.valid_to is None else row.valid_to - timedelta(days=1)
    for column, day in (("valid_from", row.valid_from), ("valid_to", last)):
        if day is not None and not any(each.holds_on(day) for each in parents):
            yield line.fault(column, filled(faults.PARENT_AWAY, code=parent, day=day))


def _of_successors(line: Line[Region], regions: Regions) -> Iterator[Fault]:
    day = line.row.valid_to
    for code in line.row.successors:
        if not regions.rows(code):
            yield line.fault("successors", filled(faults.NO_SUCCESSOR, code=code))
        elif day is not None and not regions.exists(code, day):
            yield line.fault("successors", filled(faults.SUCCESSOR_AWAY, code=code, day=day))
