"""`waystation verify`: prove every figure from the journals, outcomes of duties, and stocks."""

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
from deploy.cli.stocks_proved import compare_stocks, differing, stocks_as_document, tell_stocks
from deploy.embedded.duties import DATABASE, ROLE
from deploy.embedded.postgres import running_address
from deploy.language import echo
from deploy.processes.duties import DutiesSettings
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
@click.option("--json", "as_json", is_flag=True, help="Print all results as one JSON object.")
def command(target: Target, as_json: bool) -> None:
    """Fold the journals again on a path of its own, and compare every cell of the read model.

    That also the outcomes of duties, which are counted, and the stock of exchange shops follow
    from the journal is proved where the database of cases can be reached: on the folder of an
    instance, or where WAYSTATION_DUTIES_DATABASE names it. Elsewhere it says that they were not
    proved.
    """
    figures = asyncio.run(operate(target, "/v1/verify", TITLES))
    if not as_json:
        _print(figures)
    database = _database(target)
    outcomes, stocks = None, None
    equal = figures["equal"]
    if database is not None:
        outcomes = asyncio.run(compare_outcomes(database))
        stocks = asyncio.run(compare_stocks(database))
        equal = equal and not outcomes.windows and not differing(stocks)
    if as_json:
        document = {
            "equal": equal,
            "figures": figures,
            "outcomes": None if outcomes is None else outcomes_as_document(outcomes),
            "stocks": None if stocks is None else stocks_as_document(stocks),
        }
        click.echo(json.dumps(document, ensure_ascii=False))
    elif outcomes is not None and stocks is not None:
        tell_outcomes(outcomes)
        tell_stocks(stocks)
    if database is None:
        _tell_not_proved(err=as_json)
    if not equal:
        sys.exit(FAILED)


def _database(target: Target) -> str | None:
    """The database of cases; None where it cannot be reached from here."""
    if target.folder is not None:
        return running_address(target.folder, DATABASE, ROLE)
    # What else is set is of this command, and no setting of that process.
    given = {name: os.environ[name] for name in SETTINGS if os.environ.get(name)}
    if not given:
        return None
    with settings_errors_explained():
        return str(read(DutiesSettings, given).duties_database)


def _tell_not_proved(*, err: bool) -> None:
    echo(
        zh="应办事项的结果和积分超市的库存是否正确，这次没有核对：这里连不到个案数据库。请"
        f"设置 {SETTING} 后重新运行本命令，两者都会核对；只核对办理结果，可运行 waystation duties"
        " --verify（容器：docker compose run --rm --no-deps cases-duties duties --verify）。",
        en="Outcomes of duties and the stock of exchange shops were not proved: the database of"
        f" cases is not reached from here. Run this command again with {SETTING} set, which proves"
        " both; outcomes alone are proved by waystation duties --verify where it is (containers:"
        " docker compose run --rm --no-deps cases-duties duties --verify).",
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
