"""Workstations that have fewer full-time workers than the policies ask for."""

from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID

import asyncpg
import pytest

from services.cases.workstation.staffing import STAFFED, understaffed
from shared.clock import present_day
from shared.database import Pool, connect_pool
from shared.policies.in_force import use_policies
from shared.policies.reading import built_in
from shared.policies.values import Value
from tests.plans import PLANNED, explained
from tests.services.cases.place import OFFICE, PROVIDER, WORKSTATION, Place
from tests.services.cases.test_worklists_of_workers import a_worker, by, is_absent
from tests.services.service import Client

pytestmark = pytest.mark.postgres

TODAY = present_day()
PATH = "/v1/workstations/understaffed"


@pytest.fixture
async def pool(dsn: str) -> AsyncIterator[Pool]:
    """Connections to an empty database."""
    pool = await connect_pool(dsn, application_name="tests")
    yield pool
    await pool.close()


async def a_station(api: Client, name: str, region: str = "410102001000") -> str:
    """A workstation's id."""
    reply = await api.post("/v1/workstations", {"region": region, "name": name})
    assert reply.status == 201, reply
    return str(reply.body["workstation_id"])


async def short(api: Client, query: str = "") -> dict[str, tuple[int, int]]:
    """How many workers each has that has too few, and how many it is to have."""
    reply = await api.get(f"{PATH}{query}")
    assert reply.status == 200, reply
    return {
        each["workstation_id"]: (each["workers"], each["fewest"])
        for each in reply.body["workstations"]
    }


async def test_a_workstation_without_a_full_time_worker_is_listed(place: Place) -> None:
    """Of any roster, while one serves there; a volunteer is none."""
    office, provider = by(place, OFFICE), by(place, PROVIDER)
    first, second = await a_station(office, "一号站"), await a_station(office, "二号站")
    assert await short(office) == {first: (0, 1), second: (0, 1)}
    worker = await a_worker(provider, workstation_id=first)
    await a_worker(provider, workstation_id=second, employment="volunteer")
    assert await short(office) == {second: (0, 1)}
    assert await short(office, "?region=410103000000") == {}
    leaving = {"left_on": str(TODAY), "reason": "resigned"}
    left = await provider.post(f"/v1/workers/{worker}/leaving", leaving, If_Match='"1"')
    assert left.status == 201, left
    assert await short(office) == {first: (0, 1), second: (0, 1)}
    assert (await provider.get(PATH)).status == 403


async def test_whom_two_rosters_have_is_one_worker(place: Place) -> None:
    """Known by the ID number; two persons are two, also where no number was given."""
    office = by(place, OFFICE)
    station = await a_station(office, "一号站")
    number = place.number()
    for agency in (PROVIDER, WORKSTATION):
        await a_worker(by(place, agency), workstation_id=station, id_number=number)
    [fewest] = [each for each in built_in().numbers if each.value is Value.FEWEST_WORKERS]
    two = replace(fewest, number=2)
    use_policies(replace(built_in(), numbers=(two,)))
    try:
        assert await short(office) == {station: (1, 2)}
        worker = await a_worker(by(place, PROVIDER), workstation_id=station)
        assert await short(office) == {}
        await is_absent(by(place, PROVIDER), worker, 1)
        assert await short(office) == {}, "who is absent serves"
    finally:
        use_policies(None)


async def test_each_is_held_against_the_policy_of_its_own_region(place: Place) -> None:
    """Where two are asked for, one is too few."""
    office = by(place, OFFICE)
    here = await a_station(office, "一号站")
    there = await a_station(office, "二号站", "410103001000")
    for station in (here, there):
        await a_worker(by(place, PROVIDER), workstation_id=station)
    [fewest] = [each for each in built_in().numbers if each.value is Value.FEWEST_WORKERS]
    holding = replace(fewest.holding, regions=("410103",))
    two = replace(fewest, code="two", number=2, holding=holding)
    use_policies(replace(built_in(), numbers=(*built_in().numbers, two)))
    try:
        assert await short(office) == {there: (1, 2)}
    finally:
        use_policies(None)


FILL = """
INSERT INTO workstations (workstation_id, region, name, kind)
SELECT md5('station' || n)::uuid, '4101' || lpad((n % 12)::text, 2, '0') || '001000',
    'station ' || n, ''
FROM generate_series(1, 3000) AS n;
INSERT INTO workers (worker_id, agency, region, employment, joined_on, name_item, version,
    workstation_id)
SELECT md5('worker' || n)::uuid, 'agency', '410101001000', 'social_worker', '2019-01-01',
    md5('worker' || n)::uuid, 1, md5('station' || n)::uuid
FROM generate_series(1, 3000) AS n WHERE n % 7 > 0;
"""


async def test_pages_of_them_make_up_the_whole_list(pool: Pool) -> None:
    """However few workstations each looks at, and also where a page has none."""
    async with pool.acquire() as connection:
        await connection.execute(FILL)
        without = "SELECT md5('station' || 7 * n)::uuid FROM generate_series(1, 428) AS n"
        wanted = {row[0] for row in await connection.fetch(without)}
    for limit, scanned in ((50, 100), (3, 500), (500, 5), (200, 3000)):
        found: list[UUID] = []
        after: list[str] | None = None
        while True:
            page, after = await understaffed(
                pool, ("41",), None, after, limit, built_in(), TODAY, scanned
            )
            assert len(page) <= limit
            found += [each.workstation_id for each in page]
            if after is None:
                break
        assert len(found) == len(wanted), (limit, scanned)
        assert {*found} == wanted


@pytest.mark.parametrize("counted", [True, False], ids=["counted", "not counted"])
async def test_they_are_read_along_indexes(dsn: str, counted: bool) -> None:
    """A page reads as many workstations as it looks at, and their workers."""
    connection = await asyncpg.connect(dsn, server_settings=PLANNED)
    try:
        await connection.execute(FILL)
        if counted:
            await connection.execute("ANALYZE workstations, workers")
        given = [["41"], "", UUID(int=0), UUID(int=0)]
        plan = await explained(connection, STAFFED.format(limit=200), given)
        assert "workers_workstation" in plan.indexes, plan
        assert not plan.whole, plan
        assert plan.rows <= 3 * 200 + 50, plan
    finally:
        await connection.close()
