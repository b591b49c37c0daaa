"""The clock: the one place that asks what time it is, and what day that is in China.

The rest of the code is handed its time, so that a rule gives the same answer next year.
"""

from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")


def utc_now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def today(now: datetime) -> date:
    """The calendar day in Shanghai (UTC+8, no summer time) at the moment `now`.

    Raises ValueError when `now` carries no time zone.

    >>> today(datetime(2019, 12, 31, 16, 0, tzinfo=UTC))
    datetime.date(2020, 1, 1)
    """
    if now.tzinfo is None:
        raise ValueError("This moment has no time zone: give it one, for example UTC.")
    return now.astimezone(CHINA).date()


def present_day() -> date:
    """The calendar day in Shanghai at this moment."""
    return today(utc_now())
