"""Whose duties a changed file of policies changes, in an installation: counted, and printed."""

from collections.abc import Mapping
from typing import Any

import click
from rich.console import Console
from rich.status import Status

from deploy.cli.outcomes_proved import pool_of
from deploy.cli.policy_tables import code_and_name, place
from deploy.cli.tables import print_table, table_of
from deploy.language import echo, in_language
from deploy.sentence import CannotGoOn
from services.cases.duties.whose import Affected, whose_duties_change
from services.cases.worklist.freshness import made_up_to
from shared.clock import present_day
from shared.policies.naming import DUTIES
from shared.policies.policies import Policies
from shared.text import Text


async def look_through(database: str, old: Policies, new: Policies, region: str) -> Affected:
    """Go through the cases of an installation, and show how far it is. Raises CannotGoOn."""
    pool = await pool_of(database)
    affected = Affected()
    title = Text(zh="正在比较，已看档案：", en="Comparing; cases so far: ")
    try:
        if await made_up_to(pool) is None:
            raise CannotGoOn(
                zh="工作清单还没有生成；请先运行 waystation duties，稍后再试。",
                en="The worklist was not made yet; run waystation duties, and try again later.",
            )
        with Status(in_language(title), console=Console(stderr=True)) as status:
            async for affected in whose_duties_change(pool, old, new, region, present_day()):
                status.update(f"{in_language(title)}{affected.cases}")
    finally:
        await pool.close()
    return affected


def print_affected(affected: Affected, by_case: bool) -> None:
    """Print of how many cases which duties change; the cases themselves if they are asked for."""
    echo(
        zh=f"{affected.cases} 份档案中，有 {affected.changed} 份的应办事项会变（比较未到期的和今后"
        "一年内的）。提前提醒的天数（due_soon_days）不影响期限，不计在内。",
        en=f"Of {affected.cases} cases {affected.changed} have other duties (of those that are open"
        " or come within a year). From when on something is due soon (due_soon_days) changes no"
        " duty, and does not count.",
    )
    if affected.by_duty:
        table = table_of(
            Text(zh="地区", en="Region"), Text(zh="事项", en="Duty"), Text(zh="档案数", en="Cases")
        )
        for (county, duty), count in sorted(affected.by_duty.items()):
            name = code_and_name(duty, DUTIES[duty])
            table.add_row(in_language(place(county)), name, str(count))
        print_table(table)
    if by_case:
        for case_id in affected.case_ids:
            click.echo(case_id)


def affected_as_document(affected: Affected, by_case: bool) -> Mapping[str, Any]:
    """The same for machines."""
    document = {
        "cases": affected.cases,
        "changed": affected.changed,
        "by_duty": [
            {"region": county.ljust(12, "0"), "duty": duty, "cases": count}
            for (county, duty), count in sorted(affected.by_duty.items())
        ],
    }
    return {**document, "case_ids": list(map(str, affected.case_ids))} if by_case else document
