"""`waystation verify` where the database of cases is elsewhere: it says what it did not prove."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner, Result

from deploy.cli import verify_command
from deploy.cli.main import commands
from services.cases.duties.comparing import Compared
from services.cases.shop.reading import Checked

FIGURES = {"equal": True, "events": 7, "cells": 3, "pending": 0, "parked": 0}
Verify = Callable[..., Result]


async def stocks(stock: int, database: str) -> list[Checked]:
    """What is found of one item, of which the journal says that there are 39."""
    return [Checked(UUID(int=1), UUID(int=2), stock, 40, 0, 1, 1, 1)]


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
    assert "Outcomes of duties and the stock of exchange shops were not proved" in told.stdout
    assert "duties --verify" in told.stdout
    assert "应办事项的结果和积分超市的库存是否正确，这次没有核对" in verify("--lang", "zh").stdout
    as_json = verify("--json", "--lang", "en")
    nothing = {"outcomes": None, "stocks": None}
    assert json.loads(as_json.stdout) == {"equal": True, "figures": FIGURES} | nothing
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
    monkeypatch.setattr(verify_command, "compare_stocks", partial(stocks, 39))
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


def test_a_stock_that_does_not_follow_from_the_journal_fails_it(
    verify: Verify, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is told in words, with the item; where all follow, that is told."""

    async def compare(database: str) -> Compared:
        return Compared(cases=2, outcomes=9)

    monkeypatch.setattr(verify_command, "compare_outcomes", compare)
    monkeypatch.setattr(verify_command, "compare_stocks", partial(stocks, 39))
    address = "postgresql://cases_duties:p@h/cases"
    told = verify("--lang", "en", WAYSTATION_DUTIES_DATABASE=address)
    assert (told.exit_code, "the stock of 1 items in 1 exchange shops" in told.stdout) == (0, True)
    monkeypatch.setattr(verify_command, "compare_stocks", partial(stocks, 40))
    wrong = verify("--lang", "zh", WAYSTATION_DUTIES_DATABASE=address)
    assert wrong.exit_code == 1
    assert "不一致：1 种物品的库存与日志不符" in wrong.stdout
    assert f"{UUID(int=1)} {UUID(int=2)}: 40 ≠ 39" in wrong.stdout
    failed = verify("--json", WAYSTATION_DUTIES_DATABASE=address)
    found = json.loads(failed.stdout)["stocks"]
    assert (found["equal"], found["differences"][0]["follows"]) == (False, 39)


def test_a_setting_that_is_wrong_is_told(verify: Verify) -> None:
    """It is not taken for one that is not there."""
    told = verify(WAYSTATION_DUTIES_DATABASE="nowhere")
    assert told.exit_code == 1
    assert "not proved" not in told.output
