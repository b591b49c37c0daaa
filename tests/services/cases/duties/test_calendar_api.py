"""The calendar of an agency over HTTP: its own cases, references alone, bounded."""

from datetime import date, timedelta
from importlib import resources
from typing import Any

import icalendar
import pytest

from services.cases.duties.api import calendar
from services.cases.duties.windows import add_months
from shared.clock import present_day
from tests.services.cases.calls import ask_for_test, problem
from tests.services.cases.place import LABORATORY, OFFICE, POLICE, PROVIDER, WORKSTATION, Place
from tests.services.cases.worklist.made import make_worklist
from tests.services.service import Client, Reply

pytestmark = pytest.mark.postgres

PATH = "/v1/worklist/calendar"
TODAY = present_day()
THIS_MONTH = TODAY.replace(day=1)
LAST_OF_MONTH = add_months(THIS_MONTH, 1) - timedelta(days=1)


def events(reply: Reply) -> list[Any]:
    """What a program reads of an answer."""
    assert reply.status == 200, reply
    return list(icalendar.Calendar.from_ical(reply.body).walk("VEVENT"))


def test_crises_stand_as_far_before_all_else_as_the_worklist_has_them() -> None:
    """The column is made by the migration; the two ranges of the query must be of the same days."""
    step = resources.files("shared").joinpath("sql/017_duties.sql").read_text()
    assert f"until - {calendar.CRISES_FIRST} ELSE until END" in step


async def programme(place: Place, agency: str, **more: Any) -> str:
    """A case of an agency whose programme began with this month."""
    decided_on = str(add_months(THIS_MONTH, -1))
    case = await place.opened(agency, decided_on=decided_on, **more)
    path = f"/v1/cases/{case}/reporting-in"
    reply = await place.by(agency).post(path, {"occurred_on": str(THIS_MONTH)})
    assert reply.status == 201, reply
    return case


def contacts(reply: Reply) -> list[Any]:
    """The events that are contacts."""
    return [event for event in events(reply) if event["SUMMARY"].startswith("见面")]


