"""Two processes share the partitions of Kafka; killed in turn, they lose and double nothing."""

import pytest

from tests.chaos.importing import Importing
from tests.chaos.lives import House, Process, house, seeded
from tests.chaos.member import COUNTING
from tests.chaos.years import survived

STEPS = (
    "consumer: batch received",
    "consumer: offsets and gates entered",
    "consumer: rollups added",
    "consumer: transaction committed",
)

pytestmark = [
    pytest.mark.chaos,
    pytest.mark.postgres,
    pytest.mark.kafka,
    pytest.mark.timeout(600),
]


def test_two_that_count_are_killed_in_turn(clean_kafka: str) -> None:
    """The second is killed amid its batches again and again, the first once while both count."""
    chance = seeded()
    with house("--kafka", clean_kafka) as place:
        first = place.live()
        place.answering()
        importing = Importing(place, chance, 0)
        with importing.going_on():
            for step in chance.sample(STEPS, k=len(STEPS)):
                _beside(place, clean_kafka, step, chance.randint(1, 3)).bitten()
            second = _beside(place, clean_kafka)
            try:
                second.says(COUNTING)
                first.kill()
                place.live()
                place.answering()
                _beside(place, clean_kafka, chance.choice(STEPS)).bitten()
                assert second.process.poll() is None, second.output
            except BaseException:
                second.kill()
                raise
        try:
            survived(place, importing.done)
            assert second.process.poll() is None, second.output
        finally:
            second.kill()


def _beside(place: House, kafka: str, step: str = "-", passing: int = 1) -> Process:
    folder = place.place / f"beside {step}"
    folder.mkdir(exist_ok=True)
    return Process(
        folder, place.address("reporting", "reporting"), kafka,
        step=step, passing=passing, program="tests.chaos.member",
    )  # fmt: skip
