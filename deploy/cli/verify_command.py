"""`waystation verify`: prove every figure from the journals."""

import asyncio
import json
import sys
from typing import Any

import click

from deploy.cli.instance import Target, instance_options
from deploy.cli.long_operation import operate
from deploy.cli.main import FAILED

TITLES = {
    "corrections": "读取更正 / Reading corrections",
    "fold": "重算 / Folding the journals",
    "compare": "比对 / Comparing",
}


@click.command("verify", short_help="Prove every figure from the journals. 逐笔核对统计数据")
@instance_options
def command(target: Target) -> None:
    """Fold the journals again on a path of its own, and compare every cell of the read model."""
    result = asyncio.run(operate(target, "/v1/verify", TITLES))
    _print(result)
    if not result["equal"]:
        sys.exit(FAILED)


def _print(result: dict[str, Any]) -> None:
    events, cells = result["events"], result["cells"]
    if result["equal"]:
        click.echo(f"一致：由 {events} 条记录重算的 {cells} 个统计单元与模型逐一相同。")
        click.echo(f"Equal: {cells} cells folded from {events} events are what the model holds.")
    else:
        different = result["different"]
        click.echo(f"不一致：{different} 处不同；运行 waystation rebuild 重建，并请报告此事。")
        click.echo(f"Different in {different} places; run waystation rebuild, and report this.")
        for difference in result["differences"]:
            click.echo("  " + json.dumps(difference, ensure_ascii=False))
    if codes := ", ".join(result.get("outdated", ())):
        click.echo(f"新增统计项 {codes} 须先重建才有数值：waystation rebuild。")
        click.echo(f"New measures have no figures until a rebuild (waystation rebuild): {codes}.")
    if result["pending"]:
        click.echo(f"尚未计入的记录 / Events not counted yet: {result['pending']}")
    if result["parked"]:
        click.echo(f"无法计入而搁置的记录 / Events set aside: {result['parked']}")
        for stream in result.get("parked_streams", ()):
            click.echo("  " + json.dumps(stream, ensure_ascii=False))
