"""What a place aims at, in the words of its pages, and how a figure stands against it. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.reporting.dashboard.numbers import shown
from services.reporting.declared.schemes.of_a_place import is_low
from services.reporting.statistics.aims import Aimed, Value, percent
from services.reporting.statistics.spans import Span
from shared.text import Language, Text
from shared.units import UNITS

AIM = Text(zh="目标", en="Aim")
REACHED = Text(zh="完成目标", en="Share of the aim")
USED = Text(zh="占上限", en="Share of the limit")
PASSED = Text(zh="全年时间进度", en="Year elapsed")
STANDING = Text(zh="达标情况", en="Against the aim")
_AT_LEAST = Text(zh="不低于 {aim}", en="at least {aim}")
_AT_MOST = Text(zh="不超过 {aim}", en="at most {aim}")
_A_YEAR = Text(zh="{aim}/年", en="{aim} a year")
_BANDS = Text(zh="不低于 {least}，{best} 为优", en="at least {least}, best {best}")
_LOW_BANDS = Text(zh="不超过 {least}，{best} 为优", en="at most {least}, best {best}")
_MET, _NOT_MET = Text(zh="已达到", en="reached"), Text(zh="未达到", en="not reached")
_WITHIN, _BEYOND = Text(zh="未超过", en="not exceeded"), Text(zh="已超过", en="exceeded")
_BEST = Text(zh="优", en="best")


@dataclass(frozen=True)
class Year:
    """A calendar year up to the last day that counts."""

    span: Span
    known: date
    language: Language

    @property
    def passed(self) -> float | None:
        """How much of it has passed, in per cent, this day included; None where it is over.

        >>> from services.reporting.statistics.spans import span_named
        >>> Year(span_named("2026"), date(2026, 7, 2), "en").passed
        50.1
        """
        if self.known >= self.span.last_day:
            return None
        days = (self.span.end - self.span.start).days
        gone = (self.known - self.span.start).days + 1
        return percent(Decimal(gone), Decimal(days))


def in_words(aim: Aimed, language: Language) -> str:
    """The aim in words."""
    low = is_low(aim.indicator)
    best, least = (_number(aim, each, language) for each in (aim.bands[0], aim.bands[-1]))
    if len(aim.bands) > 1:
        bands = (_LOW_BANDS if low else _BANDS).in_language(language)
        return bands.format(best=best, least=least)
    if aim.yearly:
        best = _A_YEAR.in_language(language).format(aim=best)
        if not low:
            return best
    return (_AT_MOST if low else _AT_LEAST).in_language(language).format(aim=best)


def standing(aim: Aimed, value: Value, language: Language) -> str | None:
    """Whether a figure reaches the aim, in words; None for a share of nothing, and of a sum."""
    if value is None or aim.yearly:
        return None
    low = is_low(aim.indicator)
    reached = [value <= each if low else value >= each for each in aim.bands]
    if len(reached) > 1 and reached[0]:
        return _BEST.in_language(language)
    met, not_met = (_WITHIN, _BEYOND) if low else (_MET, _NOT_MET)
    return (met if reached[-1] else not_met).in_language(language)


def lines(aim: Aimed, value: Value, year: Value, asked_year: Year) -> list[tuple[Text, str]]:
    """What stands beside a figure: the aim, the share reached, the share of the year passed.

    `value` is the figure that is shown, `year` that of its year up to the last day that counts.
    """
    language = asked_year.language
    found = [(AIM, in_words(aim, language))]
    if not aim.yearly:
        stands = standing(aim, value, language)
        return found if stands is None else [*found, (STANDING, stands)]
    if (reached := aim.reached(year)) is not None:
        found.append((USED if is_low(aim.indicator) else REACHED, shown(reached, "%")))
    if (passed := asked_year.passed) is not None:
        found.append((PASSED, shown(passed, "%")))
    return found


def _number(aim: Aimed, number: int, language: Language) -> str:
    text, unit = shown(number, aim.indicator.unit), aim.indicator.unit
    if unit == "%":
        return text
    name = UNITS[unit].in_language(language)
    return f"{text} {name}" if language == "en" else f"{text}{name}"
