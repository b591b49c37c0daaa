"""A year is imported while everything is killed at every step: in the end it is all there, once."""

import os
import signal
from random import Random
from typing import Literal

import pytest

from tests.chaos.cuts import START, Cut, order
from tests.chaos.importing import Importing
from tests.chaos.lives import House, house, runs, seeded
from tests.chaos.years import number, survived
from tests.deploy.instances import databases_on

ROUNDS = int(os.environ.get("WAYSTATION_TEST_CHAOS_ROUNDS", "1"))
IMPORT_KILLS = 4
POWER_CUTS = 0.3  # share of the kills in which the database server is killed too

pytestmark = [pytest.mark.chaos, pytest.mark.postgres, pytest.mark.timeout(900 * ROUNDS)]


def test_a_year_survives_every_kill_in_one_process() -> None:
    """Killed at every step of the one process, and of the import, nothing is lost or doubled."""
    chance = seeded()
    for _ in range(ROUNDS):
        with house() as place:
            _survive(place, "embedded", chance)


@pytest.mark.kafka
def test_a_year_survives_every_kill_over_kafka(clean_kafka: str) -> None:
    """The same over Kafka: killed before and after every send, acknowledgement and commit."""
    chance = seeded()
    with house("--kafka", clean_kafka) as place:
        _survive(place, "kafka", chance)


def _survive(place: House, way: Literal["embedded", "kafka"], chance: Random) -> None:
    cuts = order(way, chance)
    for cut in cuts[: len(START)]:
        _live_and_die(place, cut, chance)
    place.live()
    place.answering().kill()
    importing = Importing(place, chance, IMPORT_KILLS)
    with importing.going_on():
        for cut in cuts[len(START) :]:
            _live_and_die(place, cut, chance)
        last = place.live()
    survived(place, importing.done)
    last.process.send_signal(signal.SIGTERM)
    assert last.ended() == 0
    assert databases_on(place.data) == []


def _live_and_die(place: House, cut: Cut, chance: Random) -> None:
    """One life, from taking over what the last one left to the knife."""
    left_behind = databases_on(place.data)
    life = place.live(cut.step, chance.randint(1, cut.most), cut.unlearned)
    if cut.by:
        place.answering()
        command = place.command(cut.by)
        assert command.ended() == 1
        assert "broke off" in command.said or "does not answer" in command.said, command.said
    life.bitten()
    assert not any(map(runs, left_behind)), "the database of the life before still runs"
    if cut.parked is not None:
        assert (number(place, "SELECT count(*) FROM live.parked") > 0) == cut.parked, cut.step
    if chance.random() < POWER_CUTS:
        for pid in databases_on(place.data):
            os.kill(pid, signal.SIGKILL)
