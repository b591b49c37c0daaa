"""Regions by their names: what people write, and the codes that it may stand for. Pure."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from shared.regions import Level, Region, Regions, ancestors, level, prefix
from shared.text import Language, Text

MOST_SIMILAR = 20
_LEVEL_WORDS: dict[Level, tuple[str, ...]] = {
    "province": ("province",),
    "city": ("city",),
    "county": ("district", "county", "city"),
    "street": ("subdistrict", "street", "town", "township"),
}
_IGNORED = re.compile(r"[\s'’·・.,，、;；/\-()（）]+")
_CHINESE = re.compile(
    r"(.{2,}?)(?:.{1,2}族|维吾尔)?(?:特别行政区|自治[区州县旗]|地区|街道|[省市区县盟旗镇乡])"
)


class RegionsFound(NamedTuple):
    """12-digit codes: those of the name itself; if there are none, those of names like it."""

    exact: tuple[str, ...]
    similar: tuple[str, ...] = ()


def find_regions(text: str, regions: Regions, *, units: bool = False) -> RegionsFound:
    """The regions of a name, in Chinese or English, with the names of those above it or without.

    The Chinese name may leave out its last word (市, 区), the English one may have it. Units below
    the community, for which there are no figures, are found where they are asked for.

    >>> from shared.regions import built_in
    >>> regions = built_in()
    >>> find_regions("郑州", regions).exact, find_regions("河南省郑州市金水区", regions).exact
    (('410100000000',), ('410105000000',))
    >>> find_regions("Jinshui District, Zhengzhou", regions).exact
    ('410105000000',)
    >>> find_regions("开发区", regions).similar
    ('410171000000', '410172000000')
    """
    wanted = _folded(text)
    if not wanted:
        return RegionsFound(())
    smallest_first = _folded("".join(reversed(re.split("[,，]", text))))
    orders = {wanted, smallest_first}
    index = _index(regions, units)
    exact = [
        row.code
        for row in index.ending(orders)
        if any(_names(order, row, regions) for order in orders)
    ]
    if exact:
        return RegionsFound(tuple(dict.fromkeys(exact)))
    similar = dict.fromkeys(
        code for code, name, english in index.names if wanted in name or english.startswith(wanted)
    )
    return RegionsFound((), tuple(similar)[:MOST_SIMILAR])


def full_name(code: str, regions: Regions, on: date | None = None) -> Text:
    """The names from the province down to a region, as far as they are listed.

    As they are now, or as they were on a day.

    >>> from shared.regions import built_in
    >>> full_name("410105000000", built_in())
    Text(zh='河南省郑州市金水区', en='Jinshui, Zhengzhou, Henan')
    >>> full_name("410106001003", built_in())
    Text(zh='河南省郑州市上街区（下辖）', en='in Shangjie, Zhengzhou, Henan')
    """
    listed = [row for each in ancestors(code) if (row := regions.get(each, on)) is not None]
    zh = "".join(row.name for row in listed)
    en = ", ".join(row.name_en or row.name for row in reversed(listed))
    if listed and prefix(listed[-1].code) != prefix(code):
        return Text(zh=f"{zh}（下辖）", en=f"in {en}")
    return Text(zh=zh, en=en)


def with_code(code: str, regions: Regions, language: Language, on: date | None = None) -> str:
    """A region's full name (on a day) and its code, as short as it can be asked for.

    >>> from shared.regions import built_in
    >>> with_code("410105000000", built_in(), "en")
    'Jinshui, Zhengzhou, Henan (410105)'
    """
    name = full_name(code, regions, on).in_language(language)
    own = prefix(code)
    return f"{name}（{own}）" if language == "zh" else f"{name} ({own})"


def _names(wanted: str, row: Region, regions: Regions) -> bool:
    """Whether a text is a region's name, behind those of some regions above it."""
    for spelling in _spellings(row):
        if wanted == spelling:
            return True
        if wanted.endswith(spelling):
            above = map(regions.get, ancestors(row.code)[:-1])
            rest = wanted.removesuffix(spelling)
            if any(_names(rest, each, regions) for each in above if each is not None):
                return True
    return False


class _Index:
    """The rows by how their names are spelled: a place may list tens of thousands of them."""

    def __init__(self, rows: Iterable[Region]) -> None:
        self.names: list[tuple[str, str, str]] = []
        self._order: dict[Region, int] = {}
        self._rows: dict[str, list[Region]] = defaultdict(list)
        for row in rows:
            self._order[row] = len(self._order)
            self.names.append((row.code, _folded(row.name), _folded(row.name_en)))
            for spelling in _spellings(row):
                self._rows[spelling].append(row)

    def ending(self, texts: Iterable[str]) -> list[Region]:
        """The rows with a spelling that one of the texts ends with, in the list's order."""
        ends = {text[start:] for text in texts for start in range(len(text))}
        found = {row for end in ends & self._rows.keys() for row in self._rows[end]}
        return sorted(found, key=self._order.__getitem__)


@lru_cache(maxsize=4)
def _index(regions: Regions, units: bool) -> _Index:
    return _Index([*regions, *(regions.units() if units else ())])


@lru_cache(maxsize=10_000)
def _spellings(row: Region) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in _spelled(row) if text))


def _spelled(row: Region) -> Iterator[str]:
    name, english = _folded(row.name), _folded(row.name_en)
    yield name
    if short := _CHINESE.fullmatch(name):
        yield short[1]
    if english:
        yield english
        for word in _LEVEL_WORDS.get(level(row.code), ()):
            yield english + word


def _folded(text: str) -> str:
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text).casefold())
