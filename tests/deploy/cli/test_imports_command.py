"""`waystation imports`: what a person and a program read of the imports."""

import json
from collections import Counter

import pytest
from click.testing import CliRunner

from deploy.cli import imports_command
from deploy.cli.instance import Target
from deploy.ledgers.imports import ListedImport

IMPORTS = [
    ListedImport(
        "0196a1f2-3e00-7b6c-8d25-f0c94a71e836",
        "2019-06-26T23:58:00.1+00:00",
        "2019-06-27T00:03:00.2+00:00",
        Counter({"cases.ContactRecorded": 3, "cases.EntryVoided": 1, "outreach.EntryVoided": 2}),
        void=1,
    )
]


@pytest.fixture(autouse=True)
def _listed(monkeypatch: pytest.MonkeyPatch) -> None:
    async def listed(*asked: object) -> list[ListedImport]:
        return IMPORTS

    monkeypatch.setattr(imports_command, "_imports", listed)
    monkeypatch.setattr(
        "deploy.cli.instance.find_target", lambda *asked: Target("http://nowhere", lambda: "")
    )


def test_a_person_reads_when_and_what() -> None:
    """The id, the moments in China, the entries in the ledgers' words, how many are void."""
    printed = CliRunner().invoke(imports_command.command, []).output
    assert IMPORTS[0].import_id in printed
    assert "2019-06-27 07:58 – 2019-06-27 08:03" in printed
    assert "帮教记录 3" in printed
    assert "作废 3" in printed


def test_a_program_reads_json() -> None:
    """Events by their kinds."""
    [listed] = json.loads(CliRunner().invoke(imports_command.command, ["--json"]).output)["imports"]
    assert listed["events"] == dict(IMPORTS[0].events)
    assert listed["void"] == 1
