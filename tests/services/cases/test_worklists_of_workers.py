"""Whose cases are whose: the worklist of a worker, who is covered, and cases that nobody has."""

from datetime import timedelta
from typing import Any

import pytest

from shared.agencies import AgencyKind
from shared.clock import present_day
from tests.agencies import id_of
from tests.services.cases.calls import problem
from tests.services.cases.place import ALL, PROVIDER, WORKSTATION, Place
from tests.services.cases.worklist.made import make_worklist
from tests.services.service import Client

pytestmark = pytest.mark.postgres

STAFF = (*ALL, "staff:read", "staff:write")
COMMUNITY = id_of(AgencyKind.COMMUNITY)
TODAY = present_day()
JOINED = "2019-03-20"


def by(place: Place, agency: str = WORKSTATION, user: str = "chief") -> Client:
    """A user of an agency with the actions for staff."""
    return place.by(agency, actions=STAFF, user=user)


async def a_worker(api: Client, name: str = "社工甲", **more: Any) -> str:
    """A registered worker's id."""
    body = {"name": name, "region": "410102001000", "employment": "social_worker"}
    reply = await api.post("/v1/workers", {**body, "joined_on": "2019-01-02", **more})
    assert reply.status == 201, reply
    return str(reply.body["worker_id"])


async def joins(api: Client, case: str, worker: str, **more: Any) -> str:
    """A worker of the caller's joins the team of a case; the joining's id."""
    body = {"occurred_on": JOINED, "role": "social_worker", "worker_id": worker, **more}
    reply = await api.post(f"/v1/cases/{case}/team", body)
    assert reply.status == 201, reply
    return str(reply.body["entry_id"])


async def is_absent(api: Client, worker: str, version: int, **more: Any) -> None:
    """A worker is absent since ten days ago."""
    since, until = TODAY - timedelta(days=10), TODAY + timedelta(days=10)
    body = {"since": str(since), "until": str(until), **more}
    reply = await api.post(f"/v1/workers/{worker}/absences", body, If_Match=f'"{version}"')
    assert reply.status == 201, reply


async def due(api: Client, worker: str, query: str = "") -> set[str]:
    """The cases on the worklist of a worker."""
    reply = await api.get(f"/v1/worklist?worker={worker}{query}")
    assert reply.status == 200, reply
    return {each["case_id"] for each in reply.body["items"]}


async def orphaned(api: Client) -> set[str]:
    """The cases that nobody has."""
    reply = await api.get("/v1/cases?orphaned=true")
    assert reply.status == 200, reply
    return {each["case_id"] for each in reply.body["cases"]}


async def test_mine_is_what_is_due_in_the_cases_of_the_user_who_calls(place: Place) -> None:
    """And in those of the workers for whom the user stands in today, as long as that lasts."""
    api = by(place)
    me, other, third = [
        await a_worker(api, user=user) for user in ("user-me", "user-other", "user-third")
    ]
    cases = [await place.opened(WORKSTATION) for _ in range(3)]
    for case, worker in zip(cases, (me, other, third), strict=True):
        await joins(api, case, worker)
    await make_worklist(place.dsn)
    mine = by(place, user="user-me")
    assert await due(mine, "mine") == {cases[0]} == await due(api, me)
    await is_absent(api, other, 2, covered_by=me)
    assert await due(mine, "mine") == {cases[0], cases[1]}
    assert await due(mine, "mine", f"&case_id={cases[1]}") == {cases[1]}
    assert await due(by(place, user="user-other"), "mine") == {cases[1]}
    await is_absent(api, me, 2)
    assert await due(mine, "mine") == {cases[0]}, "who is absent stands in for nobody"
    nobody = await by(place, user="somebody").get("/v1/worklist?worker=mine")
    assert problem(nobody, 422, "invalid-request")["errors"][0]["reason"] == "not_a_worker"
    others = await by(place, PROVIDER).get(f"/v1/worklist?worker={me}")
    assert problem(others, 422, "invalid-request")["errors"][0]["reason"] == "unknown_worker"


