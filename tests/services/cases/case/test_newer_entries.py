"""Entries that newer software wrote, made void by this one: nothing of them is lost."""

import json
from uuid import uuid4

import asyncpg
import pytest

from tests.services.cases.calls import CONTACT_FACTS, a_case
from tests.services.service import Client

pytestmark = pytest.mark.postgres


@pytest.fixture
async def newer_entry(api: Client, dsn: str) -> tuple[str, dict[str, object]]:
    """The path of a case, and a contact there with a field that only newer software knows."""
    case_id = await a_case(api)
    opened = (await api.get(f"/v1/cases/{case_id}")).body
    contact: dict[str, object] = {
        "case_id": case_id,
        "client_id": opened["client_id"],
        "kind": opened["kind"],
        "region": opened["region"],
        "entry_id": str(uuid4()),
        "occurred_on": "2019-03-01",
        "mode": "phone",
        "telephony": {"called_by": "client", "minutes": [3, 4.50]},
    }
    connection = await asyncpg.connect(dsn)
    await connection.execute(
        "INSERT INTO events (stream_id, version, event_id, type, data, metadata)"
        " VALUES ($1, 2, $2, 'cases.ContactRecorded.v1', $3, '{}')",
        f"case-{case_id}",
        contact["entry_id"],
        json.dumps(contact),
    )
    await connection.close()
    return f"/v1/cases/{case_id}", contact


async def test_a_void_keeps_the_fields_that_only_newer_software_knows(
    api: Client, newer_entry: tuple[str, dict[str, object]]
) -> None:
    """What the newer reader added for the entry it takes back whole."""
    case, contact = newer_entry
    path = f"{case}/entries/{contact['entry_id']}/void"
    reply = await api.post(path, {"reason": "mistaken"}, If_Match='"2"')
    assert reply.status == 201, reply
    *_, voided = (await api.as_service().get("/v1/journal")).body.splitlines()
    assert json.loads(voided)["data"]["entry"] == contact


async def test_an_entry_of_newer_software_is_shown_as_far_as_it_is_known(
    api: Client, newer_entry: tuple[str, dict[str, object]]
) -> None:
    """Its unknown fields are left out, and the answer keeps its shape."""
    case, contact = newer_entry
    _, entry = (await api.get(case)).body["entries"]
    assert entry["entry_id"] == contact["entry_id"]
    assert entry["facts"] == {**CONTACT_FACTS, "mode": "phone"}
