"""The relief box over HTTP: two persons release, and nothing leaves that is not in it."""

import pytest

from tests.services.cases.calls import WHY, a_case, problem
from tests.services.cases.place import HOSPITAL, PROVIDER, WORKSTATION, Place
from tests.services.cases.points.exchanging import REGION, a_station
from tests.services.cases.points.releasing import another_person, donate, propose
from tests.services.service import ACTIONS, Client

pytestmark = pytest.mark.postgres


async def test_who_proposes_relief_does_not_release_it(api: Client) -> None:
    """Another person does; the same one is refused by name."""
    station = await a_station(api)
    await donate(api, station, amount_fen=50_000)
    proposal = await propose(api, station, amount_fen=20_000, case_id=await a_case(api))
    path = f"/v1/workstations/{station}/relief-box/proposals/{proposal}/release"
    day = {"occurred_on": "2024-05-07"}
    problem(await api.post(path, day), 409, "same-person-releases")
    other = another_person(api)
    early = await other.post(path, {"occurred_on": "2024-05-05"})
    problem(early, 409, "released-before-proposed")
    released = await other.post(path, day)
    assert released.status == 201, released
    problem(await other.post(path, day), 409, "already-decided")
    box = (await api.get(f"/v1/workstations/{station}/relief-box")).body
    assert (box["amount_fen"], box["proposals"]) == (30_000, [])


async def test_what_was_on_paper_names_two_workers_of_the_roster(api: Client) -> None:
    """By who may import; each must serve on the day. The answer is that of the release, and so is
    the void of it; what stands of them in the journal is shown to nobody."""
    station = await a_station(api)
    await donate(api, station, amount_fen=50_000)
    workers = []
    for name in ("王芳", "李明"):
        joins = {"name": name, "region": REGION, "employment": "social_worker"}
        made = await api.post("/v1/workers", {**joins, "joined_on": "2024-01-02"})
        workers.append(made.body["worker_id"])
    path = f"/v1/workstations/{station}/relief-box/releases"
    one, other = workers
    case = await a_case(api)
    body = {"occurred_on": "2024-05-07", "amount_fen": 20_000, "purpose": "medical"}
    body |= {"proposed_by": one, "released_by": other, "case_id": case}
    problem(await api.post(path, body), 403, "action-not-allowed")
    importer = api.as_agency("agency", actions=(*ACTIONS, "cases:import"))
    alone = await importer.post(path, body | {"released_by": one})
    assert problem(alone, 409, "one-worker-released")["errors"][0]["pointer"] == "/released_by"
    early = await importer.post(path, body | {"occurred_on": "2024-01-01"})
    assert [each["reason"] for each in early.body["errors"]] == ["not_serving"]
    released = await importer.post(path, body, key="on-paper")
    assert released.status == 201, released
    box = (await api.get(f"/v1/workstations/{station}/relief-box")).body
    assert (box["amount_fen"], box["proposals"]) == (30_000, [])
    exported = await api.get(f"/v1/cases/{case}/export", **WHY)
    (item,) = [
        each for each in exported.body["items"] if each["entry_id"] == released.body["entry_id"]
    ]
    assert item["facts"]["amount_fen"] == 20_000
    assert other not in str(exported.body)
    void = f"/v1/workstations/{station}/relief-box/entries/{released.body['entry_id']}/void"
    assert (await api.post(void, {"reason": "mistaken"})).status == 201
    again = await importer.post(path, body, key="on-paper")
    assert (again.status, again.headers["Entry-Void"]) == (201, "true")


async def test_goods_are_counted_by_their_names(api: Client) -> None:
    """Money does not stand in for them, nor one kind for another."""
    station = await a_station(api)
    await donate(api, station, goods="棉被", quantity=2)
    await donate(api, station, amount_fen=100)
    too_many = await propose(api, station, goods="棉被", quantity=3)
    path = f"/v1/workstations/{station}/relief-box/proposals"
    other = another_person(api)
    reply = await other.post(f"{path}/{too_many}/release", {"occurred_on": "2024-05-07"})
    assert "棉被2件" in problem(reply, 409, "not-enough-in-the-box")["detail_zh"]
    both = {"occurred_on": "2024-05-06", "purpose": "medical", "amount_fen": 1, "goods": "棉被"}
    problem(await api.post(path, both), 409, "nothing-given")
    box = (await api.get(f"/v1/workstations/{station}/relief-box")).body
    assert box["goods"] == [{"name": "棉被", "quantity": 2}]


