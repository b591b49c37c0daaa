"""What figures are counted in, in both languages; answers name a unit in Chinese."""

from collections.abc import Mapping

from shared.text import Language, Text

FEN = "分（人民币）"  # the unit of money in figures, which are whole; people are shown yuan
MINUTES = "分钟"  # the unit of time served in figures, which are whole; people are shown hours
MINUTES_OF_AN_HOUR = 60
HOURS = Text(zh="小时", en="hours")
YUAN = Text(zh="元", en="yuan")

UNITS: Mapping[str, Text] = {
    each.zh: each
    for each in (
        Text(zh="%", en="%"),
        Text(zh="人次", en="person-times"),
        Text(zh="人", en="persons"),
        Text(zh="场", en="sessions"),
        Text(zh="篇", en="articles"),
        Text(zh="次", en="times"),
        Text(zh="份", en="documents"),
        Text(zh="份次", en="files, each time"),
        Text(zh="场次", en="sessions, each time"),
        Text(zh="项", en="duties"),
        Text(zh="项次", en="items, each time"),
        Text(zh="件", en="matters"),
        Text(zh="条", en="entries"),
        Text(zh="天", en="days"),
        Text(zh="个", en="posts"),
        Text(zh="处", en="places"),
        Text(zh="类", en="kinds"),
        Text(zh="项活动", en="campaigns"),
        Text(zh="目标数", en="aimed at"),
        Text(zh="学时", en="hours"),
        Text(zh="积分", en="points"),
        Text(zh="户次", en="households, each time"),
        Text(zh="辆次", en="vehicles, each time"),
        Text(zh=MINUTES, en="minutes"),
        Text(zh=FEN, en="fen"),
    )
}


def shown_unit(unit: str) -> Text:
    """What people are shown figures of a unit in."""
    return {FEN: YUAN, MINUTES: HOURS}.get(unit) or UNITS[unit]


def unit_name(unit: str, language: Language) -> str:
    """The name of a unit; one that is not listed stays as it is."""
    return UNITS[unit].in_language(language) if unit in UNITS else unit
