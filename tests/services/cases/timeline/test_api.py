"""The timeline of a case over HTTP: in order, in both languages, to those who may read it."""

from typing import Any

import pytest

from shared.clock import present_day
from tests.services.cases.calls import CONTACT, a_case, ask_for_test, problem
from tests.services.cases.place import LABORATORY, POLICE, PROVIDER, WORKSTATION, Place
from tests.services.service import Client

pytestmark = pytest.mark.postgres


async def post(api: Client, path: str, body: Any, **headers: str) -> str:
    """The id of an entry."""
    reply = await api.post(path, body, **headers)
    assert reply.status == 201, reply
    return str(reply.body["entry_id"])


async def test_items_stand_by_the_days_on_which_it_was_so(api: Client) -> None:
    """What is recorded late stands where it belongs; of one day, as it was recorded."""
    case = await a_case(api)
    path = f"/v1/cases/{case}"
    await post(api, f"{path}/contacts", {"occurred_on": "2019-05-01", "mode": "phone"})
    await post(api, f"{path}/contacts", {"occurred_on": "2019-03-01", "mode": "office"})
    await post(api, f"{path}/risk-assessments", {"occurred_on": "2019-03-01", "level": "high"})
    await post(api, f"{path}/reporting-in", {"occurred_on": "2019-01-12"})
    reply = await api.get(f"{path}/timeline")
    assert [(item["occurred_on"], item["text"]["zh"]) for item in reply.body["items"]] == [
        ("2019-01-10", "建档：社区戒毒；女，60岁以上；责任单位：agency"),
        ("2019-01-12", "到社区戒毒执行地报到"),
        ("2019-03-01", "面谈"),
        ("2019-03-01", "风险评估：高风险"),
        ("2019-05-01", "电话联系"),
    ]
    assert [item["category"] for item in reply.body["items"]] == [
        "opening",
        "programme",
        "contacts",
        "assessments",
        "contacts",
    ]
    assert reply.headers["ETag"] == f'"{reply.body["version"]}"' == '"5"'
    today = reply.body["today"]
    days = (present_day() - present_day().replace(year=2019, month=1, day=12)).days
    assert (today["phase"], today["since"], today["level"]) == ("reported", "2019-01-12", "high")
    assert today["phase_name"] == {"zh": "已报到，未签协议", "en": "reported in, no agreement"}
    assert today["days"] == days


async def test_what_was_made_void_is_marked_or_left_out(api: Client) -> None:
    """It says why; the void is no item of its own, and a void one is no part of what counts."""
    case = await a_case(api)
    path = f"/v1/cases/{case}"
    entry = await post(api, f"{path}/contacts", CONTACT)
    await post(api, f"{path}/entries/{entry}/void", {"reason": "duplicate"}, If_Match='"2"')
    opening, contact = (await api.get(f"{path}/timeline")).body["items"]
    assert (opening["void"], opening["void_reason"]) == (False, None)
    assert (contact["void"], contact["void_reason"]) == (True, "duplicate")
    assert contact["entry_id"] == entry
    assert (await api.get(f"{path}/timeline?void=false")).body["items"] == [opening]
    wrong = problem(await api.get(f"{path}/timeline?void=no"), 422, "invalid-request")
    assert wrong["errors"][0]["parameter"] == "void"


async def test_notes_are_not_in_it(api: Client) -> None:
    """A sentence is made of codes alone: nothing of it comes from the vault."""
    case = await a_case(api)
    await post(api, f"/v1/cases/{case}/contacts", CONTACT)
    reply = await api.get(f"/v1/cases/{case}/timeline")
    assert "社工甲" not in str(reply.body)
    assert "note" not in str(reply.body)


async def test_who_oversees_reads_it_and_others_do_not(place: Place) -> None:
    """The same relation as the case itself; to a neighbour it is not there."""
    case = await place.opened(PROVIDER)
    path = f"/v1/cases/{case}/timeline"
    own = (await place.by(PROVIDER).get(path)).body
    overseen = (await place.by(POLICE).get(path)).body
    assert own == overseen
    opening, request = own["items"]
    assert opening["text"]["zh"].startswith("建档：社区戒毒")
    assert request["text"]["zh"].startswith("申请建档：社区戒毒")
    assert request["occurred_on"] is None  # it stands on the day of its recording
    problem(await place.by(WORKSTATION).get(path), 404, "not-found")
    problem(await place.by(PROVIDER, "33").get(path), 404, "not-found")


async def test_who_was_asked_for_a_test_sees_its_appointment_alone(place: Place) -> None:
    """Neither a version, nor where the case stands, nor another agency's appointment."""
    case = await place.opened(PROVIDER)
    own = place.by(PROVIDER)
    await post(own, f"/v1/cases/{case}/contacts", CONTACT)
    entry = await ask_for_test(own, case, LABORATORY)
    await ask_for_test(own, case, "hospital")
    reply = await place.by(LABORATORY).get(f"/v1/cases/{case}/timeline")
    assert "ETag" not in reply.headers
    assert (reply.body["version"], reply.body["today"]) == (None, None)
    [item] = reply.body["items"]
    assert item["entry_id"] == entry
    assert item["text"]["zh"].startswith(f"预约检测，期限{present_day()}；委托")


async def test_a_case_that_passed_on_says_to_whom(place: Place) -> None:
    """By the names that the register has for agencies; the new agency reads what was before."""
    case = await place.opened(PROVIDER)
    await place.reassigned(case, WORKSTATION, 2)
    last = (await place.by(WORKSTATION).get(f"/v1/cases/{case}/timeline")).body["items"][-1]
    assert last["type"] == "cases.CaseReassigned.v1"
    assert last["text"]["zh"].startswith("责任单位由")
    assert last["text"]["zh"].endswith("；服务对象迁居")
