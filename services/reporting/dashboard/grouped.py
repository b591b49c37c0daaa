"""Figures by the values of one dimension, or of two, as a table and a chart."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.reporting.dashboard import charts
from services.reporting.dashboard.asked import Asked
from services.reporting.dashboard.named import names_of_values
from services.reporting.dashboard.opening import Figures
from services.reporting.dashboard.sections import Chart
from services.reporting.dashboard.tables import Cell, More, Row, Table, counted
from services.reporting.declared.value_names import value_name
from services.reporting.declared.words import Dimension, Indicator, OpenDimension
from services.reporting.statistics.spans import Span
from shared.text import Text
from shared.units import shown_unit

BY = Text(zh="按{name}", en="By {name}")
NAMED = Text(zh="{}（{}）", en="{} ({})")
FIGURE = Text(zh="指标", en="Figure")
TOGETHER = Text(zh="合计", en="Altogether")
MOST_VALUES = 40  # of an open dimension, on a page; a file has all
SOME = Text(
    zh="共{all}项，此处列出数量最多的{most}项。", en="The {most} greatest of {all} are shown."
)
ALL_OF_THEM = Text(zh="下载全部（XLSX）", en="Download all of them (XLSX)")


def opened(
    figures: Figures,
    asked: Asked,
    one: Indicator,
    region: str | None = None,
    where: str | Sequence[str] = "",
    *,
    itself: bool = False,
) -> str | None:
    """Where a figure is opened to its entries, for those who may; `where` as dimension:value.

    `itself` is for what was recorded for a region and for none below it.
    """
    if not figures.detail:
        return None
    group = f"region:{region or asked.region}" if itself else ""
    return asked.address("/figure", region=region, indicator=one.code, where=where, group=group)


async def by_values(
    figures: Figures, asked: Asked, one: Indicator, code: str, span: Span | None = None
) -> tuple[Table, Chart]:
    """An indicator by one of its dimensions, in the order in which its values are declared.

    Of an open dimension, whose values are not listed, the greatest figures come first: a page has
    so many of them, and says how many there are and where.
    """
    dimension = dimension_of(one, code)
    counts = {
        figure.group[0]: figure.value for figure in await figures.of([one], asked, span, by=(code,))
    }
    every = in_order(dimension, counts)
    values = every
    if isinstance(dimension, OpenDimension) and asked.form == "html":
        values = every[:MOST_VALUES]
    names = await names_of_values(figures, asked, dimension, values, span)
    title = asked.say(BY).format(name=asked.say(dimension.name))
    title = f"{asked.say(one.name)} · {title}"
    view = asked if span is None else asked.at(span)
    addresses = [opened(figures, view, one, where=f"{code}:{value}") for value in values]
    table = Table(
        title,
        asked.say(dimension.name),
        [asked.say(shown_unit(one.unit))],
        [
            Row(name, [counted(counts[value], one.unit, address)])
            for name, value, address in zip(names, values, addresses, strict=True)
        ],
        more=None if values == every else _more(view, one, len(every)),
    )
    return table, Chart(title, charts.bars(title, names, [counts[value] for value in values]))


def _more(view: Asked, one: Indicator, number: int) -> More:
    """Where all values are: in the file of the indicator's own page."""
    said = view.say(SOME).format(most=MOST_VALUES, all=f"{number:,}")
    address = view.address(f"/indicators/{one.code}", format="xlsx")
    return More(said, view.say(ALL_OF_THEM), address)


async def listed(
    figures: Figures, asked: Asked, caption: str, first: str, several: Sequence[Indicator]
) -> Table:
    """Several indicators below each other, each with its formula and its own page."""
    return Table(
        caption,
        first,
        [asked.say(asked.span.text())],
        [
            Row(
                asked.say(figure.indicator.name),
                [
                    counted(
                        figure.value,
                        figure.indicator.unit,
                        opened(figures, asked, figure.indicator),
                    )
                ],
                asked.address(f"/indicators/{figure.indicator.code}"),
                note=asked.say(figure.indicator.whole_formula),
            )
            for figure in await figures.of(several, asked)
        ],
    )


async def totals(
    figures: Figures, asked: Asked, title: Text, indicators: Sequence[Indicator]
) -> Table:
    """Several figures below each other, each with its unit; opened by those who may."""
    return Table(
        asked.say(title),
        asked.say(FIGURE),
        [asked.say(asked.span.text())],
        [
            Row(
                asked.say(NAMED).format(
                    asked.say(figure.indicator.name),
                    asked.say(shown_unit(figure.indicator.unit)),
                ),
                [
                    counted(
                        figure.value,
                        figure.indicator.unit,
                        opened(figures, asked, figure.indicator),
                    )
                ],
                asked.address(f"/indicators/{figure.indicator.code}"),
                note=asked.say(figure.indicator.whole_formula),
            )
            for figure in await figures.of(indicators, asked)
        ],
    )


@dataclass(frozen=True)
class Together:
    """A column beside the values across: what is added up of them, and under which name."""

    name: Text
    values: Sequence[str]


async def crossed(
    figures: Figures, asked: Asked, one: Indicator, down: str, across: str, together: Together
) -> Table:
    """A count by two dimensions: the values of one below each other, of the other side by side.

    First stands what some of the values across come to, and below all of it its totals.
    """
    rows, columns = dimension_of(one, down), dimension_of(one, across)
    counts: dict[tuple[str, str], int | float] = {}
    for figure in await figures.of([one], asked, by=(down, across)):
        counts[figure.group[0], figure.group[1]] = figure.value or 0
    values = in_order(columns, {value: 0 for _, value in counts})
    first = in_order(rows, {value: 0 for value, _ in counts})

    def cells(of: Sequence[str], *where: str) -> list[Cell]:
        """Those of some values down: the sum of some across, then of each by itself."""
        return [
            counted(
                sum(counts.get((row, value), 0) for row in of for value in among),
                one.unit,
                opened(
                    figures,
                    asked,
                    one,
                    where=[*where, *(f"{across}:{each}" for each in among)],
                ),
            )
            for among in (together.values, *([value] for value in values))
        ]

    return Table(
        caption=asked.say(one.name),
        first=asked.say(rows.name),
        columns=[
            asked.say(together.name),
            *(asked.say(value_name(columns, value)) for value in values),
        ],
        rows=[
            Row(asked.say(value_name(rows, row)), cells([row], f"{down}:{row}")) for row in first
        ],
        total=Row(asked.say(TOGETHER), cells(first)) if first else None,
    )


def dimension_of(one: Indicator, code: str) -> Dimension:
    """A dimension of an indicator by its code."""
    return next(each for each in one.dimensions if each.code == code)


def in_order(dimension: Dimension, counts: dict[str, int | float | None]) -> list[str]:
    """The values that there are, as they are declared; of an open dimension the greatest first."""
    if isinstance(dimension, OpenDimension):
        return sorted(counts, key=lambda value: (-(counts[value] or 0), value))
    order = {value: at for at, value in enumerate(dimension.values)}
    return sorted(counts, key=lambda value: order.get(value, len(order)))
