"""Which list of regions is in force: the built-in one, or that and a place's own, set once."""

from functools import cache
from importlib import resources
from pathlib import Path

from shared.regions.checking import check_regions, check_years
from shared.regions.faults import Fault, RegionsBroken
from shared.regions.files import REGIONS, Line, Listed, read_file, read_files
from shared.regions.register import Region, Regions


class _InForce:
    """What the process has set; until it has, the built-in list."""

    regions: Regions | None = None


def regions_in_force() -> Regions:
    """The list by which this process knows regions."""
    return _InForce.regions or built_in()


def use_regions(regions: Regions | None) -> None:
    """Put a list in force, once, when the process starts; None is the built-in one."""
    _InForce.regions = regions


@cache
def built_in() -> Regions:
    """The built-in list, read once. Raises RegionsBroken."""
    return load_regions(None)


def load_regions(path: Path | None) -> Regions:
    """The built-in list, with that of a place, a file or a folder, added or put in its place.

    Raises RegionsBroken, with every fault.
    """
    regions, faults = read_regions(path)
    if faults:
        raise RegionsBroken(faults)
    return regions


def read_regions(path: Path | None) -> tuple[Regions, list[Fault]]:
    """The same list without its faulty lines, and its faults, by file and line.

    A code that the place lists has the place's rows alone; its other codes are added.
    """
    own = Listed() if path is None else read_files(path)
    listed = {line.row.code for line in own.regions}
    lines = [line for line in _built_in_lines() if line.row.code not in listed] + own.regions
    regions = Regions((line.row for line in lines), (line.row for line in own.years))
    faults = [*own.faults, *check_regions(lines, regions), *check_years(own.years, regions)]
    files = [fault.file for fault in faults]
    return regions, sorted(faults, key=lambda fault: (files.index(fault.file), fault.line))


def _built_in_lines() -> list[Line[Region]]:
    listed = Listed()
    content = resources.files("shared.regions").joinpath(REGIONS).read_bytes()
    read_file(content, f"(built-in) {REGIONS}", listed)
    if listed.faults:
        raise RegionsBroken(listed.faults)
    return listed.regions
