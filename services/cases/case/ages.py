"""How old somebody is on a day, in the bands of the yearly report. Pure."""

from datetime import date

from shared.events.cases.person import AgeBand


def age_on(born_on: date, day: date) -> int:
    """Whole years on a day; who was born on 29 February is a year older on 1 March of other years.

    >>> age_on(date(2000, 2, 29), date(2018, 2, 28)), age_on(date(2000, 2, 29), date(2018, 3, 1))
    (17, 18)
    """
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def age_band_on(born_on: date, day: date) -> AgeBand | None:
    """The band on a day; None before the birth, which is a mistake in one of the days.

    >>> age_band_on(date(1983, 1, 10), date(2019, 1, 9))
    <AgeBand.FROM_18_TO_35: '18_to_35'>
    >>> age_band_on(date(1983, 1, 10), date(2019, 1, 10))
    <AgeBand.FROM_36_TO_59: '36_to_59'>
    """
    age = age_on(born_on, day)
    if age < 0:
        return None
    if age < 18:
        return AgeBand.UNDER_18
    if age < 36:
        return AgeBand.FROM_18_TO_35
    return AgeBand.FROM_36_TO_59 if age < 60 else AgeBand.FROM_60
