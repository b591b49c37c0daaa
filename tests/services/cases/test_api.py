"""services/cases over HTTP, on a real database."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from services.cases.app import CasesSettings, build
from shared.vault import VaultKeys
from tests.databases import MakeDatabase
from tests.services.service import Client, Reply, migrated, serving, verifier

pytestmark = pytest.mark.postgres

REGION = "410102001003"
ID_NUMBER = "11010519491231002X"


@pytest.fixture
async def dsn(make_database: MakeDatabase) -> str:
    """A database with an empty journal."""
    return await make_database(migrated)


@pytest.fixture
async def api(dsn: str, tmp_path: Path) -> AsyncIterator[Client]:
    """The service, called by an agency of Henan."""
    keys = tmp_path / "vault.json"
    VaultKeys.create(keys)
    async with serving(build(CasesSettings(cases_database=dsn, vault_keys=keys), verifier())) as c:
        yield c


async def a_client(api: Client, id_number: str = ID_NUMBER) -> str:
    """A registered client's id."""
    reply = await api.post(
        "/v1/clients",
        {"name": "测试甲", "id_number": id_number, "phone": "19900000000", "sex": "male"},
    )
    assert reply.status == 201, reply
    return str(reply.body["client_id"])


async def a_case(api: Client, client: str | None = None, **more: Any) -> str:
    """An opened case's id."""
    body = {
        "client_id": client or await a_client(api),
        "kind": "community_detoxification",
        "region": REGION,
        "decided_on": "2019-01-10",
        **more,
    }
    reply = await api.post("/v1/cases", body)
    assert reply.status == 201, reply
    return str(reply.body["case_id"])


CONTACT = {"occurred_on": "2019-03-01", "mode": "home_visit", "note": "家访", "worker": "社工甲"}


def problem(reply: Reply, status: int, slug: str) -> dict[str, Any]:
    """The reply is this problem, in both languages."""
    assert reply.status == status, reply
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert reply.body["type"] == f"/problems/{slug}"
    assert reply.body["title_zh"]
    return dict(reply.body)


async def test_a_case_goes_its_way(api: Client) -> None:
    """Open, report in, sign, meet, test, assess: each write answers with its position."""
    case = await a_case(api)
    steps = [
        ("reporting-in", {"occurred_on": "2019-01-12"}),
        ("agreement", {"occurred_on": "2019-01-13"}),
        ("contacts", CONTACT),
        ("drug-tests", {"occurred_on": "2019-03-02", "result": "negative"}),
        ("risk-assessments", {"occurred_on": "2019-06-01", "level": "medium"}),
    ]
    for version, (path, body) in enumerate(steps, 2):
        reply = await api.post(f"/v1/cases/{case}/{path}", body)
        assert reply.status == 201, reply
        assert reply.headers["ETag"] == f'"{version}"'
        assert reply.body["position"] == f"case-{case}@{version}"
    file = (await api.get(f"/v1/cases/{case}")).body
    assert (file["phase"], file["version"], len(file["entries"])) == ("agreed", 6, 5)


async def test_the_same_id_number_finds_the_same_client(api: Client) -> None:
    """However it is written, and only one person comes of it."""
    first = await a_client(api)
    again = await api.post(
        "/v1/clients", {"name": "别名", "id_number": " １１０１０５１９４９１２３１００２x "}
    )
    assert again.status == 200
    assert again.body["client_id"] == first


async def test_an_id_of_a_client_is_no_way_to_the_person(api: Client) -> None:
    """Another agency opens a case for the client once it has registered the person itself."""
    client = await a_client(api)
    other = api.as_agency("other", "33")
    case = {"client_id": client, "kind": "at_large", "region": "330106001000"}
    refused = problem(await other.post("/v1/cases", case), 422, "invalid-request")
    assert refused["errors"][0]["reason"] == "unknown_client"
    for _ in range(2):
        again = await other.post("/v1/clients", {"name": "测试甲", "id_number": ID_NUMBER})
        assert (again.status, again.body["client_id"]) == (200, client)
    assert (await other.post("/v1/cases", case)).status == 201


async def test_racing_registrations_make_one_client(api: Client) -> None:
    """Many agencies may register a person at the same moment."""
    body = {"name": "测试甲", "id_number": ID_NUMBER}
    replies = await asyncio.gather(*(api.post("/v1/clients", body) for _ in range(30)))
    assert sorted(reply.status for reply in replies) == [200] * 29 + [201]
    assert len({reply.body["client_id"] for reply in replies}) == 1


