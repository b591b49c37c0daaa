"""What an agency tries that has no right to it, and what a body tries: over HTTP."""

from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from services.outreach.campaign.examples import DRAFT
from services.outreach.questionnaire.examples import NEW
from services.outreach.survey.examples import PLAN
from shared.agencies import AgencyKind
from shared.clock import present_day
from shared.policies.dictionaries import WordList
from shared.policies.in_force import policies_in_force
from tests.agencies import id_of
from tests.services.cases.calls import problem
from tests.services.outreach.test_api import ARTICLE, SESSION
from tests.services.service import Client

pytestmark = pytest.mark.postgres

MISTAKEN = {"reason": "mistaken"}
FIRST = {"If_Match": '"1"'}
IMPORT = str(uuid4())


async def wrote(api: Client, path: str, body: Any, **headers: str) -> dict[str, Any]:
    """What a write that is taken was answered."""
    reply = await api.post(path, body, **headers)
    assert reply.status == 201, reply
    answer: dict[str, Any] = reply.body
    return answer


async def refused_at(api: Client, path: str, body: Any) -> list[tuple[str, str]]:
    """At which fields a body is refused, and why."""
    said = problem(await api.post(path, body), 422, "invalid-request")
    assert all(each["detail_zh"] for each in said["errors"])
    return [(each["pointer"], each["reason"]) for each in said["errors"]]


async def test_a_survey_is_no_question_about_one_sheet(api: Client) -> None:
    """Neither two looks at an open one, nor the import of who made it void, say an answer."""
    await wrote(api, "/v1/questionnaires", NEW)
    survey = (await wrote(api, "/v1/surveys", PLAN))["survey_id"]
    place, day = f"/v1/surveys/{survey}", {"occurred_on": "2019-06-02"}
    await wrote(api, f"{place}/open", day, **FIRST)
    many = [{"audience": "students", "answered": 200, "counting": 197}]
    office = api.as_agency(id_of(AgencyKind.ANTI_DRUG_OFFICE), "41")
    await wrote(api, f"{place}/answers", {**day, "groups": many})
    before = (await office.get(place)).body
    sheet = {"audience": "students", "answers": {"hotline": ["a"]}}
    await wrote(api, f"{place}/answers", {**day, "sheets": [sheet]})
    after = (await office.get(place)).body
    assert (before["groups"], before["whole"]) == (after["groups"], after["whole"])
    await wrote(office, f"{place}/void", MISTAKEN, If_Match='"4"', Import_Id=IMPORT)
    entries = (await office.get(f"/v1/imports/{IMPORT}")).body["entries"]
    assert [each["type"] for each in entries] == ["outreach.SurveyEntryVoided.v1"] * 4
    assert not {"groups", "answered", "choices"} & {
        name for each in entries for name in each["facts"]["entry"]
    }


