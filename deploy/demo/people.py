"""Synthetic people: nobody has these names, ID numbers and phones together.

Phones begin with 199000, which is given to no subscriber.
"""

from datetime import date, timedelta
from random import Random

_FAMILY = "甲乙丙丁戊己庚辛壬癸"
_GIVEN = "子丑寅卯辰巳午未申酉戌亥"
_FIRST_BIRTH = date(1960, 1, 1)
_DAYS_OF_BIRTHS = 14_000
_PLACES = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def name(random: Random) -> str:
    """A name out of stems and branches, as no family bears it.

    >>> len(name(Random(1))) in (2, 3)
    True
    """
    return random.choice(_FAMILY) + "".join(random.choices(_GIVEN, k=random.choice((1, 2))))


def id_number(random: Random, county: str, *, male: bool) -> str:
    """An ID number with a right check digit; `county` is its first six digits.

    >>> id_number(Random(1), "410102", male=True)[:6]
    '410102'
    """
    born = _FIRST_BIRTH + timedelta(days=random.randrange(_DAYS_OF_BIRTHS))
    order = 2 * random.randrange(1, 499) + male
    digits = f"{county}{born:%Y%m%d}{order:03d}"
    return digits + check_digit(digits)


def check_digit(digits: str) -> str:
    """The digit that makes the weighted sum of all 18 places leave 1 when divided by 11."""
    total = sum(weight * int(digit) for weight, digit in zip(_PLACES, digits, strict=True))
    return "0123456789X"[(12 - total) % 11]


def phone(random: Random) -> str:
    """A mobile phone number that nobody has."""
    return f"199000{random.randrange(100_000):05d}"
