"""What is overdue: the worklist, the page of each case and statistics are asked, and say the same.

The worklist and the page also say the same of each by how many days.

Cases are entered over HTTP, some entries late, some made void; between two looks the processes
that keep what is due have done their work.
"""

import random
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.cases.app import CasesSettings
from services.cases.app import build as build_cases
from services.cases.duties.closer import Closer
from services.cases.duties.versions import Versions
from services.cases.worklist.projector import project_until_caught_up
from services.reporting.app import ReportingSettings
from services.reporting.app import build as build_reporting
from services.reporting.counting.consume import Consumer
from services.reporting.counting.migrations import migrate_reporting
from shared.clock import present_day
from shared.database import Pool, connect_pool
from shared.http.application import Service
from shared.identity.tokens import Verifier
from shared.journal.received_event import ReceivedEvent
from shared.policies.reading import built_in
from shared.vault import VaultKeys
from tests.agencies import REGISTER
from tests.databases import MakeDatabase
from tests.positions import POSITION_KEY
from tests.services.cases.calls import a_case, a_client
from tests.services.reporting.calling import ISSUER, get
from tests.services.service import Client, Reply, migrated, serving, verifier

pytestmark = pytest.mark.postgres

TODAY = present_day()
DAYS = 400  # before today, on which cases are decided and entries lie
EVENTS = """
SELECT event_id, type, stream_id, version, recorded_at, data FROM events
WHERE position > $1 ORDER BY position
"""
Late = tuple[str, str, int, str]  # a duty of a case, by how many days it is late, since when
NUMBERS = "11010519491231002X", "110105194912310038", "110105194912310054", "110105194912310070"
COMMANDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("reporting-in", {}),
    ("agreement", {}),
    ("contacts", {"mode": "home_visit"}),
    ("contacts", {"mode": "phone", "crisis": "danger_to_self"}),
    ("drug-tests", {"result": "negative"}),
    ("risk-assessments", {"level": "low"}),
    ("summaries", {"note": "半年小结"}),
    ("suspension", {"reason": "detained", "evidence": "detention_notice"}),
    ("resumption", {"evidence": "release_certificate"}),
)


class House:
    """Cases and reporting over HTTP, and the work that goes on between them."""

    def __init__(self, api: Client, cases: Pool, reporting: Service) -> None:
        self.api, self._cases, self._reporting = api, cases, reporting
        self._counted = 0

    async def keep(self) -> None:
        """Let the projector, the closer and reporting do what is to be done."""
        versions = Versions.only(built_in())

        async def in_force() -> Versions:
            return versions

        await project_until_caught_up(self._cases, in_force, present_day)
        await Closer(self._cases, in_force, present_day, quiet=timedelta(0)).until_done()
        async with self._cases.acquire() as connection:
            rows = await connection.fetch(EVENTS, self._counted)
        events = [
            ReceivedEvent(offset, event_id, *rest)
            for offset, (event_id, *rest) in enumerate(map(tuple, rows), self._counted)
        ]
        consumer: Consumer = self._reporting.state.consumer
        if events:
            await consumer.apply("cases", 0, self._counted, events)
            self._counted += len(events)

    async def overdue(self, cases: list[str]) -> Counter[str]:
        """What is overdue in these, which are all cases: all three say it."""
        await self.keep()
        statistics, pages = await self.statistics(), await self.pages(cases)
        assert statistics == Counter(duty for duty, *_ in pages.elements())
        assert pages == await self.worklist()
        assert pages == await self.worklist("&state=overdue")
        return statistics

    async def worklist(self, state: str = "") -> Counter[Late]:
        """What the worklist shows as overdue: of all, or of those in a state."""
        found: Counter[Late] = Counter()
        after = ""
        while True:
            reply = await self.api.get(f"/v1/worklist?limit=3{state}{after}")
            assert reply.status == 200, reply
            items = reply.body["items"]
            found.update(
                (item["duty"], item["case_id"], item["days_late"], item["last_day"])
                for item in items
                if item["state"] == "overdue"
            )
            if reply.body["next"] is None:
                return found
            after = f"&after={reply.body['next']}"

    async def pages(self, cases: list[str]) -> Counter[Late]:
        """What the pages of the cases show as overdue."""
        found: Counter[Late] = Counter()
        for case in cases:
            reply = await self.api.get(f"/v1/cases/{case}/schedule")
            assert reply.status == 200, reply
            items = reply.body["items"]
            found.update(
                (item["duty"], case, item["days_late"], item["overdue_since"])
                for item in items
                if item["state"] == "overdue"
            )
        return found

    async def statistics(self) -> Counter[str]:
        """What is counted as overdue, by duty."""
        today = present_day()
        start, end = today - timedelta(days=DAYS), today + timedelta(days=1)
        answered = await get(
            self._reporting,
            f"/v1/statistics?region=4101&from={start}&to={end}&indicators=duties_overdue&by=duty",
        )
        assert answered.status == 200, answered.body
        return Counter({row["group"]["duty"]: row["value"] for row in answered.json()["rows"]})


