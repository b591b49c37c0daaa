"""Activities over HTTP: planned, held, called off, listed; what is shown to whom; the words."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from shared.agencies import AgencyKind
from shared.clock import today, utc_now
from shared.policies.dictionaries import WordList
from shared.policies.in_force import policies_in_force
from tests.agencies import id_of
from tests.services.cases.calls import problem
from tests.services.outreach.test_api import SESSION, UNSAID
from tests.services.service import Client

pytestmark = pytest.mark.postgres

WORKER, CASE = str(uuid4()), str(uuid4())
ALL: dict[str, Any] = {
    **SESSION,
    "audiences": ["students", "idle_youth"],
    "materials": [{"code": "leaflet", "number": 300}, {"code": "board", "number": 4}],
    "households": 12,
    "campaign": "clean-up-2019",
    "served": [
        {"role": "social_worker", "number": 2, "minutes": 120, "worker_ids": [WORKER]},
        {"role": "volunteer", "number": 161, "minutes": 0, "worker_ids": []},
    ],
    "helpers": [CASE],
}


async def whole(api: Client) -> dict[str, Any]:
    """All that may be said of an activity, with the campaign and the place that it names."""
    await launch(api, "clean-up-2019")
    square = {
        "region": SESSION["region"],
        "kind": "culture_square",
        "name": "禁毒文化广场",
        "opened_on": "2018-06-01",
    }
    opened = await api.post("/v1/places", square)
    assert opened.status == 201, opened
    return ALL | {"place_id": opened.body["place_id"]}


async def launch(api: Client, *codes: str) -> None:
    """Launch campaigns that activities may name."""
    for code in codes:
        campaign = {
            "region": "410000000000",
            "code": code,
            "name": "专项行动",
            "kind": "special_action",
            "since": "2019-01-01",
            "until": "2020-01-01",
            "launched_on": "2019-01-01",
        }
        made = await api.post("/v1/campaigns", campaign)
        assert made.status == 201, made


def plan(**more: Any) -> dict[str, Any]:
    """A plan for the day after tomorrow."""
    ahead = today(utc_now()) + timedelta(days=2)
    return {
        "region": SESSION["region"],
        "planned_on": ahead.isoformat(),
        "place_kind": "square",
        **more,
    }


async def planned(api: Client, **more: Any) -> str:
    """The address of a plan."""
    made = await api.post("/v1/activities/plans", plan(**more))
    assert made.status == 201, made
    return f"/v1/activities/{made.body['activity_id']}"


async def ids(api: Client, path: str) -> list[str]:
    """The activities of a page."""
    page = await api.get(path)
    assert page.status == 200, page
    listed = page.body.get("activities", page.body.get("plans"))
    return [each["activity_id"] for each in listed]


async def test_all_that_is_said_of_an_activity_is_shown(api: Client) -> None:
    """To the agency that recorded it; others are told neither who helped nor which workers."""
    said = await whole(api)
    own = api.as_agency(id_of(AgencyKind.STREET_WORKSTATION))
    made = await own.post("/v1/activities", said)
    place = f"/v1/activities/{made.body['activity_id']}"
    shown = (await own.get(place)).body
    assert {name: shown[name] for name in said} == said
    assert {name: shown[name] for name in UNSAID["activity"] if name not in said} == {
        name: its for name, its in UNSAID["activity"].items() if name not in said
    }
    other = api.as_agency(id_of(AgencyKind.POLICE))
    [listed] = (await other.get("/v1/activities")).body["activities"]
    for hidden in (listed, (await other.get(place)).body):
        assert hidden["helpers"] is None
        assert [each["worker_ids"] for each in hidden["served"]] == [None, None]
        assert [each["number"] for each in hidden["served"]] == [2, 161]
        assert not any(each in str(hidden) for each in (WORKER, CASE))


async def test_a_plan_is_its_agencys_own(api: Client) -> None:
    """To others it is not there, an anti-drug office included; on no list but that of plans."""
    own = api.as_agency(id_of(AgencyKind.STREET_WORKSTATION))
    place = await planned(own)
    shown = await own.get(place)
    assert (shown.body["state"], shown.body["version"]) == ("planned", 1)
    assert shown.body["place_kind"] == "square"
    assert await ids(own, "/v1/activities") == []
    assert len(await ids(own, "/v1/activities/plans")) == 1
    nobodys = f"/v1/activities/{uuid4()}"
    for kind in (AgencyKind.ANTI_DRUG_OFFICE, AgencyKind.POLICE):
        other = api.as_agency(id_of(kind))
        assert (await other.get(place)).body == (await other.get(nobodys)).body
        assert await ids(other, "/v1/activities/plans") == []
        for step, body in (
            ("held", SESSION),
            ("calling-off", {"reason": "weather"}),
            ("void", {"reason": "mistaken"}),
        ):
            refused = await other.post(f"{place}/{step}", body, If_Match='"1"')
            problem(refused, 404, "not-found")


async def test_what_was_planned_is_held(api: Client) -> None:
    """In the same stream, seen by all of the region from then on, and made void like any other."""
    said = await whole(api)
    own = api.as_agency(id_of(AgencyKind.STREET_WORKSTATION))
    place = await planned(own)
    problem(await own.post(f"{place}/held", SESSION), 428, "if-match-required")
    problem(
        await own.post(f"{place}/void", {"reason": "mistaken"}, If_Match='"1"'), 409, "not-held-yet"
    )
    held = await own.post(f"{place}/held", said, If_Match='"1"', key="held")
    assert (held.status, held.headers["ETag"]) == (201, '"2"')
    again = await own.post(f"{place}/held", said, If_Match='"1"', key="held")
    assert again.body == held.body
    problem(await own.post(f"{place}/held", said, If_Match='"2"'), 409, "already-written")
    assert await ids(own, "/v1/activities/plans") == []
    other = api.as_agency(id_of(AgencyKind.POLICE))
    [listed] = (await other.get("/v1/activities?place_kind=school")).body["activities"]
    assert (listed["version"], listed["state"], listed["households"]) == (2, "held", 12)
    assert (await other.get(place)).body["attendance"] == said["attendance"]
    problem(await other.post(f"{place}/held", said, If_Match='"2"'), 403, "not-entitled")
    void = await own.post(f"{place}/void", {"reason": "duplicate"}, If_Match='"2"')
    assert (void.status, void.headers["ETag"]) == (201, '"3"')
    [listed] = (await other.get("/v1/activities")).body["activities"]
    assert (listed["version"], listed["state"], listed["void"]) == (3, "void", True)


async def test_the_void_carries_what_was_held(api: Client) -> None:
    """Not the plan before it: what counted is what is taken back."""
    said = await whole(api)
    own = api.as_agency(id_of(AgencyKind.STREET_WORKSTATION))
    place = await planned(own)
    await own.post(f"{place}/held", said, If_Match='"1"')
    await own.post(f"{place}/void", {"reason": "mistaken"}, If_Match='"2"')
    lines = (await api.as_service().get("/v1/journal")).body.splitlines()
    kinds = [kind for line in lines for kind in line.split('"') if kind.startswith("outreach.")]
    assert kinds.count("outreach.SessionHeld.v1") == 2, "held, and as the entry that is void"
    assert kinds.count("outreach.ActivityPlanned.v1") == 1


async def test_a_plan_is_called_off(api: Client) -> None:
    """It says why, is listed among what was called off, and nothing follows."""
    own = api.as_agency(id_of(AgencyKind.STREET_WORKSTATION))
    place = await planned(own)
    off = await own.post(f"{place}/calling-off", {"reason": "epidemic"}, If_Match='"1"')
    assert off.status == 201
    shown = (await own.get(place)).body
    assert (shown["state"], shown["calling_off_reason"]) == ("called_off", "epidemic")
    assert await ids(own, "/v1/activities/plans") == []
    assert len(await ids(own, "/v1/activities/plans?state=called_off")) == 1
    problem(await own.post(f"{place}/held", SESSION, If_Match='"2"'), 409, "already-called-off")


async def test_lists_are_narrowed_by_what_an_activity_is(api: Client) -> None:
    """By kind, audience, occasion, campaign and state, each alone and together."""
    await launch(api, "one")
    made: dict[str, str] = {}
    activities: dict[str, dict[str, Any]] = {
        "plain": {},
        "full": {"audiences": ["students"], "campaign": "one", "occasion": "qixi"},
        "other": {"audiences": ["idle_youth", "migrants"], "campaign": "one"},
        "duty": {"kind": "emergency_duty", "place_kind": "checkpoint", "people_registered": 9},
    }
    for name, more in activities.items():
        body = SESSION | {"occasion": None} | more
        made[name] = (await api.post("/v1/activities", body)).body["activity_id"]
    void = f"/v1/activities/{made['plain']}/void"
    await api.post(void, {"reason": "mistaken"}, If_Match='"1"')
    for asked, names in {
        "kind=emergency_duty": {"duty"},
        "kind=session": {"plain", "full", "other"},
        "audience=students": {"full"},
        "audience=migrants": {"other"},
        "audience=minors": set(),
        "occasion=qixi": {"full"},
        "campaign=one": {"full", "other"},
        "campaign=one&audience=idle_youth": {"other"},
        "state=void": {"plain"},
        "state=held&kind=session": {"full", "other"},
        "place_kind=checkpoint": {"duty"},
    }.items():
        found = {*await ids(api, f"/v1/activities?{asked}")}
        assert found == {made[name] for name in names}, asked
    problem(await api.get("/v1/activities?audience=moon"), 422, "invalid-request")


@pytest.mark.parametrize(
    ("change", "status", "pointer"),
    [
        ({"audiences": ["moon"]}, 422, "/audiences/0"),
        ({"materials": [{"code": "moon", "number": 1}]}, 422, "/materials/0/code"),
        ({"materials": [{"code": "leaflet", "number": 0}]}, 422, "/materials/0/number"),
        ({"served": [{"role": "moon", "number": 1}]}, 422, "/served/0/role"),
        ({"campaign": "No Such"}, 422, "/campaign"),
        ({"subject": "moon"}, 422, "/subject"),
        ({"subject": "fraud"}, 409, "/subject"),
        ({"place_kind": None}, 409, "/place_kind"),
    ],
)
async def test_a_bad_field_is_named(
    api: Client, dsn: str, change: dict[str, Any], status: int, pointer: str
) -> None:
    """A code that no policy has says where the list is; nothing is written."""
    reply = await api.post("/v1/activities", {**SESSION, **change})
    assert reply.status == status, reply
    [error] = reply.body["errors"]
    assert error["pointer"] == pointer
    if error["reason"] == "not_a_choice" and pointer != "/served/0/role":
        assert "GET /v1/outreach/words" in error["detail"]
        assert "GET /v1/outreach/words" in error["detail_zh"]
    connection = await asyncpg.connect(dsn)
    assert await connection.fetchval("SELECT count(*) FROM events") == 0
    await connection.close()


async def test_the_words_are_listed(api: Client) -> None:
    """Every dictionary with all its words, in both languages, occasions too, and the named sets."""
    words = (await api.get("/v1/outreach/words")).body
    lists = {each["code"]: each["words"] for each in words["lists"]}
    assert [*lists] == [*WordList, "occasion"]
    expected = [each.code for each in policies_in_force().occasions]
    assert [each["code"] for each in lists["occasion"]] == expected
    for of in WordList:
        expected = [each.code for each in policies_in_force().words(of)]
        assert [each["code"] for each in lists[of]] == expected
    assert [each["name"]["zh"] for each in words["sets"]] == ["六进", "十进", "六小工程"]
    [hall] = [each for each in lists["place_kind"] if each["code"] == "morality_hall"]
    assert hall["name"] == {"zh": "道德讲堂", "en": "morality halls"}
