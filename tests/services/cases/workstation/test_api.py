"""Workstations over HTTP."""

import pytest

from shared.ids import new_id
from tests.services.service import Client

pytestmark = pytest.mark.postgres


async def test_a_workstation_is_registered_once(api: Client) -> None:
    """The same name in the same place is the same workstation."""
    body = {"region": "410102001000", "name": "410102001工作站"}
    first, again = (
        await api.post("/v1/workstations", body),
        await api.post("/v1/workstations", body),
    )
    assert (first.status, again.status) == (201, 200)
    assert first.body["workstation_id"] == again.body["workstation_id"]


async def test_a_workstation_is_found_by_its_name_from_the_regions_it_serves(api: Client) -> None:
    """From a community below its street; not from another street, nor by who works elsewhere."""
    body = {"region": "410102001000", "name": "一号站"}
    station = (await api.post("/v1/workstations", body)).body["workstation_id"]
    path = "/v1/workstations?name=一号站&region="
    (found,) = (await api.get(f"{path}410102001003")).body["workstations"]
    assert found == {"workstation_id": station, "region": "410102001000", "name": "一号站"}
    assert (await api.get(f"{path}410102002003")).body == {"workstations": [], "next": None}
    stranger = api.as_agency("agency", "33")
    assert (await stranger.get(f"{path}410102001003")).body == {"workstations": [], "next": None}


async def test_a_workstation_is_shown_to_those_whom_it_serves(api: Client) -> None:
    """At the address that its registration answered; to others it is not there."""
    body = {"region": "410102001000", "name": "一号站", "kind": "站"}
    made = await api.post("/v1/workstations", body)
    station = made.body["workstation_id"]
    assert made.headers["Location"] == f"/v1/workstations/{station}"
    for region in ("41", "410102001", "410102001003"):
        shown = await api.as_agency("agency", region).get(made.headers["Location"])
        assert shown.body == {"workstation_id": station, "version": 1, **body}
        assert shown.headers["ETag"] == '"1"'
    for region in ("33", "410102002", "410102002003"):
        stranger = api.as_agency("agency", region)
        assert (await stranger.get(made.headers["Location"])).status == 404
    assert (await api.get(f"/v1/workstations/{new_id()}")).status == 404
