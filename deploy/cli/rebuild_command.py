"""`waystation rebuild`: count everything again."""

import asyncio

import click

from deploy.cli.instance import Target, instance_options
from deploy.cli.long_operation import operate

TITLES = {
    "read": "读取日志 / Reading the journals",
    "index": "建立索引 / Indexing",
    "switch": "切换 / Switching",
}


@click.command("rebuild", short_help="Rebuild the read model. 重建统计数据")
@instance_options
def command(target: Target) -> None:
    """Rebuild the read model beside the live one, compare them, and switch."""
    result = asyncio.run(operate(target, "/v1/rebuild", TITLES))
    events, cells, differences = (result[name] for name in ("events", "cells", "differences"))
    click.echo(f"已重建：{events} 条记录，{cells} 个统计单元；与重建前不同的单元：{differences}。")
    click.echo(f"Rebuilt: {events} events, {cells} cells; cells that changed: {differences}.")
    if unrecorded := result.get("unrecorded"):
        streams = ", ".join(result["unrecorded_streams"])
        click.echo(f"以前计入、但不在任何业务日志中的记录已剔除，涉及 {unrecorded} 个流：{streams}")
        click.echo(f"Left out, as no journal holds it, from {unrecorded} streams: {streams}")
