"""What an operator does to duties by hand: make windows or the worklist again, prove outcomes."""

import sys
from datetime import date
from pathlib import Path

import click

from deploy.cli.outcomes_proved import (
    compare_outcomes,
    name_of,
    pool_of,
    tell_outcomes,
    through,
    versions_of,
)
from deploy.cli.settings import from_environment
from deploy.embedded.duties import DATABASE, ROLE
from deploy.embedded.postgres import running_address
from deploy.language import echo, in_language
from deploy.processes.duties import DutiesSettings
from deploy.sentence import CannotGoOn
from services.cases.duties.applied import apply_from
from services.cases.duties.comparing import Compared, restated
from services.cases.duties.versions import Applied, Versions
from services.cases.worklist.projector import begin_anew
from shared.clock import present_day
from shared.text import Text


async def restate(database: str, since: date, *, dry_run: bool, yes: bool) -> None:
    """Show what changes if the policies in force make windows from a day on; then have them.

    The process that keeps duties records it. Raises CannotGoOn.
    """
    day = present_day()
    if since > day:
        raise CannotGoOn(
            zh=f"{since} 还没有到；请写今天或以前的日期。",
            en=f"{since} has not come yet; name today or a day before.",
        )
    pool = await pool_of(database)
    try:
        now = await versions_of(pool)
        then = Versions((*now.applied, Applied(since, now.newest)))
        compared = await through(restated(pool, now, then, day))
        _tell_changes(compared, now, since)
        if dry_run or not (yes or _agreed()):
            return
        async with pool.acquire() as connection:
            await apply_from(connection, now.newest, since)
        echo(
            zh="已登记；运行中的 waystation duties 会逐件记录，未运行的，启动后记录。",
            en="Entered; `waystation duties` records it case by case, once it runs.",
        )
    finally:
        await pool.close()


async def verify(database: str) -> bool:
    """Compare all outcomes with what follows from the journal; whether they are equal."""
    compared = await compare_outcomes(database)
    tell_outcomes(compared)
    return not compared.windows


async def make_anew(database: str) -> None:
    """Have the process that keeps duties make the worklist anew. Raises CannotGoOn."""
    pool = await pool_of(database)
    try:
        versions = await versions_of(pool)

        async def in_force() -> Versions:
            return versions

        begun = await begin_anew(pool, in_force)
    finally:
        await pool.close()
    if begun:
        echo(
            zh="已开始；运行中的 waystation duties 会在现有清单之外另行生成，完成后切换（日志"
            " worklist_made、worklist_switched）。",
            en="Begun; `waystation duties` makes it beside the one that is read, and switches once"
            " it is made (worklist_made, worklist_switched in its log).",
        )
    else:
        echo(zh="清单已在重新生成之中。", en="It is being made anew already.")


def database_of(data_dir: Path | None) -> str:
    """The database of duties: of a running instance, or of the settings. Raises CannotGoOn."""
    if data_dir is None:
        try:
            return str(from_environment(DutiesSettings).duties_database)
        except CannotGoOn as error:
            raise CannotGoOn(
                zh=f"{error.text.zh}\n以 waystation up 单机运行的，请改用 --data-dir 指明数据"
                "文件夹。",
                en=f"{error.text.en}\nWhere waystation up runs it, name its folder instead:"
                " --data-dir DIR.",
            ) from None
    address = running_address(data_dir.resolve(), DATABASE, ROLE)
    if address is None:
        raise CannotGoOn(
            zh=f"{data_dir} 上没有正在运行的实例；请先用 waystation up --data-dir 启动。",
            en=f"No instance runs on {data_dir}; start one with: waystation up --data-dir",
        )
    return address


def _tell_changes(compared: Compared, now: Versions, since: date) -> None:
    version = now.newest.version
    echo(
        zh=f"按政策版本 {version}，自 {since} 起重算：{compared.cases} 份档案中有"
        f" {compared.differing_cases} 份、共 {compared.windows} 个已到期时段的记录会变。",
        en=f"By version {version} of the policies, from {since} on: of {compared.cases} cases"
        f" {compared.differing_cases} change, in {compared.windows} closed windows.",
    )
    for (before, after), count in sorted(compared.changes.items(), key=lambda each: -each[1]):
        if before is not after:
            click.echo(f"  {name_of(before)} → {name_of(after)}: {count}")
    alike = sum(count for (before, after), count in compared.changes.items() if before is after)
    if alike:
        echo(
            zh=f"  办理情况不变，期限、提醒日或依据条目不同：{alike}",
            en=f"  the same outcome, but other days, day of reminder or entry: {alike}",
        )


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise CannotGoOn(
            zh="未作任何改动；确认无误后请加 --yes 再运行。",
            en="Nothing was changed; if this is as it should be, run it again with --yes.",
        )
    agreed: bool = click.confirm(in_language(Text(zh="是否执行？", en="Do it?")))
    return agreed
