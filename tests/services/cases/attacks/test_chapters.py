"""The routes of a case's whole life, tried by those who have no part in them."""

from typing import Any

import pytest

from shared.agencies import AgencyKind
from tests.services.cases.attacks.test_asked import DRY, asked, told, versions
from tests.services.cases.calls import CONTACT, WHY, problem
from tests.services.cases.ended import IMPRISONED, RELEASED
from tests.services.cases.place import (
    FAR,
    HOSPITAL,
    LABORATORY,
    POLICE,
    PROVIDER,
    WORKSTATION,
    Place,
    far_id,
)
from tests.services.cases.test_batch import batch, command
from tests.services.service import Client, Reply

pytestmark = pytest.mark.postgres

NOBODY = "0196a1f0-0000-7000-8000-000000000000"
ON = {"occurred_on": "2019-05-05"}
# Every route that no appointment gives a part in; ids in paths are put in.
ROUTES: dict[str, dict[str, Any]] = {
    "reporting-in": ON,
    "agreement": ON,
    "suspension": {**ON, "reason": "detained", "evidence": "detention_notice"},
    "resumption": {**ON, "evidence": "release_certificate"},
    "kind": {**ON, "kind": "community_rehabilitation", "evidence": "decision"},
    "ending": IMPRISONED,
    "notices": {**ON, "told": "family"},
    "reopening": RELEASED,
    "contacts": {**CONTACT, "crisis": "danger_to_self"},
    "contacts/{entry}/follow-up": {**ON, "outcome": "in_treatment"},
    "test-appointments": {**ON, "due_on": "2019-06-05"},
    "drug-tests/{entry}/objection": {**ON, "told_on": "2019-05-05"},
    "drug-tests/{entry}/recheck": {**ON, "result": "negative", "tested_by": "laboratory"},
    "risk-assessments": {**ON, "level": "high"},
    "summaries": {**ON, "note": "小结"},
    "evaluations": {**ON, "outcome": "kept"},
    "leave": {
        **ON,
        "leaves_on": "2019-05-06",
        "returns_on": "2019-05-07",
        "destination": "330102000000",
        "reason": "work",
        "in_writing": True,
    },
    "leave/{entry}/extension": {**ON, "returns_on": "2019-05-08", "in_writing": True},
    "leave/{entry}/return": ON,
    "informing": {**ON, "topics": ["rights"]},
    "warnings": {**ON, "reason": "missed_test"},
    "regular-reports": {**ON, "mode": "in_person"},
    "departures": {**ON, "left_on": "2019-05-01"},
    "findings": {**ON, "condition": "tests", "basis": "visited"},
    "dismissed-findings": {**ON, "condition": "tests", "reason": "excused"},
    "findings/{entry}/police-notice": ON,
    "goals": {**ON, "goal": "work", "due_on": "2019-09-30"},
    "goals/{entry}/change": {**ON, "due_on": "2019-10-31"},
    "goals/{entry}/outcome": {**ON, "outcome": "met"},
    "plan-reviews": ON,
    "closing-reports": {**ON, "note": "结案"},
    "maintenance": {**ON, "evidence": "clinic_record"},
    "maintenance/{entry}/end": {**ON, "reason": "completed"},
    "time-served": {**ON, "days": 5, "where": "detention", "evidence": "detention_notice"},
    "facts": {**ON, "sex": "male", "age_band": "36_to_59"},
}
STEPS = ("reporting-in", "agreement", "contacts", "risk-assessments")


async def lived(place: Place, steps: tuple[str, ...]) -> tuple[str, str]:
    """A case of the provider with these steps, and its last entry."""
    case, entry = await place.opened(PROVIDER), NOBODY
    for step in steps:
        reply = await place.by(PROVIDER).post(f"/v1/cases/{case}/{step}", ROUTES[step])
        assert reply.status == 201, reply
        entry = reply.body["entry_id"]
    return case, entry


