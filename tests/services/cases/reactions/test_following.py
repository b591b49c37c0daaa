"""Points for who helped at a prevention session, over both services: once, whatever happens."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from services.cases.reactions.following import Reactions
from services.cases.reactions.when_client_helped_at_activity_then_earn_points import entry_id_of
from services.outreach.app import OutreachSettings
from services.outreach.app import build as build_outreach
from shared.command_handler import CommandHandler
from shared.identity.tokens import Verifier
from shared.journal.feed_reader import Feed, http_feeds
from shared.positions import Positions, read_key
from tests.databases import MakeDatabase
from tests.positions import POSITION_KEY
from tests.services.cases.place import (
    FAR_REGISTER,
    LABORATORY,
    OFFICE,
    POLICE,
    PROVIDER,
    WORKSTATION,
    Place,
)
from tests.services.cases.points.exchanging import account
from tests.services.cases.reactions.victim import STEPS
from tests.services.cases.staff.test_own_file import Staffed
from tests.services.service import ISSUER, Client, Reply, migrated, services_token, serving

pytestmark = pytest.mark.postgres

DAY = "2024-06-26"


@dataclass
class Both:
    """Services of cases and of outreach, and what follows from one in the other."""

    place: Place
    outreach: Client
    feed: Feed
    keys: Any = field(default_factory=lambda: count(1))

    def reactions(self) -> Reactions:
        """What follows, with a memory of its own, as in a process of its own."""
        pool = self.place.context.pool
        journal = type(self.place.context.journal)(pool)
        handler = CommandHandler(
            journal, self.place.context.handler.today, Positions(read_key(POSITION_KEY)), b"pepper"
        )
        return Reactions(handler, self.place.register, self.feed)

    def recorder(self, agency: str) -> Client:
        """A caller of outreach."""
        token = ISSUER.mint(agency, ("41",), ("outreach:read", "outreach:write"), user="tester")
        return Client(self.outreach.url, self.outreach.session, token)

    async def session(self, agency: str, *helpers: str, **more: Any) -> Reply:
        """An agency records a session."""
        body = {
            "region": "410102001000",
            "occurred_on": DAY,
            "place_kind": "school",
            "attendance": 20,
            "helpers": helpers,
            **more,
        }
        reply = await self.recorder(agency).post(
            "/v1/activities", body, key=f"session-{next(self.keys)}"
        )
        assert reply.status == 201, reply
        return reply

    async def void(self, agency: str, session: Reply) -> None:
        """Its record is made void."""
        path = f"/v1/activities/{session.body['activity_id']}/void"
        reply = await self.recorder(agency).post(path, {"reason": "mistaken"}, If_Match='"1"')
        assert reply.status == 201, reply

    async def points(self, agency: str, case: str) -> int:
        """The balance of a case."""
        return int((await account(self.place.by(agency), case))["today"])

    async def entries(self, agency: str, case: str) -> list[dict[str, Any]]:
        """The merits in a case."""
        entries = (await self.place.by(agency).get(f"/v1/cases/{case}")).body["entries"]
        return [each for each in entries if each["type"] == "cases.MeritRecorded.v1"]

    async def delivered_again(self) -> None:
        """Everything is read from the beginning once more."""
        async with self.place.context.pool.acquire() as connection:
            await connection.execute("UPDATE journals_followed SET cursor = ''")
        await self.reactions().follow()


@asynccontextmanager
async def both_of(place: Place, make: MakeDatabase) -> AsyncIterator[Both]:
    """Outreach beside cases."""
    app = build_outreach(
        OutreachSettings(outreach_database=await make(migrated), position_key=POSITION_KEY),
        Verifier(ISSUER, issuer="tests", register=FAR_REGISTER),
    )
    async with (
        serving(app) as outreach,
        http_feeds({"outreach": outreach.url}, services_token) as (feed,),
    ):
        yield Both(place, outreach, feed)


@pytest.fixture
async def both(place: Place, make_database: MakeDatabase) -> AsyncIterator[Both]:
    """Both services."""
    async with both_of(place, make_database) as it:
        yield it


async def test_who_helped_earns_points_once_and_loses_them_with_the_record(both: Both) -> None:
    """Also where all is delivered twice, before and after the record is void."""
    case = await both.place.opened(WORKSTATION)
    held = await both.session(WORKSTATION, case)
    for _ in range(2):
        await both.reactions().follow()
        assert await both.points(WORKSTATION, case) == 10
    await both.delivered_again()
    assert await both.points(WORKSTATION, case) == 10
    (entry,) = await both.entries(WORKSTATION, case)
    activity = held.body["activity_id"]
    assert entry["facts"]["activity_id"] == activity
    assert UUID(entry["entry_id"]) == entry_id_of(UUID(activity), UUID(case))
    await both.void(WORKSTATION, held)
    for _ in range(2):
        await both.delivered_again()
        assert await both.points(WORKSTATION, case) == 0
    (entry,) = await both.entries(WORKSTATION, case)
    assert entry["void"]


async def test_two_processes_at_once_do_it_once(both: Both) -> None:
    """Both read the same, and one entry is made of each."""
    case = await both.place.opened(WORKSTATION)
    for _ in range(4):
        await both.session(WORKSTATION, case)
    await asyncio.gather(*(both.reactions().follow() for _ in range(3)))
    await both.reactions().follow()
    assert len(await both.entries(WORKSTATION, case)) == 4
    assert await both.points(WORKSTATION, case) == 40


async def test_only_who_was_responsible_then_gives_points(both: Both) -> None:
    """Not an agency that was asked for a test, one of another case, an overseer, or one that had
    passed the case on before; the answers tell nothing of it."""
    case = await both.place.opened(PROVIDER)
    nowhere = "0196a1f0-7a80-7f52-a3c6-000000000000"
    answers = [
        await both.session(agency, which)
        for agency in (WORKSTATION, POLICE, OFFICE, LABORATORY)
        for which in (case, nowhere)
    ]
    assert {frozenset(each.body) for each in answers} == {frozenset(answers[0].body)}
    await both.reactions().follow()
    assert await both.points(PROVIDER, case) == 0
    before = await both.session(PROVIDER, case)
    await both.place.reassigned(case, WORKSTATION, 2)
    await both.session(PROVIDER, case)  # which is not responsible any more
    await both.session(WORKSTATION, case)
    await both.reactions().follow()
    entries = await both.entries(WORKSTATION, case)
    assert len(entries) == 2
    assert entries[0]["facts"]["activity_id"] == before.body["activity_id"]


async def test_a_worker_earns_nothing_in_the_own_file(both: Both) -> None:
    """A worker who was a client, and records that they helped: who recorded it is not known, so a
    colleague enters it by hand."""
    number = both.place.number()
    case = await both.place.opened(WORKSTATION, number)
    await Staffed(both.place, number, case, "").registers(user="u-own", id_number=number)
    other = await both.place.opened(WORKSTATION)
    await both.session(WORKSTATION, case, other)
    await both.delivered_again()
    assert await both.points(WORKSTATION, other) == 10
    assert await both.points(WORKSTATION, case) == 0


async def test_a_day_that_the_case_does_not_take_earns_nothing(both: Both) -> None:
    """Before its decision; and what comes after goes on."""
    case = await both.place.opened(WORKSTATION)
    await both.session(WORKSTATION, case, occurred_on="2018-06-26")
    await both.session(WORKSTATION, case)
    await both.reactions().follow()
    assert await both.points(WORKSTATION, case) == 10


async def test_an_entry_that_was_made_void_by_hand_stays_so(both: Both) -> None:
    """Neither a repetition brings it back, nor does the record's own void trip over it."""
    case = await both.place.opened(WORKSTATION)
    held = await both.session(WORKSTATION, case)
    await both.reactions().follow()
    (entry,) = await both.entries(WORKSTATION, case)
    path = f"/v1/cases/{case}/entries/{entry['entry_id']}/void"
    caller = both.place.by(WORKSTATION)
    version = (await caller.get(f"/v1/cases/{case}")).body["version"]
    reply = await caller.post(path, {"reason": "mistaken"}, If_Match=f'"{version}"')
    assert reply.status == 201, reply
    await both.delivered_again()
    await both.void(WORKSTATION, held)
    await both.reactions().follow()
    assert await both.points(WORKSTATION, case) == 0


