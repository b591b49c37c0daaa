"""The tiles of the overview: a figure of the month with its trend, its changes and its aim."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from services.reporting.comparing.compare import Compared, Comparison
from services.reporting.comparing.period_question import Value
from services.reporting.dashboard import aims, charts
from services.reporting.dashboard.aims import Year
from services.reporting.dashboard.asked import Asked
from services.reporting.dashboard.changes import days_of
from services.reporting.dashboard.numbers import change, of_nothing, shown
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.words import Indicator
from services.reporting.statistics.aims import aim_of
from services.reporting.statistics.spans import Span, span_of
from shared.policies.in_force import policies_in_force
from shared.text import Text
from shared.units import shown_unit

TILES: tuple[Indicator, ...] = tuple(
    INDICATORS[code]
    for code in (
        "contacts",
        "meeting_rate",
        "due_tests_rate",
        "tests_missed",
        "assessment_rate",
        "programme_kept",
        "duties_overdue",
        "open_crises",
        "sessions",
        "articles",
    )
)
# What stands beside a share: what was done, and what was due.
PARTS: Mapping[str, tuple[Indicator, ...]] = {
    one.code: tuple(
        replace(one, code=f"{one.code} {number}", numerator=part, denominator=None)
        for number, part in enumerate(one.parts)
    )
    for one in TILES
    if one.denominator is not None
}
MONTHS = 13  # of a trend: the same month of the year before is the first

SO_FAR = Text(zh="今年以来", en="Year to date")
BEFORE = Text(zh="比上月", en="vs. previous month")
YEAR_BEFORE = Text(zh="比上年同月", en="vs. a year earlier")
BEFORE_SO_FAR = Text(zh="比上月前{days}天", en="vs. first {days} days of previous month")
YEAR_BEFORE_SO_FAR = Text(zh="比上年同月前{days}天", en="vs. first {days} days, a year earlier")
OF_YEARS = Text(zh="比上年", en="vs. year before")
OF_YEARS_SO_FAR = Text(zh="比上年同期", en="vs. first {days} days of {year}")

Months = Mapping[str, Mapping[str, Value]]  # by indicator, then by month


@dataclass(frozen=True)
class Known:
    """What the tiles of a page are made of.

    `compared` is of the month, where that is not known from its months; `of_year` of the year up to
    the last day, or else `years` has the figures of that year alone.
    """

    month: Span
    months: Months
    compared: Comparison | None
    of_year: Comparison | None
    years: Mapping[str, Value]
    detail: bool


@dataclass(frozen=True)
class Tile:
    """One figure as it is shown."""

    name: str
    value: str
    unit: str
    trend: Markup
    lines: Sequence[tuple[str, str]]
    address: str
    open: str | None


def tile(indicator: Indicator, asked: Asked, known: Known) -> Tile:
    """An indicator's month: its value, where it comes from and what has changed."""
    language, month = asked.language, known.month
    row = _row(known.compared, indicator)
    value = at(indicator, known.months, month) if row is None else row.side.value
    year_row = _row(known.of_year, indicator)
    of_year = known.years.get(indicator.code) if year_row is None else year_row.side.value
    lines = _changed(indicator, asked, known, value)
    if indicator.numerator.counting != "stock":
        lines += _year(indicator, asked, known, of_year)
    aim = aim_of(indicator, policies_in_force(), asked.region, month.last_day)
    if aim is not None:
        year = Year(span_of("year", asked.days.last_day), asked.known, language)
        lines += [(asked.say(name), text) for name, text in aims.lines(aim, value, of_year, year)]
    name = asked.say(indicator.name)
    trend = [at(indicator, known.months, each) for each in month.with_earlier(MONTHS)]
    return Tile(
        name=name,
        value=shown(value, indicator.unit),
        unit=_beside(indicator, asked, known),
        trend=charts.sparkline(name, trend),
        lines=lines,
        address=asked.at(month).address(f"/indicators/{indicator.code}"),
        open=_opened(indicator, asked.at(month), row) if known.detail else None,
    )


def _opened(indicator: Indicator, view: Asked, row: Compared | None) -> str | None:
    """Where its month is opened: under the code that it is of, if that is one."""
    codes = () if row is None else row.side.codes
    if len(codes) > 1:
        return None
    return view.address("/figure", region=(*codes, view.region)[0], indicator=indicator.code)


def at(indicator: Indicator, months: Months, month: Span) -> Value:
    """A month's figure: what was not counted is 0, but for a share of nothing."""
    return months[indicator.code].get(month.name, of_nothing(indicator))


def _beside(indicator: Indicator, asked: Asked, known: Known) -> str:
    """The unit of a figure; of a share what was done and what was due, where both are known."""
    parts = PARTS.get(indicator.code)
    if parts is None:
        return asked.say(shown_unit(indicator.unit))
    if known.compared is not None and known.compared.boundaries == "now":
        return ""  # they are known on the boundaries of then
    if any(each.code not in known.months for each in parts):
        return ""
    done, due = (at(each, known.months, known.month) for each in parts)
    return f"{shown(done)} ÷ {shown(due)}" if due else ""


def _changed(
    indicator: Indicator, asked: Asked, known: Known, value: Value
) -> list[tuple[str, str]]:
    """Against the month before and the same one a year before, or as many of their first days."""
    month, row, made = known.month, _row(known.compared, indicator), known.compared
    if row is not None and made is not None:
        pairs = (
            (row.before.side.value, made.before, month.before(), BEFORE, BEFORE_SO_FAR),
            (
                row.year_before.side.value,
                made.year_before,
                month.year_before(),
                YEAR_BEFORE,
                YEAR_BEFORE_SO_FAR,
            ),
        )
    elif asked.is_over(month):
        before, year_before = month.before(), month.year_before()
        pairs = (
            (at(indicator, known.months, before), before, before, BEFORE, BEFORE),
            (
                at(indicator, known.months, year_before),
                year_before,
                year_before,
                YEAR_BEFORE,
                YEAR_BEFORE,
            ),
        )
    else:
        return []
    lines = []
    for then, days, whole, name, so_far in pairs:
        text = change(value, then, indicator.unit, asked.language)
        if text is not None:
            named = asked.say(name if days == whole else so_far)
            lines.append((named.format(days=days_of(days)), text))
    return lines


def _year(indicator: Indicator, asked: Asked, known: Known, value: Value) -> list[tuple[str, str]]:
    """The year up to the last day, and how it stands against as many days of the year before."""
    span = span_of("year", asked.days.last_day)
    name = span.text() if asked.is_over(span) else SO_FAR
    lines = [(asked.say(name), shown(value, indicator.unit))]
    row, made = _row(known.of_year, indicator), known.of_year
    if row is None or made is None:
        return lines
    text = change(value, row.before.side.value, indicator.unit, asked.language)
    if text is not None:
        days, whole = made.before, span.before()
        named = asked.say(OF_YEARS if days == whole else OF_YEARS_SO_FAR)
        lines.append((named.format(days=days_of(days), year=whole.name), text))
    return lines


def _row(made: Comparison | None, indicator: Indicator) -> Compared | None:
    if made is None:
        return None
    return next(each for each in made.rows if each.indicator is indicator)
