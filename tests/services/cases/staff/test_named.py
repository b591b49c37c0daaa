"""Workers whom the entries of a case name: known by the roster, and as qualified as is said."""

from typing import Any

import pytest

from tests.services.cases.calls import problem
from tests.services.cases.place import POLICE, WORKSTATION, Place
from tests.services.cases.staff.test_api import a_worker, by, done
from tests.services.service import Reply

pytestmark = pytest.mark.postgres

TALK = {"occurred_on": "2019-03-16", "qualification": "counsellor", "mode": "office"}
GOAL = {"occurred_on": "2019-03-20", "goal": "work", "due_on": "2019-09-30"}
NOBODY = "00000000-0000-7000-8000-000000000001"


def unknown(reply: Reply, pointer: str, reason: str = "unknown_worker") -> None:
    """Whether a worker was refused at a field."""
    problem(reply, 422, "invalid-request")
    [error] = reply.body["errors"]
    assert (error["pointer"], error["reason"]) == (pointer, reason)


async def test_a_counsellor_of_the_roster_is_qualified_on_the_day(place: Place) -> None:
    """By the code of the qualification, from its first day until its last; nobody is assumed."""
    api = by(place)
    path = f"/v1/cases/{await place.opened(WORKSTATION)}/counselling"
    worker = await a_worker(api)
    body: dict[str, Any] = {**TALK, "counsellor_id": worker}
    refused = await api.post(path, body)
    problem(refused, 409, "counsellor-not-qualified")
    assert "本单位名册" in refused.body["detail_zh"]
    held = {"qualification": "counsellor", "since": "2019-03-16", "until": "2020-03-16"}
    await done(api, f"/v1/workers/{worker}/qualifications", held, 1)
    assert (await api.post(path, body)).status == 201
    other = {**body, "qualification": "psychiatrist"}
    problem(await api.post(path, other), 409, "counsellor-not-qualified")
    for day, status in (("2019-03-15", 409), ("2020-03-15", 201), ("2020-03-16", 409)):
        assert (await api.post(path, {**body, "occurred_on": day})).status == status
    again = await api.post(path, body, key="again")
    assert again.status == 201
    entry = (await api.get(f"/v1/workers/{worker}")).body["qualifications"][0]["qualification_id"]
    await done(api, f"/v1/workers/{worker}/entries/{entry}/void", None, 2)
    problem(await api.post(path, body), 409, "counsellor-not-qualified")
    replayed = await api.post(path, body, key="again")
    assert (replayed.status, replayed.body) == (201, again.body), "what was answered is so again"
    await done(api, f"/v1/workers/{worker}/qualifications", held, 3)
    left = {"left_on": "2020-01-01", "reason": "resigned"}
    await done(api, f"/v1/workers/{worker}/leaving", left, 4)
    assert (await api.post(path, {**body, "occurred_on": "2019-12-31"})).status == 201
    gone = await api.post(path, {**body, "occurred_on": "2020-01-01"})
    unknown(gone, "/counsellor_id", "not_serving")


async def test_workers_of_other_agencies_and_of_none_are_unknown(place: Place) -> None:
    """Of the roster of the own agency alone; both are answered alike."""
    api = by(place)
    path = f"/v1/cases/{await place.opened(WORKSTATION)}"
    theirs = await a_worker(by(place, POLICE))
    for worker in (theirs, NOBODY):
        unknown(
            await api.post(f"{path}/counselling", {**TALK, "counsellor_id": worker}),
            "/counsellor_id",
        )
        unknown(await api.post(f"{path}/goals", {**GOAL, "worker_id": worker}), "/worker_id")
    own = await a_worker(api)
    reply = await api.post(f"{path}/goals", {**GOAL, "worker_id": own})
    assert reply.status == 201
    change = {"occurred_on": "2019-04-20", "due_on": "2019-10-31", "worker_id": theirs}
    unknown(await api.post(f"{path}/goals/{reply.body['entry_id']}/change", change), "/worker_id")
