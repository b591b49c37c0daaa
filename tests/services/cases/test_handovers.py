"""Caseloads against the policies; cases that are handed over, each once, all or part."""

import asyncio
from collections import Counter
from typing import Any
from uuid import uuid4

import pytest

from services.cases.staff import caseload_api
from shared.policies.policies import Policies
from tests.services.cases.calls import CONTACT, WHY, problem
from tests.services.cases.place import PROVIDER, WORKSTATION, Place
from tests.services.cases.test_worklists_of_workers import a_worker, by, joins
from tests.services.cases.worklist.made import make_worklist
from tests.services.service import Client, Reply

pytestmark = pytest.mark.postgres

DAY = "2020-03-20"


async def hands_over(api: Client, worker: str, key: str = "", **body: Any) -> dict[str, Any]:
    """The outcomes of a handover, by the case."""
    path = f"/v1/workers/{worker}/handover"
    reply = await api.post(path, {"occurred_on": DAY, **body}, key=key or str(uuid4()))
    assert reply.status == 207, reply
    return {each["case_id"]: each for each in reply.body["outcomes"]}


async def load(api: Client, worker: str) -> set[str]:
    """The cases of a worker, page by page; as many as are counted."""
    found, after = [], ""
    while True:
        shown = (await api.get(f"/v1/workers/{worker}/caseload?limit=2{after}")).body
        found += [each["case_id"] for each in shown["serves"]]
        if shown["next"] is None:
            assert shown["cases"] == len(found)
            return {*found}
        after = f"&after={shown['next']}"


@pytest.fixture
async def three(place: Place) -> tuple[Client, list[str], list[str]]:
    """Three cases of a worker, and two other workers."""
    api = by(place)
    workers = [await a_worker(api) for _ in range(3)]
    cases = [await place.opened(WORKSTATION) for _ in range(3)]
    for case in cases:
        await joins(api, case, workers[0])
    return api, workers, cases


Three = tuple[Client, list[str], list[str]]


async def test_all_cases_go_to_one_or_each_to_another(three: Three) -> None:
    """Who hands over stays in the history; who takes over has the cases from then on."""
    api, (old, one, two), cases = three
    named = [{"case_id": cases[0], "to": two, "note": "每周一见面"}]
    done = await hands_over(api, old, to=one, cases=named)
    assert {case: each["to"] for case, each in done.items()} == {
        cases[0]: two,
        cases[1]: one,
        cases[2]: one,
    }
    assert {each["status"] for each in done.values()} == {201}
    assert await load(api, old) == set()
    assert await load(api, one) == {cases[1], cases[2]}
    assert await load(api, two) == {cases[0]}
    team = (await api.get(f"/v1/cases/{cases[0]}/team")).body["members"]
    assert [(each["worker_id"], each["joined_on"]) for each in team] == [(two, DAY)]
    entries = (await api.get(f"/v1/cases/{cases[0]}")).body["entries"]
    types = [each["type"].split(".")[1] for each in entries]
    assert types.count("TeamMemberJoined") == 2
    left = next(each for each in entries if "TeamMemberLeft" in each["type"])
    assert (left["facts"]["worker_id"], left["facts"]["reason"]) == (old, "handed_over")
    path = f"/v1/cases/{cases[0]}/export"
    whole = (await api.get(path, **WHY)).body["items"]
    assert "每周一见面" in str(whole)


async def test_a_handover_that_is_sent_again_is_done_once(three: Three) -> None:
    """Also where the answer to the first was lost half way, and where two are sent at once."""
    api, (old, one, _), cases = three
    first = await hands_over(api, old, "key-1", cases=[{"case_id": cases[0], "to": one}])
    again = await hands_over(api, old, "key-1", cases=[{"case_id": cases[0], "to": one}])
    assert again[cases[0]] == {**first[cases[0]], "replayed": True}
    both = await asyncio.gather(*(hands_over(api, old, "key-2", to=one) for _ in range(2)))
    assert {*both[0], *both[1]} == {cases[1], cases[2]}, "what another call did is not told"
    last = await hands_over(api, old, "key-2", to=one)
    assert {each["status"] for each in last.values()} == {201}
    assert all(each["replayed"] for each in last.values())
    assert {*last} == {cases[1], cases[2]}
    assert await load(api, one) == {*cases}
    for case in cases:
        entries = (await api.get(f"/v1/cases/{case}")).body["entries"]
        counted = Counter(each["type"].split(".")[1] for each in entries)
        assert (counted["TeamMemberJoined"], counted["TeamMemberLeft"]) == (2, 1)


