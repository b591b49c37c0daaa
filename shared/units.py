"""What figures are counted in, in both languages; answers name a unit in Chinese."""

from collections.abc import Mapping

from shared.text import Language, Text

FEN = "分（人民币）"  # the unit of money in figures, which are whole; people are shown yuan
MINUTES = "分钟"  # the unit of time served in figures, which are whole; people are shown hours
MINUTES_OF_AN_HOUR = 60
THINGS = "件物品"  # things that are handed out or kept; of matters, which are 件 too, another unit
GOALS = "项目标"  # of duties, which are 项 too, another unit
SHEETS = "份答卷"  # of surveys; documents are 份 too, another unit
STATIONS = "个工作站"  # workstations; posts are 个 too, another unit
HOURS = Text(zh="小时", en="hours")
YUAN = Text(zh="元", en="yuan")

UNITS: Mapping[str, Text] = {
    each.zh: each
    for each in (
        Text(zh="%", en="%"),
        Text(zh="人次", en="person-times"),
        Text(zh="人/名", en="clients of one worker"),
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
        Text(zh=THINGS, en="items"),
        Text(zh=GOALS, en="goals"),
        Text(zh=SHEETS, en="answer sheets"),
        Text(zh="条", en="entries"),
        Text(zh="天", en="days"),
        Text(zh="个", en="posts"),
        Text(zh=STATIONS, en="workstations"),
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


# Units that people are shown in other words.
_SHOWN: Mapping[str, Text] = {
    FEN: YUAN,
    MINUTES: HOURS,
    THINGS: Text(zh="件", en="items"),
    GOALS: Text(zh="项", en="goals"),
    SHEETS: Text(zh="份", en="answer sheets"),
    STATIONS: Text(zh="个", en="workstations"),
}


def shown_unit(unit: str) -> Text:
    """What people are shown figures of a unit in.

    >>> shown_unit("件物品").zh, shown_unit("件物品").en, shown_unit("件").en
    ('件', 'items', 'matters')
    """
    return _SHOWN.get(unit) or UNITS[unit]


def unit_name(unit: str, language: Language) -> str:
    """The name of a unit; one that is not listed stays as it is."""
    return UNITS[unit].in_language(language) if unit in UNITS else unit
