"""Region below × value of a dimension: how many there are, and where there are none."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from services.reporting.dashboard.asked import Asked
from services.reporting.dashboard.below import below
from services.reporting.dashboard.grouped import opened
from services.reporting.dashboard.opening import Figures
from services.reporting.dashboard.pages import name_within
from services.reporting.dashboard.sections import Section
from services.reporting.dashboard.tables import Cell, Row, Table, counted
from services.reporting.dashboard.texts import NO_DETAIL, OF_NONE_BELOW
from services.reporting.declared.value_names import value_name
from services.reporting.declared.words import Indicator
from services.reporting.statistics.spans import Span
from shared.text import Text

REGION = Text(zh="地区", en="Region")
ITSELF = Text(zh="本地区", en="The region itself")

Counts = dict[tuple[str, str], int | float | None]  # by region and value


@dataclass(frozen=True)
class Matrix:
    """A count by regions and by the values of one of its dimensions.

    `values` says which of these have a column, from those that were counted; `nothing` stands
    where there are none, and `note` says what it means.
    """

    one: Indicator
    by: str
    values: Callable[[set[str]], Sequence[str]]
    nothing: Text
    note: Text

    async def section(
        self, figures: Figures, asked: Asked, title: str, span: Span | None = None
    ) -> Section:
        """The regions below, as far as the caller may see them; of the view's period, or a span."""
        if not figures.sees_below(asked.region):
            return Section(title, note=asked.say(NO_DETAIL))
        counts = await self.counts(figures, asked, asked.region, span)
        regions = below(asked, {region for region, _ in counts})
        table = self.table(figures, asked, title, span, counts, regions)
        return Section(title, [table], note=asked.say(self.note))

    async def counts(
        self, figures: Figures, asked: Asked, region: str, span: Span | None = None
    ) -> Counts:
        """What there is just below a region."""
        by = ("region", self.by)
        found = await figures.of([self.one], asked, span, by=by, region=region)
        return {(figure.group[0], figure.group[1]): figure.value for figure in found}

    def table(
        self,
        figures: Figures,
        asked: Asked,
        title: str,
        span: Span | None,
        counts: Counts,
        regions: Sequence[str],
        whole: Collection[str] = (),
    ) -> Table:
        """A row for each of some regions, which leads to the same of that region.

        Of the view's own region, and of those `whole` ones whose regions below have rows too, it is
        what was recorded for none below.
        """
        values = self.values({value for _, value in counts})
        view = asked if span is None else asked.at(span)
        rows = []
        for region in regions:
            itself = region == asked.region or region in whole
            cells = [
                self._cell(
                    *(figures, view, region, value, counts.get((region, value), 0)), itself=itself
                )
                for value in values
            ]
            address = asked.address(region=region, below="") if region != asked.region else None
            note = asked.say(OF_NONE_BELOW) if itself else ""
            rows.append(Row(name_within(region, asked), cells, address, note))
        return self._table(asked, title, values, rows)

    async def own(self, figures: Figures, asked: Asked, title: str) -> Section:
        """The region itself, where there is none below it."""
        found = await figures.of([self.one], asked, by=(self.by,))
        counts = {figure.group[0]: figure.value for figure in found}
        values = self.values({*counts})
        cells = [
            self._cell(figures, asked, asked.region, value, counts.get(value, 0))
            for value in values
        ]
        return Section(title, [self._table(asked, title, values, [Row(asked.say(ITSELF), cells)])])

    def _cell(
        self,
        figures: Figures,
        view: Asked,
        region: str,
        value: str,
        count: int | float | None,
        *,
        itself: bool = False,
    ) -> Cell:
        if not count:
            return Cell(view.say(self.nothing), bad=True)
        where = f"{self.by}:{value}"
        return counted(count, "", opened(figures, view, self.one, region, where, itself=itself))

    def _table(self, asked: Asked, title: str, values: Sequence[str], rows: Sequence[Row]) -> Table:
        dimension = self.one.numerator.dimension(self.by)
        columns = [asked.say(value_name(dimension, value)) for value in values]
        return Table(title, asked.say(REGION), columns, rows)