async def test_one_case_that_is_refused_stops_no_other(three: Three) -> None:
    """What is not the worker's is told so; what is refused stays with who had it."""
    api, (old, one, _), cases = three
    other = str(uuid4())
    early = {"occurred_on": "2019-03-01", "to": one}
    refused = await hands_over(api, old, **early)
    assert {each["body"]["type"] for each in refused.values()} == {
        "/problems/left-team-before-joining"
    }
    named = [{"case_id": cases[0], "to": one}, {"case_id": other, "to": one}]
    done = await hands_over(api, old, cases=named)
    assert {case: each["status"] for case, each in done.items()} == {cases[0]: 201, other: 404}
    assert await load(api, old) == {cases[1], cases[2]}
    to_itself = await hands_over(api, old, cases=[{"case_id": cases[1], "to": old}])
    assert to_itself[cases[1]]["body"]["type"] == "/problems/takes-over-from-itself"
    body = {"occurred_on": DAY, "cases": [{"case_id": cases[1], "to": str(uuid4())}]}
    gone = problem(await api.post(f"/v1/workers/{old}/handover", body), 422, "invalid-request")
    assert [each["pointer"] for each in gone["errors"]] == ["/cases/0/to"]


async def test_who_may_not_write_hands_nothing_over(place: Place, three: Three) -> None:
    """Another agency does not know the worker; a call that names nobody is refused."""
    api, (old, one, _), _ = three
    path = f"/v1/workers/{old}/handover"
    others = await by(place, PROVIDER).post(path, {"occurred_on": DAY, "to": one})
    problem(others, 404, "not-found")
    problem(await api.post(path, {"occurred_on": DAY}), 422, "invalid-request")
    twice = [{"case_id": str(uuid4()), "to": one}] * 2
    twice[1] = {**twice[0]}
    problem(await api.post(path, {"occurred_on": DAY, "cases": twice}), 422, "invalid-request")


async def test_a_dry_run_hands_nothing_over(three: Three) -> None:
    """It says of each case what would become of it."""
    api, (old, one, _), cases = three
    body = {"occurred_on": DAY, "to": one}
    reply = await api.post(f"/v1/workers/{old}/handover", body, Dry_Run="true")
    assert [each["status"] for each in reply.body["outcomes"]] == [204] * 3
    assert await load(api, old) == {*cases}


async def test_editing_one_case_changes_anothers_activity(place: Place, three: Three) -> None:
    """Regression: editing one case changes another's activity. What is handed over, entered and
    made void in one case leaves every other one as it was.
    """
    api, (old, one, _), cases = three
    await api.post(f"/v1/cases/{cases[1]}/contacts", CONTACT)
    await make_worklist(place.dsn)
    before = [await _seen(api, case) for case in cases[1:]]
    made = await api.post(f"/v1/cases/{cases[0]}/contacts", CONTACT)
    assert made.status == 201, made
    await hands_over(api, old, cases=[{"case_id": cases[0], "to": one}])
    version = (await api.get(f"/v1/cases/{cases[0]}")).body["version"]
    path = f"/v1/cases/{cases[0]}/entries/{made.body['entry_id']}/void"
    voided = await api.post(path, {"reason": "mistaken"}, If_Match=f'"{version}"')
    assert voided.status == 201, voided
    assert [await _seen(api, case) for case in cases[1:]] == before


async def _seen(api: Client, case: str) -> tuple[Any, Any, Any]:
    """What a case shows of itself: its entries, its place in the list, what is due in it."""
    listed = (await api.get("/v1/cases")).body["cases"]
    return (
        (await api.get(f"/v1/cases/{case}")).body,
        next(each for each in listed if each["case_id"] == case),
        (await api.get(f"/v1/worklist?case_id={case}")).body["items"],
    )


