"""Plans that change over HTTP: whose they are, how they are listed, what was held after them."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from services.outreach.campaign.examples import DRAFT
from services.outreach.listing import Sort
from shared.agencies import AgencyKind
from shared.clock import present_day
from tests.agencies import id_of
from tests.services.cases.calls import problem
from tests.services.outreach.activity.test_api import plan, planned
from tests.services.outreach.place.test_api import SHOP, entered
from tests.services.outreach.test_api import SESSION
from tests.services.service import Client

pytestmark = pytest.mark.postgres

WHY = {"change_reason": "place_not_free"}
FIRST = {"If_Match": '"1"'}


async def test_a_plan_is_listed_as_it_stands_now(api: Client) -> None:
    """What it said before is on no list; the reason stands beside it, and its new region counts."""
    own = api.as_agency(id_of(AgencyKind.STREET_WORKSTATION))
    place = await planned(own, topic="广场宣传", forms=["performance"])
    inside = plan(
        topic="社区宣传", place_kind="community", region="410102001004", forms=["lecture"]
    )
    changed = await own.post(f"{place}/change", inside | WHY, If_Match='"1"', key="changed")
    assert (changed.status, changed.headers["ETag"]) == (201, '"2"')
    again = await own.post(f"{place}/change", inside | WHY, If_Match='"1"', key="changed")
    assert again.body == changed.body
    shown = (await own.get(place)).body
    [listed] = (await own.get("/v1/activities/plans")).body["plans"]
    for each in (shown, listed):
        assert {name: each[name] for name in inside} == inside
        assert (each["state"], each["change_reason"]) == ("planned", "place_not_free")
        assert each["calling_off_reason"] is None
    for asked, number in (
        ("place_kind=community", 1),
        ("place_kind=square", 0),
        ("form=lecture", 1),
        ("form=performance", 0),
        ("region=410102001003", 0),
    ):
        assert len((await own.get(f"/v1/activities/plans?{asked}")).body["plans"]) == number, asked
    same = await own.post(f"{place}/change", inside | WHY, If_Match='"2"')
    problem(same, 409, "nothing-changes")
    problem(await own.post(f"{place}/change", inside, If_Match='"2"'), 422, "invalid-request")


async def test_a_plan_is_changed_by_its_agency_alone(api: Client) -> None:
    """To others it is not there; a change is for regions of its own, and seen by the version."""
    own = api.as_agency(id_of(AgencyKind.STREET_WORKSTATION))
    place = await planned(own)
    for kind in (AgencyKind.ANTI_DRUG_OFFICE, AgencyKind.POLICE):
        other = api.as_agency(id_of(kind))
        refused = await other.post(f"{place}/change", plan(topic="别的") | WHY, If_Match='"1"')
        problem(refused, 404, "not-found")
    far = plan(region="330106001000") | WHY
    problem(await own.post(f"{place}/change", far, If_Match='"1"'), 422, "invalid-request")
    problem(await own.post(f"{place}/change", plan() | WHY), 428, "if-match-required")
    other_day = plan(topic="别的") | WHY
    assert (await own.post(f"{place}/change", other_day, If_Match='"1"')).status == 201
    problem(await own.post(f"{place}/change", other_day, If_Match='"1"'), 412, "version-conflict")


async def test_what_was_held_after_a_change_is_made_void_whole(api: Client) -> None:
    """The list shows what was held, and its void carries that; nothing is planned any more."""
    own = api.as_agency(id_of(AgencyKind.STREET_WORKSTATION))
    place = await planned(own)
    await own.post(f"{place}/change", plan(topic="改期") | WHY, If_Match='"1"')
    held = await own.post(f"{place}/held", SESSION, If_Match='"2"')
    assert (held.status, held.headers["ETag"]) == (201, '"3"')
    [listed] = (await own.get("/v1/activities")).body["activities"]
    assert (listed["version"], listed["attendance"]) == (3, SESSION["attendance"])
    late = await own.post(f"{place}/change", plan(topic="晚了") | WHY, If_Match='"3"')
    problem(late, 409, "plan-is-over")
    void = await own.post(f"{place}/void", {"reason": "mistaken"}, If_Match='"3"')
    assert void.status == 201
    [listed] = (await own.get("/v1/activities")).body["activities"]
    assert (listed["void"], listed["attendance"]) == (True, SESSION["attendance"])
    lines = (await api.as_service().get("/v1/journal")).body.splitlines()
    kinds = [kind for line in lines for kind in line.split('"') if kind.startswith("outreach.")]
    assert kinds.count("outreach.SessionHeld.v1") == 2, "held, and as the entry that is void"


async def test_the_list_of_what_was_called_off_says_why(api: Client) -> None:
    """With what was planned last; so does the plan itself."""
    own = api.as_agency(id_of(AgencyKind.STREET_WORKSTATION))
    place = await planned(own)
    await own.post(f"{place}/change", plan(topic="改在室内") | WHY, If_Match='"1"')
    off = await own.post(f"{place}/calling-off", {"reason": "epidemic"}, If_Match='"2"')
    assert off.status == 201
    [listed] = (await own.get("/v1/activities/plans?state=called_off")).body["plans"]
    shown = (await own.get(place)).body
    for each in (listed, shown):
        assert (each["topic"], each["calling_off_reason"]) == ("改在室内", "epidemic")


async def test_a_plan_leaks_through_no_filter_nor_count(api: Client) -> None:
    """Planned, planned otherwise, or called off: no word finds it for others, no page goes on
    because of it, and neither its place nor its campaign has seen anything."""
    own = api.as_agency(id_of(AgencyKind.STREET_WORKSTATION))
    office = api.as_agency(id_of(AgencyKind.ANTI_DRUG_OFFICE))
    shop = await entered(office, SHOP)
    ahead = f"{present_day() + timedelta(days=30)}"
    long = {**DRAFT, "since": f"{present_day() - timedelta(days=30)}", "until": ahead}
    campaign = await office.post("/v1/campaigns", long)
    assert campaign.status == 201, campaign
    address = f"/v1/campaigns/{campaign.body['campaign_id']}"
    day = {"launched_on": long["since"]}
    launched = await office.post(f"{address}/launch", day, **FIRST)
    assert launched.status == 201, launched
    said: dict[str, Any] = {
        "forms": ["lecture"],
        "partners": ["police_station"],
        "audiences": ["students"],
    }
    said |= {"place_id": shop, "campaign": DRAFT["code"], "topic": "消息"}
    places = [await planned(own, **said) for _ in range(3)]
    for place in places[1:]:
        changed = await own.post(f"{place}/change", plan(**said, occasion="qixi") | WHY, **FIRST)
        assert changed.status == 201, changed
    off = await own.post(f"{places[2]}/calling-off", {"reason": "weather"}, If_Match='"2"')
    assert off.status == 201
    words = [f"campaign={DRAFT['code']}", "form=lecture", "partner=police_station"]
    words += [f"place_id={shop}", f"place_id={shop}&form=lecture"]
    for path, more in (("activities", ["audience=students", "occasion=qixi"]), ("plans", [])):
        address_of_list = "/v1/activities" if path == "activities" else "/v1/activities/plans"
        for word, sort in product([*words, *more], Sort):
            page = (await office.get(f"{address_of_list}?{word}&sort={sort}&limit=1")).body
            assert (page[path], page["next"]) == ([], None), (path, word, sort)
    mine = (await own.get("/v1/activities/plans?form=lecture&limit=1")).body
    assert mine["next"]
    taken = await office.get(f"/v1/activities/plans?form=lecture&limit=1&after={mine['next']}")
    assert taken.status == 400, "a cursor is its agency's"
    [seen] = (await office.get("/v1/places")).body["places"]
    assert (seen["activities"], seen["sessions"], seen["attendance"]) == (0, 0, 0)
    progress = (await office.get(address)).body["progress"]
    assert {each["reached"] for each in progress} <= {0, None}
    communities = (await office.get("/v1/coverage")).body["communities"]
    assert not any(each["sessions"] for each in communities)
    void = await office.post(f"/v1/places/{shop}/void", {"reason": "mistaken"}, **FIRST)
    assert void.status == 201, "that it is planned for is not told by a refusal either"
