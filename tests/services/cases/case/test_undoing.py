"""A case that was opened by mistake, over HTTP; and all that a case shows of its opening."""

import json
from uuid import uuid4

import asyncpg
import pytest

from services.cases.streams import case_stream
from tests.services.cases.calls import CONTACT, ID_NUMBER, REGION, a_case, a_client, problem
from tests.services.service import Client, Reply

pytestmark = pytest.mark.postgres


async def undo(api: Client, case: str, version: int, **more: str) -> Reply:
    """Make the opening of a case void."""
    shown = (await api.get(f"/v1/cases/{case}")).body
    path = f"/v1/cases/{case}/entries/{shown['entries'][0]['entry_id']}/void"
    return await api.post(path, {"reason": "wrong_client"}, If_Match=f'"{version}"', **more)


async def test_a_case_shows_all_that_was_sent(api: Client) -> None:
    """Also the decision's day, the agency's own number, the workstation, and its opening."""
    station = await api.post("/v1/workstations", {"region": REGION, "name": "某站"})
    workstation = station.body["workstation_id"]
    client = await a_client(api)
    case = await a_case(
        api,
        client,
        reference="4101-00001",
        workstation_id=workstation,
        reported_in_on="2019-01-12",
    )
    shown = (await api.get(f"/v1/cases/{case}")).body
    opening, reported_in = shown.pop("entries")
    assert shown == {
        "case_id": case,
        "client_id": client,
        "kind": "community_detoxification",
        "region": REGION,
        "agency": "agency",
        "version": 2,
        "workstation_id": workstation,
        "decided_on": "2019-01-10",
        "reference": "4101-00001",
        "phase": "reported",
        "level": None,
        "open_crises": [],
    }
    assert (opening["type"], opening["void"]) == ("cases.CaseOpened.v1", False)
    assert opening["facts"] == {
        "workstation_id": workstation,
        "occurred_on": "2019-01-10",
        "agency": "agency",
        "confirmed_by": "agency",
        "person": {"sex": "female", "age_band": "60_and_over", "substance": None},
    }
    assert opening["entry_id"] != reported_in["entry_id"]
    other = await api.as_agency("other").get(f"/v1/cases/{case}")
    assert (other.status, other.body["reference"], other.body["client_id"]) == (
        200,
        None,
        None,
    )


@pytest.mark.parametrize("reference", [ID_NUMBER, f"豫{ID_NUMBER[:17]}"])
async def test_a_reference_that_is_an_id_number_is_not_kept(
    api: Client, dsn: str, reference: str
) -> None:
    """It finds the case by its keyed hash alone."""
    case = await a_case(api, reference=reference)
    found = await api.get(f"/v1/cases?reference={reference}")
    assert [each["case_id"] for each in found.body["cases"]] == [case]
    assert (await api.get(f"/v1/cases/{case}")).body["reference"] is None
    connection = await asyncpg.connect(dsn)
    assert await connection.fetchval("SELECT count(*) FROM vault_items") == 1
    await connection.close()


async def test_a_reference_goes_with_the_person(api: Client, dsn: str) -> None:
    """Once the person is erased, nobody can read it; the case is still shown."""
    case = await a_case(api, reference="4101-00001")
    connection = await asyncpg.connect(dsn)
    await connection.execute("DELETE FROM vault_persons")
    await connection.close()
    shown = await api.get(f"/v1/cases/{case}")
    assert (shown.status, shown.body["reference"]) == (200, None)


async def test_a_case_opened_by_mistake_is_undone_and_its_person_free(api: Client) -> None:
    """Then the person gets another file, also under the same reference."""
    client = await a_client(api)
    case = await a_case(api, client, reference="4101-00001")
    problem(await undo(api, case, 2), 412, "version-conflict")
    first = await undo(api, case, 1, key="undo")
    assert first.status == 201, first
    again = await undo(api, case, 1, key="undo")
    assert (again.body, again.headers["Idempotency-Replayed"]) == (first.body, "true")
    shown = (await api.get(f"/v1/cases/{case}")).body
    assert (shown["phase"], shown["version"]) == ("opened_in_error", 2)
    assert [entry["void"] for entry in shown["entries"]] == [True]
    assert (await api.get("/v1/cases?reference=4101-00001")).body["cases"] == []
    assert (await api.get(f"/v1/clients/{client}")).body["open_case_id"] is None
    problem(await api.post(f"/v1/cases/{case}/contacts", CONTACT), 409, "case-opened-in-error")
    problem(await undo(api, case, 2), 409, "entry-already-void")
    another = await a_case(api, client, reference="4101-00001")
    assert (await api.get(f"/v1/clients/{client}")).body["open_case_id"] == another


async def test_what_rests_on_an_opening_is_named(api: Client) -> None:
    """Also its first steps; once all of it is void, the opening can be."""
    case = await a_case(api, reported_in_on="2019-01-12")
    contact = (await api.post(f"/v1/cases/{case}/contacts", CONTACT)).body["entry_id"]
    refused = problem(await undo(api, case, 3), 409, "entries-rest-on-it")
    assert "reporting in: 1, contacts: 1" in refused["detail"]
    assert "报到1条、帮教记录1条" in refused["detail_zh"]
    dry = problem(await undo(api, case, 3, Dry_Run="true"), 409, "entries-rest-on-it")
    assert dry["detail"] == refused["detail"]
    step = (await api.get(f"/v1/cases/{case}")).body["entries"][1]["entry_id"]
    for version, entry in ((3, contact), (4, step)):
        path = f"/v1/cases/{case}/entries/{entry}/void"
        reply = await api.post(path, {"reason": "mistaken"}, If_Match=f'"{version}"')
        assert reply.status == 201, reply
    assert (await undo(api, case, 5, Dry_Run="true")).status == 204
    assert (await undo(api, case, 5)).status == 201


