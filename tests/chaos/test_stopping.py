"""Stopped while it works: what it answered is there, and it is gone within ten seconds."""

import asyncio
import signal
import socket
import time

import pytest

from tests.chaos.callers import callers, journalled
from tests.chaos.lives import House, house
from tests.chaos.years import proved
from tests.deploy.instances import databases_on
from tests.servers import Broker

BOUND = 10.0  # seconds to stop

pytestmark = [pytest.mark.chaos, pytest.mark.postgres, pytest.mark.timeout(300)]


async def _write_and_stop(place: House, number: signal.Signals) -> None:
    place.live()
    life = await asyncio.to_thread(place.answering)
    async with callers(place) as people:
        async with people.without_pause():
            while len(people.answered) < 300:
                await asyncio.sleep(0.01)
            began = time.monotonic()
            life.process.send_signal(number)
            code = await asyncio.to_thread(life.ended)
            seconds = time.monotonic() - began
        assert (code, "Traceback" in life.output) == (0, False), life.output
        assert seconds < BOUND
        _nothing_runs(place)
        assert people.wrong == []
        assert people.open, "it was stopped when nobody wrote"
        place.live()
        await asyncio.to_thread(place.answering)
        kept = await asyncio.to_thread(journalled, place)
        assert people.positions() <= {*kept}
        await people.repeat()
    kept = await asyncio.to_thread(journalled, place)
    assert sorted(kept) == sorted(people.positions())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_stopped_amid_writes_in_one_process(number: signal.Signals) -> None:
    """What was answered is in the journal, what was not repeats cleanly, in one process."""
    with house() as place:
        await _write_and_stop(place, number)
        await asyncio.to_thread(_counted_and_proved, place)


@pytest.mark.kafka
async def test_stopped_amid_writes_over_kafka(clean_kafka: str) -> None:
    """The same over Kafka."""
    with house("--kafka", clean_kafka) as place:
        await _write_and_stop(place, signal.SIGTERM)
        await asyncio.to_thread(_counted_and_proved, place)


@pytest.mark.kafka
@pytest.mark.parametrize("away", ["frozen", "stopped"])
async def test_stopped_while_kafka_is_away(clean_kafka: str, own_kafka: Broker, away: str) -> None:
    """A broker that does not answer, or is not there, holds nobody up."""
    with house("--kafka", clean_kafka) as place:
        place.live()
        await asyncio.to_thread(place.answering)
        async with callers(place) as people:
            await people.write(20)
        (own_kafka.pause if away == "frozen" else own_kafka.stop)()
        await _write_and_stop_on(place)
        (own_kafka.resume if away == "frozen" else own_kafka.start)()
        place.live()
        await asyncio.to_thread(place.answering)
        await asyncio.to_thread(_counted_and_proved, place)


async def _write_and_stop_on(place: House) -> None:
    """Write to a running instance for some seconds, and stop it."""
    life = place.answering()
    async with callers(place) as people, people.without_pause():
        await asyncio.sleep(3)
        assert people.answered
        began = time.monotonic()
        life.process.send_signal(signal.SIGTERM)
        code = await asyncio.to_thread(life.ended)
    assert (code, "Traceback" in life.output) == (0, False), life.output
    assert time.monotonic() - began < BOUND
    _nothing_runs(place)


def _nothing_runs(place: House) -> None:
    assert databases_on(place.data) == []
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", place.port)) != 0


def _counted_and_proved(place: House) -> None:
    place.wait_until_counted()
    proved(place, len(journalled(place)))
