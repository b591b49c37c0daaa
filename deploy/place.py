"""What a place's own files say of its regions and policies: put in force when a process starts."""

import os
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from pydantic import Field

from deploy.sentence import CannotGoOn
from services.reporting.declared.schemes.of_a_place import check_indicators
from shared.clock import present_day
from shared.policies.faults import PoliciesBroken
from shared.policies.in_force import FILE as POLICIES_FILE
from shared.policies.in_force import load_policies, policies_in_force, use_policies
from shared.policies.policies import Policies
from shared.regions import Regions, RegionsBroken, load_regions, regions_in_force, use_regions
from shared.regions.files import REGIONS as LIST
from shared.regions.files import YEARS
from shared.settings import PREFIX, Settings

log = structlog.get_logger(__name__)

REGIONS = f"{PREFIX}REGIONS"
POLICIES = f"{PREFIX}POLICIES"
KNOWN_AHEAD = timedelta(days=30)  # of working days: else the log says that they end


class PlaceSettings(Settings):
    """Where a place's own files are."""

    regions: Path | None = Field(
        None,
        description="The place's own regions: a file, or a folder with `regions.csv`,"
        " `population.csv` or both; without, the built-in list alone.",
    )
    policies: Path | None = Field(
        None,
        description="The place's own policies: a file, or a folder that may have a"
        " `policies.toml`; without, the built-in ones alone.",
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


def own_policies(
    path: Path | None, name: str = POLICIES, regions: Regions | None = None
) -> Policies:
    """The built-in policies with those of a place, a file or a folder.

    Their regions are known by `regions`, else by the list in force. Raises CannotGoOn, which tells
    every fault; `name` is what said the path.
    """
    try:
        return load_policies(path, regions, check_indicators)
    except PoliciesBroken as broken:
        raise CannotGoOn(
            zh=f"{name}：政策文件有误，请更正（waystation policy check 可列出全部错误）：\n"
            f"{broken.text.zh}",
            en=f"{name}: the file of policies is wrong; correct it (waystation policy check tells"
            f" the same):\n{broken.text.en}",
        ) from None
    except OSError as error:
        raise CannotGoOn(
            zh=f"{name}：政策文件 {path} 无法读取（{error.strerror}）；请更正路径或权限。",
            en=f"{name}: the file of policies {path} cannot be read ({error.strerror}); correct"
            " the path, or who may read it.",
        ) from None


def put_policies_in_force(path: Path | None, name: str = POLICIES) -> None:
    """Have this process go by the built-in policies and those of a place. As `own_policies`.

    To be called after `put_regions_in_force`.
    """
    use_policies(own_policies(path, name))


def log_policies() -> None:
    """Write into the log which policies are in force, and whether working days are known ahead."""
    policies = policies_in_force()
    until = policies.working_days.known_until
    log.info(
        "policies_in_force",
        version=policies.version,
        sha256=policies.digest,
        working_days_until=until.isoformat(),
    )
    if present_day() + KNOWN_AHEAD >= until:
        log.warning("working_days_end", working_days_until=until.isoformat())


def place_in_force() -> Mapping[str, Any]:
    """What of a place is in force, for /readyz: the hashes of its regions and policies."""
    policies = policies_in_force()
    return {
        "regions": {"sha256": regions_in_force().digest},
        "policies": {"version": policies.version, "sha256": policies.digest},
    }


def regions_of_folder(path: Path) -> Path | None:
    """The data folder of an embedded instance, if a place has put its regions there."""
    # A folder of another user is recognised by who needs more of it than this.
    return path if any(os.path.exists(path / name) for name in (LIST, YEARS)) else None


def policies_of_folder(path: Path) -> Path | None:
    """The data folder of an embedded instance, if a place has put its policies there."""
    return path if os.path.exists(path / POLICIES_FILE) else None


def regions_of_environment(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The place's own regions, for a command that calls an instance at an address."""
    return Path(text) if (text := environment.get(REGIONS)) else None
