"""The values of a dimension by the names that people know: campaigns by theirs, not by code."""

from collections import Counter
from collections.abc import Sequence

from services.reporting.dashboard.asked import Asked
from services.reporting.dashboard.opening import Figures
from services.reporting.declared.measures.campaigns import CAMPAIGN
from services.reporting.declared.value_names import value_name
from services.reporting.declared.words import Dimension
from services.reporting.statistics.campaigns import campaigns_in
from services.reporting.statistics.detail import may_see
from services.reporting.statistics.spans import Span
from shared.text import Text

BESIDE = Text(zh="{}（{}）", en="{} ({})")


async def names_of_values(
    figures: Figures,
    asked: Asked,
    dimension: Dimension,
    values: Sequence[str],
    span: Span | None = None,
) -> list[str]:
    """What the values are called in a view, or in another period.

    A campaign that the caller may not see, or that runs in none of these days, goes by its code;
    two of one name have it beside the name.
    """
    if dimension.code != CAMPAIGN.code or not values:
        return [asked.say(value_name(dimension, value)) for value in values]
    days = (span or asked.span).until(asked.known)
    async with figures.settled():
        running = await campaigns_in(
            figures.connection, asked.region, (days.start, days.end), asked.known, asked.moment
        )
    names = {each.code: each.name for each in running if may_see(figures.caller, each.region)}
    alike = Counter(names[value] for value in values if value in names)
    return [_shown(asked, value, names.get(value, value), alike) for value in values]


def _shown(asked: Asked, code: str, name: str, alike: Counter[str]) -> str:
    return asked.say(BESIDE).format(name, code) if alike[name] > 1 else name
