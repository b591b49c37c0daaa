"""What an operator does to duties by hand: make windows or the worklist again, prove outcomes."""

import sys
from collections.abc import AsyncIterator, Sequence
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.status import Status

from deploy.cli.settings import from_environment
from deploy.embedded.duties import DATABASE, ROLE
from deploy.embedded.postgres import running_address
from deploy.language import echo, in_language
from deploy.processes.duties import DutiesSettings, connect, faults_explained
from deploy.sentence import CannotGoOn
from services.cases.duties.applied import PoliciesApplied, apply_from
from services.cases.duties.comparing import Compared, Difference, restated, verified
from services.cases.duties.versions import Applied, Versions
from services.cases.worklist.projector import begin_anew
from shared.clock import present_day
from shared.database import DatabaseAway, Pool
from shared.events.cases.duties import DutyOutcome
from shared.names.duties import OUTCOMES
from shared.text import Text

NONE = Text(zh="（无）", en="(none)")


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
        now = await _versions(pool)
        then = Versions((*now.applied, Applied(since, now.newest)))
        compared = await _through(restated(pool, now, then, day))
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
    pool = await pool_of(database)
    try:
        versions = await _versions(pool)
        compared = await _through(verified(pool, versions, present_day()))
    finally:
        await pool.close()
    if compared.windows:
        echo(
            zh=f"不一致：{compared.differing_cases} 份档案的 {compared.windows} 个时段与日志不符；"
            "请报告此事。",
            en=f"Different: {compared.windows} windows of {compared.differing_cases} cases are not"
            " what follows from the journal; please report this.",
        )
        _tell_first(compared.first)
    else:
        echo(
            zh=f"一致：{compared.cases} 份档案的 {compared.outcomes} 个结果与由日志重算的相同。",
            en=f"Equal: {compared.outcomes} outcomes of {compared.cases} cases are what follows"
            " from the journal.",
        )
    if compared.waiting:
        echo(
            zh=f"另有 {compared.waiting} 份档案刚有变化，尚待记录。",
            en=f"Not recorded yet: what changed in {compared.waiting} cases.",
        )
    return not compared.windows


async def make_anew(database: str) -> None:
    """Have the process that keeps duties make the worklist anew. Raises CannotGoOn."""
    pool = await pool_of(database)
    try:
        versions = await _versions(pool)

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


async def pool_of(database: str) -> Pool:
    """Connections to the database of duties. Raises CannotGoOn."""
    try:
        return await connect(database)
    except DatabaseAway as error:
        raise CannotGoOn(
            zh="无法连接 PostgreSQL；请确认它正在运行，且地址和密码正确。", en=str(error)
        ) from None


async def _versions(pool: Pool) -> Versions:
    with faults_explained():
        async with pool.acquire() as connection:
            versions = await PoliciesApplied().read(connection)
    if versions is None:
        raise CannotGoOn(
            zh="还没有登记过任何政策版本；请先运行 waystation duties。",
            en="No policies were ever applied; run waystation duties first.",
        )
    return versions


async def _through(comparing: AsyncIterator[Compared]) -> Compared:
    """Compare all, and show how far it is."""
    compared = Compared()
    title = Text(zh="正在比对，已看档案：", en="Comparing; cases so far: ")
    with Status(in_language(title), console=Console(stderr=True)) as status:
        async for compared in comparing:
            status.update(f"{in_language(title)}{compared.cases}")
    return compared


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
            click.echo(f"  {_name(before)} → {_name(after)}: {count}")
    alike = sum(count for (before, after), count in compared.changes.items() if before is after)
    if alike:
        echo(
            zh=f"  办理情况不变，期限、提醒日或依据条目不同：{alike}",
            en=f"  the same outcome, but other days, day of reminder or entry: {alike}",
        )


def _tell_first(differences: Sequence[Difference]) -> None:
    for each in differences:
        key = each.which
        about = "".join(f" {part}" for part in (key.subject, key.to_whom) if part)
        became = f"{_name(each.before)} → {_name(each.after)}"
        click.echo(f"  {each.case_id} {key.duty.value}{about} {key.since}: {became}")


def _name(outcome: DutyOutcome | None) -> str:
    return in_language(NONE if outcome is None else OUTCOMES[outcome])


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise CannotGoOn(
            zh="未作任何改动；确认无误后请加 --yes 再运行。",
            en="Nothing was changed; if this is as it should be, run it again with --yes.",
        )
    agreed: bool = click.confirm(in_language(Text(zh="是否执行？", en="Do it?")))
    return agreed
