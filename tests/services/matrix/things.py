"""A case with an entry of each kind that a route's path can name."""

from typing import Any

from tests.services.cases.calls import CONTACT
from tests.services.cases.place import LABORATORY, Place, file_of

ASKED = {"asked_of": LABORATORY, "due_on": "2019-03-20", "occurred_on": "2019-03-15"}
LEAVE = {
    "occurred_on": "2019-04-01",
    "leaves_on": "2019-04-05",
    "returns_on": "2019-04-06",
    "destination": "410105000000",
    "reason": "work",
    "in_writing": False,
}
MEMBER = {"occurred_on": "2019-03-20", "role": "social_worker"}
TREATMENT = {"occurred_on": "2019-04-01", "evidence": "clinic_record"}


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
        "test_id": await entered("drug-tests", {"occurred_on": "2019-03-15", "result": "positive"}),
    }
