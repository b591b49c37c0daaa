"""Persons that are begun to be counted while cells are still to be added miss nobody."""

from datetime import date

import pytest

from services.reporting.counting.consume import Consumer
from services.reporting.counting.later import count_left
from services.reporting.counting.model import AT_ONCE
from services.reporting.declared.indicators import INDICATORS
from services.reporting.statistics.figures import answer
from services.reporting.statistics.question import Question
from shared.database import Pool
from tests.services.reporting.deliveries import DETOX, Ledger

pytestmark = pytest.mark.postgres


async def test_persons_begun_before_the_cells_are_added(pool: Pool) -> None:
    """A large batch leaves its cells for later; persons are counted from the facts before."""
    ledger, consumer = Ledger(), Consumer(pool)
    files = [ledger.case(DETOX, opened=date(2019, 3, 4)) for _ in range(3)]
    for number in range(AT_ONCE):
        files[number % 3].contact(date(2019, 3, 5))
    await consumer.apply("cases", 0, 0, ledger.events)
    await consumer.begin()
    one = INDICATORS["persons_contacted"]
    question = Question((one,), "410102000000", date(2019, 3, 1), date(2019, 4, 1))
    async with pool.acquire() as connection:
        before = await answer(connection, question)
        assert await count_left(connection, "live"), "the batch was large enough"
        after = await answer(connection, question)
    assert [each.value for each in before] == [each.value for each in after] == [3]
