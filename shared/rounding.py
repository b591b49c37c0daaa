"""Rounding, in one place: half up, to two decimals, in whole numbers. Pure.

Halves go away from zero, as they are taught at school: 0.125 is 0.13, and -0.125 is -0.13. A float
is never rounded: it is the nearest number with two decimals that comes out.
"""


def rounded(numerator: int, denominator: int) -> float:
    """A quotient, half up to two decimals.

    >>> rounded(1, 8), rounded(-1, 8), rounded(2_675, 1_000), rounded(200, 3)
    (0.13, -0.13, 2.68, 66.67)
    """
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    hundredths = (200 * abs(numerator) + denominator) // (2 * denominator)
    return (hundredths if numerator >= 0 else -hundredths) / 100
