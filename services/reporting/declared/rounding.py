"""Rounding, in one place: half up, to two decimals, in whole numbers. Pure.

Halves go away from zero, as they are taught at school: 0.125 is 0.13, and -0.125 is -0.13. A float
is never rounded: it is the nearest number with two decimals that comes out.
"""

from fractions import Fraction

from shared.text import Text

ROUNDED = Text(
    zh="百分比、平均数和每万人比率按四舍五入保留两位小数。",
    en="Percentages, averages and rates per 10,000 people are rounded half up to two decimals.",
)


def rounded(numerator: int, denominator: int) -> float:
    """A quotient, half up to two decimals.

    >>> rounded(1, 8), rounded(-1, 8), rounded(2_675, 1_000), rounded(200, 3)
    (0.13, -0.13, 2.68, 66.67)
    """
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    hundredths = (200 * abs(numerator) + denominator) // (2 * denominator)
    return (hundredths if numerator >= 0 else -hundredths) / 100


def exact(value: float) -> Fraction:
    """A shown value, as the decimals that are shown.

    >>> exact(66.67) - exact(33.33)
    Fraction(1667, 50)
    """
    return Fraction(str(value))


def rounded_fraction(value: Fraction) -> float:
    """A fraction, half up to two decimals."""
    return rounded(value.numerator, value.denominator)
