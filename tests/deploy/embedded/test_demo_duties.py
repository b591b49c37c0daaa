"""What is due on a demo: the worklist, a case's schedule and statistics, once its year is in."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import pytest

from deploy.demo.city.streets import (
    CITY,
    HOME,
    STREETS,
    WITHOUT_TESTS,
    Times,
    asked_quarter,
)
from deploy.embedded.demo_data import Demo, demo_of
from deploy.embedded.folder import DataFolder
from deploy.embedded.tokens import existing_issuer
from services.reporting.declared.indicators import INDICATORS
from shared.agencies import SERVICES_AGENCY
from shared.clock import present_day
from tests.deploy.instances import Caller, Up, waystation
from tests.onlooker import Onlooker

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(900)]

# What no ledger can tell, by why.
NOTHING_TO_SEE: dict[str, str] = {}
RATES = "meeting_rate,due_tests_rate,regular_report_rate"


class DemoOnlooker(Onlooker):
    """Looks at a demo's journals."""

    def __init__(self, up: Up) -> None:
        self.url = up.answering().url
        self._folder = DataFolder(up.folder)

    def services_token(self) -> str:
        """Made with the folder's key."""
        return existing_issuer(self._folder).mint(SERVICES_AGENCY, (), ["journal:read"])

    token = services_token


async def overdue_in_the_worklist(caller: Caller, region: str) -> Counter[str]:
    """What the worklist has as overdue, by duty."""
    found: Counter[str] = Counter()
    after = ""
    while True:
        path = f"/v1/worklist?region={region}000000&state=overdue&limit=100{after}"
        status, page = await caller.get(path)
        assert status == 200, page
        found.update(item["duty"] for item in page["items"])
        if page["next"] is None:
            return found
        after = f"&after={page['next']}"


async def statistics(caller: Caller, demo: Demo, ask: str, region: str = "") -> list[Any]:
    """The rows of a question about all days of which the demo tells."""
    to = present_day() + timedelta(days=1)
    return await asked(caller, f"region={region or HOME}&from={demo.year - 4}-01-01&to={to}&{ask}")


async def asked(caller: Caller, question: str) -> list[Any]:
    """The rows of a question."""
    status, table = await caller.get(f"/v1/statistics?{question}")
    assert status == 200, table
    rows: list[Any] = table["rows"]
    return rows


async def overdue_in_statistics(caller: Caller, demo: Demo) -> Counter[str]:
    """What is counted as overdue, by duty."""
    rows = await statistics(caller, demo, "indicators=duties_overdue&by=duty")
    return Counter({row["group"]["duty"]: row["value"] for row in rows if row["value"]})


def outcomes(up: Up) -> Counter[str]:
    """How many outcomes were recorded, and taken back."""
    events = DemoOnlooker(up).journal("cases")
    types = (event["type"].split(".")[1] for event in events)
    return Counter(each for each in types if each.startswith("Duty"))


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """A demo that is filled, and of which all is counted."""
    up = Up(tmp_path_factory.mktemp("demo") / "data", "--demo")
    try:
        up.line_with("All is counted")
        yield up
    finally:
        up.close()


@pytest.fixture
def demo(up: Up) -> Demo:
    """What the demo is."""
    demo = demo_of(DataFolder(up.folder))
    assert demo is not None
    return demo


@pytest.fixture
async def caller(up: Up) -> AsyncIterator[Caller]:
    """Its operator."""
    async with Caller(up.folder, up.answering()) as caller:
        yield caller


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
    overdue = await overdue_in_the_worklist(caller, HOME)
    assert overdue == await overdue_in_statistics(caller, demo)
    assert overdue.total() == summary["overdue"]
    first, second, third = [
        await statistics(caller, demo, f"indicators={RATES}", f"{HOME}{street}")
        for street in ("001", "002", "003")
    ]
    meeting, _, reports = (
        [rows[at]["value"] for rows in (first, second, third)] for at in range(3)
    )
    assert meeting[0] > 90 > meeting[1] > meeting[2] > 30
    assert reports[0] > 90 > reports[1] > reports[2]
    recorded = outcomes(up)
    assert recorded["DutyClosed"] > 3000
    assert recorded["DutyOutcomeTakenBack"] <= 30
    proved = waystation("duties", "--data-dir", up.folder, "--verify")
    assert proved.returncode == 0, proved.stdout


async def test_every_indicator_has_something_to_see(demo: Demo, caller: Caller) -> None:
    """In all days of the city; whoever declares an indicator tells it here, or says why not."""
    to = present_day() + timedelta(days=1)
    period = f"region={CITY}&from={Times(demo.last_day).since}&to={to}"
    nothing = {
        code
        for code in INDICATORS
        for rows in [await asked(caller, f"{period}&indicators={code}")]
        if not any(row["value"] for row in rows)
    }
    assert nothing == NOTHING_TO_SEE.keys()


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
        for row in await asked(caller, question):
            part = row["value"] if row["indicator"] == "duties_closed" else -row["value"]
            missed[row["group"]["region"][:9]] += part
    (first, most), (_, next_most) = missed.most_common(2)
    assert first == WITHOUT_TESTS, missed
    assert most >= 1.5 * next_most
