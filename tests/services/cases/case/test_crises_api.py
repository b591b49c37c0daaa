"""Contacts and crises over HTTP: what is written, and who is shown what is open."""

import asyncio
from typing import Any

import asyncpg
import pytest

from shared.agencies import AgencyKind
from tests.agencies import id_of
from tests.services.cases.calls import CONTACT, WHY, a_case, a_client, ask_for_test, problem
from tests.services.service import Client

pytestmark = pytest.mark.postgres

LABORATORY = id_of(AgencyKind.LABORATORY)
SEEN = {
    **CONTACT,
    "direction": "worker_to_client",
    "place": "home",
    "present": ["social_worker", "grid_administrator"],
    "observations": {"mind": "poor"},
    "advice": ["counselling"],
    "agreed": ["next_contact"],
    "crisis": "danger_to_self",
    "safety": "abuse",
}
ANSWERED = {"occurred_on": "2019-03-05", "outcome": "in_treatment", "note": "已就医"}


async def with_crisis(api: Client) -> tuple[str, str]:
    """A case and the contact of its crisis."""
    case = await a_case(api)
    reply = await api.post(f"/v1/cases/{case}/contacts", SEEN)
    assert reply.status == 201, reply
    return case, str(reply.body["entry_id"])


async def crises(api: Client, case: str) -> Any:
    """The open crises as the case shows them; the list must agree."""
    shown = (await api.get(f"/v1/cases/{case}")).body["open_crises"]
    listed = (await api.get("/v1/cases?crisis=open")).body["cases"]
    assert ([each["case_id"] for each in listed] == [case]) is bool(shown)
    return shown


async def test_a_crisis_is_shown_until_it_is_followed_up(api: Client) -> None:
    """With the case and in the list; voids open it again, in their order."""
    case, contact = await with_crisis(api)
    await a_case(api, await a_client(api, "110101199003078822"))
    assert await crises(api, case) == [contact]
    path = f"/v1/cases/{case}/contacts/{contact}/follow-up"
    answer = await api.post(path, ANSWERED)
    assert answer.status == 201, answer
    assert await crises(api, case) == []
    problem(await api.post(path, ANSWERED), 409, "crisis-already-followed-up")
    void = {"reason": "mistaken"}
    voiding = f"/v1/cases/{case}/entries/{{}}/void"
    rests = await api.post(voiding.format(contact), void, If_Match='"3"')
    problem(rests, 409, "others-rest-on-it")
    await api.post(voiding.format(answer.body["entry_id"]), void, If_Match='"3"')
    assert await crises(api, case) == [contact]
    await api.post(voiding.format(contact), void, If_Match='"4"')
    assert await crises(api, case) == []
    problem(await api.post(path, ANSWERED), 409, "no-crisis-seen")


async def test_what_was_said_is_shown_and_the_note_is_not(api: Client, dsn: str) -> None:
    """The entry has the codes; note and worker are read from the vault, with a reason."""
    case, contact = await with_crisis(api)
    follow_up = await api.post(f"/v1/cases/{case}/contacts/{contact}/follow-up", ANSWERED)
    entries = (await api.get(f"/v1/cases/{case}")).body["entries"]
    said = {name: value for name, value in SEEN.items() if name not in ("note", "worker")}
    assert entries[1]["facts"] == {**said, "arranged_with_police": False, "worker_ids": []}
    assert entries[2]["facts"] == {
        "occurred_on": "2019-03-05",
        "contact_id": contact,
        "crisis": "danger_to_self",
        "outcome": "in_treatment",
    }
    particulars = f"/v1/cases/{case}/entries/{follow_up.body['entry_id']}/particulars"
    assert (await api.get(particulars, **WHY)).body["note"] == "已就医"
    connection = await asyncpg.connect(dsn)
    events = await connection.fetchval("SELECT string_agg(data::text, ' ') FROM events")
    await connection.close()
    assert "danger_to_self" in events
    assert not any(text in events for text in ("家访", "社工甲", "已就医"))


async def test_who_may_not_read_contacts_is_told_of_no_crisis(api: Client) -> None:
    """An overseer sees it; a laboratory that was asked for a test sees nothing of it."""
    case, contact = await with_crisis(api)
    await ask_for_test(api, case, LABORATORY)
    overseer = api.as_agency("other", "41")
    assert await crises(overseer, case) == [contact]
    laboratory = api.as_agency(LABORATORY, "41")
    assert (await laboratory.get(f"/v1/cases/{case}")).body["open_crises"] is None
    assert (await laboratory.get("/v1/cases?crisis=open")).body["cases"] == []


async def test_two_follow_ups_at_once_are_one(api: Client) -> None:
    """A crisis has one outcome, however many write it at the same moment."""
    case, contact = await with_crisis(api)
    path = f"/v1/cases/{case}/contacts/{contact}/follow-up"
    replies = await asyncio.gather(*(api.post(path, ANSWERED) for _ in range(8)))
    assert sorted(reply.status for reply in replies) == [201, *[409] * 7]
    assert (await api.get(f"/v1/cases/{case}")).body["version"] == 3


@pytest.mark.parametrize(
    ("said", "pointer", "reason"),
    [
        ({"mode": "phone", "place": "home"}, "/place", None),
        ({"arranged_with_police": True}, "/arranged_with_police", None),
        ({"direction": "family", "present": ["police"]}, "/present", None),
        ({"present": ["police", "police"]}, "/present", None),
        ({"observations": {"mind": "bad"}}, "/observations/mind", "not_a_choice"),
        ({"observations": {"soul": "poor"}}, "/observations/soul", "not_a_choice"),
        ({"present": ["nobody"]}, "/present/0", "not_a_choice"),
        ({"arranged_with_police": "yes"}, "/arranged_with_police", None),
    ],
)
async def test_a_fault_names_its_field(
    api: Client, said: dict[str, Any], pointer: str, reason: str | None
) -> None:
    """What contradicts itself, and what is no code; a dry run tells it before there is a case."""
    case = await a_case(api)
    body = {**CONTACT, **said}
    for reply in (
        await api.post(f"/v1/cases/{case}/contacts", body),
        await api.post(
            f"/v1/cases/{'0' * 8}-0000-0000-0000-{'0' * 12}/contacts", body, Dry_Run="true"
        ),
    ):
        assert reply.status in (409, 422), reply
        (error, *_) = reply.body["errors"]
        assert error["pointer"] == pointer, error
        assert reason is None or error["reason"] == reason, error
