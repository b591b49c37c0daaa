"""`waystation verify` where the database of cases is elsewhere: it says what it did not prove."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result

from deploy.cli import verify_command
from deploy.cli.main import commands
from services.cases.duties.comparing import Compared

FIGURES = {"equal": True, "events": 7, "cells": 3, "pending": 0, "parked": 0}
Verify = Callable[..., Result]


@pytest.fixture
def verify(monkeypatch: pytest.MonkeyPatch) -> Verify:
    """Runs it against an address whose figures are equal."""

    async def operate(*_: object) -> dict[str, Any]:
        return dict(FIGURES)

    monkeypatch.setattr(verify_command, "operate", operate)
    for name in ("WAYSTATION_DUTIES_DATABASE", "WAYSTATION_DUTIES_DATABASE_FILE"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str, **environment: str) -> Result:
        told = ["verify", "--url", "http://h", *arguments]
        return CliRunner().invoke(commands, told, env={"WAYSTATION_TOKEN": "t", **environment})

    return run


def test_without_the_database_it_says_that_outcomes_were_not_proved(verify: Verify) -> None:
    """In both languages, with what to do; the figures alone decide."""
    told = verify("--lang", "en")
    assert told.exit_code == 0, told.output
    assert "Equal: 3 cells" in told.stdout
    assert "Outcomes of duties were not proved" in told.stdout
    assert "duties --verify" in told.stdout
    assert "应办事项的结果是否正确，这次没有核对" in verify("--lang", "zh").stdout
    as_json = verify("--json", "--lang", "en")
    assert json.loads(as_json.stdout) == {"equal": True, "figures": FIGURES, "outcomes": None}
    assert "were not proved" in as_json.stderr


def test_where_the_setting_names_it_outcomes_are_proved_too(
    verify: Verify, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that differs fails it, though all figures are right."""
    asked = []

    async def compare(database: str) -> Compared:
        asked.append(database)
        return Compared(cases=2, outcomes=9)

    monkeypatch.setattr(verify_command, "compare_outcomes", compare)
    address = "postgresql://cases_duties:p@h/cases"
    told = verify("--lang", "en", WAYSTATION_DUTIES_DATABASE=address)
    assert told.exit_code == 0, told.output
    assert asked == [address]
    assert "Equal: 9 outcomes of 2 cases" in told.stdout
    assert "not proved" not in told.output

    async def differing(database: str) -> Compared:
        found = Compared(cases=2, outcomes=9, differing_cases=1)
        found.changes[None, None] = 1
        return found

    monkeypatch.setattr(verify_command, "compare_outcomes", differing)
    failed = verify("--json", WAYSTATION_DUTIES_DATABASE=address)
    assert failed.exit_code == 1
    assert json.loads(failed.stdout)["outcomes"]["different"] == 1


def test_a_setting_that_is_wrong_is_told(verify: Verify) -> None:
    """It is not taken for one that is not there."""
    told = verify(WAYSTATION_DUTIES_DATABASE="nowhere")
    assert told.exit_code == 1
    assert "not proved" not in told.output
