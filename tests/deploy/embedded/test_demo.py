"""The demo: a synthetic city in a new folder, gone on with after a stop or a kill.

To fill one takes its time: all look at one, whose filling was broken off twice. Of one that was
filled in one go the documents tell: tests/deploy/embedded/test_printed.py.
"""

import re
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from deploy.demo.city.streets import CITY, HOME, STREETS, WITHOUT_TESTS, Times, asked_quarter
from deploy.embedded.demo_data import Demo
from deploy.embedded.demo_together import GIVEN, OPENED
from services.reporting.declared.indicators import INDICATORS
from shared.clock import present_day
from shared.policies.reading import built_in
from tests.deploy.demo.told import clients_at_its_end, days_served_elsewhere, told_figures
from tests.deploy.embedded import demos
from tests.deploy.embedded.demos import asked, planned, shown
from tests.deploy.instances import FILLED_WITHIN, Caller, Up, copy_instance, waystation

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(600)]

RATES = "meeting_rate,due_tests_rate,regular_report_rate"
TOGETHER = {
    ("-social-workers", "ClientRegistered"),
    ("-social-workers", "OpeningRequested"),
    ("-social-workers", "ReportedIn"),
    ("-social-workers", "DrugTestAppointed"),
    ("-social-workers", "TimeServedCredited"),
    ("-social-workers", "SampleTaken"),
    ("-social-workers", "WorkerRegistered"),
    ("-social-workers", "WorkerQualified"),
    ("-social-workers", "CounsellingHeld"),
    ("-social-workers", "TeamMemberJoined"),
    ("-social-workers", "TeamMemberLeft"),
    ("-social-workers", "AbsenceBegan"),
    ("-social-workers", "PostFilled"),
    ("-social-workers", "PostVacated"),
    ("-social-workers", "MeritRecorded"),
    ("-social-workers", "WorkstationRegistered"),
    ("-social-workers", "ShopItemOffered"),
    ("-social-workers", "ShopStockReceived"),
    ("-social-workers", "ShopStockCounted"),
    ("-social-workers", "ShopStockWrittenOff"),
    ("-social-workers", "PointsSpent"),
    ("-social-workers", "ReliefProposed"),
    ("001-workstation", "ReliefDonated"),
    ("001-workstation", "ReliefReleased"),
    ("-police", "CaseOpened"),
    ("-laboratory", "DrugTestRecorded"),
    ("-anti-drug-office", "OpeningAnnulled"),
    ("-anti-drug-office", "ClientRegistered"),
    ("-anti-drug-office", "CaseOpened"),
    ("-anti-drug-office", "CaseReassigned"),
    ("001-workstation", "ClientRegistered"),
    ("001-workstation", "RegistrationWithdrawn"),
}


