"""One cell's text → one value; each function is pure and raises `Unreadable` with its reason."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TypeVar

from deploy.ledgers.reasons import Reason
from shared.folding import (
    fold_number,
    fold_reference,
    has_other_digits,
    plain_dashes,
    plain_dots,
    says_something,
    squeeze,
    tidy,
)
from shared.money import FEN_OF_A_YUAN
from shared.strict import whole_number

T = TypeVar("T")

_DAY = re.compile(
    r"""(?P<year>\d{4})(?:
        \s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]?
      | \s*(?P<mark>[-./\s])\s*(?P<month2>\d{1,2})\s*(?P=mark)\s*(?P<day2>\d{1,2})
      | (?P<month3>\d{2})(?P<day3>\d{2})
    )(?:[\sT]*(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?)?""",
    re.VERBOSE | re.ASCII,
)
# Days as spreadsheets count them, with the time of day as a fraction: 43466 is 2019-01-01. They
# count a day too many before March 1900, so that day zero is one earlier.
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?", re.ASCII)
_DAY_ZERO = date(1899, 12, 30)
_SERIALS = (32_874, 73_051)  # 1990-01-01, 2100-01-01
_PHONE = re.compile(r"(?:\+?86)?(1\d{10})|(\d{5,12})", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+人?", re.ASCII)
_DAYS = re.compile(r"(\d{1,9})(?:\.0+)?[天日]?", re.ASCII)
_PEOPLE = re.compile(r"(\d{1,9})(?:\.0+)?人?", re.ASCII)
_YUAN = re.compile(r"[¥￥]?(\d{1,9})(?:\.(\d{1,2}))?元?", re.ASCII)
_BETWEEN = re.compile(r"[、,;/|]")
_AFTER_EACH_OTHER = re.compile(r"[、,，;；|\n]")
# What a spreadsheet makes of a long number that it keeps as a number: 4.10102E+11, its decimals,
# groups of three places; or shows for it, where the column is too narrow or a formula failed.
_NOT_WHOLE = re.compile(
    r"""[-+]?(?:
        \d(?:[.,]\d*)?E[-+]?\d{1,4} | \d+(?:[.,]\d*)?E[-+]\d{1,4} | \d+[.,]\d*E[-+]?\d{1,4}
      | \d[.,]\d+[×*X]10\^?[-+]?\S{1,3}
      | \d+[.,]0*
      | \d{1,3}(?:,\d{3}){2,}(?:\.\d*)?
    ) | \#+ | \#[A-Z0-9/]+[!?]? """,
    re.VERBOSE | re.ASCII,
)
_NOTHING = frozenset({"", "-", "--", "/", "无", "暂无"})


