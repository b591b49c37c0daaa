"""What is due on a demo: the worklist, a case's schedule and statistics, once its year is in."""

import asyncio
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded.demo_data import Demo, demo_of
from deploy.embedded.folder import DataFolder
from deploy.embedded.tokens import existing_issuer
from shared.agencies import SERVICES_AGENCY
from shared.clock import present_day
from tests.deploy.instances import Caller, Up, waystation
from tests.onlooker import Onlooker

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(300)]

WITHIN = 90  # seconds in which outcomes are recorded and counted, on a busy machine
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
    period = f"from={demo.year - 4}-01-01&to={to}"
    path = f"/v1/statistics?region={region or demo.region}&{period}&{ask}"
    status, table = await caller.get(path)
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


async def test_a_demo_shows_what_is_due_and_who_keeps_up(tmp_path: Path) -> None:
    """The worklist has every state; statistics agree with it; the streets lie far apart.

    The import has revised next to nothing of what was recorded.
    """
    up = Up(tmp_path / "data", "--demo")
    try:
        assert "/v1/worklist?region=410105" in up.line_with("/v1/worklist")
        assert "/schedule" in up.line_with("/schedule")
        demo = demo_of(DataFolder(up.folder))
        assert demo is not None
        async with Caller(up.folder, up.answering()) as caller:
            _, summary = await caller.get(f"/v1/worklist/summary?region={demo.region}000000")
            assert summary["crisis"] == 1
            assert 8 <= summary["overdue"] <= 60
            assert summary["due_soon"] >= 3
            assert summary["due"] >= 10
            _, page = await caller.get(f"/v1/worklist?region={demo.region}000000&limit=5")
            assert page["items"][0]["duty"] == "crisis_follow_up"
            for _ in range(WITHIN):
                overdue = await overdue_in_the_worklist(caller, demo.region)
                if overdue == await overdue_in_statistics(caller, demo):
                    break
                await asyncio.sleep(1)
            assert overdue == await overdue_in_statistics(caller, demo)
            assert overdue.total() == summary["overdue"]
            first, second, third = [
                await statistics(caller, demo, f"indicators={RATES}", f"410105{street}")
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
    finally:
        up.close()
