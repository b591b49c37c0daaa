"""Every code of steps and endings has a name in both languages, of its own."""

from collections.abc import Mapping
from enum import StrEnum

import pytest

from services.cases.case.evidence import DOCUMENTS
from shared.names import endings, programme
from shared.text import Text

CODES: list[Mapping[StrEnum, Text]] = [
    value
    for module in (endings, programme)
    for value in vars(module).values()
    if isinstance(value, dict) and all(isinstance(key, StrEnum) for key in value)
]


@pytest.mark.parametrize("names", [*CODES, DOCUMENTS], ids=lambda names: type(min(names)).__name__)
def test_no_code_is_without_its_name(names: Mapping[StrEnum, Text]) -> None:
    """And no two of a kind have the same."""
    [kind] = {type(code) for code in names}
    assert set(names) == set(kind)
    assert len({text.zh for text in names.values()}) == len(names)
    assert len({text.en for text in names.values()}) == len(names)


def test_all_kinds_of_codes_are_tried() -> None:
    """Seven of endings, three of programmes."""
    assert len(CODES) == 10
