"""Containers are killed while ledgers come in: in the end it is all there, once."""

import threading
import time
from collections.abc import Iterator

import pytest

from tests.chaos.lives import seeded
from tests.chaos.years import Ledgers, all_there, proved, public_year, synthetic_years
from tests.compose.house import PROCESSES, SERVERS, Containers, containers

pytestmark = [pytest.mark.docker, pytest.mark.chaos, pytest.mark.timeout(1200)]

AWAY = 30  # seconds that Kafka is stopped for


@pytest.fixture(scope="module")
def house() -> Iterator[Containers]:
    """A house with two reporting services, as its description has it otherwise."""
    with containers(REPORTING_REPLICAS="2") as house:
        house.up()
        yield house


class Importing(threading.Thread):
    """Imports years one after the other until it is enough; `done` are those that are in."""

    def __init__(self, house: Containers) -> None:
        super().__init__(daemon=True)
        self._house = house
        self.enough = threading.Event()
        self.done: list[Ledgers] = []

    def run(self) -> None:
        """Import; what ended for want of an answer is imported again."""
        years = [public_year()]
        more = synthetic_years(self._house.place / "ledgers")
        while not self.enough.is_set() or not self.done:
            year = years.pop() if years else next(more)
            for attempt in range(100):
                rejected = self._house.place / f"rejected-{len(self.done)}-{attempt}"
                ended = self._house.command("import", year.folder, "--rejected", rejected)
                if ended.returncode == 0:
                    break
                away = ("run the same command again", "does not answer", "Nobody listens at")
                assert any(why in ended.stderr for why in away), ended.stderr
            self.done.append(year)


def test_killed_one_after_the_other_while_importing(house: Containers) -> None:
    """Kill -9 and start of each container in turn: nothing is lost, nothing counted twice."""
    chance = seeded()
    importing = Importing(house)
    importing.start()
    try:
        order = [*PROCESSES, *SERVERS]
        chance.shuffle(order)
        for service in order:
            time.sleep(chance.uniform(0.5, 3))
            container = house.containers(service)[0]
            print(f"{time.monotonic():.1f} kill -9 {service}")
            house.kill(container)
            if service == "reporting":
                house.wait_for_members(1)  # the other one has taken over
            else:
                time.sleep(chance.uniform(0, 2))
            house.docker("start", container)
            house.wait_healthy(container)
    finally:
        importing.enough.set()
        importing.join()
    assert importing.done
    house.wait_for_members(2)
    proved(house, all_there(house, importing.done).total())


def test_kafka_stopped_for_half_a_minute(house: Containers) -> None:
    """Without Kafka writes go on; with it back, the reports catch up."""
    (kafka,) = house.containers("kafka")
    house.docker("stop", "--time", "30", kafka)
    began, written = time.monotonic(), 0
    while time.monotonic() - began < AWAY:
        body = {"region": "410105001000", "name": f"工作站 {written}"}
        answer, _ = house.text("/v1/workstations", "POST", body)
        assert "workstation_id" in answer
        written += 1
        time.sleep(0.2)
    assert written > 50
    assert house.ask("/v1/freshness", wait="0")["complete"] is False
    house.docker("start", kafka)
    house.wait_until_counted()
    assert house.operate("/v1/verify")["equal"] is True


def test_what_was_counted_stays_counted(house: Containers) -> None:
    """PostgreSQL killed as soon as events are counted, and nothing written that follows them."""
    (postgres,) = house.containers("postgres")
    for killed in range(4):
        for number in range(12):
            body = {"region": "410105001000", "name": f"工作站 {killed}-{number}"}
            house.text("/v1/workstations", "POST", body)
        while not house.ask("/v1/freshness", wait="0")["complete"]:
            pass  # its log goes to disk by itself every 0.2 s: a pause would hide what was not
        house.kill(postgres)
        house.docker("start", postgres)
        house.wait_healthy(postgres, *house.containers("reporting"))
        house.wait_until_counted()
