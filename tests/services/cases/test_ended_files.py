"""A person has one open file: what an ending gives up, a reopening takes again, or is refused."""

from pathlib import Path

import asyncpg
import pytest

from shared.clock import present_day
from tests.databases import MakeDatabase
from tests.services.cases.calls import WHY, ask_for_test, problem
from tests.services.cases.ended import IMPRISONED, RELEASED, end, ended_case, reopen, void
from tests.services.cases.place import (
    HOSPITAL,
    OFFICE,
    POLICE,
    PROVIDER,
    WORKSTATION,
    Place,
    a_place,
    file_of,
)
from tests.services.service import migrated

pytestmark = pytest.mark.postgres


async def held_by(place: Place, case: str) -> list[str]:
    """What kinds of names a case holds."""
    connection = await asyncpg.connect(place.dsn)
    try:
        names = await connection.fetch("SELECT name FROM claims WHERE holder = $1", case)
    finally:
        await connection.close()
    return sorted(name.partition(":")[0] for (name,) in names)


async def test_after_its_end_the_person_has_a_file_elsewhere(place: Place) -> None:
    """The first agency can neither open its own again nor take the ending back; when the other
    one has ended, it can."""
    number = place.number()
    first = await ended_case(place, OFFICE, number)
    second = await place.opened(POLICE, number)
    problem(await reopen(place, OFFICE, first), 409, "cannot-open-here")
    shown = (await place.by(OFFICE).get(f"/v1/cases/{first}")).body
    ending = shown["entries"][-1]["entry_id"]
    problem(await void(place, OFFICE, first, ending, 2), 409, "cannot-open-here")
    after = (await place.by(OFFICE).get(f"/v1/cases/{first}")).body
    assert (after["phase"], after["version"]) == ("ended", shown["version"])
    assert (await end(place, POLICE, second)).status == 201
    assert (await reopen(place, OFFICE, first)).status == 201
    problem(await reopen(place, POLICE, second), 409, "cannot-open-here")


async def test_what_an_ending_gives_up_its_void_takes_again(place: Place) -> None:
    """And the void of a reopening gives it up once more; the registration stays all along."""
    number = place.number()
    case = await place.opened(OFFICE, number)
    ending = await end(place, OFFICE, case)
    assert await held_by(place, case) == ["file-of"]
    assert (await void(place, OFFICE, case, ending.body["entry_id"], 2)).status == 201
    assert await held_by(place, case) == ["file-of", "open-case"]
    await end(place, OFFICE, case)
    reopening = await reopen(place, OFFICE, case)
    assert await held_by(place, case) == ["file-of", "open-case"]
    assert (await void(place, OFFICE, case, reopening.body["entry_id"], 5)).status == 201
    assert await held_by(place, case) == ["file-of"]
    await place.opened(POLICE, number)


@pytest.mark.parametrize("agency", [OFFICE, PROVIDER])
async def test_an_agency_opens_its_ended_file_again_and_not_anew(place: Place, agency: str) -> None:
    """Whether its openings stand at once or wait; by a dry run too."""
    number = place.number()
    case = await ended_case(place, agency, number)
    client = await place.registered(agency, number)
    shown = await place.by(agency).get(f"/v1/clients/{client}")
    assert shown.body["open_case_id"] is None
    for dry_run in ({"Dry_Run": "true"}, {}):
        again = await place.by(agency).post("/v1/cases", file_of(client), **dry_run)
        refused = problem(again, 409, "client-has-ended-case")
        assert refused["errors"][0]["pointer"] == "/client_id"
    assert (await reopen(place, agency, case)).status == 201
    again = await place.by(agency).post("/v1/cases", file_of(client))
    problem(again, 409, "client-has-open-case")


async def test_a_case_that_is_nothing_to_the_caller_is_not_there(place: Place) -> None:
    """Also one that waits, or that nobody has: its end is refused in the same words."""
    asked = (await place.asks_to_open(PROVIDER)).body["case_id"]
    ended = await ended_case(place, OFFICE)
    nobody = "0196a1f0-0000-7000-8000-000000000000"
    for path, body in (("ending", IMPRISONED), ("reopening", RELEASED)):
        for dry_run in ({}, {"Dry_Run": "true"}):
            replies = [
                await place.by(WORKSTATION).post(f"/v1/cases/{case}/{path}", body, **dry_run)
                for case in (asked, ended, nobody)
            ]
            assert [problem(each, 404, "not-found") for each in replies] == [replies[0].body] * 3
    own = await place.by(PROVIDER).post(f"/v1/cases/{asked}/ending", IMPRISONED)
    problem(own, 409, "case-not-confirmed")


async def test_an_answer_is_given_again(place: Place) -> None:
    """Whatever has become of the case meanwhile; a reopening that is repeated asks nothing."""
    case = await place.opened(OFFICE)
    ending = await end(place, OFFICE, case, key="ends")
    reopening = await reopen(place, OFFICE, case, key="reopens")
    opening = (await place.by(OFFICE).get(f"/v1/cases/{case}")).body["entries"][0]["entry_id"]
    for entry, version in (
        (reopening.body["entry_id"], 3),
        (ending.body["entry_id"], 4),
        (opening, 5),
    ):
        assert (await void(place, OFFICE, case, entry, version)).status == 201
    for reply, again in (
        (ending, await end(place, OFFICE, case, key="ends")),
        (reopening, await reopen(place, OFFICE, case, key="reopens")),
    ):
        assert (again.status, again.headers["Idempotency-Replayed"]) == (201, "true")
        assert again.body["entry_id"] == reply.body["entry_id"]
        assert again.headers["Entry-Void"] == "true"


