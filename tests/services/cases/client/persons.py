"""Persons under test: how they are read and corrected."""

from typing import Any

from tests.services.service import Client, Reply

OTHER_NUMBER = "110101199003078822"  # a woman's, as that of `calls`
WHY = {"Purpose": "correction", "Legal_Basis": "pipl_46"}


async def kept(api: Client, client: str) -> dict[str, Any]:
    """Who a client is by now."""
    reply = await api.get(f"/v1/clients/{client}/personal-data", **WHY)
    assert reply.status == 200, reply
    return dict(reply.body)


async def correct(api: Client, client: str, body: Any, version: int = 1, **more: str) -> Reply:
    """A correction by who has seen this version."""
    path = f"/v1/clients/{client}/personal-data"
    return await api.patch(path, body, If_Match=f'"{version}"', **more)
