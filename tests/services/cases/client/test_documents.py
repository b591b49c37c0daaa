"""Persons without a citizen's ID number, registered by another document over HTTP."""

from typing import Any

import pytest

from tests.services.cases.calls import ID_NUMBER, a_file, problem
from tests.services.cases.client.persons import OTHER_NUMBER, correct, kept
from tests.services.service import Client

pytestmark = pytest.mark.postgres

PASSPORT = {"type": "passport", "number": "E1234567", "country": "MMR"}


async def test_a_person_without_an_id_number_is_registered_by_a_document(api: Client) -> None:
    """The same document finds the same client, however its number is written."""
    body = {"name": "AUNG", "identity_document": PASSPORT, "sex": "male", "born_on": "1949-09-30"}
    made = await api.post("/v1/clients", body)
    assert made.status == 201, made
    client = made.body["client_id"]
    spelt = {**PASSPORT, "number": " e123 4567"}
    found = await api.post("/v1/clients", {"name": "AUNG", "identity_document": spelt})
    assert (found.status, found.body["client_id"]) == (200, client)
    elsewhere = {**PASSPORT, "country": "LAO"}
    other = await api.post("/v1/clients", {"name": "AUNG", "identity_document": elsewhere})
    assert other.status == 201
    person = await kept(api, client)
    assert person["identity_document"] == PASSPORT
    assert (person["id_number"], person["born_on"]) == (None, "1949-09-30")
    taken = {"identity_document": elsewhere, "reason": "mistyped"}
    refused = problem(await correct(api, client, taken), 409, "identity-taken")
    assert refused["errors"][0]["pointer"] == "/identity_document"
    got = {"id_number": OTHER_NUMBER, "reason": "document_changed"}
    assert (await correct(api, client, got)).status == 200
    person = await kept(api, client)
    assert (person["identity_document"], person["born_on"]) == (None, None)
    again = await api.post("/v1/clients", {"name": "AUNG", "identity_document": PASSPORT})
    assert again.status == 201


async def test_no_other_agency_finds_out_a_birth_by_trying_days(api: Client) -> None:
    """The decision is compared with the day that the agency itself gave beside the document."""
    body = {"name": "AUNG", "identity_document": PASSPORT}
    made = await api.post("/v1/clients", {**body, "born_on": "1995-03-04"})
    other = api.as_agency("other")
    theirs = await other.post("/v1/clients", body)
    assert theirs.status == 201
    file = a_file(theirs.body["client_id"], decided_on="1995-03-03")
    assert (await other.post("/v1/cases", file, Dry_Run="true")).status == 204
    file["client_id"] = made.body["client_id"]
    warned = await api.post("/v1/cases", file, Dry_Run="true")
    assert [each["reason"] for each in warned.body["warnings"]] == ["decision_before_birth"]


@pytest.mark.parametrize(
    ("body", "status", "pointer", "reason"),
    [
        ({}, 422, "/id_number", "missing"),
        (
            {"id_number": ID_NUMBER, "identity_document": PASSPORT},
            422,
            "/identity_document",
            "not_both",
        ),
        (
            {"identity_document": {"type": "passport", "number": "E1"}},
            422,
            "/identity_document/country",
            "missing",
        ),
        (
            {"identity_document": {"type": "library_card", "number": "E1"}},
            422,
            "/identity_document/type",
            "not_a_choice",
        ),
        (
            {"identity_document": {**PASSPORT, "number": " - "}},
            422,
            "/identity_document/number",
            "missing_value",
        ),
        ({"identity_document": PASSPORT, "born_on": "2099-01-01"}, 422, "/born_on", "bad_date"),
        ({"identity_document": PASSPORT, "born_on": "1800-01-01"}, 422, "/born_on", "bad_date"),
        ({"id_number": ID_NUMBER, "born_on": "1949-12-31"}, 409, "/born_on", "birth_in_id_number"),
    ],
)
async def test_a_person_is_known_by_one_number_or_document(
    api: Client, body: dict[str, Any], status: int, pointer: str, reason: str
) -> None:
    """Exactly one, whole, and with a birth that can be."""
    reply = await api.post("/v1/clients", {"name": "某", **body})
    assert reply.status == status, reply
    (error,) = reply.body["errors"]
    assert (error["pointer"], error["reason"]) == (pointer, reason)
