"""`waystation imports`: what was imported, and when."""

import asyncio
import json
from collections import Counter

import click
from rich.table import Table

from deploy.cli.instance import Target, instance_options
from deploy.cli.tables import print_table
from deploy.language import echo, in_language
from deploy.ledgers.imports import ListedImport, list_imports
from deploy.ledgers.kinds import LEDGERS
from deploy.ledgers.sending import ImportTarget, open_api
from shared.clock import CHINA
from shared.strict import moment
from shared.text import Text

OTHERS = {
    "cases.ClientRegistered": "服务对象",
    "cases.PersonalDataCorrected": "个人信息更正",
    "cases.CaseOpened": "建档",
    "cases.ReportedIn": "报到",
    "cases.AgreementSigned": "协议",
    "cases.EntryVoided": "作废",
    "outreach.EntryVoided": "作废",
    "outreach.SurveyEntryVoided": "作废",
    "outreach.ActivityCalledOff": "取消计划",
    "outreach.PlaceClosed": "关闭阵地",
    "outreach.SurveyOpened": "启动调查",
    "outreach.AnswersRecorded": "调查答卷",
    "outreach.SurveyClosed": "结束调查",
}
"""What is written besides the rows of ledgers that make one entry each."""


@click.command("imports")
@click.option("--json", "as_json", is_flag=True, help="Print them as one JSON object.")
@instance_options("cases:read", "outreach:read")
def command(target: Target, as_json: bool) -> None:
    """List the imports of your agency, the newest first: when, how many rows, how many void."""
    imports = asyncio.run(_imports(ImportTarget(target.url, target.token)))
    if as_json:
        click.echo(json.dumps({"imports": [vars(its) for its in imports]}, ensure_ascii=False))
    elif imports:
        _print(imports)
    else:
        echo(zh="还没有导入过。", en="Nothing was imported yet.", err=True)


async def _imports(target: ImportTarget) -> list[ListedImport]:
    async with open_api(target) as api:
        return await list_imports(api)


def _print(imports: list[ListedImport]) -> None:
    ledgers: dict[str, str] = {}
    for ledger in LEDGERS:
        for kind in ledger.entries:  # activities of all kinds are one kind of entry
            ledgers[kind] = "、".join(filter(None, (ledgers.get(kind), ledger.name)))
    ledgers |= OTHERS
    table = Table()
    table.add_column(in_language(Text(zh="编号", en="Id")), no_wrap=True)
    table.add_column(in_language(Text(zh="时间", en="Time")), no_wrap=True)
    table.add_column(in_language(Text(zh="内容", en="Entries")), overflow="fold")
    table.add_column(in_language(Text(zh="已作废", en="Void")), justify="right", no_wrap=True)
    for its in imports:
        first, last = _moment(its.first_at), _moment(its.last_at)
        moments = first if last == first else f"{first} – {last}"
        entries: Counter[str] = Counter()
        for kind, count in its.events.items():
            entries[ledgers.get(kind, kind)] += count
        table.add_row(
            its.import_id,
            moments,
            "\n".join(f"{name} {count}" for name, count in entries.items()),
            str(its.void),
        )
    print_table(table)


def _moment(text: str) -> str:
    """A moment as the clocks in China show it."""
    return f"{moment(text).astimezone(CHINA):%Y-%m-%d %H:%M}"