async def test_to_open_again_is_logged_and_limited(
    make_database: MakeDatabase, tmp_path: Path
) -> None:
    """As an opening is: it tells whether the person has a file elsewhere. So does the void of an
    ending."""
    dsn = await make_database(migrated)
    async with a_place(dsn, tmp_path, openings_per_day=3) as place:
        case = await ended_case(place, OFFICE)  # the first
        reply = await reopen(place, OFFICE, case)
        assert reply.status == 201, reply
        ending = await end(place, OFFICE, case, "2023-05-10")
        entry = ending.body["entry_id"]
        assert (await void(place, OFFICE, case, entry, 4)).status == 201
        await end(place, OFFICE, case, "2023-05-10")
        refused = await reopen(place, OFFICE, case, Dry_Run="true")
        problem(refused, 429, "too-many-queries")
        reads = (await place.by(OFFICE).get(f"/v1/cases/{case}/reads")).body["reads"]
        assert [read["what"] for read in reads].count("reopening") == 2
        nobody = place.by(OFFICE, user="")
        problem(await nobody.post(f"/v1/cases/{case}/reopening", RELEASED), 403, "user-required")


async def test_a_test_that_was_asked_for_outlasts_the_end(place: Place) -> None:
    """The hospital is told nothing of the end, and enters the test; its part ends with that."""
    case = await place.opened(OFFICE)
    appointment = await ask_for_test(place.by(OFFICE), case, HOSPITAL)
    today = str(present_day())
    assert (await end(place, OFFICE, case, today)).status == 201
    hospital = place.by(HOSPITAL)
    shown = (await hospital.get(f"/v1/cases/{case}")).body
    assert [each["entry_id"] for each in shown["entries"]] == [appointment]
    assert shown["phase"] is None
    result = {"occurred_on": today, "result": "negative", "appointment_id": appointment}
    assert (await hospital.post(f"/v1/cases/{case}/drug-tests", result)).status == 201
    problem(await hospital.get(f"/v1/cases/{case}"), 404, "not-found")


async def test_an_ended_case_is_given_to_an_agency_that_has_the_persons_file(
    place: Place,
) -> None:
    """Nothing of the open file is touched, and the overseer is told nothing of it."""
    number = place.number()
    ended = await ended_case(place, PROVIDER, number)
    running = await place.opened(WORKSTATION, number)
    before = await held_by(place, running)
    version = (await place.by(POLICE).get(f"/v1/cases/{ended}")).body["version"]
    await place.reassigned(ended, WORKSTATION, version)
    assert await held_by(place, running) == before
    assert await held_by(place, ended) == []
    problem(await reopen(place, WORKSTATION, ended), 409, "cannot-open-here")
    client = await place.registered(WORKSTATION, number)
    shown = (await place.by(WORKSTATION).get(f"/v1/clients/{client}")).body
    assert shown["open_case_id"] == running
    again = await place.by(WORKSTATION).post("/v1/cases", file_of(client))
    problem(again, 409, "client-has-open-case")


async def test_an_open_case_is_given_to_an_agency_whose_file_of_the_person_has_ended(
    place: Place,
) -> None:
    """The ended one gives way; a request that waits beside an ended one does not."""
    number = place.number()
    ended = await ended_case(place, WORKSTATION, number)
    running = await place.opened(PROVIDER, number)
    version = (await place.by(POLICE).get(f"/v1/cases/{running}")).body["version"]
    await place.reassigned(running, WORKSTATION, version)
    assert await held_by(place, ended) == []
    assert await held_by(place, running) == ["file-of", "open-case"]
    client = await place.registered(WORKSTATION, number)
    again = await place.by(WORKSTATION).post("/v1/cases", file_of(client))
    problem(again, 409, "client-has-open-case")
    problem(await reopen(place, WORKSTATION, ended), 409, "cannot-open-here")


async def test_an_ended_case_leaves_a_request_that_waits_alone(place: Place) -> None:
    """It is confirmed as if nothing had been."""
    number = place.number()
    ended = await ended_case(place, PROVIDER, number)
    waits = (await place.asks_to_open(WORKSTATION, number)).body["case_id"]
    version = (await place.by(POLICE).get(f"/v1/cases/{ended}")).body["version"]
    await place.reassigned(ended, WORKSTATION, version)
    assert (await place.oversee(waits, "confirmation", {}, 1)).status == 201
    assert await held_by(place, waits) == ["file-of", "open-case"]


async def test_an_ended_case_can_be_annulled(place: Place) -> None:
    """Then the agency opens another one for the person."""
    number = place.number()
    case = await ended_case(place, OFFICE, number)
    path = f"/v1/cases/{case}/annulment"
    assert (await place.oversee(case, "annulment", {"reason": "mistaken"}, 2)).status == 201, path
    assert await held_by(place, case) == []
    problem(await reopen(place, OFFICE, case), 409, "case-opened-in-error")
    await place.opened(OFFICE, number)


async def test_an_ended_file_keeps_no_number_that_an_open_one_needs(place: Place) -> None:
    """The agency whose file has ended cannot give the person another one while it is open
    elsewhere; when that has ended too, it can."""
    number, other = place.number(), place.number()
    await ended_case(place, OFFICE, number)
    second = await place.opened(POLICE, number)
    client = await place.registered(OFFICE, number)
    path = f"/v1/clients/{client}/personal-data"
    body = {"id_number": other, "reason": "mistyped"}
    refused = await place.by(OFFICE).patch(path, body, If_Match='"1"')
    problem(refused, 409, "cannot-correct-here")
    kept = await place.by(OFFICE).get(path, **WHY)
    assert kept.body["id_number"] == number
    assert (await end(place, POLICE, second)).status == 201
    assert (await place.by(OFFICE).patch(path, body, If_Match='"1"')).status == 200
