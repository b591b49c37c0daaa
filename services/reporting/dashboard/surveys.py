"""Surveys: the rates of awareness, legal knowledge and satisfaction, with interval and band."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from services.reporting.dashboard import charts
from services.reporting.dashboard.asked import Asked, Written, written
from services.reporting.dashboard.grouped import in_order, opened, totals
from services.reporting.dashboard.numbers import shown
from services.reporting.dashboard.opening import Figures, asked_of, figures_for
from services.reporting.dashboard.pages import page, region_name
from services.reporting.dashboard.sections import Chart, Section
from services.reporting.dashboard.tables import Cell, Row, Table, counted
from services.reporting.dashboard.texts import NO_DETAIL, OF_NONE_BELOW
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.measures.sessions import AUDIENCE
from services.reporting.declared.measures.surveys import QUESTIONNAIRE
from services.reporting.declared.schemes.of_a_place import BANDS
from services.reporting.declared.value_names import value_name
from services.reporting.declared.words import Indicator
from services.reporting.statistics.answering import Reads
from services.reporting.statistics.samples import smallest_sample, why_withheld
from shared.http.operation import Operation
from shared.policies.in_force import policies_in_force
from shared.rates import Rate, band_of, rate, too_small
from shared.regions import level
from shared.text import Text
from shared.units import SHEETS

router = APIRouter(route_class=Operation, include_in_schema=False)

TEXTS: Mapping[str, Text] = {
    "title": Text(zh="问卷调查", en="Surveys"),
    "about": Text(
        zh="三种比率分别统计，不能相加。答卷不记名；置信区间为95%（威尔逊法），表示样本所代表的总体比率"
        "可能所在的范围。",
        en="The three rates are kept apart and never added. Answers bear no names; the interval"
        " (Wilson, 95%) is where the rate of all those whom the sample stands for may lie.",
    ),
}
HELD = Text(zh="调查开展情况", en="Surveys held")
GROUP = Text(zh="人群", en="Audience")  # of those asked; of sessions they are whom these are for
WHOLE = Text(zh="合计", en="All")
BY_GROUP = Text(zh="{name} · 按人群", en="{name} by audience")
BY_EDITION = Text(zh="{name} · 按问卷版本", en="{name} by questionnaire and edition")
EDITION = Text(zh="问卷及版本", en="Questionnaire and edition")
NOT_SAID = Text(zh="未注明", en="not said")
BY_REGION = Text(zh="{name} · 按地区", en="{name} by region")
REGION = Text(zh="地区", en="Region")
COLUMNS = (
    Text(zh="比率", en="Rate"),
    Text(zh="95%置信区间", en="95% interval"),
    Text(zh="档次", en="Band"),
    Text(zh="答卷（份）", en="Answers"),
    Text(zh="计入（份）", en="Of these counting"),
)
HIDDEN = "*"
PARTS = ("awareness_rate", "legal_knowledge_rate", "satisfaction_rate")
TOTALS = ("surveys_held", "surveys_sample_met")


@router.get("/surveys")
async def surveys_view(
    request: Request, call: Reads, words: Annotated[Written, Depends(written)]
) -> Response:
    """The surveys of a region, and what they found."""
    asked = await asked_of(request, call, words, "/surveys", default="year")
    if isinstance(asked, Response):
        return asked
    async with figures_for(request, call.caller, asked) as figures:
        held = await totals(figures, asked, HELD, [INDICATORS[code] for code in TOTALS])
        sections = [Section(asked.say(HELD), [held])]
        sections += [await _rate_of(figures, asked, INDICATORS[code]) for code in PARTS]
    return await page(call.caller, asked, TEXTS, figures.state, sections)


async def _rate_of(figures: Figures, asked: Asked, one: Indicator) -> Section:
    """One of the rates: by audience with the whole, and by the regions below."""
    region, day = asked.region, asked.days.last_day
    smallest = smallest_sample(policies_in_force(), [region], day)
    name = asked.say(one.name)
    found = await _sample(figures, asked, one, AUDIENCE.code)
    groups = _Sample(asked, one, smallest, found)
    audiences = in_order(AUDIENCE, {code: answered for code, (_, answered) in found.items()})
    tables = [
        groups.table(
            asked.say(BY_GROUP).format(name=name),
            asked.say(GROUP),
            [
                Row(
                    asked.say(value_name(AUDIENCE, code)),
                    groups.cells(code, opened(figures, asked, one, where=f"audience:{code}")),
                )
                for code in audiences
            ],
            Row(asked.say(WHOLE), groups.whole(opened(figures, asked, one))) if audiences else None,
        )
    ]
    drawn = [(asked.say(value_name(AUDIENCE, code)), groups.percent(code)) for code in audiences]
    note = asked.say(why_withheld(smallest))
    editions = await _sample(figures, asked, one, QUESTIONNAIRE.code)
    if len(editions) > 1:  # what was asked differs, and a rate of all together may hide it
        of_editions = _Sample(asked, one, smallest, editions)
        tables.append(
            of_editions.table(
                asked.say(BY_EDITION).format(name=name),
                asked.say(EDITION),
                [
                    Row(
                        code or asked.say(NOT_SAID),
                        of_editions.cells(
                            code, opened(figures, asked, one, where=f"{QUESTIONNAIRE.code}:{code}")
                        ),
                    )
                    for code in sorted(editions)
                ],
            )
        )
    if level(region) != "community" and figures.sees_below(region):
        found = await _sample(figures, asked, one, "region")
        of_all = smallest_sample(policies_in_force(), [region, *found], day)
        places = _Sample(asked, one, of_all, found)
        note = asked.say(why_withheld(of_all))
        tables.append(
            places.table(
                asked.say(BY_REGION).format(name=name),
                asked.say(REGION),
                [
                    Row(
                        region_name(code, asked),
                        places.cells(
                            code, opened(figures, asked, one, code, itself=code == region)
                        ),
                        asked.address(region=code) if code != region else None,
                        note=asked.say(OF_NONE_BELOW) if code == region else "",
                    )
                    for code in sorted(places.found)
                ],
            )
        )
    elif level(region) != "community":
        note = f"{note}{'' if asked.language == 'zh' else ' '}{asked.say(NO_DETAIL)}"
    chart = Chart(name, charts.bars(name, [n for n, _ in drawn], [v for _, v in drawn]))
    return Section(name, tables, [chart] if len(drawn) > 1 else [], note)


async def _sample(
    figures: Figures, asked: Asked, one: Indicator, by: str
) -> dict[str, tuple[int, int]]:
    """Who counts and who answered, by group: exact, since small samples are hidden here."""
    assert one.denominator is not None
    parts = [
        replace(one, numerator=part, denominator=None) for part in (one.numerator, one.denominator)
    ]
    counting, answered = [
        {
            each.group[0]: int(each.value or 0)
            for each in await figures.of([part], asked, by=(by,), exact=True)
        }
        for part in parts
    ]
    return {code: (counting.get(code, 0), number) for code, number in answered.items() if number}


class _Sample:
    """What was found in each group of a sample, and what of it is shown."""

    def __init__(
        self, asked: Asked, one: Indicator, smallest: int, found: Mapping[str, tuple[int, int]]
    ) -> None:
        self.asked, self.found = asked, found
        answered = {code: number for code, (_, number) in found.items()}
        self._hidden = too_small(answered, smallest)
        self._whole_hidden = sum(answered.values()) < smallest
        self._bands = policies_in_force().bands(BANDS[one.code], asked.region, asked.days.last_day)

    def table(
        self, caption: str, first: str, rows: Sequence[Row], total: Row | None = None
    ) -> Table:
        """A table of rates."""
        return Table(caption, first, [self.asked.say(each) for each in COLUMNS], rows, total)

    def cells(self, code: str, address: str | None) -> list[Cell]:
        """Those of a group."""
        return self._cells(*self.found[code], code in self._hidden, address)

    def whole(self, address: str | None) -> list[Cell]:
        """Those of all groups together."""
        counting, answered = (sum(each) for each in zip(*self.found.values(), strict=True))
        return self._cells(counting, answered, self._whole_hidden, address)

    def percent(self, code: str) -> float | None:
        """The rate of a group, if it is shown."""
        found = None if code in self._hidden else rate(*self.found[code])
        return None if found is None else found.percent

    def _cells(self, counting: int, answered: int, hidden: bool, address: str | None) -> list[Cell]:
        found, band = rate(counting, answered), band_of(counting, answered, self._bands)
        if hidden or found is None or band is None:
            return [Cell(HIDDEN) for _ in COLUMNS]
        return [
            counted(found.percent, "%", address),
            Cell(_interval(found)),
            Cell(self.asked.say(band.name), bad=band.number > len(self._bands)),
            counted(answered, SHEETS),
            counted(counting, SHEETS),
        ]


def _interval(found: Rate) -> str:
    """The bounds of a rate's interval."""
    return f"{shown(found.low, '%')} – {shown(found.high, '%')}"
