"""Proves the outcomes of duties from the journal of cases, and tells what was found."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import click
from rich.console import Console
from rich.status import Status

from deploy.language import echo, in_language
from deploy.processes.duties import connect, faults_explained
from deploy.sentence import CannotGoOn
from services.cases.duties.applied import PoliciesApplied
from services.cases.duties.comparing import Compared, Difference, verified
from services.cases.duties.versions import Versions
from shared.clock import present_day
from shared.database import DatabaseAway, Pool
from shared.events.cases.duties import DutyOutcome
from shared.names.duties import OUTCOMES
from shared.text import Text

NONE = Text(zh="（无）", en="(none)")


async def compare_outcomes(database: str) -> Compared:
    """Compare all outcomes with what follows from the journal. Raises CannotGoOn."""
    pool = await pool_of(database)
    try:
        return await through(verified(pool, await versions_of(pool), present_day()))
    finally:
        await pool.close()


def tell_outcomes(compared: Compared) -> None:
    """Tell what was found, for people."""
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


def outcomes_as_document(compared: Compared) -> dict[str, Any]:
    """What was found, for programs."""
    return {
        "equal": not compared.windows,
        "cases": compared.cases,
        "outcomes": compared.outcomes,
        "different": compared.windows,
        "differing_cases": compared.differing_cases,
        "waiting_cases": compared.waiting,
        "differences": [
            {
                "case_id": str(each.case_id),
                "duty": each.which.duty.value,
                "subject": None if each.which.subject is None else str(each.which.subject),
                "to_whom": each.which.to_whom or None,
                "since": each.which.since.isoformat(),
                "recorded": None if each.before is None else each.before.value,
                "follows": None if each.after is None else each.after.value,
            }
            for each in compared.first
        ],
    }


async def pool_of(database: str) -> Pool:
    """Connections to the database of duties. Raises CannotGoOn."""
    try:
        return await connect(database)
    except DatabaseAway as error:
        raise CannotGoOn(
            zh="无法连接 PostgreSQL；请确认它正在运行，且地址和密码正确。", en=str(error)
        ) from None


async def versions_of(pool: Pool) -> Versions:
    """The policies by which outcomes were recorded. Raises CannotGoOn."""
    with faults_explained():
        async with pool.acquire() as connection:
            versions = await PoliciesApplied().read(connection)
    if versions is None:
        raise CannotGoOn(
            zh="还没有登记过任何政策版本；请先运行 waystation duties。",
            en="No policies were ever applied; run waystation duties first.",
        )
    return versions


async def through(comparing: AsyncIterator[Compared]) -> Compared:
    """Compare all, and show how far it is."""
    compared = Compared()
    title = Text(zh="正在比对，已看档案：", en="Comparing; cases so far: ")
    with Status(in_language(title), console=Console(stderr=True)) as status:
        async for compared in comparing:
            status.update(f"{in_language(title)}{compared.cases}")
    return compared


def name_of(outcome: DutyOutcome | None) -> str:
    """An outcome in words; there may be none."""
    return in_language(NONE if outcome is None else OUTCOMES[outcome])


def _tell_first(differences: Sequence[Difference]) -> None:
    for each in differences:
        key = each.which
        about = "".join(f" {part}" for part in (key.subject, key.to_whom) if part)
        became = f"{name_of(each.before)} → {name_of(each.after)}"
        click.echo(f"  {each.case_id} {key.duty.value}{about} {key.since}: {became}")
