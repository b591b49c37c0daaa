"""Findings over HTTP: what is proposed, what a person decides, and who is shown it."""

from datetime import timedelta
from typing import Any

import pytest

from shared.clock import present_day
from tests.services.cases.calls import WHY, a_case, problem
from tests.services.cases.place import LABORATORY, POLICE, PROVIDER, Place
from tests.services.cases.worklist.made import make_worklist
from tests.services.service import ISSUER, Client, Reply

pytestmark = pytest.mark.postgres

TODAY = present_day()
BEGUN = TODAY - timedelta(days=60)
NOTE = "已入户核实，本人承认拒检。"


def ago(days: int) -> str:
    """A day before today."""
    return str(TODAY - timedelta(days=days))


async def entered(api: Client, case: str, what: str, body: Any) -> str:
    """The id of an entry."""
    reply = await api.post(f"/v1/cases/{case}/{what}", body)
    assert reply.status == 201, reply
    return str(reply.body["entry_id"])


async def begun(api: Client, tests: int = 3, case: str | None = None) -> tuple[str, list[str]]:
    """A case whose client reported in, and refused so many tests; they are told from the oldest."""
    case = case or await a_case(api, decided_on=str(BEGUN))
    await entered(api, case, "reporting-in", {"occurred_on": str(BEGUN)})
    refused = [
        await entered(
            api,
            case,
            "drug-tests",
            {"occurred_on": ago(20 - day), "result": "not_done", "not_done_reason": "refused"},
        )
        for day in range(tests)
    ]
    return case, refused


async def found(api: Client, case: str) -> dict[str, Any]:
    """What is proposed and decided."""
    reply = await api.get(f"/v1/cases/{case}/findings")
    assert reply.status == 200, reply
    body: dict[str, Any] = reply.body
    return body


async def confirm(api: Client, case: str, **more: Any) -> Reply:
    """A person confirms the violation."""
    body = {"occurred_on": ago(10), "condition": "tests", "basis": "visited", **more}
    return await api.post(f"/v1/cases/{case}/findings", body)


async def test_a_finding_goes_from_its_entries_to_the_police(api: Client) -> None:
    """Proposed with its entries; confirmed by a person with a note; then the police are told."""
    case, refused = await begun(api)
    [proposed] = (await found(api, case))["proposals"]
    assert proposed["entries"] == refused
    assert (proposed["count"], proposed["number"], proposed["met_on"]) == (3, 3, ago(18))
    decided = await confirm(api, case, proposal_id=proposed["proposal_id"], note=NOTE)
    assert decided.status == 201, decided
    finding = decided.body["entry_id"]
    after = await found(api, case)
    assert after["proposals"] == []
    [shown] = after["findings"]
    assert (shown["finding_id"], shown["confirmed"], shown["entries"]) == (finding, True, refused)
    kept = await api.get(f"/v1/cases/{case}/entries/{finding}/particulars", **WHY)
    assert kept.body["note"] == NOTE
    path = f"/v1/cases/{case}/findings/{finding}/police-notice"
    told = await api.post(path, {"occurred_on": ago(9)})
    assert told.status == 201, told
    problem(await api.post(path, {"occurred_on": ago(9)}), 409, "police-already-told")
    assert (await found(api, case))["findings"][0]["police_told_on"] == ago(9)
    file = (await api.get(f"/v1/cases/{case}")).body
    assert file["phase"] == "reported", "a finding changes no programme"


async def test_a_person_decides(api: Client) -> None:
    """A token that names no user decides nothing; what is not proposed is not decided either."""
    case, _ = await begun(api, tests=2)
    problem(await confirm(api, case), 409, "nothing-proposed")
    body = {"occurred_on": ago(10), "condition": "tests", "basis": "visited"}
    actions = ("cases:read", "cases:write")
    nameless = Client(api.url, api.session, ISSUER.mint("agency", ("41",), actions))
    machine = await nameless.post(f"/v1/cases/{case}/findings", body)
    problem(machine, 403, "user-required")


