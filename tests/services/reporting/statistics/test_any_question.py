"""Any question is answered as by looking at every event, one by one, after any history."""

import asyncio
import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.reporting.counting import model
from services.reporting.counting.consume import Consumer
from services.reporting.counting.later import count_left
from services.reporting.declared.indicators import INDICATORS
from services.reporting.statistics.figures import answer
from services.reporting.statistics.persons import persons
from services.reporting.statistics.question import Question
from services.reporting.statistics.spans import GRAINS
from shared.database import Pool
from shared.ids import new_id
from shared.journal.received_event import ReceivedEvent
from tests.databases import Databases
from tests.services.reporting.deliveries import AT_LARGE, DETOX, REHAB, Ledger, cut
from tests.services.reporting.reading import fresh
from tests.services.reporting.statistics.by_hand import PARTS, by_hand

pytestmark = pytest.mark.postgres

# Of every level, a city without counties and a county without a city among them.
HAPPENED_IN = (
    "410000000000", "410100000000", "410102000000", "410102001000", "410102001003",
    "410105001003", "441900000000", "441900004001", "419001000000", "420100000000",
)  # fmt: skip
ASKED_OF = (*HAPPENED_IN, "440000000000", "419000000000", "410105000000")
FIRST, DAYS = date(2018, 11, 1), 500


@pytest.mark.parametrize("seed", range(3))
async def test_any_question_is_answered_as_by_hand(pool: Pool, seed: int) -> None:
    """Regions of every level, ragged periods, moments of the past, any groups and filters."""
    chance = random.Random(seed)
    ledger = history(chance, files=60, entries=400)
    consumer = Consumer(pool)
    await consumer.begin()
    await consumer.apply("cases", 0, 0, ledger.events)
    for _ in range(200):
        await compare(pool, ledger.events, any_question(chance, ledger.events))


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32), files=st.integers(1, 10), entries=st.integers(0, 80))
def test_after_every_batch_of_any_history(
    databases: Databases, seed: int, files: int, entries: int
) -> None:
    """Persons in several cases and regions; voids that arrive before their entry, or much later.

    What counts is the part of each stream without a hole, whatever lies in which batch.
    """
    chance = random.Random(seed)
    ledger = history(chance, files, entries)

    async def deliver() -> None:
        async with fresh(databases) as pool:
            consumer = Consumer(pool)
            if chance.random() < 0.8:
                await consumer.begin()
            received: list[ReceivedEvent] = []
            for batch in cut(mixed(chance, ledger.events), chance.randrange(3, 20)):
                await consumer.apply("cases", 0, batch[0].offset, batch)
                received += batch
                counted = without_holes(received)
                for code in PARTS:
                    question = any_question(chance, ledger.events, code)
                    await compare(pool, counted, question)

    asyncio.run(deliver())