async def test_one_key_from_fifty_racing_calls_has_one_effect(api: Client) -> None:
    """One effect, one answer."""
    case = await a_case(api)
    replies = await asyncio.gather(
        *(api.post(f"/v1/cases/{case}/contacts", CONTACT, key="same") for _ in range(50))
    )
    assert {reply.status for reply in replies} == {201}
    assert len({reply.body["entry_id"] for reply in replies}) == 1
    assert sum("Idempotency-Replayed" in reply.headers for reply in replies) == 49
    assert (await api.get(f"/v1/cases/{case}")).body["version"] == 2


async def test_a_repeated_call_gets_its_answer_even_where_it_would_be_refused_now(
    api: Client,
) -> None:
    """The rules are only asked when the key is new."""
    case = await a_case(api)
    body = {"occurred_on": "2019-01-12"}
    first = await api.post(f"/v1/cases/{case}/reporting-in", body, key="once")
    again = await api.post(f"/v1/cases/{case}/reporting-in", body, key="once")
    assert (again.status, again.body) == (201, first.body)
    other = await api.post(f"/v1/cases/{case}/reporting-in", body)
    problem(other, 409, "already-reported-in")


async def test_a_key_serves_one_request(api: Client) -> None:
    """The same key with another body is refused; other agencies have keys of their own."""
    case = await a_case(api)
    path = f"/v1/cases/{case}/contacts"
    await api.post(path, CONTACT, key="k")
    reply = await api.post(path, {**CONTACT, "mode": "phone"}, key="k")
    assert problem(reply, 422, "invalid-request")["errors"][0]["reason"] == "key_reused"
    other = await api.as_agency("other", "41").post(path, {**CONTACT, "mode": "phone"}, key="k")
    assert other.status == 201


async def test_a_stale_version_is_told_the_current_one(api: Client) -> None:
    """If-Match with an old version changes nothing."""
    case = await a_case(api)
    path = f"/v1/cases/{case}/contacts"
    assert (await api.post(path, CONTACT, If_Match='"1"')).status == 201
    reply = await api.post(path, CONTACT, If_Match='"1"')
    assert problem(reply, 412, "version-conflict")["current_version"] == 2
    assert reply.headers["ETag"] == '"2"'
    assert (await api.post(path, CONTACT, If_Match='"2"')).status == 201


async def test_concurrent_writers_without_a_version_all_get_in(api: Client) -> None:
    """Entries of several agencies need not know of each other."""
    case = await a_case(api)
    replies = await asyncio.gather(
        *(api.post(f"/v1/cases/{case}/contacts", CONTACT) for _ in range(40))
    )
    assert {reply.status for reply in replies} == {201}
    assert sorted(reply.body["version"] for reply in replies) == list(range(2, 42))


async def test_an_entry_is_made_void(api: Client) -> None:
    """Voiding needs the version that was seen, and leaves the entry where it is."""
    case = await a_case(api)
    entry = (await api.post(f"/v1/cases/{case}/contacts", CONTACT)).body["entry_id"]
    path = f"/v1/cases/{case}/entries/{entry}/void"
    assert (await api.post(path, {"reason": "mistaken"})).status == 428
    assert (await api.post(path, {"reason": "mistaken"}, If_Match='"2"')).status == 201
    problem(await api.post(path, {"reason": "mistaken"}, If_Match='"3"'), 409, "entry-already-void")
    (shown,) = (await api.get(f"/v1/cases/{case}")).body["entries"]
    assert shown["void"] is True
    unknown = f"/v1/cases/{case}/entries/{uuid4()}/void"
    assert (await api.post(unknown, {"reason": "mistaken"}, If_Match='"3"')).status == 404


async def test_one_file_per_person(api: Client) -> None:
    """A client with an open case gets no second one; a reference names one case."""
    client = await a_client(api)
    await a_case(api, client, reference="4101-1")
    body = {"client_id": client, "kind": "at_large", "region": REGION}
    problem(await api.post("/v1/cases", body), 409, "client-has-open-case")
    other = await a_client(api, "110101199003078822")
    taken = {**body, "client_id": other, "reference": "4101-1"}
    problem(await api.post("/v1/cases", taken), 409, "reference-taken")


async def test_a_reference_finds_the_case_for_the_agency_that_gave_it(api: Client) -> None:
    """Another agency's numbers are its own."""
    case = await a_case(api, reference="4101-00001")
    path = "/v1/cases?reference=4101-00001"
    assert [c["case_id"] for c in (await api.get(path)).body["cases"]] == [case]
    assert (await api.as_agency("other", "41").get(path)).body == {"cases": []}


