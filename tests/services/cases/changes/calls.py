"""What the tests of following changes call."""

from typing import Any

from tests.services.cases.calls import a_client, a_file
from tests.services.service import ACTIONS, Client

ALL_ACTIONS = (*ACTIONS, "cases:oversee")
ID_NUMBERS = ("11010519491231002X", "110101199003078822")


async def changes(api: Client, after: str = "", **parameters: int) -> dict[str, Any]:
    """One answer."""
    query = [f"after={after}"] if after else []
    query += [f"{name}={value}" for name, value in parameters.items()]
    reply = await api.get("/v1/changes?" + "&".join(query))
    assert reply.status == 200, reply
    return dict(reply.body)


async def all_changes(api: Client, after: str = "", limit: int = 1000) -> tuple[list[Any], str]:
    """Every change behind a cursor, and the cursor of what follows."""
    found: list[Any] = []
    while True:
        page = await changes(api, after, limit=limit)
        found += page["changes"]
        after = page["next"]
        if not page["more"]:
            return found, after


def types(found: list[Any]) -> list[str]:
    """The types of changes, without service and version."""
    return [change["type"].removeprefix("cases.").removesuffix(".v1") for change in found]


async def of_case(api: Client, case_id: str, after: str = "") -> list[Any]:
    """What is offered of a case."""
    found, _ = await all_changes(api, after)
    return [change for change in found if change.get("case_id") == case_id]


async def a_confirmed_case(provider: Client, police: Client) -> tuple[str, str]:
    """A case of a provider, which the police have confirmed; and the provider's registration."""
    client = await a_client(provider)
    reply = await provider.post("/v1/cases", a_file(client))
    assert reply.status == 201, reply
    case_id = str(reply.body["case_id"])
    reply = await police.post(f"/v1/cases/{case_id}/confirmation", {}, If_Match='"1"')
    assert reply.status == 201, reply
    return case_id, client
