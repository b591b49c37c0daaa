"""Percentages are rounded half up, as they are by hand, where a float is not."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.declared.rounding import exact, rounded, rounded_fraction


@pytest.mark.parametrize(
    ("numerator", "denominator", "half_up", "by_float"),
    [
        (100, 800, 0.13, 0.12),  # 0.125, to the even digit
        (2_675, 1_000, 2.68, 2.67),  # no float is 2.675
        (100 * 1, 32, 3.13, 3.12),
        (100 * 3, 160, 1.88, 1.88),
        (100 * 201, 20_000, 1.01, 1.0),  # 1.005
    ],
)
def test_where_a_float_rounds_wrong(
    numerator: int, denominator: int, half_up: float, by_float: float
) -> None:
    """A half goes up, whether the digit before it is even or not."""
    assert rounded(numerator, denominator) == half_up
    assert round(numerator / denominator, 2) == by_float


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**9))
def test_it_is_rounding_half_up(numerator: int, denominator: int) -> None:
    """Any quotient is rounded as a decimal of any length is; a negative one away from zero."""
    whole = Fraction(numerator, denominator)
    by_hand = (abs(whole) * 100 + Fraction(1, 2)).__floor__()
    expected = Decimal(by_hand).scaleb(-2) * (1 if numerator >= 0 else -1)
    assert Decimal(str(rounded(numerator, denominator))) == expected
    assert rounded_fraction(whole) == rounded(numerator, denominator)


@given(st.integers(-(10**9), 10**9))
def test_what_is_shown_is_read_as_it_is_shown(hundredths: int) -> None:
    """Differences follow from the decimals on the page, not from the floats behind them."""
    shown = rounded(hundredths, 100)
    assert exact(shown) == Fraction(hundredths, 100)
    quantized = Decimal(str(shown)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert quantized == Decimal(hundredths).scaleb(-2)
