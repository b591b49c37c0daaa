"""Figures as people read them. Pure."""

from decimal import Decimal

from services.reporting.declared.words import Indicator
from shared.text import Language
from shared.units import UNITS

NOTHING = "–"


def shown(value: int | float | None, unit: str = "") -> str:
    """A figure: thousands apart, a percentage with its sign, "–" for a share of nothing.

    >>> shown(1234.5, "元"), shown(0, "元")
    ('1,234.50', '0.00')
    >>> shown(12345), shown(66.67, "%"), shown(None), shown(100.0, "%"), shown(1.5, "天")
    ('12,345', '66.67 %', '–', '100 %', '1.5')
    """
    if value is None:
        return NOTHING
    if unit == "元":
        return f"{Decimal(str(value)):,.2f}"
    text = f"{value:,}" if isinstance(value, int) else f"{Decimal(str(value)).normalize():,f}"
    return f"{text} %" if unit == "%" else text


def with_unit(value: int | float | None, unit: str, language: Language) -> str:
    """A figure and what it counts; a percentage has its sign already.

    >>> with_unit(12, "人", "en"), with_unit(66.67, "%", "zh")
    ('12 persons', '66.67 %')
    """
    text = shown(value, unit)
    return text if unit == "%" or value is None else f"{text} {UNITS[unit].in_language(language)}"


def of_nothing(indicator: Indicator) -> int | None:
    """The figure where nothing was counted: 0, but there is no share of nothing."""
    return None if indicator.denominator else 0


def change(value: float | None, before: float | None, unit: str, language: Language) -> str | None:
    """What has changed, with its sign: in points of a percentage, else in per cent.

    None where it cannot be said: nothing to compare with.

    >>> change(110, 100, "人次", "en"), change(80.5, 82.0, "%", "zh"), change(3, 0, "人", "en")
    ('+10 %', '−1.5个百分点', None)
    """
    if value is None or before is None:
        return None
    if unit == "%":
        points = _signed(Decimal(str(value)) - Decimal(str(before)), 2)
        return f"{points}个百分点" if language == "zh" else f"{points} points"
    if not before:
        return None
    percent = (Decimal(str(value)) - Decimal(str(before))) * 100 / abs(Decimal(str(before)))
    return f"{_signed(percent, 0 if abs(percent) >= 10 else 1)} %"


def _signed(number: Decimal, places: int) -> str:
    """A number with its sign, rounded half away from nought; the minus is a real one."""
    rounded = _rounded(number, places)
    if not rounded:
        return "±0"
    text = f"{abs(rounded).normalize():,f}"
    return f"+{text}" if rounded > 0 else f"\N{MINUS SIGN}{text}"


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")
