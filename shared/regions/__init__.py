"""Regions: the 12-digit statistical codes, their names, which of them exist on a given day."""

from shared.regions.codes import (
    LENGTHS,
    LEVELS,
    Level,
    UnknownRegion,
    ancestors,
    is_region,
    is_unit,
    level,
    prefix,
    query_prefix,
)
from shared.regions.faults import Fault, RegionsBroken
from shared.regions.in_force import (
    built_in,
    load_regions,
    read_regions,
    regions_in_force,
    use_regions,
)
from shared.regions.register import Region, Regions, RegionYear

__all__ = [
    "LENGTHS",
    "LEVELS",
    "Fault",
    "Level",
    "Region",
    "RegionYear",
    "Regions",
    "RegionsBroken",
    "UnknownRegion",
    "ancestors",
    "built_in",
    "is_region",
    "is_unit",
    "level",
    "load_regions",
    "prefix",
    "query_prefix",
    "read_regions",
    "regions_in_force",
    "use_regions",
]
