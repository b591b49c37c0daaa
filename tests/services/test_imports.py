"""Imports over HTTP: what was written under one Import-Id, in both writing services."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from services.cases.app import CasesSettings
from services.cases.app import build as build_cases
from services.cases.imported import SHOWN
from services.outreach.app import OutreachSettings
from services.outreach.app import build as build_outreach
from shared.agencies import AgencyKind
from shared.identity.claims import Caller
from shared.journal.imports import ENTRY, LIST, READ
from shared.vault import VaultKeys
from tests.agencies import id_of
from tests.databases import MakeDatabase
from tests.positions import POSITION_KEY
from tests.services.cases.calls import CONTACT, a_case, a_file, problem
from tests.services.outreach.test_api import SESSION
from tests.services.service import ISSUER, Client, migrated, serving, verifier

pytestmark = pytest.mark.postgres

FIRST, SECOND, OTHER = (str(UUID(int=number << 64)) for number in (9, 5, 7))
"""Imports in the order in which they are made here, which is not that of their ids."""


@pytest.fixture
async def dsn(make_database: MakeDatabase) -> str:
    """A database with an empty journal."""
    return await make_database(migrated)


@pytest.fixture
async def cases(dsn: str, tmp_path: Path) -> AsyncIterator[Client]:
    """services/cases, called by an agency of Henan."""
    keys = tmp_path / "vault.json"
    VaultKeys.create(keys)
    settings = CasesSettings(cases_database=dsn, vault_keys=keys, position_key=POSITION_KEY)
    async with serving(build_cases(settings, verifier())) as client:
        yield client


@pytest.fixture
async def outreach(dsn: str) -> AsyncIterator[Client]:
    """services/outreach, called by an agency of Henan."""
    async with serving(
        build_outreach(
            OutreachSettings(outreach_database=dsn, position_key=POSITION_KEY), verifier()
        )
    ) as c:
        yield c


async def imports(api: Client, query: str = "") -> Any:
    """The page of imports."""
    reply = await api.get(f"/v1/imports{query}")
    assert reply.status == 200, reply
    return reply.body


async def test_imports_are_listed_with_what_they_wrote(cases: Client) -> None:
    """The newest first, events by type; what was made void is counted, by whoever it was."""
    case = await a_case(cases)
    path = f"/v1/cases/{case}/contacts"
    entries = []
    for import_id in (FIRST, FIRST, SECOND):
        reply = await cases.post(path, CONTACT, Import_Id=import_id)
        entries.append(reply.body["entry_id"])
    await cases.post(path, CONTACT)
    void = {"reason": "mistaken"}
    await cases.post(
        f"/v1/cases/{case}/entries/{entries[0]}/void", void, If_Match='"5"', Import_Id=OTHER
    )
    page = await imports(cases)
    assert [(its["import_id"], its["entries"], its["void"]) for its in page["imports"]] == [
        (OTHER, {"cases.EntryVoided.v1": 1}, 0),
        (SECOND, {"cases.ContactRecorded.v1": 1}, 0),
        (FIRST, {"cases.ContactRecorded.v1": 2}, 1),
    ]
    assert page["next"] is None
    first = page["imports"][-1]
    assert first["first_at"] < first["last_at"]
    shown = (await cases.get(f"/v1/imports/{FIRST}")).body
    assert [(its["entry_id"], its["void"]) for its in shown["entries"]] == [
        (entries[0], True),
        (entries[1], False),
    ]
    assert shown["entries"][0]["stream_id"] == f"case-{case}"
    assert shown["entries"][0]["version"] == 2
    assert shown["entries"][0]["facts"]["mode"] == CONTACT["mode"]
    assert CONTACT["note"] not in json.dumps(shown, ensure_ascii=False)


PLACE = {
    "region": "410102001003",
    "kind": "points_shop",
    "name": "积分超市",
    "opened_on": "2018-06-01",
}
CAMPAIGN = {
    "region": "410102000000",
    "code": "june",
    "name": "宣传月",
    "kind": "campaign",
    "since": "2019-06-01",
    "until": "2019-07-01",
    "launched_on": "2019-05-20",
}
COUNT = {"region": "410102001003", "occurred_on": "2019-03-31", "number": 18}


async def test_what_is_void_as_a_whole_is_marked(outreach: Client) -> None:
    """A campaign with its launching, a place with its closing, and a number for its day."""
    office = outreach.as_agency(id_of(AgencyKind.ANTI_DRUG_OFFICE))
    mistaken = {"reason": "mistaken"}
    places = [
        (await office.post("/v1/places", PLACE | {"name": name}, Import_Id=FIRST)).body
        for name in ("甲", "乙")
    ]
    campaign = (await office.post("/v1/campaigns", CAMPAIGN, Import_Id=FIRST)).body
    other = COUNT | {"occurred_on": "2019-06-30"}
    for count in (COUNT, other):
        await office.post("/v1/informants", count, Import_Id=FIRST)
    assert (await imports(office))["imports"][0]["void"] == 0
    place = f"/v1/places/{places[0]['place_id']}"
    closing = {"closed_on": "2019-01-01"}
    await office.post(f"{place}/closing", closing, If_Match='"1"', Import_Id=FIRST)
    await office.post(f"{place}/void", mistaken, If_Match='"2"')
    await office.post(f"/v1/campaigns/{campaign['campaign_id']}/void", mistaken, If_Match='"2"')
    await office.post("/v1/informants/410102001003/void", {"occurred_on": "2019-03-31"})
    shown = (await office.get(f"/v1/imports/{FIRST}")).body["entries"]
    assert [(each["type"].split(".")[1], each["void"]) for each in shown] == [
        ("PlaceOpened", True),
        ("PlaceOpened", False),
        ("CampaignDrafted", True),
        ("CampaignLaunched", True),
        ("InformantsCounted", True),
        ("InformantsCounted", False),
        ("PlaceClosed", True),
    ]
    assert (await imports(office))["imports"][-1]["void"] == 5
    await office.post("/v1/informants", COUNT | {"number": 20}, Import_Id=SECOND)
    assert (await imports(office))["imports"][0]["void"] == 0  # what is counted anew is not void


async def test_pages_follow_each_other(outreach: Client) -> None:
    """Of imports and of what an import wrote; nothing is left out and nothing comes twice."""
    wanted = [FIRST, SECOND, OTHER]
    for import_id in wanted:
        for _ in range(3):
            await outreach.post("/v1/activities", SESSION, Import_Id=import_id)
    listed, query = [], "?limit=2"
    while query:
        page = await imports(outreach, query)
        listed += [its["import_id"] for its in page["imports"]]
        query = f"?limit=2&before={page['next']}" if page["next"] else ""
    assert listed == wanted[::-1]
    read, query = [], "?limit=2"
    while query:
        page = (await outreach.get(f"/v1/imports/{SECOND}{query}")).body
        read += [its["entry_id"] for its in page["entries"]]
        query = f"?limit=2&after={page['next']}" if page["next"] else ""
    assert len({*read}) == len(read) == 3


@pytest.mark.parametrize("written", ["1_0", "%2B1", "1.0", "%201", "%C2%B2", "%D9%A3"])
async def test_the_size_of_a_page_is_in_plain_digits(outreach: Client, written: str) -> None:
    """Python's own readers would take signs, underscores and digits of other scripts."""
    for path in ("/v1/imports", f"/v1/imports/{FIRST}"):
        reply = await outreach.get(f"{path}?limit={written}")
        assert problem(reply, 422, "invalid-request")["errors"][0]["reason"] == "not_a_number"