@pytest.fixture
async def house(make_database: MakeDatabase, tmp_path: Path) -> AsyncIterator[House]:
    """Both services on databases of their own."""
    dsn, reporting_url = await make_database(migrated), await make_database(migrate_reporting)
    VaultKeys.create(tmp_path / "vault.json")
    cases = build_cases(
        CasesSettings(
            cases_database=dsn, vault_keys=tmp_path / "vault.json", position_key=POSITION_KEY
        ),
        verifier(),
    )
    reporting = build_reporting(
        ReportingSettings(reporting_database=reporting_url, position_key=POSITION_KEY),
        Verifier(ISSUER, issuer="tests", register=REGISTER),
    )
    pool = await connect_pool(dsn, application_name="tests", TimeZone="UTC")
    try:
        async with serving(cases) as api, reporting.router.lifespan_context(reporting):
            yield House(api, pool, reporting)
    finally:
        await pool.close()


@dataclass
class File:
    """A case that is entered: when it was decided, and its entries that hold."""

    case_id: str
    decided_on: date
    entries: list[str] = field(default_factory=list)

    def any_day(self, chance: random.Random) -> date:
        """A day since."""
        return self.decided_on + timedelta(days=chance.randrange((TODAY - self.decided_on).days))


@pytest.mark.parametrize("seed", range(4))
async def test_all_three_say_the_same_is_overdue(house: House, seed: int) -> None:
    """After entries of any day, in any order, as far as the rules allow them, and voids."""
    chance = random.Random(seed)
    files = [await a_file(house.api, chance, number) for number in NUMBERS]
    seen = set()
    for _ in range(5):
        statistics = await house.overdue([file.case_id for file in files])
        seen.add(frozenset(statistics.items()))
        for _ in range(chance.randrange(12)):
            await go_on(house.api, chance, chance.choice(files))
    assert len(seen) > 1, "something came and went"


async def test_what_is_done_late_leaves_all_three(house: House) -> None:
    """And is back in all three when the entry is made void."""
    case = await a_case(house.api, decided_on=str(TODAY - timedelta(days=200)))
    await house.api.post(
        f"/v1/cases/{case}/reporting-in", {"occurred_on": str(TODAY - timedelta(days=190))}
    )
    first = await house.overdue([case])
    assert first["assessment"] == 1, "never assessed: overdue from the first due date"
    body = {"occurred_on": str(TODAY), "level": "low"}
    reply = await house.api.post(f"/v1/cases/{case}/risk-assessments", body)
    assert reply.status == 201, reply
    assert "assessment" not in await house.overdue([case])
    assert (await void(house.api, case, reply.body["entry_id"])).status == 201
    assert await house.overdue([case]) == first


async def a_file(api: Client, chance: random.Random, number: str) -> File:
    """A case that was decided some months ago; most clients have reported in."""
    decided_on = TODAY - timedelta(days=chance.randrange(30, DAYS))
    kind = chance.choice(("community_detoxification", "community_rehabilitation"))
    client = await a_client(api, number)
    file = File(await a_case(api, client, kind=kind, decided_on=str(decided_on)), decided_on)
    if chance.random() < 0.8:
        day = decided_on + timedelta(days=chance.randrange(25))
        await enter(api, file, "reporting-in", day)
    return file


async def enter(api: Client, file: File, what: str, day: date, **more: Any) -> None:
    """Make an entry; what the rules refuse is refused."""
    path = f"/v1/cases/{file.case_id}/{what}"
    reply = await api.post(path, {"occurred_on": str(day), **more})
    assert reply.status in (201, 409), reply
    if reply.status == 201:
        file.entries.append(str(reply.body["entry_id"]))


async def void(api: Client, case: str, entry: str) -> Reply:
    """Make an entry void."""
    etag = (await api.get(f"/v1/cases/{case}")).headers["ETag"]
    path = f"/v1/cases/{case}/entries/{entry}/void"
    return await api.post(path, {"reason": "mistaken"}, If_Match=etag)


async def go_on(api: Client, chance: random.Random, file: File) -> None:
    """Enter something on some day, or make something void."""
    if file.entries and chance.random() < 0.25:
        entry = file.entries.pop(chance.randrange(len(file.entries)))
        assert (await void(api, file.case_id, entry)).status in (201, 409)
        return
    what, more = chance.choice(COMMANDS)
    await enter(api, file, what, file.any_day(chance), **more)
