"""The worklist over HTTP: what is due, for whom, as of when; and nothing of what is others'."""

from datetime import timedelta
from typing import Any

import pytest

from services.cases.worklist import api as worklist_api
from services.cases.worklist import counting
from services.cases.worklist.projector import project_until_caught_up
from shared.agencies import AgencyKind
from shared.clock import present_day
from tests.agencies import id_of
from tests.services.cases.calls import CONTACT, REGION, problem
from tests.services.cases.place import (
    HOSPITAL,
    LABORATORY,
    OFFICE,
    POLICE,
    PROVIDER,
    WORKSTATION,
    Place,
)
from tests.services.cases.worklist.following import BUILT_IN
from tests.services.service import Reply

pytestmark = pytest.mark.postgres

PATH = "/v1/worklist"
BEGUN = present_day() - timedelta(days=70)


async def begun(place: Place, agency: str, **more: Any) -> str:
    """A case of an agency whose client has reported in some months ago."""
    case = await place.opened(agency, decided_on=str(BEGUN), **more)
    body = {"occurred_on": str(BEGUN)}
    reply = await place.by(agency).post(f"/v1/cases/{case}/reporting-in", body)
    assert reply.status == 201, reply
    return case


async def caught_up(place: Place) -> None:
    """All that is written so far is in the worklist."""
    await project_until_caught_up(place.context.pool, BUILT_IN)


def cases_on(reply: Reply) -> set[str]:
    """The cases that are on a page."""
    assert reply.status == 200, reply
    return {each["case_id"] for each in reply.body["items"]}


async def test_what_is_due_is_on_it_until_it_is_done(place: Place) -> None:
    """With its last day and its names; gone once it is done, and there again once that is void."""
    case = await begun(place, PROVIDER)
    own = place.by(PROVIDER)
    await caught_up(place)
    [item] = (await own.get(f"{PATH}?duty=contact")).body["items"]
    today = present_day()
    assert item["case_id"] == case
    assert item["client_id"]
    assert (item["region"], item["agency"], item["duty"]) == (REGION, PROVIDER, "contact")
    assert set(item["duty_name"]) == set(item["state_name"]) == {"zh", "en"}
    assert item["state"] in ("overdue", "due", "due_soon")
    if item["days_left"] is not None:
        assert str(today + timedelta(days=item["days_left"])) == item["last_day"]
    else:
        assert str(today - timedelta(days=item["days_late"])) == item["last_day"]
    assert cases_on(await own.get(f"{PATH}?duty=contact&state={item['state']}")) == {case}

    body = {**CONTACT, "occurred_on": item["since"]}
    made = await own.post(f"/v1/cases/{case}/contacts", body)
    await caught_up(place)
    left = (await own.get(f"{PATH}?duty=contact")).body["items"]
    assert all(each["since"] > item["since"] for each in left)

    path = f"/v1/cases/{case}/entries/{made.body['entry_id']}/void"
    await own.post(path, {"reason": "mistaken"}, If_Match=f'"{made.body["version"]}"')
    await caught_up(place)
    assert (await own.get(f"{PATH}?duty=contact")).body["items"] == [item]


async def test_each_sees_what_is_its_own(place: Place) -> None:
    """An agency its own cases, who oversees the region all of it; and whoever is neither, nothing.

    Who oversees is shown no registration of another agency's.
    """
    case, other = await begun(place, PROVIDER), await begun(place, WORKSTATION)
    await caught_up(place)
    assert cases_on(await place.by(PROVIDER).get(PATH)) == {case}
    assert cases_on(await place.by(WORKSTATION).get(PATH)) == {other}
    for overseer in (POLICE, OFFICE):
        reply = await place.by(overseer).get(PATH)
        assert cases_on(reply) == {case, other}
        assert {each["client_id"] for each in reply.body["items"]} == {None}
        assert cases_on(await place.by(overseer).get(f"{PATH}?relation=responsible")) == set()
    for path in (
        *(PATH, f"{PATH}?case_id={case}", f"{PATH}?state=overdue", f"{PATH}?state=due"),
        *(f"{PATH}?region={REGION}", f"{PATH}?relation=overseeing", f"{PATH}?duty=contact"),
    ):
        nobodies = [place.by(each) for each in (HOSPITAL, LABORATORY, id_of(AgencyKind.OTHER))]
        for nobody in (*nobodies, place.by(POLICE, "410103"), place.by(PROVIDER, "33")):
            reply = await nobody.get(path)
            assert (reply.body["items"], reply.body["next"]) == ([], None), path
        asked = (await place.by(PROVIDER).get(path)).body["items"]
        assert {each["case_id"] for each in asked} <= {case}


