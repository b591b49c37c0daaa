"""A worker who was a client, and tries every way round to the own file; and whom it is told of."""

import pytest

from services.cases.queries import Query
from tests.services.cases.attacks.conftest import Rows
from tests.services.cases.calls import CONTACT, REGION, WHY, problem
from tests.services.cases.place import POLICE, PROVIDER, WORKSTATION, Place
from tests.services.cases.staff.test_own_file import Staffed
from tests.services.cases.test_batch import batch
from tests.services.service import Client

pytestmark = pytest.mark.postgres

ROSTER = "410102001000"
WORKER = {
    "name": "社工乙",
    "region": ROSTER,
    "employment": "volunteer",
    "joined_on": "2019-01-02",
}


@pytest.fixture
async def staffed(place: Place) -> Staffed:
    """A case that the workstation carries, of somebody who works there too."""
    number = place.number()
    case = await place.opened(WORKSTATION, number)
    client = await place.registered(WORKSTATION, number)
    done = await place.by(WORKSTATION).post(f"/v1/cases/{case}/contacts", CONTACT)
    assert done.status == 201, done
    return Staffed(place, number, case, client)


async def opens(by: Client, case: str) -> bool:
    """Whether the case is something to a caller."""
    return (await by.get(f"/v1/cases/{case}")).status == 200


async def test_nobody_opens_the_own_file_by_entering_the_own_user(staffed: Staffed) -> None:
    """As another worker, in one's own row, in a colleague's, or by taking the number away."""
    own_row = await staffed.registers(id_number=staffed.number)
    colleague = await staffed.registers()
    own = staffed.by("u-own")
    for reply in (
        await own.post("/v1/workers", {**WORKER, "user": "u-own"}),
        await own.post(f"/v1/workers/{own_row}/identity", {"user": "u-own"}, If_Match='"2"'),
        await own.post(f"/v1/workers/{own_row}/identity", {"user": "u-else"}, If_Match='"2"'),
        await own.post(f"/v1/workers/{own_row}/identity", {"id_number": None}, If_Match='"2"'),
        await own.post(f"/v1/workers/{colleague}/identity", {"user": "u-own"}, If_Match='"1"'),
    ):
        problem(reply, 409, "own-record")
    sent = {"path": "/v1/workers", "key": "self", "body": {**WORKER, "user": "u-own"}}
    outcome = (await batch(own, sent)).body["outcomes"][0]
    assert outcome["status"] != 201
    for nobody in ({"user": "u-own"}, {"id_number": staffed.number}):
        reply = await staffed.by("").post("/v1/workers", {**WORKER, **nobody})
        problem(reply, 403, "user-required")
    assert not await opens(own, staffed.case)
    await staffed.registers(user="u-colleague")
    told = {"user": "u-own"}
    by = staffed.by("u-colleague")
    reply = await by.post(f"/v1/workers/{own_row}/identity", told, If_Match='"2"')
    assert reply.status == 201, reply
    assert not await opens(own, staffed.case)
    assert await opens(by, staffed.case)


async def test_the_own_number_is_not_registered_again(staffed: Staffed) -> None:
    """Nor given to another client: either would take the number from the file, or tell of it."""
    await staffed.registers(user="u-own", id_number=staffed.number)
    await staffed.registers(user="u-colleague")
    own, colleague = staffed.by("u-own"), staffed.by("u-colleague")
    body = {"name": "测试乙", "id_number": staffed.number}
    for more in ({}, {"Dry_Run": "true"}):
        problem(await own.post("/v1/clients", body, **more), 409, "own-number")
    other = await staffed.place.registered(WORKSTATION)
    corrected = {"id_number": staffed.number, "reason": "mistyped"}
    patched = await own.patch(
        f"/v1/clients/{other}/personal-data", corrected, If_Match='"1"', **WHY
    )
    problem(patched, 409, "own-number")
    found = await colleague.post("/v1/clients/search", {"id_number": staffed.number})
    assert found.body["clients"] == [{"client_id": staffed.client}]
    assert (await colleague.post("/v1/clients", body)).body["client_id"] == staffed.client


async def test_an_own_opening_that_waits_stays_closed(place: Place) -> None:
    """A registration of the own number once made the waiting file one of nobody."""
    number = place.number()
    staffed = Staffed(place, number, "", "")
    await staffed.registers(user="u-own", id_number=number)
    await staffed.registers(user="u-colleague")
    asked = await place.asks_to_open(WORKSTATION, number)
    assert not asked.body["confirmed"]
    case, own = asked.body["case_id"], staffed.by("u-own")
    body = {"name": "测试乙", "id_number": number}
    problem(await own.post("/v1/clients", body), 409, "own-number")
    assert not await opens(own, case)
    assert case not in str((await own.get("/v1/cases")).body)
    assert await opens(staffed.by("u-colleague"), case)


