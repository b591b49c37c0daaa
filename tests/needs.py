"""What a test needs must be told by its marks: `make check` leaves out what needs a server.

A test without the mark fails, with the sentence that says which mark is missing.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest

# Tests of rules over HTTP, of speed and of odd requests: they are long, and show the same whichever
# server answers. Statements are tried on both PostgreSQLs by the tests of what they are for.
ONCE = (
    "tests/bench/",
    "tests/browser/",
    "tests/deploy/ledgers/",
    "tests/fuzz/",
    "tests/services/cases/attacks/",
    "tests/services/cases/batch/",
    "tests/services/cases/export/",
    "tests/services/cases/lives/",
    "tests/services/cases/timeline/",
    "tests/services/cases/test_ended_files.py",
    "tests/services/cases/test_ending_races.py",
    "tests/services/cases/test_races.py",
    "tests/services/matrix/",
    "tests/services/test_generated_client.py",
)

# The run's servers → the mark of tests that ask for them.
MARK_OF_FIXTURE = {
    "postgres": "postgres",
    "own_postgres": "postgres",
    "kafka": "kafka",
    "second_kafka": "kafka",
}
MAY_START_PROCESSES = ("processes", "postgres", "kafka", "chaos", "docker", "browser")
STARTS = ("subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn")


@dataclass
class Watch:
    """Notes the processes that start while a test is under way that may start none."""

    item: pytest.Item | None = None
    started: list[str] = field(default_factory=list)

    def install(self) -> None:
        """Listen to what the interpreter does, from now on; it cannot be taken away again."""
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.item is not None and event in STARTS:
            self.started.append(f"{event} {arguments[1] if len(arguments) > 1 else ''}".strip())

    def begin(self, item: pytest.Item) -> None:
        """Watch this test, unless its marks let it start processes."""
        self.started.clear()
        self.item = None if has_mark(item, MAY_START_PROCESSES) else item

    def end(self) -> None:
        """Fail the test if it started a process."""
        item, self.item = self.item, None
        if item is not None and self.started:
            pytest.fail(
                f"This test started a process ({self.started[0]}); mark it with "
                f"pytest.mark.processes, or with the server that it needs: postgres, kafka.",
                pytrace=False,
            )


def check_fixtures(item: pytest.Item) -> None:
    """Fail a test that asks for one of the run's servers and does not have its mark."""
    for name in getattr(item, "fixturenames", ()):
        mark = MARK_OF_FIXTURE.get(name)
        if mark and not has_mark(item, (mark,)):
            pytest.fail(
                f"This test uses the fixture {name}; mark it with pytest.mark.{mark}.",
                pytrace=False,
            )


def has_mark(item: pytest.Item, marks: Iterable[str]) -> bool:
    """Whether a test has one of these marks."""
    return any(item.get_closest_marker(mark) for mark in marks)
