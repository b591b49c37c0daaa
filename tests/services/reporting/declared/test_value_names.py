"""What people are shown of declarations has a name in both languages."""

import pytest

from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.measures import MEASURES
from services.reporting.declared.value_names import value_name
from services.reporting.declared.words import Dimension
from shared.units import UNITS

DIMENSIONS = {
    each.code: each
    for measure in MEASURES.values()
    for each in (*measure.dimensions, *measure.groupings)
}


@pytest.mark.parametrize("dimension", DIMENSIONS.values(), ids=DIMENSIONS)
def test_every_value_has_a_name(dimension: Dimension) -> None:
    """No value is shown as it is stored, and no two of a dimension have one name."""
    names = [value_name(dimension, value) for value in dimension.values]
    assert not [name for name in names if name.zh.isascii() and name.zh.replace("_", "").isalpha()]
    for language in ("zh", "en"):
        words = [name.in_language(language) for name in names]
        assert len({*words}) == len(words)


def test_every_unit_has_a_name() -> None:
    """A figure's unit can be said in both languages."""
    assert {indicator.unit for indicator in INDICATORS.values()} <= UNITS.keys()