class Unreadable(Exception):
    """A cell's text is not a value of its column; `reason` is the code of the fault."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def day(text: str) -> str:
    """A day, as YYYY-MM-DD; raises for what is no day.

    The order is always year, month, day; a time of day, as spreadsheets add it, is left out.
    A spreadsheet's number of a day is read if it is a day since 1990. Two-digit years and
    day-first spellings are not guessed at.

    >>> {day(s) for s in ("2019/4/6", "20190406", " ２０１９ 年4月6日", "2019.04.06")}
    {'2019-04-06'}
    """
    if has_other_digits(text):
        raise Unreadable(Reason.BAD_DATE)
    serial = _SERIAL.fullmatch(fold_number(text))
    if serial is not None and _SERIALS[0] <= whole_number(serial[1]) < _SERIALS[1]:
        return (_DAY_ZERO + timedelta(days=whole_number(serial[1]))).isoformat()
    parts = _DAY.fullmatch(_plain_marks(text))
    if parts is None:
        raise Unreadable(Reason.BAD_DATE)
    month = parts["month"] or parts["month2"] or parts["month3"]
    number = parts["day"] or parts["day2"] or parts["day3"]
    try:
        return date(int(parts["year"]), int(month), int(number)).isoformat()
    except ValueError:
        raise Unreadable(Reason.BAD_DATE) from None


def digits(text: str) -> str:
    """A number of many places, such as an ID number or a region's code, with capital letters.

    Raises ``digits_lost`` for what a spreadsheet made of a long number.

    >>> digits("１１０１０５ １９４９１２３１ ００２ｘ"), digits("'410102001003")
    ('11010519491231002X', '410102001003')
    """
    return _whole(fold_number(text).removeprefix("'").upper())


def phone(text: str) -> str:
    """A phone's digits alone; a mobile's 11 without the country code.

    >>> phone("(0371) 6543-2100")
    '037165432100'
    """
    number = _PHONE.fullmatch(re.sub(r"[-()]", "", _whole(fold_number(text).removeprefix("'"))))
    if number is None:
        raise Unreadable(Reason.BAD_PHONE)
    return number[1] or number[2]


def people(text: str) -> int:
    """A number of people: a whole number, zero or more.

    >>> people("１，２００人")
    1200
    """
    number = fold_number(text)
    grouped = _GROUPED.fullmatch(number)
    digits_ = _PEOPLE.fullmatch(number.replace(",", "") if grouped else number)
    if digits_ is None:
        raise Unreadable(Reason.BAD_NUMBER)
    return whole_number(digits_[1])


def days(text: str) -> int:
    """A number of days: a whole number.

    >>> days("30"), days(" ９０ 天"), days("15日")
    (30, 90, 15)
    """
    digits_ = _DAYS.fullmatch(fold_number(text))
    if digits_ is None:
        raise Unreadable(Reason.BAD_NUMBER)
    return whole_number(digits_[1])


def fen(text: str) -> int:
    """An amount that is written in yuan, with two decimals at most, in whole fen.

    >>> fen("１，２００.5元"), fen("500"), fen("¥80.05")
    (120050, 50000, 8005)
    """
    found = _YUAN.fullmatch(fold_number(text).replace(",", ""))
    if found is None:
        raise Unreadable("bad_amount")
    return whole_number(found[1]) * FEN_OF_A_YUAN + whole_number((found[2] or "").ljust(2, "0"))


def reference(text: str) -> str:
    """The number of a client's file, with capitals and plain dashes.

    Raises ``digits_lost`` for what a spreadsheet made of a long number.

    >>> reference("４１０１ － 00001")
    '4101-00001'
    """
    return _whole(fold_reference(text))


def text(cell: str) -> str:
    """Free text as it was written, without outer blanks; empty if it says nothing.

    What no database keeps, the character NUL, is left out.

    >>> text(" 浓度10³，\\n½片 ")
    '浓度10³，\\n½片'
    """
    return cell.replace("\0", "").strip() if says_something(cell) else ""


def fold_text(text: str | None) -> str | None:
    """A free text, for comparing with others."""
    return text if text is None else tidy(text)


def one_spelling(text: str) -> str:
    """A name by which things are found again; it may be blank."""
    return tidy(text) if says_something(text) else ""


def as_it_is(value: T) -> T:
    """A value that is only equal to itself."""
    return value


def person_name(text: str) -> str:
    """A person's name; its middle dots are made one kind.

    >>> person_name("张　玉"), person_name("阿依古丽•艾山")
    ('张玉', '阿依古丽·艾山')
    """
    return plain_dots(one_spelling(text))


def _whole(number: str) -> str:
    """The same number, unless it is what is left of one that lost its digits."""
    if _NOT_WHOLE.fullmatch(number.removeprefix("'").upper()):
        raise Unreadable(Reason.DIGITS_LOST)
    return number


def needed(read: Callable[[str], str]) -> Callable[[str], str]:
    """The same reader, where a blank is ``missing_value``."""

    def read_needed(text: str) -> str:
        value = read(text)
        if not says_something(value):
            raise Unreadable(Reason.MISSING_VALUE)
        return value

    return read_needed


def optional(read: Callable[[str], T]) -> Callable[[str], T | None]:
    """The same reader, where a blank, or a mark that stands for one, is None."""

    def read_or_none(text: str) -> T | None:
        return None if squeeze(text) in _NOTHING else read(text)

    return read_or_none


def one_of(codes: Mapping[str, str], reason: str) -> Callable[[str], str]:
    """A reader of one word, into its code; a word is the same with brackets of any width."""
    folded = {squeeze(word): code for word, code in codes.items()}

    def read(text: str) -> str:
        code = folded.get(squeeze(text)) if not has_other_digits(text) else None
        if code is None:
            raise Unreadable(reason)
        return code

    return read


def some_of(codes: Mapping[str, str], reason: str) -> Callable[[str], tuple[str, ...]]:
    """A reader of any number of words, each once, in the order of their codes."""
    read_one = one_of(codes, reason)

    def read(text: str) -> tuple[str, ...]:
        if squeeze(text) in _NOTHING:
            return ()
        parts = [part for part in _BETWEEN.split(squeeze(text)) if part]
        if not parts:
            raise Unreadable(reason)
        return tuple(sorted({read_one(part) for part in parts}))

    return read


def several(read: Callable[[str], T]) -> Callable[[str], tuple[T, ...]]:
    """A reader of any number of values, in the order in which they are written.

    A slash divides nothing here, for it stands in days.

    >>> several(day)("2019/4/6、2019.4.9"), several(day)("-")
    (('2019-04-06', '2019-04-09'), ())
    """

    def read_all(text: str) -> tuple[T, ...]:
        if squeeze(text) in _NOTHING:
            return ()
        return tuple(read(part) for part in _AFTER_EACH_OTHER.split(text) if says_something(part))

    return read_all


def _plain_marks(text: str) -> str:
    """A date's text with every dash a hyphen and every stop a point, blanks kept.

    The apostrophe is a spreadsheet's mark for text.
    """
    return plain_dashes(tidy(text)).removeprefix("'").replace("。", ".")
