"""The year's table and its figures, from events to answers."""

from datetime import date

import pytest

from services.reporting.counting.consume import Consumer
from services.reporting.statistics.annual import annual_report
from shared.database import Pool
from tests.services.reporting.deliveries import AT_LARGE, DETOX, REHAB, Ledger

pytestmark = pytest.mark.postgres

DAY = date(2019, 3, 4)


async def test_the_five_rows_of_the_year(consumer: Consumer, pool: Pool) -> None:
    """Each row counts what its name promises, in its own year and region only."""
    ledger = Ledger()
    for kind in (DETOX, REHAB):
        file = ledger.case(kind)
        file.contact(DAY, "home_visit")
        file.contact(DAY, "office")
        file.contact(DAY, "phone")
        file.contact(date(2020, 1, 1), "office")
        file.contact(date(2018, 12, 31), "office")
    file = ledger.case(AT_LARGE)
    file.contact(DAY, "office")
    file.contact(DAY, "phone")
    file.contact(DAY, "wechat")
    ledger.void(file.contact(DAY, "phone"))
    ledger.case(DETOX, "420102001000").contact(DAY)
    ledger.session(DAY)
    ledger.session(date(2019, 12, 31))
    ledger.article(date(2019, 1, 1))
    await consumer.apply("cases", 0, 0, ledger.events)
    async with pool.acquire() as connection:
        report = await annual_report(connection, "410100000000", 2019)
    assert report.values == (4, 1, 1, 2, 1)
