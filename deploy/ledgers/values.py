"""One cell's text → one value; each function is pure and raises `Wrong` with its reason."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from deploy.ledgers.reasons import Reason
from deploy.ledgers.text import plain_dashes, plain_dots, squeeze, tidy
from services.cases.client.id_number import check_digit
from shared.http.fields import EARLIEST
from shared.regions import UnknownRegion, built_in

T = TypeVar("T")
W = TypeVar("W", bound=str)

_DAY = re.compile(
    r"""(?P<year>\d{4})(?:
        \s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]?
      | \s*(?P<mark>[-./\s])\s*(?P<month2>\d{1,2})\s*(?P=mark)\s*(?P<day2>\d{1,2})
      | (?P<month3>\d{2})(?P<day3>\d{2})
    )(?:[\sT]*[012]?\d:[0-5]\d(?::[0-5]\d(?:\.\d+)?)?)?""",
    re.VERBOSE | re.ASCII,
)
_ID_NUMBER = re.compile(r"[1-9]\d{5}(\d{4})(\d\d)(\d\d)\d{3}[\dX]", re.ASCII)
_PHONE = re.compile(r"(?:\+?86)?(1\d{10})|(\d{5,12})", re.ASCII)
_PEOPLE = re.compile(r"(\d{1,9})(?:\.0+)?人?", re.ASCII)
_BETWEEN = re.compile(r"[、,;/|]")
_NOTHING = frozenset({"", "-", "--", "/", "无", "暂无"})


class Wrong(Exception):
    """A cell's text is not a value of its column."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(reason.value)


def past_day(today: date) -> Callable[[str], date]:
    """A reader of days up to `today`; raises for no day (``bad_date``) and for ``future_date``.

    The order is always year, month, day; a time of day, as spreadsheets add it, is let be.
    Two-digit years, day-first spellings and spreadsheet serial numbers are not guessed at.

    >>> read = past_day(date(2024, 1, 1))
    >>> {read(s).isoformat() for s in ("2019/4/6", "20190406", " ２０１９ 年4月6日", "2019.04.06")}
    {'2019-04-06'}
    """

    def read(text: str) -> date:
        found = _DAY.fullmatch(_plain_marks(text))
        if found is None:
            raise Wrong(Reason.BAD_DATE)
        month = found["month"] or found["month2"] or found["month3"]
        day = found["day"] or found["day2"] or found["day3"]
        try:
            value = date(int(found["year"]), int(month), int(day))
        except ValueError:
            raise Wrong(Reason.BAD_DATE) from None
        if value < EARLIEST:
            raise Wrong(Reason.BAD_DATE)
        if value > today:
            raise Wrong(Reason.FUTURE_DATE)
        return value

    return read


def id_number(text: str) -> str:
    """An 18-place ID number with a birth date that exists and the right check digit.

    The check digit is that of GB 11643 (ISO 7064, MOD 11-2); a lower-case x is folded.

    >>> id_number("１１０１０５１９４９１２３１００２ｘ")
    '11010519491231002X'
    """
    number = squeeze(text).removeprefix("'").upper()
    found = _ID_NUMBER.fullmatch(number)
    if found is None or number[17] != check_digit(number):
        raise Wrong(Reason.ID_CHECKSUM)
    try:
        date(*map(int, found.groups()))
    except ValueError:
        raise Wrong(Reason.ID_CHECKSUM) from None
    return number


def phone(text: str) -> str:
    """A phone's digits alone; a mobile's 11 without the country code.

    >>> phone("(0371) 6543-2100")
    '037165432100'
    """
    found = _PHONE.fullmatch(re.sub(r"[-()]", "", squeeze(text).removeprefix("'")))
    if found is None:
        raise Wrong(Reason.BAD_PHONE)
    return found[1] or found[2]


def people(text: str) -> int:
    """A number of people: a whole number, zero or more.

    >>> people("１，２００人")
    1200
    """
    number = squeeze(text)
    grouped = re.fullmatch(r"\d{1,3}(,\d{3})+人?", number, re.ASCII)
    found = _PEOPLE.fullmatch(number.replace(",", "") if grouped else number)
    if found is None:
        raise Wrong(Reason.BAD_NUMBER)
    return int(found[1])


def region(text: str) -> str:
    """The 12-digit code of a region that exists."""
    try:
        return built_in().check(squeeze(text).removeprefix("'"))
    except UnknownRegion:
        raise Wrong(Reason.UNKNOWN_REGION) from None


def reference(text: str) -> str:
    """The number of a client's file, of at most 100 characters, capital and with plain dashes."""
    number = squeeze(text).upper()
    if len(number) > 100:
        raise Wrong(Reason.TOO_LONG)
    return number


def words(longest: int) -> Callable[[str], str]:
    """A reader of free text, which may be blank, of at most `longest` characters."""

    def read(text: str) -> str:
        value = tidy(text)
        if len(value) > longest:
            raise Wrong(Reason.TOO_LONG)
        return value

    return read


def person_name(text: str) -> str:
    """A person's name, of at most 100 characters; its middle dots are made one kind.

    >>> person_name("张　玉"), person_name("阿依古丽•艾山")
    ('张玉', '阿依古丽·艾山')
    """
    return plain_dots(words(100)(text))


def said(read: Callable[[str], str]) -> Callable[[str], str]:
    """The same reader, where a blank is ``missing_value``."""

    def read_what_is_said(text: str) -> str:
        value = read(text)
        if not value:
            raise Wrong(Reason.MISSING_VALUE)
        return value

    return read_what_is_said


def perhaps(read: Callable[[str], T]) -> Callable[[str], T | None]:
    """The same reader, where a blank, or a mark that stands for one, is None."""

    def read_or_none(text: str) -> T | None:
        return None if squeeze(text) in _NOTHING else read(text)

    return read_or_none


def one_of(table: Mapping[str, W], reason: Reason) -> Callable[[str], W]:
    """A reader of one word out of a table."""

    def read(text: str) -> W:
        value = table.get(squeeze(text))
        if value is None:
            raise Wrong(reason)
        return value

    return read


E2 = TypeVar("E2", bound=StrEnum)


def some_of(table: Mapping[str, E2], reason: Reason) -> Callable[[str], tuple[E2, ...]]:
    """A reader of any number of words out of a table, each once, in the order of their codes."""
    read_one = one_of(table, reason)

    def read(text: str) -> tuple[E2, ...]:
        if squeeze(text) in _NOTHING:
            return ()
        parts = [part for part in _BETWEEN.split(squeeze(text)) if part]
        if not parts:
            raise Wrong(reason)
        return tuple(sorted({read_one(part) for part in parts}))

    return read


def _plain_marks(text: str) -> str:
    """A date's text with every dash a hyphen and every stop a point, blanks kept.

    The apostrophe is a spreadsheet's mark for text.
    """
    return plain_dashes(tidy(text)).removeprefix("'").replace("。", ".")
