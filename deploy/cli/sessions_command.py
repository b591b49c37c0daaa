"""`waystation sessions`: the browsers that are let in, and ending that."""

import asyncio
import json
from typing import Any

import click

from deploy.cli.client import ApiClient
from deploy.cli.instance import Target, instance_options
from deploy.cli.tables import print_table, table_of
from deploy.cli.whole_number import WholeNumber
from deploy.language import echo, in_language
from shared.clock import CHINA
from shared.strict import moment
from shared.text import Text

PATH = "/v1/sessions"
LINK = Text(zh="链接", en="the link")
TITLES = (
    Text(zh="编号", en="Number"),
    Text(zh="单位", en="Agency"),
    Text(zh="人员（代号）", en="Person (pseudonym)"),
    Text(zh="地区", en="Regions"),
    Text(zh="权限", en="Actions"),
    Text(zh="登录时间", en="Since"),
    Text(zh="最近使用", en="Last used"),
    Text(zh="到期时间", en="Until"),
)


@click.group("sessions")
def command() -> None:
    """See which browsers are let in to the statistics, and end their sessions."""


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print them as one JSON object.")
@instance_options("reporting:operate")
def list_sessions(target: Target, as_json: bool) -> None:
    """List the sessions that hold, the newest first."""
    answer = asyncio.run(_read(target))
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
    elif answer["sessions"]:
        table = table_of(*TITLES)
        for each in answer["sessions"]:
            table.add_row(*_row(each))
        print_table(table)
    else:
        echo(zh="没有浏览器处于登录状态。", en="No browser is let in at present.", err=True)


@command.command("end")
@click.argument("number", type=WholeNumber(1, 2**63 - 1), required=False)
@click.option("--all", "every", is_flag=True, help="End all of them.")
@instance_options("reporting:operate")
def end_sessions(target: Target, number: int | None, every: bool) -> None:
    """End the session of a NUMBER, or with --all every one, at once.

    Who has the link is let in again by it: to end a link, give reporting another key.
    """
    if (number is None) != every:
        raise click.UsageError("Give the number of a session, or --all.")
    path = f"{PATH}/end" if every else f"{PATH}/{number}/end"
    ended = asyncio.run(_end(target, path))
    echo(zh=f"已结束 {ended} 个登录。", en=f"Ended: {ended}.")


async def _read(target: Target) -> Any:
    async with ApiClient(target) as client:
        return await client.read(PATH, {})


async def _end(target: Target, path: str) -> int:
    async with ApiClient(target) as client:
        return sum([answer["ended"] async for answer in client.operate(path)])


def _row(session: dict[str, Any]) -> list[str]:
    times = (session[name] for name in ("created_at", "seen_at", "ends_at"))
    return [
        str(session["number"]),
        session["agency"],
        session.get("person") or in_language(LINK),
        _short(session["regions"]),
        " ".join(session["actions"]),
        *(f"{moment(text).astimezone(CHINA):%Y-%m-%d %H:%M}" for text in times),
    ]


def _short(regions: list[str]) -> str:
    """A few of them: the link has every province."""
    return " ".join(regions) if len(regions) <= 5 else f"{' '.join(regions[:4])} … ({len(regions)})"
