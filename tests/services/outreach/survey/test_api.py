"""Questionnaires and surveys over HTTP, on a real database."""

import json
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from services.outreach.questionnaire.examples import NEW
from services.outreach.survey.examples import PLAN
from shared.agencies import AgencyKind
from tests.agencies import id_of
from tests.services.cases.calls import problem
from tests.services.service import Client

pytestmark = pytest.mark.postgres

GROUPS = [
    {"audience": "students", "answered": 200, "counting": 197},
    {"audience": "residents", "answered": 300, "counting": 282},
]
HELD = {**PLAN, "groups": GROUPS}
REASON = {"reason": "mistaken"}


async def questionnaire(api: Client) -> str:
    """A questionnaire that was published, by its address."""
    reply = await api.post("/v1/questionnaires", NEW)
    assert reply.status == 201, reply
    return f"/v1/questionnaires/{reply.body['questionnaire_id']}"


async def entered(api: Client, path: str, body: dict[str, Any]) -> str:
    """A survey that was entered, by its address."""
    reply = await api.post(path, body)
    assert reply.status == 201, reply
    return f"/v1/surveys/{reply.body['survey_id']}"


async def step(api: Client, path: str, body: Any, **headers: str) -> int:
    """One step of a survey, which is taken; the version behind it."""
    reply = await api.post(path, body, **headers)
    assert reply.status == 201, reply
    version: int = reply.body["version"]
    return version


async def test_a_questionnaire_has_editions_that_stay(api: Client) -> None:
    """A new one takes the code along; the first is read as it was; each code is of one."""
    place = await questionnaire(api)
    problem(await api.post("/v1/questionnaires", NEW), 409, "questionnaire-code-taken")
    edition = {name: NEW[name] for name in ("title", "questions", "enough")} | {"enough": 1}
    problem(await api.post(f"{place}/editions", edition), 428, "if-match-required")
    assert await step(api, f"{place}/editions", edition, If_Match='"1"') == 2
    first = (await api.get(f"{place}?edition=1")).body
    latest = await api.get(place)
    assert {name: first[name] for name in NEW} == NEW
    assert (first["enough"], first["edition"], latest.body["enough"]) == (2, 1, 1)
    assert latest.headers["ETag"] == '"2"'
    problem(await api.get(f"{place}?edition=3"), 404, "not-found")
    problem(await api.get(f"/v1/questionnaires/{uuid4()}"), 404, "not-found")
    other = api.as_agency(id_of(AgencyKind.POLICE), "41")
    assert (await other.get(place)).body == latest.body
    refused = await other.post(f"{place}/editions", edition, If_Match='"2"')
    problem(refused, 403, "not-entitled")
    listed = (await other.get("/v1/questionnaires?surveyed=awareness&limit=1")).body
    assert [(each["code"], each["edition"]) for each in listed["questionnaires"]] == [
        (NEW["code"], 2)
    ]
    assert (await other.get("/v1/questionnaires?surveyed=satisfaction")).body["next"] is None


async def test_a_survey_goes_its_way(api: Client) -> None:
    """Prepared, opened, answered by sheets and by totals, closed; shown with its rates."""
    await questionnaire(api)
    place = await entered(api, "/v1/surveys", PLAN)
    problem(
        await api.post(f"{place}/answers", {"occurred_on": "2019-06-02", "groups": GROUPS}),
        409,
        "survey-not-open",
    )
    opening = {"occurred_on": "2019-06-01"}
    assert await step(api, f"{place}/open", opening, If_Match='"1"') == 2
    sheets = [
        {"audience": "students", "answers": {"hotline": ["a"], "synthetic": ["b", "a"]}},
        {"audience": "students", "answers": {"hotline": ["b"]}},
    ]
    both = {"occurred_on": "2019-06-02", "sheets": sheets, "groups": GROUPS}
    for wrong in (both, {"occurred_on": "2019-06-02"}):
        (error,) = problem(await api.post(f"{place}/answers", wrong), 422, "invalid-request")[
            "errors"
        ]
        assert error["reason"] == "one_of_two"
    await step(api, f"{place}/answers", {"occurred_on": "2019-06-02", "sheets": sheets})
    await step(api, f"{place}/answers", {"occurred_on": "2019-06-03", "groups": GROUPS})
    closing = {"occurred_on": "2019-06-29"}
    assert await step(api, f"{place}/close", closing, If_Match='"4"') == 5
    shown = (await api.get(place)).body
    assert (shown["state"], shown["own"], shown["version"]) == ("closed", True, 5)
    assert [(each["audience"], each["answered"]) for each in shown["groups"]] == [
        ("students", 202),
        ("residents", 300),
    ]
    assert shown["whole"]["rate"] == {"percent": 95.62, "low": 93.45, "high": 97.09}
    assert shown["whole"]["band"]["name_zh"] == "95%至不足98%"
    assert {"question": "hotline", "choice": "b", "number": 1} in shown["choices"]
    assert len(shown["batches"]) == 2


