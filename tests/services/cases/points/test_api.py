"""Points over HTTP: earned by entries, exchanged in a shop, and taken back."""

import pytest

from tests.services.cases.calls import a_case, problem
from tests.services.cases.points.exchanging import (
    a_station,
    account,
    an_item,
    earned,
    exchange,
    stock,
)
from tests.services.service import Client

pytestmark = pytest.mark.postgres


async def test_an_entry_earns_points_that_are_exchanged_for_an_item(api: Client) -> None:
    """The account says what came, what went, and what was carried over."""
    station = await a_station(api)
    item = await an_item(api, station, points=12)
    case = await earned(api, 2)
    reply = await exchange(api, case, station, item)
    assert reply.status == 201, reply
    assert await stock(api, station) == [39]
    found = await account(api, case, 2024)
    assert (found["carried_over"], found["balance"], found["today"]) == (20, 8, 8)
    (line,) = found["lines"]
    assert (line["what"], line["points"], line["about"]) == (
        "spent",
        -12,
        reply.body["entry_id"],
    )
    before = await account(api, case, 2020)
    assert [line["balance"] for line in before["lines"]] == [10, 20]


async def test_neither_balance_nor_stock_goes_below_zero(api: Client) -> None:
    """Each is refused by its name, also in a dry run, and nothing of it is written."""
    station = await a_station(api)
    item = await an_item(api, station, points=5, stock=3)
    case = await earned(api, 2)
    for more in ({}, {"Dry_Run": "true"}):
        few = problem(await exchange(api, case, station, item, 5, **more), 409, "not-enough-points")
        assert "20" in few["detail"]
        assert "余额20分" in few["detail_zh"]
        problem(await exchange(api, case, station, item, 4, **more), 409, "out-of-stock")
    assert await stock(api, station) == [3]
    assert (await account(api, case))["today"] == 20
    # What is offered elsewhere, on another day, or nowhere is no item.
    other = "00000000-0000-0000-0000-000000000001"
    problem(await exchange(api, case, station, other), 409, "item-unknown")
    early = await exchange(api, case, station, item, day="2023-12-31")
    problem(early, 409, "not-offered-then")
    before = await exchange(api, case, station, item, day="2019-01-09")
    problem(before, 409, "entry-before-decision")


async def test_an_exchange_that_was_a_mistake_returns_points_and_items(api: Client) -> None:
    """Once; the account keeps both lines, and the repeated call says that it is void."""
    station = await a_station(api)
    item = await an_item(api, station)
    case = await earned(api, 1)
    spent = await exchange(api, case, station, item, key="once")
    path = f"/v1/cases/{case}/points/exchanges/{spent.body['entry_id']}/void"
    assert (await api.post(path, {"reason": "mistaken"})).status == 201
    problem(await api.post(path, {"reason": "mistaken"}), 409, "spending-already-taken-back")
    assert (await account(api, case))["today"] == 10
    assert await stock(api, station) == [40]
    again = await exchange(api, case, station, item, key="once")
    assert (again.status, again.headers["Entry-Void"]) == (201, "true")
    assert (await exchange(api, case, station, item)).status == 201
    assert (
        await api.post(path.replace(spent.body["entry_id"], case), {"reason": "mistaken"})
    ).status == 404


async def test_what_was_spent_and_is_taken_back_is_owed(api: Client) -> None:
    """A void entry's points go, the balance is below zero, and nothing is exchanged until it is
    made up."""
    station = await a_station(api)
    item = await an_item(api, station)
    case = await a_case(api)
    path = f"/v1/cases/{case}/merits"
    body = {"occurred_on": "2020-01-10", "merit": "volunteer_help"}
    merit = await api.post(path, body)
    assert (await exchange(api, case, station, item)).status == 201
    void = f"/v1/cases/{case}/entries/{merit.body['entry_id']}/void"
    reply = await api.post(void, {"reason": "mistaken"}, If_Match=f'"{merit.body["version"]}"')
    assert reply.status == 201, reply
    found = await account(api, case)
    assert found["today"] == -10
    (taken,) = found["lines"]
    assert (taken["what"], taken["points"], taken["about"], taken["occurred_on"]) == (
        "taken_back",
        -10,
        merit.body["entry_id"],
        "2020-01-10",
    )
    await earned(api, 1, case)
    problem(await exchange(api, case, station, item), 409, "not-enough-points")
    assert (await account(api, case))["today"] == 0
    page = await api.get(f"/v1/cases/{case}/points", Accept="text/html", Accept_Language="zh")
    assert "积分对账单" in page.body


