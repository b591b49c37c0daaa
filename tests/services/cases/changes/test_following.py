"""Following changes: what an agency is offered, in which words, and what never."""

import json

import asyncpg
import pytest

from tests.services.cases.calls import CONTACT, CONTACT_FACTS, REGION, a_client, problem
from tests.services.cases.changes.calls import (
    a_confirmed_case,
    all_changes,
    changes,
    of_case,
    types,
)
from tests.services.service import Client

pytestmark = pytest.mark.postgres


async def test_an_agency_is_offered_what_it_wrote(api: Client) -> None:
    """Registrations and cases, with its own ids, in the order of writing."""
    client = await a_client(api)
    file = {"client_id": client, "kind": "at_large", "region": REGION}
    case_id = (await api.post("/v1/cases", file)).body["case_id"]
    written = (await api.post(f"/v1/cases/{case_id}/contacts", CONTACT)).body
    found, after = await all_changes(api)
    assert types(found) == ["ClientRegistered", "CaseOpened", "ContactRecorded"]
    assert found[0]["client_id"] == client
    opened, contact = found[1:]
    assert (opened["relation"], contact["relation"]) == ("begun", None)
    assert contact == {
        "case_id": case_id,
        "client_id": client,
        "version": 2,
        "type": "cases.ContactRecorded.v1",
        "entry_id": written["entry_id"],
        "recorded_at": contact["recorded_at"],
        "relation": None,
        "facts": CONTACT_FACTS,
    }
    shown = (await api.get(f"/v1/cases/{case_id}")).body["entries"]
    assert [{k: e[k] for k in ("entry_id", "type", "recorded_at", "facts")} for e in shown] == [
        {k: c[k] for k in ("entry_id", "type", "recorded_at", "facts")} for c in found[1:]
    ]
    assert (await all_changes(api, after))[0] == []


async def test_a_void_names_its_entry(api: Client) -> None:
    """And why; the entry itself stands in its own change."""
    client = await a_client(api)
    file = {"client_id": client, "kind": "at_large", "region": REGION}
    case_id = (await api.post("/v1/cases", file)).body["case_id"]
    entry = (await api.post(f"/v1/cases/{case_id}/contacts", CONTACT)).body["entry_id"]
    path = f"/v1/cases/{case_id}/entries/{entry}/void"
    assert (await api.post(path, {"reason": "duplicate"}, If_Match='"2"')).status == 201
    *_, void = await of_case(api, case_id)
    assert void["type"] == "cases.EntryVoided.v1"
    assert void["facts"] == {
        "voids": entry,
        "entry_type": "cases.ContactRecorded.v1",
        "reason": "duplicate",
    }


async def test_every_page_is_resumed_where_it_ended(api: Client) -> None:
    """From any cursor of a chain the rest is the same, one change at a time or all at once."""
    case_id = await _a_case_with_contacts(api, 7)
    whole = await of_case(api, case_id)
    found, after = [], ""
    while True:
        page = await changes(api, after, limit=1)
        assert len(page["changes"]) <= 1
        found += page["changes"]
        after = page["next"]
        rest, _ = await all_changes(api, after)
        assert [c for c in [*found, *rest] if c.get("case_id")] == whole
        if not page["more"]:
            break
    assert len(whole) == 8


async def _a_case_with_contacts(api: Client, number: int) -> str:
    file = {"client_id": await a_client(api), "kind": "at_large", "region": REGION}
    case_id = str((await api.post("/v1/cases", file)).body["case_id"])
    for _ in range(number):
        await api.post(f"/v1/cases/{case_id}/contacts", CONTACT)
    return case_id


async def test_an_overseer_follows_the_cases_of_its_region(
    police: Client, provider: Client, api: Client
) -> None:
    """Coded facts of all of them, under no registration; nothing of other regions."""
    case_id, client = await a_confirmed_case(provider, police)
    await provider.post(f"/v1/cases/{case_id}/contacts", CONTACT)
    seen = await of_case(police, case_id)
    assert types(seen) == ["OpeningRequested", "CaseOpened", "ContactRecorded"]
    assert {change["client_id"] for change in seen} == {None}
    assert client not in json.dumps(seen)
    elsewhere = api.as_agency("police", "410103", "4201")
    assert (await all_changes(elsewhere))[0] == []


async def test_others_are_offered_nothing(
    police: Client, provider: Client, other_provider: Client, laboratory: Client, api: Client
) -> None:
    """Neither of cases nor of registrations, whatever the agency is."""
    await a_confirmed_case(provider, police)
    hospital = api.as_agency("hospital", "41")
    for other in (other_provider, laboratory, hospital):
        assert (await all_changes(other))[0] == []
    found, _ = await all_changes(police)
    assert "ClientRegistered" not in types(found)


async def test_nothing_tells_who_the_person_is(police: Client, provider: Client, dsn: str) -> None:
    """Neither the id for all agencies, nor another's registration, nor a text of the vault."""
    case_id, client = await a_confirmed_case(provider, police)
    await provider.post(f"/v1/cases/{case_id}/contacts", CONTACT)
    connection = await asyncpg.connect(dsn)
    person = await connection.fetchval("SELECT person_id::text FROM case_register")
    registration = await connection.fetchval("SELECT registration_id::text FROM case_register")
    await connection.close()
    assert registration == client != person
    for api, hidden in ((provider, []), (police, [client])):
        text = json.dumps(await changes(api), ensure_ascii=False)
        secrets = [person, "测试甲", "家访", "社工甲", "11010519491231002X", *hidden]
        assert [secret for secret in secrets if secret in text] == []