async def test_what_is_wrong_with_a_survey_is_named(api: Client) -> None:
    """The field and its fault: questionnaire, edition, group, region, sheet."""
    await questionnaire(api)
    for change, pointer, reason in (
        ({"questionnaire": "none"}, "/questionnaire", "unknown_questionnaire"),
        ({"edition": 7}, "/edition", "unknown_edition"),
        (
            {"planned": [{"audience": "martians", "number": 1}]},
            "/planned/0/audience",
            "not_a_choice",
        ),
        ({"planned": []}, "/planned", "too_few"),
        ({"title": "王某11010519491231002X"}, "/title", "holds_id_number"),
        ({"region": "330106001000"}, "/region", "region_out_of_scope"),
    ):
        reply = await api.post("/v1/surveys", {**PLAN, **change})
        (error,) = problem(reply, 422, "invalid-request")["errors"]
        assert (error["pointer"], error["reason"]) == (pointer, reason)
        assert error["detail_zh"]
    place = await entered(api, "/v1/surveys", PLAN)
    await step(api, f"{place}/open", {"occurred_on": "2019-06-01"}, If_Match='"1"')
    sheet = {"audience": "students", "answers": {"weather": ["a"]}}
    reply = await api.post(f"{place}/answers", {"occurred_on": "2019-06-02", "sheets": [sheet]})
    (error,) = problem(reply, 422, "invalid-request")["errors"]
    assert (error["pointer"], error["reason"]) == ("/sheets/0/answers/weather", "unknown_question")


async def test_a_held_survey_is_entered_and_made_void_whole(api: Client, dsn: str) -> None:
    """Four events by one call, and as many that take them back; the anti-drug office may too."""
    await questionnaire(api)
    place = await entered(api, "/v1/surveys/held", HELD)
    shown = (await api.get(place)).body
    assert (shown["state"], shown["version"], shown["whole"]["answered"]) == ("closed", 4, 500)
    other = api.as_agency(id_of(AgencyKind.POLICE), "41")
    problem(await other.post(f"{place}/void", REASON, If_Match='"4"'), 403, "not-entitled")
    office = api.as_agency(id_of(AgencyKind.ANTI_DRUG_OFFICE), "41")
    problem(await office.post(f"{place}/reopen", REASON, If_Match='"4"'), 403, "not-entitled")
    problem(await office.post(f"{place}/void", REASON, If_Match='"9"'), 412, "version-conflict")
    assert await step(office, f"{place}/void", REASON, key="k", If_Match='"4"') == 8
    assert await step(office, f"{place}/void", REASON, key="k", If_Match='"4"') == 8
    after = (await other.get(place)).body
    assert (after["state"], after["whole"]["answered"]) == ("void", None)
    page = await api.as_service().get("/v1/journal")
    lines = [json.loads(line) for line in page.body.splitlines()]
    of_survey = [each for each in lines if each["stream_id"].startswith("survey-")]
    voided = [each["data"]["entry"] for each in of_survey[4:]]
    assert voided == [each["data"] for each in of_survey[3::-1]]


async def test_a_closed_survey_is_corrected(api: Client) -> None:
    """Reopened, a batch taken back and recorded anew, closed again: nothing counts twice."""
    await questionnaire(api)
    place = await entered(api, "/v1/surveys/held", HELD)
    batch = (await api.get(place)).body["batches"][0]["entry_id"]
    problem(
        await api.post(f"{place}/answers/{batch}/void", REASON, If_Match='"4"'),
        *(409, "survey-is-closed"),
    )
    await step(api, f"{place}/reopen", REASON, If_Match='"4"')
    unknown = await api.post(f"{place}/answers/{uuid4()}/void", REASON, If_Match='"5"')
    problem(unknown, 409, "answers-unknown")
    await step(api, f"{place}/answers/{batch}/void", REASON, If_Match='"5"')
    right = [{"audience": "students", "answered": 220, "counting": 220}]
    await step(api, f"{place}/answers", {"occurred_on": "2019-06-29", "groups": right})
    await step(api, f"{place}/close", {"occurred_on": "2019-06-29"}, If_Match='"7"')
    shown = (await api.get(place)).body
    assert (shown["state"], shown["whole"]["answered"]) == ("closed", 220)
    assert shown["whole"]["rate"]["percent"] == 100.0


