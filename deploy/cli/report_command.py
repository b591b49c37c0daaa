"""`waystation report`: the tables that are published."""

import asyncio
import json
import sys
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from deploy.cli.client import ApiClient
from deploy.cli.instance import Target, instance_options
from deploy.cli.region_code import RegionCode
from deploy.cli.whole_number import WholeNumber

FIELDS = ("region", "year", "position", "rows")


@click.group("report", short_help="Print what is published. 打印统计表")
def command() -> None:
    """The tables that are published."""


@command.command("annual", short_help="The year's table. 年度统计表")
@click.option(
    "--region", type=RegionCode(), required=True, help="Code of the region, or how it begins: 4101."
)
@click.option("--year", type=WholeNumber(1949, 2100), required=True)
@click.option("--json", "as_json", is_flag=True, help="Print the table as one JSON object.")
@instance_options
def annual(target: Target, region: str, year: int, as_json: bool) -> None:
    """The year's table of a region, with all that was written before it was asked for."""
    report, missing = asyncio.run(_annual(target, region, year))
    if as_json:
        click.echo(json.dumps({name: report[name] for name in FIELDS}, ensure_ascii=False))
    else:
        _print(report)
    if missing:
        click.echo(
            f"{missing} events are not counted yet; ask again in a moment. / "
            f"还有 {missing} 条记录尚未计入，请稍后再查。",
            err=True,
        )


async def _annual(target: Target, region: str, year: int) -> tuple[dict[str, Any], int]:
    async with ApiClient(target) as client:
        missing = await client.not_yet_counted()
        query = {"region": region, "year": str(year)}
        return await client.read("/v1/reports/annual", query), missing


def _print(report: dict[str, Any]) -> None:
    table = Table(title=f"{report['region']} · {report['year']}", title_justify="left")
    table.add_column("指标", overflow="fold")
    table.add_column("Indicator", overflow="fold")
    table.add_column("单位", no_wrap=True)
    table.add_column("数值 Value", justify="right", no_wrap=True)
    for row in report["rows"]:
        name = row["name"]
        table.add_row(name["zh"], name["en"], row["unit"], f"{row['value']:,}")
    # In a file or a pipe there is no window to fit into.
    Console(width=None if sys.stdout.isatty() else 140).print(table)
