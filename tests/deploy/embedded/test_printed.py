"""What the documents print can be copied: every example runs on the demo, again and again."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.request import HTTPCookieProcessor, build_opener, urlopen
from uuid import UUID

import pytest

from deploy.embedded.documented_examples import BY
from deploy.embedded.folder import DataFolder
from deploy.embedded.tokens import mint
from shared.agencies import SERVICES_AGENCY
from shared.catalogue import SERVICES_ACTIONS
from tests.deploy.embedded import demos
from tests.deploy.instances import FILLED_WITHIN, Up
from tests.deploy.printed import ROOT, Shell, printed_commands, printed_programs

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(600)]

SESSION = 17  # the number in the examples of sessions


def let_browsers_in(up: Up) -> None:
    """As many as make the session of which the documents tell, by its number."""
    link = next(word for word in up.line_with("/year?").split() if word.startswith("http"))
    for _ in range(SESSION):
        with build_opener(HTTPCookieProcessor()).open(link) as page:
            assert page.status == 200


# Which lists of an answer are empty, and right so: a scheme may have no strands; nobody is absent
# today; no station has a hundred users; the example's cases are handed over; what it gave is void,
# and so are the answers to its survey.
MAY_BE_EMPTY = {
    "explain_rank": "strands",
    "list_absences": "absences",
    "list_due": "workstations",
    "read_caseload": "serves",
    "read_relief_box": "goods proposals",
    "read_session": "helpers",
    "read_survey": "choices batches",
    "read_team": "members",
    "read_worker": "trainings",
}


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """A demo that is filled, and of which all is counted."""
    up = Up(tmp_path_factory.mktemp("printed") / "demo-data", "--demo")
    try:
        up.line_with("All is counted", FILLED_WITHIN)
        let_browsers_in(up)
        yield up
    finally:
        up.close()


async def test_a_new_folder_is_filled_in_one_go(up: Up) -> None:
    """Its year's table is what the ledgers tell."""
    assert demos.demo(up.folder).filled
    assert await demos.shown(up) == demos.planned(up.folder)


@pytest.fixture(scope="module")
def shell(up: Up) -> Shell:
    """A shell in the folder where the demo was started."""
    return Shell(up.folder.parent)


@dataclass(frozen=True)
class Sample:
    """An operation's printed command, and whether only Waystation's own services may send it."""

    operation: str
    method: str
    command: str
    for_services: bool

    def token(self, folder: DataFolder) -> str:
        """A token of a caller who may send it."""
        if self.for_services:
            return mint(folder, SERVICES_AGENCY)
        agency = BY.get(self.operation)
        return mint(folder) if agency is None else mint(folder, agency)


def samples(address: str) -> list[Sample]:
    """The example of each operation of a service."""
    with urlopen(f"{address}/openapi.json") as answer:
        document = json.load(answer)
    return [
        Sample(
            operation["operationId"],
            method,
            operation["x-codeSamples"][0]["source"],
            not SERVICES_ACTIONS.isdisjoint(operation["security"][0]["bearer"]),
        )
        for methods in document["paths"].values()
        for method, operation in methods.items()
    ]


def holds_something(answer: Any, may_be_empty: str = "") -> bool:
    """Whether no list in an answer is empty but these, and not every figure in its rows is 0.

    A figure that is hidden says why.
    """
    if not isinstance(answer, dict):
        return bool(answer)
    empty = may_be_empty.split()
    lists = [v for name, v in answer.items() if isinstance(v, list) and name not in empty]
    rows = answer.get("rows", [{"value": 1}])
    return all(lists) and any(
        row.get("value", row.get("amount")) or row.get("reason") for row in rows
    )


def read(printed: str) -> Any:
    """An answer: JSON, or JSON lines, of which the last counts; or a calendar, by its lines."""
    if printed.startswith("BEGIN:VCALENDAR"):
        return {"lines": printed.split()}
    return json.loads(printed.strip().splitlines()[-1])


