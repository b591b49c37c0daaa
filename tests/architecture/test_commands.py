"""A command is whole: some route of its own service makes it."""

import pytest

from tests.architecture.deciders import commands, deciders
from tests.architecture.sources import sources

COMMANDS = sorted(
    {
        (command.__module__.split(".")[1], command.__name__)
        for decider in deciders().values()
        for command in commands(decider)
    }
)


@pytest.mark.parametrize(("service", "command"), COMMANDS)
def test_every_command_is_made_by_a_route(service: str, command: str) -> None:
    """A rule that no caller can reach is not a feature yet."""
    routes = [s for s in sources(f"services/{service}") if "fastapi" in s.imports]
    assert [s.path for s in routes if command in s.calls], f"no route makes {command}"


@pytest.mark.parametrize(("service", "command"), COMMANDS)
def test_every_command_has_a_test_of_its_rule(service: str, command: str) -> None:
    """In a sentence: given(events).when(command).then(events), or .refused(Reason)."""
    rules = [s for s in sources(f"tests/services/{service}") if "tests.given" in s.imports]
    assert [s.path for s in rules if command in s.calls], f"no rule's test gives {command}"
