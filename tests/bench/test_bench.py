"""Every benchmark runs; what it measures is nobody's promise here."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench import page
from tests.bench.place import Place
from tests.bench.rounds import Scale, compared
from tests.bench.run import BENCHES, Outcome, run, servers_of_ones_own

SMALL = Scale(rounds=1, seconds=0.05, events=500)
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


def test_a_page_is_written_of_those_that_were_run(tmp_path: Path) -> None:
    """It says how each was measured, and leads to that of ten million events if there is one."""
    row = compared("a path", [100], [50], unit="events/s", at_least=1, why="it is slow.")
    outcome = Outcome([row], "18")
    for name, names, leads in (("one", ["report"], False), ("all", [*BENCHES], False),
                               ("figures-at-ten-million", ["figures"], False),
                               ("one", ["report"], True)):  # fmt: skip
        page.write(outcome, names, tmp_path / f"{name}.md")
        text = (tmp_path / f"{name}.md").read_text(encoding="utf-8")
        assert "- a path: it is slow." in text
        assert ("make bench" in text) == (name == "all")
        assert ("The year's table over HTTP" in text) == ("report" in names)
        assert ("](figures-at-ten-million.md)" in text) == leads


def test_ratio() -> None:
    """A row's ratio is taken round by round, and a missed aim is shown as missed."""
    row = compared("a path", [100, 400, 200], [50, 400, 300], unit="events/s", at_least=1.1)
    assert row.ratio == "1.00 (0.50–1.50)"
    assert not row.met
    assert "**no**" in page.table([row])
