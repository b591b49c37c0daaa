"""`waystation export`: what it asks for, what it prints, and what it warns of."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from deploy.cli import export_command
from deploy.cli.instance import Target
from deploy.ledgers.exporting.account import Account
from deploy.ledgers.exporting.rows import LeftOut

REASON = ["--purpose", "own_request", "--legal-basis", "pipl_45"]
LEFT_OUT = LeftOut(Counter({"cases.SummaryWritten": 2}), Counter(), Counter({"内容": 1}), 1, 2, 3)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the export was asked for, in place of doing it."""
    calls: list[Any] = []

    async def export_folder(folder: Path, service: Any, why: Any, **options: Any) -> Account:
        calls.append((folder, why.purpose, why.legal_basis, options["force"]))
        return Account(folder, {"服务对象": 3, "帮教记录": 40}, LEFT_OUT)

    monkeypatch.setattr(export_command, "export_folder", export_folder)
    monkeypatch.setattr(
        "deploy.cli.instance.find_target", lambda *given: Target("http://nowhere", lambda: "")
    )
    return calls


def test_a_person_reads_what_is_there_what_is_not_and_what_to_mind(asked: list[Any]) -> None:
    """The rows by ledger, each thing that is left out, and that the folder holds personal data."""
    done = CliRunner().invoke(export_command.command, ["out", *REASON, "--force"])
    assert done.exit_code == 0, done.output
    assert asked == [(Path("out"), "own_request", "pipl_45", True)]
    assert "服务对象 3, 帮教记录 40" in done.output
    assert "1 persons have no ID number" in done.output
    assert "3 files are not in it" in done.output
    assert "2 files have no number" in done.output
    assert "cases.SummaryWritten × 2" in done.output
    assert "内容 × 1" in done.output
    assert done.output.index("the export of each file is logged") < done.output.index("Exported")
    assert done.output.rstrip().endswith("delete it when it is done with.")


def test_a_program_reads_json(asked: list[Any]) -> None:
    """On the standard output alone; the sentences for people go beside it."""
    done = CliRunner().invoke(export_command.command, ["out", *REASON, "--json"])
    account = json.loads(done.stdout)
    assert account["rows"] == {"服务对象": 3, "帮教记录": 40}
    assert account["left_out"]["entries"] == {"cases.SummaryWritten": 2}
    assert "personal data" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [["out"], ["out", *REASON[:2]], ["out", "--purpose", "moving", *REASON[2:]], REASON],
    ids=["no reason", "no legal basis", "an unknown purpose", "no folder"],
)
def test_without_a_reason_and_a_folder_nothing_is_asked_for(
    asked: list[Any], arguments: list[str]
) -> None:
    """A purpose and a legal basis have no default: who exports says why."""
    done = CliRunner().invoke(export_command.command, arguments)
    assert done.exit_code == 2
    assert not asked
