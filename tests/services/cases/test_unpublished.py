"""What cases of before stand at is published once each: killed in between, twice at once, raced."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest
from structlog.testing import capture_logs

from services.cases import unpublished
from services.cases.case.decider import case
from services.cases.case.state import Existing
from services.cases.streams import case_stream
from services.cases.unpublished import keep_publishing, publish_all, publish_teams
from shared.clock import present_day
from shared.command_handler import CommandHandler
from shared.database import Pool, connect_pool
from shared.events.cases.standing import TeamStanding
from shared.journal.journal import Append, Conflict, Journal
from shared.policies.in_force import policies_in_force, use_policies
from shared.positions import Positions
from shared.recording import new_event
from tests.databases import MakeDatabase
from tests.positions import POSITION_KEY
from tests.services.cases.before import EVENT, migrated_before
from tests.services.cases.case.history import ON_CASE, contact, opened, reported_in
from tests.services.cases.place import WORKSTATION, Place
from tests.services.cases.test_worklists_of_workers import a_worker, by, joins
from tests.services.service import migrated

pytestmark = pytest.mark.postgres

REGISTERED = """
INSERT INTO case_register
    (case_id, agency, region, kind, phase, registration_id, person_id, version)
VALUES ($1, 'agency', '410102001003', 'community_detoxification', $2, $3, $3, $4)
"""
COUNTED = """
SELECT stream_id, count(*) FILTER (WHERE type = 'cases.StandingPublished.v1')
FROM events GROUP BY stream_id
"""
MANY = 250  # more than a page


@asynccontextmanager
async def a_process(dsn: str) -> AsyncIterator[tuple[Pool, CommandHandler]]:
    """The connections and the command handler of a process of its own."""
    pool = await connect_pool(dsn, application_name="tests", size=4)
    positions = Positions.read(POSITION_KEY)
    try:
        yield pool, CommandHandler(Journal(pool), present_day, positions, b"pepper")
    finally:
        await pool.close()


@pytest.fixture
async def dsn(make_database: MakeDatabase, tmp_path: Path) -> str:
    """A database of before, with many cases, brought up to date."""

    async def of_before(dsn: str) -> None:
        await migrated_before(dsn, tmp_path, "011_known_until")

    dsn = await make_database(of_before)
    connection = await asyncpg.connect(dsn)
    try:
        for _ in range(MANY):
            await write_as_before(connection, uuid4())
    finally:
        await connection.close()
    await migrated(dsn)
    return dsn


async def write_as_before(connection: asyncpg.Connection, case_id: UUID) -> None:
    """A case with two steps and a contact, whose events say nothing of what it stands at."""
    stream = case_stream(case_id)
    for event in (opened, reported_in, contact):
        own = event.model_copy(update={"case_id": case_id, "entry_id": uuid4()})
        data = json.loads(own.model_dump_json())
        data.pop("standing", None)
        data.pop("person", None)
        name = f"cases.{type(event).__name__}.v1"
        await connection.execute(EVENT, stream, uuid4(), name, json.dumps(data), "{}")
    await connection.execute(REGISTERED, case_id, "reported", ON_CASE["client_id"], 3)


async def said(dsn: str) -> Counter[int]:
    """How many cases have said so often what they stand at."""
    connection = await asyncpg.connect(dsn)
    try:
        return Counter(count for _, count in await connection.fetch(COUNTED))
    finally:
        await connection.close()


async def test_each_case_says_it_once(dsn: str) -> None:
    """Again and again, and by another process later, nothing more is written."""
    async with a_process(dsn) as process:
        assert (await publish_all(*process)).count == MANY
        assert (await publish_all(*process)).count == 0
    async with a_process(dsn) as process:
        assert (await publish_all(*process)).count == 0
    assert await said(dsn) == {1: MANY}


async def test_two_processes_at_once_say_it_once(dsn: str) -> None:
    """Each case is written by the one that comes first; the other sees that it is there."""
    async with a_process(dsn) as one, a_process(dsn) as other:
        done = await asyncio.gather(publish_all(*one), publish_all(*other))
    assert sum(each.count for each in done) == MANY
    assert [each.left for each in done] == [0, 0]
    assert await said(dsn) == {1: MANY}


async def test_what_is_killed_in_between_goes_on(dsn: str) -> None:
    """As often as it is killed; what was written stays, and nothing is written twice."""
    for seconds in (0.02, 0.05, 0.1, 0.15):
        async with a_process(dsn) as process:
            task = asyncio.create_task(keep_publishing(*process))
            await asyncio.sleep(seconds)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
    async with a_process(dsn) as process:
        await keep_publishing(*process)
    assert await said(dsn) == {1: MANY}


async def test_what_is_entered_meanwhile_is_kept(dsn: str) -> None:
    """Others write to the same cases all along: each event stands, and each case says it once."""
    async with a_process(dsn) as one, a_process(dsn) as other:
        streams = [row["stream_id"] for row in await _streams(dsn)]

        async def enters(stream: str) -> None:
            while True:
                version = len(await other[1].journal.read(stream))
                entry = contact.model_copy(update={"entry_id": uuid4()})
                try:
                    await other[1].journal.append(Append(stream, version, [new_event(entry)]))
                except Conflict:
                    continue
                return

        await asyncio.gather(keep_publishing(*one), *(enters(stream) for stream in streams))
    assert await said(dsn) == {1: MANY}
    async with a_process(dsn) as process:
        for stream in streams[:20]:
            events = await process[1].journal.read(stream)
            assert [event.version for event in events] == [1, 2, 3, 4, 5]


async def test_a_case_that_cannot_be_read_holds_up_no_other(
    dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One with an event of newer software, and one whose events cannot follow each other."""
    monkeypatch.setattr(unpublished, "RETRY_AFTER", 0.01)
    connection = await asyncpg.connect(dsn)
    newer, broken = uuid4(), uuid4()
    try:
        for case_id in (newer, broken):
            await write_as_before(connection, case_id)
        unknown = "cases.WrittenByNewerSoftware.v9"
        await connection.execute(EVENT, case_stream(newer), uuid4(), unknown, "{}", "{}")
        again = opened.model_dump_json()
        name = "cases.CaseOpened.v1"
        await connection.execute(EVENT, case_stream(broken), uuid4(), name, again, "{}")
    finally:
        await connection.close()
    async with a_process(dsn) as process:
        with capture_logs() as logs:
            await asyncio.wait_for(keep_publishing(*process), 30)
    assert await said(dsn) == {1: MANY, 0: 2}
    told = [entry for entry in logs if entry["event"] == "standing_not_readable"]
    assert {entry["case_id"] for entry in told} == {str(newer), str(broken)}
    assert {entry["error"] for entry in told} == {"UnknownEvent", "TypeError"}


