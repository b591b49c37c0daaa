"""A demo, its year filled in, and what is asked of it."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from deploy.demo.told import told_year
from deploy.demo.year import Year
from deploy.embedded.demo_data import Demo, demo_of
from deploy.embedded.folder import DataFolder
from deploy.embedded.tokens import existing_issuer, mint
from shared.agencies import SERVICES_AGENCY
from shared.clock import present_day
from tests.deploy.demo.expected import expected
from tests.deploy.instances import Caller, Up
from tests.onlooker import Onlooker


def demo(folder: Path) -> Demo:
    """The synthetic year of the folder."""
    found = demo_of(DataFolder(folder))
    assert found is not None
    return found


def told(year: Demo) -> Year:
    """What the demo tells."""
    return told_year(year.region, year.year, year.last_day)


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
    up: Up, indicator: str, dimension: str, *, so_far: bool = False
) -> dict[str, float]:
    """An indicator of the demo's year by a dimension, without the values that nothing has.

    `so_far` asks for all until the last day of which it tells.
    """
    year = demo(up.folder)
    to = year.last_day + timedelta(days=1) if so_far else date(year.year + 1, 1, 1)
    query = (
        f"/v1/statistics?region={year.region}&from={year.year}-01-01&to={to}"
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
    county = demo(up.folder).region
    return {
        (event["metadata"]["agency"].removeprefix(county), event["type"].split(".")[1])
        for event in DemoOnlooker(up).journal("cases")
        if event["metadata"]["agency"].startswith(county)
    }


async def document(up: Up) -> Any:
    """The document of the cases, with the ids that its examples have on this demo."""
    async with Caller(up.folder, up.answering()) as caller:
        return (await caller.get("/cases/openapi.json"))[1]


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
