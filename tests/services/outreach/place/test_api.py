"""Places and their use over HTTP, on a real database; coverage and informants beside them."""

from typing import Any

import pytest

from shared.agencies import AgencyKind
from tests.agencies import id_of
from tests.services.cases.calls import problem
from tests.services.outreach.activity.test_api import plan
from tests.services.outreach.test_api import SESSION
from tests.services.service import Client

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
    """A session takes it off, its void puts it back; a training only says that it was there."""
    hotel = await entered(api, HOTEL)
    await entered(api, HOTEL, name="大宾馆")
    asked = "&must_enter=true&entered=false&year="
    body = SESSION | {"place_kind": "hotel", "place_id": hotel}
    training = body | {"kind": "cadre_training"}
    assert (await api.post("/v1/activities", training)).status == 201
    assert len(await names(api, f"{asked}2019")) == 2
    refused = await api.post(f"/v1/places/{hotel}/void", MISTAKEN, **versioned(1))
    problem(refused, 409, "place-was-used")
    held = await api.post("/v1/activities", body)
    assert held.status == 201, held
    assert await names(api, f"{asked}2019") == ["大宾馆"]
    assert await names(api, "&must_enter=true&entered=true&year=2019") == ["小营宾馆"]
    assert len(await names(api, f"{asked}2018")) == 2
    assert await names(api, f"{asked}2017") == []  # none was open yet
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
    refused = await api.post("/v1/activities/plans", plan(place_id=place))
    said = problem(refused, 409, "place-not-open-then")
    assert [each["pointer"] for each in said["errors"]] == ["/planned_on"]


async def test_an_activity_and_its_place_lie_in_one_region(api: Client) -> None:
    """Or one of them in the other's: a street meets in a community, a community in its street."""
    here = await entered(api, SHOP)
    of_street = await entered(api, SHOP, region="410102001000", name="街道超市")
    for region, place_id, status in (
        (HERE, here, 201),
        ("410102001000", here, 201),
        ("410102000000", here, 201),
        (HERE, of_street, 201),
        (THERE, here, 409),
        (ELSEWHERE, of_street, 409),
    ):
        body = SESSION | {"region": region, "place_id": place_id}
        reply = await api.post("/v1/activities", body)
        assert reply.status == status, (region, reply)
        drafted = await api.post("/v1/activities/plans", plan(region=region, place_id=place_id))
        assert drafted.status == status, (region, drafted)
        if status == 409:
            for refused in (reply, drafted):
                said = problem(refused, 409, "place-elsewhere")
                assert [each["pointer"] for each in said["errors"]] == ["/place_id"]


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
