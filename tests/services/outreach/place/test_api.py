"""Places and their use over HTTP, on a real database; coverage and informants beside them."""

from typing import Any

import asyncpg
import pytest

from services.outreach.coverage.reading import CELLS
from services.outreach.informants.listing import PAGE as INFORMANTS
from services.outreach.place.listing import Question, query
from shared.agencies import AgencyKind
from shared.regions import Region, Regions, regions_in_force, use_regions
from tests.agencies import id_of
from tests.plans import PLANNED, explained
from tests.services.cases.calls import problem
from tests.services.outreach.test_api import SESSION
from tests.services.service import Client, Reply

pytestmark = pytest.mark.postgres

HERE, THERE, ELSEWHERE = "410102001003", "410102001004", "410103002001"
SHOP = {"region": HERE, "kind": "points_shop", "name": "积分超市", "opened_on": "2018-06-01"}
HOTEL = {
    **SHOP,
    "kind": "named_place",
    "place_kind": "hotel",
    "name": "小营宾馆",
    "must_enter": True,
}
USE = {"occurred_on": "2019-03-14", "purpose": "points_exchange", "person_times": 12}
MISTAKEN = {"reason": "mistaken"}


async def entered(api: Client, body: dict[str, Any], **more: Any) -> str:
    """The id of a place that is entered."""
    reply = await api.post("/v1/places", body | more)
    assert reply.status == 201, reply
    return str(reply.body["place_id"])


async def names(api: Client, asked: str = "") -> list[str]:
    """What the places of a list are called, page by page."""
    found: list[str] = []
    cursor = ""
    while True:
        reply = await api.get(f"/v1/places?limit=2{asked}{cursor}")
        assert reply.status == 200, reply
        found += [each["name"] for each in reply.body["places"]]
        if reply.body["next"] is None:
            return found
        cursor = f"&after={reply.body['next']}"


def versioned(version: int) -> dict[str, str]:
    """The header that names a version."""
    return {"If_Match": f'"{version}"'}


async def test_a_place_goes_its_way(api: Client) -> None:
    """Entered, changed, closed, reopened and void; each time shown as it stands."""
    place = f"/v1/places/{await entered(api, SHOP, offers=['points_exchange'])}"
    rooms = [{"code": "office", "name": None}]
    change = {"changed_on": "2019-01-10", "name": "阳光超市", "rooms": rooms}
    assert (await api.post(f"{place}/change", change, **versioned(1))).status == 201
    shown = (await api.get(place)).body
    assert (shown["name"], shown["offers"]) == ("阳光超市", ["points_exchange"])
    assert (shown["rooms"], shown["version"]) == ([{"code": "office", "name": ""}], 2)
    closing = {"closed_on": "2019-06-30"}
    assert (await api.post(f"{place}/closing", closing, **versioned(2))).status == 201
    assert (await api.get(place)).body["closed_on"] == "2019-06-30"
    late = await api.post(f"{place}/change", change, **versioned(3))
    problem(late, 409, "place-is-closed")
    assert (await api.post(f"{place}/reopening", None, **versioned(3))).status == 201
    assert (await api.post(f"{place}/void", MISTAKEN, **versioned(4))).status == 201
    assert (await api.get(place)).body["void"] is True
    assert await names(api) == []


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"kind": "moon_base"}, "/kind"),
        ({"place_kind": "moon"}, "/place_kind"),
        ({"offers": ["moon_flights"]}, "/offers/0"),
        ({"rooms": [{"code": "crater"}]}, "/rooms/0/code"),
        ({"region": "330106001000"}, "/region"),
        ({"name": "11010519491231002X"}, "/name"),
    ],
)
async def test_what_cannot_be_is_told_at_its_field(
    api: Client, more: dict[str, Any], pointer: str
) -> None:
    """Codes that no dictionary has, another's region, an ID number in a name."""
    said = problem(await api.post("/v1/places", SHOP | more), 422, "invalid-request")
    assert [each["pointer"] for each in said["errors"]] == [pointer]


