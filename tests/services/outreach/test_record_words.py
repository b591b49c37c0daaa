"""Lists by what a record has: a form, a partner, a place, a name; and how they are read."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from services.outreach.listing import Filters, Question, Sort, query
from services.outreach.record_words import Field, asked_for, word
from services.outreach.register import What
from shared.migrations import steps
from tests.databases import MakeDatabase
from tests.plans import PLANNED, explained
from tests.services.cases.calls import problem
from tests.services.outreach.activity.test_api import ids
from tests.services.outreach.place.test_api import SHOP, USE, entered
from tests.services.outreach.test_api import ARTICLE, SESSION
from tests.services.outreach.test_listing import pages
from tests.services.service import SQL, Client

pytestmark = pytest.mark.postgres

MEETING = {
    "kind": "mobilisation_meeting",
    "meeting_level": "compound",
    "compound": "阳光 花园",
    "forms": [],
    "partners": [],
}


async def test_activities_are_found_by_what_they_have(api: Client) -> None:
    """By each alone and with others, by days and by change; void ones are there, marked."""
    shop = await entered(api, SHOP)
    made: dict[str, str] = {}
    activities: dict[str, dict[str, Any]] = {
        "lesson": {"forms": ["lecture", "boards"], "partners": ["police_station"]},
        "show": {"forms": ["performance", "boards"], "partners": ["youth_league"]},
        "hall": {
            "forms": ["lecture"],
            "partners": [],
            "place_id": shop,
            "materials": [{"code": "leaflet", "number": 9}, {"code": "board", "number": 2}],
        },
        "fraud": {"kind": "other_publicity", "subject": "fraud", "forms": [], "partners": []},
        "meeting": MEETING,
    }
    for name, more in activities.items():
        reply = await api.post("/v1/activities", SESSION | more)
        assert reply.status == 201, reply
        made[name] = reply.body["activity_id"]
    void = f"/v1/activities/{made['show']}/void"
    assert (await api.post(void, {"reason": "mistaken"}, If_Match='"1"')).status == 201
    for asked, names in {
        "form=lecture": {"lesson", "hall"},
        "form=boards": {"lesson", "show"},
        "form=boards&state=held": {"lesson"},
        "form=lecture&partner=police_station": {"lesson"},
        "form=lecture&region=410103000000": set(),
        "partner=youth_league": {"show"},
        "material=leaflet": {"hall"},
        "material=leaflet&form=boards": set(),
        "subject=fraud": {"fraud"},
        f"place_id={shop}": {"hall"},
        f"place_id={UUID(int=7)}": set(),
        "compound=阳光花园": {"meeting"},
        "compound=月光花园": set(),
    }.items():
        for sort in Sort:
            found = await ids(api, f"/v1/activities?{asked}&sort={sort}")
            assert len(found) == len({*found})
            assert {*found} == {made[name] for name in names}, (asked, sort)
    problem(await api.get("/v1/activities?form=moon"), 422, "invalid-request")


async def test_pages_of_a_word_are_the_whole(api: Client) -> None:
    """In the order of the days, each once, whatever else was recorded between them."""
    made = []
    for number in range(9):
        forms = ["lecture"] if number % 2 else ["boards"]
        body = SESSION | {"forms": forms, "occurred_on": f"2019-06-{20 - number}"}
        reply = await api.post("/v1/activities", body)
        made.append((number % 2, reply.body["activity_id"]))
    listed = await pages(api, "/v1/activities?form=lecture", "activities", 1)
    assert [each["activity_id"] for each in listed] == [each for odd, each in made if odd]


async def test_uses_are_found_by_their_place(api: Client) -> None:
    """And by no other's; with the kind too."""
    one, other = await entered(api, SHOP), await entered(api, SHOP, name="另一家")
    for place_id in (one, other, one):
        assert (await api.post("/v1/uses", USE | {"place_id": place_id})).status == 201
    found = (await api.get(f"/v1/uses?place_id={one}")).body["uses"]
    assert [each["place_id"] for each in found] == [one, one]
    assert (await api.get(f"/v1/uses?place_id={one}&kind=sunshine_station")).body["uses"] == []


async def test_articles_are_found_by_their_title(api: Client) -> None:
    """Blanks and width of letters aside; not with `same_as`, which is a list of its own."""
    first = await api.post("/v1/publications", ARTICLE | {"title": "6·26 禁毒日（上）"})
    await api.post("/v1/publications", ARTICLE | {"title": "别的"})
    for title in ("6·26 禁毒日（上）", "6·26禁毒日(上)"):
        found = (await api.get(f"/v1/publications?title={title}")).body["publications"]
        assert [each["publication_id"] for each in found] == [first.body["publication_id"]]
    asked = f"/v1/publications?title=x&same_as={first.body['publication_id']}"
    [error] = problem(await api.get(asked), 422, "invalid-request")["errors"]
    assert error["parameter"] == "title"


