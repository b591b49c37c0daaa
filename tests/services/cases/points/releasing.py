"""Relief boxes, for tests over HTTP."""

from typing import Any

from tests.services.service import ACTIONS, ISSUER, Client


def another_person(api: Client, agency: str = "agency") -> Client:
    """The same agency, which calls for somebody else."""
    return Client(
        api.url, api.session, ISSUER.mint(agency, ("41",), ACTIONS, user="another"), api.keys
    )


async def donate(api: Client, station: str, **what: Any) -> str:
    """Something is given into the box; the entry's id."""
    path = f"/v1/workstations/{station}/relief-box/donations"
    reply = await api.post(path, {"occurred_on": "2024-05-01", **what})
    assert reply.status == 201, reply
    return str(reply.body["entry_id"])


async def propose(api: Client, station: str, **what: Any) -> str:
    """Relief is proposed; the proposal's id."""
    path = f"/v1/workstations/{station}/relief-box/proposals"
    reply = await api.post(path, {"occurred_on": "2024-05-06", "purpose": "medical", **what})
    assert reply.status == 201, reply
    return str(reply.body["entry_id"])
