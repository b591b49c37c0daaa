"""What a place's own files say of its regions: put in force once, when a process starts."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog
from pydantic import Field

from deploy.sentence import CannotGoOn
from shared.regions import Regions, RegionsBroken, load_regions, regions_in_force, use_regions
from shared.regions.files import REGIONS as LIST
from shared.regions.files import YEARS
from shared.settings import PREFIX, Settings

log = structlog.get_logger(__name__)

REGIONS = f"{PREFIX}REGIONS"


class PlaceSettings(Settings):
    """Where a place's own files are."""

    regions: Path | None = Field(
        None,
        description="The place's own regions: a file, or a folder with `regions.csv`,"
        " `population.csv` or both; without, the built-in list alone.",
    )


def own_regions(path: Path | None, name: str = REGIONS) -> Regions:
    """The built-in list of regions with that of a place.

    Raises CannotGoOn, which names the faults by file, line and column; `name` is what said the
    path.
    """
    try:
        return load_regions(path)
    except RegionsBroken as broken:
        raise CannotGoOn(
            zh=f"{name}：区划表有误，请更正（waystation regions check 列出全部错误）：\n"
            f"{broken.text.zh}",
            en=f"{name}: the list of regions is wrong; correct it (waystation regions check lists"
            f" all that is wrong):\n{broken.text.en}",
        ) from None


def put_regions_in_force(path: Path | None, name: str = REGIONS) -> None:
    """Have this process know regions by the built-in list and that of a place. As `own_regions`."""
    use_regions(own_regions(path, name))


def log_regions() -> None:
    """Write into the log which regions are in force: how many, and the hash of their list."""
    regions = regions_in_force()
    log.info("regions_in_force", sha256=regions.digest, count=len(list(regions)))


def regions_told() -> Mapping[str, Any]:
    """Which regions are in force, for /readyz: the hash of their list."""
    return {"regions": {"sha256": regions_in_force().digest}}


def regions_of_folder(path: Path) -> Path | None:
    """The data folder of an embedded instance, if a place has put its regions there."""
    # A folder of another user is told by who needs more of it than this.
    return path if any(os.path.exists(path / name) for name in (LIST, YEARS)) else None


def regions_of_environment(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The place's own regions, for a command that calls an instance at an address."""
    return Path(text) if (text := environment.get(REGIONS)) else None
