"""A shop and a case with points, for tests over HTTP."""

from typing import Any

from tests.services.cases.calls import a_case
from tests.services.service import Client, Reply

REGION = "410102001000"
DAY = "2024-03-04"


async def a_station(api: Client, name: str = "甲站") -> str:
    """A workstation of the case's street."""
    reply = await api.post("/v1/workstations", {"region": REGION, "name": name})
    assert reply.status == 201, reply
    return str(reply.body["workstation_id"])


async def an_item(
    api: Client, station: str, *, points: int = 10, stock: int = 40, **more: Any
) -> str:
    """An item of the shop, and so many of it."""
    shop = f"/v1/workstations/{station}/shop"
    body = {"name": "大米", "points": points, "since": "2024-01-01", **more}
    reply = await api.post(f"{shop}/items", body)
    assert reply.status == 201, reply
    item = str(reply.body["item_id"])
    if stock:
        path = f"{shop}/items/{item}/receipts"
        reply = await api.post(path, {"occurred_on": "2024-01-02", "quantity": stock})
        assert reply.status == 201, reply
    return item


async def earned(api: Client, times: int, case: str | None = None, **more: Any) -> str:
    """A case that has earned 10 points so many times, in as many months."""
    case = case or await a_case(api, **more)
    for month in range(times):
        day = f"{2020 + month // 12}-{month % 12 + 1:02}-10"
        reply = await api.post(
            f"/v1/cases/{case}/merits", {"occurred_on": day, "merit": "volunteer_help"}
        )
        assert reply.status == 201, reply
    return case


async def exchange(
    api: Client, case: str, station: str, item: str, quantity: int = 1, day: str = DAY, **more: str
) -> Reply:
    """Points for an item."""
    body = {
        "occurred_on": day,
        "workstation_id": station,
        "item_id": item,
        "quantity": quantity,
    }
    return await api.post(f"/v1/cases/{case}/points/exchanges", body, **more)


async def account(api: Client, case: str, year: int | None = None) -> dict[str, Any]:
    """The account of a case, in a year."""
    reply = await api.get(f"/v1/cases/{case}/points" + (f"?year={year}" if year else ""))
    assert reply.status == 200, reply
    return dict(reply.body)


async def stock(api: Client, station: str) -> list[int]:
    """How many of each item the shop has; the journal says the same."""
    shop = await api.get(f"/v1/workstations/{station}/shop")
    checked = await api.get(f"/v1/workstations/{station}/shop/stock-check")
    assert checked.body["agrees"], checked
    return [item["stock"] for item in shop.body["items"]]
