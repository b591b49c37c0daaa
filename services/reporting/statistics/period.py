"""The days that a question is about: none that has not come. Pure."""

from datetime import date, datetime, timedelta
from itertools import islice
from typing import NamedTuple

from services.reporting.statistics.refusing import refuse
from services.reporting.statistics.spans import Grain, Span
from shared.clock import today
from shared.text import Text

_DAY = timedelta(days=1)
# How many calendar periods one answer may be grouped by: two years of days, ten of weeks, twenty of
# months; quarters and years as many as there may be.
MOST: dict[Grain, int] = {"day": 732, "week": 523, "month": 240, "quarter": 640, "year": 160}
_WORDS: dict[Grain, Text] = {
    "day": Text(zh="天", en="days"),
    "week": Text(zh="周", en="weeks"),
    "month": Text(zh="个月", en="months"),
    "quarter": Text(zh="个季度", en="quarters"),
    "year": Text(zh="年", en="years"),
}
_BY: dict[Grain, str] = {"day": "日", "week": "周", "month": "月", "quarter": "季度", "year": "年"}


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


def check_grain(period: Period, grain: Grain) -> None:
    """Refuse a period that is too long to be grouped by its days, weeks, …: a 422 Problem."""
    most = MOST[grain]
    if any(True for _ in islice(Span(period.start, period.end).parts(grain), most, None)):
        words = _WORDS[grain]
        raise refuse(
            "to",
            "period_too_long",
            Text(
                zh=f"按{_BY[grain]}统计时，期间最长{most}{words.zh}；请分段查询。",
                en=f"By {grain}, a period may reach into {most} {words.en} at most; ask in parts.",
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
