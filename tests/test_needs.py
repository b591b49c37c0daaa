"""A test that starts a process, or asks for a server, must carry the mark that says so."""

import sys
from typing import Any

import pytest

from tests.needs import Watch, check_fixtures


class Item:
    """A test with these fixtures and marks."""

    def __init__(self, *marks: str, fixtures: tuple[str, ...] = ()) -> None:
        self.fixturenames = fixtures
        self._marks = marks

    def get_closest_marker(self, name: str) -> str | None:
        """The mark, if the test has it."""
        return name if name in self._marks else None


def _watched(item: Any) -> None:
    watch = Watch()
    watch.install()
    watch.begin(item)
    try:
        sys.audit("subprocess.Popen", "/usr/bin/initdb", ["initdb"], None, None)
    finally:
        watch.end()


@pytest.mark.processes
def test_an_unmarked_test_that_starts_a_process_fails() -> None:
    """The sentence names the program and the mark."""
    with pytest.raises(pytest.fail.Exception, match=r"initdb.*pytest\.mark\.processes"):
        _watched(Item())


@pytest.mark.processes
@pytest.mark.parametrize("mark", ["processes", "postgres", "kafka", "chaos", "docker"])
def test_a_marked_test_may_start_processes(mark: str) -> None:
    """Each of these marks keeps a test out of `make check`."""
    _watched(Item(mark))


@pytest.mark.parametrize(("fixture", "mark"), [("postgres", "postgres"), ("second_kafka", "kafka")])
def test_a_test_that_asks_for_a_server_must_be_marked(fixture: str, mark: str) -> None:
    """Without the mark it would start the server in `make check`."""
    item: Any = Item(fixtures=(fixture,))
    with pytest.raises(pytest.fail.Exception, match=rf"pytest\.mark\.{mark}"):
        check_fixtures(item)
    marked: Any = Item(mark, fixtures=(fixture,))
    check_fixtures(marked)
