"""`waystation verify`: prove every figure from the journals, and every outcome of a duty."""

import asyncio
import json
import os
import sys
from typing import Any

import click

from deploy.cli.instance import Target, instance_options
from deploy.cli.long_operation import operate
from deploy.cli.main import FAILED
from deploy.cli.outcomes_proved import compare_outcomes, outcomes_as_document, tell_outcomes
from deploy.cli.settings import settings_errors_explained
from deploy.embedded.duties import DATABASE, ROLE
from deploy.embedded.postgres import running_address
from deploy.language import echo
from deploy.processes.duties import DutiesSettings
from services.cases.duties.comparing import Compared
from shared.settings import read
from shared.text import Text

SETTING = "WAYSTATION_DUTIES_DATABASE"
SETTINGS = (SETTING, f"{SETTING}_FILE")
TITLES = {
    "corrections": Text(zh="读取更正", en="Reading corrections"),
    "fold": Text(zh="重算", en="Folding the journals"),
    "compare": Text(zh="比对", en="Comparing"),
}


@click.command("verify")
@instance_options("reporting:operate")
@click.option("--json", "as_json", is_flag=True, help="Print both results as one JSON object.")
def command(target: Target, as_json: bool) -> None:
    """Fold the journals again on a path of its own, and compare every cell of the read model.

    That also the outcomes of duties, which are counted, follow from the journal is proved where
    the database of cases can be reached: on the folder of an instance, or where
    WAYSTATION_DUTIES_DATABASE names it. Elsewhere it says that they were not proved.
    """
    figures = asyncio.run(operate(target, "/v1/verify", TITLES))
    if not as_json:
        _print(figures)
    outcomes = asyncio.run(_outcomes(target))
    equal = figures["equal"] and (outcomes is None or not outcomes.windows)
    if as_json:
        proved = None if outcomes is None else outcomes_as_document(outcomes)
        document = {"equal": equal, "figures": figures, "outcomes": proved}
        click.echo(json.dumps(document, ensure_ascii=False))
    elif outcomes is not None:
        tell_outcomes(outcomes)
    if outcomes is None:
        _tell_not_proved(err=as_json)
    if not equal:
        sys.exit(FAILED)


async def _outcomes(target: Target) -> Compared | None:
    """The outcomes compared with the journal; None where that cannot be reached from here."""
    if target.folder is not None:
        database = running_address(target.folder, DATABASE, ROLE)
        return None if database is None else await compare_outcomes(database)
    # What else is set is of this command, and no setting of that process.
    given = {name: os.environ[name] for name in SETTINGS if os.environ.get(name)}
    if not given:
        return None
    with settings_errors_explained():
        settings = read(DutiesSettings, given)
    return await compare_outcomes(settings.duties_database)


def _tell_not_proved(*, err: bool) -> None:
    echo(
        zh="应办事项的结果是否正确，这次没有核对：这里连不到个案数据库。请在能连到的地方运行"
        " waystation duties --verify（容器：docker compose run --rm --no-deps cases-duties"
        f" duties --verify），或设置 {SETTING} 后重新运行本命令。",
        en="Outcomes of duties were not proved: the database of cases is not reached from here. Run"
        " waystation duties --verify where it is (containers: docker compose run --rm --no-deps"
        f" cases-duties duties --verify), or this command again with {SETTING} set.",
        err=err,
    )


def _print(result: dict[str, Any]) -> None:
    events, cells = result["events"], result["cells"]
    if result["equal"]:
        echo(
            zh=f"一致：由 {events} 条记录重算的 {cells} 个统计单元与模型逐一相同。",
            en=f"Equal: {cells} cells folded from {events} events are what the model holds.",
        )
    else:
        different = result["different"]
        echo(
            zh=f"不一致：{different} 处不同；运行 waystation rebuild 重建，并请报告此事。",
            en=f"Different in {different} places; run waystation rebuild, and report this.",
        )
        for difference in result["differences"]:
            click.echo("  " + json.dumps(difference, ensure_ascii=False))
    if codes := ", ".join(result.get("outdated", ())):
        echo(
            zh=f"新增统计项 {codes} 须先重建才有数值：waystation rebuild。",
            en=f"New measures have no figures until a rebuild (waystation rebuild): {codes}.",
        )
    if result["pending"]:
        echo(zh=f"尚未计入的记录：{result['pending']}", en=f"Not counted yet: {result['pending']}")
    if result["parked"]:
        echo(zh=f"无法计入而搁置的记录：{result['parked']}", en=f"Set aside: {result['parked']}")
        for stream in result.get("parked_streams", ()):
            click.echo("  " + json.dumps(stream, ensure_ascii=False))
