"""`waystation imports`: what a person and a program read of the imports."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from deploy.cli import import_command, imports_command
from deploy.cli.instance import Target
from deploy.ledgers.imports import ListedImport
from deploy.ledgers.outcome import ImportOutcome
from deploy.ledgers.replacing import Plan

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


def test_who_does_not_want_it_is_told_that_nothing_was_changed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """An answer other than yes is no interruption, and no failure."""

    async def asked(*given: object, confirm: Callable[[Plan], bool], **others: Any) -> None:
        assert confirm(Plan(ImportOutcome((), dry_run=True), ["an-id"]))
        raise AssertionError("it goes on only after a yes")

    monkeypatch.setattr(import_command, "import_folder", asked)
    command = [str(tmp_path), "--replacing", "an-id"]
    done = CliRunner().invoke(import_command.command, command, input="n\n")
    assert done.exit_code == 0
    assert "nothing was changed" in done.output