async def test_closing_hides_its_worker(place: Place, three: Three) -> None:
    """Regression: closing hides its worker. A case that has ended counts in nobody's caseload, and
    says who was in its team until the end.
    """
    api, (old, _, _), cases = three
    ended = {"occurred_on": "2019-09-01", "ending": "died", "evidence": "death_certificate"}
    assert (await api.post(f"/v1/cases/{cases[0]}/ending", ended)).status == 201
    assert await load(api, old) == {cases[1], cases[2]}
    team = (await api.get(f"/v1/cases/{cases[0]}/team")).body["members"]
    assert [each["worker_id"] for each in team] == [old]
    left = {"left_on": DAY, "reason": "resigned"}
    assert (await api.post(f"/v1/workers/{old}/leaving", left, If_Match='"1"')).status == 201
    team = (await api.get(f"/v1/cases/{cases[0]}/team")).body["members"]
    assert [each["worker_id"] for each in team] == [old]
    shown = (await api.get(f"/v1/workers/{old}")).body
    assert (shown["worker_id"], shown["left_on"]) == (old, DAY)


async def test_a_caseload_is_held_against_the_policies(
    place: Place, three: Three, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those who have more than one worker may are listed; a volunteer has none of the cases."""
    api, (old, one, _), cases = three
    await joins(api, cases[0], one, role="volunteer")
    loads = await _loads(api)
    assert (loads[old]["cases"], loads[old]["allowed"], loads[old]["over"]) == (3, 30, 0)
    assert loads[one]["cases"] == 0
    assert await _loads(api, "?over=true") == {}
    monkeypatch.setattr(Policies, "number", lambda *_: 2)
    over = await _loads(api, "?over=true&limit=1")
    assert {worker: each["over"] for worker, each in over.items()} == {old: 1}


async def test_who_is_over_the_limit_stands_on_the_first_page(
    three: Three, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No page is answered on which nobody is over the limit, while there are more workers."""
    api, (old, _, two), _ = three
    await hands_over(api, old, to=two)
    monkeypatch.setattr(Policies, "number", lambda *_: 2)
    monkeypatch.setattr(caseload_api, "MOST", 1)
    first = (await api.get("/v1/workers/caseloads?over=true&limit=1")).body
    assert [each["worker_id"] for each in first["workers"]] == [two]
    monkeypatch.setattr(caseload_api, "TURNS", 1)
    assert (await api.get("/v1/workers/caseloads?over=true")).body["workers"] == []


async def test_those_over_the_limit_come_page_by_page(
    three: Three, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More of them than a page has: the next page begins behind the last one shown."""
    api, workers, cases = three
    for each in workers[1:]:
        await joins(api, cases[0], each)
    monkeypatch.setattr(Policies, "number", lambda *_: 0)
    seen, after = [], ""
    while True:
        body = (await api.get(f"/v1/workers/caseloads?over=true&limit=1{after}")).body
        seen += [each["worker_id"] for each in body["workers"]]
        if body["next"] is None:
            break
        after = f"&after={body['next']}"
    assert sorted(seen) == sorted(workers)


async def _loads(api: Client, query: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    after = ""
    while True:
        joint = "&" if query else "?"
        reply: Reply = await api.get(f"/v1/workers/caseloads{query}{joint if after else ''}{after}")
        assert reply.status == 200, reply
        found |= {each["worker_id"]: each for each in reply.body["workers"]}
        if reply.body["next"] is None:
            return found
        after = f"after={reply.body['next']}"


async def test_the_cases_of_a_worker_are_those_of_the_own_region(
    place: Place, three: Three
) -> None:
    """A token for another province sees how many there are, and none of them."""
    _, (old, _, _), _ = three
    far = place.by(WORKSTATION, "33", actions=("staff:read",))
    shown = (await far.get(f"/v1/workers/{old}/caseload")).body
    assert (shown["cases"], shown["serves"]) == (3, [])


async def test_a_contact_of_several_workers_is_one_contact(three: Three) -> None:
    """It names each of them once; who is not in the roster cannot have taken part."""
    api, workers, cases = three
    path = f"/v1/cases/{cases[0]}/contacts"
    made = await api.post(path, {**CONTACT, "worker_ids": [*reversed(workers), workers[0]]})
    assert made.status == 201, made
    entries = (await api.get(f"/v1/cases/{cases[0]}")).body["entries"]
    contacts = [each for each in entries if "ContactRecorded" in each["type"]]
    assert [each["facts"]["worker_ids"] for each in contacts] == [sorted(workers)]
    unknown = problem(
        await api.post(path, {**CONTACT, "worker_ids": [workers[0], str(uuid4())]}),
        422,
        "invalid-request",
    )
    assert [each["pointer"] for each in unknown["errors"]] == ["/worker_ids/1"]