def by(place: Place, agency: str) -> Client:
    """A caller where the agency is."""
    return place.by(agency, *((FAR,) if agency.startswith("far-") else ()))


async def tried(place: Place, agency: str, case: str, entry: str) -> list[Reply]:
    """The answers to an agency that tries every route, as a dry run first."""
    api, replies = by(place, agency), []
    for route, body in ROUTES.items():
        path = f"/v1/cases/{case}/{route.format(entry=entry)}"
        replies += [await api.post(path, body, **DRY), await api.post(path, body)]
    return replies


@pytest.mark.parametrize("agency", [WORKSTATION, HOSPITAL, LABORATORY])
async def test_who_was_asked_finds_one_answer_on_every_route(place: Place, agency: str) -> None:
    """Whatever phase the case is in, and whether an entry is there; a body that is wrong says
    nothing either."""
    new, gone = await lived(place, ()), await lived(place, (*STEPS, "ending"))
    for case, entry in (new, gone):
        appointment = await asked(place, case, agency)
        for known in (entry, appointment, NOBODY):
            for reply in await tried(place, agency, case, known):
                problem(reply, 403, "not-entitled")
        void = f"/v1/cases/{case}/entries/{appointment}/void"
        refused = await place.by(agency).post(void, {"reason": "mistaken"}, If_Match='"1"')
        problem(refused, 403, "not-entitled")


@pytest.mark.parametrize("agency", [WORKSTATION, far_id(AgencyKind.POLICE), HOSPITAL, LABORATORY])
async def test_to_who_has_no_part_a_case_is_as_nobodys(place: Place, agency: str) -> None:
    """On every route, in a dry run, in a batch; the regions of another token change nothing."""
    case, entry = await lived(place, (*STEPS, "ending"))
    seen = [
        [(reply.status, reply.body) for reply in await tried(place, agency, each, entry)]
        for each in (case, NOBODY)
    ]
    assert seen[0] == seen[1]
    assert {status for status, _ in seen[0]} == {404}
    outcomes = []
    for each in (case, NOBODY):
        commands = [
            command(each, route.format(entry=entry), body, f"{number}-{each}")
            for number, (route, body) in enumerate(ROUTES.items())
        ]
        for dry in ({}, DRY):
            reply = await batch(by(place, agency), *commands, **dry)
            outcomes.append([(one["status"], one["body"]) for one in reply.body["outcomes"]])
    assert outcomes[0] == outcomes[2]
    assert outcomes[1] == outcomes[3]
    for path in ("timeline", f"entries/{entry}/particulars", "export", "personal-data", "reads"):
        mine = [
            await by(place, agency).get(f"/v1/cases/{each}/{path}", **more)
            for each in (case, NOBODY)
            for more in (
                (WHY, WHY) if path in ("export", "personal-data") or "/" in path else ({},)
            )
        ]
        assert {(reply.status, str(reply.body)) for reply in mine} == {(404, str(mine[0].body))}


async def test_what_is_read_by_who_was_asked_stays_while_the_case_lives_and_ends(
    place: Place,
) -> None:
    """Timeline, case, lists and changes: byte for byte, and no filter finds it."""
    case, _ = await lived(place, ())
    appointment = await asked(place, case, WORKSTATION)
    api, path = place.by(WORKSTATION), f"/v1/cases/{case}"
    filters = ("level=high", "crisis=open", "phase=ended", "phase=agreed", "level=high&crisis=open")
    paths = [path, f"{path}/timeline", f"{path}/timeline?void=false", "/v1/changes"]
    paths += ["/v1/cases", "/v1/cases?sort=changed", "/v1/cases?relation=asked_for_test"]
    before = [told(await api.get(each)) for each in paths]
    for step in (*STEPS, "ending"):
        reply = await place.by(PROVIDER).post(f"{path}/{step}", ROUTES[step])
        assert reply.status == 201, reply
        assert [told(await api.get(each)) for each in paths] == before
    for _, body, tag in before:
        assert (set(versions(body)), tag) <= ({None}, None)
    timeline = (await api.get(f"{path}/timeline")).body
    assert (timeline["today"], [item["entry_id"] for item in timeline["items"]]) == (
        None,
        [appointment],
    )
    for each in filters:
        for more in ("", "&relation=asked_for_test", "&sort=changed"):
            assert (await api.get(f"/v1/cases?{each}{more}")).body["cases"] == []
    for read in ("export", f"entries/{appointment}/particulars"):
        problem(await api.get(f"{path}/{read}", **WHY), 403, "not-entitled")
    found = (await place.by(POLICE).get("/v1/cases?level=high&crisis=open")).body["cases"]
    assert [each["case_id"] for each in found] == [case]


