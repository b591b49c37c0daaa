"""The values of a dimension by the names that people know: campaigns by theirs, not by code."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

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
Names = Mapping[str, str]  # of campaigns, by code


async def names_of_values(
    figures: Figures,
    asked: Asked,
    dimension: Dimension,
    values: Sequence[str],
    span: Span | None = None,
) -> list[str]:
    """What the values are called in a view, or in another period."""
    names: Names = {}
    if dimension.code == CAMPAIGN.code and values:
        names = await names_of_campaigns(figures, asked, span, values)
    return [called(asked, dimension, value, names) for value in values]


async def names_of_campaigns(
    figures: Figures,
    asked: Asked,
    span: Span | None = None,
    among: Collection[str] | None = None,
) -> Names:
    """What the campaigns of a view, or of another period, are called: all, or those `among` some.

    One that the caller may not see, or that runs in none of these days, has no name here; two of
    one name have their code beside it.
    """
    days = (span or asked.span).until(asked.known)
    async with figures.settled():
        running = await campaigns_in(
            figures.connection, asked.region, (days.start, days.end), asked.known, asked.moment
        )
    names = {
        each.code: each.name
        for each in running
        if may_see(figures.caller, each.region) and (among is None or each.code in among)
    }
    alike = Counter(names.values())
    return {
        code: asked.say(BESIDE).format(name, code) if alike[name] > 1 else name
        for code, name in names.items()
    }


def called(asked: Asked, dimension: Dimension, value: str, names: Names) -> str:
    """What a value is called, campaigns by their `names`; one that has none by its code."""
    if dimension.code == CAMPAIGN.code and value in names:
        return names[value]
    return asked.say(value_name(dimension, value))
