"""What is due in a case is told to those alone who may read it, and tells nothing more."""

from datetime import timedelta
from itertools import product
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from services.cases.duties.closer import Closer
from services.cases.duties.versions import Versions
from shared.agencies import Agencies, AgencyKind
from shared.clock import present_day
from shared.policies.in_force import policies_in_force, use_policies
from shared.policies.reading import read_own_policies
from shared.regions import regions_in_force
from tests.services.cases.attacks.test_asked import asked
from tests.services.cases.calls import WHY, problem
from tests.services.cases.ended import IMPRISONED
from tests.services.cases.place import (
    FAR_REGISTER,
    HOSPITAL,
    LABORATORY,
    OFFICE,
    POLICE,
    PROVIDER,
    WORKSTATION,
    Place,
    far_id,
)
from tests.services.cases.worklist.made import make_worklist
from tests.services.matrix.asking import nobody
from tests.services.service import Client, Reply

pytestmark = pytest.mark.postgres

TODAY = present_day()
BEGUN = str(TODAY - timedelta(days=100))
ASKED_ON, DUE_ON = str(TODAY - timedelta(days=40)), str(TODAY - timedelta(days=10))
LATER = str(TODAY - timedelta(days=20))
PATH = "/v1/worklist"


async def entered(api: Client, case: str, what: str, body: Any, **headers: str) -> str:
    """The id of an entry."""
    reply = await api.post(f"/v1/cases/{case}/{what}", body, **headers)
    assert reply.status == 201, reply
    return str(reply.body["entry_id"])


async def begun(place: Place, agency: str, **more: Any) -> str:
    """A case of an agency whose client has reported in."""
    case = await place.opened(agency, decided_on=BEGUN, **more)
    await entered(place.by(agency), case, "reporting-in", {"occurred_on": BEGUN})
    return case


SUSPENDED = {"occurred_on": LATER, "reason": "detained", "evidence": "detention_notice"}
LEAVE = {
    "occurred_on": LATER,
    "leaves_on": LATER,
    "returns_on": str(TODAY),
    "destination": "410105000000",
    "reason": "family",
    "in_writing": True,
}
REVOKED = {"occurred_on": LATER, "kind": "at_large", "evidence": "revocation_decision"}
CREDITED = {"days": 3650, "where": "imprisonment", "evidence": "release_certificate"}
ENDED = {**IMPRISONED, "occurred_on": LATER}


@pytest.mark.parametrize(
    ("what", "body"),
    [("suspension", SUSPENDED), ("leave", LEAVE), ("kind", REVOKED), ("ending", ENDED)],
)
@pytest.mark.parametrize("agency", [HOSPITAL, LABORATORY])
async def test_what_becomes_of_a_test_tells_nothing_of_the_case(
    place: Place, agency: str, what: str, body: Any
) -> None:
    """Whom it was asked of is not told that the client is excused, nor that the case has ended."""
    case = await begun(place, PROVIDER)
    await asked(place, case, agency, DUE_ON, ASKED_ON)
    api, path = place.by(agency), f"/v1/cases/{case}/schedule"
    before = await api.get(path)
    assert before.body["items"]
    await entered(place.by(PROVIDER), case, what, body)
    after = await api.get(path)
    assert (after.status, after.body) == (before.status, before.body)


def without_moments(reply: Reply) -> Any:
    """An answer without what changes by itself."""
    body = reply.body
    if isinstance(body, dict):
        body = {name: each for name, each in body.items() if name not in ("up_to", "traceparent")}
    elif isinstance(body, str):
        body = [line for line in body.splitlines() if not line.startswith("DTSTAMP")]
    return reply.status, body


async def test_what_is_not_ones_own_is_not_there(place: Place) -> None:
    """Another's case and workstation are answered as those that nobody has, to everybody."""
    office = {"region": "410102001000", "name": "测试工作站", "kind": "street"}
    made = await place.by(OFFICE).post("/v1/workstations", office)
    here = made.body["workstation_id"]
    case = await begun(place, OFFICE, workstation_id=here)
    await asked_by(place, OFFICE, case, LABORATORY)
    await make_worklist(place.dsn)
    assert (await place.by(OFFICE).get(f"{PATH}?workstation_id={here}")).body["items"]
    others = [place.by(each) for each in (PROVIDER, WORKSTATION, HOSPITAL, LABORATORY)]
    others += [place.by(POLICE, "33"), place.by(POLICE, "410103"), place.by(OFFICE, "4102")]
    others += [place.by(far_id(AgencyKind.POLICE), "33")]
    for api in others:
        for query in (
            "?case_id={case}",
            "?workstation_id={here}",
            "?case_id={case}&state=crisis",
            "?case_id={case}&duty=appointed_test&relation=asked_for_test",
            "/summary?workstation_id={here}",
            "/calendar?workstation_id={here}",
        ):
            real = await api.get(PATH + query.format(case=case, here=here))
            none = await api.get(PATH + query.format(case=nobody(), here=nobody()))
            assert without_moments(real) == without_moments(none), query
            assert real.status == 200
    for api in others[:3]:
        for path in ("schedule", "timeline"):
            real = await api.get(f"/v1/cases/{case}/{path}")
            none = await api.get(f"/v1/cases/{nobody()}/{path}")
            assert without_moments(real) == without_moments(none)
            assert real.headers.keys() == none.headers.keys()


