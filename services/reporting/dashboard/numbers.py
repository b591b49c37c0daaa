"""Figures as people read them. Pure."""

from decimal import Decimal

from services.reporting.declared.words import Indicator
from services.reporting.statistics.few import SmallestShown
from shared.money import FEN_OF_A_YUAN
from shared.policies.in_force import policies_in_force
from shared.policies.values import Value
from shared.text import Language
from shared.units import FEN, MINUTES, MINUTES_OF_AN_HOUR, UNITS, shown_unit

NOTHING = "–"
# The units of counts; averages are in others, and there is none of nothing.
ALWAYS_COUNTED = UNITS.keys() - {"%", "天", "人/名"}


def shown(value: int | float | None, unit: str = "") -> str:
    """A figure: thousands apart, a percentage with its sign, "–" for a share of nothing.

    There is always a number of something that is counted, unless it is too small to be shown.
    Money, which is counted in fen, is shown in yuan with two decimals; minutes in hours with one.

    >>> shown(12345), shown(66.67, "%"), shown(None), shown(100.0, "%"), shown(1.5, "天")
    ('12,345', '66.67 %', '–', '100 %', '1.5')
    >>> shown(None, "人"), shown(470005, FEN)
    ('<15', '4,700.05')
    >>> shown(100, MINUTES)
    '1.7'
    """
    if value is None:
        return few_sign() if unit in ALWAYS_COUNTED else NOTHING
    if unit == FEN:
        return f"{Decimal(value) / FEN_OF_A_YUAN:,.2f}"
    if unit == MINUTES:
        return f"{Decimal(value) / MINUTES_OF_AN_HOUR:,.1f}"
    text = f"{value:,}" if isinstance(value, int) else f"{Decimal(str(value)).normalize():,f}"
    return f"{text} %" if unit == "%" else text


def few_sign() -> str:
    """What stands in the place of a number that is too small to be shown, wherever it is of."""
    largest = policies_in_force().largest
    rule = SmallestShown(largest(Value.SMALLEST_CELL), largest(Value.CELLS_ROUNDED_TO))
    return rule.sign


def with_unit(value: int | float | None, unit: str, language: Language) -> str:
    """A figure and what it counts; a percentage has its sign already.

    >>> with_unit(12, "人", "en"), with_unit(66.67, "%", "zh")
    ('12 persons', '66.67 %')
    """
    text = shown(value, unit)
    if unit == "%" or value is None:
        return text
    return f"{text} {shown_unit(unit).in_language(language)}"


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
