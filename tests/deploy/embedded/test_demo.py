"""The demo: a synthetic year in a new folder, gone on with after a stop or a kill."""

import asyncio
import re
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from deploy.embedded.demo_together import GIVEN, OPENED
from tests.deploy.demo.told import clients_at_its_end, told_figures
from tests.deploy.embedded.demos import (
    asked,
    demo,
    document,
    done_by_agencies_of_the_county,
    outcomes,
    overdue_in_statistics,
    overdue_in_the_worklist,
    planned,
    shown,
    statistics,
    told,
)
from tests.deploy.instances import Caller, Up, copy_instance, waystation

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(300)]

WITHIN = 90  # seconds in which outcomes are recorded and counted, on a busy machine
RATES = "meeting_rate,due_tests_rate,regular_report_rate"

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


@dataclass
class Filled:
    """A new folder that was filled, and the instance that runs on it now."""

    up: Up


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """A demo for all who only look at it: to fill one takes its time."""
    it = Filled(Up(tmp_path_factory.mktemp("demo") / "data", "--demo"))
    try:
        it.up.line_with("/v1/reports/")
        yield it
    finally:
        it.up.close()


async def test_a_new_folder_is_filled_and_its_table_opens_in_a_browser(filled: Filled) -> None:
    """The printed link leads a browser to the year's table; started again, nothing is redone."""
    up, folder = filled.up, filled.up.folder
    link = next(word for word in up.line_with("/v1/reports/").split() if word.startswith("http"))
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

    (folder / "agencies.toml").unlink()  # as in a demo of before
    began = time.monotonic()
    again = filled.up = Up(folder, "--demo")
    again.line_with("/v1/reports/")
    assert time.monotonic() - began < 20
    assert "synthetic" not in again.output()
    assert await shown(again) == planned(folder)
    assert await document(again) == documented


async def test_the_year_is_told_as_it_was(filled: Filled) -> None:
    """Nothing of the ledgers is refused; endings, contacts, tests and clients are as they say."""
    up, folder = filled.up, filled.up.folder
    assert not [*folder.glob("demo-ledgers-rejected*")]
    year = demo(folder)
    ledgers = told(year)
    for indicator, dimension in (
        ("cases_ended", "ending"),
        ("contacts_by_direction", "direction"),
        ("positives_by_substance", "substance_found"),
    ):
        assert await asked(up, indicator, dimension) == told_figures(ledgers)[indicator]
    by_sex = await asked(up, "clients_by_sex_and_age", "sex")
    # Whom the agencies confirm, and reassign, over HTTP, in the days before the last one.
    decided = [year.last_day - timedelta(days=days) for days in (OPENED, GIVEN)]
    together = {"male": sum(day.year == year.year for day in decided)}
    assert by_sex == clients_at_its_end(ledgers) + Counter(together)
    for dimension in ("phase", "level"):
        assert sum((await asked(up, "clients", dimension)).values()) == sum(by_sex.values())
    # One of them was taken over HTTP, the other one is of the ledgers; so with days served.
    assert (await asked(up, "samples_waiting", "method", so_far=True)) == {"hair": 2}
    served = await asked(up, "days_served_elsewhere", "kind", so_far=True)
    assert sum(served.values()) == 90 + 45


async def test_a_demo_shows_what_is_due_and_who_keeps_up(filled: Filled) -> None:
    """The worklist has every state; statistics agree with it; the streets lie far apart.

    The import has revised next to nothing of what was recorded.
    """
    up = filled.up
    assert "/v1/worklist?region=410105" in up.line_with("/v1/worklist")
    assert "/schedule" in up.line_with("/schedule")
    region = demo(up.folder).region
    async with Caller(up.folder, up.answering()) as caller:
        _, summary = await caller.get(f"/v1/worklist/summary?region={region}000000")
        assert summary["crisis"] == 1
        assert 8 <= summary["overdue"] <= 60
        assert summary["due_soon"] >= 3
        assert summary["due"] >= 10
        _, page = await caller.get(f"/v1/worklist?region={region}000000&limit=5")
        assert page["items"][0]["duty"] == "crisis_follow_up"
        for _ in range(WITHIN):
            overdue = await overdue_in_the_worklist(caller, region)
            if overdue == await overdue_in_statistics(caller, demo(up.folder)):
                break
            await asyncio.sleep(1)
        assert overdue == await overdue_in_statistics(caller, demo(up.folder))
        assert overdue.total() == summary["overdue"]
        first, second, third = [
            await statistics(caller, demo(up.folder), f"indicators={RATES}", f"410105{street}")
            for street in ("001", "002", "003")
        ]
    meeting, _, reports = (
        [rows[at]["value"] for rows in (first, second, third)] for at in range(3)
    )
    assert meeting[0] > 90 > meeting[1] > meeting[2] > 30
    assert reports[0] > 90 > reports[1] > reports[2]
    recorded = outcomes(up)
    assert recorded["DutyClosed"] > 500
    assert recorded["DutyOutcomeTakenBack"] <= 10
    proved = waystation("duties", "--data-dir", up.folder, "--verify")
    assert proved.returncode == 0, proved.stdout


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
        again.line_with("/v1/reports/")
        assert demo(folder).filled
        assert await shown(again) == planned(folder)
        proved = waystation("verify", "--data-dir", folder)
        assert proved.returncode == 0, proved.stdout
    finally:
        again.close()


def test_work_of_its_own_is_not_mixed_with_a_synthetic_year(
    folder: Path, stopped_instance: Path
) -> None:
    """A folder that was used without --demo is not filled."""
    copy_instance(stopped_instance, folder)
    code, output = Up(folder, "--demo").ended()
    assert code == 1
    assert "without --demo" in output