async def asked_by(place: Place, agency: str, case: str, other: str) -> str:
    """The appointment of a test that an agency asks another for."""
    body = {"asked_of": other, "due_on": DUE_ON, "occurred_on": ASKED_ON}
    return await entered(place.by(agency), case, "test-appointments", body)


async def test_the_summary_counts_what_the_list_shows(place: Place) -> None:
    """To everybody, in every region, by every filter: no number tells of a row that is not shown.

    One case has a crisis and is passed on, one has ended, one is only asked to be opened.
    """
    for agency in (PROVIDER, WORKSTATION, OFFICE):
        await begun(place, agency)
    passed, ended = await begun(place, PROVIDER), await begun(place, PROVIDER)
    crisis = {"occurred_on": LATER, "mode": "home_visit", "crisis": "danger_to_self"}
    await entered(place.by(PROVIDER), passed, "contacts", crisis)
    await entered(place.by(PROVIDER), ended, "ending", ENDED)
    asked_to_open = (await place.asks_to_open(PROVIDER, decided_on=BEGUN)).body["case_id"]
    await make_worklist(place.dsn)
    shown = (await place.by(PROVIDER).get(f"/v1/cases/{passed}")).body
    await place.reassigned(passed, WORKSTATION, shown["version"])
    agencies = (PROVIDER, WORKSTATION, OFFICE, POLICE, HOSPITAL)
    seen: set[str] = set()
    for agency, own in product(agencies, ("41", "410102001", "410103")):
        api = place.by(agency, own)
        for region, relation in product(("", "410100000000", "410102001003"), ("", "responsible")):
            given = {"region": region, "relation": relation}
            asked = {name: value for name, value in given.items() if value}
            summary = (await api.get(f"{PATH}/summary?{urlencode(asked)}")).body
            for state in ("crisis", "overdue", "due_soon", "due"):
                page = await api.get(f"{PATH}?{urlencode({**asked, 'state': state})}&limit=200")
                assert summary[state] == len(page.body["items"]), (agency, own, asked, state)
                seen |= {each["case_id"] for each in page.body["items"]}
    assert passed in seen
    assert asked_to_open not in seen


async def test_a_cursor_and_a_position_hold_for_whom_they_were_answered(place: Place) -> None:
    """Of another agency of the same region, they say neither that they are real nor of what."""
    for _ in range(2):
        case = await begun(place, OFFICE)
    await make_worklist(place.dsn)
    own = place.by(OFFICE)
    after = (await own.get(f"{PATH}?limit=1")).body["next"]
    entry = {"occurred_on": LATER, "mode": "home_visit"}
    position = (await own.post(f"/v1/cases/{case}/contacts", entry)).body["position"]
    narrower = await place.by(OFFICE, "410103").get(f"{PATH}?limit=1&after={after}")
    assert narrower.body["items"] == []
    for agency in (POLICE, PROVIDER, HOSPITAL):
        for name, real in (("after", after), ("min_position", position)):
            forged = real[:-6] + ("AAAAAA" if real[-6:] != "AAAAAA" else "BBBBBB")
            replies = [
                await place.by(agency).get(f"{PATH}?{name}={quote(given)}&limit=1")
                for given in (real, forged, "x")
            ]
            assert {reply.status for reply in replies} == {400}
            assert len({str(without_moments(reply)) for reply in replies}) == 1


