"""How figures are rounded, in words, and fractions of what is shown. Pure."""

from fractions import Fraction

from shared.rounding import rounded
from shared.text import Text

__all__ = ["OF_A_FORMULA", "ROUNDED", "exact", "rounded", "rounded_fraction"]

ROUNDED = Text(
    zh="百分比、平均数和每万人比率按四舍五入保留两位小数。",
    en="Percentages, averages and rates per 10,000 people are rounded half up to two decimals.",
)
# The same at the end of a formula.
OF_A_FORMULA = Text(zh="；四舍五入保留两位小数", en="; rounded half up to two decimals")


def exact(value: float) -> Fraction:
    """A shown value, as the decimals that are shown.

    >>> exact(66.67) - exact(33.33)
    Fraction(1667, 50)
    """
    return Fraction(str(value))


def rounded_fraction(value: Fraction) -> float:
    """A fraction, half up to two decimals."""
    return rounded(value.numerator, value.denominator)
