"""Faults of a list of regions: in which file, line and column, and what is wrong. Pure.

>>> fault = Fault("regions.csv", 3, "below", NOT_BELOW)
>>> fault.text().en
'regions.csv, line 3, column below: write some or streets, or leave it empty.'
"""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.text import Text

SHOWN = 20  # faults that an error for people names

UNREADABLE = Text(zh="文件无法读取。", en="the file cannot be read.")
NO_LIST = Text(
    zh="这里没有 regions.csv 或 population.csv。", en="there is no regions.csv or population.csv."
)
NO_TEXT = Text(
    zh="文件不是 UTF-8 或 GB18030 编码。", en="the file is in neither UTF-8 nor GB18030."
)
NO_CSV = Text(
    zh="该行不是正确的 CSV，请检查引号。", en="this is no line of CSV; see to its quotes."
)
NO_COLUMN = Text(zh="缺少该列。", en="this column is missing.")
COLUMN_TWICE = Text(zh="该列出现了两次。", en="this column is there twice.")
UNKNOWN_COLUMN = Text(zh="没有这一列。", en="there is no such column.")
TOO_MANY_CELLS = Text(
    zh="该行的列数比表头多。", en="this line has more cells than the first line has columns."
)
NOT_A_CODE = Text(
    zh="应为12位数字；社区以下单元为社区代码、“-”加1至20位大写字母或数字，如410102001003-W01。",
    en="write 12 digits; for a unit below a community its code, a hyphen, and 1 to 20 capital"
    " letters or digits, such as 410102001003-W01.",
)
NO_NAME = Text(zh="名称不能为空。", en="the name is missing.")
NAME_TOO_LONG = Text(zh="名称不得超过100个字符。", en="a name has at most 100 characters.")
NOT_A_DAY = Text(zh="日期应写成 YYYY-MM-DD，如 2021-04-09。", en="write a day as YYYY-MM-DD.")
ENDS_EARLY = Text(
    zh="停用日期必须晚于启用日期。", en="the day on which it ends must be after its first day."
)
NOT_BELOW = Text(
    zh="只能填写 some 或 streets，或不填。", en="write some or streets, or leave it empty."
)
SUCCESSORS_WITHOUT_END = Text(
    zh="有后继代码的，须填写停用日期。", en="what has successors needs a valid_to."
)
NOT_A_YEAR = Text(zh="年份应为1949至2100。", en="write a year from 1949 to 2100.")
NOT_A_NUMBER = Text(zh="人口应为整数，只写数字。", en="write a whole number, in digits alone.")
NOT_AN_AREA = Text(
    zh="面积以平方公里计，如 3.25。", en="write square kilometres, such as 3.25, more than zero."
)
NO_FIGURE = Text(zh="人口与面积至少填写一项。", en="give the population or the area.")
UNKNOWN_PARENT = Text(
    zh="上级（{code}）未列出；请先列出上级。", en="its parent {code} is not listed; list that too."
)
PARENT_AWAY = Text(
    zh="上级（{code}）在 {day} 未启用。", en="its parent {code} is not in force on {day}."
)
LEVEL_LEFT_OUT = Text(
    zh="该代码缺少中间一级，却写了它的下一级。",
    en="this code leaves out a level and then names one below it.",
)
DUPLICATE = Text(
    zh="与第{line}行重复。", en="this says the same code for the same time as line {line}."
)
OVERLAPS = Text(
    zh="与第{line}行的启用时间重叠。", en="its dates overlap with those of line {line}."
)
NO_SUCCESSOR = Text(zh="后继代码 {code} 未列出。", en="its successor {code} is not listed.")
SUCCESSOR_AWAY = Text(
    zh="后继代码 {code} 在 {day} 未启用。", en="its successor {code} is not in force on {day}."
)
YEAR_TWICE = Text(
    zh="该代码该年份已在第{line}行。", en="line {line} has this code and year already."
)
NOT_LISTED = Text(zh="区划表中没有该代码。", en="the list of regions does not have this code.")
NOT_THAT_YEAR = Text(zh="该代码在这一年未启用。", en="this code is not in force in this year.")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one place; line 0 is the file as a whole, "" the whole line."""

    file: str
    line: int
    column: str
    why: Text

    def text(self) -> Text:
        """The place and the reason, for people."""
        zh, en = self.file, self.file
        if self.line:
            zh, en = f"{zh} 第{self.line}行", f"{en}, line {self.line}"
        if self.column:
            zh, en = f"{zh} {self.column} 列", f"{en}, column {self.column}"
        return Text(zh=f"{zh}：{self.why.zh}", en=f"{en}: {self.why.en}")


def filled(why: Text, **values: object) -> Text:
    """A reason with its values.

    >>> filled(OVERLAPS, line=7).en
    'its dates overlap with those of line 7.'
    """
    return Text(zh=why.zh.format(**values), en=why.en.format(**values))


class RegionsBroken(ValueError):
    """A list of regions that cannot be used; `faults` are all that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        shown = [fault.text() for fault in faults[:SHOWN]]
        if more := len(faults) - len(shown):
            shown.append(Text(zh=f"另有{more}处错误。", en=f"There are {more} more."))
        self.text = Text(
            zh="\n".join(each.zh for each in shown), en="\n".join(each.en for each in shown)
        )
        super().__init__(self.text.en)
