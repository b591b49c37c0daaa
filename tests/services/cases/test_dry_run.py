"""Dry runs: checked and decided as any call, and nothing of them is kept."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest

from shared.journal.journal import Journal
from tests.services.cases.calls import CONTACT, ID_NUMBER, REGION, a_case, a_client, problem
from tests.services.service import Client, Reply

pytestmark = pytest.mark.postgres

NOBODY = UUID(int=0)
PERSON = {"name": "测试甲", "id_number": ID_NUMBER}
PROGRAMME = {
    "kind": "community_detoxification",
    "region": REGION,
    "decided_on": "2019-01-10",
    "reported_in_on": "2019-01-12",
    "agreement_signed_on": "2019-01-13",
}
TABLES = ("events", "answers", "claims", "vault_persons", "vault_items")


async def dry(api: Client, path: str, body: Any, *, key: str = "") -> Reply:
    """A call that writes nothing."""
    return await api.post(path, body, key=key, Dry_Run="true")


async def rows(dsn: str) -> list[int]:
    """How many rows each table has."""
    connection = await asyncpg.connect(dsn)
    try:
        return [await connection.fetchval(f"SELECT count(*) FROM {name}") for name in TABLES]
    finally:
        await connection.close()


async def test_nothing_is_written_and_what_would_be_accepted_has_no_body(
    api: Client, dsn: str
) -> None:
    """Every write can be tried; the tables stay as they were."""
    client = await a_client(api)
    case = await a_case(api, client)
    before = await rows(dsn)
    stranger = {"name": "测试乙", "id_number": "110105194912310038"}
    for path, body in (
        ("/v1/workstations", {"region": REGION, "name": "甲站"}),
        ("/v1/clients", stranger),
        ("/v1/cases", PROGRAMME),
        (f"/v1/cases/{case}/contacts", CONTACT),
        (f"/v1/cases/{case}/reporting-in", {"occurred_on": "2019-01-12"}),
    ):
        reply = await dry(api, path, body)
        assert (reply.status, reply.body) == (204, ""), (path, reply)
    assert await rows(dsn) == before


async def test_a_key_that_was_answered_replays_its_answer(api: Client) -> None:
    """So a caller sees what an earlier call has done; another request is refused as always."""
    case = await a_case(api)
    path = f"/v1/cases/{case}/contacts"
    first = await api.post(path, CONTACT, key="once")
    again = await dry(api, path, CONTACT, key="once")
    assert (again.status, again.body) == (201, first.body)
    assert again.headers["Idempotency-Replayed"] == "true"
    problem(await dry(api, path, {**CONTACT, "mode": "phone"}, key="once"), 422, "invalid-request")


async def test_names_that_are_taken_are_refused(api: Client) -> None:
    """One file for each person, one case for each number; a workstation is found again."""
    client = await a_client(api)
    body = {"client_id": client, "kind": "at_large", "region": REGION, "reference": "1"}
    assert (await dry(api, "/v1/cases", body)).status == 204
    await api.post("/v1/cases", body)
    problem(await dry(api, "/v1/cases", body), 409, "client-has-open-case")
    unnamed = {key: value for key, value in body.items() if key != "client_id"}
    problem(await dry(api, "/v1/cases", unnamed), 409, "reference-taken")
    assert (await dry(api, "/v1/cases", {**unnamed, "reference": "2"})).status == 204
    station = {"region": REGION, "name": "甲站"}
    known = await api.post("/v1/workstations", station)
    found = await dry(api, "/v1/workstations", station, key="not-kept")
    assert (found.status, found.body["workstation_id"]) == (200, known.body["workstation_id"])
    other = await dry(api, "/v1/workstations", {**station, "name": "乙站"}, key="not-kept")
    assert other.status == 204


async def test_whom_another_agency_registered_is_not_learned_without_a_trace(
    api: Client, dsn: str
) -> None:
    """An agency finds its own clients again; everybody else is as if not registered."""
    client = await a_client(api)
    before = await rows(dsn)
    found = await dry(api, "/v1/clients", PERSON)
    assert (found.status, found.body["client_id"]) == (200, client)
    other = api.as_agency("another")
    assert (await dry(other, "/v1/clients", PERSON)).status == 204
    assert await rows(dsn) == before
    await other.post("/v1/clients", PERSON)
    again = await dry(other, "/v1/clients", PERSON)
    assert again.status == 200
    assert again.body["client_id"] != client


async def test_nor_by_the_reads_that_a_dry_run_makes(
    api: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database is asked the same, whether another agency or nobody registered the person."""
    await a_client(api)
    made: list[str] = []
    for name in ("holder", "look", "find"):
        really = getattr(Journal, name)

        def noted(*asked: Any, really: Any = really, **more: Any) -> Any:
            made.append(really.__name__)
            return really(*asked, **more)

        monkeypatch.setattr(Journal, name, noted)
    other = api.as_agency("another")
    stranger = {"name": "测试乙", "id_number": "110105194912310038"}
    reads = []
    for person in (PERSON, stranger):
        made.clear()
        assert (await dry(other, "/v1/clients", person)).status == 204
        reads.append([*made])
    assert reads[0] == reads[1]
    assert {"holder", "look"} <= {*reads[0]}


