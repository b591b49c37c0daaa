"""People are spoken to in one language: the locale's, or the one they ask for."""

import os
import re
from contextvars import copy_context

import click
import pytest
from click.testing import CliRunner, Result

from deploy.cli.main import COMMANDS, commands

CHINESE = re.compile("[\u4e00-\u9fff]")
LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")


def run(*arguments: str, **environment: str) -> Result:
    """Run a command in this process, in no locale but the given."""
    unset: dict[str, str | None] = dict.fromkeys(
        (*LOCALES, *(name for name in os.environ if name.startswith("WAYSTATION_")))
    )
    runner = CliRunner(env={**unset, **environment})
    # A language that is chosen is not that of the next command.
    return copy_context().run(runner.invoke, commands, arguments)


@pytest.mark.parametrize(
    ("arguments", "locale", "chinese"),
    [
        ([], {}, False),
        ([], {"LANG": "en_GB.UTF-8"}, False),
        ([], {"LANG": "zh_CN.UTF-8"}, True),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, False),
        (["--lang", "zh"], {}, True),
        (["--lang", "en"], {"LANG": "zh_CN.UTF-8"}, False),
    ],
)
def test_one_language(arguments: list[str], locale: dict[str, str], chinese: bool) -> None:
    """What a command does is told in one of the two; `--lang` comes before the locale."""
    output = run(*arguments, "--help", **locale).output
    for text in COMMANDS.values():
        assert (text.zh in output) is chinese
        assert (text.en in " ".join(output.split())) is not chinese


def test_the_option_stands_before_or_behind_the_command() -> None:
    """Whoever adds it at the end is understood, also for a command within a command."""
    for arguments in (
        ("--lang", "zh", "report", "annual", "--region", "9", "--year", "2019"),
        ("report", "annual", "--lang", "zh", "--region", "9", "--year", "2019"),
    ):
        assert CHINESE.search(run(*arguments).output), arguments
    assert run("token", "--lang", "fr").exit_code == 2


def test_every_command_takes_it() -> None:
    """No command is left out."""
    context = click.Context(commands)
    for name in commands.list_commands(context):
        command = commands.get_command(context, name)
        assert command is not None
        assert "lang" in {each.name for each in command.params}
