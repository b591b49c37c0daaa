"""A figure beside those of the period before and of a year before, and per so many people."""

from services.reporting.comparing.answers import PER_UNIT
from services.reporting.comparing.boundaries import Boundaries
from services.reporting.comparing.period_question import Value
from services.reporting.dashboard.asked import Asked
from services.reporting.dashboard.changes import changes, choice, days_of, opened_of
from services.reporting.dashboard.numbers import NOTHING, change
from services.reporting.dashboard.opening import Figures
from services.reporting.dashboard.sections import Section
from services.reporting.dashboard.tables import Cell, Row, Table, counted
from services.reporting.declared.words import Indicator
from services.reporting.statistics.population import Residents, residents, year_of
from services.reporting.statistics.spans import Span
from shared.clock import today
from shared.regions import regions_in_force
from shared.text import Text
from shared.units import shown_unit

TITLE = Text(zh="与前期相比", en="Against earlier periods")
PERIOD = Text(zh="时段", en="Period")
CHANGE = Text(zh="本期增减", en="Change since")
THIS = Text(zh="本期", en="This period")
BEFORE = Text(zh="上期", en="Period before")
YEAR_BEFORE = Text(zh="上年同期", en="A year before")
FIRST_DAYS = Text(zh="{period}（前{days}天）", en="{period} (first {days} days)")
PEOPLE = Text(zh="{year}年末人口{number}", en="{number} people at the end of {year}")


async def compared_section(
    figures: Figures, asked: Asked, one: Indicator, boundaries: Boundaries
) -> list[Section]:
    """The three periods, each with its figure, then on which boundaries they are."""
    made = await changes(figures, asked, [one], asked.span, boundaries)
    if made is None:
        return []
    [row] = made.rows
    unit = asked.say(shown_unit(one.unit))
    sides = (
        (THIS, made.counted, asked.span, row.side, None),
        (BEFORE, made.before, asked.span.before(), row.before.side, row.side.value),
        (
            *(YEAR_BEFORE, made.year_before, asked.span.year_before()),
            *(row.year_before.side, row.side.value),
        ),
    )
    table = Table(
        asked.say(TITLE),
        asked.say(PERIOD),
        [unit, asked.say(CHANGE)],
        [
            Row(
                asked.say(name),
                [
                    counted(side.value, one.unit, opened_of(figures, asked.at(days), one, side)),
                    Cell(_changed(asked, one, now, side.value)),
                ],
                asked.at(days).address(),
                note=_days(asked, days, whole),
            )
            for name, days, whole, side, now in sides
        ],
    )
    offered = choice(asked, boundaries, [made], opens=figures.detail)
    return [Section(asked.say(TITLE), [table], note=offered.note, links=offered.links)]


def _changed(asked: Asked, one: Indicator, now: Value, then: Value) -> str:
    return change(now, then, one.unit, asked.language) or NOTHING


def _days(asked: Asked, days: Span, whole: Span) -> str:
    """The name of a period; of one of which the first days count alone, how many these are."""
    name = asked.say(whole.text())
    if days == whole:
        return name
    return asked.say(FIRST_DAYS).format(period=name, days=days_of(days))


def people_of(asked: Asked, one: Indicator, region: str, span: Span) -> Residents | None:
    """The people by whom a figure of a region and a period is divided; None of a share."""
    if one.denominator is not None:
        return None
    day = today(asked.moment or asked.now)
    year = year_of(span.until(asked.known).last_day, day)
    return residents(regions_in_force(), region, year)


def per_people(people: Residents | None, value: Value) -> Cell:
    """A figure per so many people; a dash where it is not known, or not for this reader."""
    return counted(None if people is None else people.rate(value))


def per_people_facts(asked: Asked, people: Residents | None, value: Value) -> list[tuple[str, str]]:
    """The same in words, with how many people there are; nothing where that is not listed."""
    if people is None or not people.number:
        return []
    number = asked.say(PEOPLE).format(year=people.year, number=f"{people.number:,}")
    return [(asked.say(PER_UNIT), f"{counted(people.rate(value)).text} · {number}")]
