"""A year is imported while everything is killed at every step: in the end it is all there, once."""

import os
import signal
import time
from random import Random
from typing import Literal

import pytest

from tests.chaos.cuts import Cut, before_and_after, order
from tests.chaos.importing import Importing
from tests.chaos.knives import LEFT
from tests.chaos.lives import House, house, runs, seeded
from tests.chaos.years import number, survived
from tests.deploy.instances import databases_on

ROUNDS = int(os.environ.get("WAYSTATION_TEST_CHAOS_ROUNDS", "1"))
IMPORT_KILLS = 4
POWER_CUTS = 0.3  # share of the kills in which the database server is killed too

pytestmark = [pytest.mark.chaos, pytest.mark.postgres, pytest.mark.timeout(900)]


@pytest.mark.parametrize("number_of_round", range(ROUNDS))
def test_a_year_survives_every_kill_in_one_process(number_of_round: int) -> None:
    """Killed at every step of the one process, and of the import, nothing is lost or doubled."""
    with house() as place:
        _survive(place, "embedded", seeded(number_of_round))


@pytest.mark.kafka
@pytest.mark.parametrize("number_of_round", range(ROUNDS))
def test_a_year_survives_every_kill_over_kafka(clean_kafka: str, number_of_round: int) -> None:
    """The same over Kafka: killed before and after every send, acknowledgement and commit.

    What Kafka has no part in is cut in the one process alone: the start, appending, making a model
    anew until it takes over, and the duties.
    """
    with house("--kafka", clean_kafka) as place:
        _survive(place, "kafka", seeded(number_of_round))


def _survive(place: House, way: Literal["embedded", "kafka"], chance: Random) -> None:
    before, after = before_and_after(way)
    for cut in before:
        _live_and_die(place, cut, chance)
    place.live()
    place.answering().kill()
    importing = Importing(place, chance, IMPORT_KILLS)
    with importing.going_on():
        for cut in order(way, chance):
            _live_and_die(place, cut, chance)
        last = place.live(LEFT)
    if after:
        importing.one_more()
    last.kill()
    for cut in after:
        _live_and_die(place, cut, chance)
    last = place.live()
    place.answering()
    began = time.monotonic()
    survived(place, importing.done)
    print(f"{time.monotonic() - began:5.1f} s  to look at {len(importing.done)} years")
    last.process.send_signal(signal.SIGTERM)
    assert last.ended() == 0
    assert databases_on(place.data) == []


def _live_and_die(place: House, cut: Cut, chance: Random) -> None:
    """One life, from taking over what the last one left to the knife."""
    left_behind = databases_on(place.data)
    began = time.monotonic()
    passing = chance.randint(1, cut.most)
    life = place.live(cut.step, passing, cut.unlearned)
    if cut.by:
        place.answering()
        command = place.command(cut.by)
        assert command.ended() == 1
        assert "broke off" in command.output or "does not answer" in command.output, command.output
    life.bitten()
    print(f"{time.monotonic() - began:5.1f} s  {cut.step} #{passing}")
    assert not any(map(runs, left_behind)), "the database of the life before still runs"
    if cut.parked is not None:
        assert (number(place, "SELECT count(*) FROM live.parked") > 0) == cut.parked, cut.step
    if chance.random() < POWER_CUTS:
        for pid in databases_on(place.data):
            os.kill(pid, signal.SIGKILL)