async def test_what_is_prepared_is_its_agencys_alone(api: Client) -> None:
    """404 to others, in each way to ask; opened, it is seen in its region."""
    await questionnaire(api)
    place = await entered(api, "/v1/surveys", PLAN)
    office = api.as_agency(id_of(AgencyKind.ANTI_DRUG_OFFICE), "41")
    for reply in (
        await office.get(place),
        await office.post(f"{place}/open", {"occurred_on": "2019-06-01"}, If_Match='"1"'),
        await office.post(f"{place}/void", REASON, If_Match='"1"'),
        await office.get(f"/v1/surveys/{uuid4()}"),
    ):
        problem(reply, 404, "not-found")
    assert (await office.get("/v1/surveys")).body["surveys"] == []
    assert (await api.get("/v1/surveys")).body["surveys"] == []
    (own,) = (await api.get("/v1/surveys?own=true")).body["surveys"]
    assert own["state"] == "prepared"
    await step(api, f"{place}/open", {"occurred_on": "2019-06-01"}, If_Match='"1"')
    (seen,) = (await office.get("/v1/surveys")).body["surveys"]
    assert (seen["own"], seen["state"]) == (False, "open")
    problem(
        await office.post(f"{place}/close", {"occurred_on": "2019-06-02"}, If_Match='"2"'),
        *(403, "not-entitled"),
    )
    stranger = api.as_agency("agency", "33")
    problem(await stranger.get(place), 404, "not-found")


async def test_a_small_sample_is_its_agencys_alone(api: Client) -> None:
    """Others see that there was a survey, and no rate of it."""
    await questionnaire(api)
    few = [{"audience": "students", "answered": 9, "counting": 8}]
    place = await entered(api, "/v1/surveys/held", {**HELD, "groups": few})
    assert (await api.get(place)).body["whole"]["rate"]["percent"] == 88.89
    office = api.as_agency(id_of(AgencyKind.ANTI_DRUG_OFFICE), "41")
    shown = (await office.get(place)).body
    assert shown["whole"] == {
        "planned": 500,
        "answered": None,
        "counting": None,
        "rate": None,
        "band": None,
    }
    assert (shown["choices"], shown["batches"], shown["smallest_sample"]) == (None, None, 30)


async def test_no_single_sheet_is_in_the_journal(api: Client, dsn: str) -> None:
    """What is kept of sheets are sums: in the order of the questionnaire, not of the sheets."""
    await questionnaire(api)
    place = await entered(api, "/v1/surveys", PLAN)
    await step(api, f"{place}/open", {"occurred_on": "2019-06-01"}, If_Match='"1"')
    sheets = [
        {"audience": "students", "answers": {"hotline": [choice]}} for choice in ("b", "a", "a")
    ]
    await step(api, f"{place}/answers", {"occurred_on": "2019-06-02", "sheets": sheets})
    connection = await asyncpg.connect(dsn)
    data = await connection.fetchval(
        "SELECT data::text FROM events WHERE type = 'outreach.AnswersRecorded.v1'"
    )
    await connection.close()
    (group,) = json.loads(data)["groups"]
    assert (group["answered"], group["counting"]) == (3, 0)
    assert [(each["choice"], each["number"]) for each in group["choices"]] == [("a", 2), ("b", 1)]


async def test_pages_have_each_survey_once(api: Client) -> None:
    """By the day they begin and by change, and filtered."""
    place = await questionnaire(api)
    for day in range(1, 6):
        await entered(api, "/v1/surveys/held", {**HELD, "since": f"2019-06-0{day}"})
    for sort in ("since", "-since", "changed", "-changed"):
        found, after = [], ""
        for _ in range(9):
            page = (await api.get(f"/v1/surveys?sort={sort}&limit=2{after}")).body
            found += [each["since"] for each in page["surveys"]]
            if page["next"] is None:
                break
            after = f"&after={page['next']}"
        assert found == sorted(found, reverse=sort.startswith("-"))
        assert len(found) == 5
    for asked, number in (
        ("surveyed=awareness", 5),
        ("surveyed=satisfaction", 0),
        ("state=closed", 5),
        ("state=open", 0),
        (f"questionnaire_id={place.rpartition('/')[2]}", 5),
        ("from=2019-06-02&to=2019-06-04", 2),
        ("from=2019-06-02&to=2019-06-04&sort=changed", 2),
        ("region=410102000000", 5),
        ("region=410103000000", 0),
        ("changed_since=2019-06-04T00:00:00Z", 5),
        ("own=true&sort=-changed", 5),
    ):
        assert len((await api.get(f"/v1/surveys?{asked}")).body["surveys"]) == number, asked
    bad = await api.get("/v1/surveys?after=x")
    problem(bad, 400, "bad-request")


async def test_one_key_has_one_effect(api: Client) -> None:
    """A survey that is sent twice is one survey."""
    await questionnaire(api)
    one = await api.post("/v1/surveys/held", HELD, key="once")
    two = await api.post("/v1/surveys/held", HELD, key="once")
    assert (one.body, two.headers["Idempotency-Replayed"]) == (two.body, "true")
    assert len((await api.get("/v1/surveys")).body["surveys"]) == 1
