"""Registering a client who is known, with other particulars, over HTTP; and what is doubtful."""

import pytest

from tests.services.cases.calls import ID_NUMBER, a_client
from tests.services.cases.client.persons import correct, kept
from tests.services.service import Client

pytestmark = pytest.mark.postgres


async def test_what_is_kept_otherwise_is_told_at_registration(api: Client) -> None:
    """The fields by their names, to who may correct them; nothing of it is changed or dropped."""
    client = await a_client(api)
    other_particulars = {
        "name": "周测丁",
        "id_number": ID_NUMBER,
        "phone": "138-0000-0004",
        "sex": "female",
    }
    for headers in ({"Dry_Run": "true"}, {}):
        reply = await api.post("/v1/clients", other_particulars, **headers)
        assert (reply.status, reply.body["client_id"], reply.body["version"]) == (200, client, 1)
        told = [(each["pointer"], each["reason"]) for each in reply.body["warnings"]]
        assert told == [("/name", "differs"), ("/phone", "differs")]
        assert all(each["detail"] and each["detail_zh"] for each in reply.body["warnings"])
    version = reply.body["version"]
    reply = await correct(api, client, {"name": "周测丁", "phone": "138-0000-0004"}, version)
    assert (reply.status, reply.body["version"]) == (200, 2)
    again = await api.post("/v1/clients", other_particulars)
    assert (again.status, "warnings" in again.body) == (200, False)
    assert (await kept(api, client))["name"] == "周测丁"


async def test_an_agency_is_told_no_difference_to_what_another_one_wrote(api: Client) -> None:
    """It has a registration of its own, with what it sent itself."""
    client = await a_client(api)
    other = api.as_agency("other")
    body = {"name": "周测丁", "id_number": ID_NUMBER}
    made, again = await other.post("/v1/clients", body), await other.post("/v1/clients", body)
    assert (made.status, again.status) == (201, 200)
    assert made.body["client_id"] == again.body["client_id"] != client
    assert "warnings" not in made.body
    assert "warnings" not in again.body
    assert (await kept(other, made.body["client_id"]))["name"] == "周测丁"
    assert (await kept(api, client))["name"] == "测试甲"


async def test_the_answer_with_its_warnings_stays_the_same(api: Client) -> None:
    """Under its key, also when the difference is gone."""
    client = await a_client(api)
    body = {"name": "周测丁", "id_number": ID_NUMBER}
    first = await api.post("/v1/clients", body, key="twice")
    await correct(api, client, {"name": "周测丁"})
    again = await api.post("/v1/clients", body, key="twice")
    assert first.body["warnings"]
    assert (again.status, again.body) == (200, first.body)


async def test_a_sex_unlike_the_id_number_is_taken_with_a_warning(api: Client) -> None:
    """At registration, and in its dry run."""
    body = {"name": "测试甲", "id_number": ID_NUMBER, "sex": "male"}
    dry = await api.post("/v1/clients", body, Dry_Run="true")
    assert (dry.status, dry.body.keys()) == (200, {"warnings"})
    made = await api.post("/v1/clients", body)
    assert made.status == 201
    assert made.body["warnings"] == dry.body["warnings"]
    assert made.body["warnings"][0]["pointer"] == "/sex"