async def test_while_the_database_is_away_it_waits(
    dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried again, and says so in the log."""
    monkeypatch.setattr(unpublished, "RETRY_AFTER", 0.01)
    tries = iter([ConnectionError(), asyncpg.CannotConnectNowError("starting up"), None])
    real = unpublished._next

    async def sometimes(pool: Pool, last: UUID, which: str) -> list[UUID]:
        if (error := next(tries, None)) is not None:
            raise error
        return await real(pool, last, which)

    monkeypatch.setattr(unpublished, "_next", sometimes)
    async with a_process(dsn) as process:
        with capture_logs() as logs:
            await asyncio.wait_for(keep_publishing(*process), 30)
    told = [entry["error"] for entry in logs if entry["event"] == "standing_not_published"]
    assert told == ["ConnectionError", "CannotConnectNowError"]
    assert await said(dsn) == {1: MANY}


async def test_what_is_published_can_be_read_again(dsn: str) -> None:
    """The register's row agrees with the stream: its version, and that nothing is left to say."""
    async with a_process(dsn) as (pool, handler):
        await publish_all(pool, handler)
        async with pool.acquire() as connection:
            kept = await connection.fetch("SELECT case_id, version, standing FROM case_register")
        assert {(row["version"], row["standing"]) for row in kept} == {(4, True)}
        for row in kept[:20]:
            loaded = await handler.load(case, case_stream(row["case_id"]))
            assert loaded.version == 4


async def _streams(dsn: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(dsn)
    try:
        return list(await connection.fetch("SELECT DISTINCT stream_id FROM events"))
    finally:
        await connection.close()


async def test_a_policy_of_teams_that_is_changed_for_the_past_is_published(place: Place) -> None:
    """Once, when the service starts with it; nothing is written where the team stands the same."""
    api = by(place)
    in_it, other = await place.opened(WORKSTATION), await place.opened(WORKSTATION)
    await joins(api, in_it, await a_worker(api))
    await place.app.state.publishing
    process = place.context.pool, place.context.handler
    assert (await publish_teams(*process)).count == 0, "the teams stand as they were written"
    held = policies_in_force()
    (team, *others) = held.teams
    alone = replace(team, roles={"social_worker": team.roles["social_worker"]})
    use_policies(replace(held, teams=(alone, *others), digest="f" * 64))
    try:
        assert (await publish_teams(*process)).count == 1
        assert (await publish_teams(*process)).count == 0
        loaded = await place.context.handler.load(case, case_stream(in_it))
        assert isinstance(loaded.state, Existing)
        assert loaded.state.file.spans[-1].team is TeamStanding.COMPLETE
        assert loaded.version == (await api.get(f"/v1/cases/{in_it}")).body["version"]
    finally:
        use_policies(None)
    untouched = (await api.get(f"/v1/cases/{other}")).body["entries"]
    assert not [each for each in untouched if "StandingPublished" in each["type"]]
