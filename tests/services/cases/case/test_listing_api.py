"""Lists of cases over HTTP: what each agency sees of them, and by which cursors."""

from datetime import datetime, timedelta
from typing import Any

import asyncpg
import pytest

from shared.agencies import AgencyKind
from tests.agencies import id_of
from tests.services.cases.calls import CONTACT, REGION, a_case, a_client, problem
from tests.services.service import Client

pytestmark = pytest.mark.postgres

LABORATORY, PROVIDER = id_of(AgencyKind.LABORATORY), id_of(AgencyKind.SOCIAL_WORK_PROVIDER)
OTHER_NUMBER = "110101199003078822"


async def listed(api: Client, query: str = "") -> list[dict[str, Any]]:
    """The cases of a page."""
    reply = await api.get(f"/v1/cases{query}")
    assert reply.status == 200, reply
    return list(reply.body["cases"])


async def ask_for_a_test(api: Client, case: str) -> str:
    """Ask the laboratory for a test; the appointment."""
    body = {"asked_of": LABORATORY, "due_on": "2020-03-15", "occurred_on": "2019-03-15"}
    reply = await api.post(f"/v1/cases/{case}/test-appointments", body)
    assert reply.status == 201, reply
    return str(reply.body["entry_id"])


async def test_what_was_written_is_listed_at_once(api: Client) -> None:
    """A case stands in the list as its page shows it, and its last change moves it."""
    client = await a_client(api)
    first = await a_case(api, client)
    second = await a_case(api, await a_client(api, OTHER_NUMBER))
    assert [case["case_id"] for case in await listed(api)] == [second, first]
    await api.post(f"/v1/cases/{first}/contacts", CONTACT)
    (case, _) = await listed(api, "?sort=-changed")
    shown = (await api.get(f"/v1/cases/{first}")).body
    assert case["case_id"] == first
    assert {name: shown[name] for name in case.keys() & shown.keys()} == {
        name: case[name] for name in case.keys() & shown.keys()
    }
    assert (case["client_id"], case["version"], case["phase"]) == (client, 2, "ordered")
    assert case["relations"] == ["responsible", "overseeing"]
    assert case["opened_at"] < case["changed_at"]


async def test_a_list_has_the_kind_that_a_case_is_of_now(api: Client) -> None:
    """A decision that changes it, and a void that takes the change back, are seen at once."""
    case = await a_case(api)
    decision = {
        "occurred_on": "2020-01-15",
        "kind": "community_rehabilitation",
        "evidence": "decision",
    }
    changed = await api.post(f"/v1/cases/{case}/kind", decision)
    assert changed.status == 201, changed
    (seen,) = await listed(api, "?kind=community_rehabilitation")
    assert (seen["case_id"], seen["kind"]) == (case, "community_rehabilitation")
    assert await listed(api, "?kind=community_detoxification") == []
    path = f"/v1/cases/{case}/entries/{changed.body['entry_id']}/void"
    void = await api.post(path, {"reason": "mistaken"}, If_Match=changed.headers["etag"])
    assert void.status == 201, void
    (seen,) = await listed(api, "?kind=community_detoxification")
    assert seen["case_id"] == case


async def test_an_overseer_sees_coded_facts_and_no_client(api: Client) -> None:
    """Another anti-drug office of the region: the case, but not what the person is known by."""
    case = await a_case(api)
    (seen,) = await listed(api.as_agency("other", "41"))
    assert (seen["case_id"], seen["client_id"], seen["agency"]) == (case, None, "agency")
    assert (seen["relations"], seen["kind"]) == (["overseeing"], "community_detoxification")
    assert await listed(api.as_agency("other", "410102002")) == []
    assert await listed(api.as_agency("other", "33")) == []
    assert await listed(api.as_agency(PROVIDER, "41")) == []


async def test_who_is_asked_for_a_test_sees_its_appointment_alone(api: Client) -> None:
    """No date, phase or kind; no filter tells them. When the part has ended, nothing."""
    case = await a_case(api)
    appointment = await ask_for_a_test(api, case)
    laboratory = api.as_agency(LABORATORY, "41")
    for query in ("", "?relation=asked_for_test", "?sort=changed", f"?region={REGION}"):
        assert await listed(laboratory, query) == [
            {
                "case_id": case,
                "client_id": None,
                "kind": None,
                "region": REGION,
                "version": None,
                "agency": None,
                "workstation_id": None,
                "phase": None,
                "level": None,
                "opened_at": None,
                "changed_at": None,
                "relations": ["asked_for_test"],
                "appointments": [appointment],
            }
        ]
    for query in ("?phase=ordered", "?kind=community_detoxification", "?relation=responsible"):
        assert await listed(laboratory, query) == []
    before = datetime.fromisoformat((await laboratory.get("/v1/cases")).body["read_at"])
    await api.post(f"/v1/cases/{case}/contacts", CONTACT)
    later = (before + timedelta(minutes=1, seconds=1)).isoformat().replace("+00:00", "Z")
    assert len(await listed(api, f"?changed_since={before.isoformat()[:19]}Z")) == 1
    assert await listed(laboratory, f"?changed_since={later}") == []
    version = (await api.get(f"/v1/cases/{case}")).headers["ETag"]
    void = await api.post(
        f"/v1/cases/{case}/entries/{appointment}/void", {"reason": "mistaken"}, If_Match=version
    )
    assert void.status == 201, void
    assert await listed(laboratory) == []