async def test_who_is_asked_for_a_test_sees_that_appointment_alone(
    police: Client, provider: Client, laboratory: Client
) -> None:
    """And, when it has ended, that it has ended: nothing else of the case, by any cursor."""
    case_id, _ = await a_confirmed_case(provider, police)
    await provider.post(f"/v1/cases/{case_id}/contacts", CONTACT)
    _, before = await all_changes(laboratory)
    asked = {"asked_of": "laboratory", "due_on": "2019-03-20", "occurred_on": "2019-03-15"}
    reply = await provider.post(f"/v1/cases/{case_id}/test-appointments", asked)
    assert reply.status == 201, reply
    [appointment], during = await all_changes(laboratory, before)
    assert types([appointment]) == ["DrugTestAppointed"]
    assert appointment["relation"] == "begun"
    assert appointment["client_id"] is None
    assert await of_case(laboratory, case_id) == [appointment]
    path = f"/v1/cases/{case_id}/entries/{appointment['entry_id']}/void"
    assert appointment["version"] is None
    version = 4
    reply = await provider.post(path, {"reason": "mistaken"}, If_Match=f'"{version}"')
    assert reply.status == 201, reply
    await provider.post(f"/v1/cases/{case_id}/contacts", CONTACT)
    ended = {"case_id": case_id, "version": None, "type": "relation_ended"}
    for cursor in ("", before, during):
        assert (await all_changes(laboratory, cursor))[0] == [ended]


async def test_a_case_that_passes_on_is_followed_by_its_new_agency(
    police: Client, provider: Client, other_provider: Client, api: Client
) -> None:
    """Which sees its own registration; the former one sees the end, and nothing of before."""
    case_id, client = await a_confirmed_case(provider, police)
    old, old_cursor = await all_changes(provider)
    assert len(old) == 3
    _, new_cursor = await all_changes(other_provider)
    given = {"agency": "social_work_provider-2", "reason": "provider_changed"}
    reply = await police.post(f"/v1/cases/{case_id}/reassignment", given, If_Match='"2"')
    assert reply.status == 201, reply
    await other_provider.post(f"/v1/cases/{case_id}/contacts", CONTACT)
    registered, begun, contact = (await all_changes(other_provider, new_cursor))[0]
    assert types([begun, contact]) == ["CaseReassigned", "ContactRecorded"]
    assert begun["relation"] == "begun"
    assert types([registered]) == ["ClientRegistered"]
    assert registered["client_id"] == begun["client_id"]
    assert types(await of_case(other_provider, case_id)) == [
        "OpeningRequested", "CaseOpened", "CaseReassigned", "ContactRecorded",
    ]  # fmt: skip
    own = {change["client_id"] for change in await of_case(other_provider, case_id)}
    assert len(own) == 1
    assert own.isdisjoint({client, None})
    text = json.dumps((await all_changes(other_provider))[0])
    assert client not in text
    ended = {"case_id": case_id, "version": 3, "type": "relation_ended"}
    assert (await all_changes(provider, old_cursor))[0] == [ended]
    assert await of_case(provider, case_id) == [ended]


async def test_a_cursor_holds_for_its_agency_and_regions(
    police: Client, office: Client, provider: Client, api: Client
) -> None:
    """Another's, and what was made up, are one and the same refusal."""
    await a_confirmed_case(provider, police)
    cursor = (await changes(police))["next"]
    wider = api.as_agency("police", "4101")
    refusals = [
        await caller.get(f"/v1/changes?after={after}")
        for caller, after in (
            (office, cursor),
            (provider, cursor),
            (wider, cursor),
            (police, cursor[:-4] + "AAAA"),
            (police, "WyIxOjE6IiwgIjE6MToiLCAwLCAwXQ"),
            (police, "x"),
            (police, ""),
        )
    ]
    bodies = [problem(refusal, 400, "bad-request") for refusal in refusals]
    assert all(body == bodies[0] for body in bodies)
    assert bodies[0]["errors"][0]["parameter"] == "after"
    assert (await police.get(f"/v1/changes?after={cursor}")).status == 200


@pytest.mark.parametrize("query", ["wait=31", "wait=-1", "wait=1.5", "limit=0", "limit=1001"])
async def test_waits_and_pages_are_bounded(query: str, api: Client) -> None:
    """A wait is whole seconds up to thirty."""
    problem(await api.get(f"/v1/changes?{query}"), 422, "invalid-request")


async def test_an_event_of_newer_software_is_not_passed_over(api: Client, dsn: str) -> None:
    """The caller is asked to come again; whoever does not see the case is not held up."""
    case_id = await _a_case_with_contacts(api, 1)
    connection = await asyncpg.connect(dsn)
    await connection.execute(
        "INSERT INTO events (stream_id, version, event_id, type, data, metadata)"
        " VALUES ($1, 3, gen_random_uuid(), 'cases.CaseClosed.v9', '{}', '{}')",
        f"case-{case_id}",
    )
    await connection.close()
    problem(await api.get("/v1/changes"), 503, "unavailable")
    assert (await api.as_agency("hospital", "41").get("/v1/changes")).status == 200
