"""Workers over HTTP: rosters, names, absences with cover, who may see what."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest

from services.cases.staff.covering import covering_on
from services.cases.staff.users import my_worker
from shared.agencies import AgencyKind
from shared.clock import present_day
from shared.http.call import Call
from shared.identity.claims import Caller
from tests.services.cases.calls import problem
from tests.services.cases.place import OFFICE, POLICE, PROVIDER, WORKSTATION, Place
from tests.services.service import Client, Reply

pytestmark = pytest.mark.postgres

STREET = "410102001000"


def by(place: Place, agency: str = WORKSTATION, user: str = "chief", *regions: str) -> Client:
    """A user of an agency with the actions for staff."""
    return place.by(agency, *regions, user=user)


async def a_worker(api: Client, name: str = "社工甲", **more: Any) -> str:
    """A registered worker's id."""
    body = {"name": name, "region": STREET, "employment": "social_worker", **more}
    reply = await api.post("/v1/workers", {"joined_on": "2019-01-02", **body})
    assert reply.status == 201, reply
    return str(reply.body["worker_id"])


async def done(api: Client, path: str, body: Any, version: int) -> Reply:
    """A write that is accepted at a version."""
    reply = await api.post(path, body, If_Match=f'"{version}"')
    assert reply.status == 201, reply
    return reply


async def ids(api: Client, query: str = "") -> list[str]:
    """The workers that a roster lists, page by page."""
    found, after = [], ""
    while True:
        page = (await api.get(f"/v1/workers?limit=2{query}{after}")).body
        found += [each["worker_id"] for each in page["workers"]]
        if page["next"] is None:
            return found
        after = f"&after={page['next']}"


async def test_a_roster_is_listed_by_its_filters_page_by_page(place: Place) -> None:
    """Region, employment, field, who serves on a day, and a qualification on that day."""
    api = by(place)
    one = await a_worker(api, joined_on="2018-01-01")
    two = await a_worker(api, employment="volunteer", joined_on="2018-02-01")
    three = await a_worker(api, region="410102002000", field="prevention", joined_on="2019-03-01")
    assert await ids(api) == [one, two, three]
    assert await ids(api, "&employment=volunteer") == [two]
    assert await ids(api, f"&region={STREET}") == [one, two]
    assert await ids(api, "&field=prevention") == [three]
    assert await ids(api, "&serving_on=2018-06-01") == [one, two]
    held = {"qualification": "counsellor", "since": "2018-05-01", "until": "2019-05-01"}
    reply = await done(api, f"/v1/workers/{one}/qualifications", held, 1)
    assert await ids(api, "&qualification=counsellor&serving_on=2018-06-01") == [one]
    assert await ids(api, "&qualification=counsellor") == []
    entry = reply.body["qualification_id"]
    await done(api, f"/v1/workers/{one}/entries/{entry}/void", None, 2)
    assert await ids(api, "&qualification=counsellor&serving_on=2018-06-01") == []
    await done(
        api, f"/v1/workers/{two}/leaving", {"left_on": "2018-05-01", "reason": "resigned"}, 1
    )
    assert await ids(api, "&serving_on=2018-06-01") == [one]
    assert await ids(api) == [one, two, three]


async def test_overseers_see_coded_facts_of_their_region_and_nobody_else_does(
    place: Place,
) -> None:
    """No name is in them; another agency finds nothing, by any address."""
    worker = await a_worker(by(place))
    shown = (await by(place, POLICE).get("/v1/workers")).body["workers"]
    assert [each["worker_id"] for each in shown] == [worker]
    assert "社工甲" not in str(shown)
    assert await ids(by(place, POLICE), "&own=true") == []
    assert await ids(by(place, OFFICE)) == [worker]
    assert await ids(by(place, POLICE, "chief", "33")) == []
    for agency in (PROVIDER, POLICE):
        other = by(place, agency)
        path = f"/v1/workers/{worker}"
        for address in ("", "/name"):
            assert (await other.get(path + address)).status == 404
        left = {"left_on": "2019-05-01", "reason": "resigned"}
        refused = await other.post(f"{path}/leaving", left, If_Match='"1"')
        assert refused.status == 404
        assert (await other.get("/v1/workers/names")).body["workers"] == []
    assert await ids(by(place, PROVIDER)) == []
    assert worker not in str((await by(place, PROVIDER).get("/v1/changes")).body)
    assert worker not in str((await by(place, POLICE).get("/v1/changes")).body)


async def test_an_import_shows_workers_to_its_own_agency_alone(place: Place) -> None:
    """Whatever the regions of others are."""
    api, import_id = by(place), "0196a1f0-5d09-7b10-9c3d-52b7f8a40e99"
    body = {"name": "社工甲", "region": STREET, "employment": "volunteer"}
    made = await api.post("/v1/workers", body | {"joined_on": "2019-01-02"}, Import_Id=import_id)
    assert made.status == 201, made
    path = f"/v1/imports/{import_id}"
    shown = str((await api.get(path)).body)
    assert made.body["worker_id"] in shown
    assert "社工甲" not in shown
    assert made.body["worker_id"] not in str((await by(place, POLICE).get(path)).body)