async def test_places_are_listed_by_what_is_asked(api: Client) -> None:
    """By kind, by region, by a day on which they were open, by whether they must be entered."""
    await entered(api, SHOP)
    await entered(api, SHOP, name="旧超市", opened_on="2017-01-01")
    station = {"kind": "sunshine_station", "name": "阳光驿站", "region": THERE}
    await entered(api, SHOP, **station, opened_on="2019-02-01")
    old = (await api.get("/v1/places?name=旧超市")).body["places"][0]["place_id"]
    closing = {"closed_on": "2018-01-01"}
    assert (await api.post(f"/v1/places/{old}/closing", closing, **versioned(1))).status == 201
    await entered(api, HOTEL)
    await entered(api, HOTEL, name="小宾馆", must_enter=False)
    assert await names(api) == ["旧超市", "积分超市", "小营宾馆", "小宾馆", "阳光驿站"]
    for asked, wanted in {
        "&kind=points_shop": ["旧超市", "积分超市"],
        f"&region={THERE}": ["阳光驿站"],
        "&open_on=2017-12-31": ["旧超市"],
        "&open_on=2018-06-01": ["积分超市", "小营宾馆", "小宾馆"],
        "&place_kind=hotel": ["小营宾馆", "小宾馆"],
        "&must_enter=true": ["小营宾馆"],
        "&must_enter=false&kind=named_place": ["小宾馆"],
    }.items():
        assert await names(api, asked) == wanted, asked
    assert await names(api.as_agency("other", "33")) == []


async def test_uses_are_counted_at_their_place(api: Client) -> None:
    """In their year; a void one no longer. A place that was used is not made void."""
    place_id = await entered(api, SHOP)
    one, two = [
        await api.post("/v1/uses", {**USE, "place_id": place_id, "person_times": times})
        for times in (12, 30)
    ]
    shown = (await api.get(f"/v1/uses/{one.body['use_id']}")).body
    assert (shown["kind"], shown["region"], shown["person_times"]) == ("points_shop", HERE, 12)

    async def seen(year: int) -> tuple[int, int]:
        (place,) = (await api.get(f"/v1/places?year={year}")).body["places"]
        return place["uses"], place["person_times"]

    assert (await seen(2019), await seen(2018)) == ((2, 42), (0, 0))
    void = f"/v1/uses/{two.body['use_id']}/void"
    assert (await api.post(void, MISTAKEN, **versioned(1))).status == 201
    assert await seen(2019) == (1, 12)
    refused = await api.post(f"/v1/places/{place_id}/void", MISTAKEN, **versioned(1))
    problem(refused, 409, "place-was-used")
    listed = (await api.get("/v1/uses?kind=points_shop")).body["uses"]
    assert sorted(each["void"] for each in listed) == [False, True]


async def test_named_places_that_were_not_entered_are_listed(api: Client) -> None:
    """Of a year: a session there, and no training, takes a place off; its void puts it back."""
    hotel = await entered(api, HOTEL)
    await entered(api, HOTEL, name="大宾馆")
    asked = "&must_enter=true&entered=false&year="
    body = SESSION | {"place_kind": "hotel", "place_id": hotel}
    training = body | {"kind": "cadre_training"}
    assert (await api.post("/v1/activities", training)).status == 201
    assert len(await names(api, f"{asked}2019")) == 2
    held = await api.post("/v1/activities", body)
    assert held.status == 201, held
    assert await names(api, f"{asked}2019") == ["大宾馆"]
    assert await names(api, "&must_enter=true&entered=true&year=2019") == ["小营宾馆"]
    assert len(await names(api, f"{asked}2018")) == 2
    void = f"/v1/activities/{held.body['activity_id']}/void"
    assert (await api.post(void, MISTAKEN, **versioned(1))).status == 201
    assert len(await names(api, f"{asked}2019")) == 2
    assert await covered(api) == {}