async def test_pages_follow_each_other_by_cursors(api: Client) -> None:
    """One case a page; a cursor is good for the same agency and the same question alone."""
    cases = [await a_case(api), await a_case(api, await a_client(api, OTHER_NUMBER))]
    reply = await api.get("/v1/cases?limit=1&sort=opened")
    cursor = reply.body["next"]
    following = await api.get(f"/v1/cases?limit=1&sort=opened&after={cursor}")
    pages = [each["case_id"] for page in (reply, following) for each in page.body["cases"]]
    assert pages == cases
    assert following.body["next"] is None
    assert all(case not in cursor for case in cases)
    for caller, query in (
        (api.as_agency("other", "41"), f"sort=opened&after={cursor}"),
        (api, f"sort=changed&after={cursor}"),
        (api, f"sort=opened&phase=ordered&after={cursor}"),
        (api, f"sort=opened&after={cursor[:-2]}"),
        (api, f"sort=opened&after={'A' * 60}"),
    ):
        refused = problem(await caller.get(f"/v1/cases?{query}"), 400, "bad-request")
        assert [(e["parameter"], e["reason"]) for e in refused["errors"]] == [
            ("after", "bad_cursor")
        ]


async def test_a_cursor_of_before_shows_nothing_of_what_has_ended(api: Client) -> None:
    """It says where to go on, not what may be seen there."""
    cases = [await a_case(api), await a_case(api, await a_client(api, OTHER_NUMBER))]
    appointments = [await ask_for_a_test(api, case) for case in cases]
    laboratory = api.as_agency(LABORATORY, "41")
    cursor = (await laboratory.get("/v1/cases?limit=1&sort=opened")).body["next"]
    for case, appointment in zip(cases, appointments, strict=True):
        version = (await api.get(f"/v1/cases/{case}")).headers["ETag"]
        path = f"/v1/cases/{case}/entries/{appointment}/void"
        assert (await api.post(path, {"reason": "mistaken"}, If_Match=version)).status == 201
    reply = await laboratory.get(f"/v1/cases?limit=1&sort=opened&after={cursor}")
    assert (reply.body["cases"], reply.body["next"]) == ([], None)


async def test_changes_that_commit_late_are_not_passed_over(api: Client, dsn: str) -> None:
    """What has its moment before a page was read, and is committed after: the next poll has it."""
    case = await a_case(api)
    connection = await asyncpg.connect(dsn)
    try:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(
            "UPDATE case_register SET version = 2, changed_at = clock_timestamp()"
        )
        read = await api.get("/v1/cases?sort=changed")
        assert [each["version"] for each in read.body["cases"]] == [1]
        await transaction.commit()
    finally:
        await connection.close()
    since = read.body["read_at"]
    found = await listed(api, f"?sort=changed&changed_since={since}")
    assert [(each["case_id"], each["version"]) for each in found] == [(case, 2)]


async def test_a_reference_stands_alone(api: Client) -> None:
    """It finds one case by itself, as a list would show it; another parameter is refused."""
    case = await a_case(api, reference="4101-00001")
    assert await listed(api, "?reference=4101-00001") == await listed(api)
    assert [each["case_id"] for each in await listed(api)] == [case]
    refused = await api.get("/v1/cases?reference=4101-00001&phase=ordered")
    (error,) = problem(refused, 400, "bad-request")["errors"]
    assert (error["parameter"], error["reason"]) == ("phase", "not_with_reference")


NOT_ASKED = [
    ("changed_since=2019", "changed_since"),
    ("changed_since=2019-03-01T08:00:00", "changed_since"),
    ("after=0&changed_since=1", "changed_since"),
    ("limit=0", "limit"),
    ("limit=201", "limit"),
    ("sort=region", "sort"),
    ("phase=closed", "phase"),
    ("region=4101", "region"),
    ("relation=team", "relation"),
    ("workstation_id=1", "workstation_id"),
]


async def test_what_cannot_be_asked_is_named(api: Client) -> None:
    """422 with the parameter."""
    for query, parameter in NOT_ASKED:
        refused = problem(await api.get(f"/v1/cases?{query}"), 422, "invalid-request")
        assert [error["parameter"] for error in refused["errors"]] == [parameter], query