async def test_an_agency_whose_part_has_ended_reads_nothing_by_any_way(place: Place) -> None:
    """Not by the timeline, an export, an old cursor, a call that is repeated, or its batch."""
    case, entry = await lived(place, STEPS)
    api, path = place.by(PROVIDER), f"/v1/cases/{case}"
    page = (await api.get("/v1/changes?limit=2")).body
    listed = (await api.get("/v1/cases?limit=1")).body
    commands = [
        command(case, "contacts", CONTACT, "kept"),
        command(case, "summaries", ROUTES["summaries"], "sum"),
    ]
    sent = await batch(api, *commands)
    assert [one["status"] for one in sent.body["outcomes"]] == [201, 201]
    version = (await api.get(path)).body["version"]
    await place.reassigned(case, WORKSTATION, version)
    for dry in ({}, DRY):
        again = await batch(api, *commands, **dry)
        for one in again.body["outcomes"]:
            assert (one["status"], one["replayed"]) == (404, False)
            assert one["body"]["type"] == "/problems/not-found"
    for read in ("timeline", "export", f"entries/{entry}/particulars", "reads", "personal-data"):
        problem(
            await api.get(f"{path}/{read}", **({} if read in ("timeline", "reads") else WHY)),
            404,
            "not-found",
        )
    for reply in await tried(place, PROVIDER, case, entry):
        problem(reply, 404, "not-found")
    rest = (await api.get(f"/v1/changes?limit=500&after={page['next']}")).body["changes"]
    assert [each["type"] for each in rest] == ["relation_ended"]
    for query in ("level=high", "crisis=open", "phase=agreed", ""):
        assert (await api.get(f"/v1/cases?{query}")).body["cases"] == []
    if listed["next"]:
        assert (await api.get(f"/v1/cases?limit=1&after={listed['next']}")).body["cases"] == []


async def test_a_batch_asks_of_the_token_what_each_call_would(place: Place) -> None:
    """Without a user no reopening and no opening; without an action nothing that needs it."""
    case, entry = await lived(place, (*STEPS, "ending"))
    client = await place.registered(PROVIDER)
    openings = {"path": "/v1/cases", "key": "opens", "body": {"client_id": client}}
    searches = {"path": "/v1/clients/search", "key": "finds", "body": {"id_number": place.number()}}
    reopens = command(case, "reopening", RELEASED, "reopens")
    nobody = place.by(PROVIDER, user="")
    outcomes = (await batch(nobody, reopens, openings, searches)).body["outcomes"]
    assert [one["body"]["type"] for one in outcomes] == ["/problems/user-required"] * 3
    writes_only = place.by(PROVIDER, actions=("cases:write",))
    [one] = (await batch(writes_only, searches)).body["outcomes"]
    assert one["body"]["type"] == "/problems/action-not-allowed"
    reads_only = place.by(PROVIDER, actions=("cases:read", "clients:personal"))
    problem(await batch(reads_only, reopens), 403, "action-not-allowed")
    oversight = command(case, "annulment", {"reason": "mistaken"}, "annuls", if_match=6)
    [one] = (await batch(place.by(PROVIDER), oversight)).body["outcomes"]
    assert one["status"] == 403
    assert entry
