"""Many agencies at once about one person and one case, on two replicas of the service."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Iterable
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from tests.services.cases.calls import CONTACT
from tests.services.cases.place import (
    OFFICE,
    POLICE,
    PROVIDER,
    WORKSTATION,
    Place,
    a_place,
    file_of,
)
from tests.services.service import Reply

pytestmark = pytest.mark.postgres

DECIDING = ("police", "police-2", "anti_drug_office", "anti_drug_office-2", "agency")
ASKING = (
    "social_work_provider",
    "social_work_provider-2",
    "street_workstation",
    "street_workstation-2",
    "social_work_provider",  # twice as eager as the others
)


@pytest.fixture
async def second(place: Place, tmp_path: Path) -> AsyncIterator[Place]:
    """Another replica on the same database."""
    async with a_place(place.dsn, tmp_path) as it:
        it._keys = place._keys  # no key is used twice
        yield it


async def rows(place: Place, statement: str) -> list[Any]:
    """What the database holds."""
    connection = await asyncpg.connect(place.dsn)
    try:
        return [tuple(row) for row in await connection.fetch(statement)]
    finally:
        await connection.close()


async def at_once(calls: Iterable[Coroutine[Any, Any, Reply]]) -> list[Reply]:
    """The answers to calls that are made together."""
    return await asyncio.gather(*calls)


async def test_of_a_hundred_openings_of_a_person_one_stands(place: Place, second: Place) -> None:
    """Ten agencies open ten times each; what is requested is confirmed while others still open.

    Nobody waits for ever or gets a 500, and whoever is refused is told no more than that it cannot
    be opened here, or that it is their own that is open.
    """
    number = place.number()
    places = (place, second)
    clients = dict(
        zip(
            {*DECIDING, *ASKING},
            await asyncio.gather(*(place.registered(a, number) for a in {*DECIDING, *ASKING})),
            strict=True,
        )
    )

    async def opens(at: Place, agency: str) -> Reply:
        reply = await at.by(agency).post("/v1/cases", file_of(clients[agency]))
        if reply.status != 201 or reply.body["confirmed"]:
            return reply
        path = f"/v1/cases/{reply.body['case_id']}/confirmation"
        return await at.by(POLICE).post(path, {}, If_Match='"1"')

    agencies = [agency for _ in range(10) for agency in (*DECIDING, *ASKING)]
    replies = await at_once(opens(places[n % 2], agency) for n, agency in enumerate(agencies))
    told = Counter(
        (reply.status, "" if reply.status == 201 else reply.body["type"]) for reply in replies
    )
    assert set(told) <= {
        (201, ""),
        (409, "/problems/client-has-open-case"),
        (409, "/problems/cannot-open-here"),
    }
    assert told[201, ""] == 1
    bodies = {json.dumps(reply.body) for reply in replies if reply.status == 409}
    assert len(bodies) == len(told) - 1  # each sentence is the same for all
    stands = "SELECT agency FROM case_register WHERE phase NOT IN ('requested', 'annulled')"
    assert len(await rows(place, stands)) == 1
    assert len(await rows(place, "SELECT holder FROM claims WHERE name LIKE 'open-case:%'")) == 1


async def test_an_opening_is_confirmed_annulled_or_withdrawn_once(
    place: Place, second: Place
) -> None:
    """Of many that decide at the same moment, the first is right; the others are told so."""
    for _ in range(5):
        number = place.number()
        asked = await place.asks_to_open(PROVIDER, number)
        path, seen = f"/v1/cases/{asked.body['case_id']}", {"If_Match": '"1"'}
        why = {"reason": "mistaken"}
        replies = await at_once(
            call
            for at in (place, second, place, second)
            for call in (
                at.by(POLICE).post(f"{path}/confirmation", {}, **seen),
                at.by(OFFICE).post(f"{path}/annulment", why, **seen),
                at.by(PROVIDER).post(f"{path}/withdrawal", why, **seen),
            )
        )
        statuses = Counter(reply.status for reply in replies)
        assert statuses[201] == 1, replies
        assert set(statuses) <= {201, 409, 412}
        [(phase,)] = await rows(
            place, f"SELECT phase FROM case_register WHERE case_id = '{path[10:]}'"
        )
        held = await rows(place, f"SELECT name FROM claims WHERE holder = '{path[10:]}'")
        assert bool(held) is (phase == "ordered")
        if not held:
            assert (await place.asks_to_open(OFFICE, number)).status == 201


async def test_no_entry_is_made_by_who_is_not_responsible_at_that_version(
    place: Place, second: Place
) -> None:
    """A case goes to and fro between two agencies, and both write on both replicas all along."""
    case = await place.opened(PROVIDER)
    path = f"/v1/cases/{case}/contacts"
    answers: list[Reply] = []

    async def writes(at: Place, agency: str) -> None:
        for _ in range(4):
            answers.append(await at.by(agency).post(path, CONTACT))

    async def passes_on(to: str) -> None:
        while True:
            shown = await place.by(POLICE).get(f"/v1/cases/{case}")
            body = {"agency": to, "reason": "moved"}
            reply = await second.oversee(case, "reassignment", body, shown.body["version"])
            if reply.status == 201:
                return
            assert reply.status == 412, reply

    for to in (WORKSTATION, PROVIDER, WORKSTATION, PROVIDER, WORKSTATION):
        both = [(at, agency) for at in (place, second) for agency in (PROVIDER, WORKSTATION)]
        await asyncio.gather(passes_on(to), *(writes(*each) for each in both))
    for agency, status in ((PROVIDER, 404), (WORKSTATION, 201)):  # whoever came first until then
        answers.append(await second.by(agency).post(path, CONTACT))
        assert answers[-1].status == status, answers[-1]
    assert {answer.status for answer in answers} == {201, 404}
    responsible, entered = PROVIDER, 0
    for kind, agency, to in await rows(
        place,
        "SELECT type, metadata ->> 'agency', data ->> 'to_agency' FROM events"
        f" WHERE stream_id = 'case-{case}' ORDER BY version",
    ):
        if kind == "cases.CaseReassigned.v1":
            responsible = to
        elif kind == "cases.ContactRecorded.v1":
            entered += 1
            assert agency == responsible
    assert entered == Counter(answer.status for answer in answers)[201]
    kept = await rows(
        place, f"SELECT agency FROM relations WHERE case_id = '{case}' AND ended IS NULL"
    )
    assert kept == [(WORKSTATION,)]


async def test_a_case_is_annulled_with_what_was_entered_until_then(
    place: Place, second: Place
) -> None:
    """While an agency enters contacts its case is annulled: nothing that counts is left over."""
    case = await place.opened(WORKSTATION)
    path = f"/v1/cases/{case}/contacts"

    async def writes(at: Place) -> list[Reply]:
        return [await at.by(WORKSTATION).post(path, CONTACT) for _ in range(10)]

    writing = [asyncio.create_task(writes(at)) for at in (place, second)]
    why = {"reason": "mistaken"}
    while True:
        shown = await second.by(OFFICE).get(f"/v1/cases/{case}")
        seen = {"If_Match": f'"{shown.body["version"]}"'}
        reply = await second.by(OFFICE).post(f"/v1/cases/{case}/annulment", why, **seen)
        if reply.status == 201:
            break
        assert reply.status == 412, reply
    answers = [answer for each in await asyncio.gather(*writing) for answer in each]
    assert {answer.status for answer in answers} <= {201, 409}
    shown = await place.by(WORKSTATION).get(f"/v1/cases/{case}")
    assert all(entry["void"] for entry in shown.body["entries"])
