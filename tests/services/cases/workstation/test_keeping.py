"""Who keeps the exchange shop and the relief box of a workstation."""

from datetime import timedelta
from typing import Any

import pytest

from shared.clock import present_day
from tests.services.cases.calls import REGION, problem
from tests.services.cases.place import OFFICE, PROVIDER, WORKSTATION, Place
from tests.services.cases.points.exchanging import exchange
from tests.services.service import Client

pytestmark = pytest.mark.postgres

ITEM = {"name": "大米", "points": 5, "since": "2019-01-01"}
DAY = timedelta(days=1)
LATER = str(present_day() + 365 * DAY)
GIVEN = {"occurred_on": "2024-05-01", "amount_fen": 100}


async def a_station(api: Client) -> str:
    """A workstation that an agency registers."""
    reply = await api.post("/v1/workstations", {"region": REGION, "name": "甲站"})
    assert reply.status == 201, reply
    return str(reply.body["workstation_id"])


async def entered(api: Client, station: str) -> list[int]:
    """How an item that is offered, and a donation, are answered."""
    base = f"/v1/workstations/{station}"
    replies = [
        await api.post(f"{base}/shop/items", ITEM),
        await api.post(f"{base}/relief-box/donations", GIVEN),
    ]
    for reply in replies:
        if reply.status == 403:
            problem(reply, 403, "not-kept-by-you")
    return [reply.status for reply in replies]


async def test_a_stranger_of_the_region_keeps_nothing(place: Place) -> None:
    """Neither stock nor relief; both are read, and a case's points are exchanged there."""
    station = await a_station(place.by(OFFICE))
    base = f"/v1/workstations/{station}"
    provider, office = place.by(PROVIDER), place.by(OFFICE)
    assert await entered(provider, station) == [403, 403]
    item = (await office.post(f"{base}/shop/items", ITEM)).body["item_id"]
    stock = {"occurred_on": "2019-01-02", "quantity": 4}
    assert (await office.post(f"{base}/shop/items/{item}/receipts", stock)).status == 201
    lost = {"occurred_on": "2019-02-01", "quantity": 1, "reason": "damaged"}
    for path, body in (
        (f"shop/items/{item}/write-offs", lost),
        (f"shop/items/{item}/counts", {"occurred_on": "2019-02-01", "counted": 0}),
        (f"shop/items/{item}/withdrawal", {"until": "2019-02-01"}),
        ("relief-box/proposals", {**GIVEN, "purpose": "medical"}),
    ):
        problem(await provider.post(f"{base}/{path}", body), 403, "not-kept-by-you")
    for what in ("shop", "relief-box"):
        assert (await provider.get(f"{base}/{what}")).status == 200
    case = await place.opened(PROVIDER)
    merit = {"occurred_on": "2020-01-10", "merit": "goal_met"}
    assert (await provider.post(f"/v1/cases/{case}/merits", merit)).status == 201
    assert (await exchange(provider, case, station, item)).status == 201


async def _its_post(place: Place, station: str, until: str = LATER) -> None:
    bought: dict[str, Any] = {"provider": PROVIDER, "region": REGION, "bought_on": "2018-12-01"}
    bought |= {"since": "2019-01-01", "until": until, "funds": "city", "year": 2018}
    office = place.by(OFFICE)
    post = (await office.post("/v1/posts", bought)).body["post_id"]
    placed = {"workstation_id": station, "placed_on": "2019-01-01"}
    reply = await office.post(f"/v1/posts/{post}/placement", placed, If_Match='"1"')
    assert reply.status == 201, reply


async def _its_case(place: Place, station: str) -> None:
    await place.opened(PROVIDER, workstation_id=station)


@pytest.mark.parametrize("serves", [_its_post, _its_case])
async def test_who_serves_at_a_workstation_keeps_what_it_has(place: Place, serves: Any) -> None:
    """By a post that was bought of it and placed there, or by a case of the workstation."""
    station = await a_station(place.by(OFFICE))
    assert await entered(place.by(PROVIDER), station) == [403, 403]
    await serves(place, station)
    assert await entered(place.by(PROVIDER), station) == [201, 201]


@pytest.mark.parametrize(("days", "expected"), [(1, [201, 201]), (0, [403, 403])])
async def test_a_post_makes_nobody_a_keeper_after_its_contract(
    place: Place, days: int, expected: list[int]
) -> None:
    """On the contract's last day it does; on the day after it does not, though nobody ended it."""
    station = await a_station(place.by(OFFICE))
    await _its_post(place, station, until=str(present_day() + days * DAY))
    assert await entered(place.by(PROVIDER), station) == expected


async def test_nobody_names_itself_by_its_own_roster(place: Place) -> None:
    """A roster says what its agency likes: a worker at the workstation makes it no keeper."""
    station = await a_station(place.by(OFFICE))
    body = {
        "name": "社工甲",
        "region": REGION,
        "employment": "social_worker",
        "joined_on": "2019-01-02",
        "workstation_id": station,
    }
    reply = await place.by(PROVIDER).post("/v1/workers", body)
    assert reply.status == 201, reply
    assert await entered(place.by(PROVIDER), station) == [403, 403]


async def test_the_street_and_who_registered_the_workstation_keep_what_it_has(
    place: Place,
) -> None:
    """The street's workstation also where another agency registered it."""
    station = await a_station(place.by(PROVIDER))
    for agency in (PROVIDER, WORKSTATION):
        base = f"/v1/workstations/{station}/relief-box/donations"
        assert (await place.by(agency).post(base, GIVEN)).status == 201
    assert await entered(place.by(OFFICE), station) == [403, 403]
