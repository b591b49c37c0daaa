"""Personal data corrected over HTTP: by whom, at which version, and what is told of it."""

import json

import asyncpg
import pytest

from tests.services.cases.calls import ID_NUMBER, a_case, a_client, a_file, problem
from tests.services.cases.client.persons import OTHER_NUMBER, correct, kept
from tests.services.service import Client

pytestmark = pytest.mark.postgres


async def test_a_correction_names_the_fields_and_no_value(api: Client, dsn: str) -> None:
    """The values are read again; the journal, the answers and the claims show none of them."""
    client = await a_client(api)
    changes = {"name": "周测丁", "phone": "13800000004", "sex": "male"}
    reply = await correct(api, client, changes)
    assert (reply.status, reply.headers["ETag"], reply.body["client_id"]) == (200, '"2"', client)
    assert [each["reason"] for each in reply.body["warnings"]] == ["sex_unlike_id_number"]
    assert await kept(api, client) == {
        "client_id": client,
        **changes,
        "id_number": ID_NUMBER,
        "identity_document": None,
        "born_on": None,
    }
    *_, event = (await api.as_service().get("/v1/journal")).body.splitlines()
    data = json.loads(event)["data"]
    assert data["fields"] == ["name", "phone", "sex"]
    assert data.keys() == {"client_id", "item_id", "fields", "reason"}
    connection = await asyncpg.connect(dsn)
    for table in ("events", "answers", "claims", "vault_items"):
        rows = str(await connection.fetch(f"SELECT t::text FROM {table} t"))
        for secret in ("周测丁", "13800000004"):
            assert secret not in rows
            assert secret.encode().hex() not in rows
    assert await connection.fetchval("SELECT count(*) FROM vault_items") == 2
    looks = "SELECT array_agg(what ORDER BY read_id) FROM vault_reads"
    assert await connection.fetchval(looks) == ["correction", "personal_data"]
    await connection.close()


async def test_null_removes_and_what_is_left_out_stays(api: Client) -> None:
    """A name cannot be removed, nor a number."""
    client = await a_client(api)
    assert (await correct(api, client, {"phone": None})).status == 200
    person = await kept(api, client)
    assert (person["phone"], person["sex"], person["name"]) == (None, "female", "测试甲")
    for field in ("name", "id_number", "identity_document"):
        refused = problem(await correct(api, client, {field: None}, 2), 422, "invalid-request")
        assert refused["errors"][0]["pointer"] == f"/{field}"


async def test_what_is_kept_already_is_no_correction(api: Client) -> None:
    """200 and the version as it was; the answer stays under its key."""
    client = await a_client(api)
    for body in ({}, {"phone": "19900000000"}, {"id_number": ID_NUMBER, "reason": "mistyped"}):
        reply = await correct(api, client, body)
        assert (reply.status, reply.body["version"]) == (200, 1), reply
        assert "warnings" not in reply.body
    assert (await api.get(f"/v1/clients/{client}")).body["version"] == 1


async def test_a_correction_needs_the_version_that_was_seen(api: Client) -> None:
    """428 without it, 412 with another; a repeated call gets its answer to the letter."""
    client = await a_client(api)
    path, body = f"/v1/clients/{client}/personal-data", {"name": "周测丁", "sex": "male"}
    problem(await api.patch(path, body), 428, "if-match-required")
    for wrong in (2, 9):
        stale = problem(await correct(api, client, body, wrong), 412, "version-conflict")
        assert stale["current_version"] == 1
    first = await correct(api, client, body, key="once")
    again = await correct(api, client, body, key="once")
    assert (again.status, again.body) == (first.status, first.body)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert first.body["warnings"]
    problem(await correct(api, client, body, 1), 412, "version-conflict")


async def test_only_who_may_read_a_person_corrects_one(api: Client) -> None:
    """404 for others, as when reading; 403 without the action."""
    client = await a_client(api)
    for stranger in (api.as_agency("other"), api.as_agency("other", "33")):
        assert (await correct(stranger, client, {"name": "乙"})).status == 404
    reader = api.as_agency("agency", actions=("cases:read", "clients:personal"))
    assert (await correct(reader, client, {"name": "乙"})).status == 403
    writer = api.as_agency("agency", actions=("cases:read", "cases:write"))
    refused = await correct(writer, client, {"name": "乙"})
    assert "clients:personal" in problem(refused, 403, "action-not-allowed")["detail"]
    other = {"name": "另一个名字", "id_number": ID_NUMBER}
    assert "warnings" not in (await writer.post("/v1/clients", other)).body
    assert "warnings" in (await api.post("/v1/clients", other)).body
    await a_case(api, client)
    assert (await correct(api.as_agency("other"), client, {"name": "乙"})).status == 404
    nobody = "00000000-0000-4000-8000-000000000000"
    assert (await correct(api, nobody, {"name": "乙"})).status == 404


