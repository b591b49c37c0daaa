"""The schedule of a case over HTTP: what is due, to those who may read it."""

from datetime import date, timedelta
from typing import Any

import asyncpg
import pytest

from services.cases.duties.windows import add_months
from shared.clock import present_day
from shared.policies.reading import built_in
from tests.services.cases.calls import WHY, a_case, ask_for_test, problem
from tests.services.cases.place import LABORATORY, POLICE, PROVIDER, WORKSTATION, Place
from tests.services.service import Client

pytestmark = pytest.mark.postgres

TODAY = present_day()
THIS_MONTH = TODAY.replace(day=1)
LAST_MONTH, BEFORE = add_months(THIS_MONTH, -1), add_months(THIS_MONTH, -2)
MET_ON = LAST_MONTH + timedelta(days=13)
PAGE = {**WHY, "Accept": "text/html", "Accept-Language": "zh"}


async def enter(api: Client, case: str, what: str, body: Any) -> str:
    """The id of an entry."""
    reply = await api.post(f"/v1/cases/{case}/{what}", body)
    assert reply.status == 201, reply
    return str(reply.body["entry_id"])


async def goes_on(api: Client, case: str) -> str:
    """A programme from the month before last, met in person last month; the contact's id."""
    await enter(api, case, "reporting-in", {"occurred_on": str(BEFORE)})
    return await enter(api, case, "contacts", {"occurred_on": str(MET_ON), "mode": "home_visit"})


def contacts(body: Any) -> list[Any]:
    """The contacts in an answer, by their last days."""
    return [item for item in body["items"] if item["duty"] == "contact"]


async def test_each_duty_says_how_it_stands(api: Client) -> None:
    """Closed ones with what became of them, then the open one; by the policies that are named."""
    case = await a_case(api, decided_on=str(BEFORE))
    contact = await goes_on(api, case)
    reply = await api.get(f"/v1/cases/{case}/schedule")
    assert reply.status == 200, reply
    body = reply.body
    assert reply.headers["ETag"] == f'"{body["version"]}"' == '"3"'
    assert body["today"] == str(present_day())
    assert body["policies"] == {"version": built_in().version, "digest": built_in().digest}
    first, second, third, *_ = contacts(body)
    assert first["outcome"] in {"missed", "overdue"}
    assert second["outcome"] == second["state"] == "met"
    assert (second["since"], second["last_day"]) == (str(LAST_MONTH), str(last_of(LAST_MONTH)))
    assert (second["met_by"], second["met_on"]) == (contact, str(MET_ON))
    assert second["duty_name"] == {"zh": "见面", "en": "contact in person"}
    assert f"{LAST_MONTH.month}月的见面：已完成，" in second["text"]["zh"]
    assert (second["days_left"], second["days_late"]) == (None, None)
    assert third["outcome"] is None
    assert third["state"] in {"due", "due_soon"}
    assert third["days_left"] == (last_of(THIS_MONTH) - present_day()).days


async def test_parts_of_it_can_be_asked_for(api: Client) -> None:
    """The open or the closed ones, together all; and those whose time meets some days."""
    case = await a_case(api, decided_on=str(BEFORE))
    await goes_on(api, case)
    path = f"/v1/cases/{case}/schedule"
    whole, still, over = [
        (await api.get(f"{path}?state={state}")).body["items"]
        for state in ("all", "open", "closed")
    ]
    assert [item for item in whole if item not in over] == still
    assert [item for item in whole if item not in still] == over
    assert {item["state"] for item in still} <= {"upcoming", "due", "due_soon", "overdue"}
    assert over
    assert still
    days = f"since={LAST_MONTH}&until={THIS_MONTH}"
    [only] = contacts((await api.get(f"{path}?{days}")).body)
    assert only["last_day"] == str(last_of(LAST_MONTH))
    edge = f"since={last_of(LAST_MONTH)}&until={last_of(LAST_MONTH) + timedelta(days=1)}"
    assert contacts((await api.get(f"{path}?{edge}")).body) == [only]
    nothing = problem(await api.get(f"{path}?since={TODAY}&until={TODAY}"), 422, "invalid-request")
    assert nothing["errors"][0]["parameter"] == "until"
    wrong = problem(await api.get(f"{path}?state=late"), 422, "invalid-request")
    assert wrong["errors"][0]["parameter"] == "state"