@pytest.mark.parametrize("seed", range(4))
async def test_persons_of_cells_are_those_of_the_facts(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Of any whole months, by any periods and regions: after voids, late entries, and for movers.

    Batches are counted with their persons or before them; a scope may be kept from some day on.
    """
    chance = random.Random(seed)
    ledger = history(chance, files=80, entries=900)
    consumer = Consumer(pool)
    kept_from = chance.randrange(4)
    from_cells = 0
    for number, batch in enumerate(cut(ledger.events, 150)):
        if number == kept_from:
            await consumer.begin()
        monkeypatch.setattr(model, "AT_ONCE", chance.choice((0, 1000)))
        await consumer.apply("cases", 0, batch[0].offset, batch)
        async with pool.acquire() as connection:
            if chance.random() < 0.8:
                await count_left(connection, "live")
            for _ in range(25):
                question = _of_whole_months(chance)
                [part, *_] = question.indicators[0].parts
                from_cells += await persons(connection, question, part) is not None
                figures = await answer(connection, question)
                found = {figure.group: figure.value for figure in figures}
                assert found == by_hand(ledger.events[: batch[-1].offset + 1], question), question
    assert from_cells > 15


def _of_whole_months(chance: random.Random) -> Question:
    start, end = sorted((any_day(chance), any_day(chance)))
    end = (end + timedelta(31)).replace(day=1)
    if chance.random() < 0.2:
        end = FIRST + timedelta(DAYS)  # within a month, the last in which there is anything
    by = [word for word in ("region", chance.choice(GRAINS[2:])) if chance.random() < 0.5]
    return Question(
        (INDICATORS[chance.choice(("persons_contacted", "share_of_clients_met"))],),
        chance.choice(ASKED_OF),
        start.replace(day=1),
        end,
        tuple(by),
    )


async def compare(pool: Pool, events: Sequence[ReceivedEvent], question: Question) -> None:
    """The model's answer is the one by hand."""
    async with pool.acquire() as connection:
        figures = await answer(connection, question)
    assert {figure.group: figure.value for figure in figures} == by_hand(events, question), question


def history(chance: random.Random, files: int, entries: int) -> Ledger:
    """A year and more of work, a good part of it made void later."""
    ledger = Ledger()
    clients = [new_id() for _ in range(files // 2 + 1)]
    opened = [
        ledger.case(
            chance.choice((DETOX, REHAB, AT_LARGE)),
            chance.choice(HAPPENED_IN),
            None if chance.random() < 0.2 else any_day(chance),
            chance.choice(clients),
        )
        for _ in range(files)
    ]
    valid = []
    for _ in range(entries):
        file, day = chance.choice(opened), any_day(chance)
        match chance.randrange(5):
            case 0 | 1:
                valid.append(file.contact(day, chance.choice(("phone", "office"))))
            case 2:
                result = chance.choice(("negative", "positive", "not_done"))
                valid.append(file.test(day, result, "excused" if result == "not_done" else None))
            case 3:
                region, heads = chance.choice(HAPPENED_IN), chance.randrange(50)
                forms = tuple(
                    chance.choices(
                        ("leaflets", "banners", "boards", "performance", "advice", "lecture"),
                        k=chance.randrange(4),
                    )
                )
                valid.append(ledger.session(day, attendance=heads, region=region, forms=forms))
            case _ if valid:
                ledger.void(valid.pop(chance.randrange(len(valid))))
    return ledger


def any_day(chance: random.Random) -> date:
    """A day of the history."""
    return FIRST + timedelta(chance.randrange(DAYS))


def any_question(
    chance: random.Random, events: Sequence[ReceivedEvent], code: str | None = None
) -> Question:
    """A question about one indicator; `as_of` is the moment of some event."""
    indicator = INDICATORS[code or chance.choice(list(PARTS))]
    start, end = any_day(chance), any_day(chance)
    start, end = min(start, end), max(start, end) + timedelta(1)
    if chance.random() < 0.5:
        start, end = start.replace(day=1), (end + timedelta(31)).replace(day=1)
    of_all = indicator.dimensions
    dimensions = [chance.choice(of_all)] if of_all and chance.random() < 0.3 else []
    by = ["region", chance.choice(GRAINS), *(dimension.code for dimension in dimensions)]
    where = {}
    if of_all and chance.random() < 0.3:
        dimension = chance.choice(of_all)
        values = dimension.values or ("not_assessed", "high")
        where[dimension.code] = tuple(chance.sample(values, 2))
    return Question(
        (indicator,),
        chance.choice((HAPPENED_IN[0], chance.choice(ASKED_OF))),
        start,
        end,
        tuple(chance.sample(by, chance.randrange(len(by) + 1))),
        where,
        chance.choice((None, chance.choice(events).recorded_at)),
    )


def mixed(chance: random.Random, events: Sequence[ReceivedEvent]) -> list[ReceivedEvent]:
    """The events as they arrive: up to 15 places late, and some of them twice."""
    twice = [*events, *chance.sample(events, len(events) // 4)]
    order = sorted(twice, key=lambda event: event.offset + chance.randrange(15))
    return [event._replace(offset=offset) for offset, event in enumerate(order)]


def without_holes(received: Iterable[ReceivedEvent]) -> list[ReceivedEvent]:
    """Of each stream the events up to the first that is missing."""
    arrived = {(event.stream_id, event.version): event for event in received}
    return [
        event
        for (stream, version), event in arrived.items()
        if all((stream, before) in arrived for before in range(1, version))
    ]
