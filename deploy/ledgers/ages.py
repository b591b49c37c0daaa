"""Which age band the service finds by itself, so that a row need not say it. Pure."""

from datetime import date

from services.cases.case.ages import age_band_on
from shared.id_number import birth_of


def band_follows(band: str | None, id_number: str | None, day: str | date | None) -> bool:
    """Whether a band is that of an ID number on the day of the decision.

    >>> band_follows("60_and_over", "11010519491231002X", "2018-01-01")
    True
    >>> band_follows("36_to_59", "11010519491231002X", "2018-01-01")
    False
    """
    if band is None or id_number is None or day is None:
        return False
    try:
        born_on = birth_of(id_number)
    except ValueError:
        return False
    return band == age_band_on(born_on, date.fromisoformat(str(day)))
