"""Many commands in one call: each is what it would have been as a call of its own."""

from typing import Any

import pytest

from shared.http.batch.api import MOST
from tests.services.cases.calls import CONTACT, a_case, problem
from tests.services.cases.place import OFFICE, POLICE, WORKSTATION, Place
from tests.services.service import Client, Reply

pytestmark = pytest.mark.postgres

TEST = {"occurred_on": "2019-03-15", "result": "negative"}


def command(case: str, what: str, body: dict[str, Any], key: str, **more: Any) -> dict[str, Any]:
    """A command of a batch about a case."""
    return {"path": f"/v1/cases/{case}/{what}", "key": key, "body": body, **more}


async def batch(api: Client, *commands: dict[str, Any], **headers: str) -> Reply:
    """The answer to a batch."""
    return await api.post("/v1/batch", {"commands": [*commands]}, **headers)


async def test_each_command_has_the_answer_of_its_own_call(api: Client) -> None:
    """Status and body are those of a call; one that is refused stops no other."""
    case = await a_case(api)
    reply = await batch(
        api,
        command(case, "contacts", CONTACT, "one"),
        command(case, "contacts", {**CONTACT, "mode": "pigeon"}, "two"),
        command(case, "contacts", {**CONTACT, "occurred_on": "2019-01-01"}, "three"),
        command(case, "drug-tests", TEST, "four"),
        command(case, "nothing-of-the-kind", TEST, "five"),
    )
    assert reply.status == 207
    outcomes = reply.body["outcomes"]
    assert [each["status"] for each in outcomes] == [201, 422, 409, 201, 404]
    assert outcomes[0]["body"]["version"] == 2
    assert outcomes[1]["body"]["errors"][0]["pointer"] == "/mode"
    assert outcomes[2]["body"]["type"] == "/problems/entry-before-decision"
    assert outcomes[4]["body"]["type"] == "/problems/not-found"


async def test_commands_of_one_case_are_done_in_their_order(api: Client) -> None:
    """Each step rests on the one before; versions are seen as they come."""
    case = await a_case(api)
    steps = [
        command(case, "reporting-in", {"occurred_on": "2019-01-12"}, "in", if_match=1),
        command(case, "agreement", {"occurred_on": "2019-01-13"}, "signed", if_match=2),
        *(command(case, "contacts", CONTACT, f"met-{n}", if_match=n) for n in range(3, 13)),
    ]
    reply = await batch(api, *steps)
    assert [each["body"]["version"] for each in reply.body["outcomes"]] == [*range(2, 14)]
    stale = await batch(api, command(case, "contacts", CONTACT, "late", if_match=2))
    assert stale.body["outcomes"][0]["status"] == 412
    assert stale.body["outcomes"][0]["body"]["current_version"] == 13


async def test_a_batch_that_is_sent_again_does_nothing_twice(api: Client) -> None:
    """Also under another key of its own, and with more in it than before."""
    case = await a_case(api)
    first = await batch(api, command(case, "contacts", CONTACT, "one"))
    again = await batch(
        api, command(case, "contacts", CONTACT, "one"), command(case, "drug-tests", TEST, "two")
    )
    assert again.body["outcomes"][0] == {**first.body["outcomes"][0], "replayed": True}
    assert again.body["outcomes"][1]["replayed"] is False
    assert len((await api.get(f"/v1/cases/{case}")).body["entries"]) == 3
    reused = await batch(api, command(case, "contacts", {**CONTACT, "mode": "phone"}, "one"))
    assert reused.body["outcomes"][0]["body"]["errors"][0]["reason"] == "key_reused"


async def test_the_headers_of_a_batch_are_those_of_its_commands(api: Client) -> None:
    """A dry run of a batch writes nothing; an import's commands belong to the import."""
    case = await a_case(api)
    dry = await batch(api, command(case, "contacts", CONTACT, "one"), Dry_Run="true")
    assert (dry.status, dry.body["outcomes"][0]["status"]) == (207, 204)
    assert len((await api.get(f"/v1/cases/{case}")).body["entries"]) == 1
    import_id = "0196a1f2-3e00-7b6c-8d25-f0c94a71e999"
    await batch(api, command(case, "contacts", CONTACT, "one"), Import_Id=import_id)
    listed = await api.get(f"/v1/imports/{import_id}")
    assert len(listed.body["entries"]) == 1, listed


async def test_a_batch_opens_no_door(place: Place) -> None:
    """Another agency of the region gets for each command what it would get for a call."""
    case = await place.opened(WORKSTATION)
    for agency, status in ((OFFICE, 403), (POLICE, 403), (WORKSTATION, 201)):
        reply = await batch(place.by(agency), command(case, "contacts", CONTACT, "one"))
        assert reply.body["outcomes"][0]["status"] == status, reply
    far = place.by(WORKSTATION, "33")
    hidden = await batch(far, command(case, "contacts", CONTACT, "far"))
    unknown = case[:-1] + ("0" if case[-1] != "0" else "1")
    absent = await batch(far, command(unknown, "contacts", CONTACT, "far-2"))
    assert hidden.body == absent.body
    assert hidden.body["outcomes"][0]["status"] == 404
    reader = place.by(WORKSTATION, actions=("cases:read",))
    problem(
        await batch(reader, command(case, "contacts", CONTACT, "two")), 403, "action-not-allowed"
    )


async def test_a_command_needs_what_its_operation_needs(place: Place) -> None:
    """A token for entries alone opens no registration's data, and oversees nothing."""
    case = await place.opened(WORKSTATION)
    entering = place.by(POLICE, actions=("cases:write",))
    reply = await batch(
        entering, command(case, "annulment", {"reason": "mistaken"}, "one", if_match=1)
    )
    assert reply.body["outcomes"][0]["status"] == 403


async def test_what_is_no_batch_is_refused_whole(api: Client) -> None:
    """Too many commands, none, a batch in a batch, another address, a body that is no object."""
    case = await a_case(api)
    one = command(case, "contacts", CONTACT, "one")
    for commands in (
        [],
        [one] * (MOST + 1),
        [{**one, "path": "/v1/batch"}],
        [{**one, "path": "/livez"}],
        [{**one, "path": f"{one['path']}?a=b"}],
        [{**one, "key": "no spaces"}],
        [{**one, "body": []}],
        [{**one, "method": "GET"}],
    ):
        reply = await batch(api, *commands)
        problem(reply, 422, "invalid-request")
    assert len((await api.get(f"/v1/cases/{case}")).body["entries"]) == 1


async def test_a_full_batch_is_done(api: Client) -> None:
    """A thousand commands, with all that a contact has."""
    case = await a_case(api)
    body = {**CONTACT, "note": "家访", "worker": "社工甲"}
    commands = [command(case, "contacts", body, f"c-{n}") for n in range(MOST)]
    reply = await batch(api, *commands)
    assert [each["status"] for each in reply.body["outcomes"]] == [201] * MOST


async def test_a_fault_is_the_outcome_of_one_command(
    api: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody foresaw stops no other command, and is told as a fault."""
    from services.cases.case.api import drug_tests  # noqa: PLC0415 -- only here is it broken

    def broken(*_: object) -> None:
        raise RuntimeError("unforeseen")

    case = await a_case(api)
    monkeypatch.setattr(drug_tests, "RecordDrugTest", broken)
    reply = await batch(
        api,
        command(case, "drug-tests", TEST, "broken"),
        command(case, "contacts", CONTACT, "whole"),
    )
    assert [each["status"] for each in reply.body["outcomes"]] == [500, 201]
