"""The age band that the service finds by itself of an ID number, so that no row need say it. Pure.

The import is a client of the public API: what it knows of the service is documented, and tested.
"""

from datetime import date

from shared import strict

# The first age of each band, the oldest first; the bands of the yearly report.
_BANDS = ((60, "60_and_over"), (36, "36_to_59"), (18, "18_to_35"), (0, "under_18"))


def band_of(id_number: str, day: date) -> str | None:
    """The band of an ID number on a day; None where it holds no birth before that.

    >>> band_of("11010519491231002X", date(2009, 12, 30))
    '36_to_59'
    >>> band_of("11010519491231002X", date(2009, 12, 31))
    '60_and_over'
    """
    born = f"{id_number[6:10]}-{id_number[10:12]}-{id_number[12:14]}"
    try:
        birth = strict.day(born)
    except ValueError:
        return None
    age = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    return next((band for first, band in _BANDS if age >= first), None)


def band_follows(band: str | None, id_number: str | None, day: str | None) -> bool:
    """Whether a band that is said on a day follows from the ID number: then it need not be said."""
    if band is None or id_number is None or day is None:
        return False
    return band == band_of(id_number, strict.day(day))
