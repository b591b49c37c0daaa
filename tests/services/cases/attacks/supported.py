"""What a workstation keeps beside its cases, and help to one of them, with personal data in all."""

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from tests.services.cases.place import PROVIDER, WORKSTATION

Post = Callable[..., Awaitable[Any]]


class Told(NamedTuple):
    """The personal data that is told: a worker's user, number and name, and a note."""

    user: str
    number: str
    note: str
    worker: str


async def supported(post: Post, case: str, told: Told) -> dict[str, str]:
    """Workers, posts and shops; and help to a case, which the workstation has by now."""
    place = {"region": "410102001000"}
    station = (await post(WORKSTATION, "/v1/workstations", {**place, "name": "甲站"}))[
        "workstation_id"
    ]
    shop, box = f"/v1/workstations/{station}/shop", f"/v1/workstations/{station}/relief-box"
    offered = {"name": "大米", "points": 5, "since": "2019-01-01"}
    item = (await post(WORKSTATION, f"{shop}/items", offered))["item_id"]
    received = {"occurred_on": "2019-01-02", "quantity": 4}
    await post(WORKSTATION, f"{shop}/items/{item}/receipts", received)
    worker = {
        **place,
        "name": told.worker,
        "employment": "social_worker",
        "joined_on": "2019-01-02",
    }
    known = {"user": told.user, "id_number": told.number}
    workers = [
        (await post(WORKSTATION, "/v1/workers", body))["worker_id"]
        for body in (worker, {**worker, **known})
    ]
    bought = {
        **place,
        "provider": PROVIDER,
        "bought_on": "2018-12-01",
        "since": "2019-01-01",
        "until": "2022-01-01",
        "funds": "city",
        "year": 2018,
    }
    bought_post = (await post(WORKSTATION, "/v1/posts", bought))["post_id"]
    noted: dict[str, Any] = {"occurred_on": "2019-07-20", "note": told.note}
    path, entries = f"/v1/cases/{case}", {}
    for name, what, body in (
        ("need_id", "needs", {"need": "livelihood", "urgency": "soon"}),
        ("request_id", "help-requests", {"help": "temporary_relief", "source": "civil_affairs"}),
        ("help_id", "help", {"help": "temporary_relief", "source": "civil_affairs"}),
        ("goal_id", "goals", {"goal": "work", "due_on": "2019-12-31"}),
        ("", "household", {"facts": ["disability"]}),
        (
            "",
            "counselling",
            {"qualification": "counsellor", "mode": "office", "worker": told.worker},
        ),
        ("", "merits", {"merit": "volunteer_help"}),
        ("", "plan-reviews", {}),
        ("finding_id", "findings", {"condition": "report_in", "basis": "client_heard"}),
    ):
        entries[name] = (await post(WORKSTATION, f"{path}/{what}", {**noted, **body}))["entry_id"]
    spent = {"occurred_on": "2019-08-01", "workstation_id": station, "item_id": item, "quantity": 1}
    exchange = (await post(WORKSTATION, f"{path}/points/exchanges", spent))["entry_id"]
    relief = {"occurred_on": "2019-08-01", "purpose": "medical", "amount_fen": 500}
    proposal = await post(WORKSTATION, f"{box}/proposals", {**relief, "case_id": case})
    return {
        **entries,
        "workstation_id": station,
        "item_id": item,
        "worker_id": workers[0],
        "post_id": bought_post,
        "exchange_id": exchange,
        "proposal_id": proposal["entry_id"],
    }