async def test_an_activity_is_at_a_place_that_was_open(api: Client) -> None:
    """Held or planned; a call that was answered is answered again when the place is closed."""
    place = await entered(api, SHOP)
    body = SESSION | {"place_id": place}
    once = await api.post("/v1/activities", body, key="once")
    assert once.status == 201, once
    early = await api.post("/v1/activities", body | {"occurred_on": "2018-05-31"})
    problem(early, 409, "place-not-open-then")
    nobodys = {"place_id": "0196a1f0-ad80-7c15-9e42-3f6a0d8b5c71"}
    said = problem(await api.post("/v1/activities", SESSION | nobodys), 422, "invalid-request")
    assert said["errors"][0]["reason"] == "unknown_place"
    closing = {"closed_on": "2019-06-26"}
    assert (await api.post(f"/v1/places/{place}/closing", closing, **versioned(1))).status == 201
    again = await api.post("/v1/activities", body, key="once")
    assert (again.status, again.body) == (201, once.body)
    problem(await api.post("/v1/activities", body), 409, "place-not-open-then")


async def test_a_use_is_of_a_place_that_was_open(api: Client) -> None:
    """409 for a day before it was, or after; 422 for a place of nobody, of others, or void."""
    place_id = await entered(api, SHOP)
    early = await api.post("/v1/uses", {**USE, "place_id": place_id, "occurred_on": "2018-05-31"})
    problem(early, 409, "place-not-open-then")
    other = await entered(api.as_agency("other", "33"), SHOP, region="330106001001")
    void = await entered(api, SHOP)
    await api.post(f"/v1/places/{void}/void", MISTAKEN, **versioned(1))
    for nobodys in ("0196a1f0-ad80-7c15-9e42-3f6a0d8b5c71", other, void):
        reply = await api.post("/v1/uses", {**USE, "place_id": nobodys})
        said = problem(reply, 422, "invalid-request")
        assert said["errors"][0]["reason"] == "unknown_place"


async def test_who_entered_a_place_or_an_office_of_its_region_changes_it(api: Client) -> None:
    """Others read it, and may say that it was used."""
    own = api.as_agency(id_of(AgencyKind.STREET_WORKSTATION))
    other = api.as_agency(id_of(AgencyKind.POLICE))
    office = api.as_agency(id_of(AgencyKind.ANTI_DRUG_OFFICE, 2))
    place_id = await entered(own, SHOP)
    change = {"changed_on": "2019-01-10", "name": "阳光超市"}
    refused = await other.post(f"/v1/places/{place_id}/change", change, **versioned(1))
    problem(refused, 403, "not-entitled")
    assert (await other.post("/v1/uses", {**USE, "place_id": place_id})).status == 201
    done = await office.post(f"/v1/places/{place_id}/change", change, **versioned(1))
    assert done.status == 201


def listed_communities() -> Regions:
    """The list in force, with two communities of a street."""
    here = [("410102001000", "林山寨街道"), (HERE, "伏牛社区"), (THERE, "友爱社区")]
    below = [("410102000000", "中原区"), ("410100000000", "郑州市")]
    known = {row.code for row in regions_in_force()}
    new = [Region(code, name, "") for code, name in below + here if code not in known]
    return Regions([*regions_in_force(), *new])


async def covered(api: Client, asked: str = "") -> dict[str, dict[str, Any]]:
    """Coverage of 2019 by community, page by page."""
    found: dict[str, dict[str, Any]] = {}
    cursor = ""
    while True:
        reply = await api.get(f"/v1/coverage?year=2019&limit=1{asked}{cursor}")
        assert reply.status == 200, reply
        for each in reply.body["communities"]:
            assert each["region"] not in found
            found[each["region"]] = each
        if reply.body["next"] is None:
            return found
        cursor = f"&after={reply.body['next']}"


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