@pytest.fixture(scope="module")
def broken_off(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo whose filling was interrupted, and then killed."""
    folder, recorded = tmp_path_factory.mktemp("demo") / "data", 0
    for number in (signal.SIGINT, signal.SIGKILL):
        ended = Up(folder, "--demo")
        try:
            while ended.recorded()["cases"] < recorded + 50:
                time.sleep(0.01)
            recorded = ended.recorded()["cases"]
            code, seconds, output = ended.stop(number)
            assert not demos.demo(folder).filled
            assert seconds < 10
            assert number == signal.SIGKILL or code == 0
            assert "Traceback" not in output
        finally:
            ended.process.kill()  # its database is left as it is
    return folder


@pytest.fixture(scope="module")
def up(broken_off: Path) -> Iterator[Up]:
    """The demo that goes on with it: filled, and all of it counted."""
    up = Up(broken_off, "--demo")
    try:
        up.line_with("All is counted", FILLED_WITHIN)
        yield up
    finally:
        up.close()


@pytest.fixture
def demo(up: Up) -> Demo:
    """What the demo is."""
    return demos.demo(up.folder)


@pytest.fixture
async def caller(up: Up) -> AsyncIterator[Caller]:
    """Its operator."""
    async with Caller(up.folder, up.answering()) as caller:
        yield caller


async def test_ended_while_it_is_filled_it_is_taken_up_again(up: Up) -> None:
    """Interrupted and then killed amid the filling, the city is whole after the next start."""
    assert demos.demo(up.folder).filled
    assert await shown(up) == planned(up.folder)
    proved = waystation("verify", "--data-dir", up.folder)
    assert proved.returncode == 0, proved.stdout


async def test_the_table_of_a_filled_folder_opens_in_a_browser(up: Up) -> None:
    """The printed link leads a browser to the year's table."""
    link = next(word for word in up.line_with("/year?").split() if word.startswith("http"))
    jar = aiohttp.CookieJar(unsafe=True)  # for an address without a name
    async with aiohttp.ClientSession(cookie_jar=jar) as browser:
        accepted = {"Accept": "text/html"}
        async with browser.get(re.sub(r"/enter/[^/]*", "", link), headers=accepted) as answer:
            assert answer.status == 401
        async with browser.get(link, headers=accepted) as answer:
            page = await answer.text()
            assert (answer.status, answer.content_type) == (200, "text/html")
    assert await shown(up) == planned(up.folder)
    for value in planned(up.folder):
        assert str(value) in page
    assert demos.done_by_agencies_of_the_county(up) == TOGETHER


async def test_the_year_is_told_as_it_was(up: Up, demo: Demo) -> None:
    """Nothing of the ledgers is refused; endings, contacts, tests and clients are as they say."""
    assert not [*up.folder.glob("demo-ledgers-rejected*")]
    ledgers = demos.told(demo)
    for indicator, dimension in (
        ("cases_ended", "ending"),
        ("contacts_by_direction", "direction"),
        ("positives_by_substance", "substance_found"),
    ):
        assert await asked(up, indicator, dimension) == told_figures(ledgers)[indicator]
    # Of the district without the documented examples, whose files stay open.
    by_sex = await asked(up, "clients_by_sex_and_age", "sex", region=HOME)
    # Whom the agencies confirm, and reassign, over HTTP, in the days before the last one.
    decided = [demo.last_day - timedelta(days=days) for days in (OPENED, GIVEN)]
    together = {"male": sum(day.year == demo.year for day in decided)}
    assert by_sex == clients_at_its_end(ledgers, HOME) + Counter(together)
    for dimension in ("phase", "level"):
        by_dimension = await asked(up, "clients", dimension, region=HOME)
        assert sum(by_dimension.values()) == sum(by_sex.values())
    # One of them was taken over HTTP, the other one is of the ledgers; so with days served.
    waiting = await asked(up, "samples_waiting", "method", so_far=True, region=HOME)
    assert waiting == {"hair": 2}
    served = await asked(up, "days_served_elsewhere", "kind", so_far=True)
    assert sum(served.values()) == days_served_elsewhere(ledgers) + 45


async def test_a_demo_shows_what_is_due_and_who_keeps_up(
    up: Up, demo: Demo, caller: Caller
) -> None:
    """The worklist has every state; statistics agree with it; the streets lie far apart.

    The import has revised next to nothing of what was recorded.
    """
    assert f"/v1/worklist?region={HOME}" in up.line_with("/v1/worklist")
    assert "/schedule" in up.line_with("/schedule")
    _, summary = await caller.get(f"/v1/worklist/summary?region={HOME}000000")
    assert summary["crisis"] == 1
    assert 8 <= summary["overdue"] <= 90
    assert summary["due_soon"] >= 3
    assert summary["due"] >= 10
    _, page = await caller.get(f"/v1/worklist?region={HOME}000000&limit=5")
    assert page["items"][0]["duty"] == "crisis_follow_up"
    overdue = await demos.overdue_in_the_worklist(caller, HOME)
    assert overdue == await demos.overdue_in_statistics(caller, demo)
    assert overdue.total() == summary["overdue"]
    first, second, third = [
        await demos.statistics(caller, demo, f"indicators={RATES}", f"{HOME}{street}")
        for street in ("001", "002", "003")
    ]
    meeting, _, reports = (
        [rows[at]["value"] for rows in (first, second, third)] for at in range(3)
    )
    assert meeting[0] > 90 > meeting[1] > meeting[2] > 30
    assert reports[0] > 90 > reports[1] > reports[2]
    recorded = demos.outcomes(up)
    assert recorded["DutyClosed"] > 3000
    assert recorded["DutyOutcomeTakenBack"] <= 30
    proved = waystation("duties", "--data-dir", up.folder, "--verify")
    assert proved.returncode == 0, proved.stdout


async def test_every_indicator_has_something_to_see(demo: Demo, caller: Caller) -> None:
    """In all days of the city; whoever declares an indicator tells of it there."""
    to = present_day() + timedelta(days=1)
    period = f"region={CITY}&from={Times(demo.last_day).since}&to={to}"
    nothing = {
        code
        for code in INDICATORS
        for rows in [await demos.rows(caller, f"{period}&indicators={code}")]
        if not any(row["value"] for row in rows)
    }
    assert nothing == set()


async def test_posts_are_filled_as_in_a_city(demo: Demo, caller: Caller) -> None:
    """Most posts are filled and some are vacant; two workstations are due one, one social worker
    has too many clients; what was given is of every kind.
    """
    to = present_day() + timedelta(days=1)
    period = f"region={CITY}&from={Times(demo.last_day).since}&to={to}"
    codes = "posts,posts_filled,stations_due_post,stations_understaffed,workers_over_limit"
    rows = await demos.rows(caller, f"{period}&indicators={codes}")
    found = {row["indicator"]: row["value"] for row in rows}
    assert 0.7 <= found["posts_filled"] / found["posts"] <= 0.9
    assert (found["stations_due_post"], found["workers_over_limit"]) == (2, 1)
    assert 1 <= found["stations_understaffed"] <= 3
    given = await demos.rows(caller, f"{period}&indicators=help_given&by=help_kind")
    assert {row["group"]["help_kind"] for row in given} == {each.code for each in built_in().helps}


async def test_the_street_that_missed_most_tests(up: Up, demo: Demo, caller: Caller) -> None:
    """The terminal asks for it first; figures of its quarter name it, far before the others."""
    quarter = asked_quarter(demo.last_day)
    assert quarter.text().en in up.line_with("missed most tests")
    missed: Counter[str] = Counter()
    for district in dict.fromkeys(street.code[:6] for street in STREETS):
        question = (
            f"region={district}&from={quarter.start}&to={quarter.end}"
            "&indicators=duties_closed,duties_done&by=region&where=duty:test"
        )
        for row in await demos.rows(caller, question):
            part = row["value"] if row["indicator"] == "duties_closed" else -row["value"]
            missed[row["group"]["region"][:9]] += part
    (first, most), (_, next_most) = missed.most_common(2)
    assert first == WITHOUT_TESTS, missed
    assert most >= 1.5 * next_most


async def test_started_again_nothing_is_redone(up: Up, tmp_path: Path) -> None:
    """A copy of the filled folder is there at once, with the same figures and documents."""
    documented, folder = await demos.document(up), tmp_path / "data"
    assert up.stop()[0] == 0
    copy_instance(up.folder, folder)
    (folder / "agencies.toml").unlink()  # as in a demo of before
    again = Up(folder, "--demo")
    try:
        again.line_with("/year?")
        assert "synthetic" not in again.output()
        assert await shown(again) == planned(folder)
        assert await demos.document(again) == documented
    finally:
        again.close()


def test_work_of_its_own_is_not_mixed_with_a_synthetic_city(
    tmp_path: Path, stopped_instance: Path
) -> None:
    """A folder that was used without --demo is not filled."""
    folder = tmp_path / "data"
    copy_instance(stopped_instance, folder)
    code, output = Up(folder, "--demo").ended()
    assert code == 1
    assert "without --demo" in output
