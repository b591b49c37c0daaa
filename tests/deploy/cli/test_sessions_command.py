"""`waystation sessions`: an operator sees which browsers are let in, and ends that."""

import asyncio
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deploy.cli.main import commands
from deploy.sentence import CannotGoOn
from services.reporting.entry.pages import entry_link
from tests.databases import MakeDatabase
from tests.services.service import token
from tests.services.whole import BROWSER_KEY, running


def last_line(result: Result) -> str:
    """What a command printed; the service in this process may have logged before it."""
    return result.output.splitlines()[-1]


@pytest.mark.postgres
async def test_sessions_are_listed_and_ended(make_database: MakeDatabase, tmp_path: Path) -> None:
    """By number or all; what holds is listed, for people and for programs."""
    async with running("reporting", make_database, tmp_path) as client:
        operator = token(actions=("reporting:operate",))

        async def run(*arguments: str) -> Result:
            asked = ["--lang", "en", "sessions", *arguments, "--url", client.url]
            environment = {"WAYSTATION_TOKEN": operator}
            return await asyncio.to_thread(CliRunner().invoke, commands, asked, env=environment)

        assert "No browser is let in" in (await run("list")).output
        for _ in range(3):
            async with client.session.get(
                client.url + entry_link(BROWSER_KEY), allow_redirects=False
            ) as answer:
                assert answer.status == 303
        listed = json.loads(last_line(await run("list", "--json")))["sessions"]
        assert [each["number"] for each in listed] == [3, 2, 1]
        table = (await run("list")).output
        assert "the link" in table
        assert "statistics:read" in table
        assert last_line(await run("end", "2")) == "Ended: 1."
        again = await run("end", "2")
        assert isinstance(again.exception, CannotGoOn)
        assert last_line(await run("end", "--all")) == "Ended: 2."
        assert "No browser is let in" in (await run("list")).output


@pytest.mark.parametrize("arguments", [[], ["1", "--all"], ["0"], ["x"]])
def test_what_is_to_end_is_said(arguments: list[str]) -> None:
    """One number or all of them, before anything is asked."""
    ended = CliRunner().invoke(commands, ["sessions", "end", *arguments, "--url", "http://h"],
                               env={"WAYSTATION_TOKEN": "t"})  # fmt: skip
    assert ended.exit_code == 2