async def test_a_case_outside_the_callers_regions_is_not_there(api: Client) -> None:
    """404, not 403, for reading and for writing."""
    case = await a_case(api)
    stranger = api.as_agency("agency", "33")
    assert (await stranger.get(f"/v1/cases/{case}")).status == 404
    assert (await stranger.post(f"/v1/cases/{case}/contacts", CONTACT)).status == 404
    body = {"client_id": str(uuid4()), "kind": "at_large", "region": REGION}
    refused = problem(await stranger.post("/v1/cases", body), 422, "invalid-request")
    assert refused["errors"][0]["pointer"] == "/region"


async def test_agencies_with_like_names_have_numbers_of_their_own(api: Client) -> None:
    """Where one name ends and the number begins is never in doubt."""
    await a_case(api.as_agency("a:b", "41"), reference="c")
    other = api.as_agency("a", "41")
    assert (await other.get("/v1/cases?reference=b:c")).body == {"cases": []}
    await a_case(other, await a_client(other, "110101199003078822"), reference="b:c")


BAD = [
    ({"occurred_on": "2099-01-01"}, "/occurred_on", "future_date"),
    ({"occurred_on": "2019-02-30"}, "/occurred_on", "bad_date"),
    ({"occurred_on": 20190301}, "/occurred_on", "bad_date"),
    ({"occurred_on": "2019-03-01T00:00:00"}, "/occurred_on", "bad_date"),
    ({"mode": "pigeon"}, "/mode", "not_a_choice"),
    ({"surprise": 1}, "/surprise", "unknown_field"),
    ({"note": 7}, "/note", "not_text"),
    ({"note": "x\x00"}, "/note", "bad_character"),
    ({"note": "  "}, "/note", "missing_value"),
]


@pytest.mark.parametrize(("change", "pointer", "reason"), BAD, ids=[b[2] for b in BAD])
async def test_a_bad_field_is_named(
    api: Client, change: dict[str, Any], pointer: str, reason: str
) -> None:
    """The field, its fault and the way out, in both languages, and never the value."""
    case = await a_case(api)
    reply = await api.post(f"/v1/cases/{case}/contacts", {**CONTACT, **change})
    (error,) = problem(reply, 422, "invalid-request")["errors"]
    assert (error["pointer"], error["reason"]) == (pointer, reason)
    assert error["detail"]
    assert error["detail_zh"]


@pytest.mark.parametrize("region", ["999999999999", "41010200100", "410102000003", "郑州"])
async def test_an_unknown_region_is_refused(api: Client, region: str) -> None:
    """A region has twelve digits and exists."""
    reply = await api.post("/v1/workstations", {"region": region, "name": "某站"})
    assert problem(reply, 422, "invalid-request")["errors"][0]["reason"] == "unknown_region"


async def test_a_wrong_check_digit_is_refused_without_repeating_it(api: Client) -> None:
    """The answer holds nothing of the number."""
    reply = await api.post("/v1/clients", {"name": "某", "id_number": "110105194912310021"})
    assert problem(reply, 422, "invalid-request")["errors"][0]["reason"] == "id_checksum"
    assert "194912" not in str(reply.body)


async def test_who_may_not_is_turned_away(api: Client) -> None:
    """No token, a malformed one, a foreign one: 401; without the action: 403."""
    case = await a_case(api)
    path = f"/v1/cases/{case}"
    for bad in ("", "Bearer", "Bearer x.y.z", "Basic abc", f"Bearer {api.token[:-4]}AAAA"):
        assert (await api.get(path, Authorization=bad)).status == 401, bad
    reader = api.as_agency("agency", "41", actions=("cases:read",))
    assert (await reader.post(f"{path}/contacts", CONTACT)).status == 403
    assert (await api.get(f"{path}?surprise=1")).status == 400


async def test_personal_data_stays_in_the_vault(api: Client, dsn: str) -> None:
    """Nothing of a person is in the journal, nor readable anywhere in the database."""
    case = await a_case(api, reference=ID_NUMBER)
    await api.post(f"/v1/cases/{case}/contacts", CONTACT)
    connection = await asyncpg.connect(dsn)
    tables = ("events", "answers", "claims", "vault_persons", "vault_items")
    for table in tables:
        rows = str(await connection.fetch(f"SELECT t::text FROM {table} t"))
        assert rows != "[]", table
        for secret in ("测试甲", ID_NUMBER, "19900000000", "家访", "社工甲"):
            assert secret not in rows, table
            assert secret.encode().hex() not in rows, table
    await connection.close()