async def test_a_contact_made_void_is_due_again(api: Client) -> None:
    """The schedule follows from the entries that count."""
    case = await a_case(api, decided_on=str(BEFORE))
    entry = await goes_on(api, case)
    path = f"/v1/cases/{case}"
    body = {"reason": "duplicate"}
    await api.post(f"{path}/entries/{entry}/void", body, If_Match='"3"')
    reply = await api.get(f"{path}/schedule?state=open")
    assert "overdue" in [item["state"] for item in contacts(reply.body)]
    assert entry not in str(reply.body)


NEWER = """
INSERT INTO policies_applied (applies_from, version, digest, content)
VALUES ('-infinity', 'newer', 'newer', 'unheard_of = 1')
"""


async def test_policies_of_newer_software_are_waited_for(place: Place, dsn: str) -> None:
    """While an upgrade goes on, nothing is shown by policies that are no longer in force."""
    case = await place.opened(WORKSTATION, decided_on=str(BEFORE))
    connection = await asyncpg.connect(dsn)
    await connection.execute(NEWER)
    await connection.close()
    reply = await place.by(WORKSTATION).get(f"/v1/cases/{case}/schedule")
    problem(reply, 503, "unavailable")
    assert int(reply.headers["Retry-After"]) > 0
    assert "upgrade" in str(reply.body["detail"])


async def test_the_timeline_and_the_export_say_the_same(api: Client) -> None:
    """The timeline counts what is overdue; the export has the whole schedule, its page too."""
    case = await a_case(api, decided_on=str(BEFORE))
    await goes_on(api, case)
    path = f"/v1/cases/{case}"
    schedule = (await api.get(f"{path}/schedule")).body
    overdue = [item for item in schedule["items"] if item["state"] == "overdue"]
    assert (await api.get(f"{path}/timeline")).body["today"]["overdue"] == len(overdue)
    export = (await api.get(f"{path}/export", **WHY)).body
    assert export["duties"] == schedule["items"]
    assert export["policies"] == schedule["policies"]
    assert export["today"]["overdue"] == len(overdue)
    page = str((await api.get(f"{path}/export", **PAGE)).body)
    for item in schedule["items"]:
        assert item["text"]["zh"] in page
    assert "待办事项" in page
    assert "办理结果" in page


async def test_who_oversees_reads_it_and_a_neighbour_does_not(place: Place) -> None:
    """The police read the whole; to another agency, or from another region, it is not there."""
    case = await place.opened(PROVIDER)
    await goes_on(place.by(PROVIDER), case)
    path = f"/v1/cases/{case}/schedule"
    own = (await place.by(PROVIDER).get(path)).body
    assert own["items"]
    assert (await place.by(POLICE).get(path)).body == own
    problem(await place.by(WORKSTATION).get(path), 404, "not-found")
    problem(await place.by(PROVIDER, "33").get(path), 404, "not-found")
    refused = await place.by(PROVIDER, actions=("cases:write",)).get(path)
    problem(refused, 403, "action-not-allowed")


async def test_who_was_asked_for_a_test_sees_that_test_alone(place: Place) -> None:
    """No contact, no other appointment, no version; and nothing once it is withdrawn."""
    case = await place.opened(PROVIDER)
    own = place.by(PROVIDER)
    await goes_on(own, case)
    appointment = await ask_for_test(own, case, LABORATORY)
    await ask_for_test(own, case, "hospital")
    path = f"/v1/cases/{case}/schedule"
    reply = await place.by(LABORATORY).get(path)
    assert reply.body["version"] is None
    assert "ETag" not in reply.headers
    assert {item["duty"] for item in reply.body["items"]} == {"appointed_test"}
    assert {item["subject"] for item in reply.body["items"]} == {appointment}
    version = (await own.get(f"/v1/cases/{case}")).body["version"]
    gone = await own.post(
        f"/v1/cases/{case}/entries/{appointment}/void",
        {"reason": "duplicate"},
        If_Match=f'"{version}"',
    )
    assert gone.status == 201, gone
    problem(await place.by(LABORATORY).get(path), 404, "not-found")


async def test_the_agency_before_reads_it_no_more(place: Place) -> None:
    """It goes over with the case, and to nobody else."""
    case = await place.opened(PROVIDER)
    await goes_on(place.by(PROVIDER), case)
    path = f"/v1/cases/{case}/schedule"
    before = (await place.by(PROVIDER).get(path)).body["items"]
    version = (await place.by(PROVIDER).get(f"/v1/cases/{case}")).body["version"]
    await place.reassigned(case, WORKSTATION, version)
    problem(await place.by(PROVIDER).get(path), 404, "not-found")
    assert (await place.by(WORKSTATION).get(path)).body["items"] == before


def last_of(first: date) -> date:
    """The last day of a month."""
    return add_months(first, 1) - timedelta(days=1)
