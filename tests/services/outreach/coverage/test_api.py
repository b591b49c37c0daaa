"""Coverage and informants over HTTP; how their pages, and those of places, are read."""

import asyncio
from typing import Any

import asyncpg
import pytest

from services.outreach.coverage.reading import CELLS, read_page
from services.outreach.informants.listing import PAGE as INFORMANTS
from services.outreach.place.listing import Question, query
from shared.agencies import AgencyKind
from shared.database import connect_pool
from shared.migrations import steps
from shared.policies.in_force import use_policies
from shared.policies.reading import read_own_policies
from shared.regions import Region, Regions, regions_in_force, use_regions
from tests.agencies import id_of
from tests.databases import MakeDatabase
from tests.plans import PLANNED, explained
from tests.services.cases.calls import problem
from tests.services.outreach.place.test_api import (
    ELSEWHERE,
    HERE,
    MISTAKEN,
    THERE,
    covered,
    versioned,
)
from tests.services.outreach.test_api import SESSION
from tests.services.service import SQL, Client, Reply

pytestmark = pytest.mark.postgres


def listed_communities() -> Regions:
    """The list in force, with two communities of a street."""
    here = [("410102001000", "林山寨街道"), (HERE, "伏牛社区"), (THERE, "友爱社区")]
    below = [("410102000000", "中原区"), ("410100000000", "郑州市")]
    known = {row.code for row in regions_in_force()}
    new = [Region(code, name, "") for code, name in below + here if code not in known]
    return Regions([*regions_in_force(), *new])


async def test_coverage_says_what_has_not_been_entered(api: Client) -> None:
    """Also of a community that has seen nothing; and of one that the list does not have."""
    use_regions(listed_communities())
    try:
        for more in (
            {},
            {"place_kind": "cinema"},
            {"occurred_on": "2018-06-26"},
            {"region": "410102001000", "place_kind": "hotel"},
        ):
            assert (await api.post("/v1/activities", SESSION | more)).status == 201
        for _ in range(2):
            mistake = await api.post("/v1/activities", SESSION | {"place_kind": "village"})
            void = f"/v1/activities/{mistake.body['activity_id']}/void"
            assert (await api.post(void, MISTAKEN, **versioned(1))).status == 201
        found = await covered(api)
    finally:
        use_regions(None)
    assert [*found] == ["410102001000", HERE, THERE]
    assert found[HERE]["sessions"] == {"cinema": 1, "school": 1}
    assert {"village", "hotel"} <= {*found[HERE]["not_entered"]}
    assert "school" not in found[HERE]["not_entered"]
    assert [(each["entered"], each["of"]) for each in found[HERE]["sets"]] == [(1, 6), (2, 10)]
    assert (found[THERE]["sessions"], found[THERE]["listed"]) == ({}, True)
    assert [each["entered"] for each in found[THERE]["sets"]] == [0, 0]
    assert found["410102001000"]["sessions"] == {"hotel": 1}


async def test_coverage_is_of_the_callers_regions(api: Client) -> None:
    """And of the region that is asked for, within them."""
    for region in (HERE, ELSEWHERE):
        await api.post("/v1/activities", SESSION | {"region": region})
    assert [*await covered(api)] == [HERE, ELSEWHERE]
    assert [*await covered(api, "&region=410103000000")] == [ELSEWHERE]
    assert [*await covered(api.as_agency("other", "410102"))] == [HERE]
    assert [*await covered(api.as_agency("other", "33"))] == []


async def test_kinds_are_those_of_the_regions_and_the_days(api: Client) -> None:
    """A word of one district is no kind of the other one's, nor of a year before it was used."""
    own = (
        'version = "1"\n[[place_kind]]\ncode = "cinema"\n'
        'name = { zh = "影院", en = "cinemas" }\nuntil = 2019-01-01\n'
        '[[place_kind]]\ncode = "ferry"\nname = { zh = "渡口", en = "ferries" }\n'
        'regions = ["410103"]\nsince = 2019-07-01\n'
    )
    use_policies(read_own_policies(own.encode(), regions_in_force()))
    try:
        for region in (HERE, ELSEWHERE):
            body = SESSION | {"region": region, "occurred_on": "2019-08-01"}
            assert (await api.post("/v1/activities", body)).status == 201
        told = {
            asked: (await api.get(f"/v1/coverage?year={asked}")).body
            for asked in ("2018", "2019", "2019&region=410102000000", "2019&region=410103002001")
        }
    finally:
        use_policies(None)
    has = {asked: {*its["kinds"]} & {"cinema", "ferry"} for asked, its in told.items()}
    assert has == {
        "2018": {"cinema"},
        "2019": {"ferry"},
        "2019&region=410102000000": set(),
        "2019&region=410103002001": {"ferry"},
    }
    lacking = {each["region"]: each["not_entered"] for each in told["2019"]["communities"]}
    assert "ferry" in lacking[ELSEWHERE]
    assert "ferry" not in lacking[HERE]
    assert "village" in lacking[HERE]