async def test_an_agency_sees_its_own_imports_within_its_regions(outreach: Client) -> None:
    """Another agency's import is as if it were not there, under the same id too."""
    await outreach.post("/v1/activities", SESSION, Import_Id=FIRST)
    other = outreach.as_agency("another")
    assert (await imports(other))["imports"] == []
    problem(await other.get(f"/v1/imports/{FIRST}"), 404, "not-found")
    await other.post("/v1/activities", SESSION, Import_Id=FIRST)
    for agency in (outreach, other):
        assert (await imports(agency))["imports"][0]["entries"] == {"outreach.SessionHeld.v1": 1}
    moved = outreach.as_agency("agency", "33")
    problem(await moved.get(f"/v1/imports/{FIRST}"), 404, "not-found")
    assert (await imports(moved))["imports"] == []


async def test_a_void_is_of_the_region_of_its_entry(outreach: Client) -> None:
    """It carries what it made void, which is nothing for those of other regions."""
    made = await outreach.post("/v1/activities", SESSION)
    void = f"/v1/activities/{made.body['activity_id']}/void"
    await outreach.post(void, {"reason": "mistaken"}, If_Match='"1"', Import_Id=FIRST)
    shown = (await outreach.get(f"/v1/imports/{FIRST}")).body["entries"]
    assert [each["type"] for each in shown] == ["outreach.EntryVoided.v1"]
    moved = outreach.as_agency("agency", "33")
    problem(await moved.get(f"/v1/imports/{FIRST}"), 404, "not-found")
    assert (await imports(moved))["imports"] == []


