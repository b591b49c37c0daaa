"""Who sees and enters what of points: by the table's cell of help, and nobody else."""

import pytest

from tests.services.cases.calls import problem
from tests.services.cases.place import HOSPITAL, OFFICE, POLICE, PROVIDER, WORKSTATION, Place
from tests.services.cases.points.exchanging import a_station, an_item, exchange

pytestmark = pytest.mark.postgres


async def test_the_account_is_read_as_help_is(place: Place) -> None:
    """The responsible agency writes, overseers read, and for others there is no such case."""
    api = place.by(WORKSTATION)
    station = await a_station(api)
    item = await an_item(api, station)
    case = await place.opened(WORKSTATION)
    merit = {"occurred_on": "2020-01-10", "merit": "goal_met"}
    path = f"/v1/cases/{case}"
    for agency, status in ((OFFICE, 403), (POLICE, 403), (PROVIDER, 404), (HOSPITAL, 404)):
        caller = place.by(agency)
        assert (await caller.post(f"{path}/merits", merit)).status == status
        assert (await exchange(caller, case, station, item)).status == status
        read = await caller.get(f"{path}/points")
        assert read.status == (200 if status == 403 else 404)
    assert (await api.post(f"{path}/merits", merit)).status == 201
    spent = await exchange(api, case, station, item)
    assert spent.status == 201, spent
    void = f"{path}/points/exchanges/{spent.body['entry_id']}/void"
    problem(await place.by(POLICE).post(void, {"reason": "mistaken"}), 403, "not-entitled")
    # Passed on, the account goes with the case.
    await place.reassigned(case, PROVIDER, (await api.get(path)).body["version"])
    assert (await api.get(f"{path}/points")).status == 404
    assert (await api.post(void, {"reason": "mistaken"})).status == 404
    account = await place.by(PROVIDER).get(f"{path}/points?year=2024")
    assert account.body["lines"][0]["about"] == spent.body["entry_id"]
    assert (await place.by(PROVIDER).post(void, {"reason": "mistaken"})).status == 201


async def test_a_shop_of_another_county_has_nothing_for_a_case(place: Place) -> None:
    """Nor is told whether it has the item."""
    api = place.by(WORKSTATION)
    far = {"region": "410105001000", "name": "丙站"}
    made = await api.post("/v1/workstations", far)
    item = await an_item(api, made.body["workstation_id"])
    case = await place.opened(WORKSTATION)
    await api.post(f"/v1/cases/{case}/merits", {"occurred_on": "2020-01-10", "merit": "goal_met"})
    reply = await exchange(api, case, made.body["workstation_id"], item)
    problem(reply, 409, "item-unknown")


async def test_what_was_imported_of_exchanges_is_shown_by_todays_right(place: Place) -> None:
    """An agency that lost the case sees nothing of them any more."""
    api = place.by(WORKSTATION)
    station = await a_station(api)
    item = await an_item(api, station)
    case = await place.opened(WORKSTATION)
    await api.post(f"/v1/cases/{case}/merits", {"occurred_on": "2020-01-10", "merit": "goal_met"})
    import_id = "0196a1f2-3e00-7b6c-8d25-f0c94a71e836"
    assert (await exchange(api, case, station, item, Import_Id=import_id)).status == 201
    (entry,) = (await api.get(f"/v1/imports/{import_id}")).body["entries"]
    assert entry["type"] == "cases.PointsSpent.v1"
    assert "client_id" not in entry["facts"]
    await place.reassigned(case, PROVIDER, (await api.get(f"/v1/cases/{case}")).body["version"])
    assert (await api.get(f"/v1/imports/{import_id}")).status == 404