async def test_a_look_at_personal_data_is_written_down_first(api: Client, dsn: str) -> None:
    """Who looked, why, and on what legal basis; without them there is no answer."""
    client = await a_client(api)
    case = await a_case(api, client)
    entry = (await api.post(f"/v1/cases/{case}/contacts", CONTACT)).body["entry_id"]
    path = f"/v1/clients/{client}/personal-data"
    assert (await api.get(path)).status == 422
    why = {"Purpose": "home visit", "Legal_Basis": "戒毒条例 7".encode().hex()}
    shown = await api.get(path, **why)
    assert shown.body["name"] == "测试甲"
    assert shown.headers["Cache-Control"] == "no-store"
    note = await api.get(f"/v1/cases/{case}/entries/{entry}/particulars", **why)
    assert note.body["worker"] == "社工甲"
    assert (await api.as_agency("agency", "33").get(path, **why)).status == 404
    connection = await asyncpg.connect(dsn)
    assert await connection.fetchval("SELECT count(*) FROM vault_reads") == 2
    await connection.execute("DELETE FROM vault_persons")
    await connection.close()
    assert problem(await api.get(path, **why), 410, "erased")


async def test_an_unknown_client_or_workstation_is_named(api: Client) -> None:
    """What a case refers to must be registered."""
    body = {"client_id": str(uuid4()), "kind": "at_large", "region": REGION}
    reply = await api.post("/v1/cases", body)
    assert problem(reply, 422, "invalid-request")["errors"][0]["reason"] == "unknown_client"
    body = {**body, "client_id": await a_client(api), "workstation_id": str(uuid4())}
    reply = await api.post("/v1/cases", body)
    assert problem(reply, 422, "invalid-request")["errors"][0]["reason"] == "unknown_workstation"


async def test_a_workstation_is_registered_once(api: Client) -> None:
    """The same name in the same place is the same workstation."""
    body = {"region": "410102001000", "name": "410102001工作站"}
    first, again = (
        await api.post("/v1/workstations", body),
        await api.post("/v1/workstations", body),
    )
    assert (first.status, again.status) == (201, 200)
    assert first.body["workstation_id"] == again.body["workstation_id"]


async def test_the_journal_is_offered_to_those_entitled(api: Client) -> None:
    """Page by page, to the end; an unknown cursor is a clear error."""
    await a_case(api)
    page = await api.get("/v1/journal?limit=1")
    rest = await api.get(f"/v1/journal?after={page.headers['Next-Cursor']}")
    end = await api.get(f"/v1/journal?after={rest.headers['Next-Cursor']}")
    assert (page.body.count("\n"), rest.body.count("\n"), end.body) == (1, 1, "")
    assert (await api.get("/v1/journal?after=x")).status == 400
    stranger = api.as_agency("agency", "41", actions=("cases:read",))
    assert (await stranger.get("/v1/journal")).status == 403


async def test_a_reference_outside_the_callers_regions_finds_nothing(api: Client) -> None:
    """The agency's number, asked for with a token for other regions, is simply not there."""
    await a_case(api, reference="4101-00001")
    reply = await api.as_agency("agency", "33").get("/v1/cases?reference=4101-00001")
    assert (reply.status, reply.body) == (200, {"cases": []})


async def test_nothing_more_is_kept_of_an_erased_person(
    api: Client, dsn: str, tmp_path: Path
) -> None:
    """A new contact with a note is refused once the person's key is gone; one without is not."""
    case = await a_case(api)
    before = await api.post(f"/v1/cases/{case}/contacts", CONTACT, key="before")
    connection = await asyncpg.connect(dsn)
    await connection.execute("DELETE FROM vault_persons")
    await connection.close()
    keys = tmp_path / "vault.json"
    settings = CasesSettings(cases_database=dsn, vault_keys=keys)
    async with serving(build(settings, verifier())) as later:
        path = f"/v1/cases/{case}/contacts"
        problem(await later.post(path, CONTACT), 410, "erased")
        assert (await later.post(path, CONTACT, key="before")).body == before.body
        bare = {"occurred_on": "2019-03-01", "mode": "phone"}
        assert (await later.post(path, bare)).status == 201


async def test_what_data_is_wanted_for_is_written_down_readably(api: Client, dsn: str) -> None:
    """Purpose and Legal-Basis are taken in UTF-8, plain or percent-encoded; no other bytes."""
    client = await a_client(api)
    path = f"/v1/clients/{client}/personal-data"
    basis = "%E6%88%92%E6%AF%92%E6%9D%A1%E4%BE%8B%207"
    assert (await api.get(path, Purpose="家访", Legal_Basis=basis)).status == 200
    for bad in ("%FF%FE", "%00%00", "%20%20"):
        reply = await api.get(path, Purpose=bad, Legal_Basis=basis)
        assert problem(reply, 422, "invalid-request")["errors"][0]["header"] == "Purpose"
    connection = await asyncpg.connect(dsn)
    row = await connection.fetchrow("SELECT purpose, legal_basis FROM vault_reads")
    assert row is not None
    assert tuple(row) == ("家访", "戒毒条例 7")
    await connection.close()


