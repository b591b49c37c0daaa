"""Every benchmark runs; what it measures is nobody's promise here."""

from collections.abc import Iterator

import pytest

from tests.bench import page
from tests.bench.place import Place
from tests.bench.rounds import Scale, compared
from tests.bench.run import BENCHES, run, servers_of_ones_own

SMALL = Scale(rounds=1, seconds=0.2, events=2_000)
WITHOUT_KAFKA = [
    *("batches", "repeats", "post", "personal", "long", "batch", "meanwhile"),
    *(
        "gateway",
        "rebuild",
        "report",
        "figures",
        "overview",
        "lists",
        "prevention",
        "workers",
        "live",
        "duties",
        "worklist",
        "month",
    ),
]
WITH_KAFKA = ["relay", "consume"]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """One place for all: that each benchmark comes to its rows needs no servers for it alone."""
    with servers_of_ones_own(SMALL, tmp_path_factory.mktemp("bench")) as place:
        yield place


@pytest.mark.postgres
@pytest.mark.parametrize("name", WITHOUT_KAFKA)
async def test_runs(name: str, place: Place) -> None:
    """Each benchmark that needs PostgreSQL comes to its rows."""
    outcome = await run([name], place)
    assert outcome.rows
    assert "fsync on" in outcome.postgresql


@pytest.mark.postgres
@pytest.mark.kafka
@pytest.mark.parametrize("name", WITH_KAFKA)
async def test_runs_with_kafka(name: str, place: Place) -> None:
    """Each benchmark that needs Kafka too comes to its rows."""
    assert (await run([name], place)).rows


def test_all_are_tried() -> None:
    """Only the benchmark that installs other event stores is left to `make bench`."""
    assert {*WITHOUT_KAFKA, *WITH_KAFKA, "append"} == set(BENCHES)


def test_ratio() -> None:
    """A row's ratio is taken round by round, and a missed aim is shown as missed."""
    row = compared("a path", [100, 400, 200], [50, 400, 300], unit="events/s", at_least=1.1)
    assert row.ratio == "1.00 (0.50–1.50)"
    assert not row.met
    assert "**no**" in page.table([row])
