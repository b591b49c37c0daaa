"""A demo, its city filled in, and what is asked of it."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from deploy.demo.city.streets import HOME, Times
from deploy.demo.city.told import told_city
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
    """The synthetic city of the folder."""
    found = demo_of(DataFolder(folder))
    assert found is not None
    return found


def told(city: Demo) -> Year:
    """What the demo tells."""
    return told_city(city.last_day)


def planned(folder: Path) -> list[int]:
    """The values that the table of the folder's year must show."""
    values: dict[str, int] = expected(told(demo(folder)))["annual"]
    return list(values.values())


async def shown(up: Up) -> list[int]:
    """The values of the year's table."""
    city = demo(up.folder)
    query = f"/v1/reports/annual?region={city.region}&year={city.year}"
    async with Caller(up.folder, up.answering()) as caller:
        _, table = await caller.get(query)
    return [row["value"] for row in table["rows"]]


async def rows(caller: Caller, question: str) -> list[Any]:
    """The rows of a question."""
    status, table = await caller.get(f"/v1/statistics?{question}")
    assert status == 200, table
    found: list[Any] = table["rows"]
    return found


async def asked(
    up: Up, indicator: str, dimension: str, *, so_far: bool = False, region: str = ""
) -> dict[str, float]:
    """An indicator of the demo's year by a dimension, without the values that nothing has.

    `so_far` asks for all days of which it tells, and the year before.
    """
    city = demo(up.folder)
    since, to = date(city.year, 1, 1), date(city.year + 1, 1, 1)
    if so_far:
        first = Times(city.last_day).since
        # Who is in a programme on the first day was decided in the year before.
        since, to = first.replace(year=first.year - 1), city.last_day + timedelta(days=1)
    question = (
        f"region={region or city.region}&from={since}&to={to}&indicators={indicator}&by={dimension}"
    )
    async with Caller(up.folder, up.answering()) as caller:
        found = await rows(caller, question)
    return {row["group"][dimension]: row["value"] for row in found if row["value"]}


async def statistics(caller: Caller, city: Demo, ask: str, region: str = HOME) -> list[Any]:
    """The rows of a question about all days of which the demo tells."""
    to = present_day() + timedelta(days=1)
    return await rows(caller, f"region={region}&from={city.year - 4}-01-01&to={to}&{ask}")


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
    """Which agency of the first county did what, from the journal."""
    return {
        (event["metadata"]["agency"].removeprefix(HOME), event["type"].split(".")[1])
        for event in DemoOnlooker(up).journal("cases")
        if event["metadata"]["agency"].startswith(HOME)
    }


def outcomes(up: Up) -> Counter[str]:
    """How many outcomes of duties were recorded, and taken back."""
    events = DemoOnlooker(up).journal("cases")
    types = (event["type"].split(".")[1] for event in events)
    return Counter(each for each in types if each.startswith("Duty"))


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


async def overdue_in_statistics(caller: Caller, city: Demo) -> Counter[str]:
    """What is counted as overdue, by duty."""
    found = await statistics(caller, city, "indicators=duties_overdue&by=duty")
    return Counter({row["group"]["duty"]: row["value"] for row in found if row["value"]})