async def test_a_decision_is_about_what_was_seen(api: Client) -> None:
    """A further test came meanwhile: the old proposal is refused, the new one is decided on."""
    case, _ = await begun(api)
    [seen] = (await found(api, case))["proposals"]
    more = {"occurred_on": ago(12), "result": "not_done", "not_done_reason": "evaded"}
    await entered(api, case, "drug-tests", more)
    problem(await confirm(api, case, proposal_id=seen["proposal_id"]), 409, "proposal-changed")
    [now] = (await found(api, case))["proposals"]
    assert now["count"] == 4
    assert (await confirm(api, case, proposal_id=now["proposal_id"])).status == 201


async def test_an_answer_is_given_again(api: Client) -> None:
    """The same call decides once, though nothing is proposed any more."""
    case, _ = await begun(api)
    body = {"occurred_on": ago(10), "condition": "tests", "basis": "visited"}
    path = f"/v1/cases/{case}/findings"
    first = await api.post(path, body, key="decided-once")
    again = await api.post(path, body, key="decided-once")
    assert (first.status, again.status) == (201, 201)
    assert first.body == again.body
    assert len((await found(api, case))["findings"]) == 1


async def test_what_was_dismissed_comes_again_with_a_further_entry(api: Client) -> None:
    """And not before."""
    case, _ = await begun(api)
    body = {"occurred_on": ago(10), "condition": "tests", "reason": "excused"}
    await entered(api, case, "dismissed-findings", body)
    assert (await found(api, case))["proposals"] == []
    more = {"occurred_on": ago(5), "result": "not_done", "not_done_reason": "evaded"}
    await entered(api, case, "drug-tests", more)
    [again] = (await found(api, case))["proposals"]
    assert (again["count"], again["met_on"]) == (4, ago(5))


async def test_a_finding_whose_entry_is_void_is_marked(api: Client) -> None:
    """To be looked at again; made void itself, what is left is proposed if it is enough."""
    case, refused = await begun(api, tests=4)
    decided = await confirm(api, case)
    finding = decided.body["entry_id"]

    async def void(entry: str) -> None:
        version = (await api.get(f"/v1/cases/{case}")).body["version"]
        path = f"/v1/cases/{case}/entries/{entry}/void"
        reply = await api.post(path, {"reason": "mistaken"}, If_Match=f'"{version}"')
        assert reply.status == 201, reply

    await void(refused[0])
    body = await found(api, case)
    [shown] = body["findings"]
    assert (shown["look_again"], shown["void_entries"]) == (True, [refused[0]])
    assert body["proposals"] == []
    await void(finding)
    body = await found(api, case)
    assert body["findings"] == []
    assert [each["entries"] for each in body["proposals"]] == [refused[1:]]


async def test_the_worklist_has_the_same_proposal(api: Client, dsn: str) -> None:
    """Under the same id as the case shows it, until it is decided on; then the police's notice."""
    case, _ = await begun(api)
    [proposed] = (await found(api, case))["proposals"]

    async def rows(duty: str) -> list[Any]:
        await make_worklist(dsn)
        listed: list[Any] = (await api.get(f"/v1/worklist?duty={duty}")).body["items"]
        return listed

    [row] = await rows("finding")
    assert (row["case_id"], row["subject"]) == (case, proposed["proposal_id"])
    timeline = (await api.get(f"/v1/cases/{case}/timeline")).body
    assert timeline["today"]["proposed"] == 1
    finding = (await confirm(api, case)).body["entry_id"]
    assert await rows("finding") == []
    [row] = await rows("police_notice")
    assert row["subject"] == finding


async def test_findings_are_of_those_who_read_the_programme(place: Place) -> None:
    """The police of the region read them and decide none; who was asked for a test is told 403."""
    opened = await place.opened(PROVIDER, decided_on=str(BEGUN))
    case, _ = await begun(place.by(PROVIDER), case=opened)
    assert len((await found(place.by(POLICE), case))["proposals"]) == 1
    problem(await confirm(place.by(POLICE), case), 403, "not-entitled")
    await place.by(PROVIDER).post(
        f"/v1/cases/{case}/test-appointments",
        {"occurred_on": ago(5), "due_on": str(TODAY), "asked_of": LABORATORY},
    )
    asked = await place.by(LABORATORY).get(f"/v1/cases/{case}/findings")
    problem(asked, 403, "not-entitled")
