"""Workstations over HTTP."""

from uuid import UUID

import asyncpg
import pytest

from services.cases.workstation.listing import PAGE
from shared.ids import new_id
from tests.plans import PLANNED, explained
from tests.services.cases.calls import problem
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


async def test_workstations_are_listed_by_their_regions(api: Client) -> None:
    """Those of one's regions and below, page by page; from above, and by name, as they serve."""
    regions = ["410102001000", "410103000000", "410102002003", "410102001000", "330106001000"]
    wide = api.as_agency("agency", "41", "33")
    stations = {}
    for number, region in enumerate(regions):
        body = {"region": region, "name": f"{number}号站"}
        made = await wide.post("/v1/workstations", body)
        stations[made.body["workstation_id"]] = body
    for own, narrowed in [
        (("41",), None),
        (("41", "33"), None),
        (("3301", "410102001", "410103"), None),
        (("41", "33"), "410102000000"),
        (("410102001",), "410000000000"),
        (("41",), "330000000000"),
    ]:
        caller, found, query = api.as_agency("agency", *own), [], "limit=2"
        query += f"&region={narrowed}" if narrowed else ""
        page = (await caller.get(f"/v1/workstations?{query}")).body
        found += page["workstations"]
        while page["next"]:
            page = (await caller.get(f"/v1/workstations?{query}&after={page['next']}")).body
            found += page["workstations"]
        expected = sorted(
            (body["region"], station)
            for station, body in stations.items()
            if body["region"].startswith(own)
            and body["region"].startswith((narrowed or "").rstrip("0"))
        )
        assert [(each["region"], each["workstation_id"]) for each in found] == expected
        assert all(stations[each["workstation_id"]]["name"] == each["name"] for each in found)
    refused = problem(await api.get("/v1/workstations?name=0号站"), 422, "invalid-request")
    assert [error["parameter"] for error in refused["errors"]] == ["region"]


@pytest.mark.parametrize("counted", [True, False], ids=["counted", "not counted"])
@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
async def test_workstations_are_read_along_an_index(dsn: str, mode: str, counted: bool) -> None:
    """A page reads as many rows as it has, wherever in a long list it begins."""
    connection = await asyncpg.connect(dsn, server_settings=PLANNED)
    try:
        await connection.execute(
            "INSERT INTO workstations SELECT gen_random_uuid(),"
            " '4101' || lpad((n % 99)::text, 2, '0') || '001001', '站', ''"
            " FROM generate_series(1, 20000) AS n"
        )
        if counted:
            await connection.execute("ANALYZE workstations")
        await connection.execute(f"SET plan_cache_mode = {mode}")
        for place in ("", "410150001001"):
            given = [["41"], place, UUID(int=0), UUID(int=0)]
            plan = await explained(connection, PAGE.format(limit=51), given)
            assert "workstations_region" in plan.indexes
            assert not plan.whole
            assert plan.rows <= 51
    finally:
        await connection.close()
