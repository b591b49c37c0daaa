"""The demo: a synthetic city in a new folder, gone on with after a stop or a kill."""

import asyncio
import re
import signal
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from deploy.demo.city.streets import HOME, Times
from deploy.demo.city.told import told_city
from deploy.demo.year import Year
from deploy.embedded.demo_data import Demo, demo_of
from deploy.embedded.demo_together import GIVEN, OPENED
from deploy.embedded.folder import DataFolder
from deploy.embedded.tokens import existing_issuer, mint
from shared.agencies import SERVICES_AGENCY
from tests.deploy.demo.expected import expected
from tests.deploy.demo.told import clients_at_its_end, days_served_elsewhere, told_figures
from tests.deploy.instances import Caller, Up, waystation
from tests.onlooker import Onlooker

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(900)]

TOGETHER = {
    ("-social-workers", "ClientRegistered"),
    ("-social-workers", "OpeningRequested"),
    ("-social-workers", "ReportedIn"),
    ("-social-workers", "DrugTestAppointed"),
    ("-social-workers", "TimeServedCredited"),
    ("-social-workers", "SampleTaken"),
    ("-police", "CaseOpened"),
    ("-laboratory", "DrugTestRecorded"),
    ("-anti-drug-office", "OpeningAnnulled"),
    ("-anti-drug-office", "ClientRegistered"),
    ("-anti-drug-office", "CaseOpened"),
    ("-anti-drug-office", "CaseReassigned"),
    ("001-workstation", "ClientRegistered"),
    ("001-workstation", "RegistrationWithdrawn"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder that does not exist yet."""
    return tmp_path / "data"


def demo(folder: Path) -> Demo:
    """The demo of the folder."""
    found = demo_of(DataFolder(folder))
    assert found is not None
    return found


def told(year: Demo) -> Year:
    """What the demo tells."""
    return told_city(year.last_day)


def planned(folder: Path) -> list[int]:
    """The values that the folder's year must show."""
    year = demo(folder)
    values: dict[str, int] = expected(told(year))["annual"]
    return list(values.values())


async def shown(up: Up) -> list[int]:
    """The values of the year's table."""
    year = demo(up.folder)
    query = f"/v1/reports/annual?region={year.region}&year={year.year}"
    async with Caller(up.folder, up.answering()) as caller:
        _, table = await caller.get(query)
    return [row["value"] for row in table["rows"]]


async def asked(
    up: Up, indicator: str, dimension: str, *, so_far: bool = False, region: str = ""
) -> dict[str, float]:
    """An indicator of the demo's year by a dimension, without the values that nothing has.

    `so_far` asks for all days of which it tells, and the year before.
    """
    year = demo(up.folder)
    since, to = date(year.year, 1, 1), date(year.year + 1, 1, 1)
    if so_far:
        first = Times(year.last_day).since
        # Who is in a programme on the first day was decided in the year before.
        since, to = first.replace(year=first.year - 1), year.last_day + timedelta(days=1)
    query = (
        f"/v1/statistics?region={region or year.region}&from={since}&to={to}"
        f"&indicators={indicator}&by={dimension}"
    )
    async with Caller(up.folder, up.answering()) as caller:
        _, table = await caller.get(query)
    return {row["group"][dimension]: row["value"] for row in table["rows"] if row["value"]}


class DemoOnlooker(Onlooker):
    """Looks at a demo."""

    def __init__(self, up: Up) -> None:
        self.url = up.answering().url
        self._folder = DataFolder(up.folder)

    def token(self) -> str:
        """The operator's."""
        return mint(self._folder)

    def services_token(self) -> str:
        """Made with the folder's key."""
        return existing_issuer(self._folder).mint(SERVICES_AGENCY, (), ["journal:read"])


def done_by_agencies_of_the_county(up: Up) -> set[tuple[str, str]]:
    """Which agency of the demo's county did what, from the journal."""
    return {
        (event["metadata"]["agency"].removeprefix(HOME), event["type"].split(".")[1])
        for event in DemoOnlooker(up).journal("cases")
        if event["metadata"]["agency"].startswith(HOME)
    }


async def document(up: Up) -> Any:
    """The document of the cases, with the ids that its examples have on this demo."""
    async with Caller(up.folder, up.answering()) as caller:
        return (await caller.get("/cases/openapi.json"))[1]


async def test_a_new_folder_is_filled_and_its_table_opens_in_a_browser(folder: Path) -> None:
    """The printed link leads a browser to the year's table; started again, nothing is redone."""
    up = Up(folder, "--demo")
    try:
        link = next(
            word for word in up.line_with("/year?").split() if word.startswith("http")
        )
        jar = aiohttp.CookieJar(unsafe=True)  # for an address without a name
        async with aiohttp.ClientSession(cookie_jar=jar) as browser:
            asked = {"Accept": "text/html"}
            async with browser.get(re.sub(r"/enter/[^/]*", "", link), headers=asked) as answer:
                assert answer.status == 401
            async with browser.get(link, headers=asked) as answer:
                page = await answer.text()
                assert (answer.status, answer.content_type) == (200, "text/html")
        assert await shown(up) == planned(folder)
        assert done_by_agencies_of_the_county(up) == TOGETHER
        documented = await document(up)
        for value in planned(folder):
            assert str(value) in page
        assert up.stop()[0] == 0
    finally:
        up.close()

    (folder / "agencies.toml").unlink()  # as in a demo of before
    began = time.monotonic()
    again = Up(folder, "--demo")
    try:
        again.line_with("/year?")
        assert time.monotonic() - began < 20
        assert "synthetic" not in again.output()
        assert await shown(again) == planned(folder)
        assert await document(again) == documented
    finally:
        again.close()


async def test_the_year_is_told_as_it_was(folder: Path) -> None:
    """Nothing of the ledgers is refused; endings, contacts, tests and clients are as they say."""
    up = Up(folder, "--demo")
    try:
        up.line_with("/year?")
        assert not [*folder.glob("demo-ledgers-rejected*")]
        year = demo(folder)
        ledgers = told(year)
        for indicator, dimension in (
            ("cases_ended", "ending"),
            ("contacts_by_direction", "direction"),
            ("positives_by_substance", "substance_found"),
        ):
            assert await asked(up, indicator, dimension) == told_figures(ledgers)[indicator]
        # Of the district without the documented examples, whose files stay open.
        by_sex = await asked(up, "clients_by_sex_and_age", "sex", region=HOME)
        # Whom the agencies confirm, and reassign, over HTTP, in the days before the last one.
        decided = [year.last_day - timedelta(days=days) for days in (OPENED, GIVEN)]
        together = {"male": sum(day.year == year.year for day in decided)}
        assert by_sex == clients_at_its_end(ledgers, HOME) + Counter(together)
        for dimension in ("phase", "level"):
            assert sum((await asked(up, "clients", dimension, region=HOME)).values()) == sum(
                by_sex.values()
            )
        # One of them was taken over HTTP, the other one is of the ledgers; so with days served.
        waiting = await asked(up, "samples_waiting", "method", so_far=True, region=HOME)
        assert waiting == {"hair": 2}
        served = await asked(up, "days_served_elsewhere", "kind", so_far=True)
        assert sum(served.values()) == days_served_elsewhere(ledgers) + 45
    finally:
        up.close()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
async def test_ended_while_it_is_filled_it_is_taken_up_again(
    folder: Path, number: signal.Signals
) -> None:
    """Killed or interrupted amid the filling, the year is whole after the next start."""
    first = Up(folder, "--demo")
    try:
        while (await asyncio.to_thread(first.recorded))["cases"] < 50:
            await asyncio.sleep(0.01)
        code, seconds, output = first.stop(number)
        assert not demo(folder).filled
        assert seconds < 10
        assert number == signal.SIGKILL or code == 0
        assert "Traceback" not in output
    finally:
        first.process.kill()  # its database is left as it is

    again = Up(folder, "--demo")
    try:
        again.line_with("/year?")
        assert demo(folder).filled
        assert await shown(again) == planned(folder)
        proved = waystation("verify", "--data-dir", folder)
        assert proved.returncode == 0, proved.stdout
    finally:
        again.close()


def test_work_of_its_own_is_not_mixed_with_a_synthetic_year(folder: Path) -> None:
    """A folder that was used without --demo is not filled."""
    up = Up(folder)
    up.answering()
    up.stop()
    code, output = Up(folder, "--demo").ended()
    assert code == 1
    assert "without --demo" in output