async def test_names_are_logged_before_they_are_answered(place: Place) -> None:
    """One entry for a page, with the user; a corrected name takes the place of the first."""
    api = by(place)
    one, two = await a_worker(api, "社工甲"), await a_worker(api, "社工乙")
    await done(api, f"/v1/workers/{two}/correction", {"name": "社工丙"}, 1)
    page = await api.get("/v1/workers/names")
    assert page.body["workers"] == [
        {"worker_id": one, "name": "社工甲"},
        {"worker_id": two, "name": "社工丙"},
    ]
    assert page.headers["Cache-Control"] == "no-store"
    assert (await api.get(f"/v1/workers/{two}/name")).body["name"] == "社工丙"
    connection = await asyncpg.connect(place.dsn)
    looks = await connection.fetch(
        "SELECT agency, acting_user FROM vault_reads WHERE what = 'worker_names'"
    )
    data = await connection.fetch("SELECT data::text FROM events WHERE stream_id LIKE 'worker-%'")
    await connection.close()
    assert [tuple(row) for row in looks] == [(WORKSTATION, "chief")] * 2
    assert not any("社工" in row["data"] for row in data)
    assert (await by(place, user="").get("/v1/workers/names")).status == 403


async def test_a_user_is_one_workers_at_a_time(place: Place) -> None:
    """Kept as a keyed hash; free for another once the worker has left; `mine` finds the worker."""
    api = by(place)
    one, two = await a_worker(api, user="u-1"), await a_worker(api)
    taken = await api.post(f"/v1/workers/{two}/identity", {"user": "u-1"}, If_Match='"1"')
    problem(taken, 409, "user-taken")
    mine = await by(place, user="u-1").get("/v1/workers/mine")
    assert mine.body == {"worker_id": one}
    assert (await by(place, PROVIDER, "u-1").get("/v1/workers/mine")).body == {"worker_id": None}
    leaving = {"left_on": "2019-05-01", "reason": "resigned"}
    await done(api, f"/v1/workers/{one}/leaving", leaving, 2)
    await done(api, f"/v1/workers/{two}/identity", {"user": "u-1"}, 1)
    assert (await by(place, user="u-1").get("/v1/workers/mine")).body == {"worker_id": two}
    connection = await asyncpg.connect(place.dsn)
    rows = await connection.fetch("SELECT user_key FROM workers")
    said = await connection.fetch("SELECT data::text FROM events UNION ALL SELECT name FROM claims")
    await connection.close()
    assert all(len(row["user_key"]) == 64 for row in rows)
    assert not any("u-1" in row[0] for row in said)
    caller = Caller(WORKSTATION, ("41",), frozenset(), user="u-1", kind=AgencyKind.OTHER)
    found = await my_worker(place.context, Call(caller, "key", b"", None, ""))
    assert str(found) == two


async def test_nobody_covers_an_absent_worker(place: Place) -> None:
    """An absence without cover is listed; so is one whose cover is absent too, or has left."""
    api = by(place)
    away, cover, third = [await a_worker(api) for _ in range(3)]
    absence = {"since": "2019-08-01", "until": "2019-09-01"}
    reply = await done(api, f"/v1/workers/{away}/absences", absence, 1)
    path = f"/v1/workers/{away}/absences/{reply.body['absence_id']}"

    async def uncovered(day: str) -> list[str]:
        page = (await api.get(f"/v1/workers/absences?uncovered=true&on={day}")).body
        return [each["worker_id"] for each in page["absences"]]

    assert await uncovered("2019-08-01") == [away]
    assert await uncovered("2019-07-31") == await uncovered("2019-09-01") == []
    nobody = {"since": "2019-08-03", "covered_by": "00000000-0000-7000-8000-000000000001"}
    unknown = await api.post(f"{path}/cover", nobody, If_Match='"2"')
    errors = problem(unknown, 422, "invalid-request")["errors"]
    assert [(each["reason"], each["pointer"]) for each in errors] == [
        ("unknown_worker", "/covered_by")
    ]
    await done(api, f"{path}/cover", {"since": "2019-08-03", "covered_by": cover}, 2)
    assert (await uncovered("2019-08-02"), await uncovered("2019-08-03")) == ([away], [])
    too = {"since": "2019-08-10", "until": "2019-08-20", "covered_by": third}
    await done(api, f"/v1/workers/{cover}/absences", too, 1)
    assert await uncovered("2019-08-12") == [away]
    named = {"since": "2019-08-12", "covered_by": cover}
    refused = await api.post(f"{path}/cover", named, If_Match='"3"')
    problem(refused, 409, "cover-not-serving")
    await done(api, f"{path}/cover", {"since": "2019-08-12", "covered_by": third}, 3)
    assert await uncovered("2019-08-12") == []
    left = {"left_on": "2019-08-15", "reason": "resigned"}
    await done(api, f"/v1/workers/{third}/leaving", left, 1)
    assert set(await uncovered("2019-08-16")) == {away, cover}
    await done(api, f"{path}/return", {"until": "2019-08-14"}, 4)
    assert await uncovered("2019-08-16") == [cover]
    day = present_day().replace(2019, 8, 5)
    found = await covering_on(place.context.pool, WORKSTATION, UUID(away), day)
    assert found is not None
    assert str(found.covered_by) == cover
    stranger = await by(place, PROVIDER).get("/v1/workers/absences?on=2019-08-05")
    assert stranger.body["absences"] == []
