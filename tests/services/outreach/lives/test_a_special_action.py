"""A special action (大扫除) over both services: contacts, tests and sessions of its days."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from shared.agencies import AgencyKind
from shared.database import connect_pool
from tests.agencies import id_of
from tests.databases import MakeDatabase
from tests.services.cases.lives.telling import Life
from tests.services.cases.place import Place, a_place
from tests.services.outreach.lives.telling import Prevention, in_one_call, posted, prevention
from tests.services.service import migrated

pytestmark = pytest.mark.postgres

STREET = "410102001"
CODE, NAME = "dasaochu-2019", "大扫除专项行动"
ACTION: dict[str, Any] = {
    "region": "410102000000",
    "code": CODE,
    "name": NAME,
    "kind": "special_action",
    "since": "2019-08-01",
    "until": "2019-11-01",
    "aims": {"sessions": 4, "households": 100, "contacts": 4, "tests": 2, "assessments": 1},
}


@pytest.fixture
async def both(
    make_database: MakeDatabase, tmp_path: Path
) -> AsyncIterator[tuple[Prevention, Place]]:
    """All three services; reporting counts the journals of both others."""
    dsn = await make_database(migrated)
    pool = await connect_pool(dsn, application_name="tests", TimeZone="UTC")
    try:
        async with prevention(make_database) as year, a_place(dsn, tmp_path) as place:
            year.journals["cases"] = pool
            yield year, place
    finally:
        await pool.close()


async def test_a_special_action_over_both_services(both: tuple[Prevention, Place]) -> None:
    """Its code is on sessions; contacts, tests and assessments count by its region and its days.
    What was before, after or elsewhere, and what is made void, is no progress."""
    year, place = both
    office = year.api.as_agency(id_of(AgencyKind.ANTI_DRUG_OFFICE), "4101")
    street = year.api.as_agency(id_of(AgencyKind.STREET_WORKSTATION), STREET)
    drafted = (await posted(office, "/v1/campaigns", ACTION))["campaign_id"]
    path = f"/v1/campaigns/{drafted}"
    await posted(office, f"{path}/launch", {"launched_on": "2019-07-25"}, If_Match='"1"')

    session = {
        "region": f"{STREET}003",
        "occurred_on": "2019-08-15",
        "place_kind": "venue",
        "attendance": 25,
        "households": 40,
    }
    made = await in_one_call(
        street,
        [("/v1/activities", {**session, "campaign": CODE})] * 3 + [("/v1/activities", session)],
    )
    void = f"/v1/activities/{made[0]['activity_id']}/void"
    await posted(street, void, {"reason": "duplicate"}, If_Match='"1"')

    here = Life(place, id_of(AgencyKind.STREET_WORKSTATION))
    await here.opened("community_detoxification", "2019-01-10")
    await here.writes("reporting-in", "2019-01-14")
    for day in ("2019-07-31", "2019-08-01", "2019-09-20", "2019-10-31", "2019-11-01"):
        await here.writes("contacts", day, mode="home_visit")
    await here.takes_back(await here.writes("contacts", "2019-09-21", mode="phone"))
    for day in ("2019-08-05", "2019-10-05", "2019-12-05"):
        await here.writes("drug-tests", day, result="negative")
    await here.writes("risk-assessments", "2019-10-31", level="low")

    progress = {
        each["of"]: (each["aim"], each["reached"])
        for each in (await street.get(path)).body["progress"]
    }
    assert progress["sessions"] == (4, 2)
    assert progress["households"] == (100, 80)
    page = await year.page("/campaigns?region=410102&period=2019&lang=en")
    of_prevention = page.table(f"{NAME} · special action · prevention")
    of_cases = page.table(f"{NAME} · special action · work with clients")
    assert {row[0]: row[1:] for row in of_prevention.rows} == {
        "sessions": ["50 %", "2", "4"],
        "kinds of places": ["–", "1", "–"],
        "people reached": ["–", "50", "–"],
        "households reached": ["80 %", "80", "100"],
    }
    assert {row[0]: row[1:] for row in of_cases.rows} == {
        "contacts with clients": ["75 %", "3", "4"],
        "drug tests": ["100 %", "2", "2"],
        "risk assessments": ["100 %", "1", "1"],
    }
    assert page.table("Campaigns of the period").row(NAME)[0] == "2 of 5"
    elsewhere = await year.page("/campaigns?region=410103&period=2019&lang=en")
    assert NAME not in elsewhere.text
