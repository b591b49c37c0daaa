"""Registering a client over HTTP, and reading personal data."""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from services.cases.app import CasesSettings, build
from tests.positions import POSITION_KEY
from tests.services.cases.calls import CONTACT, ID_NUMBER, WHY, a_case, a_client, problem
from tests.services.service import Client, serving, verifier

pytestmark = pytest.mark.postgres


async def test_the_same_id_number_finds_the_same_client(api: Client) -> None:
    """However it is written, and only one person comes of it."""
    first = await a_client(api)
    again = await api.post(
        "/v1/clients", {"name": "别名", "id_number": " １１０１０５１９４９１２３１００２x "}
    )
    assert again.status == 200
    assert again.body["client_id"] == first


async def test_an_id_of_a_client_is_no_way_to_the_person(api: Client) -> None:
    """Another agency registers the person itself, and is not told whether it is known."""
    client = await a_client(api)
    other = api.as_agency("other", "33")
    case = {"client_id": client, "kind": "at_large", "region": "330106001000"}
    refused = problem(await other.post("/v1/cases", case), 422, "invalid-request")
    assert refused["errors"][0]["reason"] == "unknown_client"
    own = await a_client(other)
    assert own != client
    assert (await other.post("/v1/cases", {**case, "client_id": own})).status == 201


async def test_racing_registrations_make_one_client(api: Client) -> None:
    """Many agencies may register a person at the same moment."""
    body = {"name": "测试甲", "id_number": ID_NUMBER}
    replies = await asyncio.gather(*(api.post("/v1/clients", body) for _ in range(30)))
    assert sorted(reply.status for reply in replies) == [200] * 29 + [201]
    assert len({reply.body["client_id"] for reply in replies}) == 1


async def test_a_wrong_check_digit_is_refused_without_repeating_it(api: Client) -> None:
    """The answer holds nothing of the number."""
    reply = await api.post("/v1/clients", {"name": "某", "id_number": "110105194912310021"})
    assert problem(reply, 422, "invalid-request")["errors"][0]["reason"] == "id_checksum"
    assert "194912" not in str(reply.body)


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
    shown = await api.get(path, **WHY)
    assert shown.body["name"] == "测试甲"
    assert shown.headers["Cache-Control"] == "no-store"
    note = await api.get(f"/v1/cases/{case}/entries/{entry}/particulars", **WHY)
    assert note.body["worker"] == "社工甲"
    assert (await api.as_agency("other").get(path, **WHY)).status == 404
    connection = await asyncpg.connect(dsn)
    looks = "SELECT array_agg(what ORDER BY read_id) FROM vault_reads"
    assert await connection.fetchval(looks) == ["opening", "personal_data", "contact_notes"]
    await connection.execute("DELETE FROM vault_persons")
    await connection.close()
    assert problem(await api.get(path, **WHY), 410, "erased")


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
    settings = CasesSettings(cases_database=dsn, vault_keys=keys, position_key=POSITION_KEY)
    async with serving(build(settings, verifier())) as later:
        path = f"/v1/cases/{case}/contacts"
        problem(await later.post(path, CONTACT), 410, "erased")
        assert (await later.post(path, CONTACT, key="before")).body == before.body
        bare = {"occurred_on": "2019-03-01", "mode": "phone"}
        assert (await later.post(path, bare)).status == 201


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