@pytest.mark.parametrize("service", ["cases", "outreach", "reporting"])
def test_every_documented_example_runs_as_printed(up: Up, shell: Shell, service: str) -> None:
    """Each is answered with 2xx, reads are not empty, and the second time is like the first."""
    address = f"{up.answering().url}/{service}"
    printed = samples(address)
    tokens = {each.operation: each.token(DataFolder(up.folder)) for each in printed}
    first, second = (
        {
            each.operation: read(
                shell.run(
                    each.command,
                    WAYSTATION_URL=address,
                    WAYSTATION_TOKEN=tokens[each.operation],
                )
            )
            for each in printed
        }
        for _ in range(2)
    )
    wrong = {}
    for each in printed:
        name = each.operation
        is_read = each.method == "get"
        whole = not is_read or holds_something(first[name], MAY_BE_EMPTY.get(name, ""))
        again = is_read or service == "reporting" or first[name] == second[name]
        if "status" in first[name] or first[name].get("phase") == "failed" or not (whole and again):
            wrong[name] = (first[name], second[name])
    assert not wrong


def test_the_readme_runs_as_printed(up: Up, shell: Shell) -> None:
    """Its commands about the demo end well, and print figures that are not 0."""
    readme = (ROOT / "README.md").read_text()
    blocks = [block for block in printed_commands(readme) if "--data-dir demo-data" in block]
    assert len(blocks) == 5
    for block in blocks:
        here = block.replace("http://127.0.0.1:8000", up.answering().url)
        printed = shell.run(here)
        answers = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
        assert all(map(holds_something, answers)), printed
        assert "Equal" in printed or len(answers) == block.count('ask "'), printed


# What an integrator is shown to be refused: in this order, and nothing else.
REFUSED = [
    (409, "case-not-confirmed"),
    (422, "invalid-request"),
    (428, "if-match-required"),
    (412, "version-conflict"),
    (403, "not-entitled"),
    (404, "not-found"),
    (404, "not-found"),
    (409, "client-has-ended-case"),
]


def test_the_integrators_page_runs_as_printed(up: Up, shell: Shell) -> None:
    """Copied from top to bottom, everything is answered but what it shows to be refused."""
    page = (ROOT / "docs" / "integrators.md").read_text()
    commands = "\n".join(printed_commands(page)).replace(". .venv/bin/activate", "")
    commands = commands.replace("http://127.0.0.1:8000", up.answering().url)
    (program,) = printed_programs(page)
    (up.folder.parent / "program.py").write_text(program)
    printed = shell.run(f"{commands}\npython program.py")
    answers = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
    problems = [each for each in answers if str(each.get("type")).startswith("/problems/")]
    refused = [(each["status"], each["type"].removeprefix("/problems/")) for each in problems]
    assert refused == REFUSED, printed
    followed = [each["changes"] for each in answers if "changes" in each]
    assert [change["type"] for change in followed[-1]] == ["cases.ContactRecorded.v1"]
    assert UUID(printed.splitlines()[-1])


@pytest.mark.parametrize("page", ["outreach", "campaigns", "surveys", "places"])
def test_the_pages_of_prevention_run_as_printed(up: Up, shell: Shell, page: str) -> None:
    """Nothing is refused, also when it is sent again, and each page writes something."""
    blocks = printed_commands((ROOT / "docs" / f"{page}.md").read_text())
    commands = "\n".join(blocks).replace("http://127.0.0.1:8000", up.answering().url)
    for _ in range(2):
        answers = [line for line in shell.run(commands).splitlines() if line.startswith("{")]
        assert not [each for each in answers if "status" in json.loads(each)], answers
        assert [each for each in answers if "entry_id" in json.loads(each)]


def test_the_page_about_changes_runs_as_printed(up: Up, shell: Shell) -> None:
    """Its commands offer changes of the demo, those that follow others too."""
    (commands,) = printed_commands((ROOT / "docs" / "changes.md").read_text())
    printed = shell.run(commands.replace("http://127.0.0.1:8000", up.answering().url))
    first, second, _ = (json.loads(line)["changes"] for line in printed.splitlines())
    assert len(first) == len(second) == 2
    assert first != second
