"""A year of prevention: of one street in all that it does, and of its city by kind and channel."""

from collections import Counter
from datetime import timedelta
from itertools import cycle, islice
from typing import Any

import pytest

from shared.agencies import AgencyKind
from shared.clock import present_day
from tests.agencies import id_of
from tests.services.cases.calls import problem
from tests.services.outreach.lives.telling import Prevention, in_one_call, posted
from tests.services.service import Client

pytestmark = pytest.mark.postgres

STREET = "410102001"
COMMUNITIES = [f"{STREET}{number:03}" for number in range(1, 9)]
TEN = (
    *("school", "workplace", "family", "venue", "community"),
    *("village", "cinema", "internet", "building_site", "enterprise"),
)
SIX = (
    *("activity_room", "points_shop", "sunshine_workshop"),
    *("work_experience_base", "learning_hall", "love_relief_box"),
)
SERVING = {"cadre": 22, "volunteer": 161, "grid_administrator": 112}
FORMS = ("leaflets", "banners", "boards", "advice")
JUNE = "2019-6-26"


def held(region: str, day: str, **more: Any) -> dict[str, Any]:
    """A session as it is sent."""
    return {
        "region": region,
        "occurred_on": day,
        "place_kind": "community",
        "attendance": 30,
        **more,
    }