FILL = """
INSERT INTO outreach_records (record_id, what, region, occurred_on, kind, void, version, changed_at,
    words, activity_kind)
SELECT md5('record' || n)::uuid, 'activity',
    '4101' || lpad((n % 12)::text, 2, '0') || '001001', '2019-01-01'::date + n % 365, 'school',
    false, 1, '2020-01-01'::timestamptz + (n * 7919 % 100000) * interval '1 minute',
    CASE n % 400 WHEN 7 THEN ' form:rare  material:leaflet ' ELSE ' material:leaflet ' END,
    'session'
FROM generate_series(1, $1::integer) AS n
"""
WORDS = """
INSERT INTO outreach_words (word, region, occurred_on, record_id)
SELECT word, region, occurred_on, record_id
FROM outreach_records CROSS JOIN regexp_split_to_table(trim(words), ' +') AS word
"""
EVENTS = """
INSERT INTO events (stream_id, version, event_id, type, data, metadata)
SELECT 'activity-' || record_id, 1, record_id, 'outreach.SessionHeld.v1', '{}', '{}'
FROM outreach_records
"""


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
async def test_a_page_of_a_word_is_read_along_its_index(dsn: str, mode: str) -> None:
    """What one record in 400 has costs a page no more than what all have, nor four times as many.

    The whole of a rare word is there at once, and not found among all that was recorded.
    """
    read = []
    for number in (5_000, 20_000):
        connection = await asyncpg.connect(dsn, server_settings=PLANNED)
        try:
            await connection.execute("TRUNCATE outreach_records, outreach_words, events")
            await connection.execute(FILL, number)
            await connection.execute(WORDS)
            await connection.execute(EVENTS)
            await connection.execute("ANALYZE outreach_records, outreach_words, events")
            await connection.execute(f"SET plan_cache_mode = {mode}")
            for words in (("form:rare",), ("material:leaflet",), ("form:rare", "material:leaflet")):
                for sort in (Sort.OCCURRED, Sort.OCCURRED_LATEST):
                    question = Question(What.ACTIVITY, sort=sort, more=Filters(words=words))
                    for asked in (question, replace(question, region="410103000000")):
                        text, given, scanned = query(("41",), asked, None, 10)
                        plan = await explained(connection, text, given)
                        assert "outreach_words_pkey" in plan.indexes, (asked, plan)
                        assert "outreach_records_occurred" not in plan.indexes, (asked, plan)
                        assert not plan.whole, (asked, plan)
                        assert plan.rows <= 7 * scanned + 500, (asked, plan)
                        rows = await connection.fetch(text, *given)
                        read.append((number, len(rows)))
        finally:
            await connection.close()
    assert {size for number, size in read if number == 5_000} == {4, 11}


BEFORE = {
    "activity": {
        "region": "410102001003",
        "occurred_on": "2019-06-26",
        "place_kind": "school",
        "attendance": 9,
        "forms": ["lecture", "boards"],
        "partners": ["police_station"],
        "materials": [{"code": "leaflet", "number": 3}],
        "place_id": str(UUID(int=40)),
        "compound": "阳光 花园",
        "subject": "fraud",
    },
    "publication": {"title": "６·26 禁毒日"},
    "use": {"place_id": str(UUID(int=40))},
}
RECORDED = """
INSERT INTO outreach_records (record_id, what, state, region, occurred_on, kind, void, version)
VALUES ($1, $2, $3, '410102001003', '2019-06-26', 'school', false, 1)
"""
WRITTEN = """
INSERT INTO events (stream_id, version, event_id, type, data, metadata)
VALUES ($1, $2, gen_random_uuid(), $3, $4, '{}')
"""


async def test_what_was_recorded_before_is_found_too(make_database: MakeDatabase) -> None:
    """By the same words as what is recorded now; and why a plan of before was called off."""
    connection = await asyncpg.connect(await make_database())
    try:
        for step in steps(SQL):
            if step.name < "039":
                await connection.execute(step.sql)
        for at, (what, data) in enumerate(BEFORE.items(), 1):
            await connection.execute(RECORDED, UUID(int=at), what, "held")
            await connection.execute(
                WRITTEN, f"{what}-{UUID(int=at)}", 1, f"outreach.{what}", json.dumps(data)
            )
        await connection.execute(RECORDED, UUID(int=9), "draft", "called_off")
        stream, off = f"activity-{UUID(int=9)}", "outreach.ActivityCalledOff.v1"
        plan = json.dumps({"forms": ["lecture"]})
        await connection.execute(WRITTEN, stream, 1, "outreach.ActivityPlanned.v1", plan)
        await connection.execute(WRITTEN, stream, 2, off, json.dumps({"reason": "weather"}))
        (last,) = [step for step in steps(SQL) if step.name.startswith("039")]
        await connection.execute(last.sql)
        rows = await connection.fetch("SELECT record_id, word FROM outreach_words")
        kept = await connection.fetch("SELECT record_id, words, ending FROM outreach_records")
    finally:
        await connection.close()
    found: dict[int, set[str]] = {}
    for row in rows:
        found.setdefault(row["record_id"].int, set()).add(row["word"])
    place = UUID(int=40)
    assert found == {
        1: {
            *asked_for(partner="police_station", material="leaflet", subject="fraud", place=place),
            *(word(Field.FORM, each) for each in ("lecture", "boards")),
            word(Field.COMPOUND, "阳光花园"),
        },
        2: {word(Field.TITLE, "6·26禁毒日")},
        3: {word(Field.USED, place)},
    }
    said = {row["record_id"].int: (row["words"], row["ending"]) for row in kept}
    assert said[9] == (" form:lecture ", "weather")
    assert {*said[1][0].split()} == found[1]
    assert "  " in said[1][0]
    assert (said[1][0][0], said[1][0][-1], said[1][1]) == (" ", " ", None)
