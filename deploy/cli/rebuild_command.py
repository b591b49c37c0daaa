"""`waystation rebuild`: count everything again."""

import asyncio

import click

from deploy.cli.instance import Target, instance_options
from deploy.cli.long_operation import operate
from deploy.language import echo
from shared.text import Text

TITLES = {
    "read": Text(zh="读取日志", en="Reading the journals"),
    "index": Text(zh="建立索引", en="Indexing"),
    "switch": Text(zh="切换", en="Switching"),
}


@click.command("rebuild")
@instance_options("reporting:operate")
def command(target: Target) -> None:
    """Rebuild the read model beside the live one, compare them, and switch."""
    result = asyncio.run(operate(target, "/v1/rebuild", TITLES))
    events, cells, differences = (result[name] for name in ("events", "cells", "differences"))
    echo(
        zh=f"已重建：{events} 条记录，{cells} 个统计单元；与重建前不同的单元：{differences}。",
        en=f"Rebuilt: {events} events, {cells} cells; cells that changed: {differences}.",
    )
    if unrecorded := result.get("unrecorded"):
        streams = ", ".join(result["unrecorded_streams"])
        echo(
            zh=f"以前计入、但不在任何业务日志中的记录已剔除，涉及 {unrecorded} 个流：{streams}",
            en=f"Left out, as no journal holds it, from {unrecorded} streams: {streams}",
        )
