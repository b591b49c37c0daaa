"""Help, needs, work and counselling over HTTP: what is written, who sees it, and what is due."""

from typing import Any

import asyncpg
import pytest

from services.cases.case.api.help_kinds import shown_kinds
from shared.agencies import AgencyKind
from shared.policies.reading import built_in
from tests.agencies import id_of
from tests.services.cases.calls import CONTACT, WHY, a_case, ask_for_test, problem
from tests.services.service import Client

pytestmark = pytest.mark.postgres

LABORATORY = id_of(AgencyKind.LABORATORY)
NOTE = "与网格员带水果探望"
GIFT = {"occurred_on": "2019-03-14", "help": "sympathy_gift", "source": "community"}
POST = {"occurred_on": "2019-04-01", "help": "public_benefit_post", "source": "human_resources"}


async def made(api: Client, path: str, body: dict[str, Any]) -> str:
    """Make an entry; its id."""
    reply = await api.post(path, body)
    assert reply.status == 201, reply
    return str(reply.body["entry_id"])


async def test_a_gravely_ill_client_is_visited_with_a_gift(api: Client, dsn: str) -> None:
    """One contact of worker and grid administrator, and a gift that names it; no note in events."""
    case = await a_case(api)
    visit: dict[str, Any] = {**CONTACT, "occurred_on": "2019-03-14", "mode": "home_visit"}
    visit |= {"present": ["social_worker", "grid_administrator"]}
    contact = await made(api, f"/v1/cases/{case}/contacts", visit)
    body = {**GIFT, "contact_id": contact, "amount_fen": 12_050, "note": NOTE}
    gift = await made(api, f"/v1/cases/{case}/help", body)
    entries = (await api.get(f"/v1/cases/{case}")).body["entries"]
    assert [each["type"].split(".")[1] for each in entries[-2:]] == ["ContactRecorded", "HelpGiven"]
    assert entries[-1]["facts"] == {
        **GIFT,
        "form": "once",
        "until": None,
        "at_latest": None,
        "amount_fen": 12_050,
        "request_id": None,
        "need_id": None,
        "contact_id": contact,
    }
    particulars = f"/v1/cases/{case}/entries/{gift}/particulars"
    assert (await api.get(particulars, **WHY)).body["note"] == NOTE
    items = (await api.get(f"/v1/cases/{case}/timeline")).body["items"]
    [text] = [item["text"]["zh"] for item in items if item["entry_id"] == gift]
    assert text == "给予慰问品；120.50元；来源：社区（村）；走访时给予"
    connection = await asyncpg.connect(dsn)
    events = await connection.fetchval("SELECT string_agg(data::text, ' ') FROM events")
    await connection.close()
    assert "sympathy_gift" in events
    assert NOTE not in events
    unknown = {**GIFT, "contact_id": gift}
    problem(await api.post(f"/v1/cases/{case}/help", unknown), 409, "contact-unknown")
    void = {"reason": "mistaken"}
    rests = await api.post(f"/v1/cases/{case}/entries/{contact}/void", void, If_Match='"3"')
    problem(rests, 409, "others-rest-on-it")


async def test_an_application_becomes_help_that_ends(api: Client) -> None:
    """A need, an application that is refused, one that is granted, its end, the need closed."""
    case = await a_case(api)
    path = f"/v1/cases/{case}"
    day = {"occurred_on": "2019-03-14"}
    need = await made(api, f"{path}/needs", {**day, "need": "livelihood", "urgency": "urgent"})
    asked = {**day, "help": "minimum_living_allowance", "source": "civil_affairs", "need_id": need}
    first = await made(api, f"{path}/help-requests", asked)
    refusal = {"occurred_on": "2019-03-20", "reason": "papers_missing"}
    await made(api, f"{path}/help-requests/{first}/refusal", refusal)
    second = await made(api, f"{path}/help-requests", asked)
    given = {**asked, "occurred_on": "2019-04-01", "amount_fen": 63_000}
    again = await api.post(f"{path}/help", {**given, "request_id": first})
    problem(again, 409, "request-decided")
    allowance = await made(api, f"{path}/help", {**given, "request_id": second})
    problem(await api.post(f"{path}/help", given), 409, "given-already")
    end = {"occurred_on": "2019-09-01", "reason": "found_work"}
    await made(api, f"{path}/help/{allowance}/end", end)
    problem(await api.post(f"{path}/help/{allowance}/end", end), 409, "help-ended-already")
    closing = {"occurred_on": "2019-09-01", "outcome": "met"}
    await made(api, f"{path}/needs/{need}/closing", closing)
    problem(await api.post(f"{path}/help/{need}/end", end), 404, "not-found")