async def test_drafts_are_nothing_to_others(api: Client) -> None:
    """Each way to a draft is answered to others as an id that nobody has."""
    survey = await wrote(api, "/v1/questionnaires", NEW) and await wrote(api, "/v1/surveys", PLAN)
    campaign = await wrote(api, "/v1/campaigns", DRAFT)
    plan = {name: SESSION[name] for name in ("region", "place_kind")}
    today = f"{present_day()}"
    planned = await wrote(api, "/v1/activities/plans", plan | {"planned_on": today})
    changed = {**DRAFT, "name": "六月宣传"}
    drafts: dict[str, tuple[str, dict[str, Any]]] = {
        f"/v1/surveys/{survey['survey_id']}": (
            "/v1/surveys",
            {"open": {"occurred_on": "2019-06-01"}, "close": {"occurred_on": "2019-06-01"}}
            | {"reopen": MISTAKEN, "void": MISTAKEN, f"answers/{uuid4()}/void": MISTAKEN}
            | {"answers": {"occurred_on": "2019-06-01", "groups": []}},
        ),
        f"/v1/campaigns/{campaign['campaign_id']}": (
            "/v1/campaigns",
            {"change": changed, "launch": {"launched_on": "2019-05-20"}, "void": MISTAKEN}
            | {"end": {"ended_on": "2019-07-01", "reason": "completed"}},
        ),
        f"/v1/activities/{planned['activity_id']}": (
            "/v1/activities",
            {"held": SESSION, "calling-off": {"reason": "weather"}, "void": MISTAKEN}
            | {"change": plan | {"planned_on": today, "change_reason": "weather"}},
        ),
    }
    for kind in (AgencyKind.ANTI_DRUG_OFFICE, AgencyKind.POLICE, AgencyKind.STREET_WORKSTATION):
        other = api.as_agency(id_of(kind), "41")
        for draft, (listed, steps) in drafts.items():
            nobodys = f"{listed}/{uuid4()}"
            assert (await other.get(draft)).status == (await other.get(nobodys)).status == 404
            for step, body in steps.items():
                for version in ('"1"', '"7"'):
                    for more in ({"Dry_Run": "true"}, {}):
                        given = {"If_Match": version, **more}
                        one = await other.post(f"{draft}/{step}", body, **given)
                        two = await other.post(f"{nobodys}/{step}", body, **given)
                        problem(one, 404, "not-found")
                        assert one.body == two.body
                        assert "ETag" not in one.headers
        for listed in ("activities", "activities/plans", "campaigns", "surveys"):
            (found,) = [
                value
                for value in (await other.get(f"/v1/{listed}")).body.values()
                if isinstance(value, list)
            ]
            assert found == []
        repeated = ARTICLE | {"same_as": planned["activity_id"]}
        assert await refused_at(other, "/v1/publications", repeated) == [
            ("/same_as", "unknown_publication")
        ]
        named = SESSION | {"campaign": DRAFT["code"]}
        assert await refused_at(other, "/v1/activities", named) == [
            ("/campaign", "unknown_campaign")
        ]


MANY_DRAFTS = """
INSERT INTO campaigns (campaign_id, agency, region, code, name, kind, since, until, aims, state,
    version)
SELECT md5('campaign' || n)::uuid, 'a', '410102000000', 'c' || n, 'c', 'campaign',
    '2019-06-01', '2019-07-01', '{}', 'drafted', 1
FROM generate_series(1, 1200) AS n;
INSERT INTO outreach_records (record_id, what, state, region, occurred_on, kind, activity_kind,
    recorder, void, version)
SELECT md5('plan' || n)::uuid, 'draft', 'planned', '410102001003', '2019-06-26', 'school',
    'session', 'a', false, 1
FROM generate_series(1, 1200) AS n;
"""


async def test_pages_step_over_no_drafts_of_others(api: Client, dsn: str) -> None:
    """However many there are: there is no short page with a next one, which would tell of them."""
    connection = await asyncpg.connect(dsn)
    await connection.execute(MANY_DRAFTS)
    await connection.close()
    other = api.as_agency(id_of(AgencyKind.POLICE), "41")
    for listed in ("campaigns", "campaigns?own=true", "activities/plans"):
        for more in ("", "sort=since", "sort=occurred", "sort=changed", "region=410102000000"):
            reply = await other.get(f"/v1/{listed}{'&' if '?' in listed else '?'}{more}")
            assert reply.status in (200, 400, 422)
            if reply.status == 200:
                assert reply.body["next"] is None, (listed, more)


async def test_a_code_of_elsewhere_is_not_told(api: Client) -> None:
    """Who records for a region that is not its own is told that, whatever is launched there."""
    launched = {**DRAFT, "launched_on": "2019-05-20"}
    await wrote(api, "/v1/campaigns", launched)
    stranger = api.as_agency("other", "33")
    for code in (DRAFT["code"], "none"):
        assert await refused_at(stranger, "/v1/activities", SESSION | {"campaign": code}) == [
            ("/region", "region_out_of_scope")
        ]


async def test_a_reader_writes_nothing(api: Client) -> None:
    """With outreach:read alone each way to write is closed."""
    reader = api.as_agency("agency", "41", actions=("outreach:read",))
    for path, body in (
        ("/v1/activities", SESSION),
        ("/v1/campaigns", DRAFT),
        ("/v1/surveys", PLAN),
        ("/v1/outreach/batch", {"commands": []}),
    ):
        assert (await reader.post(path, body)).status == 403


