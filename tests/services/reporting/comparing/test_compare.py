"""Figures beside those of before: differences, percentages, days that have come, residents."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.reporting.comparing.compare import (
    NOTHING_BEFORE,
    Change,
    Compared,
    change,
    compared,
    spans_of,
)
from services.reporting.comparing.sides import NOTHING_DUE, Side
from services.reporting.declared.indicators import INDICATORS
from shared.database import Pool
from shared.regions import RegionYear
from tests.services.reporting.comparing.asking import (
    CITY,
    JINSHUI,
    ZHONGYUAN,
    asked,
    count,
    listed,
    sees_all,
    sessions,
)
from tests.services.reporting.deliveries import DETOX, Ledger


def numbers(each: Change) -> tuple[Any, Any, Any]:
    """The value of before, the difference, and the change in per cent."""
    return each.side.value, each.difference, each.percent


async def rows_of(pool: Pool, *args: Any, **more: Any) -> list[Compared]:
    """The rows of a comparison."""
    boundaries = more.pop("boundaries", "then")
    async with pool.acquire() as connection:
        made = await compared(connection, asked(*args, **more), sees_all, boundaries)
    return [*made.rows]


@pytest.mark.postgres
async def test_a_quarter_beside_the_one_before_and_that_of_the_year_before(pool: Pool) -> None:
    """Each with its difference and its change in per cent; no change in per cent from nothing."""
    ledger = Ledger()
    sessions(ledger, JINSHUI, (date(2019, 7, 1), 4), (date(2019, 9, 30), 3))
    sessions(ledger, JINSHUI, (date(2019, 4, 1), 2), (date(2019, 10, 1), 9), (date(2018, 8, 1), 8))
    await count(pool, ledger)
    [row] = await rows_of(pool, "2019-Q3", "sessions")
    assert (row.region, row.side.value) == (CITY, 7)
    assert numbers(row.before) == (2, 5, 250.0)
    assert numbers(row.year_before) == (8, -1, -12.5)
    [row] = await rows_of(pool, "2019-Q2", "sessions")
    assert numbers(row.before) == (0, 2, None)
    assert row.before.why == NOTHING_BEFORE


@pytest.mark.postgres
async def test_shares_differ_by_percentage_points(pool: Pool) -> None:
    """From the values that are shown; a share of nothing is no value, and says so."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    for day, results in (
        (date(2019, 4, 1), ("negative", "negative", "not_done")),
        (date(2019, 1, 1), ("negative", "not_done", "not_done")),
    ):
        for result in results:
            file.test(day, result, "refused" if result == "not_done" else None)
    await count(pool, ledger)
    [row] = await rows_of(pool, "2019-Q2", "test_rate")
    assert row.side.value == 66.67
    assert numbers(row.before) == (33.33, 33.34, None)
    assert row.before.why is None
    assert numbers(row.year_before) == (None, None, None)
    assert row.year_before.why == NOTHING_DUE


@pytest.mark.postgres
async def test_a_period_that_is_not_over_has_as_many_days_of_the_others(pool: Pool) -> None:
    """Today is 15 June 2020: the quarter has had 76 days, and so have those it is compared with."""
    ledger = Ledger()
    sessions(ledger, JINSHUI, (date(2020, 6, 15), 1), (date(2020, 6, 16), 5))
    sessions(ledger, JINSHUI, (date(2020, 3, 16), 1), (date(2020, 3, 17), 7))
    sessions(ledger, JINSHUI, (date(2019, 6, 15), 2), (date(2019, 6, 16), 3))
    await count(pool, ledger)
    [row] = await rows_of(pool, "2020-Q2", "sessions")
    assert (row.side.value, row.before.side.value, row.year_before.side.value) == (1, 1, 2)
    spans = spans_of(asked("2020-Q2", "sessions"))
    assert {(span.end - span.start).days for span in spans} == {76}
    assert [span.last_day for span in spans] == [
        date(2020, 6, 15), date(2020, 3, 16), date(2019, 6, 15),
    ]  # fmt: skip


def test_no_more_days_than_the_earlier_period_has() -> None:
    """On 30 March the days of February are all that there are."""
    on_the_30th = asked("2020-06", "sessions")
    assert [span.name for span in spans_of(on_the_30th)][1:] == [
        "2020-05-01..2020-05-16", "2019-06-01..2019-06-16",
    ]  # fmt: skip
    march = asked("2019-03", "sessions", now=datetime(2019, 3, 30, tzinfo=UTC))
    assert spans_of(march)[1].last_day == date(2019, 2, 28)


@pytest.mark.postgres
async def test_by_region_each_has_a_row(pool: Pool) -> None:
    """Also one in which something was counted before, and nothing now."""
    ledger = Ledger()
    sessions(ledger, JINSHUI, (date(2019, 7, 1), 4))
    sessions(ledger, ZHONGYUAN, (date(2019, 4, 1), 2))
    await count(pool, ledger)
    rows = await rows_of(pool, "2019-Q3", "sessions", by_region=True)
    assert [(row.region, row.side.value, numbers(row.before)) for row in rows] == [
        (ZHONGYUAN, 0, (2, -2, -100.0)),
        (JINSHUI, 4, (0, 4, None)),
    ]


@pytest.mark.postgres
async def test_per_10000_residents(pool: Pool) -> None:
    """The rate is of the residents at the end of the period's year; nothing where not listed."""
    ledger = Ledger()
    sessions(ledger, JINSHUI, (date(2019, 7, 1), 3), (date(2018, 7, 1), 3))
    await count(pool, ledger)
    with listed([], [RegionYear(CITY, 2019, 16_000)]):
        [row] = await rows_of(pool, "2019", "sessions", per=True)
        assert (row.side.value, row.side.count) == (1.88, 3)  # 1.875
        assert row.side.residents is not None
        assert (row.side.residents.year, row.side.residents.number) == (2019, 16_000)
        assert row.before.side.value is None
        assert row.before.side.count == 3
        assert row.before.why is not None
        assert "2018" in row.before.why.en
        [row] = await rows_of(pool, "2020", "sessions", per=True)
        assert row.side.residents is not None
        assert row.side.residents.year == 2019, "the residents of a year are those of its end"


@pytest.mark.postgres
async def test_how_soon_entries_are_recorded_can_be_compared(pool: Pool) -> None:
    """The contacts that were recorded on their day, of one month and of the month before."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    for day, at in ((3, 3), (4, 4), (5, 20)):
        file.contact(date(2020, 5, day), at=datetime(2020, 5, at, 4, tzinfo=UTC))
    file.contact(date(2020, 4, 1), at=datetime(2020, 4, 1, 4, tzinfo=UTC))
    await count(pool, ledger)
    where = {"delay": ("same_day",)}
    [row] = await rows_of(pool, "2020-05", "contacts_recorded", where=where)
    assert (row.side.value, row.before.side.value) == (2, 1)
    [share] = await rows_of(pool, "2020-05", "contacts_recorded_in_3_days")
    assert (share.side.value, share.before.side.value) == (66.67, 100.0)


def test_an_average_changes_in_its_own_unit_and_in_per_cent() -> None:
    """Days late are no percentage."""
    made = change(INDICATORS["average_days_late"], Side(3.5), Side(2.0))
    assert numbers(made) == (2.0, 1.5, 75.0)
