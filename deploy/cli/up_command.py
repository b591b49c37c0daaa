"""`waystation up`: everything in one process, on this machine."""

from importlib.metadata import version
from pathlib import Path

import click
from rich.cells import cell_len, set_cell_size
from rich.console import Console

from deploy.cli.instance import FOLDER
from deploy.cli.whole_number import WholeNumber
from deploy.embedded.demo_data import Demo, begin_demo, demo_of, fill
from deploy.embedded.documented_examples import make_examples_true
from deploy.embedded.folder import DEFAULT, DataFolder
from deploy.embedded.process import InstanceOptions, Running, run
from deploy.embedded.tokens import mint
from shared.catalogue import SERVICES


@click.command("up", short_help="Run everything in one process. 单机启动全部服务")
@click.option(
    "--data-dir",
    type=FOLDER,
    default=DEFAULT,
    show_default=True,
    help="Folder of everything it keeps.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=WholeNumber(0, 65535), default=8000, show_default=True)
@click.option("--demo", is_flag=True, help="Fill a new data folder with a synthetic year.")
@click.option("--kafka", metavar="HOST:PORT", help="Carry the events through this Kafka cluster.")
def command(data_dir: Path, host: str, port: int, demo: bool, kafka: str | None) -> None:
    """Run everything in one process until Ctrl-C."""
    folder = DataFolder(data_dir.resolve())
    year = begin_demo(folder) if demo else None
    console = Console()

    async def announce(running: Running) -> None:
        if year is not None:
            await fill(folder, year, running.url)
        demo = demo_of(folder)
        if demo is not None and demo.filled:
            await make_examples_true(running.services, running.url, mint(folder), demo)
        _print(console, running, demo)

    console.print("驿站正在启动… / Waystation is starting…")
    run(InstanceOptions(folder, host, port, kafka), announce)
    console.print("已停止。 / Stopped.")


def _print(console: Console, running: Running, demo: Demo | None) -> None:
    rows = [("首页 Start page", running.link("/"))]
    if demo:
        table = f"/v1/reports/annual?region={demo.region}&year={demo.year}"
        rows.append((f"{demo.year} 年统计表 The year’s table", running.link(table)))
    rows += [
        (f"{service.title.zh}接口 {service.title.en} API", f"{running.url}/{service.name}/docs")
        for service in SERVICES
    ]
    rows.append(("数据文件夹 Data folder", str(running.folder.path)))
    console.print(f"\n驿站 Waystation {version('waystation')} {running.url}\n", style="bold")
    width = max(cell_len(name) for name, _ in rows)
    for name, address in rows:
        # Never folded: an address broken over two lines cannot be clicked.
        console.print(f"  {set_cell_size(name, width)}  {address}", soft_wrap=True, highlight=False)
    console.print(
        "\n注意：本实例自行签发令牌，仅限单机内嵌使用；正式运行须接入各机构的认证服务。\n"
        "Mind: this instance issues its own tokens. That is for embedded use only; an operation\n"
        "of several agencies needs their identity provider.",
        style="bold yellow",
        soft_wrap=True,
    )
    console.print("\nCtrl-C 停止 / stops it.", highlight=False)