async def test_a_street_in_all_that_it_does(year: Prevention) -> None:
    """Its workstation enters ten kinds of places in June's campaign, meets every compound, opens
    its six projects; what is counted in the end is what was done, each thing once."""
    street = year.api.as_agency(id_of(AgencyKind.STREET_WORKSTATION), STREET)
    other = year.api.as_agency(id_of(AgencyKind.SOCIAL_WORK_PROVIDER), "4101")
    office = year.api.as_agency(id_of(AgencyKind.ANTI_DRUG_OFFICE), "4101")

    # The six small projects are places of the street.
    opened = [
        ("/v1/places", {"region": COMMUNITIES[0], "kind": kind, "name": f"{kind} 一号",
                        "opened_on": "2019-01-15"})
        for kind in SIX
    ]  # fmt: skip
    places = await in_one_call(street, opened)
    hall = places[SIX.index("learning_hall")]["place_id"]
    for month in range(2, 12):
        use = {"place_id": hall, "occurred_on": f"2019-{month:02}-20", "purpose": "lecture"}
        await posted(street, "/v1/uses", {**use, "person_times": 40})
    assert await year.figures("places", by="facility_kind") == dict.fromkeys(SIX, 1)
    assert await year.total("place_person_times") == 400

    # June's campaign is the office's own until it is launched; then the street carries its code.
    campaign = {
        "region": "410100000000",
        "code": JUNE,
        "name": "6·26全民禁毒宣传月",
        "kind": "campaign",
        "since": "2019-06-01",
        "until": "2019-07-01",
        "aims": {"sessions": 20, "place_kinds": 10, "households": 500},
    }
    drafted = (await posted(office, "/v1/campaigns", campaign))["campaign_id"]
    path = f"/v1/campaigns/{drafted}"
    problem(await street.get(path), 404, "not-found")
    june = held(COMMUNITIES[0], "2019-06-03", campaign=JUNE)
    problem(await street.post("/v1/activities", june), 422, "invalid-request")  # nobody knows it
    await posted(office, f"{path}/launch", {"launched_on": "2019-05-20"}, If_Match='"1"')
    assert (await street.get(path)).status == 200

    # Ten kinds of places, one of them a community; two attributes of several values.
    entered = [
        held(
            region,
            f"2019-06-{day:02}",
            place_kind=kind,
            campaign=JUNE,
            occasion="anti_drug_day" if day in range(19, 30) else None,
            forms=FORMS,
            audiences=["students", "idle_youth"],
            households=50,
            materials=[{"code": "leaflet", "number": 200}],
        )
        for day, (kind, region) in enumerate(zip(TEN, cycle(COMMUNITIES), strict=False), 16)
    ]
    june_sessions = await in_one_call(street, (("/v1/activities", each) for each in entered))
    for day, occasion in (("2019-08-07", "qixi"), ("2019-10-07", "double_ninth")):
        proposed = (await street.get(f"/v1/occasions?on={day}&region={COMMUNITIES[0]}")).body
        assert occasion in [each["code"] for each in proposed["occasions"]]
        await posted(street, "/v1/activities", held(COMMUNITIES[1], day, occasion=occasion))
    assert await year.total("sessions", region=STREET) == 12
    assert await year.figures("sessions_by_occasion", by="occasion", region=STREET) == {
        "anti_drug_day": 7, "qixi": 1, "double_ninth": 1,
    }  # fmt: skip
    assert await year.figures("sessions_by_campaign", by="campaign", region=STREET) == {JUNE: 10}
    assert await year.figures("sessions_by_place_set", by="place_set", region=STREET) == {
        "ten_enterings": 12, "six_enterings": 8,
    }  # fmt: skip
    assert await year.figures("sessions", by="place_kind", region=STREET) == {
        **dict.fromkeys(TEN, 1), "community": 3,
    }  # fmt: skip
    forms = await year.figures("sessions_by_form", by="form", region=STREET)
    assert forms == dict.fromkeys(FORMS, 10)
    assert sum(forms.values()) == 40, "what has several values does not add up to 12 sessions"
    audiences = await year.figures("sessions_by_audience", by="audience", region=STREET)
    assert audiences == {"students": 10, "idle_youth": 10}
    assert await year.figures("materials", by="material", region=STREET) == {"leaflet": 2_000}
    assert await year.total("households_reached", region=STREET) == 500

    # How far June's campaign has come is counted from what carries its code.
    progress = {
        each["of"]: (each["aim"], each["reached"])
        for each in (await street.get(path)).body["progress"]
    }
    assert progress["sessions"] == (20, 10)
    assert progress["place_kinds"] == (10, 10)
    assert progress["households"] == (500, 500)

    # What was entered by mistake is made void and entered again: nothing counts twice.
    mistaken = june_sessions[0]["activity_id"]
    await posted(street, f"/v1/activities/{mistaken}/void", {"reason": "mistaken"}, If_Match='"1"')
    again = {**entered[0], "attendance": 60}
    await posted(street, "/v1/activities", again)
    assert await year.total("sessions", region=STREET) == 12
    assert await year.total("attendance", region=STREET) == 11 * 30 + 60
    reached = {each["of"]: each["reached"] for each in (await street.get(path)).body["progress"]}
    assert reached["sessions"] == 10

    # Which kinds were entered where is read from coverage; a park was entered nowhere.
    covered = (await street.get("/v1/coverage?year=2019&limit=50")).body["communities"]
    of_street = Counter(kind for each in covered for kind in each["sessions"])
    assert of_street.keys() == {*TEN}
    assert all("park" in each["not_entered"] for each in covered)

    # Mobilisation meetings by compound, of three in each community; people serve in three roles.
    meetings = [
        held(
            region,
            "2019-05-11",
            kind="mobilisation_meeting",
            meeting_level="compound",
            compound=f"{number}号院",
            place_kind=None,
        )
        for region in COMMUNITIES
        for number in (1, 2, 3)
    ]
    await in_one_call(street, (("/v1/activities", each) for each in meetings))
    assert await year.figures("mobilisation_meetings", by="meeting_level", region=STREET) == {
        "compound": 24
    }
    assert await year.total("sessions", region=STREET) == 12, "a meeting is no session"
    patrol = held(
        COMMUNITIES[2],
        "2019-06-26",
        place_kind="square",
        served=[{"role": role, "number": n, "minutes": 120} for role, n in SERVING.items()],
    )
    await posted(street, "/v1/activities", patrol)
    assert await year.figures("people_serving", by="serving_role", region=STREET) == SERVING

    # Informants are a number: 25 in each community; one that is counted anew is not added.
    for region in COMMUNITIES:
        body = {"region": region, "occurred_on": "2019-03-31", "number": 25}
        if region == COMMUNITIES[0]:
            await posted(office, "/v1/informants", {**body, "number": 40})
        await posted(office, "/v1/informants", body)
    assert await year.total("informants", region=STREET) == 200

    await _drafts_stay_their_agencys(street, other, june_sessions[1]["activity_id"])