@pytest.mark.parametrize("code", ["11010519491231002x", "110105-19491231-002x", "13812345678"])
async def test_codes_name_nobody(api: Client, code: str) -> None:
    """Codes of campaigns and questionnaires stand on pages: no ID number, no mobile number."""
    ((pointer, reason),) = await refused_at(api, "/v1/campaigns", {**DRAFT, "code": code})
    assert (pointer, reason[:6]) == ("/code", "holds_")
    ((pointer, reason),) = await refused_at(api, "/v1/questionnaires", {**NEW, "code": code})
    assert (pointer, reason[:6]) == ("/code", "holds_")
    question = {**NEW["questions"][0], "code": code}
    asked = {**NEW, "questions": [question, *NEW["questions"][1:]]}
    ((pointer, _),) = await refused_at(api, "/v1/questionnaires", asked)
    assert pointer == "/questions/0/code"


@pytest.mark.parametrize("day", ["0001-01-01", "1949-09-30", "2101-01-01", "9999-12-31"])
async def test_days_that_no_calendar_needs_are_refused(api: Client, day: str) -> None:
    """Figures take the first and the last day that there is for no day at all."""
    await wrote(api, "/v1/questionnaires", NEW)
    held = {**PLAN, "groups": [{"audience": "students", "answered": 1, "counting": 1}]}
    for path, body, names in (
        ("/v1/campaigns", DRAFT, ("since", "until")),
        ("/v1/surveys", PLAN, ("since", "until")),
        ("/v1/surveys/held", held, ("since", "until")),
        ("/v1/activities/plans", {"region": SESSION["region"]}, ("planned_on",)),
    ):
        for name in names:
            assert (f"/{name}", "bad_date") in await refused_at(api, path, {**body, name: day})


async def test_numbers_stay_within_what_figures_hold(api: Client) -> None:
    """People times minutes too; and what is no number, negative, huge or too much is refused."""
    served = {"role": "volunteer", "number": 100_000, "minutes": 44_640}
    reply = await api.post("/v1/activities", SESSION | {"served": [served]})
    problem(reply, 409, "too-many-minutes")
    for more, pointer in (
        ({"attendance": -1}, "/attendance"),
        ({"attendance": 10**30}, "/attendance"),
        ({"attendance": 1.0}, "/attendance"),
        ({"attendance": True}, "/attendance"),
        ({"helpers": ["x"] * 100_000}, "/helpers"),
        ({"served": [served | {"minutes": -1}]}, "/served/0/minutes"),
        ({"materials": [{"code": "leaflet", "number": 0}]}, "/materials/0/number"),
    ):
        said = await api.post("/v1/activities", SESSION | more)
        assert said.status in (413, 422), said
        if said.status == 422:
            assert [each["pointer"] for each in said.body["errors"]] == [pointer]


async def test_coverage_of_what_is_all_void_has_an_end(api: Client) -> None:
    """Streets whose sessions are all void fill a page with nothing: the next one goes on."""
    kinds = len(policies_in_force().words(WordList.PLACE_KIND))
    for number in range(2 * kinds + 1):
        session = SESSION | {"region": f"410102{number + 100}000"}
        made = await api.post("/v1/activities", session)
        assert made.status == 201, made
        await wrote(api, f"/v1/activities/{made.body['activity_id']}/void", MISTAKEN, **FIRST)
    following = ""
    for _ in range(9):
        reply = await api.get(f"/v1/coverage?year=2019&limit=1{following}")
        assert reply.status == 200, reply
        assert reply.body["communities"] == []
        if reply.body["next"] is None:
            return
        following = f"&after={reply.body['next']}"
    raise AssertionError("the pages have no end")


async def test_a_repeated_call_is_answered_as_before(api: Client) -> None:
    """Also where the article that it repeats has been made void since."""
    first = (await wrote(api, "/v1/publications", ARTICLE))["publication_id"]
    again = ARTICLE | {"same_as": first}
    once = await api.post("/v1/publications", again, key="once")
    await wrote(api, f"/v1/publications/{first}/void", MISTAKEN, **FIRST)
    twice = await api.post("/v1/publications", again, key="once")
    assert (twice.status, twice.body) == (201, once.body)
