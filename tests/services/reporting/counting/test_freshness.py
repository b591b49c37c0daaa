"""Whether the figures are complete, by the journals themselves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from services.reporting.counting import freshness as freshness_module
from services.reporting.counting.consume import Consumer
from services.reporting.counting.freshness import Contact, Freshness, Journals, JournalsAway
from services.reporting.counting.position import settled
from shared.database import Pool
from shared.ids import new_id
from shared.journal.feed_reader import Feed, FeedBroken
from tests.services.reporting.deliveries import DAY, DETOX, Ledger, some_work
from tests.services.reporting.feeding import MemoryFeed
from tests.services.reporting.reading import one

pytestmark = pytest.mark.postgres

SOURCES = ("cases", "outreach")


class House:
    """Two journals and the consumer; `away` is the error that they answer with."""

    def __init__(self, pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ledger = Ledger()
        self.cases = MemoryFeed("cases", self.ledger.events)
        self.outreach = MemoryFeed("outreach", [])
        self.pool, self.consumer = pool, Consumer(pool)
        self.kafka = Contact()
        self.freshness = self.looking()
        self.away = False
        monkeypatch.setattr(freshness_module, "http_feeds", self._feeds)

    def looking(self) -> Freshness:
        """What looks at them, as after a new start."""
        return Freshness(
            self.pool,
            Journals(dict.fromkeys(SOURCES, "http://nowhere"), lambda: "token"),
            self.kafka,
        )

    async def count(self, *numbers: int) -> None:
        """Count these events of the ledger."""
        for number in numbers:
            await self.consumer.apply(
                "cases", number, 0, [self.ledger.events[number]._replace(offset=0)]
            )

    async def settled(self, moment: datetime) -> bool:
        """Whether a moment is settled in the model."""
        async with self.pool.acquire() as connection:
            return await settled(connection, moment)

    @asynccontextmanager
    async def _feeds(self, *_: object, tries: int) -> AsyncIterator[list[Feed]]:
        if self.away:
            raise FeedBroken("away") from ConnectionRefusedError()
        yield [self.cases, self.outreach]


@pytest.fixture
def house(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> House:
    """Both journals, empty."""
    return House(pool, monkeypatch)


async def test_what_is_recorded_and_not_counted_is_the_answer(house: House) -> None:
    """The lag is the age of the oldest event not counted; a quiet partition adds nothing to it."""
    assert house.freshness.lag() is None, "nothing is known before the first look"
    old, older = (datetime.now(UTC) - timedelta(seconds=seconds) for seconds in (60, 90))
    house.ledger.session(DAY, region="410102000000")
    house.ledger.events[0] = house.ledger.events[0]._replace(recorded_at=older)
    house.ledger.session(DAY)
    house.ledger.events[1] = house.ledger.events[1]._replace(recorded_at=old)
    assert await house.freshness.look() == 2
    assert 90 <= (house.freshness.lag() or 0) < 120
    await house.count(0)
    assert await house.freshness.look() == 1
    assert 60 <= (house.freshness.lag() or 0) < 90
    await house.count(1)
    assert await house.freshness.look() == 0
    assert house.freshness.lag() == 0, "however long the events had waited"


async def test_a_look_waits_until_all_is_counted(house: House) -> None:
    """It answers as soon as the model has come far enough."""
    house.ledger.session(DAY)
    looking = asyncio.create_task(house.freshness.look(wait=20))
    await asyncio.sleep(0.2)
    assert not looking.done()
    await house.count(0)
    assert await looking == 0


async def test_the_sum_alone_proves_nothing(house: House) -> None:
    """An event that is in no journal does not stand in for one that is missing."""
    house.ledger.session(DAY)
    house.ledger.session(DAY)
    forged = Ledger()
    forged.session(DAY)
    await house.count(0)
    await house.consumer.apply("outreach", 0, 0, forged.events)
    assert await house.freshness.look() == 1
    assert house.freshness.beyond == 0
    await house.count(1)
    assert await house.freshness.look() == 0
    assert house.freshness.beyond == 1


async def test_a_contradicted_event_is_noticed_once(house: House, pool: Pool) -> None:
    """Under its version another event was counted: one line in the log, one row."""
    house.ledger.session(DAY)
    forged = house.ledger.events[0]._replace(event_id=new_id())
    await house.consumer.apply("cases", 0, 0, [forged])
    with capture_logs() as logs:
        await house.freshness.look()
        await house.looking().look()
    assert [line["event"] for line in logs] == ["event_contradicted"]
    assert await one(pool, "SELECT count(*) FROM live.contradictions") == 1


async def test_silence_makes_the_figures_late(house: House) -> None:
    """While Kafka or a journal does not answer, at least the time since then."""
    await house.freshness.look()
    assert house.freshness.lag() == 0
    house.kafka.failed()
    await asyncio.sleep(0.1)
    assert (house.freshness.lag() or 0) >= 0.1
    house.kafka.heard()
    assert house.freshness.lag() == 0
    house.away = True
    with pytest.raises(JournalsAway, match="ConnectionRefusedError"):
        await house.freshness.look()
    assert (house.freshness.lag() or 0) > 0


async def test_quiet_for_long_is_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who neither answers nor fails, frozen perhaps, is not heard of either."""
    contact = Contact()
    assert contact.silence() == 0
    monkeypatch.setattr(freshness_module, "QUIET", 0.05)
    await asyncio.sleep(0.1)
    assert contact.silence() >= 0.1


