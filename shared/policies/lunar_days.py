"""Days of the lunar calendar (农历) as days of the solar one; known for 1900 to 2100. Pure.

The calendar is computed, and published by the Purple Mountain Observatory (GB/T 33661-2017); the
library has the lengths of its months in a table.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from borax.calendars.lunardate import InvalidLunarDateError, LunarDate

FIRST_YEAR, LAST_YEAR = 1900, 2100  # lunar years
LONGEST_MONTH = 30

_DIGITS = "〇一二三四五六七八九十"
_MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def solar_day(year: int, month: int, day: int) -> date | None:
    """The day on which a day of a lunar year falls; None for a year that is not known.

    It is that of the month itself, never that of the leap month (闰月) of the same number, which
    follows it: so no lunar year has it twice. The 30th of a month with 29 days is its last day, as
    the eve of Spring Festival is.

    >>> solar_day(2025, 7, 7), solar_day(2025, 6, 1), solar_day(2101, 1, 1)
    (datetime.date(2025, 8, 29), datetime.date(2025, 6, 25), None)
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        found: date = LunarDate(year, month, day).to_solar_date()
    except InvalidLunarDateError:  # of a day that this month does not have
        return None if day < LONGEST_MONTH else solar_day(year, month, day - 1)
    return found


def solar_days(month: int, day: int, start: date, end: date) -> Iterator[date]:
    """The days of [start, end) on which a day of the lunar calendar falls."""
    last = (end - timedelta(days=1)).year if end > start else start.year - 2
    for year in range(start.year - 1, last + 1):  # a lunar year ends in the next solar one
        found = solar_day(year, month, day)
        if found is not None and start <= found < end:
            yield found


def in_chinese(month: int, day: int) -> str:
    """The day as it is called.

    >>> in_chinese(7, 7), in_chinese(1, 15), in_chinese(12, 30), in_chinese(1, 20)
    ('七月初七', '正月十五', '十二月三十', '正月二十')
    """
    tens, ones = divmod(day, 10)
    if ones == 0:
        name = ("初十", "二十", "三十")[tens - 1]
    else:
        name = ("初", "十", "廿")[tens] + _DIGITS[ones]
    return f"{_MONTHS[month - 1]}月{name}"
