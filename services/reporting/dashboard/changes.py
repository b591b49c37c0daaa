"""What has changed since the period before and a year before, on which boundaries, in words."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from services.reporting.comparing.boundaries import TEXTS, Boundaries, is_replaced
from services.reporting.comparing.compare import NOTHING_BEFORE, Comparison, compared
from services.reporting.comparing.detail import check_comparison, sees_of
from services.reporting.comparing.period_question import PeriodQuestion
from services.reporting.comparing.sides import NOTHING_DUE, Side
from services.reporting.dashboard.asked import Asked
from services.reporting.dashboard.grouped import opened
from services.reporting.dashboard.opening import Figures
from services.reporting.dashboard.sections import Link, Section
from services.reporting.declared.words import Indicator
from services.reporting.statistics.spans import Span
from shared.region_names import full_name
from shared.regions import regions_in_force
from shared.text import Text

TITLE = Text(zh="对比的区划口径", en="Boundaries of what is compared")
NAMES: dict[Boundaries, Text] = {
    "then": Text(zh="按当时的区划", en="Of then"),
    "now": Text(zh="按现在的区划", en="Of now"),
}
STOP = Text(zh="。", en=". ")
OF_SEVERAL = Text(
    zh="由几个代码的数据合成的数字不能一次列出明细；请通过下列各地区的链接，按当时的区划分别查看。",
    en="A figure that several codes have together cannot be opened as one: the links to these"
    " codes show what each has on the boundaries of then.",
)
_USUAL = (NOTHING_BEFORE, NOTHING_DUE)  # which need no words beside a dash


def boundaries_of(asked: Asked, wanted: Boundaries) -> Boundaries:
    """Those of now, unless the region is a code that others have replaced: it has none now."""
    return "then" if is_replaced(asked.region, regions_in_force(), asked.known) else wanted


async def changes(
    figures: Figures,
    asked: Asked,
    indicators: Sequence[Indicator],
    span: Span,
    boundaries: Boundaries,
    *,
    exact: bool = False,
) -> Comparison | None:
    """Figures of a period beside those of the periods before; None where the caller may not ask.

    Of a period that is not over, as many first days of the others: that needs detail. `exact` is
    for the year's table, which shows small figures too.
    """
    if not (figures.detail or asked.is_over(span)):
        return None
    question = PeriodQuestion(
        indicators=(*indicators,),
        region=asked.region,
        span=span,
        now=asked.now,
        as_of=asked.moment,
    )
    question = check_comparison(figures.caller, question)
    if exact:
        question = replace(question, rule=None)
    async with figures.settled():
        return await compared(
            figures.connection,
            question,
            sees_of(figures.caller),
            boundaries,
            settled_only=asked.as_of is not None,
        )


def days_of(span: Span) -> int:
    """How many days a period has."""
    return (span.end - span.start).days


def opened_of(figures: Figures, asked: Asked, one: Indicator, side: Side) -> str | None:
    """Where a figure is opened: under the code that it is of.

    None of what several codes have together; `choice` says so, and leads to each of them.
    """
    if len(side.codes) > 1:
        return None
    return opened(figures, asked, one, *side.codes)


def choice(
    asked: Asked,
    boundaries: Boundaries,
    made: Iterable[Comparison | None],
    *more: Text,
    opens: bool = False,
) -> Section:
    """On which boundaries the changes of a page are, why some are not known, and the others.

    With `opens`, for who may open figures: why some are not opened, and where their parts are.
    """
    reasons: dict[Text, None] = {}
    several: dict[str, None] = {}
    for each in made:
        for row in () if each is None else each.rows:
            for side in (row.side, row.before.side, row.year_before.side):
                several |= dict.fromkeys(side.codes if len(side.codes) > 1 else ())
            for why in (row.side.why, row.before.why, row.year_before.why):
                small = None if each is None or each.asked.rule is None else each.asked.rule.why
                if why is not None and why not in _USUAL and why != small:
                    reasons[why] = None
    said = [TEXTS[boundaries], *more]
    note = asked.say(STOP).join(asked.say(each) for each in said) + asked.say(STOP).strip()
    offered: tuple[Boundaries, ...] = ("then",)
    if not is_replaced(asked.region, regions_in_force(), asked.known):
        offered = ("then", "now")
    links = [
        Link(
            asked.say(NAMES[each]),
            asked.address(boundaries="" if each == "then" else each),
            each == boundaries,
        )
        for each in offered
    ]
    if opens and several:
        reasons[OF_SEVERAL] = None
        links += [
            Link(
                asked.say(full_name(code, regions_in_force())),
                asked.address(region=code, boundaries=""),
            )
            for code in several
        ]
    gap = "" if asked.language == "zh" else " "
    words = gap.join((note, *map(asked.say, reasons)))
    return Section(asked.say(TITLE), note=words, links=links)
