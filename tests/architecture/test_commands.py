"""A command is whole: its rule is pure and tested, and a route of its own service makes it."""

import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from fastapi import APIRouter

from tests.architecture.deciders import commands, deciders
from tests.architecture.sources import ROOT, sources
from tests.services.whole import SERVICES, built

COMMANDS = sorted(
    {
        (command.__module__.split(".")[1], command.__name__)
        for decider in deciders().values()
        for command in commands(decider)
    }
)

# What no caller asks for: the process of `waystation duties` does it when its day has come, or the
# service itself observes it.
BY_A_PROCESS = {
    "CloseDuties": "services.cases.duties.closing",
    "ObserveBegun": "services.cases.observed.asking",
    "ObserveOver": "services.cases.observed.asking",
    "TakeObservedBack": "services.cases.observed.asking",
}


@pytest.mark.parametrize(("service", "command"), COMMANDS)
def test_every_command_is_made_by_a_route(service: str, command: str) -> None:
    """A rule that no caller can reach, and that no process follows, is not a feature yet."""
    process = BY_A_PROCESS.get(command)
    makers = [
        s
        for s in sources(f"services/{service}")
        if (s.module == process if process else "fastapi" in s.imports)
    ]
    assert [s.path for s in makers if command in s.calls], f"nothing makes {command}"


@pytest.mark.parametrize("service", SERVICES)
def test_every_router_is_part_of_its_service(service: str, tmp_path: Path) -> None:
    """A route in a module that the application does not include is never reached."""
    app = built(service, "postgresql:///none", tmp_path)
    for source in sources(f"services/{service}"):
        if "fastapi" in source.imports:
            module = import_module(source.module)
            for route in getattr(module, "router", APIRouter()).routes:
                assert route in app.routes, f"{source.path} is not included in the application"


def test_every_chapter_of_the_rules_is_held_to_be_pure() -> None:
    """The modules of the contract are named one by one: a new chapter must be among them."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    pure = {name for each in contracts["contracts"] for name in each.get("source_modules", ())}
    chapters = {
        source.module
        for source in sources("services/cases/case")
        if "fastapi" not in source.imports and source.path.parent.name == "case"
    }
    examples = {each for each in chapters if ".examples" in each}
    assert chapters - {"services.cases.case"} - examples <= pure


@pytest.mark.parametrize(("service", "command"), COMMANDS)
def test_every_command_has_a_test_of_its_rule(service: str, command: str) -> None:
    """In a sentence: given(events).when(command).then(events), or .refused(Reason)."""
    rules = [s for s in sources(f"tests/services/{service}") if "tests.given" in s.imports]
    assert [s.path for s in rules if command in s.calls], f"no rule's test gives {command}"
