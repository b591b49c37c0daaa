"""Comparisons as they are asked in tests: of the demo's city, at one moment."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

from services.reporting.comparing.period_question import PeriodQuestion
from services.reporting.counting.consume import Consumer
from services.reporting.declared.indicators import INDICATORS
from services.reporting.statistics.spans import span_named
from shared.database import Pool
from shared.regions import Region, Regions, RegionYear, built_in, use_regions
from tests.services.reporting.deliveries import Ledger

CITY, JINSHUI, ZHONGYUAN = "410100000000", "410105000000", "410102000000"
NOW = datetime(2020, 6, 15, 4, tzinfo=UTC)


def asked(period: str, *codes: str, region: str = CITY, **more: Any) -> PeriodQuestion:
    """What is asked of a period."""
    indicators = tuple(INDICATORS[code] for code in codes)
    more.setdefault("now", NOW)
    return PeriodQuestion(indicators=indicators, region=region, span=span_named(period), **more)


async def count(pool: Pool, ledger: Ledger) -> None:
    """Take a ledger in."""
    await Consumer(pool).apply("cases", 0, 0, ledger.events)


def sees_all(_: str) -> bool:
    """Of a caller who may see every region."""
    return True


def sessions(ledger: Ledger, region: str, *days: tuple[date, int]) -> None:
    """Hold as many sessions on each day."""
    for day, times in days:
        for _ in range(times):
            ledger.session(day, region=region)


@contextmanager
def listed(rows: Iterable[Region], years: Iterable[RegionYear] = ()) -> Iterator[Regions]:
    """Let these regions be listed too, each in place of the built-in rows of its code."""
    own = [*rows]
    codes = {row.code for row in own}
    regions = Regions([*(row for row in built_in() if row.code not in codes), *own], years)
    use_regions(regions)
    try:
        yield regions
    finally:
        use_regions(None)
