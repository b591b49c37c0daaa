"""Codes of regions: 12 digits, or those of a community and a place's own unit below it. Pure.

A code is 2 digits of province, 2 of city, 2 of county (GB/T 2260), 3 of street, 3 of
community; a region's code begins with its parent's. A unit that a place keeps below a community
(a grid, the compound of a works) has the community's code, a hyphen and a code of the place's own.

>>> prefix("410100000000"), level("410100000000")
('4101', 'city')
"""

import re
from typing import Literal

from shared.strict import is_digits
from shared.text import Text

Level = Literal["province", "city", "county", "street", "community", "unit"]
Reason = Literal[
    "not_twelve_digits",
    "unit",
    "not_a_prefix",
    "gap",
    "unknown_province",
    "not_listed",
    "not_yet",
    "retired",
]

LENGTHS: dict[int, Level] = {2: "province", 4: "city", 6: "county", 9: "street", 12: "community"}
LEVELS: dict[Level, Text] = {
    "province": Text(zh="省级", en="province"),
    "city": Text(zh="地级", en="city"),
    "county": Text(zh="县级", en="county"),
    "street": Text(zh="街道（乡镇）", en="street or town"),
    "community": Text(zh="社区（村）", en="community"),
    "unit": Text(zh="社区以下单元", en="unit below the community"),
}

_STARTS = {2: 0, 4: 2, 6: 4, 9: 6, 12: 9}  # of the level that ends at each length
_UNIT = re.compile(r"[0-9]{12}-[0-9A-Z]{1,20}")

_DETAILS: dict[Reason, Text] = {
    "not_twelve_digits": Text(
        zh="区划代码应为12位数字，如410102001003；不足12位的，在后面补零。",
        en="A region code has 12 digits, such as 410102001003; shorter ones are filled with zeros.",
    ),
    "unit": Text(
        zh="这是社区以下单元的代码；此处请填写其所在社区的12位代码。",
        en="This is a unit below a community; give the 12 digits of the community here.",
    ),
    "not_a_prefix": Text(
        zh="地区用其代码的前2、4、6、9位或全部12位数字表示。",
        en="A region is given by the first 2, 4, 6, 9 or all 12 digits of its code.",
    ),
    "gap": Text(
        zh="该代码缺少中间一级，却写了它的下一级；请补全中间一级。",
        en="This code leaves out a level and then names one below it; fill in the level between.",
    ),
    "unknown_province": Text(
        zh="前两位不是任何省级行政区的代码（GB/T 2260）。",
        en="The first two digits are no province's (GB/T 2260).",
    ),
    "not_listed": Text(
        zh="区划登记表中没有该代码；请更正，或请管理员补充。",
        en="This code is not in the register of regions; correct it, or have the operator add it.",
    ),
    "not_yet": Text(
        zh="该代码在当日尚未启用；请使用当时的代码。",
        en="This code was not yet in force on that day; use the code of that time.",
    ),
    "retired": Text(
        zh="该代码在当日已停用；请使用新代码。",
        en="This code was no longer in force on that day; use the code that replaced it.",
    ),
}


class UnknownRegion(ValueError):
    """No such region: `reason` says why, `detail` what to do."""

    def __init__(self, reason: Reason) -> None:
        self.reason: Reason = reason
        self.detail = _DETAILS[reason]
        super().__init__(self.detail.en)


def is_region(code: str) -> bool:
    """Whether a text has the form of a region's code, of 12 digits.

    >>> is_region("410102001003"), is_region("410102001003-W01"), is_region("000000000000")
    (True, False, False)
    """
    return len(code) == 12 and is_digits(code) and not code.startswith("00")


def is_unit(code: str) -> bool:
    """Whether a text has the form of a unit's code: that of a community, and letters or digits.

    >>> is_unit("410102001003-W01"), is_unit("410102001000-W01"), is_unit("410102001003")
    (True, False, False)
    """
    return _UNIT.fullmatch(code) is not None and level(code[:12]) == "community"


def prefix(code: str) -> str:
    """The characters that a region's code and all below it begin with.

    >>> prefix("410000000000"), prefix("410102001000"), prefix("4101")
    ('41', '410102001', '4101')
    """
    if "-" in code:
        return code
    return next((code[:n] for n in (12, 9, 6, 4) if ends_at(code, n)), code[:2])


def ends_at(code: str, length: int) -> bool:
    """Whether the level that ends at `length` is named by `code`."""
    return len(code) >= length and code[_STARTS[length] : length].strip("0") != ""


def level(code: str) -> Level:
    """The level of a region, given by its code or its prefix.

    >>> level("41"), level("410102000000"), level("410102001003"), level("410102001003-W01")
    ('province', 'county', 'community', 'unit')
    """
    return "unit" if "-" in code else LENGTHS[len(prefix(code))]


def ancestors(code: str) -> tuple[str, ...]:
    """The codes from the province down to the region itself.

    >>> ancestors("410102001000")
    ('410000000000', '410100000000', '410102000000', '410102001000')
    >>> ancestors("410102001003-W01")[-2:]
    ('410102001003', '410102001003-W01')
    """
    own = prefix(code[:12])
    chain = tuple(own[:n].ljust(12, "0") for n in LENGTHS if n <= len(own) and ends_at(own, n))
    return (*chain, code) if "-" in code else chain


def query_prefix(text: str) -> str:
    """The prefix meant by a region argument of 2, 4, 6, 9 or 12 digits.

    Raises UnknownRegion for anything else.

    >>> query_prefix("410100000000"), query_prefix("410102")
    ('4101', '410102')
    """
    if len(text) not in LENGTHS or not is_digits(text):
        raise UnknownRegion("not_a_prefix")
    if text.startswith("00"):
        raise UnknownRegion("unknown_province")
    return prefix(text)
