"""Findings, help, points and relief, tried by who has no right, and with what is no amount."""

import asyncio

import pytest

from tests.services.cases.attacks.test_asked import DRY
from tests.services.cases.calls import CONTACT, problem
from tests.services.cases.place import HOSPITAL, POLICE, PROVIDER, WORKSTATION, Place
from tests.services.cases.points.exchanging import (
    a_station,
    account,
    an_item,
    earned,
    exchange,
    stock,
)
from tests.services.cases.test_batch import batch, command
from tests.services.matrix.statements import Statements

pytestmark = pytest.mark.postgres

NOBODY = "0196a1f0-0000-7000-8000-000000000000"
FINDING = {"occurred_on": "2024-05-28", "condition": "report_in", "basis": "client_heard"}
NOTICE = {"occurred_on": "2024-05-29"}
HELP = {"occurred_on": "2019-04-01", "help": "temporary_relief", "source": "civil_affairs"}


async def test_a_finding_is_a_persons_of_the_responsible_agency(place: Place) -> None:
    """Without a user nobody confirms, dismisses or signs, in a batch neither; others not at all."""
    case = await place.opened(WORKSTATION)
    path, api = f"/v1/cases/{case}", place.by(WORKSTATION)
    nobody = place.by(WORKSTATION, user="")
    problem(await nobody.post(f"{path}/findings", FINDING), 403, "user-required")
    routes = ("findings", "dismissed-findings", "closing-reports", "reopening")
    sent = [command(case, route, FINDING, route) for route in routes]
    outcomes = (await batch(nobody, *sent)).body["outcomes"]
    assert {each["body"]["type"] for each in outcomes} == {"/problems/user-required"}
    stale = await api.post(f"{path}/findings", {**FINDING, "proposal_id": NOBODY})
    problem(stale, 409, "proposal-changed")
    for agency, status in ((POLICE, 403), (PROVIDER, 404), (HOSPITAL, 404)):
        for more in ({}, DRY):
            reply = await place.by(agency).post(f"{path}/findings", FINDING, **more)
            assert reply.status == status
    confirmed = await api.post(f"{path}/findings", FINDING)
    assert confirmed.status == 201, confirmed
    notice = f"{path}/findings/{confirmed.body['entry_id']}/police-notice"
    for agency, status in ((POLICE, 403), (PROVIDER, 404), (HOSPITAL, 404)):
        assert (await place.by(agency).post(notice, NOTICE)).status == status
    problem(await api.post(f"{path}/findings", FINDING), 409, "nothing-proposed")
    large = await place.opened(WORKSTATION, kind="at_large")
    elsewhere = f"/v1/cases/{large}/findings/{confirmed.body['entry_id']}/police-notice"
    problem(await api.post(f"/v1/cases/{large}/findings", FINDING), 409, "not-in-a-programme")
    assert (await api.post(elsewhere, NOTICE)).status in (404, 409)