async def test_informants_are_a_number_by_community(api: Client) -> None:
    """Counted, corrected and void; listed by the communities' codes, the last number of each."""
    path = "/v1/informants"

    async def count(region: str, day: str, number: int) -> Reply:
        return await api.post(path, {"region": region, "occurred_on": day, "number": number})

    for region, day, number in (
        (THERE, "2019-03-31", 7),
        (HERE, "2019-06-30", 12),
        (HERE, "2019-03-31", 180),
        (HERE, "2019-03-31", 18),
    ):
        assert (await count(region, day, number)).status == 201
    listed = (await api.get(path)).body["communities"]
    assert [(each["region"], each["number"]) for each in listed] == [(HERE, 12), (THERE, 7)]
    first = (await api.get(f"{path}?limit=1")).body
    assert [each["region"] for each in first["communities"]] == [HERE]
    behind = (await api.get(f"{path}?limit=1&after={first['next']}")).body
    assert ([each["region"] for each in behind["communities"]], behind["next"]) == ([THERE], None)
    void = await api.post(f"{path}/{HERE}/void", {"occurred_on": "2019-06-30"})
    assert void.status == 201
    counts = (await api.get(f"{path}/{HERE}")).body["counts"]
    assert counts == [{"occurred_on": "2019-03-31", "number": 18}]
    await api.post(f"{path}/{HERE}/void", {"occurred_on": "2019-03-31"})
    assert [each["region"] for each in (await api.get(path)).body["communities"]] == [THERE]
    problem(await count("410102001000", "2019-03-31", 200), 409, "not-a-community")


async def test_numbers_of_informants_are_for_few(api: Client) -> None:
    """Police and anti-drug offices of the region; a community of others is not there."""
    body = {"region": HERE, "occurred_on": "2019-03-31", "number": 3}
    for kind in AgencyKind:
        agency = api.as_agency(id_of(kind))
        may = kind in (AgencyKind.ANTI_DRUG_OFFICE, AgencyKind.POLICE)
        for reply in (
            await agency.get("/v1/informants"),
            await agency.get(f"/v1/informants/{HERE}"),
            await agency.post("/v1/informants", body, Dry_Run="true"),
        ):
            assert (reply.status == 403) is not may, (kind, reply)
    away = api.as_agency(id_of(AgencyKind.POLICE), "33")
    problem(await away.get(f"/v1/informants/{HERE}"), 404, "not-found")


