"""Following exchanges of points: to whom they are offered, and how; and waiting for them."""

import asyncio

import pytest

from tests.services.cases.changes.calls import changes, of_case
from tests.services.cases.place import OFFICE, PROVIDER, WORKSTATION, Place
from tests.services.cases.points.exchanging import a_station, an_item, exchange

pytestmark = pytest.mark.postgres

MERIT = {"occurred_on": "2020-01-10", "merit": "goal_met"}


async def test_exchanges_are_offered_to_who_may_read_of_help(place: Place) -> None:
    """And what was taken back; who has the case no more is offered neither any longer."""
    api = place.by(WORKSTATION)
    station = await a_station(api)
    item = await an_item(api, station)
    case = await place.opened(WORKSTATION)
    path = f"/v1/cases/{case}"
    assert (await api.post(f"{path}/merits", MERIT)).status == 201
    spent = (await exchange(api, case, station, item)).body["entry_id"]
    void = f"{path}/points/exchanges/{spent}/void"
    back = (await api.post(void, {"reason": "mistaken"})).body["entry_id"]
    for agency in (WORKSTATION, OFFICE):
        *_, out, returned = await of_case(place.by(agency), case)
        assert (out["type"], returned["type"]) == (
            "cases.PointsSpent.v1",
            "cases.SpendingTakenBack.v1",
        )
        assert (out["entry_id"], returned["entry_id"]) == (spent, back)
        assert out["facts"] == {
            "occurred_on": "2024-03-04",
            "workstation_id": station,
            "item_id": item,
            "item": "大米",
            "quantity": 1,
            "cost": 10,
        }
        assert returned["facts"]["voids"] == spent
        assert {out[name] for name in ("version", "relation")} == {None}
    assert "PointsSpent" not in str(await of_case(place.by(PROVIDER), case))
    await place.reassigned(case, PROVIDER, (await api.get(path)).body["version"])
    assert "PointsSpent" not in str(await of_case(api, case))
    assert "PointsSpent" in str(await of_case(place.by(PROVIDER), case))


async def test_an_exchange_wakes_who_waits(place: Place) -> None:
    """As an entry of the case does."""
    api = place.by(WORKSTATION)
    station = await a_station(api)
    item = await an_item(api, station)
    case = await place.opened(WORKSTATION)
    assert (await api.post(f"/v1/cases/{case}/merits", MERIT)).status == 201
    after = (await changes(api))["next"]
    waiting = asyncio.create_task(changes(api, after, wait=20))
    await asyncio.sleep(1)
    assert not waiting.done()
    assert (await exchange(api, case, station, item)).status == 201
    (found,) = (await asyncio.wait_for(waiting, 15))["changes"]
    assert found["type"] == "cases.PointsSpent.v1"
