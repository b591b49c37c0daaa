"""Finding a client by number: among the agency's own, logged, limited, and telling nothing else."""

from pathlib import Path
from typing import Any

import asyncpg
import pytest

from services.cases.app import CasesSettings, build
from tests.positions import POSITION_KEY
from tests.services.cases.calls import ID_NUMBER, a_client, problem
from tests.services.service import Client, serving, verifier

pytestmark = pytest.mark.postgres

SEARCH = "/v1/clients/search"
UNKNOWN = "110101199003078822"
PASSPORT = {"type": "passport", "number": "E12345678", "country": "MMR"}


async def test_an_own_client_is_found_by_number(api: Client) -> None:
    """However the number is written; nobody may keep the answer."""
    client = await a_client(api)
    for number in (ID_NUMBER, " １１０１０５１９４９１２３１００２x "):
        found = await api.post(SEARCH, {"id_number": number})
        assert (found.status, found.body) == (200, {"clients": [{"client_id": client}]})
        assert found.headers["Cache-Control"] == "no-store"
    body = {"name": "登记戊", "identity_document": PASSPORT}
    foreigner = (await api.post("/v1/clients", body)).body["client_id"]
    spelt = {**PASSPORT, "number": "e1234-5678"}
    found = await api.post(SEARCH, {"identity_document": spelt})
    assert found.body == {"clients": [{"client_id": foreigner}]}


async def test_what_another_agency_registered_is_not_found(api: Client) -> None:
    """The same answer as for a number that nobody knows."""
    await a_client(api)
    other = api.as_agency("another")
    known, unknown = [
        await other.post(SEARCH, {"id_number": number}) for number in (ID_NUMBER, UNKNOWN)
    ]
    assert (known.status, known.body) == (unknown.status, unknown.body) == (200, {"clients": []})


async def test_a_withdrawn_registration_is_not_found(api: Client) -> None:
    """And found again once the person is registered anew."""
    client = await a_client(api)
    path = f"/v1/clients/{client}/withdrawal"
    assert (await api.post(path, {"reason": "mistaken"}, If_Match='"1"')).status == 200
    assert (await api.post(SEARCH, {"id_number": ID_NUMBER})).body == {"clients": []}
    again = await a_client(api)
    found = await api.post(SEARCH, {"id_number": ID_NUMBER})
    assert found.body == {"clients": [{"client_id": again}]}


async def test_the_number_found_is_the_corrected_one(api: Client) -> None:
    """The one before leads nowhere any more."""
    client = await a_client(api)
    body = {"id_number": UNKNOWN, "reason": "mistyped"}
    path = f"/v1/clients/{client}/personal-data"
    assert (await api.patch(path, body, If_Match='"1"')).status == 200
    assert (await api.post(SEARCH, {"id_number": ID_NUMBER})).body == {"clients": []}
    assert (await api.post(SEARCH, {"id_number": UNKNOWN})).body["clients"] != []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"id_number": "110105194912310021"}, 422),
        ({"id_number": ID_NUMBER, "identity_document": PASSPORT}, 422),
        ({"identity_document": {"type": "passport", "number": "E12345678"}}, 422),
        ({"id_number": ID_NUMBER, "name": "测试甲"}, 422),
        ([ID_NUMBER], 422),
    ],
)
async def test_a_search_says_whom_it_means(api: Client, body: object, status: int) -> None:
    """By one number that can be, and nothing else; what is refused repeats nothing of it."""
    refused = problem(await api.post(SEARCH, body), status, "invalid-request")
    assert "1949123" not in str(refused)


async def test_a_number_is_no_part_of_an_address(api: Client) -> None:
    """It would stand in the logs of every proxy; the parameter is not known."""
    reply = await api.post(f"{SEARCH}?id_number={ID_NUMBER}", {"id_number": ID_NUMBER})
    problem(reply, 400, "bad-request")
    assert (await api.get(f"{SEARCH}?id_number={ID_NUMBER}")).status in (400, 404, 405)


async def test_it_needs_the_action_that_reads_who_a_person_is(api: Client) -> None:
    """To find the case of a number is to know whose case it is."""
    reader = api.as_agency("agency", actions=("cases:read", "cases:write"))
    problem(await reader.post(SEARCH, {"id_number": ID_NUMBER}), 403, "action-not-allowed")


async def test_searches_are_logged_found_or_not_and_limited(
    api: Client, dsn: str, tmp_path: Path
) -> None:
    """By agency and day; what is over the limit is not answered, and told when to go on."""
    settings = CasesSettings(
        cases_database=dsn,
        vault_keys=tmp_path / "vault.json",
        searches_per_day=3,
        position_key=POSITION_KEY,
    )
    client = await a_client(api)
    async with serving(build(settings, verifier())) as limited:
        for number in (ID_NUMBER, UNKNOWN, ID_NUMBER):
            assert (await limited.post(SEARCH, {"id_number": number})).status == 200
        for number in (ID_NUMBER, UNKNOWN):
            refused = await limited.post(SEARCH, {"id_number": number})
            problem(refused, 429, "too-many-queries")
            assert 0 < int(refused.headers["Retry-After"]) <= 24 * 3600
        other = limited.as_agency("another")
        assert (await other.post(SEARCH, {"id_number": ID_NUMBER})).status == 200
    connection = await asyncpg.connect(dsn)
    rows = await connection.fetch("SELECT agency, acting_user, jti, person_id FROM vault_reads")
    told = [(row["agency"], str(row["person_id"])) for row in rows]
    own, nobody = ("agency", client), ("agency", "None")
    assert told == [own, nobody, own, ("another", "None")]
    assert all(row["acting_user"] == "tester" and row["jti"] for row in rows)
    kept = str(rows) + str(await connection.fetch("SELECT t::text FROM answers t"))
    assert ID_NUMBER not in kept
    await connection.close()


async def test_known_and_unknown_numbers_run_the_same_statements(
    api: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that nothing can be told from how long an answer takes, or what it touches."""
    await a_client(api)
    other = api.as_agency("another")
    seen: list[str] = []
    connection: Any = asyncpg.Connection
    execute = connection._execute

    async def recorded(self: Any, query: str, *more: Any, **named: Any) -> Any:
        seen.append(query)
        return await execute(self, query, *more, **named)

    monkeypatch.setattr(connection, "_execute", recorded)

    async def statements(caller: Client, number: str) -> list[str]:
        seen.clear()
        assert (await caller.post(SEARCH, {"id_number": number})).status == 200
        return [*seen]

    own = await statements(api, ID_NUMBER)
    assert len(own) == 4  # the claim, whose number it is, then the log before the answer
    assert own == await statements(api, UNKNOWN)
    assert own == await statements(other, ID_NUMBER)
    assert own == await statements(other, UNKNOWN)
