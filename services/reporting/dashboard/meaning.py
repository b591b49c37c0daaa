"""What an indicator means: how it is counted, from which parts, which figures are better. Pure."""

from collections.abc import Mapping

from services.reporting.dashboard.asked import Asked
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.rounding import ROUNDED
from services.reporting.declared.value_names import value_name
from services.reporting.declared.words import Counting, Indicator, Selection
from shared.text import Text
from shared.units import FEN, MINUTES

HOW = Text(zh="统计方式", en="How it is counted")
PARTS = (Text(zh="分子", en="Numerator"), Text(zh="分母", en="Denominator"))
BETTER = Text(zh="优劣方向", en="Which is better")
ROUNDING = Text(zh="取整", en="Rounding")

COUNTED: Mapping[Counting, Text] = {
    "sum": Text(zh="期内发生数逐笔相加", en="all that happened in the period, added up"),
    "persons": Text(zh="期内人数，同一人只计一次", en="persons in the period, each counted once"),
    "stock": Text(
        zh="时段最后一天的存量", en="how many there are at the end of the period's last day"
    ),
    "recorded": Text(
        zh="按登记时的情况计，其后作废的也计入",
        en="entries as they were recorded, also those that were made void later",
    ),
}
DIRECTIONS: Mapping[str | None, Text] = {
    "high": Text(zh="越高越好", en="more is better"),
    "low": Text(zh="越低越好", en="less is better"),
    None: Text(zh="数值高低不表示好坏", en="neither more nor less is better as such"),
}
OF_COUNTS = Text(zh="整数，不作取整", en="Whole numbers, which are not rounded.")
OF_MONEY = Text(
    zh="按分相加，以元显示，保留两位小数", en="Added up in fen; shown in yuan with two decimals."
)
OF_TIME = Text(
    zh="按分钟相加，以小时显示，四舍五入保留一位小数",
    en="Added up in minutes; shown in hours with one decimal, rounded half up.",
)
# What is counted of measures that no indicator shows whole.
OTHERS: Mapping[str, Text] = {
    "tests": Text(zh="检测", en="Tests"),
    "meetings_due": Text(zh="到期的见面和联系", en="Meetings and contacts whose time is over"),
    "goals_closed": Text(zh="已有结果的帮教目标", en="Goals with an outcome"),
}
COLON, SEPARATOR, COMMA = (
    Text(zh="：", en=": "),
    Text(zh="；", en="; "),
    Text(zh="、", en=", "),
)
IN_BRACKETS = Text(zh="（{}）", en=" ({})")


def meaning(asked: Asked, one: Indicator) -> list[tuple[str, str]]:
    """How it is counted, each of its parts, which of two figures is better, and the rounding."""
    if one.denominator is None:
        how = [(asked.say(HOW), counted_as(asked, one.numerator, alone=True))]
    else:
        how = [
            (asked.say(name), counted_as(asked, part))
            for name, part in zip(PARTS, one.parts, strict=True)
        ]
    return [
        *how,
        (asked.say(BETTER), asked.say(DIRECTIONS[one.better])),
        (asked.say(ROUNDING), asked.say(_rounding(one))),
    ]


def counted_as(asked: Asked, part: Selection, *, alone: bool = False) -> str:
    """What a part counts, of which values, and how; of one that stands `alone` its name says it."""
    narrowed = asked.say(SEPARATOR).join(
        asked.say(part.dimension(code).name)
        + asked.say(COLON)
        + asked.say(COMMA).join(asked.say(value_name(part.dimension(code), v)) for v in values)
        for code, values in part.where.items()
    )
    how = asked.say(COUNTED[part.counting])
    if alone:
        return how + (asked.say(IN_BRACKETS).format(narrowed) if narrowed else "")
    name = asked.say(what_is_counted(part))
    named = name + (asked.say(IN_BRACKETS).format(narrowed) if narrowed else "")
    return named + asked.say(COLON) + how


def what_is_counted(part: Selection) -> Text:
    """The name of what a part counts: that of the indicator that shows all of its measure."""
    for one in INDICATORS.values():
        whole = one.denominator is None and not one.numerator.where
        if whole and one.numerator.measure is part.measure:
            return one.name
    return OTHERS[part.measure.code]


def _rounding(one: Indicator) -> Text:
    if one.denominator is not None:
        return ROUNDED
    return {FEN: OF_MONEY, MINUTES: OF_TIME}.get(one.unit, OF_COUNTS)
