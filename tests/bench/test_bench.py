"""Every benchmark runs; what it measures is nobody's promise here."""

from pathlib import Path

import pytest

from tests.bench import page
from tests.bench.rounds import Scale, compared
from tests.bench.run import BENCHES, run

SMALL = Scale(rounds=1, seconds=0.3, events=4_000)
WITHOUT_KAFKA = [
    *("batches", "repeats", "post", "personal", "long", "batch", "meanwhile"),
    *("gateway", "rebuild", "report", "lists", "live", "duties", "worklist", "month"),
]
WITH_KAFKA = ["relay", "consume"]


@pytest.mark.postgres
@pytest.mark.parametrize("name", WITHOUT_KAFKA)
async def test_runs(name: str, tmp_path: Path) -> None:
    """Each benchmark that needs PostgreSQL comes to its rows."""
    outcome = await run([name], SMALL, tmp_path)
    assert outcome.rows
    assert "fsync on" in outcome.postgresql


@pytest.mark.postgres
@pytest.mark.kafka
@pytest.mark.parametrize("name", WITH_KAFKA)
async def test_runs_with_kafka(name: str, tmp_path: Path) -> None:
    """Each benchmark that needs Kafka too comes to its rows."""
    assert (await run([name], SMALL, tmp_path)).rows


def test_all_are_tried() -> None:
    """Only the benchmark that installs other event stores is left to `make bench`."""
    assert {*WITHOUT_KAFKA, *WITH_KAFKA, "append"} == set(BENCHES)


def test_ratio() -> None:
    """A row's ratio is taken round by round, and a missed aim is shown as missed."""
    row = compared("a path", [100, 400, 200], [50, 400, 300], unit="events/s", at_least=1.1)
    assert row.ratio == "1.00 (0.50–1.50)"
    assert not row.met
    assert "**no**" in page.table([row])