async def test_a_mistyped_id_number_is_corrected_and_free_again(api: Client) -> None:
    """With a reason from the list; then the new number finds the client, and the old nobody."""
    client = await a_client(api)
    body = {"id_number": OTHER_NUMBER}
    problem(await correct(api, client, body), 409, "correction-reason-missing")
    wrong = await correct(api, client, {**body, "reason": "whim"})
    assert problem(wrong, 422, "invalid-request")["errors"][0]["reason"] == "not_a_choice"
    assert (await correct(api, client, {**body, "reason": "mistyped"})).status == 200
    assert (await kept(api, client))["id_number"] == OTHER_NUMBER
    found = await api.post("/v1/clients", {"name": "测试甲", "id_number": OTHER_NUMBER})
    assert (found.status, found.body["client_id"], found.body["version"]) == (200, client, 2)
    assert "warnings" not in found.body
    assert await a_client(api, ID_NUMBER) != client


async def test_a_number_of_another_client_is_not_taken(api: Client) -> None:
    """Nothing changes; the same for a document, and in a dry run."""
    client, other = await a_client(api), await a_client(api, OTHER_NUMBER)
    body = {"id_number": OTHER_NUMBER, "name": "乙", "reason": "mistyped"}
    for headers in ({}, {"Dry_Run": "true"}):
        refused = problem(await correct(api, client, body, 1, **headers), 409, "identity-taken")
        assert refused["errors"][0]["pointer"] == "/id_number"
    assert (await kept(api, client))["name"] == "测试甲"
    assert (await correct(api, other, {"name": "乙"})).status == 200


async def test_a_correction_tells_no_other_agencys_clients(api: Client) -> None:
    """A number that another agency registered is free for one's own registration."""
    await a_client(api.as_agency("other"), OTHER_NUMBER)
    client = await a_client(api)
    body = {"id_number": OTHER_NUMBER, "reason": "mistyped"}
    assert (await correct(api, client, body, Dry_Run="true")).status == 204
    assert (await correct(api, client, body)).status == 200


async def test_the_number_of_an_open_file_goes_with_its_correction(api: Client) -> None:
    """The person is found by the new one, and the old one is somebody else's again."""
    client = await a_client(api)
    await a_case(api, client)
    other = api.as_agency("other")
    body = {"id_number": OTHER_NUMBER, "reason": "mistyped"}
    assert (await correct(api, client, body)).status == 200
    theirs = await a_client(other, OTHER_NUMBER)
    problem(await other.post("/v1/cases", a_file(theirs)), 409, "cannot-open-here")
    await a_case(other, await a_client(other))


async def test_an_open_file_takes_no_number_of_another_one(api: Client) -> None:
    """The answer says how to ask, and nothing of the other file."""
    other = api.as_agency("other")
    await a_case(other, await a_client(other, OTHER_NUMBER))
    client = await a_client(api)
    await a_case(api, client)
    body = {"id_number": OTHER_NUMBER, "reason": "mistyped"}
    problem(await correct(api, client, body), 409, "cannot-correct-here")


async def test_a_dry_run_of_a_correction_changes_nothing(api: Client, dsn: str) -> None:
    """204, or 200 with the warnings alone."""
    client = await a_client(api)
    assert (await correct(api, client, {"name": "乙"}, Dry_Run="true")).status == 204
    doubtful = await correct(api, client, {"sex": "male"}, Dry_Run="true")
    assert (doubtful.status, doubtful.body.keys()) == (200, {"warnings"})
    assert "ETag" not in doubtful.headers
    connection = await asyncpg.connect(dsn)
    assert await connection.fetchval("SELECT count(*) FROM vault_items") == 1
    await connection.close()
    assert (await kept(api, client))["name"] == "测试甲"


async def test_nothing_is_corrected_of_an_erased_person(api: Client, dsn: str) -> None:
    """410, as for reading."""
    client = await a_client(api)
    connection = await asyncpg.connect(dsn)
    await connection.execute("DELETE FROM vault_persons")
    await connection.close()
    problem(await correct(api, client, {"name": "乙"}), 410, "erased")


@pytest.mark.parametrize("phone", ["     ", "-----", "+ - +"])
async def test_a_phone_without_a_figure_is_none(api: Client, phone: str) -> None:
    """Refused as what says nothing, at registration and in a correction."""
    for reply in (
        await api.post("/v1/clients", {"name": "某", "id_number": OTHER_NUMBER, "phone": phone}),
        await correct(api, await a_client(api), {"phone": phone}),
    ):
        (error,) = problem(reply, 422, "invalid-request")["errors"]
        assert (error["pointer"], error["reason"]) == ("/phone", "missing_value")


@pytest.mark.parametrize("number", ["110105209912310020", "110105180001010020"])
async def test_a_birth_that_cannot_be_is_refused(api: Client, number: str) -> None:
    """One to come and one of 1800, though their check digits are right."""
    for reply in (
        await api.post("/v1/clients", {"name": "某", "id_number": number}),
        await correct(api, await a_client(api), {"id_number": number, "reason": "mistyped"}),
    ):
        (error,) = problem(reply, 422, "invalid-request")["errors"]
        assert (error["pointer"], error["reason"]) == ("/id_number", "id_checksum")
