"""Idempotency keys and expected versions: one effect and one answer for each call."""

import asyncio
import hashlib
import hmac
import json
from urllib.parse import quote

import asyncpg
import pytest

from shared.journal.hidden_keys import hidden
from shared.positions import in_plain
from tests.positions import opened
from tests.services.cases.calls import CONTACT, ID_NUMBER, REGION, a_case, a_client, problem
from tests.services.cases.client.persons import OTHER_NUMBER
from tests.services.service import Client

pytestmark = pytest.mark.postgres


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
    other = api.as_agency("other")
    own = await a_case(other, await a_client(other, OTHER_NUMBER))
    assert (await other.post(f"/v1/cases/{own}/contacts", CONTACT, key="k")).status == 201


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


async def test_a_lost_answer_is_found_by_its_key(api: Client) -> None:
    """By the agency that made the call, and nobody else."""
    given = await api.post("/v1/workstations", {"region": REGION, "name": "二号站"}, key="mine")
    path = "/v1/answers?key=mine"
    assert (await api.get(path)).body == {
        "answers": [{"status": 201, "body": given.body, "void": False}]
    }
    assert (await api.as_agency("other", "41").get(path)).body == {"answers": []}


async def test_an_answer_given_again_is_equal_to_the_letter(api: Client, dsn: str) -> None:
    """Its position too, which is kept in plain, as by older versions, and leaves sealed."""
    body = {"region": REGION, "name": "三号站"}
    texts = []
    for _ in range(2):
        async with api.session.post(
            f"{api.url}/v1/workstations",
            json=body,
            headers={"Authorization": f"Bearer {api.token}", "Idempotency-Key": "letter"},
        ) as answer:
            texts.append(await answer.text())
            place = answer.headers["Location"]
    assert texts[0] == texts[1]
    told = json.loads(texts[0])
    assert opened(told["position"]) == f"workstation-{told['workstation_id']}@1"
    assert place == f"/v1/workstations/{told['workstation_id']}"
    assert (await api.get("/v1/answers?key=letter")).body["answers"][0]["body"] == told
    connection = await asyncpg.connect(dsn)
    kept = await connection.fetchval("SELECT body FROM answers")
    await connection.close()
    stream_id, _, version = opened(told["position"]).rpartition("@")
    assert json.loads(kept) == told | {"position": in_plain(stream_id, int(version))}
    known = await api.post("/v1/workstations", body)
    assert (known.status, known.body["position"]) == (200, told["position"])
    other = await api.as_agency("other").post("/v1/workstations", body)
    assert other.body["position"] != told["position"]
    assert opened(other.body["position"], "other") == opened(told["position"])


@pytest.mark.parametrize(
    "key", [ID_NUMBER, f"client-{ID_NUMBER}", "41010219900101123x", "row-0001"]
)
async def test_a_key_is_kept_only_as_a_hash(api: Client, dsn: str, key: str) -> None:
    """Whatever a caller puts into a key; the hash is made with a secret of the service."""
    body = {"region": REGION, "name": "二号站"}
    given = await api.post("/v1/workstations", body, key=key)
    again = await api.post("/v1/workstations", body, key=key)
    assert (again.body, again.headers["Idempotency-Replayed"]) == (given.body, "true")
    connection = await asyncpg.connect(dsn)
    row = await connection.fetchrow("SELECT * FROM answers")
    await connection.close()
    assert row is not None
    kept = row["key"]
    assert key not in str(tuple(row))
    assert kept not in {key, hidden(b"", key)}
    asked = quote(key, safe="")
    found = await api.get(f"/v1/answers?key={asked}")
    assert found.body == {"answers": [{"status": 201, "body": given.body, "void": False}]}
    named_alike = await api.get(f"/v1/answers?key={quote(kept.removeprefix('hashed '), safe='')}")
    assert named_alike.body == {"answers": []}


async def test_a_key_of_before_keys_were_hashed_is_still_answered(api: Client, dsn: str) -> None:
    """A registration and an entry that were made under plain keys are not made again."""
    workstation = {"region": REGION, "name": "二号站"}
    case = await a_case(api)
    contacts = f"/v1/cases/{case}/contacts"
    given = [
        await api.post("/v1/workstations", workstation, key="old-1"),
        await api.post(contacts, CONTACT, key="old-2"),
    ]
    connection = await asyncpg.connect(dsn)
    for number, reply in enumerate(given, 1):
        await connection.execute(
            "UPDATE answers SET key = $1 WHERE body::json ->> 'entry_id' = $2",
            f"old-{number}",
            reply.body["entry_id"],
        )
    events = await connection.fetchval("SELECT count(*) FROM events")
    again = [
        await api.post("/v1/workstations", workstation, key="old-1"),
        await api.post(contacts, CONTACT, key="old-2"),
    ]
    assert [reply.body for reply in again] == [reply.body for reply in given]
    reused = await api.post(contacts, {**CONTACT, "occurred_on": "2019-03-02"}, key="old-2")
    assert problem(reused, 422, "invalid-request")["errors"][0]["reason"] == "key_reused"
    found = await api.get("/v1/answers?key=old-1")
    assert found.body == {"answers": [{"status": 201, "body": given[0].body, "void": False}]}
    assert await connection.fetchval("SELECT count(*) FROM events") == events
    await connection.close()


async def test_what_a_request_said_cannot_be_found_out_by_trying(api: Client, dsn: str) -> None:
    """The hash that is kept of a request is made with a secret of the service."""
    body = {"name": "测试甲", "id_number": ID_NUMBER}
    await api.post("/v1/clients", body, key="k")
    connection = await asyncpg.connect(dsn)
    kept = await connection.fetchval("SELECT request FROM answers")
    await connection.close()
    request = b"POST /v1/clients\n" + json.dumps(body).encode()
    once = hashlib.sha256(request).digest()
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