async def test_who_helped_is_shown_to_the_recorder_alone(both: Both) -> None:
    """In a session by itself, and in the list."""
    case = await both.place.opened(WORKSTATION)
    held = await both.session(WORKSTATION, case)
    for agency, shown in ((WORKSTATION, [case]), (OFFICE, None), (PROVIDER, None)):
        caller = both.recorder(agency)
        one = await caller.get(f"/v1/activities/{held.body['activity_id']}")
        listed = await caller.get("/v1/activities")
        assert one.body["helpers"] == shown
        assert [each["helpers"] for each in listed.body["activities"]] == [shown]


def killed(both: Both, step: str = "-", passing: int = 1) -> int:
    """The end of a process that follows."""
    dsn, url = both.place.dsn, both.outreach.url
    done = subprocess.run(
        [
            *(sys.executable, "-m", "tests.services.cases.reactions.victim"),
            *(dsn, url, services_token(), step, str(passing)),
        ],
        check=False,
        cwd=Path(__file__).parents[4],
        timeout=60,
    )
    return done.returncode


@pytest.mark.processes
async def test_killed_at_any_step_nothing_is_lost_or_doubled(both: Both) -> None:
    """With -9, at each step in turn, before and after voids; then another process goes on."""
    cases = [await both.place.opened(WORKSTATION) for _ in range(3)]
    held = [await both.session(WORKSTATION, *cases) for _ in range(4)]
    for step in STEPS:
        for passing in (1, 2):
            code = await asyncio.to_thread(killed, both, step, passing)
            assert code in (-signal.SIGKILL, 0)
    await both.void(WORKSTATION, held[0])
    assert await asyncio.to_thread(killed, both, "about to write") == -signal.SIGKILL
    assert await asyncio.to_thread(killed, both, "written") == -signal.SIGKILL
    assert await asyncio.to_thread(killed, both) == 0
    for case in cases:
        entries = await both.entries(WORKSTATION, case)
        assert sorted(each["void"] for each in entries) == [False, False, False, True]
        assert await both.points(WORKSTATION, case) == 30
