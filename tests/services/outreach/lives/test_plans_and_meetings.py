"""A street's plans, its meetings, its training base, and what a page says of sums."""

from datetime import timedelta
from typing import Any

import pytest

from shared.agencies import AgencyKind
from shared.clock import present_day
from tests.agencies import id_of
from tests.services.cases.calls import problem
from tests.services.outreach.lives.telling import Prevention, in_one_call, posted

pytestmark = pytest.mark.postgres

STREET = "410102001"
COMMUNITIES = [f"{STREET}{number:03}" for number in range(1, 4)]


def session(day: str, region: str = COMMUNITIES[0], **more: Any) -> dict[str, Any]:
    """A session as it is sent."""
    return {"region": region, "occurred_on": day, "place_kind": "school", "attendance": 40, **more}


async def test_a_plan_is_held_and_one_is_called_off(year: Prevention) -> None:
    """A plan counts nowhere; the day it was held counts once, and what is called off never."""
    street = year.api.as_agency(id_of(AgencyKind.STREET_WORKSTATION), STREET)
    today = present_day()
    planned_on, days = str(today + timedelta(days=2)), (str(today), str(today + timedelta(days=1)))
    plan = {"region": COMMUNITIES[0], "planned_on": planned_on, "place_kind": "school"}
    first, second = [
        (await posted(street, "/v1/activities/plans", plan))["activity_id"] for _ in range(2)
    ]
    assert await year.total("sessions", region=STREET, days=days) == 0
    held = session(str(today), attendance=120)  # two days before it was planned
    await posted(street, f"/v1/activities/{first}/held", held, If_Match='"1"')
    path = f"/v1/activities/{second}"
    await posted(street, f"{path}/calling-off", {"reason": "weather"}, If_Match='"1"')
    problem(await street.post(f"{path}/held", held, If_Match='"2"'), 409, "already-called-off")
    assert await year.total("sessions", region=STREET, days=days) == 1
    assert await year.total("attendance", region=STREET, days=days) == 120
    called_off = (await street.get("/v1/activities/plans?state=called_off")).body["plans"]
    assert [each["activity_id"] for each in called_off] == [second]
    assert (await street.get("/v1/activities/plans")).body["plans"] == []


async def test_meetings_by_level_and_community(year: Prevention) -> None:
    """The street meets once, each community twice; one that was entered twice is not doubled."""
    street = year.api.as_agency(id_of(AgencyKind.STREET_WORKSTATION), STREET)
    meeting = {"kind": "mobilisation_meeting", "place_kind": None, "attendance": 30}
    sent = [session("2019-05-10", f"{STREET}000", meeting_level="street", **meeting)]
    sent += [
        session(day, region, meeting_level="community", **meeting)
        for region in COMMUNITIES
        for day in ("2019-05-11", "2019-09-11")
    ]
    made = await in_one_call(street, (("/v1/activities", each) for each in [*sent, sent[-1]]))
    void = f"/v1/activities/{made[-1]['activity_id']}/void"
    await posted(street, void, {"reason": "duplicate"}, If_Match='"1"')
    meetings = "mobilisation_meetings"
    assert await year.figures(meetings, by="meeting_level", region=STREET) == {
        "street": 1, "community": 6,
    }  # fmt: skip
    assert await year.figures(meetings, by="region", region=STREET) == {
        f"{STREET}000": 1, **dict.fromkeys(COMMUNITIES, 2),
    }  # fmt: skip
    assert await year.figures(
        meetings, by="region", region=STREET, where="meeting_level:community"
    ) == dict.fromkeys(COMMUNITIES, 2)
    assert await year.total("meeting_attendance", region=STREET) == 7 * 30
    assert await year.total("sessions", region=STREET) == 0


async def test_what_is_held_at_the_training_base_is_its_use(year: Prevention) -> None:
    """A training, a meeting and a session each count as its use; the training that is corrected
    counts once, and a recorded use is counted apart."""
    street = year.api.as_agency(id_of(AgencyKind.STREET_WORKSTATION), STREET)
    base = {
        "region": COMMUNITIES[0],
        "kind": "training_base",
        "name": "禁毒教育培训基地",
        "opened_on": "2018-06-01",
    }
    place = (await posted(street, "/v1/places", base))["place_id"]
    training = session("2019-03-05", kind="cadre_training", place_kind=None, place_id=place)
    held = [
        training,
        session(
            "2019-03-06",
            kind="mobilisation_meeting",
            meeting_level="street",
            place_kind=None,
            place_id=place,
        ),
        session("2019-03-07", place_id=place),
        session("2019-03-08"),
    ]
    made = await in_one_call(street, (("/v1/activities", each) for each in held))
    use = {"place_id": place, "occurred_on": "2019-03-09", "purpose": "visit", "person_times": 12}
    await posted(street, "/v1/uses", use)
    void = f"/v1/activities/{made[0]['activity_id']}/void"
    await posted(street, void, {"reason": "mistaken"}, If_Match='"1"')
    await posted(street, "/v1/activities", {**training, "attendance": 55})
    assert await year.figures("activities_at_places", by="activity_kind", region=STREET) == {
        "cadre_training": 1, "mobilisation_meeting": 1, "session": 1,
    }  # fmt: skip
    assert await year.figures("attendance_at_places", by="facility_kind", region=STREET) == {
        "training_base": 55 + 40 + 40
    }
    assert await year.total("sessions_at_places", region=STREET) == 1
    assert await year.total("place_uses", region=STREET) == 1
    [seen] = (await street.get("/v1/places?year=2019")).body["places"]
    assert {name: seen[name] for name in ("activities", "attendance", "sessions", "uses")} == {
        "activities": 3, "attendance": 135, "sessions": 1, "uses": 1,
    }  # fmt: skip
    page = await year.page(f"/places?region={STREET}&period=2019&lang=zh")
    assert page.table("在阵地举办的各类活动 · 按活动种类").row("干部培训") == ["1"]


@pytest.mark.parametrize(
    ("language", "says", "by_form", "by_audience", "held"),
    [
        (
            "en",
            "by these, the figures add up to more than the number of sessions",
            "Prevention sessions by form · By form",
            "Prevention sessions by audience · By audience",
            "Prevention sessions",
        ),
        (
            "zh",
            "按这些项目分列的数字相加大于活动场数",
            "各种形式的宣传活动 · 按宣传形式",
            "面向各类对象的宣传活动 · 按宣传对象",
            "禁毒宣传活动",
        ),
    ],
)
async def test_a_page_says_that_several_values_do_not_add_up(
    year: Prevention, language: str, says: str, by_form: str, by_audience: str, held: str
) -> None:
    """It says so in its own words, above figures that in fact come to more than the sessions."""
    street = year.api.as_agency(id_of(AgencyKind.STREET_WORKSTATION), STREET)
    sent = [
        session(
            f"2019-06-{day}",
            forms=["leaflets", "banners", "boards"],
            audiences=["students", "parents"],
        )
        for day in (18, 19, 20, 21, 22)
    ]
    await in_one_call(street, (("/v1/activities", each) for each in sent))
    page = await year.page(f"/prevention?region={STREET}&period=2019&lang={language}")
    assert says in " ".join(page.text.split())
    sums = [sum(int(row[1]) for row in page.table(name).rows) for name in (by_form, by_audience)]
    sessions = next(
        row[1] for table in page.tables for row in table.rows if row[0].startswith(held)
    )
    assert (sums, sessions) == ([15, 10], "5")
