"""A worker who was a client never opens the own file."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.services.cases.calls import CONTACT, REGION, WHY, problem
from tests.services.cases.place import OFFICE, POLICE, PROVIDER, WORKSTATION, Place
from tests.services.cases.worklist.made import make_worklist
from tests.services.service import Client

pytestmark = pytest.mark.postgres


@dataclass
class Staffed:
    """A place whose workstation has a case of its own worker, under a number."""

    place: Place
    number: str
    case: str
    client: str

    def by(self, user: str, agency: str = WORKSTATION) -> Client:
        """A user of an agency; "" for a call that names none."""
        return self.place.by(agency, user=user)

    async def registers(self, agency: str = WORKSTATION, **more: Any) -> str:
        """A worker of an agency, registered by its chief."""
        body = {
            "name": "社工甲",
            "region": "410102001000",
            "employment": "social_worker",
            "joined_on": "2019-01-02",
            **more,
        }
        reply = await self.by("chief", agency).post("/v1/workers", body)
        assert reply.status == 201, reply
        return str(reply.body["worker_id"])


@pytest.fixture
async def staffed(place: Place) -> Staffed:
    """A case that the workstation carries, with a contact."""
    number = place.number()
    case = await place.opened(WORKSTATION, number)
    client = await place.registered(WORKSTATION, number)
    done = await place.by(WORKSTATION).post(f"/v1/cases/{case}/contacts", CONTACT)
    assert done.status == 201, done
    return Staffed(place, number, case, client)


async def seen(by: Client, case: str, client: str, number: str) -> dict[str, bool]:
    """Where a caller meets a case: by its address, and in all that lists cases."""
    listed = (await by.get("/v1/cases")).body["cases"]
    worklist = (await by.get("/v1/worklist")).body
    changes = (await by.get("/v1/changes")).body["changes"]
    found = (await by.post("/v1/clients/search", {"id_number": number})).body["clients"]
    calendar = await by.get("/v1/worklist/calendar?since=2019-01-01&until=2019-12-31")
    one = f"/v1/cases/{case}"
    return {
        "case": (await by.get(one)).status == 200,
        "timeline": (await by.get(f"{one}/timeline")).status == 200,
        "schedule": (await by.get(f"{one}/schedule")).status == 200,
        "export": (await by.get(f"{one}/export", **WHY)).status == 200,
        "reads": (await by.get(f"{one}/reads")).status == 200,
        "registration": (await by.get(f"/v1/clients/{client}")).status == 200,
        "person": (await by.get(f"/v1/clients/{client}/personal-data", **WHY)).status == 200,
        "list": case in str(listed),
        "worklist": case in str(worklist),
        "calendar": case in str(calendar.body),
        "changes": case in str(changes),
        "registrations": client in str(changes),
        "search": client in str(found),
    }


async def test_a_worker_who_was_a_client_never_opens_their_own_file(staffed: Staffed) -> None:
    """Neither by its address nor in any list; a colleague does, as before."""
    await make_worklist(staffed.place.dsn)
    asked = (staffed.case, staffed.client, staffed.number)
    before = await seen(staffed.by("u-own"), *asked)
    assert all(before.values()), before
    await staffed.registers(user="u-own", id_number=staffed.number)
    await staffed.registers(user="u-colleague")
    assert not any((await seen(staffed.by("u-own"), *asked)).values())
    assert await seen(staffed.by("u-colleague"), *asked) == before


async def test_a_call_that_names_no_user_may_be_the_worker(staffed: Staffed) -> None:
    """So the file is nothing to it, while the worker serves; once the worker left, it is again."""
    asked = (staffed.case, staffed.client, staffed.number)
    worker = await staffed.registers(user="u-own", id_number=staffed.number)
    nobody = staffed.by("")
    assert (await nobody.get(f"/v1/cases/{staffed.case}")).status == 404
    assert staffed.case not in str((await nobody.get("/v1/cases")).body)
    assert staffed.case not in str((await nobody.get("/v1/changes")).body)
    body = {"left_on": "2020-06-30", "reason": "resigned"}
    left = await staffed.by("chief").post(f"/v1/workers/{worker}/leaving", body, If_Match='"2"')
    assert left.status == 201, left
    assert (await nobody.get(f"/v1/cases/{staffed.case}")).status == 200
    assert not any((await seen(staffed.by("u-own"), *asked)).values())


async def test_a_worker_whose_user_is_not_known_may_be_any_unknown_user(
    staffed: Staffed,
) -> None:
    """Who is known to be another worker still opens the file."""
    await staffed.registers(id_number=staffed.number)
    await staffed.registers(user="u-colleague")
    path = f"/v1/cases/{staffed.case}"
    assert (await staffed.by("u-unknown").get(path)).status == 404
    assert (await staffed.by("u-colleague").get(path)).status == 200


async def test_a_file_that_is_opened_later_is_the_own_one_too(place: Place) -> None:
    """And one that only waits to be confirmed, which no person is known of yet."""
    number = place.number()
    staffed = Staffed(place, number, "", "")
    await staffed.registers(user="u-own", id_number=number)
    await staffed.registers(user="u-colleague")
    asked = await place.asks_to_open(WORKSTATION, number, kind="at_large")
    case = str(asked.body["case_id"])
    for confirm in (False, True):
        if confirm and not asked.body["confirmed"]:
            assert (await place.oversee(case, "confirmation", {}, 1)).status == 201
        own, colleague = staffed.by("u-own"), staffed.by("u-colleague")
        assert (await own.get(f"/v1/cases/{case}")).status == 404
        assert case not in str((await own.get("/v1/cases")).body)
        assert (await colleague.get(f"/v1/cases/{case}")).status == 200


async def test_who_oversees_a_region_does_not_oversee_the_own_file(staffed: Staffed) -> None:
    """A police officer who was a client: by region, and in the lists of the region."""
    await staffed.registers(POLICE, user="u-officer", id_number=staffed.number)
    await staffed.registers(POLICE, user="u-other")
    path = f"/v1/cases/{staffed.case}"
    officer, other = staffed.by("u-officer", POLICE), staffed.by("u-other", POLICE)
    assert (await officer.get(path)).status == 404
    assert (await other.get(path)).status == 200
    assert staffed.case not in str((await officer.get("/v1/cases")).body)
    assert staffed.case not in str((await officer.get("/v1/changes")).body)
    assert staffed.case in str((await other.get("/v1/cases")).body)
    assert (await staffed.by("u-officer", OFFICE).get(path)).status == 200  # another's user


async def test_no_page_of_a_list_is_short_by_the_own_file(staffed: Staffed) -> None:
    """With one case on a page, the page where the own one would stand has the next one."""
    others = [await staffed.place.opened(WORKSTATION) for _ in range(2)]
    await staffed.registers(user="u-own", id_number=staffed.number)
    by, after, pages = staffed.by("u-own"), "", []
    while True:
        page = (await by.get(f"/v1/cases?limit=1&sort=opened{after}")).body
        pages.append([each["case_id"] for each in page["cases"]])
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert [each for each in pages if each] == [[other] for other in others]
    assert pages[0] == [others[0]]


async def test_a_worker_does_not_undo_by_what_the_own_file_is_known(staffed: Staffed) -> None:
    """Not the own number or user, not the registration's number, and not without a user."""
    worker = await staffed.registers(user="u-own", id_number=staffed.number)
    own = staffed.by("u-own")
    path = f"/v1/workers/{worker}"
    for what, body in (
        ("identity", {"id_number": None}),
        ("identity", {"user": "u-else"}),
        ("correction", {"employment": "volunteer"}),
    ):
        reply = await own.post(f"{path}/{what}", body, If_Match='"2"')
        problem(reply, 409, "own-record")
    nobody = await staffed.by("").post(f"{path}/identity", {"id_number": None}, If_Match='"2"')
    assert nobody.status == 403
    correction = {"id_number": staffed.place.number(), "reason": "mistyped"}
    patched = await own.patch(
        f"/v1/clients/{staffed.client}/personal-data", correction, If_Match='"1"'
    )
    assert patched.status == 404
    problem(await own.post("/v1/workers", _another("u-own")), 409, "own-record")
    taken = await staffed.by("u-colleague").post("/v1/workers", _another("u-own"))
    problem(taken, 409, "user-taken")
    assert (await own.get(f"/v1/cases/{staffed.case}")).status == 404


