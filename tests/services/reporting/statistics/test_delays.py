"""How many days after it happened an entry was recorded, in bands."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.reporting.counting.consume import Consumer
from services.reporting.declared.indicators import INDICATORS
from services.reporting.statistics.figures import answer
from services.reporting.statistics.question import Question
from shared.database import Pool
from tests.services.reporting.deliveries import AT_LARGE, DETOX, Ledger

pytestmark = pytest.mark.postgres

DAY = date(2019, 3, 4)
# The first moment of that day in Shanghai, and the last.
BEGINS = datetime(2019, 3, 3, 16, 0, tzinfo=UTC)
ENDS = BEGINS + timedelta(days=1, microseconds=-1)
BANDS = {
    "same_day": (0,),
    "1_to_3_days": (1, 3),
    "4_to_7_days": (4, 7),
    "8_to_30_days": (8, 30),
    "31_days_and_over": (31, 400),
}


async def ask(pool: Pool, by: tuple[str, ...], **more: Any) -> dict[tuple[str, ...], Any]:
    """The contacts of that day as they were recorded, by group."""
    indicator = INDICATORS["contacts_recorded"]
    question = Question((indicator,), "4101".ljust(12, "0"), DAY, DAY + timedelta(1), by, **more)
    async with pool.acquire() as connection:
        return {figure.group: figure.value for figure in await answer(connection, question)}


async def test_days_are_counted_in_shanghai(pool: Pool, consumer: Consumer) -> None:
    """The first and the last moment of the first and the last day of each band."""
    ledger = Ledger()
    file = ledger.case(DETOX)
    for days in BANDS.values():
        for day in days:
            for moment in (BEGINS, ENDS):
                file.contact(DAY, at=moment + timedelta(days=day))
    await consumer.apply("cases", 0, 0, ledger.events)
    expected = {(band,): 2 * len(days) for band, days in BANDS.items()}
    assert await ask(pool, ("delay",)) == expected
    soon = {"delay": ("same_day", "1_to_3_days")}
    assert await ask(pool, (), where=soon) == {(): 6}
    assert await ask(pool, ("delay",), as_of=ENDS) == {("same_day",): 2}


async def test_a_void_entry_was_recorded_when_it_was(pool: Pool, consumer: Consumer) -> None:
    """The void came later, and changes nothing of how soon the entry was recorded."""
    ledger = Ledger()
    programme, at_large = ledger.case(DETOX), ledger.case(AT_LARGE)
    entry = programme.contact(DAY, at=ENDS)
    at_large.contact(DAY, "phone", at=ENDS + timedelta(days=8))
    ledger.void(entry, at=ENDS + timedelta(days=90))
    await consumer.apply("cases", 0, 0, ledger.events)
    by_group = {("same_day", "programme"): 1, ("8_to_30_days", "at_large"): 1}
    assert await ask(pool, ("delay", "group")) == by_group
    by_month = {("2019-03", "410102000000"): 2}
    assert await ask(pool, ("month", "region")) == by_month
