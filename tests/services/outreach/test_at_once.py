"""Of what comes at the same moment one is taken, and nothing is half done: over HTTP."""

import asyncio
import json

import pytest

from services.outreach.campaign.examples import DRAFT
from services.outreach.questionnaire.examples import NEW
from services.outreach.survey.examples import PLAN
from shared.clock import present_day
from tests.services.cases.calls import problem
from tests.services.outreach.place.test_api import SHOP, USE
from tests.services.outreach.test_api import SESSION
from tests.services.outreach.test_attacked import FIRST, MISTAKEN, wrote
from tests.services.service import Client

pytestmark = pytest.mark.postgres


async def test_of_two_at_once_one_is_taken(api: Client) -> None:
    """A code that two launch, a plan that is held twice: one is, and nothing is half done."""
    launched = {**DRAFT, "launched_on": "2019-05-20"}
    other = api.as_agency("other", "41")
    replies = await asyncio.gather(
        *(each.post("/v1/campaigns", launched) for each in (api, other) * 4)
    )
    assert sorted(each.status for each in replies) == [201, *[409] * 7]
    assert len((await api.get("/v1/campaigns")).body["campaigns"]) == 1
    plan = {name: SESSION[name] for name in ("region", "place_kind")}
    made = await wrote(api, "/v1/activities/plans", plan | {"planned_on": f"{present_day()}"})
    path = f"/v1/activities/{made['activity_id']}/held"
    replies = await asyncio.gather(*(api.post(path, SESSION, **FIRST) for _ in range(8)))
    assert sorted(each.status for each in replies) == [201, *[412] * 7]
    assert len((await api.get("/v1/activities")).body["activities"]) == 1


async def test_answers_that_come_as_a_survey_is_closed_count_in_it_or_not(api: Client) -> None:
    """What was taken is in the closing's number; what came later was refused."""
    await wrote(api, "/v1/questionnaires", NEW)
    survey = (await wrote(api, "/v1/surveys", PLAN))["survey_id"]
    place, day = f"/v1/surveys/{survey}", {"occurred_on": "2019-06-02"}
    await wrote(api, f"{place}/open", day, **FIRST)
    body = {**day, "groups": [{"audience": "students", "answered": 7, "counting": 7}]}
    await wrote(api, f"{place}/answers", body)
    answers = [api.post(f"{place}/answers", body) for _ in range(6)]
    closings = [api.post(f"{place}/close", day, If_Match=f'"{each}"') for each in range(3, 8)]
    mixed = [call for pair in zip(answers, closings, strict=False) for call in pair]
    replies = await asyncio.gather(*mixed, answers[-1])
    assert {each.status for each in replies} <= {201, 409, 412}
    events = (await api.as_service().get("/v1/journal")).body.splitlines()
    told = [json.loads(line) for line in events]
    recorded = [each for each in told if each["type"] == "outreach.AnswersRecorded.v1"]
    closed = [each for each in told if each["type"] == "outreach.SurveyClosed.v1"]
    assert len(closed) <= 1
    for each in closed:
        assert each["data"]["answered"] == 7 * len(recorded)
        assert each["version"] == 3 + len(recorded)


async def test_a_place_is_void_or_used_and_never_both(api: Client) -> None:
    """Also where both come at the same moment; who is late is told what has become of it."""
    for _ in range(12):
        place_id = (await wrote(api, "/v1/places", SHOP))["place_id"]
        use, session = {**USE, "place_id": place_id}, SESSION | {"place_id": place_id}
        *recorded, void = await asyncio.gather(
            api.post("/v1/uses", use),
            api.post("/v1/activities", session),
            api.post("/v1/uses", use),
            api.post(f"/v1/places/{place_id}/void", MISTAKEN, **FIRST),
        )
        if void.status == 201:
            for each in recorded:
                said = problem(each, 422, "invalid-request")
                assert said["errors"][0]["reason"] == "unknown_place"
        else:
            problem(void, 409, "place-was-used")
            assert 201 in {each.status for each in recorded}
            assert {each.status for each in recorded} <= {201, 422}