async def test_a_moment_is_settled_when_all_before_it_is_counted(house: House) -> None:
    """Not before, and not while the journal says that older events may still come."""
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    house.ledger.session(DAY)
    assert not await house.settled(moment - timedelta(hours=1))
    await house.freshness.look()
    assert not await house.settled(moment - timedelta(hours=1))
    await house.count(0)
    house.outreach.complete_until = moment + timedelta(hours=1)
    await house.freshness.look()
    assert await house.settled(moment - timedelta(seconds=1))
    assert not await house.settled(moment), "cases may still bring an event of that moment"
    house.cases.complete_until = moment + timedelta(hours=1)
    assert await house.freshness.settle(moment, wait=0)
    house.outreach.complete_until = moment - timedelta(hours=1)
    await house.freshness.look()
    assert await house.settled(moment), "what is settled stays so"


async def test_a_parked_stream_settles_nothing(house: House) -> None:
    """Nor is the figure of any moment complete, and the lag is the age of what waits."""
    early = datetime(2019, 1, 1, tzinfo=UTC)
    file = house.ledger.case(DETOX)
    file.contact(DAY)
    first, second = house.ledger.events
    await house.consumer.apply("cases", 0, 0, [first, second._replace(data="{")])
    assert not await house.freshness.settle(early, wait=0)
    assert house.freshness.uncounted == 1
    assert (house.freshness.lag() or 0) > 0


async def test_what_was_followed_is_not_read_again(house: House) -> None:
    """Also after a new start; only another history of the journal is read from its beginning."""
    house.ledger.events.extend(some_work(3).events)
    await house.consumer.apply("cases", 0, 0, house.ledger.events)
    assert await house.freshness.look(wait=20) == 0
    house.cases.cursors.clear()
    assert await house.looking().look(wait=20) == 0
    assert house.cases.cursors == [str(len(house.ledger.events))]
    house.cases.cluster = "1/00000002"
    house.cases.cursors.clear()
    assert await house.freshness.look(wait=20) == 0
    assert house.cases.cursors[0] is None


async def test_an_event_that_a_restore_has_lost_is_not_awaited(house: House) -> None:
    """A journal was set back to before an event that was not counted yet."""
    house.ledger.session(DAY)
    assert await house.freshness.look() == 1
    del house.ledger.events[0]
    house.cases.cluster = "1/00000002"
    assert await house.freshness.look() == 0
    assert house.freshness.lag() == 0


async def test_a_long_journal_is_followed_in_several_looks(house: House) -> None:
    """Each goes on where the last one ended; meanwhile nothing is claimed."""
    house.ledger.events.extend(some_work(3).events)
    await house.consumer.apply("cases", 0, 0, house.ledger.events)
    looks = 0
    while await house.freshness.look() or not house.freshness.complete:
        assert house.freshness.lag() is None
        looks += 1
    assert looks >= 2
    assert house.freshness.lag() == 0
