"""`waystation verify`: prove every figure from the journals."""

import asyncio
import json
import sys
from typing import Any

import click

from deploy.cli.instance import Target, instance_options
from deploy.cli.long_operation import operate
from deploy.cli.main import FAILED
from deploy.language import echo
from shared.text import Text

TITLES = {
    "corrections": Text(zh="读取更正", en="Reading corrections"),
    "fold": Text(zh="重算", en="Folding the journals"),
    "compare": Text(zh="比对", en="Comparing"),
}


@click.command("verify")
@instance_options("reporting:operate")
def command(target: Target) -> None:
    """Fold the journals again on a path of its own, and compare every cell of the read model."""
    result = asyncio.run(operate(target, "/v1/verify", TITLES))
    _print(result)
    if not result["equal"]:
        sys.exit(FAILED)


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