async def test_rules_refuse_as_in_a_real_call(api: Client) -> None:
    """Fields first, then the rules, with the same pointers."""
    for changed, status, pointer in (
        ({"decided_on": "1900-01-01"}, 422, "/decided_on"),
        ({"reported_in_on": "2019-01-01"}, 409, "/reported_in_on"),
        ({"agreement_signed_on": "2099-01-01"}, 422, "/agreement_signed_on"),
        ({"kind": "at_large"}, 409, "/reported_in_on"),
        ({"region": "330102001003"}, 422, "/region"),
        ({"workstation_id": str(NOBODY)}, 422, "/workstation_id"),
    ):
        reply = await dry(api, "/v1/cases", {**PROGRAMME, **changed})
        assert reply.status == status, reply
        assert [error["pointer"] for error in reply.body["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("contacts", {**CONTACT, "occurred_on": "2099-01-01"}, 422),
        ("drug-tests", {"occurred_on": "2019-01-01", "result": "not_done"}, 409),
        (
            "drug-tests",
            {"occurred_on": "2019-01-01", "result": "negative", "not_done_reason": "excused"},
            409,
        ),
        ("agreement", {"occurred_on": "2099-01-01"}, 422),
        ("contacts", CONTACT, 404),
        ("drug-tests", {"occurred_on": "2019-01-01", "result": "negative"}, 404),
    ],
)
async def test_what_contradicts_itself_is_refused_before_the_case_is_opened(
    api: Client, path: str, body: dict[str, str], status: int
) -> None:
    """A caller can try the entries of a case that is yet to be opened."""
    reply = await dry(api, f"/v1/cases/{NOBODY}/{path}", body)
    assert reply.status == status, reply


async def test_a_case_is_opened_with_its_first_steps_or_not_at_all(api: Client) -> None:
    """One append; a refused step leaves no case behind, and a real call names its client."""
    reply = await api.post("/v1/cases", PROGRAMME)
    assert problem(reply, 422, "invalid-request")["errors"][0]["pointer"] == "/client_id"
    client = await a_client(api)
    body = {**PROGRAMME, "client_id": client}
    refused = await api.post("/v1/cases", {**body, "agreement_signed_on": "2019-01-11"})
    problem(refused, 409, "agreement-before-reporting-in")
    opened = await api.post("/v1/cases", body)
    assert (opened.status, opened.body["version"]) == (201, 3)
    shown = await api.get(f"/v1/cases/{opened.body['case_id']}")
    assert (shown.body["phase"], len(shown.body["entries"])) == ("agreed", 3)