async def _drafts_stay_their_agencys(street: Client, other: Client, activity: str) -> None:
    """What is planned is nothing to another agency; what is held is read in its region."""
    day = str(present_day() + timedelta(days=30))
    plan = {"region": COMMUNITIES[0], "planned_on": day, "place_kind": "school"}
    planned = (await posted(street, "/v1/activities/plans", plan))["activity_id"]
    assert (await street.get(f"/v1/activities/{planned}")).status == 200
    problem(await other.get(f"/v1/activities/{planned}"), 404, "not-found")
    assert (await other.get("/v1/activities/plans")).body["plans"] == []
    assert (await other.get(f"/v1/activities/{activity}")).body["void"] is False
    listed = (await other.get("/v1/activities?limit=200")).body["activities"]
    assert planned not in str(listed)
    assert activity in str(listed)


async def test_a_city_by_kind_and_channel(year: Prevention) -> None:
    """400 sessions and 600 articles in one call; figures by kind of place and by channel add up to
    them, and go on doing so when some were entered twice and are made void."""
    city = year.api.as_agency(id_of(AgencyKind.ANTI_DRUG_OFFICE), "4101")
    kinds, channels = (
        (*TEN, "market", "main_street", "park", "internet_cafe", "ktv", "hotel"),
        (*("website", "wechat_account", "weibo", "douyin", "toutiao", "newspaper", "television"),),
    )
    regions = [f"4101{county:02}001001" for county in (2, 3, 4, 5, 6, 8)]
    days = [f"2019-{month:02}-14" for month in range(1, 13)]
    sessions = [
        held(region, day, place_kind=kind, forms=["leaflets", "banners"][: 1 + number % 2])
        for number, region, day, kind in zip(
            range(400), cycle(regions), cycle(days), cycle(kinds), strict=False
        )
    ]
    articles = [
        {"region": region, "occurred_on": day, "channel": channel, "title": f"禁毒宣传 {number}"}
        for number, region, day, channel in zip(
            range(600), cycle(regions), cycle(days), cycle(channels), strict=False
        )
    ]
    commands = [
        *(("/v1/activities", each) for each in sessions),
        *(("/v1/publications", each) for each in articles),
    ]
    made = await in_one_call(city, commands)
    by_kind = Counter(islice(cycle(kinds), 400))
    by_channel = Counter(islice(cycle(channels), 600))
    assert by_kind == dict.fromkeys(kinds, 25), "sixteen kinds, each as often"
    assert by_channel == dict.fromkeys(channels, 85) | dict.fromkeys(channels[:5], 86)
    assert await year.figures("sessions", by="place_kind") == by_kind
    assert await year.figures("articles", by="channel") == by_channel
    assert (await year.total("sessions"), await year.total("articles")) == (400, 600)
    assert await year.figures("sessions_by_form", by="form") == {"leaflets": 400, "banners": 200}

    twice = await in_one_call(city, [commands[0], commands[400]])
    for number, address in ((0, "activities/{activity_id}"), (1, "publications/{publication_id}")):
        await posted(
            city, f"/v1/{address.format(**twice[number])}/void", {"reason": "duplicate"},
            If_Match='"1"',
        )  # fmt: skip
    assert len({each["entry_id"] for each in made}) == 1_000
    listed = await year.rows("region=4101&indicators=sessions,articles&by=month")
    months = {each["indicator"]: [] for each in listed}  # type: dict[str, list[int]]
    for each in listed:
        months[each["indicator"]].append(each["value"])
    assert {code: (len(each), sum(each)) for code, each in months.items()} == {
        "sessions": (12, 400), "articles": (12, 600),
    }  # fmt: skip
    assert await year.figures("sessions", by="place_kind") == by_kind
    assert await year.figures("articles", by="channel") == by_channel
    assert (await year.total("sessions"), await year.total("articles")) == (400, 600)
