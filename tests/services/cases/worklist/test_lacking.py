"""Whom the teams on a page of the worklist lack."""

import asyncpg
import pytest

from services.cases.worklist.lacking import TEAMS
from tests.plans import PLANNED, explained
from tests.services.cases.place import WORKSTATION, Place
from tests.services.cases.worklist.test_api import BEGUN, PATH, begun, cases_on, caught_up
from tests.services.cases.worklist.test_listing import FILL
from tests.services.service import Reply

pytestmark = pytest.mark.postgres


async def test_a_team_says_whom_it_lacks(place: Place) -> None:
    """Which roles, and how many of each, as the team stands now; nothing else says so."""
    case = await begun(place, WORKSTATION)
    own = place.by(WORKSTATION)
    agreed = {"occurred_on": str(BEGUN)}
    reply = await own.post(f"/v1/cases/{case}/agreement", agreed)
    assert reply.status == 201, reply
    await caught_up(place)
    listed = await own.get(f"{PATH}?duty=team")
    assert cases_on(listed) == {case}
    roles = ["social_worker", "police_officer", "grid_administrator", "volunteer"]
    assert _lacking(listed) == dict.fromkeys(roles, 1)
    body = {"occurred_on": str(BEGUN), "role": "family", "family": "parent"}
    assert (await own.post(f"/v1/cases/{case}/team", body)).status == 201
    body = {"occurred_on": str(BEGUN), "role": "social_worker", "agency": WORKSTATION}
    assert (await own.post(f"/v1/cases/{case}/team", body)).status == 201
    now = _lacking(await own.get(f"{PATH}?duty=team"))
    assert now == dict.fromkeys(roles[1:], 1)
    team = (await own.get(f"/v1/cases/{case}/team")).body["lacking"]
    assert {each["role"]: each["number"] for each in team} == now
    others = (await own.get(f"{PATH}?case_id={case}&duty=contact")).body["items"]
    assert [each["lacking"] for each in others] == [None]


def _lacking(reply: Reply) -> dict[str, int]:
    [item] = reply.body["items"]
    return {each["role"]: each["number"] for each in item["lacking"]}


@pytest.mark.parametrize("counted", [True, False], ids=["counted", "not counted"])
async def test_it_is_read_for_the_rows_of_a_page_alone(dsn: str, counted: bool) -> None:
    """However many cases there are: those of the page, and the members of their teams."""
    connection = await asyncpg.connect(dsn, server_settings=PLANNED)
    try:
        await connection.execute(FILL)
        if counted:
            await connection.execute("ANALYZE case_register, team_members")
        cases = await connection.fetch("SELECT case_id FROM case_register LIMIT 50")
        plan = await explained(connection, TEAMS, [[row[0] for row in cases]])
        assert "team_members_case" in plan.indexes, plan
        assert not plan.whole, plan
        assert plan.rows <= 3 * 50, plan
    finally:
        await connection.close()
