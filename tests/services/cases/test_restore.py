"""A backup of the operators' page, restored after a loss of all: each agency is answered as before.

Reporting, the relays and Kafka after a restore: tests/compose/test_restore.py, on containers.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from services.cases.duties.keeping import Keeper
from services.cases.worklist.projector import project_until_caught_up
from shared.clock import present_day
from shared.database import connect_pool
from shared.policies.reading import built_in
from tests.databases import Databases
from tests.plain_postgres import PlainPostgres
from tests.servers import WISH, Servers
from tests.services.cases.calls import CONTACT, problem
from tests.services.cases.changes.calls import all_changes, types
from tests.services.cases.place import HOSPITAL, POLICE, PROVIDER, WORKSTATION, Place, a_place
from tests.services.service import migrated

pytestmark = pytest.mark.postgres

TESTING = {"Purpose": "drug_test", "Legal_Basis": "pipl_13_3"}
TABLES = (
    *("relations", "case_register", "vault_reads", "vault_read_regions", "workstations"),
    *("duty_generations", "duty_cases", "worklist", "policies_applied"),
)
PATHS = (
    "/v1/cases",
    "/v1/cases?sort=changed",
    "/v1/cases?relation=responsible",
    "/v1/cases?relation=asked_for_test",
    "/v1/workstations?region=410105000000",
    "/v1/worklist",
    "/v1/reads",
)


@pytest.fixture
def server() -> Iterator[PlainPostgres]:
    """A PostgreSQL of this machine, whose data can be lost."""
    servers = Servers({WISH: "plain"})
    server = servers.own_postgres()
    assert isinstance(server, PlainPostgres)
    yield server
    server.close()
    servers.close()


async def a_day(place: Place) -> str:
    """A case with parts of several agencies, one ended; the log has who read and who asked."""
    case = await place.opened(PROVIDER)
    body = {"region": "410105001000", "name": f"{case[-6:]} 站"}
    assert (await place.by(WORKSTATION).post("/v1/workstations", body)).status == 201
    today = present_day()
    for agency, days in ((HOSPITAL, 20), (WORKSTATION, 10)):
        body = {"asked_of": agency, "due_on": f"{today + timedelta(days=days)}"}
        made = await place.by(PROVIDER).post(
            f"/v1/cases/{case}/test-appointments", body | {"occurred_on": f"{today}"}
        )
        assert made.status == 201, made
    person = f"/v1/cases/{case}/personal-data"
    assert (await place.by(HOSPITAL).get(person, **TESTING)).status == 200
    await place.reassigned(case, WORKSTATION, 4)
    assert (await place.asks_to_open(PROVIDER)).status == 201
    return case


async def kept(dsn: str) -> None:
    """What is due is kept up with the journal, and what became of it recorded, as far as it is."""
    pool = await connect_pool(dsn, application_name="tests", TimeZone="UTC")
    keeper = Keeper(pool, built_in())
    await keeper.enter_policies()
    await project_until_caught_up(pool, keeper.read_policies)
    await keeper.closer.until_done()
    await pool.close()


async def due(place: Place, case: str) -> set[str]:
    """What the worklist has of a case."""
    reply = await place.by(WORKSTATION).get(f"/v1/worklist?case_id={case}")
    assert reply.status == 200, reply
    return {each["duty"] for each in reply.body["items"]}


async def all_answers(place: Place, case: str) -> dict[tuple[str, str], Any]:
    """What each agency is answered, without the moment and cursors of the answer."""
    found: dict[tuple[str, str], Any] = {}
    for agency in (PROVIDER, WORKSTATION, HOSPITAL, POLICE):
        api = place.by(agency)
        for path in (*PATHS, f"/v1/cases/{case}"):
            reply = await api.get(path)
            body = {**reply.body}
            for changing in ("read_at", "next", "instance", "up_to"):
                body.pop(changing, None)
            if "reads" in body:  # asking for the log is in it too
                body["reads"] = [each for each in body["reads"] if each["what"] != "log"]
            found[agency, path] = reply.status, body
        found[agency, "/v1/changes"] = (await all_changes(api))[0]
    return found


async def tables(dsn: str) -> dict[str, list[str]]:
    """The rows of what the answers are made from."""
    connection = await asyncpg.connect(dsn)
    try:
        return {
            name: sorted(map(repr, await connection.fetch(f"SELECT * FROM {name}")))
            for name in TABLES
        }
    finally:
        await connection.close()


async def test_each_agency_is_answered_as_before(server: PlainPostgres, tmp_path: Path) -> None:
    """Lists, parts, the log of reads and changes; what came after the backup is not there."""
    dsn = await Databases(server.address).make(migrated)
    archive = tmp_path / "backup.tar.gz"
    async with a_place(dsn, tmp_path) as place:
        case = await a_day(place)
        contacts = f"/v1/cases/{case}/contacts"
        first = await place.by(WORKSTATION).post(contacts, CONTACT, key="kept")
        assert first.status == 201, first
        await kept(dsn)
        assert "assessment" in await due(place, case)
        answers = await all_answers(place, case)
        _, cursor = await all_changes(place.by(POLICE))
        rows = await tables(dsn)
        server.back_up(archive)
        assert (await place.by(WORKSTATION).post(contacts, CONTACT)).status == 201
        await a_day(place)
        assert await all_answers(place, case) != answers
        _, ahead = await all_changes(place.by(POLICE))
    server.restore(archive)
    await migrated(dsn)
    assert await tables(dsn) == rows
    assert all(rows.values())
    async with a_place(dsn, tmp_path) as place:
        assert await all_answers(place, case) == answers
        assert answers[HOSPITAL, "/v1/cases?relation=asked_for_test"][1]["cases"]
        assert answers[POLICE, "/v1/reads"][1]["reads"]
        police, workstation = place.by(POLICE), place.by(WORKSTATION)
        lost = problem(await police.get(f"/v1/changes?after={ahead}"), 400, "bad-request")
        assert [each["reason"] for each in lost["errors"]] == ["journal_set_back"]
        again = await workstation.post(contacts, CONTACT, key="kept")
        assert (again.body, again.headers["Idempotency-Replayed"]) == (first.body, "true")
        assert (await all_changes(police, cursor))[0] == []
        new = await workstation.post(contacts, CONTACT)
        assert (new.status, new.body["version"]) == (201, first.body["version"] + 1)
        assert types((await all_changes(police, cursor))[0]) == ["ContactRecorded"]
        assessed = {"occurred_on": f"{present_day()}", "level": "low"}
        made = await workstation.post(f"/v1/cases/{case}/risk-assessments", assessed)
        assert made.status == 201, made
        await kept(dsn)
        assert "assessment" not in await due(place, case), "the worklist goes on from the backup"
