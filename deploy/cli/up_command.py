"""`waystation up`: everything in one process, on this machine."""

import os
import re
import shlex
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import click
from rich.cells import cell_len, set_cell_size
from rich.console import Console

from deploy.cli.instance import FOLDER
from deploy.cli.lifetime import Lifetime
from deploy.cli.listening import metrics_option
from deploy.cli.settings import settings_errors_explained
from deploy.cli.whole_number import WholeNumber
from deploy.demo.city.streets import CITY, HOME, asked_quarter
from deploy.embedded.demo_counted import until_counted
from deploy.embedded.demo_data import Demo, begin_demo, demo_of, fill
from deploy.embedded.documented_examples import make_examples_true
from deploy.embedded.folder import DEFAULT, DataFolder
from deploy.embedded.process import InstanceOptions, Running, run
from deploy.embedded.tokens import mint
from deploy.language import echo, in_language
from services.cases.context import DayLimits
from shared.catalogue import SERVICES
from shared.identity.issuer import OWN_LIFETIME
from shared.kafka.security import KafkaSecurity
from shared.settings import PREFIX, Settings, read
from shared.text import Text

S = TypeVar("S", bound=Settings)


@click.command("up")
@click.option(
    "--data-dir",
    type=FOLDER,
    default=DEFAULT,
    show_default=True,
    help="Folder of everything it keeps.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=WholeNumber(0, 65535), default=8000, show_default=True)
@click.option("--demo", is_flag=True, help="Fill a new data folder with a synthetic city.")
@click.option("--kafka", metavar="HOST:PORT", help="Carry the events through this Kafka cluster.")
@metrics_option
@click.option(
    "--token-lifetime",
    type=Lifetime(OWN_LIFETIME),
    default="1h",
    show_default=True,
    help="How long a token may be good at most.",
)
def command(
    data_dir: Path,
    host: str,
    port: int,
    demo: bool,
    kafka: str | None,
    metrics_port: int | None,
    token_lifetime: float,
) -> None:
    """Run everything in one process until Ctrl-C.

    Who this is at Kafka, where it asks: WAYSTATION_KAFKA_SECURITY, WAYSTATION_KAFKA_MECHANISM,
    WAYSTATION_KAFKA_USERNAME, WAYSTATION_KAFKA_PASSWORD and WAYSTATION_KAFKA_CA, each also with
    _FILE. How often a day an agency may ask about persons: WAYSTATION_OPENINGS_PER_DAY,
    WAYSTATION_IMPORTED_OPENINGS_PER_DAY and WAYSTATION_SEARCHES_PER_DAY (docs/settings.md).
    """
    security = _kafka_security() if kafka else KafkaSecurity()
    limits = _day_limits()
    folder = DataFolder(data_dir.resolve())
    year = begin_demo(folder) if demo else None
    console = Console()

    async def announce(running: Running) -> None:
        if year is not None:
            await fill(folder, year, running.url)
        demo = demo_of(folder)
        if demo is not None and demo.filled:
            await make_examples_true(
                running.services, running.url, lambda agency: mint(folder, agency), demo
            )
        _print(console, running, demo)
        if year is not None and not year.filled and demo is not None:
            await _wait_until_counted(running, demo)

    echo(zh="驿站正在启动…", en="Waystation is starting…")
    options = InstanceOptions(
        folder, host, port, kafka, security, metrics_port, token_lifetime, limits
    )
    run(options, announce)
    echo(zh="已停止。", en="Stopped.")


def _kafka_security() -> KafkaSecurity:
    return _read(KafkaSecurity, re.compile(f"{PREFIX}KAFKA_"))


def _day_limits() -> DayLimits:
    return _read(DayLimits, re.compile(rf"{PREFIX}\w+_PER_DAY(_FILE)?$"))


def _read(model: type[S], about: re.Pattern[str]) -> S:
    """The variables `about` something; others belong to other commands."""
    ours = {key: text for key, text in os.environ.items() if about.match(key)}
    with settings_errors_explained():
        return read(model, ours)


def _print(console: Console, running: Running, demo: Demo | None) -> None:
    rows = [(Text(zh="统计页面", en="Dashboard"), running.link("/"))]
    if demo:
        table = f"/year?region={demo.region}&period={demo.year}"
        title = Text(zh=f"{demo.year} 年统计表", en=f"The table of {demo.year}")
        rows.append((title, running.link(table)))
    for service in SERVICES:
        title = Text(zh=f"{service.title.zh}接口", en=f"API: {service.title.en.lower()}")
        rows.append((title, f"{running.url}/{service.name}/docs"))
    rows.append((Text(zh="数据文件夹", en="Data folder"), str(running.folder.path)))
    console.print(f"\n驿站 Waystation {version('waystation')} {running.url}\n", style="bold")
    names = [in_language(name) for name, _ in rows]
    width = max(map(cell_len, names))
    for name, (_, address) in zip(names, rows, strict=True):
        # Never folded: an address broken over two lines cannot be clicked.
        console.print(f"  {set_cell_size(name, width)}  {address}", soft_wrap=True, highlight=False)
    if demo and demo.region == CITY:  # one of before has a district alone
        console.print(_look_first(running, demo), soft_wrap=True, highlight=False)
    if demo:
        console.print(_first_questions(running, demo), soft_wrap=True, highlight=False)
    warning = Text(
        zh="注意：本实例自行签发令牌，仅限单机内嵌使用；正式运行须接入各机构的认证服务。",
        en="Mind: this instance issues its own tokens. That is for embedded use only; where\n"
        "several agencies work together, their identity provider is needed.",
    )
    console.print(f"\n{in_language(warning)}", style="bold yellow", soft_wrap=True)
    echo(zh="\n按 Ctrl-C 停止。", en="\nCtrl-C stops it.")


async def _wait_until_counted(running: Running, demo: Demo) -> None:
    """Say when figures count all that became of what was due in a demo that was filled just now."""
    echo(
        zh="正在统计各项应办事项的办理结果，图表中的完成率稍后齐全…",
        en="Counting what became of all that was due; rates are whole in a moment…",
    )
    if await until_counted(running.url, mint(running.folder), demo):
        echo(zh="全部统计完毕。", en="All is counted.")
    else:
        echo(zh="统计仍在后台进行。", en="Counting goes on in the background.")


def _look_first(running: Running, demo: Demo) -> str:
    """The first question of a head of office, and where to ask it."""
    quarter = asked_quarter(demo.last_day)
    title = Text(
        zh=f"先看什么：{quarter.text().zh}哪个街道漏检最多？点开数字，查看逐条记录：",
        en=f"What to look at first: which street has missed most tests in {quarter.text().en}?"
        " Open its figure for the entries:",
    )
    path = f"/regions?region={CITY}&period={quarter.name}&below=streets&indicator=tests_missed"
    return f"\n{in_language(title)}\n  {running.link(path)}"


def _first_questions(running: Running, demo: Demo) -> str:
    """What a worker asks first: what is due, and why in one case."""
    title = Text(
        zh="工作人员每天先查的待办事项（另开一个终端，先执行 . .venv/bin/activate；"
        "末行填上一行所列的 case_id）：",
        en="What a worker asks first: what is due (in another terminal, after . .venv/bin/activate;"
        " with a case_id of the list in the last line):",
    )
    ask = f'curl -H "Authorization: Bearer $TOKEN" "{running.url}/v1'
    folder = shlex.quote(str(running.folder.path))
    return "\n".join(
        (
            "",
            in_language(title),
            f"  TOKEN=$(waystation token --data-dir {folder} --actions cases:read"
            f" --regions {HOME})",
            f'  {ask}/worklist?region={HOME}000000"',
            f'  {ask}/cases/CASE_ID/schedule?state=open"',
        )
    )
