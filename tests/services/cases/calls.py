"""What the tests of services/cases call it with, and how they read its problems."""

from datetime import timedelta
from typing import Any

from shared.clock import present_day
from tests.services.service import Client, Reply

REGION = "410102001003"


ID_NUMBER = "11010519491231002X"


async def a_client(api: Client, id_number: str = ID_NUMBER) -> str:
    """A registered client's id."""
    reply = await api.post(
        "/v1/clients",
        {"name": "测试甲", "id_number": id_number, "phone": "19900000000", "sex": "female"},
    )
    assert reply.status == 201, reply
    return str(reply.body["client_id"])


def a_file(client: str, **more: Any) -> dict[str, Any]:
    """A case to open."""
    return {
        "client_id": client,
        "kind": "community_detoxification",
        "region": REGION,
        "decided_on": "2019-01-10",
        **more,
    }


async def a_case(api: Client, client: str | None = None, **more: Any) -> str:
    """An opened case's id."""
    reply = await api.post("/v1/cases", a_file(client or await a_client(api), **more))
    assert reply.status == 201, reply
    return str(reply.body["case_id"])


WHY = {"Purpose": "support", "Legal_Basis": "narcotics_control_law_34"}
ASKED_ON = str(present_day() - timedelta(days=20))
CONTACT = {"occurred_on": "2019-03-01", "mode": "home_visit", "note": "家访", "worker": "社工甲"}

# What an entry of it shows.
CONTACT_FACTS: dict[str, Any] = {
    "occurred_on": "2019-03-01",
    "mode": "home_visit",
    "direction": None,
    "place": None,
    "present": [],
    "observations": {},
    "advice": [],
    "agreed": [],
    "crisis": None,
    "safety": None,
    "arranged_with_police": False,
    "worker_ids": [],
}


def problem(reply: Reply, status: int, slug: str) -> dict[str, Any]:
    """The reply is this problem, in both languages."""
    assert reply.status == status, reply
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert reply.body["type"] == f"/problems/{slug}"
    assert reply.body["title_zh"]
    return dict(reply.body)


async def ask_for_test(api: Client, case: str, agency: str) -> str:
    """The appointment of a test that an agency is asked for, due today."""
    body = {"asked_of": agency, "due_on": str(present_day()), "occurred_on": ASKED_ON}
    reply = await api.post(f"/v1/cases/{case}/test-appointments", body)
    assert reply.status == 201, reply
    return str(reply.body["entry_id"])