async def test_an_answer_is_found_within_the_regions_of_what_was_written(outreach: Client) -> None:
    """A token for other regions finds none, as for a key that was never used."""
    made = await outreach.post("/v1/activities", SESSION, key="once")
    given = (await outreach.get("/v1/answers?key=once")).body["answers"]
    assert [(each["body"], each["void"]) for each in given] == [(made.body, False)]
    for other in (outreach.as_agency("agency", "33"), outreach.as_agency("another")):
        assert (await other.get("/v1/answers?key=once")).body == {"answers": []}


async def test_a_token_for_another_region_shows_what_has_none(cases: Client) -> None:
    """The clients of the agency's import, and none of its cases."""
    body = {"name": "测试甲", "id_number": "110101199003078822"}
    client = (await cases.post("/v1/clients", body, Import_Id=FIRST)).body["client_id"]
    await cases.post("/v1/cases", a_file(client), Import_Id=FIRST)
    nowhere = f"Bearer {ISSUER.mint('agency', ['33'], ['cases:read'])}"
    shown = await cases.get(f"/v1/imports/{FIRST}", Authorization=nowhere)
    assert shown.status == 200, shown
    assert [each["type"] for each in shown.body["entries"]] == ["cases.ClientRegistered.v1"]


@pytest.mark.parametrize(
    "text", ["", "x", "11010519491231002X", "0196a1f23e007b6c8d25f0c94a71e836"]
)
async def test_only_a_uuid_is_an_import_id(outreach: Client, text: str) -> None:
    """It is kept in clear, so nothing that could be a person's number is taken."""
    reply = await outreach.post("/v1/activities", SESSION, Import_Id=text)
    assert problem(reply, 400, "bad-request")["errors"][0]["header"] == "Import-Id"


async def test_the_same_key_under_another_import_is_the_same_call(outreach: Client) -> None:
    """An import that goes on under a new id is answered as before, and adds nothing to the new."""
    first = await outreach.post("/v1/activities", SESSION, key="once", Import_Id=FIRST)
    again = await outreach.post("/v1/activities", SESSION, key="once", Import_Id=SECOND)
    assert (again.status, again.body) == (201, first.body)
    assert [its["import_id"] for its in (await imports(outreach))["imports"]] == [FIRST]


async def test_an_answer_given_again_says_that_its_entry_is_void(
    cases: Client, outreach: Client
) -> None:
    """In a dry run too; an entry that still counts is answered without the header."""
    case = await a_case(cases)
    contacts = f"/v1/cases/{case}/contacts"
    for api, path, body, voids in (
        (cases, contacts, CONTACT, f"/v1/cases/{case}/entries/{{entry_id}}/void"),
        (outreach, "/v1/activities", SESSION, "/v1/activities/{activity_id}/void"),
    ):
        made = await api.post(path, body, key=path)
        assert "Entry-Void" not in (await api.post(path, body, key=path)).headers
        void = await api.post(
            voids.format_map(made.body), {"reason": "mistaken"}, If_Match=made.headers["ETag"]
        )
        assert void.status == 201, void
        again = await api.post(path, body, key=path)
        assert (again.body, again.headers["Entry-Void"]) == (made.body, "true")
        dry = await api.post(path, body, key=path, Dry_Run="true")
        assert dry.headers["Entry-Void"] == "true"


async def test_imports_are_found_by_an_index(dsn: str) -> None:
    """However many other events there are: neither list reads through the journal."""
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(
            """
            INSERT INTO events (stream_id, version, event_id, type, data, metadata)
            SELECT 'case-' || n, 1, gen_random_uuid(), 'cases.ContactRecorded.v1', '{}',
                CASE n % 100 WHEN 0 THEN '{"agency": "agency", "import_id": "' || n / 1000 || '"}'
                ELSE '{"agency": "agency"}' END::json
            FROM generate_series(1, 20000) AS n;
            ANALYZE events;
            """
        )
        caller = Caller("agency", ("41",), frozenset(), kind=AgencyKind.POLICE)
        for query, values, index in (
            (LIST, (None, 20), "events_imports"),
            (READ, ("7", None, 1000), "events_imports"),
            (ENTRY, (UUID(int=7),), "events_event"),
        ):
            rows = await connection.fetch(
                f"EXPLAIN {SHOWN.sql(query)}", *SHOWN.values(caller), *values
            )
            plan = "\n".join(row[0] for row in rows)
            assert index in plan
            assert "Seq Scan on events" not in plan, plan
    finally:
        await connection.close()
