"""Campaigns over HTTP: whose a draft is, who leads one, what lists show, how they are read."""

from typing import Any
from uuid import UUID

import pytest

from services.outreach.campaign.listing import campaign_known
from shared.agencies import AgencyKind
from shared.database import connect_pool
from shared.journal.journal import Journal
from tests.agencies import id_of
from tests.services.cases.calls import problem
from tests.services.service import Client

pytestmark = pytest.mark.postgres

JUNE: dict[str, Any] = {
    "region": "410100000000",
    "code": "2019-june",
    "name": "6·26宣传月",
    "kind": "campaign",
    "since": "2019-06-01",
    "until": "2019-07-01",
    "aims": {"sessions": 40},
}
LAUNCH = {"launched_on": "2019-05-20"}
NAMING: dict[str, Any] = {
    "region": "410102001003",
    "occurred_on": "2019-06-05",
    "place_kind": "school",
    "attendance": 0,
    "campaign": "2019-june",
}
PATH = "/v1/campaigns"


async def drafted(api: Client, **more: Any) -> str:
    """The path of a draft."""
    made = await api.post(PATH, JUNE | more)
    assert made.status == 201, made
    return f"{PATH}/{made.body['campaign_id']}"


async def launched(api: Client, **more: Any) -> str:
    """The path of one that is launched."""
    return await drafted(api, **more, **LAUNCH)


async def codes(api: Client, asked: str = "") -> list[str]:
    """The codes on a list."""
    return [each["code"] for each in (await api.get(f"{PATH}{asked}")).body["campaigns"]]


async def test_a_draft_is_its_agencys_alone_until_it_is_launched(api: Client) -> None:
    """To others it is not there, by any way; once launched it is seen in its whole region."""
    path = await drafted(api)
    street = api.as_agency(id_of(AgencyKind.STREET_WORKSTATION), "410102001")
    office = api.as_agency(id_of(AgencyKind.ANTI_DRUG_OFFICE), "41")
    elsewhere = api.as_agency("other", "33")
    for other in (street, office):
        problem(await other.get(path), 404, "not-found")
        problem(await other.post(f"{path}/launch", LAUNCH, If_Match='"1"'), 404, "not-found")
        assert await codes(other) == []
    assert await codes(api) == await codes(api, "?state=drafted") == ["2019-june"]
    assert (await api.post(f"{path}/launch", LAUNCH, If_Match='"1"')).status == 201
    for other in (street, office):
        shown = await other.get(path)
        assert (shown.body["state"], shown.body["own"]) == ("launched", False)
        assert await codes(other) == ["2019-june"]
    problem(await elsewhere.get(path), 404, "not-found")
    assert await codes(elsewhere) == []
    ended = {"ended_on": "2019-07-01", "reason": "completed"}
    problem(await street.post(f"{path}/end", ended, If_Match='"2"'), 403, "not-entitled")
    county = api.as_agency(id_of(AgencyKind.ANTI_DRUG_OFFICE), "410102")
    problem(await county.post(f"{path}/end", ended, If_Match='"2"'), 403, "not-entitled")
    assert (await office.post(f"{path}/end", ended, If_Match='"2"')).status == 201
    assert (await street.get(path)).body["ending"] == "completed"


async def test_a_void_draft_stays_its_agencys_own(api: Client) -> None:
    """Nobody else ever knew of it."""
    path = await drafted(api)
    assert (await api.post(f"{path}/void", {"reason": "mistaken"}, If_Match='"1"')).status == 201
    office = api.as_agency(id_of(AgencyKind.ANTI_DRUG_OFFICE), "41")
    problem(await office.get(path), 404, "not-found")
    assert await codes(office) == []
    assert (await api.get(path)).body["state"] == "void"


async def test_a_code_is_one_campaigns_for_ever(api: Client, dsn: str) -> None:
    """Drafts may share one; the first that is launched has it, also when it is void."""
    pool = await connect_pool(dsn, application_name="test", size=2)
    try:
        journal = Journal(pool)
        first, second = await drafted(api), await drafted(api)
        assert await campaign_known(journal, "2019-june") is None
        assert (await api.post(f"{first}/launch", LAUNCH, If_Match='"1"')).status == 201
        known = await campaign_known(journal, "2019-june")
        assert known is not None
        assert known.campaign_id == UUID(first.rpartition("/")[2])
        refused = problem(
            await api.post(f"{second}/launch", LAUNCH, If_Match='"1"'), 409, "campaign-code-taken"
        )
        assert [each["pointer"] for each in refused["errors"]] == ["/code"]
        await api.post(f"{first}/void", {"reason": "mistaken"}, If_Match='"2"')
        assert await campaign_known(journal, "2019-june") is None
        problem(
            await api.post(f"{second}/launch", LAUNCH, If_Match='"1"'), 409, "campaign-code-taken"
        )
        changed = JUNE | {"code": "2019-june-2"}
        assert (await api.post(f"{second}/change", changed, If_Match='"1"')).status == 201
        assert (await api.post(f"{second}/launch", LAUNCH, If_Match='"2"')).status == 201
        assert await campaign_known(journal, "2019-june-2") is not None
    finally:
        await pool.close()


