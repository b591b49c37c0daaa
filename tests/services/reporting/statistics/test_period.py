"""No figure of days that have not come, whatever period is asked for."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.reporting.statistics.period import MOST, Period, check_grain, period_of, until_today
from services.reporting.statistics.spans import GRAINS, Grain, span_of
from shared.http.problems import Problem

# The tenth of March in China, while it is still the ninth in UTC.
NOW = datetime(2020, 3, 9, 17, 0, tzinfo=UTC)
TODAY = date(2020, 3, 10)
TOMORROW = date(2020, 3, 11)
FIRST = date(2020, 1, 1)


@pytest.mark.parametrize(
    ("end", "counted", "until"),
    [
        (TODAY, TODAY, None),
        (TOMORROW, TOMORROW, None),
        (date(2020, 3, 12), TOMORROW, TODAY),
        (date(2021, 1, 1), TOMORROW, TODAY),
        (date(2100, 12, 31), TOMORROW, TODAY),
    ],
)
def test_a_period_ends_with_today_at_the_latest(
    end: date, counted: date, until: date | None
) -> None:
    """By the calendar of China; a period that is over stays as it was asked for."""
    assert period_of(FIRST, end, None, NOW) == Period(FIRST, counted, until)


@pytest.mark.parametrize("start", [TOMORROW, date(2099, 1, 1)])
def test_a_period_that_has_not_begun_is_refused(start: date) -> None:
    """Tomorrow has not; today has."""
    assert reason(start, start + timedelta(1), None) == ("from", "future_period")
    assert period_of(TODAY, date(2099, 1, 1), None, NOW) == Period(TODAY, TOMORROW, TODAY)


def test_as_of_a_moment_the_days_end_with_its_day() -> None:
    """What was known then was of days until then, so that the answer never changes."""
    moment = datetime(2020, 2, 9, 16, 0, tzinfo=UTC)
    then = Period(FIRST, date(2020, 2, 11), date(2020, 2, 10))
    assert period_of(FIRST, date(2020, 12, 31), moment, NOW) == then
    later = NOW + timedelta(days=900)
    assert period_of(FIRST, date(2020, 12, 31), moment, later) == then
    assert reason(date(2020, 2, 11), TODAY, moment) == ("from", "future_period")


def test_a_moment_that_has_not_come_is_refused() -> None:
    """Now has come."""
    assert reason(FIRST, TODAY, NOW + timedelta(microseconds=1)) == ("as_of", "future_time")
    assert period_of(FIRST, TODAY, NOW, NOW) == Period(FIRST, TODAY)


def test_an_empty_period_is_refused() -> None:
    """Also one of the future, with the reason that is the caller's to correct first."""
    assert reason(FIRST, FIRST, None) == ("to", "empty_period")
    assert reason(date(2099, 1, 1), FIRST, None) == ("to", "empty_period")


def test_by_month_only_months_that_have_come_are_counted() -> None:
    """A long period is not refused for months that are no part of it any more."""
    check_grain(period_of(FIRST, date(2100, 1, 1), None, NOW), "month")
    with pytest.raises(Problem):
        check_grain(period_of(date(1999, 1, 1), date(2100, 1, 1), None, NOW), "month")


@pytest.mark.parametrize("grain", GRAINS)
def test_by_any_periods_there_is_a_bound(grain: Grain) -> None:
    """As many as there may be are answered, one more is not; years have no end in sight."""
    start = span_of(grain, date(1950, 6, 15)).start
    span = span_of(grain, start)
    for _ in range(MOST[grain] - 1):
        span = span.after()
    check_grain(Period(start, span.end), grain)
    with pytest.raises(Problem) as refused:
        check_grain(Period(start, span.end + timedelta(1)), grain)
    [error] = refused.value.errors
    assert (error.parameter, error.reason) == ("to", "period_too_long")
    assert str(MOST[grain]) in error.detail.zh


def test_a_year_that_has_not_begun_is_refused() -> None:
    """On the last evening of the year in UTC the next one has begun in China."""
    new_years_eve = datetime(2019, 12, 31, 16, 0, tzinfo=UTC)
    assert until_today(2019, new_years_eve) is None
    assert until_today(2020, new_years_eve) == date(2020, 1, 1)
    with pytest.raises(Problem) as refused:
        until_today(2021, new_years_eve)
    assert [error.reason for error in refused.value.errors] == ["future_year"]


def reason(start: date, end: date, as_of: datetime | None) -> tuple[str | None, str]:
    """The parameter and the reason of a refusal."""
    with pytest.raises(Problem) as refused:
        period_of(start, end, as_of, NOW)
    assert refused.value.status == 422
    [error] = refused.value.errors
    return error.parameter, error.reason