async def test_who_is_out_of_the_register_reads_nothing_of_what_is_due(place: Place) -> None:
    """From the moment on at which the agency is taken out, whatever its token says."""
    case = await begun(place, PROVIDER)
    await make_worklist(place.dsn)
    api = place.by(PROVIDER)
    paths = (PATH, f"{PATH}/summary", f"{PATH}/calendar", f"/v1/cases/{case}/schedule")
    assert {(await api.get(path)).status for path in paths} == {200}
    kept = [each for each in FAR_REGISTER if each.agency_id != PROVIDER]
    place.register.entries = Agencies(kept, version="without")
    replies = [await api.get(path) for path in paths]
    assert {reply.status for reply in replies} == {401}
    assert not any(case in str(reply.body) for reply in replies)


async def test_no_day_that_can_be_entered_or_asked_breaks_what_is_due(place: Place) -> None:
    """One agency's strange case must not stop the worklist of all; nor does a strange question."""
    own, first, last, cases = place.by(OFFICE), "0001-01-01", "9999-12-31", set()
    for decided_on, leaves_on in product(("1949-10-01", BEGUN), (LATER, "9999-12-30")):
        case = await place.opened(OFFICE, decided_on=decided_on)
        cases.add(case)
        path = f"/v1/cases/{case}"
        for on, what, body in (
            (decided_on, "reporting-in", {}),
            (decided_on, "test-appointments", {"asked_of": LABORATORY, "due_on": last}),
            (LATER, "leave", {**LEAVE, "leaves_on": leaves_on, "returns_on": last}),
            (LATER, "contacts", {"mode": "home_visit", "crisis": "danger_to_self"}),
            (LATER, "time-served", CREDITED),
        ):
            await own.post(f"{path}/{what}", {**body, "occurred_on": on})
        for query in ("", f"?since={first}", f"?until={last}", f"?since={last}", f"?until={first}"):
            assert (await own.get(f"{path}/schedule{query}")).status in (200, 422), query
    await make_worklist(place.dsn)
    crises = (await own.get(f"{PATH}?state=crisis")).body["items"]
    assert {each["case_id"] for each in crises} == cases
    days = ("", first, last, BEGUN, "9999-01-01", "0001-01-02")
    for since, until in product(days, days):
        asked_days = {name: day for name, day in (("since", since), ("until", until)) if day}
        reply = await own.get(f"{PATH}/calendar?{urlencode(asked_days)}")
        assert reply.status in (200, 422), (since, until, reply)


async def test_outcomes_stand_in_the_journal_alone(place: Place) -> None:
    """Who follows changes is told of none, and only services read the journal that has them."""
    case = await begun(place, PROVIDER)
    await make_worklist(place.dsn)
    callers = [place.by(each) for each in (PROVIDER, POLICE, OFFICE)]
    paths = ("/v1/changes", f"/v1/cases/{case}", f"/v1/cases/{case}/schedule", "/v1/cases")
    before = [shown(await api.get(path)) for api, path in product(callers, paths)]

    async def in_force() -> Versions:
        return Versions.only(policies_in_force())

    await Closer(place.context.pool, in_force, quiet=timedelta(0)).until_done()
    assert "cases.DutyClosed" in str((await place.api.as_service().get("/v1/journal")).body)
    assert before == [shown(await api.get(path)) for api, path in product(callers, paths)]
    for api in callers:
        problem(await api.get("/v1/journal"), 403, "action-not-allowed")


def shown(reply: Reply) -> Any:
    """What an answer shows, without the moment of reading and places behind it."""
    assert reply.status == 200, reply
    return {name: each for name, each in reply.body.items() if name not in ("read_at", "next")}


async def test_no_name_of_a_place_is_part_of_a_page(place: Place) -> None:
    """What a file of policies calls a level stands in what is printed as text."""
    name = '{ zh = "<script>alert(1)</script>", en = "<img src=x onerror=alert(1)>" }'
    level = f'{{ code = "odd", name = {name} }}, {{ code = "even", name = {name} }}'
    scheme = f'[[scheme]]\ncode = "own"\nname = {name}\nlevels = [{level}]\n'
    own = f'version = "<b>1</b>"\n{scheme}'.encode()
    case = await begun(place, PROVIDER)
    use_policies(read_own_policies(own, regions_in_force()))
    try:
        assessed = {"occurred_on": LATER, "scheme": "own", "level": "odd", "reasons": ["no_income"]}
        await entered(place.by(PROVIDER), case, "risk-assessments", assessed)
        for language in ("zh", "en"):
            page = await place.by(PROVIDER).get(
                f"/v1/cases/{case}/export",
                **{**WHY, "Accept": "text/html", "Accept-Language": language},
            )
            assert page.status == 200, page
            assert "&lt;" in page.body
            assert not any(tag in page.body for tag in ("<script", "<img", "<b>"))
    finally:
        use_policies(None)