async def test_lists_are_filtered_and_go_page_by_page(api: Client) -> None:
    """By the day they begin, each once; whatever is asked for."""
    kinds = ("campaign", "special_action")
    for number in range(9):
        since = f"2019-0{number % 3 + 1}-01"
        more = {"code": f"c{number}", "since": since, "kind": kinds[number % 2]}
        await launched(api, region="410102000000" if number < 5 else "410203000000", **more)
    found: list[str] = []
    after = ""
    while True:
        page = (await api.get(f"{PATH}?sort=since&limit=2{after}")).body
        found += [each["code"] for each in page["campaigns"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert sorted(found) == [f"c{number}" for number in range(9)]
    assert [int(code[1]) % 3 for code in found] == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert {*await codes(api, "?kind=special_action")} == {"c1", "c3", "c5", "c7"}
    assert {*await codes(api, "?region=410203000000")} == {"c5", "c6", "c7", "c8"}
    assert await codes(api, "?code=c4") == ["c4"]
    assert {*await codes(api, "?on=2019-01-15")} == {"c0", "c3", "c6"}
    assert await codes(api, "?on=2019-07-01") == [], "the first day that no longer counts"
    assert await codes(api, "?own=false") == []
    cursor = (await api.get(f"{PATH}?limit=1")).body["next"]
    problem(await api.get(f"{PATH}?limit=1&kind=campaign&after={cursor}"), 400, "bad-request")


async def test_what_is_wrong_is_told_by_field(api: Client) -> None:
    """A code of other signs, a number of none, an aim that is not of its kind."""
    for wrong, status, pointer in (
        ({"code": "June 2019"}, 422, "/code"),
        ({"code": "-june"}, 422, "/code"),
        ({"aims": {"sessions": 0}}, 422, "/aims/sessions"),
        ({"region": "330000000000"}, 422, "/region"),
        ({"aims": {"tests": 5}}, 409, "/aims/tests"),
        ({"until": "2019-06-01"}, 409, "/until"),
    ):
        reply = await api.post(PATH, JUNE | wrong)
        assert reply.status == status, reply
        assert [each["pointer"] for each in reply.body["errors"]] == [pointer], reply


async def test_progress_follows_from_what_activities_carry(api: Client) -> None:
    """Valid sessions of its region and days, kinds of places once; households of all kinds."""
    path = await launched(api)
    told = (
        {"place_kind": "school", "attendance": 300, "households": 5},
        {"place_kind": "school", "attendance": 20},
        {"place_kind": "hotel", "attendance": 7},
        {"place_kind": "hotel", "attendance": 1000, "households": 1000},
        {"kind": "cadre_training", "attendance": 40, "households": 2},
        {"place_kind": "shop", "attendance": 50, "campaign": None},
        {"place_kind": "market", "occurred_on": "2019-05-31"},
        {"place_kind": "market", "occurred_on": "2019-07-01"},
    )
    made = [await api.post("/v1/activities", NAMING | each) for each in told]
    assert {each.status for each in made} == {201}
    mistaken = f"/v1/activities/{made[3].body['activity_id']}"
    await api.post(f"{mistaken}/void", {"reason": "mistaken"}, If_Match='"1"')
    shown = (await api.get(path)).body["progress"]
    assert {each["of"]: (each["aim"], each["reached"]) for each in shown} == {
        "sessions": (40, 3),
        "place_kinds": (None, 2),
        "people": (None, 327),
        "households": (None, 7),
    }
    action = await launched(api, code="sweep", kind="special_action", aims={"tests": 9})
    [tests] = [each for each in (await api.get(action)).body["progress"] if each["of"] == "tests"]
    assert tests == {"of": "tests", "aim": 9, "reached": None}, "outreach knows nothing of cases"


async def test_an_activity_names_a_campaign_of_its_region(api: Client) -> None:
    """One that is launched; an answer that was given is given again, whatever became of it."""
    wide = api.as_agency("agency", "41", "33")
    draft = await drafted(wide)

    async def refused(body: dict[str, Any], path: str = "/v1/activities") -> None:
        reply = problem(await wide.post(path, body), 422, "invalid-request")
        assert [each["pointer"] for each in reply["errors"]] == ["/campaign"]

    plan = {"region": JUNE["region"], "planned_on": "2019-06-05", "place_kind": "school"}
    for path, body in (
        ("/v1/activities", NAMING),
        ("/v1/activities", NAMING | {"campaign": "nothing"}),
        ("/v1/activities/plans", plan | {"campaign": "2019-june"}),
    ):
        await refused(body, path)
    assert (await wide.post(f"{draft}/launch", LAUNCH, If_Match='"1"')).status == 201
    await refused(NAMING | {"region": "330106001000"})
    first = await wide.post("/v1/activities", NAMING, key="once")
    assert first.status == 201
    await wide.post(f"{draft}/void", {"reason": "mistaken"}, If_Match='"2"')
    again = await wide.post("/v1/activities", NAMING, key="once")
    assert (again.status, again.body) == (201, first.body)
    await refused(NAMING)
