"""What the documents print can be copied: every example runs on the demo, again and again."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.request import urlopen

import pytest

from deploy.embedded.folder import DataFolder
from deploy.embedded.tokens import mint
from shared.agencies import SERVICES_AGENCY
from tests.deploy.instances import Up
from tests.deploy.printed import ROOT, Shell, printed_commands

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """A demo, its year filled in."""
    up = Up(tmp_path_factory.mktemp("printed") / "demo-data", "--demo")
    try:
        up.line_with("/v1/reports/")
        yield up
    finally:
        up.close()


@pytest.fixture(scope="module")
def shell(up: Up) -> Shell:
    """A shell in the folder where the demo was started."""
    return Shell(up.folder.parent)


def samples(address: str) -> list[tuple[str, str, str]]:
    """The operation, the method and the printed command of each example of a service."""
    with urlopen(f"{address}/openapi.json") as answer:
        document = json.load(answer)
    return [
        (operation["operationId"], method, operation["x-codeSamples"][0]["source"])
        for methods in document["paths"].values()
        for method, operation in methods.items()
    ]


def holds_something(answer: Any) -> bool:
    """Whether no list in an answer is empty, and not every figure in its rows is 0."""
    if not isinstance(answer, dict):
        return bool(answer)
    lists = [value for value in answer.values() if isinstance(value, list)]
    return all(lists) and any(row["value"] for row in answer.get("rows", [{"value": 1}]))


def read(printed: str) -> Any:
    """An answer: JSON, or JSON lines, of which the last counts."""
    return json.loads(printed.strip().splitlines()[-1])


@pytest.mark.parametrize("service", ["cases", "outreach", "reporting"])
def test_every_documented_example_runs_as_printed(up: Up, shell: Shell, service: str) -> None:
    """Each is answered with 2xx, reads are not empty, and the second time is like the first."""
    address = f"{up.answering().url}/{service}"
    folder = DataFolder(up.folder)
    token, services = mint(folder), mint(folder, SERVICES_AGENCY)
    printed = samples(address)
    first, second = (
        {
            name: read(
                shell.run(
                    command,
                    WAYSTATION_URL=address,
                    WAYSTATION_TOKEN=services if "/v1/journal" in command else token,
                )
            )
            for name, _, command in printed
        }
        for _ in range(2)
    )
    for name, method, _ in printed:
        assert "status" not in first[name], f"{name}: {first[name]}"
        assert first[name].get("phase") != "failed", f"{name}: {first[name]}"
        if method == "get":
            assert holds_something(first[name]), f"{name}: {first[name]}"
        elif service != "reporting":
            assert first[name] == second[name]


def test_the_readme_runs_as_printed(up: Up, shell: Shell) -> None:
    """Its commands about the demo end well, and print figures that are not 0."""
    readme = (ROOT / "README.md").read_text()
    blocks = [block for block in printed_commands(readme) if "--data-dir demo-data" in block]
    assert len(blocks) == 3
    for block in blocks:
        here = block.replace("http://127.0.0.1:8000", up.answering().url)
        printed = shell.run(here)
        answers = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
        assert all(map(holds_something, answers)), printed
        assert "Equal" in printed or len(answers) == block.count('ask "'), printed
