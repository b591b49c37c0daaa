"""A case with an entry of each kind that a route's path can name."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from tests.services.cases.calls import CONTACT
from tests.services.cases.place import LABORATORY, Place, file_of
from tests.services.cases.points.exchanging import a_station, an_item, exchange
from tests.services.service import Client

Entered = Callable[[str, Any], Awaitable[str]]

ASKED = {"asked_of": LABORATORY, "due_on": "2019-03-20", "occurred_on": "2019-03-15"}
LEAVE = {
    "occurred_on": "2019-04-01",
    "leaves_on": "2019-04-05",
    "returns_on": "2019-04-06",
    "destination": "410105000000",
    "reason": "work",
    "in_writing": False,
}
MERIT = {"occurred_on": "2019-04-01", "merit": "goal_met"}
# Nobody reported in: by this day that is proposed.
LATE = {"occurred_on": "2019-03-04", "condition": "report_in", "basis": "visited"}
GOAL = {"occurred_on": "2019-03-04", "goal": "work", "due_on": "2019-09-30"}
MEMBER = {"occurred_on": "2019-03-20", "role": "social_worker"}
TREATMENT = {"occurred_on": "2019-04-01", "evidence": "clinic_record"}


DAY = {"occurred_on": "2019-03-15"}
HELP = {"help": "housing", "source": "street"}


async def a_whole_case(place: Place) -> dict[str, str]:
    """A case of an agency that does not call; the ids by their names in paths."""
    owner = place.by("agency")
    client = await place.registered("agency")
    opened = await owner.post("/v1/cases", file_of(client, reference=f"2019-{client}"))
    case = str(opened.body["case_id"])

    async def entered(what: str, body: Any) -> str:
        reply = await owner.post(f"/v1/cases/{case}/{what}", body)
        assert reply.status == 201, reply
        return str(reply.body["entry_id"])

    return {
        "case_id": case,
        "client_id": client,
        "entry_id": await entered("contacts", CONTACT),
        "contact_id": await entered("contacts", {**CONTACT, "crisis": "danger_to_self"}),
        "appointment_id": await entered("test-appointments", ASKED),
        "leave_id": await entered("leave", LEAVE),
        "joining_id": await entered("team", MEMBER),
        "treatment_id": await entered("maintenance", TREATMENT),
        "exchange_id": await _exchanged(owner, case, entered),
        "need_id": await entered("needs", {**DAY, "need": "legal", "urgency": "soon"}),
        "request_id": await entered("help-requests", {**DAY, **HELP}),
        "help_id": await entered("help", {**DAY, **HELP}),
        "finding_id": await entered("findings", LATE),
        "goal_id": await entered("goals", GOAL),
        "test_id": await entered("drug-tests", {"occurred_on": "2019-03-15", "result": "positive"}),
    }


async def _exchanged(owner: Client, case: str, entered: Entered) -> str:
    """Points that the case has earned, for an item of a shop of its own."""
    await entered("merits", MERIT)
    station = await a_station(owner, f"站{uuid4()}")  # a name is public, and no id of the case
    reply = await exchange(owner, case, station, await an_item(owner, station))
    assert reply.status == 201, reply
    return str(reply.body["entry_id"])