FILL = """
INSERT INTO places (place_id, region, kind, place_kind, must_enter, name, opened_on, void, facts,
    version)
SELECT md5('place' || n)::uuid, '4101' || lpad((n % 12)::text, 2, '0') || '001001', 'named_place',
    'school', n % 3 = 0, 'x', '2010-01-01'::date + n % 3000, false, '{}', 1
FROM generate_series(1, 20000) AS n;
INSERT INTO place_years (place_id, year, sessions)
SELECT place_id, year, 1 FROM places CROSS JOIN generate_series(2017, 2019) AS year
WHERE version = 1;
INSERT INTO coverage_cells (year, region, kind, sessions)
SELECT year, '41' || lpad((n / 10)::text, 10, '0'), 'kind' || n % 10, 1
FROM generate_series(1, 20000) AS n CROSS JOIN generate_series(2018, 2019) AS year;
INSERT INTO informants (region, occurred_on, number, version)
SELECT '41' || lpad(n::text, 10, '0'), '2019-03-31', 1, 1 FROM generate_series(1, 20000) AS n;
ANALYZE places, place_years, coverage_cells, informants;
"""


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
async def test_pages_are_read_along_an_index(dsn: str, mode: str) -> None:
    """However many there are: a page reads about as many rows as may stand on it."""
    connection = await asyncpg.connect(dsn, server_settings=PLANNED)
    try:
        await connection.execute(FILL)
        await connection.execute(f"SET plan_cache_mode = {mode}")
        for must_enter, index in ((None, "places_county"), (True, "places_to_enter")):
            asked = Question(2019, must_enter=must_enter, entered=False)
            plan = await explained(connection, *query(("41",), asked, None, 50))
            assert index in plan.indexes, plan
            assert not plan.whole, plan
            assert plan.rows <= 12_000, plan
        behind = "410000000500"
        pages: list[tuple[str, list[Any], str]] = [
            (CELLS, [2019, ["41"], behind, 510], "coverage_cells_pkey"),
            (INFORMANTS, [["41"], behind, 51], "informants_pkey"),
        ]
        for text, given, index in pages:
            plan = await explained(connection, text, given)
            assert index in plan.indexes, plan
            assert not plan.whole, plan
            assert plan.rows <= 4 * given[-1], plan
    finally:
        await connection.close()


async def test_a_page_leaves_out_what_is_void(dsn: str) -> None:
    """However many cells have come to nothing, they neither fill a page nor end the list."""
    pool = await connect_pool(dsn, application_name="tests", TimeZone="UTC")
    try:
        async with pool.acquire() as connection:
            await connection.execute(
                "INSERT INTO coverage_cells (year, region, kind, sessions) VALUES"
                " (2019, $1, 'a', 0), (2019, $1, 'b', 0), (2019, $1, 'c', 0), (2019, $2, 'a', 2)",
                HERE,
                THERE,
            )
        page, following = await read_page(pool, ["41"], 2019, "", 1, 1)
        assert ([(each.region, each.sessions) for each in page], following) == (
            [(THERE, {"a": 2})],
            None,
        )
    finally:
        await pool.close()


async def test_many_at_once_are_each_counted_once(api: Client) -> None:
    """Appends that come in one statement add up; and so do their voids."""
    bodies = [
        SESSION | {"region": region, "place_kind": kind}
        for region, kind in [(HERE, "school"), (THERE, "school"), (HERE, "hotel")] * 15
    ]
    made = await asyncio.gather(*(api.post("/v1/activities", body) for body in bodies))
    assert {reply.status for reply in made} == {201}
    assert (await covered(api))[HERE]["sessions"] == {"hotel": 15, "school": 15}
    voids = [f"/v1/activities/{reply.body['activity_id']}/void" for reply in made[:30]]
    done = await asyncio.gather(*(api.post(void, MISTAKEN, **versioned(1)) for void in voids))
    assert {reply.status for reply in done} == {201}
    found = await covered(api)
    assert found[HERE]["sessions"] == {"hotel": 5, "school": 5}
    assert found[THERE]["sessions"] == {"school": 5}


RECORDS = """
INSERT INTO outreach_records (record_id, what, region, occurred_on, kind, void, version) VALUES
    (gen_random_uuid(), 'activity', '410102001003', '2019-06-26', 'school', false, 1),
    (gen_random_uuid(), 'activity', '410102001003', '2019-07-01', 'school', false, 1),
    (gen_random_uuid(), 'activity', '410102001003', '2018-06-26', 'school', false, 1),
    (gen_random_uuid(), 'activity', '410102001003', '2019-06-26', 'hotel', true, 2),
    (gen_random_uuid(), 'publication', '410102001003', '2019-06-26', 'website', false, 1)
"""


async def test_what_was_held_before_there_was_coverage_is_in_it(
    make_database: MakeDatabase,
) -> None:
    """An older register: its sessions are counted by year, void ones are not."""
    connection = await asyncpg.connect(await make_database())
    try:
        for step in steps(SQL):
            if step.name.startswith("036"):
                await connection.execute(RECORDS)
            await connection.execute(step.sql)
        rows = await connection.fetch(
            "SELECT year, region, kind, sessions FROM coverage_cells ORDER BY year"
        )
    finally:
        await connection.close()
    assert [tuple(row) for row in rows] == [
        (2018, HERE, "school", 1),
        (2019, HERE, "school", 2),
    ]