async def test_the_end_of_a_post_is_a_duty(api: Client) -> None:
    """It is on the schedule until the end is recorded; a post beyond the limit is refused."""
    case = await a_case(api)
    too_long = await api.post(f"/v1/cases/{case}/help", {**POST, "until": "2022-04-02"})
    problem(too_long, 409, "post-too-long")
    assert "2022-04-01" in str(too_long.body)
    post = await made(api, f"/v1/cases/{case}/help", {**POST, "until": "2020-04-01"})
    due = await ends_of_posts(api, case)
    assert [(each["state"], each["subject"]) for each in due] == [("overdue", post)]
    end = {"occurred_on": "2020-04-01", "reason": "expired"}
    await made(api, f"/v1/cases/{case}/help/{post}/end", end)
    assert [each["state"] for each in await ends_of_posts(api, case)] == ["met"]


async def ends_of_posts(api: Client, case: str) -> list[dict[str, Any]]:
    """What the schedule of a case says of the ends of posts."""
    reply = await api.get(f"/v1/cases/{case}/schedule")
    assert reply.status == 200, reply
    return [each for each in reply.body["items"] if each["duty"] == "end_of_post"]


async def test_a_crisis_is_answered_by_a_qualified_counsellor(api: Client) -> None:
    """The crisis stays open; whoever is no counsellor is refused, in both languages."""
    case = await a_case(api)
    seen = await made(api, f"/v1/cases/{case}/contacts", {**CONTACT, "crisis": "danger_to_self"})
    path = f"/v1/cases/{case}/counselling"
    body = {"occurred_on": "2019-03-16", "qualification": "counsellor", "mode": "office"}
    body |= {"contact_id": seen, "stage": "contemplation", "worker": "咨询师甲"}
    await made(api, path, body)
    assert (await api.get(f"/v1/cases/{case}")).body["open_crises"] == [seen]
    await made(api, path, {**body, "occurred_on": "2019-04-16", "stage": "preparation"})
    facts = (await api.get(f"/v1/cases/{case}")).body["entries"][-1]["facts"]
    assert (facts["crisis"], facts["change"]) == ("danger_to_self", "forward")
    refused = await api.post(path, {**body, "qualification": "social_worker"})
    problem(refused, 409, "qualification-does-not-fit")
    assert "心理咨询师" in str(refused.body)


async def test_households_and_work_are_recorded(api: Client) -> None:
    """In codes, each with the day from which it is so."""
    case = await a_case(api)
    home = {"occurred_on": "2019-03-14", "facts": ["disability"], "happened": ["reunited"]}
    await made(api, f"/v1/cases/{case}/household", home)
    work = {"occurred_on": "2019-03-14", "employment": "looking"}
    await made(api, f"/v1/cases/{case}/employment", work)
    facts = [each["facts"] for each in (await api.get(f"/v1/cases/{case}")).body["entries"][-2:]]
    assert facts == [home, work]


async def test_help_is_seen_by_who_may_and_by_no_other(api: Client) -> None:
    """An overseer reads it and writes none; who was asked for a test learns nothing of it."""
    case = await a_case(api)
    await made(api, f"/v1/cases/{case}/help", GIFT)
    await ask_for_test(api, case, LABORATORY)
    overseer = api.as_agency("other", "41")
    seen = (await overseer.get(f"/v1/cases/{case}")).body["entries"]
    assert any(each["type"].startswith("cases.HelpGiven") for each in seen)
    problem(await overseer.post(f"/v1/cases/{case}/help", GIFT), 403, "not-entitled")
    laboratory = api.as_agency(LABORATORY, "41")
    entries = (await laboratory.get(f"/v1/cases/{case}")).body["entries"]
    assert not any("Help" in each["type"] for each in entries)
    problem(await laboratory.post(f"/v1/cases/{case}/help", GIFT), 403, "not-entitled")


async def test_the_kinds_of_the_place_are_shown(api: Client) -> None:
    """Every kind of the policies in force, with its names and its form."""
    shown = (await api.get("/v1/help-kinds")).body
    assert shown == shown_kinds().model_dump(mode="json")
    assert [each["code"] for each in shown["needs"]] == [each.code for each in built_in().needs]
    forms = {each["code"]: each["form"] for each in shown["help"]}
    assert forms["public_benefit_post"] == "post"
    unknown = {**GIFT, "help": "lottery"}
    case = await a_case(api)
    refused = await api.post(f"/v1/cases/{case}/help", unknown)
    problem(refused, 409, "help-kind-unknown")
    assert "临时救助（temporary_relief）" in str(refused.body)
