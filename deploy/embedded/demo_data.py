"""Fills a new data folder with a synthetic city, through the public API, once."""

import asyncio
import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from importlib import resources
from pathlib import Path

import aiohttp

from deploy.demo.city.streets import CITY, HOME, Times
from deploy.demo.city.told import told_city
from deploy.demo.policies import demo_policies
from deploy.demo.population import demo_population
from deploy.demo.writing import write_year
from deploy.embedded.demo_calls import DemoCalls
from deploy.embedded.demo_questionnaires import publish_questionnaires
from deploy.embedded.demo_together import work_together
from deploy.embedded.folder import AGENCIES, DataFolder
from deploy.embedded.tokens import mint
from deploy.language import in_language
from deploy.ledgers.bar import progress_bar
from deploy.ledgers.command import Stopped, import_folder
from deploy.ledgers.sending import ImportTarget
from deploy.sentence import CannotGoOn
from shared.clock import present_day, today, utc_now
from shared.policies.in_force import FILE as POLICIES_FILE
from shared.regions.files import REGIONS, YEARS
from shared.strict import day
from shared.text import Text


@dataclass(frozen=True)
class Demo:
    """Which synthetic region a data folder holds, and whether all of it is in.

    `year` is the last that is over, of which a table is shown; entries go on until the day `until`,
    on which the demo was begun. One that was begun before they did has none.
    """

    region: str
    year: int
    filled: bool
    until: str = ""

    @property
    def last_day(self) -> date:
        """The last day of which it tells."""
        return day(self.until) if self.until else date(self.year, 12, 31)


def demo_of(folder: DataFolder) -> Demo | None:
    """The demo of a data folder, if it has one."""
    try:
        return Demo(**json.loads(_demo_file(folder).read_text()))
    except FileNotFoundError:
        return None


def begin_demo(folder: DataFolder) -> Demo:
    """Give a new data folder a synthetic city until today; keep what it has.

    One that was begun before there were agencies gets them. Raises CannotGoOn when the folder holds
    real work.
    """
    demo = demo_of(folder)
    if demo is not None:
        _bring(folder, AGENCIES)
        return demo
    if not folder.is_new:
        raise CannotGoOn(
            zh=f"{folder.path} 中已有实际数据，不能混入演示数据；请去掉 --demo 启动，"
            "或用 --data-dir 指明一个新文件夹。",
            en=f"{folder.path} holds real work, which synthetic data must not be mixed with;"
            " start it without --demo, or name a new folder with --data-dir.",
        )
    folder.make()
    # Regions, whose names are made up, where a place puts its own; so the agencies.
    _bring(folder, REGIONS, AGENCIES)
    times = Times(present_day())
    years = range(times.since.year, times.until.year + 1)
    (folder.path / YEARS).write_bytes(demo_population(years))
    (folder.path / POLICIES_FILE).write_bytes(demo_policies(times.year))
    return _keep(folder, Demo(CITY, times.year, filled=False, until=times.until.isoformat()))


async def fill(folder: DataFolder, demo: Demo, url: str) -> Demo:
    """Import what is missing of the ledgers; the same again after a kill goes on.

    Then its agencies do what only several of them do.
    """
    if demo.filled:
        return demo
    ledgers = await asyncio.to_thread(_ledgers, folder, demo)
    async with aiohttp.ClientSession() as session:
        calls = DemoCalls(session, f"{url}/outreach", lambda agency: mint(folder, agency))
        await publish_questionnaires(calls, f"{HOME}-anti-drug-office")
    try:
        with progress_bar(in_language(Text(zh="演示城市", en="A synthetic city"))) as progress:
            await import_folder(
                ledgers,
                ImportTarget(url, lambda: mint(folder)),
                today=today(utc_now()),
                progress=progress,
            )
    except Stopped as stopped:
        if stopped.interrupted:
            raise asyncio.CancelledError from None
        raise
    async with aiohttp.ClientSession() as session:
        calls = DemoCalls(session, f"{url}/cases", lambda agency: mint(folder, agency))
        await work_together(calls, HOME, demo.last_day)
    return _keep(folder, replace(demo, filled=True))


def _ledgers(folder: DataFolder, demo: Demo) -> Path:
    """The ledgers, written whole: half a folder would stay half a city."""
    path = folder.path / "demo-ledgers"
    if not path.exists():
        draft = folder.path / "demo-ledgers.unfinished"
        write_year(told_city(demo.last_day), draft)
        draft.rename(path)
    return path


def _bring(folder: DataFolder, *names: str) -> None:
    """Put files of the demo where a place puts its own; one that is there stays."""
    for name in names:
        file = folder.path / name
        if not file.exists():
            file.write_bytes(resources.files("deploy.demo").joinpath(name).read_bytes())


def _keep(folder: DataFolder, demo: Demo) -> Demo:
    draft = _demo_file(folder).with_suffix(".new")
    draft.write_text(json.dumps(asdict(demo)) + "\n")
    draft.replace(_demo_file(folder))
    return demo


def _demo_file(folder: DataFolder) -> Path:
    return folder.path / "demo.json"
