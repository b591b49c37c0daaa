"""Ranking: the regions below one by an indicator, or by a published scheme with all its parts."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response

from services.reporting.comparing.answers import PER_UNIT
from services.reporting.comparing.compare import children
from services.reporting.comparing.detail import check_outliers, check_ranking
from services.reporting.comparing.opened_rank import row_of
from services.reporting.comparing.outliers import FORMULA, NoHistory, outliers
from services.reporting.comparing.period_question import PeriodQuestion
from services.reporting.comparing.ranking import Ranked, Ranking, indicators_of, ranked
from services.reporting.dashboard import charts
from services.reporting.dashboard.asked import Asked, Written, written
from services.reporting.dashboard.grouped import opened
from services.reporting.dashboard.numbers import NOTHING, shown
from services.reporting.dashboard.opening import Figures, asked_of, figures_for
from services.reporting.dashboard.pages import page, region_name
from services.reporting.dashboard.rank import figure_of, opened_section
from services.reporting.dashboard.sections import Chart, Link, Section
from services.reporting.dashboard.tables import Cell, Row, Table, counted
from services.reporting.dashboard.texts import NO_DETAIL
from services.reporting.dashboard.tiles import TILES
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.schemes import Scheme, schemes_at
from services.reporting.declared.words import Indicator
from services.reporting.statistics.answering import Reads
from services.reporting.statistics.population import PER, residents, year_of
from shared.clock import today
from shared.http.operation import Operation
from shared.policies.in_force import policies_in_force
from shared.regions import level, prefix, regions_in_force
from shared.text import Text

router = APIRouter(route_class=Operation, include_in_schema=False)

TEXTS: Mapping[str, Text] = {
    "title": Text(zh="排名", en="Ranking"),
    "about": Text(
        zh="下级地区按公布的方案或单项指标排名；没有应办内容的地区不参加排名。点击名次，可查看其构成。",
        en="The regions below, ranked by a published scheme or by one indicator; a region in which"
        " nothing was due is not ranked. Open a rank to see what makes it.",
    ),
}
CHOICE = Text(zh="排名依据", en="Ranked by")
RANKING = Text(zh="名次", en="Ranks")
REGION = Text(zh="地区", en="Region")
RANK = Text(zh="名次", en="Rank")
TOTAL = Text(zh="总分", en="Total")
SCORE = Text(zh="得分", en="score")
RANK_IN = Text(zh="{name}名次", en="Rank: {name}")
VERSION = Text(zh="方案版本", en="Version")
LEFT_OUT = Text(
    zh="另有{count}个区划无数据，未列出。",
    en="Besides these, {count} regions have no data at all; they are not listed.",
)
WEIGHT = Text(zh="权重{weight}", en="weight {weight}")
METHOD = Text(zh="计算方法", en="Formula")
STANDS_OUT = Text(zh="与往期相比异常的数字", en="What differs from a region's own history")
NOTHING_OUT = Text(zh="未发现异常数字。", en="Nothing differs that much.")
NOT_OVER = Text(
    zh="只对已结束的日、周、月、季度、年作此比较。",
    en="This is said of a day, week, month, quarter or year that is over.",
)
INDICATOR = Text(zh="指标", en="Indicator")
MEDIAN = Text(zh="往期中位数", en="Median before")
PERIODS = Text(zh="往期数", en="Periods before")
VALUE = Text(zh="本期", en="Figure")
AS_COUNTED = Text(zh="按绝对数", en="as counted")
LOWEST = Text(zh="社区以下不再分列统计数字。", en="There are no figures below a community.")


@router.get("/ranking")
async def ranking(
    request: Request,
    call: Reads,
    words: Annotated[Written, Depends(written)],
    by: str = "",
    of: str = "",
    per: Literal["10000"] | None = None,
) -> Response:
    """The regions below one, ranked, and what stands out among their figures."""
    asked = await asked_of(request, call, words, "/ranking")
    if isinstance(asked, Response):
        return asked
    schemes = schemes_at(policies_in_force(), asked.region, asked.days.last_day)
    chosen = schemes.get(by) or INDICATORS.get(by) or next(iter(schemes.values()))
    async with figures_for(request, call.caller, asked) as figures:
        by_people = per is not None and may_be_per_people(asked, chosen)
        choice = _choice(asked, chosen, schemes, by_people=by_people)
        ranks = await _ranked(figures, asked, chosen, of.ljust(12, "0"), by_people=by_people)
        sections = [choice, *ranks]
    return await page(call.caller, asked, TEXTS, figures.state, sections)


def may_be_per_people(asked: Asked, chosen: Indicator | Scheme) -> bool:
    """Whether regions can be ranked by a figure per so many people: of some these are listed."""
    if isinstance(chosen, Scheme) or chosen.denominator is not None:
        return False
    regions = regions_in_force()
    year = year_of(asked.days.last_day, today(asked.moment or asked.now))
    return any(residents(regions, code, year).number for code in children(asked.region, regions))


def _choice(
    asked: Asked, chosen: Indicator | Scheme, schemes: Mapping[str, Scheme], *, by_people: bool
) -> Section:
    offered: tuple[Indicator | Scheme, ...] = (*schemes.values(), *TILES)
    links = [
        Link(asked.say(each.name), asked.address(by=each.code, of=""), each.code == chosen.code)
        for each in offered
    ]
    if may_be_per_people(asked, chosen):
        more = "" if by_people else f"{PER}"
        links.append(
            Link(asked.say(AS_COUNTED if by_people else PER_UNIT), asked.address(per=more))
        )
    if isinstance(chosen, Scheme):
        method = [*chosen.scored, (METHOD, chosen.summed)]
    else:
        method = [(METHOD, chosen.whole_formula)]
    facts = [(asked.say(name), asked.say(text)) for name, text in method]
    if isinstance(chosen, Scheme):
        facts.insert(0, (asked.say(VERSION), chosen.version))
    return Section(asked.say(CHOICE), links=links, facts=facts)


async def _ranked(
    figures: Figures, asked: Asked, chosen: Indicator | Scheme, of: str, *, by_people: bool
) -> Sequence[Section]:
    if level(asked.region) == "community":
        return [Section(asked.say(RANKING), note=asked.say(LOWEST))]
    if not figures.sees_below(asked.region):
        return [Section(asked.say(RANKING), note=asked.say(NO_DETAIL))]
    question = PeriodQuestion(
        indicators=indicators_of(chosen),
        region=asked.region,
        span=asked.span,
        now=asked.now,
        by_region=True,
        as_of=asked.moment,
        per=by_people,
    )
    question = check_ranking(figures.caller, question)
    async with figures.settled():
        made = await ranked(
            figures.connection, question, chosen, settled_only=asked.as_of is not None
        )
    notes = [] if made.note is None else [asked.say(made.note)]
    if made.left_out:
        notes.append(asked.say(LEFT_OUT).format(count=len(made.left_out)))
    named = Section(
        asked.say(RANKING),
        tables=[_table(figures, asked, made)],
        charts=[_chart(asked, made)] if made.rows else [],
        note=" ".join(notes),
    )
    row = row_of(made, of)
    own = [] if row is None else [opened_section(figures, asked, made, row)]
    return [*own, named, await _outliers(figures, asked, question)]


def _table(figures: Figures, asked: Asked, made: Ranking) -> Table:
    scheme = made.by if isinstance(made.by, Scheme) else None
    columns = [asked.say(RANK)]
    if scheme is None:
        columns.append(asked.say(made.by.name))
        if made.asked.per:
            columns[-1:] = [asked.say(PER_UNIT), asked.say(made.by.name)]
    else:
        columns.append(asked.say(TOTAL))
        columns += [asked.say(RANK_IN).format(name=asked.say(n)) for n in scheme.strands.values()]
        for part in scheme.parts:
            name = asked.say(part.indicator.name)
            weight = asked.say(WEIGHT).format(weight=part.weight)
            columns.append(f"{name} · {weight}")
    return Table(
        asked.say(RANKING),
        asked.say(REGION),
        columns,
        [_row(figures, asked, made, each) for each in made.rows],
    )


def _row(figures: Figures, asked: Asked, made: Ranking, each: Ranked) -> Row:
    rank = NOTHING if each.rank is None else str(each.rank)
    address = asked.address(of=prefix(each.region)) if each.rank is not None else None
    by = made.by
    led = None
    itself = each.region == asked.region
    if isinstance(by, Indicator):
        led = opened(figures, asked, by, each.region, itself=itself)
    unit = by.unit if isinstance(by, Indicator) else ""
    cells = [Cell(rank, address), counted(each.value, unit, led)]
    if made.asked.per and each.side is not None:
        cells[1:] = [counted(each.value), counted(each.side.count, unit, led)]
    for strand in each.strands:
        cells.append(Cell(NOTHING if strand.rank is None else str(strand.rank)))
    for part in each.parts:
        figure = figure_of(part)
        text = figure if part.score is None else f"{figure} → {shown(part.score)}"
        led = opened(figures, asked, part.part.indicator, each.region, itself=itself)
        cells.append(Cell(text, led))
    rule = made.asked.rule  # what it says of small figures stands above all tables
    why = None if rule is not None and each.why == rule.why else each.why
    return Row(
        region_name(each.region, asked),
        cells,
        asked.address(region=each.region) if each.region != asked.region else None,
        note="" if why is None else asked.say(why),
    )


def _chart(asked: Asked, made: Ranking) -> Chart:
    title = asked.say(made.by.name)
    placed = [each for each in made.rows if each.rank is not None]
    names = [region_name(each.region, asked) for each in placed]
    return Chart(title, charts.bars(title, names, [each.value for each in placed]))


async def _outliers(figures: Figures, asked: Asked, question: PeriodQuestion) -> Section:
    title = asked.say(STANDS_OUT)
    judging = question.of(TILES, by_region=True, per=False)
    try:
        judging = check_outliers(figures.caller, judging)
        async with figures.settled():
            made = await outliers(figures.connection, judging, settled_only=asked.as_of is not None)
    except NoHistory:
        return Section(title, note=asked.say(NOT_OVER))
    outlying = [each for each in made.rows if each.is_outlier]
    if not outlying:
        return Section(title, note=asked.say(NOTHING_OUT))
    table = Table(
        title,
        asked.say(REGION),
        [
            asked.say(INDICATOR),
            asked.say(VALUE),
            asked.say(MEDIAN),
            asked.say(PERIODS),
        ],
        [
            Row(
                region_name(each.region, asked),
                [
                    Cell(asked.say(each.indicator.name)),
                    counted(
                        each.value,
                        each.indicator.unit,
                        opened(
                            figures,
                            asked,
                            each.indicator,
                            each.region,
                            itself=each.region == asked.region,
                        ),
                        bad=True,
                    ),
                    counted(each.median, each.indicator.unit),
                    Cell(str(each.periods)),
                ],
                asked.address(f"/indicators/{each.indicator.code}", region=each.region),
            )
            for each in outlying
        ],
    )
    return Section(title, [table], note=asked.say(FORMULA))
