"""The names of codes: every code that an entry may hold has one, in both languages."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest

from shared import names as codes
from shared.names.by_list import NAMES
from shared.text import Text


def mappings() -> Iterator[Any]:
    """Each list of names in the chapters of the package."""
    for module in iter_modules(codes.__path__):
        if module.name == "by_list":
            continue
        named = vars(import_module(f"{codes.__name__}.{module.name}"))
        for name, value in named.items():
            if isinstance(value, Mapping) and name.isupper():
                yield pytest.param(value, id=f"{module.name}-{name}")


@pytest.mark.parametrize("names", [*mappings()])
def test_every_code_has_its_name(names: Mapping[StrEnum, Text]) -> None:
    """No member is missing, and no two are called alike."""
    kind = type(next(iter(names)))
    assert list(names) == list(kind)
    assert all(text.zh and text.en for text in names.values())
    assert len({text.zh for text in names.values()}) == len(names)
    assert len({text.en for text in names.values()}) == len(names)


def test_every_list_is_found_by_its_codes() -> None:
    """A chapter that is new is among them all."""
    assert {type(next(iter(each.values[0]))) for each in mappings()} == NAMES.keys()
