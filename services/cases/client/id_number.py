"""Citizen identification numbers (GB 11643-1999): 17 digits and a check digit."""

from datetime import date

from shared.folding import fold_number
from shared.strict import is_digits

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"


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
    services.cases.client.id_number.BadIdNumber
    """
    number = fold_number(number).upper()
    if len(number) != 18 or not is_digits(number[:17]) or number.startswith("0"):
        raise BadIdNumber
    if number[17] != check_digit(number):
        raise BadIdNumber
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
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
