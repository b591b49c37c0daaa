"""Collects declarations, so that one that is written cannot be left out of a list."""

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules
from typing import TypeVar

from services.reporting.declared.words import Indicator, Measure

D = TypeVar("D", Measure, Indicator)


def collect(package: str, path: Iterable[str], kind: type[D]) -> dict[str, D]:
    """What the modules of a package declare of one kind, by code, in the order of the modules.

    A declaration is a module's variable. Raises ValueError for a code that is declared twice.
    """
    declared: dict[str, D] = {}
    for module in iter_modules(path):
        for value in vars(import_module(f"{package}.{module.name}")).values():
            if isinstance(value, kind) and declared.setdefault(value.code, value) is not value:
                raise ValueError(f"{value.code} is declared twice")
    return declared