async def test_what_was_a_mistake_is_made_void(api: Client) -> None:
    """A donation only while all of it is in the box; a proposal that is void is not released."""
    station = await a_station(api)
    donation = await donate(api, station, amount_fen=1_000)
    proposal = await propose(api, station, amount_fen=600)
    dropped = await propose(api, station, amount_fen=100)
    base = f"/v1/workstations/{station}/relief-box"
    other = another_person(api)
    day, why = {"occurred_on": "2024-05-07"}, {"reason": "mistaken"}
    released = await other.post(f"{base}/proposals/{proposal}/release", day)
    problem(await api.post(f"{base}/entries/{donation}/void", why), 409, "not-enough-in-the-box")
    problem(await api.post(f"{base}/entries/{proposal}/void", why), 409, "already-decided")
    assert (await api.post(f"{base}/entries/{dropped}/void", why)).status == 201
    reply = await other.post(f"{base}/proposals/{dropped}/release", day)
    problem(reply, 409, "already-decided")
    void = f"{base}/entries/{released.body['entry_id']}/void"
    problem(await other.post(void, why), 409, "same-person-takes-back")
    assert (await api.post(void, why)).status == 201
    problem(await api.post(void, why), 409, "relief-already-void")
    assert (await api.post(f"{base}/entries/{donation}/void", why)).status == 201
    assert (await api.get(base)).body["amount_fen"] == 0


async def test_shop_and_box_are_for_agencies_of_the_region_that_carry_cases(place: Place) -> None:
    """For others there is no such workstation, or nothing to do; a case that is not the caller's is
    not there."""
    office = place.by(WORKSTATION)
    made = await office.post("/v1/workstations", {"region": REGION, "name": "乙站"})
    base = f"/v1/workstations/{made.body['workstation_id']}"
    body = {"occurred_on": "2024-05-06", "amount_fen": 1}
    for path in (f"{base}/relief-box", f"{base}/shop", f"{base}/shop/stock-check"):
        assert (await office.get(path)).status == 200
        assert (await place.by(WORKSTATION, "4102").get(path)).status == 404
        problem(await place.by(HOSPITAL).get(path), 403, "not-entitled")
    problem(
        await place.by(HOSPITAL).post(f"{base}/relief-box/donations", body), 403, "not-entitled"
    )
    theirs = await place.opened(PROVIDER)
    mine = await place.opened(WORKSTATION)
    path = f"{base}/relief-box/proposals"
    for case, status in ((theirs, 422), (mine, 201), ("0" * 8 + theirs[8:], 422)):
        reply = await office.post(path, {**body, "purpose": "medical", "case_id": case})
        assert reply.status == status, reply
    unnamed = place.by(WORKSTATION, user="")
    assert (await unnamed.post(path, {**body, "purpose": "medical"})).status == 403


async def test_what_a_client_was_given_is_in_the_timeline(place: Place) -> None:
    """In both languages, and who released it is not said; a void release is marked. A proposal is
    nothing that the client was given."""
    api, other = place.by(WORKSTATION), place.by(WORKSTATION, user="another")
    station, case = await a_station(api), await place.opened(WORKSTATION)
    await donate(api, station, amount_fen=50_000)
    await donate(api, station, goods="棉被", quantity=2)
    day, base = {"occurred_on": "2024-05-07"}, f"/v1/workstations/{station}/relief-box"
    released = []
    for what in ({"amount_fen": 30_000}, {"goods": "棉被", "quantity": 2}):
        proposal = await propose(api, station, case_id=case, **what)
        reply = await other.post(f"{base}/proposals/{proposal}/release", day)
        released.append(reply.body["entry_id"])
    await propose(api, station, case_id=case, amount_fen=1)
    void = f"{base}/entries/{released[1]}/void"
    assert (await api.post(void, {"reason": "mistaken"})).status == 201
    items = (await api.get(f"/v1/cases/{case}/timeline")).body["items"]
    money, goods = [each for each in items if each["type"] == "cases.ReliefReleased.v1"]
    assert "ReliefProposed" not in str(items)
    assert money["text"] == {
        "zh": "爱心救助箱发放：300.00元（医疗）",
        "en": "From the relief box: 300.00 yuan (medical care)",
    }
    assert (money["entry_id"], money["category"], money["void"]) == (released[0], "help", False)
    assert (goods["text"]["zh"], goods["void"]) == ("爱心救助箱发放：棉被×2（医疗）", True)
    exported = await api.get(f"/v1/cases/{case}/export", **WHY)
    assert exported.status == 200, exported
    (item,) = [each for each in exported.body["items"] if each["entry_id"] == released[0]]
    assert (item["facts"]["amount_fen"], "released_by" in str(item)) == (30_000, False)
    hidden = await api.get(f"/v1/cases/{case}/timeline?void=false")
    assert released[1] not in str(hidden.body)
