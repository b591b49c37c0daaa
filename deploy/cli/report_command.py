"""`waystation report`: the tables that are published."""

import asyncio
import json
from typing import Any

import click
from rich.table import Table

from deploy.cli.client import ApiClient
from deploy.cli.instance import Target, instance_options
from deploy.cli.region_code import RegionNamed
from deploy.cli.tables import print_table
from deploy.cli.whole_number import WholeNumber
from deploy.language import echo, in_language
from shared.text import Text
from shared.units import UNITS

AIM_COLUMNS = (
    Text(zh="全年目标", en="Aim of the year"),
    Text(zh="完成目标", en="Share of the aim"),
)
FIELDS = ("region", "region_name", "year", "until", "rows")


@click.group("report")
def command() -> None:
    """The tables that are published."""


@command.command("annual")
@click.option(
    "--region", type=RegionNamed(), required=True, help="The region by name or code: 郑州, 4101."
)
@click.option("--year", type=WholeNumber(1949, 2100), required=True)
@click.option("--json", "as_json", is_flag=True, help="Print the table as one JSON object.")
@instance_options("statistics:read", "statistics:detail")
def annual(target: Target, region: str, year: int, as_json: bool) -> None:
    """The year's table of a region, with all that was written before it was asked for."""
    report, complete = asyncio.run(_annual(target, region, year))
    if as_json:
        click.echo(
            json.dumps(
                {name: report[name] for name in FIELDS if name in report}, ensure_ascii=False
            )
        )
    else:
        print_year(report)
    if complete and not as_json:
        echo(
            zh="数据完整，已登记的全部记录均已计入。",
            en="The data is complete: everything recorded is counted.",
        )
    if not complete:
        echo(
            zh="已登记的记录尚未全部计入，请稍后再查。",
            en="Not everything recorded is counted yet; ask again in a moment.",
            err=True,
        )


async def _annual(target: Target, region: str, year: int) -> tuple[dict[str, Any], bool]:
    async with ApiClient(target) as client:
        complete = await client.all_is_counted()
        query = {"region": region, "year": str(year)}
        return await client.read("/v1/reports/annual", query), complete


def print_year(report: dict[str, Any]) -> None:
    """Print the table of a year; with its aims where the place sets any."""
    name = report["region_name"]
    region = in_language(Text(zh=name["zh"], en=name["en"]))
    title = f"{region} ({report['region']}) · {report['year']}"
    if until := report.get("until"):
        mark = Text(
            zh=f"截至{until}，本年度尚未结束", en=f"until today, {until}: the year is not over"
        )
        title += f" · {in_language(mark)}"
    table = Table(title=title, title_justify="left")
    table.add_column(in_language(Text(zh="指标", en="Indicator")), overflow="fold")
    table.add_column(in_language(Text(zh="单位", en="Unit")), no_wrap=True)
    table.add_column(in_language(Text(zh="数值", en="Value")), justify="right", no_wrap=True)
    aims = any(row.get("aim") for row in report["rows"])
    for column in AIM_COLUMNS if aims else ():
        table.add_column(in_language(column), justify="right", no_wrap=True)
    for row in report["rows"]:
        name = Text(zh=row["name"]["zh"], en=row["name"]["en"])
        unit = UNITS.get(row["unit"], Text(zh=row["unit"], en=row["unit"]))
        cells = [in_language(name), in_language(unit), f"{row['value']:,}"]
        if aim := row.get("aim"):
            cells += [f"{aim['a_year']:,}", f"{aim['percent']:,} %"]
        table.add_row(*cells)
    print_table(table)
