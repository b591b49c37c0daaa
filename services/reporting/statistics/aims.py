"""What a place aims at, where its policies set it, and how much of that is reached. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from services.reporting.declared.schemes.of_a_place import BANDS
from services.reporting.declared.words import Indicator
from shared.policies.policies import Policies

Value = int | float | None


@dataclass(frozen=True)
class Aimed:
    """What an indicator is to reach in a region: in a year, or bands, the best first."""

    indicator: Indicator
    bands: tuple[int, ...]
    yearly: bool = False

    def reached(self, year: Value) -> float | None:
        """How much of a yearly aim a year's figure is, in per cent."""
        if not self.yearly or year is None:
            return None
        return percent(Decimal(str(year)), Decimal(self.bands[0]))


def aim_of(indicator: Indicator, policies: Policies, region: str, day: date) -> Aimed | None:
    """The aim of an indicator in a region (12 digits) on a day; None where no policy sets any."""
    if (value := BANDS.get(indicator.code)) is not None:
        return Aimed(indicator, policies.bands(value, region, day))
    aims = policies.aims_at(indicator.code, region, day)
    if not aims:
        return None
    aim = aims[0]
    if aim.a_year is not None:
        return Aimed(indicator, (aim.a_year,), yearly=True)
    return Aimed(indicator, aim.percent or (aim.number or 0,))


def percent(part: Decimal, whole: Decimal) -> float:
    """A part of a whole in per cent, as it is shown."""
    return float((part * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP))