def _another(user: str) -> dict[str, Any]:
    return {
        "name": "社工乙",
        "region": "410102001000",
        "employment": "volunteer",
        "joined_on": "2019-01-02",
        "user": user,
    }


async def test_what_is_not_there_is_answered_like_the_own_file(staffed: Staffed) -> None:
    """The same problem, to the letter but for the ids in it."""
    await staffed.registers(user="u-own", id_number=staffed.number)
    own = staffed.by("u-own")
    there = await own.get(f"/v1/cases/{staffed.case}")
    missing = await own.get("/v1/cases/0196a1f0-5d02-7b10-9c3d-52b7f8a40e11")
    differing = {"instance", "trace_id", "traceparent"}
    assert {k: v for k, v in there.body.items() if k not in differing} == {
        k: v for k, v in missing.body.items() if k not in differing
    }
    assert REGION not in str(there.body)


async def test_nobody_is_a_worker_of_their_own_file(staffed: Staffed) -> None:
    """Not in its team, not as who sees to a goal, counsels or met the client; a colleague is."""
    own = await staffed.registers(user="u-own", id_number=staffed.number)
    colleague = await staffed.registers(user="u-colleague")
    qualified = {"qualification": "counsellor", "since": "2018-01-01"}
    for worker in (own, colleague):
        path = f"/v1/workers/{worker}/qualifications"
        done = await staffed.by("chief").post(path, qualified, If_Match='"2"')
        assert done.status == 201, done
    by, day = staffed.by("u-colleague"), {"occurred_on": "2019-04-02"}
    joins = {**day, "role": "social_worker"}
    goal = {**day, "goal": "work", "due_on": "2019-09-30"}
    talk = {**day, "qualification": "counsellor", "mode": "office"}
    for worker, status in ((own, 422), (colleague, 201)):
        for what, body in (
            ("team", {**joins, "worker_id": worker}),
            ("goals", {**goal, "worker_id": worker}),
            ("counselling", {**talk, "counsellor_id": worker}),
            ("contacts", {**CONTACT, "worker_ids": [worker]}),
        ):
            reply = await by.post(f"/v1/cases/{staffed.case}/{what}", body)
            assert reply.status == status, (what, reply)
            assert status == 201 or reply.body["errors"][0]["reason"] == "recused", reply
    (member,) = (await by.get(f"/v1/cases/{staffed.case}/team")).body["members"]
    path = f"/v1/cases/{staffed.case}/team/{member['joining_id']}/handover"
    taken = await by.post(path, {**day, "worker_id": own})
    assert (taken.status, taken.body["errors"][0]["reason"]) == (422, "recused")


