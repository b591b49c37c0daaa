"""The one reader of numbers and days that are typed: ASCII digits, and nothing else.

Python's own readers also take digits of other scripts, superscripts, underscores, signs and
blanks. Text that people type is first folded (`shared.folding.fold_number`), which makes
full-width digits plain ones.
"""

import re
from datetime import date, datetime

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_MOST_PLACES = 18


def is_digits(text: str) -> bool:
    """Whether a text is ASCII digits and nothing else.

    >>> is_digits("2019"), is_digits("２０１９"), is_digits("2_0"), is_digits("2²"), is_digits("")
    (True, False, False, False, False)
    """
    return text.isascii() and text.isdigit()


def whole_number(text: str) -> int:
    """A whole number, zero or more, of at most 18 digits; raises ValueError.

    >>> whole_number("0012")
    12
    """
    if not is_digits(text) or len(text) > _MOST_PLACES:
        raise ValueError("not a whole number in plain digits")
    return int(text)


def day(text: str) -> date:
    """A day as YYYY-MM-DD; raises ValueError.

    >>> day("2019-03-14")
    datetime.date(2019, 3, 14)
    """
    if not _DAY.fullmatch(text):
        raise ValueError("not a day as YYYY-MM-DD")
    return date.fromisoformat(text)


def moment(text: str) -> datetime:
    """A moment as RFC 3339 has it, with its time zone; raises ValueError.

    >>> moment("2020-01-05t08:00:00Z").isoformat()
    '2020-01-05T08:00:00+00:00'
    """
    if not _MOMENT.fullmatch(text):
        raise ValueError("not a moment as RFC 3339 has it")
    return datetime.fromisoformat(text.upper())
