"""A question about a moment has one answer, or none yet: never a smaller figure."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.reporting.counting import freshness as freshness_module
from services.reporting.counting.freshness import Freshness, Journals
from services.reporting.statistics import answering
from shared.http.application import Service
from shared.journal.feed_reader import Feed, FeedBroken
from tests.services.reporting.calling import get
from tests.services.reporting.deliveries import DETOX, Ledger
from tests.services.reporting.feeding import MemoryFeed
from tests.shared.http.calling import Answer

pytestmark = pytest.mark.postgres

DAY = date(2019, 3, 4)
MOMENT = datetime(2020, 1, 5, tzinfo=UTC)
ASK = "/v1/statistics?region=4101&from=2019-01-01&to=2020-01-01&indicators="


class House:
    """Two journals that reporting asks, and what it has counted of them."""

    def __init__(self, app: Service) -> None:
        self.app = app
        self.ledger = Ledger()
        self.feeds = [MemoryFeed("cases", self.ledger.events), MemoryFeed("outreach", [])]
        self.clock(MOMENT + timedelta(seconds=1))
        self.away = False
        self._counted = 0
        journals = Journals(
            {"cases": "http://nowhere", "outreach": "http://nowhere"}, lambda: "token"
        )
        app.state.freshness = Freshness(app.state.pool, journals)

    def clock(self, now: datetime) -> None:
        """Let it be this time at the journals: what they will record has a later one."""
        for feed in self.feeds:
            feed.complete_until = now

    async def count(self, number: int) -> None:
        """Count so many more events, in the journal's order."""
        batch = self.ledger.events[self._counted : self._counted + number]
        if batch:
            await self.app.state.consumer.apply("cases", 0, self._counted, batch)
            self._counted += len(batch)

    async def ask(self, codes: str = "contacts", moment: datetime = MOMENT) -> Answer:
        """What is answered about a moment."""
        return await get(self.app, f"{ASK}{codes}&as_of={moment:%Y-%m-%dT%H:%M:%SZ}")

    @asynccontextmanager
    async def connected(self, *_: object, tries: int) -> AsyncIterator[list[Feed]]:
        """The journals' feeds."""
        if self.away:
            raise FeedBroken("away") from ConnectionRefusedError()
        yield [*self.feeds]


@pytest.fixture
def house(app: Service, monkeypatch: pytest.MonkeyPatch) -> House:
    """Two journals, empty."""
    house = House(app)
    monkeypatch.setattr(freshness_module, "http_feeds", house.connected)
    monkeypatch.setattr(answering, "SETTLE_WAIT", 0.05)
    return house


def values(answer: Answer) -> list[Any]:
    """The figures of an answer."""
    assert answer.status == 200, answer.body
    return [row["value"] for row in answer.json()["rows"]]


async def test_what_is_not_counted_is_waited_for(house: House) -> None:
    """A caller that asks again gets one figure, the right one, and the same ever after."""
    file = house.ledger.case(DETOX)
    file.contact(DAY)
    await house.count(2)
    assert values(await house.ask()) == [1]
    late = MOMENT + timedelta(seconds=10)
    house.clock(late + timedelta(seconds=1))
    house.ledger.void(file.contact(DAY, at=late), at=late)
    file.contact(DAY, at=late)
    assert values(await house.ask()) == [1], "what came later leaves the past as it was"
    refused = await house.ask(moment=late)
    assert refused.status == 503
    assert refused.headers["retry-after"] == "2"
    await house.count(3)
    assert values(await house.ask(moment=late)) == [2]
    assert values(await house.ask()) == [1]


async def test_a_moment_in_which_something_may_still_be_recorded_is_not_settled(
    house: House,
) -> None:
    """Until the journals say that nothing will be of that moment any more."""
    house.ledger.case(DETOX).contact(DAY)
    await house.count(2)
    house.clock(MOMENT)
    assert (await house.ask()).status == 503
    house.clock(MOMENT + timedelta(microseconds=1))
    assert values(await house.ask()) == [1]


async def test_a_contradicted_stream_leaves_no_moment_settled(house: House) -> None:
    """Of two events under one version, the one that the journal has may not be counted."""
    house.ledger.case(DETOX).contact(DAY)
    await house.count(2)
    assert values(await house.ask()) == [1]
    async with house.app.state.pool.acquire() as connection:
        stream = house.ledger.events[0].stream_id
        await connection.execute(
            "INSERT INTO live.contradictions (stream_id, version, event_id)"
            " VALUES ($1, 1, gen_random_uuid())",
            stream,
        )
    assert (await house.ask()).status == 503


async def test_a_stream_that_waits_leaves_no_moment_settled(house: House) -> None:
    """Its events are recorded, and nobody knows what they add."""
    file = house.ledger.case(DETOX)
    file.contact(DAY)
    file.contact(DAY)
    house.ledger.events[1] = house.ledger.events[1]._replace(type="cases.Unheard.v1")
    await house.count(3)
    assert (await house.ask()).status == 503


async def test_a_journal_that_is_away_settles_nothing_more(house: House) -> None:
    """What was settled before is answered; what was not cannot be."""
    house.ledger.case(DETOX).contact(DAY)
    await house.count(2)
    assert values(await house.ask()) == [1]
    house.away = True
    assert values(await house.ask()) == [1]
    later = MOMENT + timedelta(hours=1)
    assert (await house.ask(moment=later)).status == 503


async def test_without_journals_the_operator_is_told(app: Service) -> None:
    """Nobody can know whether a moment is settled, and the answer names what to set."""
    answer = await get(app, f"{ASK}contacts&as_of=2020-01-05T00:00:00Z")
    assert answer.status == 503
    assert "cases_url" in answer.json()["detail"]
    assert (await get(app, f"{ASK}contacts")).status == 200


@pytest.mark.parametrize("seed", range(4))
async def test_one_question_has_one_answer(
    house: House, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is recorded, counted and asked in between: every answer to a question is one."""
    chance = random.Random(seed)
    now = MOMENT
    files = [house.ledger.case(DETOX, opened=DAY) for _ in range(3)]
    valid, moments = [], [MOMENT]
    answered: dict[datetime, list[Any]] = {}
    for _ in range(60):
        match chance.randrange(5):
            case 0:
                now += timedelta(seconds=1)
                valid.append(chance.choice(files).contact(DAY, at=now))
            case 1 if valid:
                now += timedelta(seconds=1)
                house.ledger.void(valid.pop(chance.randrange(len(valid))), at=now)
            case 2:
                await house.count(chance.randrange(4))
            case 3:
                moments.append(now)
        house.clock(now + timedelta(seconds=chance.randrange(2)))
        moment = chance.choice(moments)
        answer = await house.ask("contacts,persons_contacted,clients", moment)
        assert answer.status in (200, 503)
        if answer.status == 200:
            assert answered.setdefault(moment, values(answer)) == values(answer)
    house.clock(now + timedelta(seconds=1))
    await house.count(len(house.ledger.events))
    monkeypatch.setattr(answering, "SETTLE_WAIT", 20.0)
    for moment in moments:
        final = values(await house.ask("contacts,persons_contacted,clients", moment))
        assert answered.setdefault(moment, final) == final
    assert len(answered) >= 2