async def test_a_dry_run_does_not_read_what_is_nothing_to_the_caller(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long file took longer to be answered as not there than one that nobody has."""
    case = await place.opened(WORKSTATION)
    assert (await place.by(WORKSTATION).post(f"/v1/cases/{case}/contacts", CONTACT)).status == 201
    statements = Statements(monkeypatch)
    api = place.by(PROVIDER)
    closing = {"occurred_on": "2024-05-28", "note": "结案"}
    spending = {
        "occurred_on": "2024-05-28",
        "workstation_id": NOBODY,
        "item_id": NOBODY,
        "quantity": 1,
    }
    void = {"reason": "mistaken"}
    for route, body in (
        ("findings", FINDING),
        ("dismissed-findings", {**FINDING, "reason": "excused"} | {"basis": None}),
        ("closing-reports", closing),
        ("points/exchanges", spending),
        (f"points/exchanges/{NOBODY}/void", void),
        ("merits", {"occurred_on": "2024-05-28", "merit": "goal_met"}),
        ("help", {**HELP, "contact_id": NOBODY}),
    ):
        sent = {name: value for name, value in body.items() if value is not None}
        seen = []
        for each in (case, NOBODY):
            statements.taken()
            reply = await api.post(f"/v1/cases/{each}/{route}", sent, **DRY)
            problem(reply, 404, "not-found")
            seen.append((reply.body, statements.taken()))
        assert seen[0] == seen[1], route
        assert not any("FROM events" in each for each in seen[0][1]), route


async def test_money_is_a_whole_number_of_fen(place: Place) -> None:
    """No fraction, no text, no truth: an amount that is one of these was not meant as fen."""
    case, api = await place.opened(WORKSTATION), place.by(WORKSTATION)
    station = await a_station(api)
    box = f"/v1/workstations/{station}/relief-box/donations"
    for amount in (50_000.0, 0.5, "50000", True, "５００", [1]):
        help_ = await api.post(f"/v1/cases/{case}/help", {**HELP, "amount_fen": amount})
        problem(help_, 422, "invalid-request")
        given = await api.post(box, {"occurred_on": "2024-05-01", "amount_fen": amount})
        problem(given, 422, "invalid-request")
    for amount in (0, -1, 10**30):
        reply = await api.post(f"/v1/cases/{case}/help", {**HELP, "amount_fen": amount})
        problem(reply, 409, "amount-out-of-range")


async def test_goods_are_known_by_what_is_read_and_not_by_how_it_was_typed(place: Place) -> None:
    """An accent in two ways, wide letters, a blank at the end: one kind of goods, one stock."""
    api, another = place.by(WORKSTATION), place.by(WORKSTATION, user="another")
    box = f"/v1/workstations/{await a_station(api)}/relief-box"
    for goods in ("Cafe\u0301", "Caf\u00e9 ", "Ｃaf\u00e9", "Caf\u200b\u00e9"):
        given = {"occurred_on": "2024-05-01", "goods": goods, "quantity": 1}
        assert (await api.post(f"{box}/donations", given)).status == 201
    assert (await api.get(box)).body["goods"] == [{"name": "Caf\u00e9", "quantity": 4}]
    proposal = {"occurred_on": "2024-05-06", "purpose": "medical", "goods": "Cafe\u0301"}
    made = await api.post(f"{box}/proposals", {**proposal, "quantity": 4})
    released = await another.post(
        f"{box}/proposals/{made.body['entry_id']}/release", {"occurred_on": "2024-05-07"}
    )
    assert released.status == 201, released
    blank = {"occurred_on": "2024-05-01", "goods": "\u200b", "quantity": 1}
    problem(await api.post(f"{box}/donations", blank), 422, "invalid-request")


async def test_points_are_spent_once_over_two_shops(place: Place) -> None:
    """By many at once, under keys of their own or one key for two; and what earned them is void
    then: the debt is there for all to see, and nothing is spent until it is made up."""
    api = place.by(WORKSTATION)
    stations = [await a_station(api, name) for name in ("甲站", "乙站")]
    items = [await an_item(api, each) for each in stations]
    case = await earned(api, 3, await place.opened(WORKSTATION))
    problem(await exchange(api, case, stations[0], items[1]), 409, "item-unknown")
    replies = await asyncio.gather(
        *(exchange(api, case, stations[n % 2], items[n % 2]) for n in range(20))
    )
    assert sorted(each.status for each in replies) == [*[201] * 3, *[409] * 17]
    assert (await account(api, case))["today"] == 0
    left = [(await stock(api, each))[0] for each in stations]
    assert sum(left) == 80 - 3
    shown = (await api.get(f"/v1/cases/{case}")).body
    merit = next(each for each in shown["entries"] if each["type"] == "cases.MeritRecorded.v1")
    void = f"/v1/cases/{case}/entries/{merit['entry_id']}/void"
    voided = await api.post(void, {"reason": "mistaken"}, If_Match=f'"{shown["version"]}"')
    assert voided.status == 201, voided
    assert (await account(api, case))["today"] == -10
    problem(await exchange(api, case, stations[0], items[0]), 409, "not-enough-points")


@pytest.mark.parametrize("quantity", [0, -1, 1.0, "1", True, 1001, 10**30, None])
async def test_a_quantity_is_a_whole_number_of_at_least_one(place: Place, quantity: object) -> None:
    """Nothing is earned by taking less than nothing."""
    api = place.by(WORKSTATION)
    station = await a_station(api)
    item = await an_item(api, station)
    case = await earned(api, 1, await place.opened(WORKSTATION))
    body = {
        "occurred_on": "2024-03-04",
        "workstation_id": station,
        "item_id": item,
        "quantity": quantity,
    }
    problem(await api.post(f"/v1/cases/{case}/points/exchanges", body), 422, "invalid-request")
    assert (await account(api, case))["today"] == 10


async def test_an_import_does_not_tell_for_which_case_relief_was(place: Place) -> None:
    """Nor by whom: the box is not the case's, and the agency's part in that may have ended."""
    api, import_id = place.by(WORKSTATION), "0196a1f2-3e00-7b6c-8d25-f0c94a71e836"
    case = await place.opened(WORKSTATION)
    box = f"/v1/workstations/{await a_station(api)}/relief-box"
    await api.post(f"{box}/donations", {"occurred_on": "2024-05-01", "amount_fen": 2000})
    relief = {"occurred_on": "2024-05-06", "purpose": "medical", "amount_fen": 1000}
    named = {**relief, "case_id": case}
    made = await api.post(f"{box}/proposals", named, Import_Id=import_id)
    assert made.status == 201, made
    released = await place.by(WORKSTATION, user="another").post(
        f"{box}/proposals/{made.body['entry_id']}/release",
        {"occurred_on": "2024-05-07"},
        Import_Id=import_id,
    )
    assert released.status == 201, released
    await place.reassigned(case, PROVIDER, (await api.get(f"/v1/cases/{case}")).body["version"])
    shown = await api.get(f"/v1/imports/{import_id}")
    proposed, out = shown.body["entries"]
    assert (proposed["facts"]["amount_fen"], out["facts"]["amount_fen"]) == (1000, 1000)
    for told in (case, "proposed_by", "released_by"):
        assert told not in str(shown.body)
