"""Small figures about persons, which are not shown to callers without `statistics:detail`. Pure.

A figure is shown rounded, and only where all that are rounded to the same are above the smallest
that a place publishes; else it is hidden, and so is 0. So of a hidden figure from 1 to 9 at least
two values stay possible, whichever shown figures are subtracted: docs/decisions/0087.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from services.reporting.declared.rounding import rounded
from services.reporting.declared.words import Indicator
from shared.policies.policies import Policies
from shared.policies.values import Value
from shared.text import Text


@dataclass(frozen=True)
class SmallestShown:
    """Which figures are shown: those well above `smallest`, rounded to a multiple of `step`."""

    smallest: int
    step: int

    def count(self, value: int) -> int | None:
        """A count as it is shown; None where it is hidden.

        >>> [SmallestShown(10, 5).count(value) for value in (0, 9, 12, 13, 47, 48)]
        [None, None, None, 15, 45, 50]
        """
        shown = (2 * value + self.step) // (2 * self.step) * self.step
        return shown if shown >= self.least else None

    def figure(self, indicator: Indicator, value: int, of: int | None) -> int | float | None:
        """A figure as it is shown, from its parts; a share is that of its rounded parts.

        A share is hidden where one of its parts is, and never shows more than the whole.
        """
        shown = self.count(value)
        if of is None or shown is None:
            return shown
        whole = self.count(of)
        if whole is None:
            return None
        return rounded(indicator.times * (min(shown, whole) if value <= of else shown), whole)

    @property
    def least(self) -> int:
        """The least figure that is shown: all that are rounded to it are above `smallest`."""
        return ((self.smallest + self.step // 2) // self.step + 1) * self.step

    @property
    def sign(self) -> str:
        """What stands in the place of a hidden number.

        >>> SmallestShown(10, 5).sign
        '<15'
        """
        return f"<{self.least}"

    @property
    def why(self) -> Text:
        """Which figures are hidden, and how the others are shown."""
        return Text(
            zh=f"涉及个人的数字取整到{self.step}的倍数；取整后小于{self.least}的（含0）不予公布，以“{self.sign}”"
            "表示，由其计算的比率也不公布。",
            en=f"Figures about persons are rounded to multiples of {self.step}; those that round to"
            f" less than {self.least}, 0 included, are not shown (“{self.sign}”), nor are shares"
            " of them.",
        )


def about_persons(indicator: Indicator) -> bool:
    """Whether a small figure would tell of those who are in it."""
    return any(part.measure.of_persons for part in indicator.parts)


@lru_cache(maxsize=10_000)
def smallest_shown(policies: Policies, region: str, day: date) -> SmallestShown:
    """Which figures are shown of a region (12 digits) on a day."""
    return SmallestShown(
        policies.number(Value.SMALLEST_CELL, region, day),
        policies.number(Value.CELLS_ROUNDED_TO, region, day),
    )
