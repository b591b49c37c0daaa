"""Citizen identification numbers (GB 11643-1999): 17 digits and a check digit."""

import re
import unicodedata
from datetime import date
from typing import Literal

from shared.folding import fold_number
from shared.strict import is_digits

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
FIRST_BIRTH = date(1850, 1, 1)  # ID numbers were first given out in 1984
_WHOLE = re.compile(r"(?=([0-9]{17}[0-9Xx]))")
_ID_NUMBER = re.compile(r"[0-9]{17}")  # one of 18 places, or one that lacks its check digit


class BadIdNumber(ValueError):
    """The ID number's check digit or date of birth is wrong; compare it with the card."""


def normalise(number: str) -> str:
    """An ID number as it is printed on the card, from any spelling of it.

    Raises `BadIdNumber`.

    >>> normalise(" １１０１０５１９４９１２３１００２x ")
    '11010519491231002X'
    >>> normalise("110105194912310021")
    Traceback (most recent call last):
        ...
    shared.id_number.BadIdNumber
    """
    number = fold_number(number).upper()
    if len(number) != 18 or not is_digits(number[:17]) or number.startswith("0"):
        raise BadIdNumber
    if number[17] != check_digit(number):
        raise BadIdNumber
    try:
        birth_of(number)
    except ValueError:
        raise BadIdNumber from None
    return number


def check_digit(number: str) -> str:
    """The last place of an ID number, from its first 17 digits (ISO 7064, MOD 11-2).

    >>> check_digit("11010519491231002")
    'X'
    """
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return CHECK_DIGITS[total % 11]


def birth_of(number: str) -> date:
    """The date of birth in an ID number; raises ValueError where there is no such day.

    >>> birth_of("11010519491231002X")
    datetime.date(1949, 12, 31)
    """
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def sex_of(number: str) -> Literal["male", "female"]:
    """The sex in an ID number: the 17th digit is odd for men.

    >>> sex_of("11010519491231002X")
    'female'
    """
    return "male" if int(number[16]) % 2 else "female"


def check_birth(born_on: date, today: date) -> None:
    """Refuse a birth that has not come, or that is before 1850; raises `BadIdNumber`."""
    if not FIRST_BIRTH <= born_on <= today:
        raise BadIdNumber


def holds_id_number(text: str) -> bool:
    """Whether a text holds an ID number, or so many digits in a row that it may be one.

    >>> holds_id_number("No. １１０１０５ 19491231 002x"), holds_id_number("4101-2019-00001")
    (True, False)
    """
    return _ID_NUMBER.search(_plain(text)) is not None


def names_somebody(text: str) -> bool:
    """Whether a text holds an ID number that is right in every place; two days in a row are none.

    >>> names_somebody("王某110105 19491231 002x"), names_somebody("2019-01-10/2019-12-31, 20")
    (True, False)
    """
    for match in _WHOLE.finditer(_plain(text)):
        try:
            normalise(match[1])
        except BadIdNumber:
            continue
        return True
    return False


def _plain(text: str) -> str:
    return re.sub(r"[\s\W_]", "", unicodedata.normalize("NFKC", text))
