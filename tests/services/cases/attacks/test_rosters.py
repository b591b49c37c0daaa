"""Rosters and posts, tried from other regions, by other agencies, and with numbers in codes."""

from typing import Any

import pytest

from tests.services.cases.calls import problem
from tests.services.cases.place import FAR, HOSPITAL, POLICE, PROVIDER, WORKSTATION, Place
from tests.services.cases.points.exchanging import a_station
from tests.services.cases.staff.test_own_file import Staffed

pytestmark = pytest.mark.postgres

NOBODY = "0196a1f0-0000-7000-8000-000000000000"
NUMBER = "110101199003070011"
AWAY: dict[str, dict[str, Any]] = {
    "correction": {"employment": "volunteer"},
    "identity": {"user": "u-2"},
    "move": {"region": "410102002000", "moved_on": "2020-01-01"},
    "leaving": {"left_on": "2020-06-30", "reason": "resigned"},
    "qualifications": {"qualification": "counsellor", "since": "2018-05-01"},
    "trainings": {"training": "first_aid", "hours": 8, "attended_on": "2019-05-06"},
    "absences": {"since": "2024-01-01", "until": "2024-02-01"},
}
POST = {
    "provider": PROVIDER,
    "region": "410102001000",
    "bought_on": "2017-12-01",
    "since": "2018-01-01",
    "until": "2021-01-01",
    "funds": "city",
    "year": 2017,
}


async def test_a_worker_is_within_the_regions_of_the_token(place: Place) -> None:
    """As the list says: a token of another county, or of no region there, finds no such worker."""
    staffed = Staffed(place, "", "", "")
    worker = await staffed.registers(user="u-1")
    path = f"/v1/workers/{worker}"
    callers = [
        place.by(WORKSTATION, FAR),
        place.by(WORKSTATION, "410105"),
        place.by(PROVIDER),
        place.by(POLICE),
    ]
    for api in callers:
        for read in ("", "/name"):
            there, nobodys = [
                await api.get(f"/v1/workers/{each}{read}") for each in (worker, NOBODY)
            ]
            problem(there, 404, "not-found")
            assert there.body == nobodys.body
        for what, body in AWAY.items():
            there, nobodys = [
                await api.post(f"/v1/workers/{each}/{what}", body, If_Match='"2"')
                for each in (worker, NOBODY)
            ]
            assert there.status == 404, (what, there)
            assert (there.status, there.body) == (nobodys.status, nobodys.body)
    own = await place.by(WORKSTATION).get(path)
    assert (own.status, own.body["version"]) == (200, 2)


async def test_a_post_is_within_the_regions_of_the_token(place: Place) -> None:
    """Neither read nor changed from elsewhere, by who bought it or by who provides for it."""
    bought = await place.by(WORKSTATION).post("/v1/posts", POST)
    assert bought.status == 201, bought
    path = f"/v1/posts/{bought.body['post_id']}"
    end = {"ended_on": "2019-01-01", "reason": "contract_ended"}
    for api in (
        place.by(WORKSTATION, FAR),
        place.by(PROVIDER, "410105"),
        place.by(HOSPITAL),
    ):
        problem(await api.get(path), 404, "not-found")
        assert (await api.post(f"{path}/end", end, If_Match='"1"')).status == 404


async def test_no_code_of_a_roster_is_an_id_number(place: Place) -> None:
    """What is a code of the place is published: it holds nobody's number, in any spelling."""
    staffed = Staffed(place, "", "", "")
    path, api = f"/v1/workers/{await staffed.registers()}", staffed.by("chief")
    for what, body in (
        ("qualifications", {"qualification": f"x{NUMBER}", "since": "2018-05-01"}),
        (
            "qualifications",
            {"qualification": f"id_{NUMBER[:6]}_{NUMBER[6:]}", "since": "2018-05-01"},
        ),
        ("trainings", {"training": f"x{NUMBER}", "hours": 8, "attended_on": "2019-05-06"}),
        ("correction", {"unit": f"网格 {NUMBER}"}),
    ):
        reply = await api.post(f"{path}/{what}", body, If_Match='"1"')
        found = problem(reply, 422, "invalid-request")
        reasons = {each["reason"] for each in found["errors"]}
        assert reasons & {"holds_id_number", "bad_format"}  # a code begins with a letter
        assert NUMBER not in str(reply.body)


async def test_the_year_of_a_post_is_a_year(place: Place) -> None:
    """A number, of four digits; others were taken, or failed the service."""
    api = place.by(WORKSTATION)
    for year in (99_999_999_999, -5, 0, "2017", 2017.0, True):
        problem(await api.post("/v1/posts", {**POST, "year": year}), 422, "invalid-request")
    for asked in ("99999999999", "-5", "2017.0"):
        problem(await api.get(f"/v1/posts?year={asked}"), 422, "invalid-request")


async def test_a_worker_serves_at_a_workstation_that_there_is(place: Place) -> None:
    """Of the caller's regions; one elsewhere is answered like one that nobody has registered."""
    staffed, api = Staffed(place, "", "", ""), place.by(WORKSTATION)
    far = await place.by(WORKSTATION, FAR).post(
        "/v1/workstations", {"region": "330102001000", "name": "远站"}
    )
    near = await a_station(api)
    worker = await staffed.registers(workstation_id=near)
    body = {"name": "社工乙", "employment": "volunteer", "joined_on": "2019-01-02"}
    for station in (NOBODY, far.body.get("workstation_id", NOBODY)):
        at = {"region": "410102001000", "workstation_id": station}
        for reply in (
            await api.post("/v1/workers", {**body, **at}),
            await api.post(
                f"/v1/workers/{worker}/move", {**at, "moved_on": "2020-01-01"}, If_Match='"1"'
            ),
        ):
            errors = problem(reply, 422, "invalid-request")["errors"]
            assert [each["reason"] for each in errors] == ["unknown_workstation"]