def _cursor(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        base64.urlsafe_b64encode(b"[" * 5000).decode(),
        _cursor(["9:5:", "9:5:", 0, 0]),
        _cursor(["1:1:", "9:5:", 0, 0]),
        _cursor(["1:1:", "5:9:7,6", 0, 9]),
        _cursor(["1:1:", "٣:٣:", 0, 0]),
    ],
    ids=["deep", "backward", "backward to come", "unsorted", "other digits"],
)
async def test_a_cursor_that_was_not_given_out_is_refused(api: Client, cursor: str) -> None:
    """However much it looks like one."""
    assert (await api.get(f"/v1/journal?after={cursor}")).status == 400


async def test_a_workstation_is_found_by_its_name_from_the_regions_it_serves(api: Client) -> None:
    """From a community below its street; not from another street, nor by who works elsewhere."""
    body = {"region": "410102001000", "name": "一号站"}
    station = (await api.post("/v1/workstations", body)).body["workstation_id"]
    path = "/v1/workstations?name=一号站&region="
    (found,) = (await api.get(f"{path}410102001003")).body["workstations"]
    assert found == {"workstation_id": station, "region": "410102001000", "name": "一号站"}
    assert (await api.get(f"{path}410102002003")).body == {"workstations": []}
    stranger = api.as_agency("agency", "33")
    assert (await stranger.get(f"{path}410102001003")).body == {"workstations": []}


async def test_a_lost_answer_is_found_by_its_key(api: Client) -> None:
    """By the agency that made the call, and nobody else."""
    given = await api.post("/v1/workstations", {"region": REGION, "name": "二号站"}, key="mine")
    path = "/v1/answers?key=mine"
    assert (await api.get(path)).body == {"answers": [{"status": 201, "body": given.body}]}
    assert (await api.as_agency("other", "41").get(path)).body == {"answers": []}


async def test_what_a_request_said_cannot_be_found_out_by_trying(api: Client, dsn: str) -> None:
    """The hash that is kept of a request is made with a secret of the service."""
    body = {"name": "测试甲", "id_number": ID_NUMBER}
    await api.post("/v1/clients", body, key="k")
    connection = await asyncpg.connect(dsn)
    kept = await connection.fetchval("SELECT request FROM answers WHERE key = 'k'")
    await connection.close()
    said = b"POST /v1/clients\n" + json.dumps(body).encode()
    once = hashlib.sha256(said).digest()
    assert kept not in {once, hashlib.sha256(once).digest(), hmac.digest(b"", once, "sha256")}


async def test_one_key_from_racing_calls_that_claim_a_name_has_one_answer(api: Client) -> None:
    """Who loses the race for the name finds the answer that its own key was given."""
    client = {"name": "测试甲", "id_number": ID_NUMBER}
    registered = await asyncio.gather(
        *(api.post("/v1/clients", client, key="client") for _ in range(20))
    )
    assert {reply.status for reply in registered} == {201}
    assert len({json.dumps(reply.body) for reply in registered}) == 1
    case = {
        "client_id": registered[0].body["client_id"],
        "kind": "at_large",
        "region": REGION,
        "reference": "4101-1",
    }
    opened = await asyncio.gather(*(api.post("/v1/cases", case, key="case") for _ in range(20)))
    assert {reply.status for reply in opened} == {201}
    assert len({json.dumps(reply.body) for reply in opened}) == 1
    other = {**case, "reference": "4101-2"}
    reply = await api.post("/v1/cases", other, key="case")
    assert problem(reply, 422, "invalid-request")["errors"][0]["reason"] == "key_reused"


async def test_an_answer_that_found_a_client_again_stays_the_same(api: Client) -> None:
    """Also a 200 is kept under its key, and given again as it was."""
    first = await a_client(api)
    body = {"name": "测试甲", "id_number": ID_NUMBER}
    again, replayed = (
        await api.post("/v1/clients", body, key="again"),
        await api.post("/v1/clients", body, key="again"),
    )
    assert (again.status, replayed.status) == (200, 200)
    assert again.body["client_id"] == first
    assert replayed.body == again.body
    assert replayed.headers["Idempotency-Replayed"] == "true"
