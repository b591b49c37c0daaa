"""A rank opened on its page: the figures, scores and weights that make it, each leading on."""

from services.reporting.comparing.answers import PER_UNIT
from services.reporting.comparing.opened_rank import Sum, ranked_in, sum_of
from services.reporting.comparing.ranking import Ranked, Ranking, Scored
from services.reporting.dashboard.asked import Asked
from services.reporting.dashboard.grouped import opened as address_of_figure
from services.reporting.dashboard.numbers import NOTHING, shown
from services.reporting.dashboard.opening import Figures
from services.reporting.dashboard.pages import region_name
from services.reporting.dashboard.sections import Link, Section
from services.reporting.dashboard.tables import Cell, Row, Table, counted
from services.reporting.declared.rounding import exact
from services.reporting.declared.schemes import Scheme
from services.reporting.declared.words import Indicator
from shared.text import Text

TITLE = Text(zh="名次构成：{name}", en="How the rank of {name} is made")
RANK = Text(zh="名次", en="Rank")
OF = Text(zh="第{rank}名（共{ranked}个）", en="{rank} of {ranked}")
TOTAL = Text(zh="总分", en="Total")
MADE = Text(zh="{points} ÷ {weight} = {value}", en="{points} ÷ {weight} = {value}")
OF_STRAND = Text(zh="第{rank}名，{made}", en="rank {rank}; {made}")
PARTS = Text(zh="各项得分", en="The parts")
PART = Text(zh="项目", en="Part")
FIGURE = Text(zh="数值", en="Figure")
RANK_OF_FIGURE = Text(zh="该项名次", en="Rank")
BEST = Text(zh="最优值", en="Best figure")
SCORE = Text(zh="得分", en="Score")
WEIGHT = Text(zh="权重", en="Weight")
POINTS = Text(zh="得分×权重", en="Score × weight")
SUM = Text(zh="合计", en="Altogether")
CLOSE = Text(zh="收起", en="Close")


def opened_section(figures: Figures, asked: Asked, made: Ranking, row: Ranked) -> Section:
    """One region's rank: its total as it is made, each strand's, and a row for each part."""
    rank = asked.say(OF).format(
        rank=NOTHING if row.rank is None else row.rank, ranked=ranked_in(made)
    )
    facts = [(asked.say(RANK), rank)]
    if isinstance(made.by, Indicator):
        table = _of_figure(figures, asked, made.by, row)
    else:
        facts += _totals(asked, made.by, row)
        table = _of_parts(figures, asked, made.by, row)
    return Section(
        asked.say(TITLE).format(name=region_name(row.region, asked)),
        [table],
        note="" if row.why is None else asked.say(row.why),
        facts=facts,
        links=[Link(asked.say(CLOSE), asked.address(of=""))],
    )


def _of_figure(figures: Figures, asked: Asked, one: Indicator, row: Ranked) -> Table:
    """The figure that a rank is by, which leads to its entries."""
    address = address_of_figure(figures, asked, one, row.region, itself=row.region == asked.region)
    note = asked.say(one.whole_formula)
    if row.side is not None and row.side.residents is not None:
        cells = [counted(row.value), counted(row.side.count, one.unit, address)]
        columns = [asked.say(PER_UNIT), asked.say(FIGURE)]
    else:
        cells, columns = [counted(row.value, one.unit, address)], [asked.say(FIGURE)]
    rows = [Row(asked.say(one.name), cells, note=note)]
    return Table(asked.say(FIGURE), asked.say(PART), columns, rows)


def _totals(asked: Asked, scheme: Scheme, row: Ranked) -> list[tuple[str, str]]:
    facts = [(asked.say(TOTAL), _made(asked, sum_of(row.parts), row.value))]
    for strand in row.strands:
        own = sum_of([each for each in row.parts if each.part.strand == strand.code])
        text = _made(asked, own, strand.value)
        if strand.rank is not None:
            text = asked.say(OF_STRAND).format(rank=strand.rank, made=text)
        facts.append((asked.say(scheme.strands[strand.code]), text))
    return facts


def _made(asked: Asked, made: Sum, value: float | None) -> str:
    if value is None:
        return NOTHING
    points = shown(float(made.points))
    return asked.say(MADE).format(points=points, weight=made.weight, value=shown(value))


def _of_parts(figures: Figures, asked: Asked, scheme: Scheme, row: Ranked) -> Table:
    made = sum_of(row.parts)
    total = [Cell("")] * 4 + [Cell(str(made.weight)), counted(float(made.points))]
    columns = (FIGURE, RANK_OF_FIGURE, BEST, SCORE, WEIGHT, POINTS)
    return Table(
        asked.say(PARTS),
        asked.say(PART),
        [asked.say(each) for each in columns],
        [_part(figures, asked, scheme, row.region, each) for each in row.parts],
        Row(asked.say(SUM), total),
    )


def _part(figures: Figures, asked: Asked, scheme: Scheme, region: str, each: Scored) -> Row:
    one, unit = each.part.indicator, each.part.indicator.unit
    notes = [] if not each.part.strand else [scheme.strands[each.part.strand]]
    notes += [PER_UNIT] if each.part.per else []
    notes.append(each.part.scoring_text)
    points = None if each.score is None else float(exact(each.score) * each.part.weight)
    address = address_of_figure(figures, asked, one, region, itself=region == asked.region)
    return Row(
        asked.say(one.name),
        [
            counted(each.side.value, _unit_of(each), address),
            Cell(NOTHING if each.rank is None else str(each.rank)),
            counted(each.best, unit if unit == "%" else ""),
            counted(each.score),
            Cell(str(each.part.weight)),
            counted(points),
        ],
        asked.address(f"/indicators/{one.code}", region=region),
        note=" · ".join(map(asked.say, notes)),
    )


def figure_of(each: Scored) -> str:
    """A part's figure in words."""
    return shown(each.side.value, _unit_of(each))


def _unit_of(each: Scored) -> str:
    """None of a rate: where residents are not known, that is not a figure too small to be shown."""
    return "" if each.part.per else each.part.indicator.unit