async def test_a_worker_of_another_agency_does_not_join_the_own_team(staffed: Staffed) -> None:
    """Neither under the row with the number, nor under a later one of the same user."""
    first = await staffed.registers(PROVIDER, user="u-own", id_number=staffed.number)
    body = {"left_on": "2019-02-01", "reason": "resigned"}
    left = await staffed.by("chief", PROVIDER).post(
        f"/v1/workers/{first}/leaving", body, If_Match='"2"'
    )
    assert left.status == 201, left
    again = await staffed.registers(PROVIDER, user="u-own", joined_on="2019-02-02")
    joins = {"occurred_on": "2019-04-02", "role": "social_worker", "agency": PROVIDER}
    path = f"/v1/cases/{staffed.case}/team"
    for worker in (first, again):
        reply = await staffed.by("chief").post(path, {**joins, "worker_id": worker})
        assert (reply.status, reply.body["errors"][0]["reason"]) == (422, "recused"), reply
    by = staffed.by("chief", PROVIDER)  # who has nothing to do with the case is told nothing
    reply = await by.post(path, {**joins, "worker_id": again}, Dry_Run="true")
    assert reply.status == 404, reply


async def test_leaving_opens_no_own_file_while_the_user_is_not_known(staffed: Staffed) -> None:
    """Until a colleague tells it, also after the leaving: then to nobody else it is closed."""
    worker = await staffed.registers(id_number=staffed.number)
    await staffed.registers(user="u-colleague")
    path, of_worker = f"/v1/cases/{staffed.case}", f"/v1/workers/{worker}"
    body = {"left_on": "2020-06-30", "reason": "resigned"}
    left = await staffed.by("u-colleague").post(f"{of_worker}/leaving", body, If_Match='"2"')
    assert left.status == 201, left
    for user in ("u-unknown", ""):
        assert (await staffed.by(user).get(path)).status == 404
    assert (await staffed.by("u-colleague").get(path)).status == 200
    own = await staffed.by("u-unknown").post(
        f"{of_worker}/identity", {"user": "u-else"}, If_Match='"3"'
    )
    problem(own, 409, "own-record")
    told = await staffed.by("u-colleague").post(
        f"{of_worker}/identity", {"user": "u-own"}, If_Match='"3"'
    )
    assert told.status == 201, told
    assert (await staffed.by("u-own").get(path)).status == 404
    for user in ("u-unknown", ""):
        assert (await staffed.by(user).get(path)).status == 200
    await staffed.registers(user="u-own", joined_on="2020-07-01")  # the user was free, and is