async def test_the_timeline_and_the_export_tell_of_exchanges(api: Client) -> None:
    """In their place among the entries; one that was taken back is marked as void."""
    station = await a_station(api)
    item = await an_item(api, station)
    case = await earned(api, 1)
    spent = await exchange(api, case, station, item)
    timeline = (await api.get(f"/v1/cases/{case}/timeline")).body["items"]
    assert [each["text"]["zh"] for each in timeline][-2:] == [
        "参加志愿服务",
        "积分兑换：大米×1，10分",
    ]
    why = {"Purpose": "support", "Legal_Basis": "narcotics_control_law_34"}
    export = await api.get(f"/v1/cases/{case}/export", **why)
    assert export.status == 200, export
    facts = export.body["items"][-1]["facts"]
    assert (facts["item"], facts["quantity"], facts["cost"]) == ("大米", 1, 10)
    path = f"/v1/cases/{case}/points/exchanges/{spent.body['entry_id']}/void"
    await api.post(path, {"reason": "mistaken"})
    timeline = (await api.get(f"/v1/cases/{case}/timeline")).body["items"]
    assert timeline[-1]["void_reason"] == "mistaken"
    left_out = await api.get(f"/v1/cases/{case}/timeline?void=false")
    assert len(left_out.body["items"]) == len(timeline) - 1


async def test_a_count_is_of_its_day(api: Client) -> None:
    """What came in and went out since stays; a count before a later one is refused, and books that
    say otherwise than what is recorded are warned of."""
    station = await a_station(api)
    items = f"/v1/workstations/{station}/shop/items"
    offer = {"name": "毛巾", "points": 2, "since": "2024-01-01"}
    item = (await api.post(items, offer)).body["item_id"]
    for day, quantity in (("2024-01-02", 10), ("2024-03-02", 5)):
        came = {"occurred_on": day, "quantity": quantity}
        assert (await api.post(f"{items}/{item}/receipts", came)).status == 201
    counts = f"{items}/{item}/counts"
    found = await api.post(counts, {"occurred_on": "2024-02-01", "counted": 9, "booked": 10})
    assert (found.status, "warnings" in found.body) == (201, False)
    shop = f"/v1/workstations/{station}/shop"
    assert [each["stock"] for each in (await api.get(shop)).body["items"]] == [14]
    odd = await api.post(counts, {"occurred_on": "2024-03-03", "counted": 14, "booked": 15})
    assert [each["reason"] for each in odd.body["warnings"]] == ["books_differ"]
    late = await api.post(counts, {"occurred_on": "2024-02-02", "counted": 9})
    assert problem(late, 409, "counted-later")["errors"][0]["pointer"] == "/occurred_on"
    lost = {"occurred_on": "2024-03-04", "quantity": 1, "reason": "lost"}
    assert (await api.post(f"{items}/{item}/write-offs", lost)).status == 201
    none_left = {"occurred_on": "2024-03-03", "counted": 0}
    for more in ({"Dry_Run": "true"}, {}):
        refused = problem(await api.post(counts, none_left, **more), 409, "more-went-out-since")
        assert refused["errors"][0]["pointer"] == "/counted"
    assert (await api.get(f"{shop}/stock-check")).body["agrees"]


async def test_what_was_exchanged_by_mistake_is_in_a_count_of_any_day(api: Client) -> None:
    """It never left the shop: taken back later, it is recorded as there on the days between."""
    station = await a_station(api)
    item = await an_item(api, station)
    case = await earned(api, 1)
    spent = await exchange(api, case, station, item)
    path = f"/v1/cases/{case}/points/exchanges/{spent.body['entry_id']}/void"
    assert (await api.post(path, {"reason": "mistaken"})).status == 201
    counts = f"/v1/workstations/{station}/shop/items/{item}/counts"
    found = {"occurred_on": "2024-03-05", "counted": 40, "booked": 40}
    counted = await api.post(counts, found)
    assert (counted.status, "warnings" in counted.body) == (201, False)
    assert await stock(api, station) == [40]