async def test_the_log_of_reads_does_not_show_an_overseer_the_own_file(staffed: Staffed) -> None:
    """A police officer who was a client is not told who opens it, and when; a colleague is."""
    reply = await staffed.place.by(WORKSTATION).get(
        f"/v1/cases/{staffed.case}/personal-data", **WHY
    )
    assert reply.status == 200
    await staffed.registers(POLICE, user="u-officer", id_number=staffed.number)
    await staffed.registers(POLICE, user="u-other")
    for query in ("", "?what=personal_data", f"?agency={WORKSTATION}"):
        officer = await staffed.by("u-officer", POLICE).get(f"/v1/reads{query}")
        other = await staffed.by("u-other", POLICE).get(f"/v1/reads{query}")
        assert staffed.case not in str(officer.body)
        assert staffed.case in str(other.body)


async def test_nor_once_it_has_ended_nor_who_asked_about_the_registration(
    staffed: Staffed,
) -> None:
    """The case is another agency's, and no name is held for it any more; the number is known."""
    own = staffed.place.by(WORKSTATION)
    for path in (f"cases/{staffed.case}", f"clients/{staffed.client}"):
        assert (await own.get(f"/v1/{path}/personal-data", **WHY)).status == 200
    ended = {"occurred_on": "2019-09-01", "ending": "died", "evidence": "death_certificate"}
    assert (await own.post(f"/v1/cases/{staffed.case}/ending", ended)).status == 201
    await staffed.registers(POLICE, user="u-officer", id_number=staffed.number)
    await staffed.registers(POLICE, user="u-other")
    query = f"/v1/reads?agency={WORKSTATION}&what=personal_data"
    officer = (await staffed.by("u-officer", POLICE).get(query)).body["reads"]
    other = (await staffed.by("u-other", POLICE).get(query)).body["reads"]
    assert (officer, len(other)) == ([], 2)
    assert staffed.case in str(other)


async def test_whose_file_is_kept_from_a_worker_is_a_question_about_a_person(
    staffed: Staffed, rows: Rows
) -> None:
    """Police see cases and not whose they are: the case that goes when a number is told says it.
    So each number is logged with its user, before anything else, and counted by the day."""
    officer = staffed.by("u-officer", POLICE)
    limits = staffed.place.context.limits
    object.__setattr__(limits, "openings_per_day", 3)  # one is the confirmation of the case
    body = {**WORKER, "id_number": staffed.place.number()}
    dry = await officer.post("/v1/workers", body, Dry_Run="true")
    assert dry.status == 204, dry
    worker = await staffed.registers(POLICE)
    told = {"id_number": staffed.number}
    path = f"/v1/workers/{worker}/identity"
    assert (await officer.post(path, told, If_Match='"1"')).status == 201
    problem(await officer.post("/v1/workers", body), 429, "too-many-queries")
    logged = await rows(
        f"SELECT agency, acting_user FROM vault_reads WHERE what = '{Query.WORKER_NUMBER}'"
    )
    assert logged == [(POLICE, "u-officer")] * 2


async def test_a_number_in_another_agencys_roster_closes_nothing(staffed: Staffed) -> None:
    """A rival registers workers under the numbers of others' clients."""
    await staffed.registers(PROVIDER, id_number=staffed.number)
    assert await opens(staffed.by("anybody"), staffed.case)
    assert await opens(staffed.by(""), staffed.case)


async def test_the_own_registration_opens_nothing(staffed: Staffed) -> None:
    """By its id, which an insider may have noted before: no case, and no correction of it."""
    await staffed.registers(user="u-own", id_number=staffed.number)
    own = staffed.by("u-own")
    opening = {
        "client_id": staffed.client,
        "kind": "community_detoxification",
        "region": REGION,
        "decided_on": "2019-01-10",
    }
    nobodys = {**opening, "client_id": "0196a1f0-0000-7000-8000-000000000000"}
    replies = [await own.post("/v1/cases", each) for each in (opening, nobodys)]
    assert [reply.status for reply in replies] == [422, 422]
    assert replies[0].body["errors"] == replies[1].body["errors"]
    for path in ("points", "plan", "findings", "timeline", "schedule", "reads", "export"):
        reply = await own.get(f"/v1/cases/{staffed.case}/{path}", **WHY)
        problem(reply, 404, "not-found")
    relief = {"occurred_on": "2024-05-06", "purpose": "medical", "amount_fen": 1000}
    station = (
        await staffed.place.by(WORKSTATION).post(
            "/v1/workstations", {"region": ROSTER, "name": "甲站"}
        )
    ).body["workstation_id"]
    proposal = f"/v1/workstations/{station}/relief-box/proposals"
    for case in (staffed.case, "0196a1f0-0000-7000-8000-000000000000"):
        reply = await own.post(proposal, {**relief, "case_id": case})
        assert (reply.status, reply.body["errors"][0]["reason"]) == (422, "unknown_case")