async def test_a_case_that_was_passed_on_is_gone_at_once(place: Place) -> None:
    """Before the worklist knows of it: for who had it, though not yet there for who has it now."""
    case = await begun(place, PROVIDER)
    await caught_up(place)
    version = (await place.by(PROVIDER).get(f"/v1/cases/{case}")).body["version"]
    await place.reassigned(case, WORKSTATION, version)
    for path in (PATH, f"{PATH}?case_id={case}"):
        reply = await place.by(PROVIDER).get(path)
        assert (reply.body["items"], reply.body["next"]) == ([], None)
    await caught_up(place)
    assert cases_on(await place.by(WORKSTATION).get(PATH)) == {case}
    assert cases_on(await place.by(PROVIDER).get(PATH)) == set()


async def test_it_says_up_to_when_it_is_made(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Null before the first time; and who names what it wrote waits until that is there."""
    monkeypatch.setattr(worklist_api, "POSITION_WAIT", 0.05)
    async with place.context.pool.acquire() as connection:
        await connection.execute("TRUNCATE duty_generations, duty_cases, worklist")
    case = await begun(place, PROVIDER)
    own = place.by(PROVIDER)
    before = await own.get(PATH)
    assert (before.body["items"], before.body["up_to"]) == ([], None)
    await caught_up(place)
    assert (await own.get(PATH)).body["up_to"] is not None
    entry = {**CONTACT, "occurred_on": str(BEGUN)}
    made = await own.post(f"/v1/cases/{case}/contacts", entry)
    path = f"{PATH}?min_position={made.body['position']}"
    late = await own.get(path)
    problem(late, 503, "unavailable")
    assert late.headers["Retry-After"]
    await caught_up(place)
    assert (await own.get(path)).status == 200
    problem(await place.by(POLICE).get(path), 400, "bad-request")


async def test_it_is_summed_up(place: Place) -> None:
    """As many in each state as there are on the list; of what is others', nothing."""
    for agency in (PROVIDER, WORKSTATION):
        await begun(place, agency)
    await caught_up(place)
    for asking in (PROVIDER, POLICE, HOSPITAL):
        summed = (await place.by(asking).get(f"{PATH}/summary")).body
        assert summed["up_to"] is not None
        for state in ("crisis", "overdue", "due_soon", "due"):
            listed = await place.by(asking).get(f"{PATH}?state={state}")
            assert summed[state] == len(listed.body["items"])
    assert summed["overdue"] + summed["due_soon"] + summed["due"] == 0


async def test_too_much_is_not_summed_up(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer says to ask for less, and never a number that is too small."""
    await begun(place, PROVIDER)
    await caught_up(place)
    monkeypatch.setattr(counting, "MOST", 1)
    [error] = problem(await place.by(PROVIDER).get(f"{PATH}/summary"), 422, "invalid-request")[
        "errors"
    ]
    assert (error["parameter"], error["reason"]) == ("region", "too_many")


async def test_pages_follow_each_other(place: Place) -> None:
    """Each duty once; a cursor holds for the agency and the question that it was answered to."""
    cases = [await begun(place, PROVIDER) for _ in range(4)]
    await caught_up(place)
    own, met, path = place.by(PROVIDER), [], f"{PATH}?limit=1"
    whole = (await own.get(PATH)).body["items"]
    after = ""
    while True:
        page = await own.get(path + (f"&after={after}" if after else ""))
        met += page.body["items"]
        if page.body["next"] is None:
            break
        after = page.body["next"]
    assert met == whole
    assert {each["case_id"] for each in met} == set(cases)
    problem(await place.by(POLICE).get(f"{path}&after={after}"), 400, "bad-request")
    problem(await own.get(f"{path}&state=overdue&after={after}"), 400, "bad-request")
