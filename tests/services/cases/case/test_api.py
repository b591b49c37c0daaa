"""A case over HTTP: its way, one file per person, references, and entries made void."""

from uuid import uuid4

import pytest

from tests.positions import opened
from tests.services.cases.calls import CONTACT, REGION, a_case, a_client, a_file, problem
from tests.services.service import Client

pytestmark = pytest.mark.postgres


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
        assert opened(reply.body["position"]) == f"case-{case}@{version}"
    file = (await api.get(f"/v1/cases/{case}")).body
    assert (file["phase"], file["version"], len(file["entries"])) == ("agreed", 6, 6)


async def test_an_entry_is_made_void(api: Client) -> None:
    """Voiding needs the version that was seen, and leaves the entry where it is."""
    case = await a_case(api)
    entry = (await api.post(f"/v1/cases/{case}/contacts", CONTACT)).body["entry_id"]
    path = f"/v1/cases/{case}/entries/{entry}/void"
    assert (await api.post(path, {"reason": "mistaken"})).status == 428
    assert (await api.post(path, {"reason": "mistaken"}, If_Match='"2"')).status == 201
    problem(await api.post(path, {"reason": "mistaken"}, If_Match='"3"'), 409, "entry-already-void")
    _, shown = (await api.get(f"/v1/cases/{case}")).body["entries"]
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
    assert (await api.as_agency("other", "41").get(path)).body["cases"] == []


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
    assert (await other.get("/v1/cases?reference=b:c")).body["cases"] == []
    await a_case(other, await a_client(other, "110101199003078822"), reference="b:c")


async def test_an_unknown_client_or_workstation_is_named(api: Client) -> None:
    """What a case refers to must be registered."""
    body = {"client_id": str(uuid4()), "kind": "at_large", "region": REGION}
    reply = await api.post("/v1/cases", body)
    assert problem(reply, 422, "invalid-request")["errors"][0]["reason"] == "unknown_client"
    body = {**body, "client_id": await a_client(api), "workstation_id": str(uuid4())}
    reply = await api.post("/v1/cases", body)
    assert problem(reply, 422, "invalid-request")["errors"][0]["reason"] == "unknown_workstation"


async def test_a_workstation_elsewhere_is_one_that_nobody_has(api: Client) -> None:
    """A case is kept at none that its agency could not read itself."""
    body = {"name": "外省工作站", "region": "330106001000"}
    elsewhere = (await api.as_agency("a", "33").post("/v1/workstations", body)).body
    own = api.as_agency("a:b", "41")
    file = a_file(await a_client(own), workstation_id=elsewhere["workstation_id"])
    refused = problem(await own.post("/v1/cases", file), 422, "invalid-request")["errors"]
    nobodys = await own.post("/v1/cases", {**file, "workstation_id": str(uuid4())})
    assert refused == problem(nobodys, 422, "invalid-request")["errors"]
    assert refused[0]["reason"] == "unknown_workstation"


async def test_a_reference_outside_the_callers_regions_finds_nothing(api: Client) -> None:
    """The agency's number, asked for with a token for other regions, is simply not there."""
    await a_case(api, reference="4101-00001")
    reply = await api.as_agency("agency", "33").get("/v1/cases?reference=4101-00001")
    assert (reply.status, reply.body["cases"]) == (200, [])
