"""Outliers: by the median and the absolute deviations of a region's own history."""

import itertools
import statistics
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.comparing.outliers import (
    LEAST,
    NO_HISTORY,
    PERIODS,
    Judged,
    NoHistory,
    history_of,
    judged,
    outliers,
)
from services.reporting.declared.indicators import INDICATORS
from services.reporting.statistics.spans import span_named
from shared.database import Pool
from tests.services.reporting.comparing.asking import (
    CITY,
    JINSHUI,
    ZHONGYUAN,
    asked,
    count,
    sessions,
)
from tests.services.reporting.deliveries import DETOX, Ledger

SESSIONS = INDICATORS["sessions"]


def against(value: int, *history: int) -> Judged:
    """A figure against a history."""
    return judged(SESSIONS, CITY, value, history)


def test_by_hand() -> None:
    """z = 0.6745 × (value − median) ÷ MAD: one of the past that was high moves it little."""
    history = (10, 12, 11, 9, 10, 11, 13, 300)
    made = against(17, *history)
    assert (made.median, made.mad) == (11.0, 1.0)
    assert made.z == 4.05  # 0.6745 × 6 = 4.047
    assert made.is_outlier
    assert against(16, *history).z == 3.37  # 3.3725
    assert against(16, *history).is_outlier is False
    assert against(5, *history).z == -4.05


def test_where_most_of_the_history_is_the_same() -> None:
    """The mean of the differences takes the place of their median, which is 0."""
    made = against(9, 4, 4, 4, 4, 4, 4, 4, 6)
    assert made.mad == 0.0
    assert made.z == 15.96  # 5 ÷ (1.253314 × 0.25) = 15.958
    assert made.is_outlier


def test_where_all_of_the_history_is_the_same() -> None:
    """What differs is an outlier, without a z; the same is none."""
    assert (against(5, *[4] * 8).z, against(5, *[4] * 8).is_outlier) == (None, True)
    assert (against(4, *[4] * 8).z, against(4, *[4] * 8).is_outlier) == (None, False)


def test_a_short_history_says_nothing() -> None:
    """Seven periods are too few."""
    made = against(100, *[4] * (LEAST - 1))
    assert (made.is_outlier, made.why, made.periods) == (None, NO_HISTORY, LEAST - 1)


@given(st.integers(0, 1_000), st.lists(st.integers(0, 1_000), min_size=LEAST, max_size=PERIODS))
def test_it_is_the_published_formula(value: int, history: list[int]) -> None:
    """As Iglewicz and Hoaglin have it, by another library's median and mean."""
    made = against(value, *history)
    middle = statistics.median(history)
    apart = [abs(each - middle) for each in history]
    mad, mean = statistics.median(apart), statistics.mean(apart)
    if mad or mean:
        z = 0.6745 * (value - middle) / mad if mad else (value - middle) / (1.253314 * mean)
        assert made.z == pytest.approx(z, abs=0.0051)
        if abs(abs(z) - 3.5) > 1e-9:
            assert made.is_outlier == (abs(z) > 3.5)


@pytest.mark.parametrize("period", ["2020-06", "2020", "2019-01-05..2019-01-09"])
def test_only_a_calendar_period_that_is_over_has_a_history(period: str) -> None:
    """Of others there are none of a kind before."""
    with pytest.raises(NoHistory):
        history_of(asked(period, "sessions"))


@pytest.mark.parametrize("period", ["2020-05-04", "2020-W10", "2020-05", "2020-Q1", "2019"])
def test_the_history_is_of_periods_of_one_kind(period: str) -> None:
    """As many as 24, each just before the next, the latest first."""
    grain, spans = history_of(asked(period, "sessions"))
    assert len(spans) == PERIODS
    assert {span.grain for span in spans} == {grain}
    assert spans[0].after() == span_named(period)
    assert all(later.start == earlier.end for later, earlier in itertools.pairwise(spans))


@pytest.mark.postgres
@pytest.mark.parametrize("grain", ["month", "quarter", "week"])
async def test_of_a_region_and_of_those_below(pool: Pool, grain: str) -> None:
    """Each against its own history, from its first period on; outliers first."""
    period = {"month": "2020-05", "quarter": "2020-Q1", "week": "2020-W20"}[grain]
    ledger, span = Ledger(), span_named(period)
    sessions(ledger, JINSHUI, (span.start, 30))
    sessions(ledger, ZHONGYUAN, (span.start, 4))
    for number in range(10):
        span = span.before()
        sessions(ledger, JINSHUI, (span.start, 3 + number % 2), (span.last_day, 1))
        sessions(ledger, ZHONGYUAN, (span.start, 3 + number % 3))
    sessions(ledger, "410103000000", (span.start, 2))
    await count(pool, ledger)
    async with pool.acquire() as connection:
        made = await outliers(connection, asked(period, "sessions", by_region=True))
    rows = {row.region: row for row in made.rows}
    assert made.history.end == span_named(period).start
    jinshui, zhongyuan, erqi = (rows[code] for code in (JINSHUI, ZHONGYUAN, "410103000000"))
    assert (jinshui.value, jinshui.periods, jinshui.median, jinshui.mad) == (30, 10, 4.5, 0.5)
    assert (jinshui.is_outlier, zhongyuan.is_outlier) == (True, False)
    assert (erqi.value, erqi.periods, erqi.median, erqi.is_outlier) == (0, 10, 0.0, False)
    assert (rows[CITY].value, rows[CITY].is_outlier) == (34, True)
    assert [row.is_outlier for row in made.rows] == [True, True, False, False]


@pytest.mark.postgres
async def test_a_share_has_the_periods_in_which_something_was_due(pool: Pool) -> None:
    """A period without a denominator is none of its history, and none to judge."""
    ledger = Ledger()
    file = ledger.case(DETOX, JINSHUI)
    for month in range(1, 10):
        file.test(date(2019, month, 1), "not_done" if month == 9 else "negative",
                  "refused" if month == 9 else None)  # fmt: skip
    await count(pool, ledger)

    async def of(period: str) -> Any:
        async with pool.acquire() as connection:
            return (await outliers(connection, asked(period, "test_rate"))).rows[0]

    september, october = await of("2019-09"), await of("2019-10")
    assert (september.value, september.periods, september.is_outlier) == (0.0, 8, True)
    assert (october.value, october.is_outlier) == (None, None)
    assert october.why is not None
