"""Figures per so many residents: of which region and year, or why not. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from services.reporting.declared.rounding import exact, rounded_fraction
from services.reporting.declared.words import Indicator
from shared.regions import Regions
from shared.text import Text

PER = 10_000  # residents
_DAY = timedelta(days=1)


class NoRate(ValueError):
    """A share or an average is not divided by residents."""


@dataclass(frozen=True)
class Residents:
    """How many people lived in a region at the end of a year; None: it is not listed."""

    year: int
    number: int | None

    @property
    def why(self) -> Text | None:
        """Why there is no figure by them."""
        if self.number:
            return None
        return Text(
            zh=f"没有登记该地区{self.year}年末的人口，无法计算；请管理员补充 population.csv。",
            en=f"The population at the end of {self.year} is not listed for this region; the"
            " operator adds it to population.csv.",
        )

    def rate(self, count: float | None) -> float | None:
        """The count per `PER` residents, rounded; None where either is not known.

        >>> Residents(2019, 2_000).rate(3), Residents(2019, None).rate(3)
        (15.0, None)
        """
        if count is None or not self.number:
            return None
        return rounded_fraction(PER * exact(count) / self.number)


def check_rate(indicators: Iterable[Indicator]) -> None:
    """Whether each can be said per so many residents. Raises `NoRate`."""
    for indicator in indicators:
        if indicator.denominator is not None:
            raise NoRate(indicator.code)


def year_of(last_day: date, today: date) -> int:
    """The year whose residents a period is divided by.

    That of its last day; where that year is not over, the one before.

    >>> year_of(date(2019, 6, 30), date(2020, 1, 1)), year_of(date(2020, 6, 30), date(2020, 7, 1))
    (2019, 2019)
    """
    return last_day.year if last_day.year < today.year else today.year - 1


def residents(regions: Regions, code: str, year: int) -> Residents:
    """Those of one region."""
    return Residents(year, regions.population(code, year))


def residents_together(
    regions: Regions, year: int, added: Iterable[str], taken: Iterable[str] = ()
) -> Residents:
    """Those of several regions, as far as these were in force at the year's end, less of others."""
    last = date(year, 12, 31)
    total, known = 0, False
    for sign, codes in ((1, added), (-1, taken)):
        for code in codes:
            if regions.exists(code, last):
                number = regions.population(code, year)
                if number is None:
                    return Residents(year, None)
                total, known = total + sign * number, True
    return Residents(year, total if known and total > 0 else None)
