"""Regions: the 12-digit statistical codes, and which of them exist on a given day.

A code is 2 digits of province, 2 of city, 2 of county (GB/T 2260), 3 of street, 3 of
community; a region's code begins with its parent's. Codes retire, so they carry dates.

>>> prefix("410100000000"), level("410100000000")
('4101', 'city')
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from io import StringIO
from pathlib import Path
from typing import Literal, Self

from shared.strict import day as strict_day
from shared.strict import is_digits
from shared.text import Text

Level = Literal["province", "city", "county", "street", "community"]
Below = Literal["", "some", "streets"]
Reason = Literal[
    "not_twelve_digits",
    "not_a_prefix",
    "gap",
    "unknown_province",
    "not_listed",
    "not_yet",
    "retired",
]

BELOW: tuple[Below, ...] = ("", "some", "streets")
LENGTHS: dict[int, Level] = {2: "province", 4: "city", 6: "county", 9: "street", 12: "community"}

_DETAILS: dict[Reason, Text] = {
    "not_twelve_digits": Text(
        zh="区划代码应为12位数字，如410102001003；不足12位的，在后面补零。",
        en="A region code has 12 digits, such as 410102001003; shorter ones are filled with zeros.",
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


@dataclass(frozen=True, slots=True)
class Region:
    """One listed region, in force from `valid_from` until the day before `valid_to`.

    `below` says what the list holds under it: "" all of its children or none, "some" of them,
    or "streets" when it has no counties (Dongguan), so that its streets follow a zero county.
    """

    code: str
    name: str
    name_en: str
    valid_from: date | None = None
    valid_to: date | None = None
    below: Below = ""


def prefix(code: str) -> str:
    """The digits that a region and all below it begin with.

    >>> prefix("410000000000"), prefix("410102001000"), prefix("4101")
    ('41', '410102001', '4101')
    """
    return code[: max((n for n in LENGTHS if _ends_at(code, n)), default=2)]


def _ends_at(code: str, length: int) -> bool:
    """Whether the level that ends at `length` is named by `code`."""
    start = max((n for n in LENGTHS if n < length), default=0)
    return len(code) >= length and code[start:length].strip("0") != ""


def level(code: str) -> Level:
    """The level of a region, given by its code or its prefix.

    >>> level("41"), level("410102000000"), level("410102001003")
    ('province', 'county', 'community')
    """
    return LENGTHS[len(prefix(code))]


def ancestors(code: str) -> tuple[str, ...]:
    """The 12-digit codes from the province down to the region itself.

    >>> ancestors("410102001000")
    ('410000000000', '410100000000', '410102000000', '410102001000')
    """
    own = prefix(code)
    return tuple(own[:n].ljust(12, "0") for n in LENGTHS if n <= len(own) and _ends_at(own, n))


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


class Regions:
    """The register of regions: which codes exist, their names, and when they are in force."""

    def __init__(self, rows: Iterable[Region]) -> None:
        self._rows: dict[str, Region] = {}
        for row in rows:
            self._rows[row.code] = row
        self._listed_below = {
            ancestors(code)[-2] for code in self._rows if level(code) != "province"
        }

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """The built-in register, with the rows of an operator's CSV added or put in their place.

        The CSV has the columns code, name, name_en, valid_from, valid_to (ISO dates), below.
        Raises ValueError, with the line, for a row that cannot be read.
        """
        own = resources.files("shared").joinpath("regions.csv").read_text(encoding="utf-8")
        rows = _read(own, "regions.csv")
        if path is not None:
            rows += _read(path.read_text(encoding="utf-8-sig"), str(path))
        return cls(rows)

    def __iter__(self) -> Iterator[Region]:
        """Every listed region."""
        return iter(self._rows.values())

    def get(self, code: str) -> Region | None:
        """The listed region of this code or prefix, if it is listed."""
        return self._rows.get(code.ljust(12, "0"))

    def name(self, code: str, language: Literal["zh", "en"] = "zh") -> str | None:
        """The name of a listed region, from its code or prefix."""
        row = self.get(code)
        return None if row is None else row.name if language == "zh" else row.name_en

    def check(self, code: str, on: date | None = None) -> str:
        """Give back `code` if it is a region's (on the day `on`); else raise UnknownRegion.

        Each level must follow the one above it. Where the register lists siblings of a
        level, the level itself must be listed; where it lists none, any number passes.

        >>> regions = Regions.load()
        >>> regions.check("410102001003")
        '410102001003'
        >>> regions.check("410199000000")
        Traceback (most recent call last):
        shared.regions.UnknownRegion: This code is not in the register of regions; correct it, \
or have the operator add it.
        """
        if len(code) != 12 or not is_digits(code):
            raise UnknownRegion("not_twelve_digits")
        if code[:2].ljust(12, "0") not in self._rows:
            raise UnknownRegion("unknown_province")
        chain = ancestors(code)
        self._check_gaps(code)
        for parent, child in zip(("", *chain), chain, strict=False):
            self._check_row(parent, child, on)
        return code

    def _check_gaps(self, code: str) -> None:
        own = prefix(code)
        for length in LENGTHS:
            if length >= len(own) or _ends_at(own, length):
                continue
            city = self._rows.get(own[:4].ljust(12, "0"))
            if length == 6 and city is not None and city.below == "streets":
                continue
            raise UnknownRegion("gap")

    def _check_row(self, parent: str, child: str, on: date | None) -> None:
        row = self._rows.get(child)
        if row is None:
            above = self._rows.get(parent)
            if parent in self._listed_below and not (above and above.below):
                raise UnknownRegion("not_listed")
        elif on is not None:
            if row.valid_from is not None and on < row.valid_from:
                raise UnknownRegion("not_yet")
            if row.valid_to is not None and on >= row.valid_to:
                raise UnknownRegion("retired")


@cache
def built_in() -> Regions:
    """The built-in register, read once."""
    return Regions.load()


def _read(text: str, source: str) -> list[Region]:
    rows = []
    for number, line in enumerate(csv.DictReader(StringIO(text)), start=2):
        try:
            rows.append(_region(line))
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(
                f"{source}, line {number}: {error}. A row needs code (12 digits), name, name_en,"
                " valid_from and valid_to (ISO dates or empty), below (empty, some or streets)."
            ) from error
    return rows


def _region(line: dict[str, str]) -> Region:
    code, below = line["code"].strip(), (line.get("below") or "").strip()
    if below not in BELOW:
        raise ValueError("below is neither empty, some nor streets")
    if len(code) != 12 or not is_digits(code) or code.startswith("00"):
        raise ValueError("the code is not one of 12 digits")
    days = [(line.get(name) or "").strip() for name in ("valid_from", "valid_to")]
    valid_from, valid_to = (strict_day(day) if day else None for day in days)
    return Region(code, line["name"], line.get("name_en") or "", valid_from, valid_to, below)
