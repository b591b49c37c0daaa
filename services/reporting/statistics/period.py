"""The days that a question is about: none that has not come. Pure."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from services.reporting.statistics.refusing import refuse
from shared.clock import today
from shared.text import Text

MOST_MONTHS = 240  # of a period that is grouped by month
_DAY = timedelta(days=1)


class Period(NamedTuple):
    """The days [start, end); `until` is the last of them where a later end was asked for."""

    start: date
    end: date
    until: date | None = None


def period_of(start: date, end: date, as_of: datetime | None, now: datetime) -> Period:
    """The days of [start, end) that have come, as seen `as_of` a moment, else `now`.

    Raises a 422 Problem where there are none, and for a moment that has not come.
    """
    if start >= end:
        raise refuse(
            "to",
            "empty_period",
            Text(
                zh="期间为空：to 是期间结束后的第一天，应晚于 from。",
                en="The period ends before it begins: to is the first day that no longer counts.",
            ),
        )
    if as_of is not None and as_of > now:
        raise refuse(
            "as_of",
            "future_time",
            Text(
                zh="as_of 的时间还没有到；请填写现在或以前的时间。",
                en="This moment has not come; give one that has, or leave as_of out.",
            ),
        )
    known = today(as_of or now)
    if start > known:
        raise refuse(
            "from",
            "future_period",
            Text(
                zh="到今天（或 as_of 当天）为止，该期间还没有开始；没有将来的统计。",
                en="The period begins after today, or after the day of as_of: there are no figures"
                " of days that have not come.",
            ),
        )
    if end - _DAY <= known:
        return Period(start, end)
    return Period(start, known + _DAY, known)


def check_months(period: Period) -> None:
    """Refuse a period that is too long to be grouped by month: a 422 Problem."""
    start, end, _ = period
    if (end.year - start.year) * 12 + end.month - start.month > MOST_MONTHS:
        raise refuse(
            "to",
            "period_too_long",
            Text(
                zh=f"按月统计时，期间最长{MOST_MONTHS}个月；请分段查询。",
                en=f"By month, a period may have {MOST_MONTHS} months at most; ask in parts.",
            ),
        )


def until_today(year: int, now: datetime) -> date | None:
    """Today, if the year is not over; None if it is. A 422 Problem if it has not begun.

    >>> from datetime import UTC
    >>> now = datetime(2020, 2, 3, tzinfo=UTC)
    >>> until_today(2019, now), until_today(2020, now)
    (None, datetime.date(2020, 2, 3))
    """
    day = today(now)
    if year > day.year:
        raise refuse(
            "year",
            "future_year",
            Text(
                zh="该年度还没有开始；没有将来的统计。",
                en="This year has not begun: there are no figures of days that have not come.",
            ),
        )
    return day if year == day.year else None
