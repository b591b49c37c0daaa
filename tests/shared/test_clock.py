"""The day in Shanghai, whatever the clock's own zone."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shared.clock import today, utc_now


@given(st.datetimes(timezones=st.just(UTC)), st.integers(-12, 14))
def test_zone(moment: datetime, offset: int) -> None:
    """One moment is one day, in whatever zone it is written."""
    assume(1 < moment.year < 9999)
    there = moment.astimezone(timezone(timedelta(hours=offset)))
    assert today(there) == (moment + timedelta(hours=8)).date()


def test_no_zone() -> None:
    """A moment without a zone could be either day, so it is refused."""
    with pytest.raises(ValueError, match="no time zone"):
        today(datetime(2020, 1, 1))  # noqa: DTZ001


def test_now() -> None:
    """The present moment is in UTC and not long ago."""
    now = utc_now()
    assert now.utcoffset() == timedelta(0)
    assert now.date() >= date(2024, 1, 1)