async def test_an_opening_is_not_void_with_a_step_that_came_with_it(api: Client) -> None:
    """Its answer speaks of the opening, and so does whether it is void by now."""
    body = {"client_id": await a_client(api), "kind": "community_detoxification"}
    body |= {"region": REGION, "decided_on": "2019-01-10", "reported_in_on": "2019-01-12"}
    made = await api.post("/v1/cases", body, key="opening")
    case = made.body["case_id"]
    opening, step = (await api.get(f"/v1/cases/{case}")).body["entries"]
    assert made.body["entry_id"] == opening["entry_id"]
    path = f"/v1/cases/{case}/entries/{step['entry_id']}/void"
    await api.post(path, {"reason": "mistaken"}, If_Match='"2"')
    again = await api.post("/v1/cases", body, key="opening")
    assert (again.body, "Entry-Void" in again.headers) == (made.body, False)
    assert (await api.get("/v1/answers?key=opening")).body["answers"][0]["void"] is False
    assert (await undo(api, case, 3)).status == 201
    again = await api.post("/v1/cases", body, key="opening")
    assert again.headers["Entry-Void"] == "true"


async def test_an_opening_of_before_is_undone_like_any(api: Client, dsn: str) -> None:
    """Its event id is the journal's own; its reference is known by its claim alone."""
    client, case, opening = await a_client(api), str(uuid4()), uuid4()
    connection = await asyncpg.connect(dsn)
    data = {"case_id": case, "client_id": client, "kind": "at_large", "region": REGION}
    await connection.execute(
        "INSERT INTO events (stream_id, version, event_id, type, data, metadata)"
        " VALUES ($1, 1, $2, 'cases.CaseOpened.v1', $3, $4)",
        case_stream(case),
        opening,
        json.dumps(data),
        json.dumps({"agency": "agency", "traceparent": "00"}),
    )
    await connection.execute(
        "INSERT INTO case_register (case_id, agency, region, kind, phase, registration_id,"
        " person_id, version) VALUES ($1, 'agency', $2, 'at_large', 'at_large', $3, $3, 1)",
        case,
        REGION,
        client,
    )
    await connection.execute(
        "INSERT INTO relations (case_id, agency, relation, subject, begun)"
        " VALUES ($1, 'agency', 'responsible', $1, 1)",
        case,
    )
    claims = (f"open-case:{client}", "reference:ab12")
    await connection.executemany(
        "INSERT INTO claims VALUES ($1, $2)", [(name, case) for name in claims]
    )
    shown = (await api.get(f"/v1/cases/{case}")).body
    assert (shown["entries"][0]["entry_id"], shown["reference"]) == (str(opening), None)
    assert (await undo(api, case, 1)).status == 201
    held = await connection.fetch("SELECT name FROM claims WHERE name = ANY ($1)", claims)
    await connection.close()
    assert held == []
    *_, event = (await api.as_service().get("/v1/journal")).body.splitlines()
    assert json.loads(event)["data"]["entry"] == data
    await a_case(api, client)


async def test_doubtful_days_are_answered_with_warnings(api: Client) -> None:
    """Of an opening, its steps and an entry; in a dry run with 200 and the warnings alone."""
    client = await a_client(api)  # born in 1949
    body = {
        "client_id": client,
        "kind": "community_detoxification",
        "region": REGION,
        "decided_on": "1949-12-01",
        "reported_in_on": "1950-01-01",
    }
    expected = [
        ("/decided_on", "early_day"),
        ("/reported_in_on", "early_day"),
        ("/decided_on", "decision_before_birth"),
    ]
    for status, headers in ((200, {"Dry_Run": "true"}), (201, {})):
        reply = await api.post("/v1/cases", body, **headers)
        assert reply.status == status, reply
        told = [(each["pointer"], each["reason"]) for each in reply.body["warnings"]]
        assert told == expected
    path = f"/v1/cases/{reply.body['case_id']}/contacts"
    early = {**CONTACT, "occurred_on": "1950-01-01"}
    made, again = await api.post(path, early, key="k"), await api.post(path, early, key="k")
    assert [each["reason"] for each in made.body["warnings"]] == ["early_day"]
    assert (again.status, again.body) == (201, made.body)
    assert "warnings" not in (await api.post(path, CONTACT)).body
    dry = await api.post(path, early, Dry_Run="true")
    assert (dry.status, dry.body) == (200, {"warnings": made.body["warnings"]})
    tests = f"/v1/cases/{reply.body['case_id']}/drug-tests"
    before = {"occurred_on": "1949-11-30", "result": "negative"}
    refused = problem(await api.post(tests, before), 409, "entry-before-decision")
    assert refused["errors"][0]["pointer"] == "/occurred_on"


async def test_a_completion_that_is_too_early_is_recorded_with_a_warning(api: Client) -> None:
    """A dry run says so too, and the same call again says the same."""
    path = f"/v1/cases/{await a_case(api)}"
    for step, day in (("reporting-in", "2019-01-12"), ("agreement", "2019-01-16")):
        assert (await api.post(f"{path}/{step}", {"occurred_on": day})).status == 201
    body = {
        "occurred_on": "2019-03-16",
        "ending": "completed",
        "evidence": "completion_certificate",
    }
    dry = await api.post(f"{path}/ending", body, Dry_Run="true")
    made = await api.post(f"{path}/ending", body, key="end")
    again = await api.post(f"{path}/ending", body, key="end")
    [warning] = made.body["warnings"]
    assert (warning["pointer"], warning["reason"]) == ("/occurred_on", "completed_early")
    assert "2 months" in warning["detail"]
    assert (dry.status, dry.body) == (200, {"warnings": [warning]})
    assert (again.status, again.body) == (201, made.body)