async def test_a_member_of_another_agency_has_the_case_on_the_own_worklist(place: Place) -> None:
    """With what the member may read of it; not after leaving."""
    community = by(place, COMMUNITY)
    worker = await a_worker(community, employment="grid_administrator", user="user-grid")
    case = await place.opened(WORKSTATION)
    own = by(place)
    member = {"role": "grid_administrator", "agency": COMMUNITY}
    joining = await joins(own, case, worker, **member)
    await make_worklist(place.dsn)
    mine = by(place, COMMUNITY, "user-grid")
    assert await due(mine, "mine") == {case}
    listed = (await mine.get("/v1/worklist?worker=mine")).body["items"]
    assert not {"test", "assessment"} & {each["duty"] for each in listed}
    body = {"occurred_on": "2019-06-20", "reason": "moved"}
    left = await own.post(f"/v1/cases/{case}/team/{joining}/leaving", body)
    assert left.status == 201, left
    assert await due(mine, "mine") == set()


async def test_cases_that_nobody_has_are_listed_until_somebody_takes_them(place: Place) -> None:
    """Without a social worker, with one who has left, or who is absent and nobody stands in."""
    api = by(place)
    cases = [await place.opened(WORKSTATION) for _ in range(4)]
    workers = [await a_worker(api) for _ in range(4)]
    assert await orphaned(api) == {*cases}
    for case, worker in zip(cases, workers, strict=True):
        await joins(api, case, worker)
    assert await orphaned(api) == set()
    left = {"left_on": "2020-01-01", "reason": "resigned"}
    reply = await api.post(f"/v1/workers/{workers[0]}/leaving", left, If_Match='"1"')
    assert reply.status == 201, reply
    assert await orphaned(api) == {cases[0]}
    await joins(api, cases[0], workers[3])
    assert await orphaned(api) == set()


async def test_nobody_covers_an_absent_worker(place: Place) -> None:
    """Regression: nobody covers an absent worker. The cases are shown as nobody's, after as many
    days as the policy says, until somebody stands in.
    """
    api = by(place)
    absent, other = await a_worker(api), await a_worker(api)
    case = await place.opened(WORKSTATION)
    await joins(api, case, absent)
    await is_absent(api, absent, 1)
    assert await orphaned(api) == {case}
    absence = (await api.get("/v1/workers/absences?uncovered=true")).body["absences"][0]
    path = f"/v1/workers/{absent}/absences/{absence['absence_id']}/cover"
    body = {"since": str(TODAY), "covered_by": other}
    assert (await api.post(path, body, If_Match='"2"')).status == 201
    assert await orphaned(api) == set()
    await make_worklist(place.dsn)
    assert await due(api, other) == {case}
    reply = await api.post(
        f"/v1/workers/{other}/leaving",
        {"left_on": str(TODAY), "reason": "resigned"},
        If_Match='"1"',
    )
    assert reply.status == 201, reply
    assert await orphaned(api) == {case}, "who has left stands in for nobody"


async def test_an_ended_case_is_nobodys_and_is_not_missed(place: Place) -> None:
    """Nor one at large that never had a social worker."""
    api = by(place)
    ended = await place.opened(WORKSTATION)
    body = {"occurred_on": "2019-09-01", "ending": "died", "evidence": "death_certificate"}
    assert (await api.post(f"/v1/cases/{ended}/ending", body)).status == 201
    at_large = await place.opened(WORKSTATION, kind="at_large", decided_on=None)
    assert await orphaned(api) == set()
    worker = await a_worker(api)
    joining = await joins(api, at_large, worker)
    left = {"occurred_on": "2019-06-20", "reason": "own_wish"}
    await api.post(f"/v1/cases/{at_large}/team/{joining}/leaving", left)
    assert await orphaned(api) == {at_large}
