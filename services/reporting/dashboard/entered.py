"""Kind of place × region below: which kinds prevention has entered in a year, and which not yet."""

from services.reporting.dashboard.asked import Asked
from services.reporting.dashboard.below import below
from services.reporting.dashboard.grouped import by_values
from services.reporting.dashboard.matrix import Counts, Matrix
from services.reporting.dashboard.opening import Figures
from services.reporting.dashboard.sections import Link, Section
from services.reporting.declared.indicators import INDICATORS
from services.reporting.statistics.spans import Span, span_of
from shared.policies.dictionaries import WordList
from shared.policies.in_force import policies_in_force
from shared.regions import level
from shared.text import Text

ENTERED = Text(zh="{year}年各类场所覆盖情况", en="Kinds of places entered in {year}")
ENTERED_NOTE = Text(
    zh="“未进”表示该地区今年还没有在这类场所开展过活动。",
    en="“not yet” stands where no session was held in this kind of place this year.",
)
NOT_YET = Text(zh="未进", en="not yet")
COMMUNITIES = Text(zh="列出全部社区（村）", en="All communities")
STREETS = Text(zh="按街道（乡镇）", en="By street")
MOST_STREETS = 40  # whose communities are put below each other
TOO_MANY = Text(
    zh=f"一次最多列出{MOST_STREETS}个街道（乡镇）的社区；请先选择一个街道。",
    en=f"Communities of {MOST_STREETS} streets at most stand together; choose a street first.",
)
SESSIONS = INDICATORS["sessions"]


def _kinds_of_place(entered: set[str]) -> list[str]:
    """The kinds that prevention is to enter, by the named sets; then others that were entered."""
    words = policies_in_force().words(WordList.PLACE_KIND)
    wanted = [each.code for each in words if each.sets]
    return [*wanted, *sorted(entered - {*wanted})]


KINDS_ENTERED = Matrix(SESSIONS, "place_kind", _kinds_of_place, NOT_YET, ENTERED_NOTE)


async def entered(figures: Figures, asked: Asked, *, communities: bool) -> Section:
    """How many sessions the year has seen in each kind of place and region below; none marked.

    Of a county the regions below are its streets or, if that is asked for, all communities.
    """
    year = span_of("year", asked.days.last_day)
    title = asked.say(ENTERED).format(year=year.name)
    if level(asked.region) == "community":
        table, _ = await by_values(figures, asked, SESSIONS, "place_kind", year)
        return Section(title, [table])
    if level(asked.region) != "county" or not figures.sees_below(asked.region):
        return await KINDS_ENTERED.section(figures, asked, title, year)
    counts = await KINDS_ENTERED.counts(figures, asked, asked.region, year)
    regions = below(asked, {region for region, _ in counts})
    notes = [asked.say(ENTERED_NOTE)]
    if communities and len(regions) > MOST_STREETS:
        notes.append(asked.say(TOO_MANY))
    streets = regions if communities and len(regions) <= MOST_STREETS else []
    if streets:
        counts, regions = await _of_communities(figures, asked, year, streets, counts)
    links = [
        Link(asked.say(STREETS), asked.address(below=""), not communities),
        Link(asked.say(COMMUNITIES), asked.address(below="communities"), communities),
    ]
    table = KINDS_ENTERED.table(figures, asked, title, year, counts, regions, streets)
    return Section(title, [table], note=" ".join(notes), links=links)


async def _of_communities(
    figures: Figures, asked: Asked, year: Span, streets: list[str], of_streets: Counts
) -> tuple[Counts, list[str]]:
    """The communities of all streets; what was recorded for the county alone stands as it is.

    A street of which no community is listed, and that has nothing, is one row.
    """
    counts: Counts = {}
    regions: list[str] = []
    for street in streets:
        if street == asked.region:
            found = {key: value for key, value in of_streets.items() if key[0] == street}
            places = [street]
        else:
            found = await KINDS_ENTERED.counts(figures, asked, street, year)
            places = below(asked, {region for region, _ in found}, street) or [street]
        counts |= found
        regions += places
    return counts, regions