async def test_what_is_due_stands_on_its_last_day(place: Place) -> None:
    """An event for each duty; once it is done it is gone, and the next one comes."""
    case, api = await programme(place, PROVIDER), place.by(PROVIDER)
    await make_worklist(place.dsn)
    reply = await api.get(PATH)
    assert reply.headers["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert reply.headers["Vary"] == "Accept-Language"
    [contact] = contacts(reply)
    assert contact["DTSTART"].dt == LAST_OF_MONTH
    assert case in contact["DESCRIPTION"]
    again = await api.get(PATH)
    assert [event["UID"] for event in events(again)] == [event["UID"] for event in events(reply)]
    body = {"occurred_on": str(TODAY), "mode": "home_visit"}
    await api.post(f"/v1/cases/{case}/contacts", body)
    await make_worklist(place.dsn)
    left = contacts(await api.get(f"{PATH}?until={add_months(THIS_MONTH, 2)}"))
    assert contact["UID"] not in [event["UID"] for event in left]
    assert [event["DTSTART"].dt for event in left] == [
        add_months(THIS_MONTH, 2) - timedelta(days=1)
    ]


async def test_it_holds_no_personal_data(place: Place) -> None:
    """Neither a name, nor a number, nor a region, nor a client's id."""
    case = await programme(place, PROVIDER)
    await make_worklist(place.dsn)
    client = (await place.by(PROVIDER).get(f"/v1/cases/{case}")).body["client_id"]
    text = (await place.by(PROVIDER).get(PATH)).body.replace("\r\n ", "")
    for secret in ("测试", "410102", "110101", client):
        assert secret not in text
    assert case in text


async def test_it_is_in_one_language(place: Place) -> None:
    """As Accept-Language prefers, or as the address says."""
    await programme(place, PROVIDER)
    await make_worklist(place.dsn)
    api = place.by(PROVIDER)
    english = (await api.get(PATH, Accept_Language="en")).body
    assert "Contact in person" in english
    assert "见面" not in english
    assert "见面" in (await api.get(f"{PATH}?lang=zh", Accept_Language="en")).body


async def test_the_last_day_decides_which_days_have_it(place: Place) -> None:
    """The day on which it is due is the first that has it, and the day before is not enough."""
    await programme(place, PROVIDER)
    await make_worklist(place.dsn)
    api, day = place.by(PROVIDER), timedelta(days=1)

    async def between(since: date, until: date) -> int:
        return len(contacts(await api.get(f"{PATH}?since={since}&until={until}")))

    assert await between(LAST_OF_MONTH, LAST_OF_MONTH + day) == 1
    assert await between(LAST_OF_MONTH - day, LAST_OF_MONTH) == 0
    assert await between(LAST_OF_MONTH + day, LAST_OF_MONTH + 2 * day) == 0


@pytest.mark.parametrize("days", [0, -1, 367])
async def test_the_days_are_bounded(place: Place, days: int) -> None:
    """A day after the first, and no more than a year: else the address says what to change."""
    until = date(2019, 3, 1) + timedelta(days=days)
    reply = await place.by(PROVIDER).get(f"{PATH}?since=2019-03-01&until={until}")
    [error] = problem(reply, 422, "invalid-request")["errors"]
    assert (error["parameter"], error["reason"]) == ("until", "bad_date")


async def test_so_is_what_they_hold(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than can be answered is refused, never cut off silently."""
    await programme(place, PROVIDER)
    await programme(place, PROVIDER)
    await make_worklist(place.dsn)
    api = place.by(PROVIDER)
    monkeypatch.setattr(calendar, "MOST_EVENTS", len(events(await api.get(PATH))))
    assert (await api.get(PATH)).status == 200
    monkeypatch.setattr(calendar, "MOST_EVENTS", calendar.MOST_EVENTS - 1)
    [error] = problem(await api.get(PATH), 422, "invalid-request")["errors"]
    assert (error["parameter"], error["reason"]) == ("until", "too_many")


async def test_of_one_workstation(place: Place) -> None:
    """Its cases alone; one that nobody knows has none."""
    made = await place.by(OFFICE).post(
        "/v1/workstations", {"region": "410102001000", "name": "测试工作站", "kind": "street"}
    )
    assert made.status == 201, made
    here = made.body["workstation_id"]
    case = await programme(place, OFFICE, workstation_id=here)
    await programme(place, OFFICE)
    await make_worklist(place.dsn)
    api = place.by(OFFICE)
    assert len(contacts(await api.get(PATH))) == 2
    [only] = contacts(await api.get(f"{PATH}?workstation_id={here}"))
    assert case in only["DESCRIPTION"]
    assert contacts(await api.get(f"{PATH}?workstation_id={case}")) == []


async def others(place: Place) -> list[Client]:
    """Who has no worklist of a provider's case."""
    return [
        place.by(WORKSTATION),
        place.by(POLICE),
        place.by(LABORATORY),
        place.by(PROVIDER, "33"),
        place.by("agency"),
    ]


async def test_others_are_shown_nothing_of_it(place: Place) -> None:
    """Not a neighbour, not who oversees, not who was asked for a test, not from elsewhere."""
    case = await programme(place, PROVIDER)
    await ask_for_test(place.by(PROVIDER), case, LABORATORY)
    await make_worklist(place.dsn)
    assert events(await place.by(PROVIDER).get(PATH))
    for api in await others(place):
        assert events(await api.get(PATH)) == []
    refused = await place.by(PROVIDER, actions=("cases:write",)).get(PATH)
    problem(refused, 403, "action-not-allowed")


async def test_who_passed_a_case_on_is_shown_it_no_more(place: Place) -> None:
    """At once, though the worklist may not know it yet; the new agency has it once it does."""
    case = await programme(place, PROVIDER)
    await make_worklist(place.dsn)
    version = (await place.by(PROVIDER).get(f"/v1/cases/{case}")).body["version"]
    await place.reassigned(case, WORKSTATION, version)
    assert events(await place.by(PROVIDER).get(PATH)) == []
    await make_worklist(place.dsn)
    assert contacts(await place.by(WORKSTATION).get(PATH))
    assert events(await place.by(PROVIDER).get(PATH)) == []


async def test_while_it_is_being_made_there_is_none(place: Place, dsn: str) -> None:
    """503 rather than an empty calendar, by which a program would drop all its events."""
    async with place.context.pool.acquire() as connection:
        await connection.execute("UPDATE duty_generations SET state = 'old'")
    reply = await place.by(PROVIDER).get(PATH)
    problem(reply, 503, "unavailable")
    assert reply.headers["Retry-After"] == "10"
