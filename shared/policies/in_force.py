"""Which policies are in force: the built-in ones, or those and a place's own, set once."""

from pathlib import Path

from shared.policies.policies import Policies
from shared.policies.reading import Check, built_in, read_own_policies
from shared.regions import Regions, regions_in_force

FILE = "policies.toml"


class _InForce:
    """What the process has set; until it has, the built-in policies."""

    policies: Policies | None = None


def policies_in_force() -> Policies:
    """The policies by which this process goes."""
    return _InForce.policies or built_in()


def use_policies(policies: Policies | None) -> None:
    """Put policies in force, once, when the process starts; None are the built-in ones."""
    _InForce.policies = policies


def load_policies(
    path: Path | None, regions: Regions | None = None, check: Check | None = None
) -> Policies:
    """The built-in policies with those of a place: a file, or a folder with policies.toml.

    Regions are known by `regions`, else by the list in force; `check` notes what else is wrong.
    Raises OSError and PoliciesBroken.
    """
    if path is not None and path.is_dir():
        path = path / FILE
        path = path if path.exists() else None
    if path is None:
        return built_in()
    return read_own_policies(path.read_bytes(), regions or regions_in_force(), check)
