"""Lists of sessions and articles: what is on them, page by page, and how they are read."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from services.outreach.listing import Filters, Question, Sort, query
from services.outreach.register import State, What
from shared.migrations import steps
from tests.databases import MakeDatabase
from tests.plans import PLANNED, explained
from tests.services.cases.calls import problem
from tests.services.outreach.test_api import ARTICLE, KINDS, SESSION
from tests.services.service import SQL, Client

pytestmark = pytest.mark.postgres

REGIONS = ["410102001003", "410102002000", "410203001000", "330106001000"]
WHOLE = ("41", "33")
BY_KIND = {"activity": "place_kind", "publication": "channel"}
CHOICES = {"activity": ["school", "hotel"], "publication": ["website", "newspaper"]}


async def pages(api: Client, path: str, name: str, limit: int) -> list[dict[str, Any]]:
    """All pages of a list together."""
    found, cursor = [], ""
    for _ in range(500):
        separator = "&" if "?" in path else "?"
        reply = await api.get(f"{path}{separator}limit={limit}{cursor}")
        assert reply.status == 200, reply
        page = reply.body[name]
        assert len(page) <= limit
        found += page
        if reply.body["next"] is None:
            return found
        cursor = f"&after={reply.body['next']}"
    raise AssertionError("the pages have no end")


def queries(chance: random.Random, name: str) -> Iterator[tuple[Any, dict[str, str]]]:
    """Own regions, and what is asked for within them."""
    for _ in range(25):
        asked = {"sort": chance.choice(list(Sort)).value}
        for parameter, values in (
            ("region", ["410000000000", "410102000000", "410102001000"]),
            ("from", ["2019-03-05"]),
            ("to", ["2019-03-10"]),
            (BY_KIND[name], CHOICES[name]),
        ):
            if chance.random() < 0.3:
                asked[parameter] = chance.choice(values)
        yield chance.choice([("41",), WHOLE, ("410102001", "3301"), ("4102",)]), asked


@KINDS
async def test_the_pages_together_are_the_list(
    api: Client, path: str, body: dict[str, Any], name: str
) -> None:
    """Whatever is asked for, in any order: all that there is, in order, none twice, void or not."""
    chance = random.Random(name)
    wide = api.as_agency("agency", *WHOLE)
    kind = BY_KIND[name]
    records: dict[str, dict[str, Any]] = {}
    for number in range(40):
        more = {
            "region": chance.choice(REGIONS),
            "occurred_on": str(date(2019, 3, 1) + timedelta(days=chance.randrange(15))),
            kind: chance.choice(CHOICES[name]),
        }
        made = await wide.post(path, body | more)
        assert made.status == 201, made
        records[made.body[f"{name}_id"]] = body | more | {"order": number, "void": False}
    for number, record_id in enumerate(chance.sample(sorted(records), 8), 40):
        void = await wide.post(f"{path}/{record_id}/void", {"reason": "mistaken"}, If_Match='"1"')
        assert void.status == 201, void
        records[record_id] |= {"order": number, "void": True}
    found = 0
    for own, asked in queries(chance, name):
        listed = await pages(
            api.as_agency("agency", *own),
            f"{path}?" + "&".join(f"{key}={value}" for key, value in asked.items()),
            path.rpartition("/")[2],
            chance.choice([1, 7, 200]),
        )
        wanted = [
            record_id
            for record_id, its in records.items()
            if its["region"].startswith(own)
            and its["region"].startswith(asked.get("region", "").rstrip("0"))
            and asked.get("from", "") <= its["occurred_on"] < asked.get("to", "9")
            and its[kind] == asked.get(kind, its[kind])
        ]
        place = "order" if "changed" in asked["sort"] else "occurred_on"
        wanted.sort(
            key=lambda record_id: (records[record_id][place], record_id),
            reverse=asked["sort"].startswith("-"),
        )
        assert [each[f"{name}_id"] for each in listed] == wanted, (own, asked)
        for each in listed:
            its = records[each[f"{name}_id"]]
            assert {key: each[key] for key in body} == {key: its[key] for key in body}
            assert (each["void"], each["version"]) == (its["void"], 1 + its["void"])
        found += len(listed)
    assert found > 100


@KINDS
async def test_what_changed_since_is_listed(
    api: Client, path: str, body: dict[str, Any], name: str
) -> None:
    """Recorded or made void; a minute of what was before comes with it, and nothing older."""
    plural = path.rpartition("/")[2]
    made = await api.post(path, body)
    read_at = (await api.get(path)).body["read_at"]
    for sort in Sort:
        found = await api.get(f"{path}?sort={sort}&changed_since={read_at}")
        assert [each["version"] for each in found.body[plural]] == [1]
        later = datetime.fromisoformat(read_at) + timedelta(minutes=2)
        since = later.isoformat()[:19] + "Z"
        none = await api.get(f"{path}?sort={sort}&changed_since={since}")
        assert none.body[plural] == []
    record_id = made.body[f"{name}_id"]
    await api.post(f"{path}/{record_id}/void", {"reason": "mistaken"}, If_Match='"1"')
    found = await api.get(f"{path}?sort=changed&changed_since={read_at}")
    assert [(each["version"], each["void"]) for each in found.body[plural]] == [(2, True)]


@KINDS
async def test_a_cursor_is_good_for_its_own_question(
    api: Client, path: str, body: dict[str, Any], name: str
) -> None:
    """And for the agency that it was answered to."""
    for _ in range(2):
        await api.post(path, body)
    cursor = (await api.get(f"{path}?limit=1")).body["next"]
    assert (await api.get(f"{path}?limit=5&after={cursor}")).status == 200
    other = api.as_agency("other", "41")
    for caller, asked in ((other, ""), (api, "&sort=changed"), (api, "&from=2019-01-01")):
        problem(await caller.get(f"{path}?after={cursor}{asked}"), 400, "bad-request")
    twin = {"/v1/activities": "/v1/publications", "/v1/publications": "/v1/activities"}[path]
    problem(await api.get(f"{twin}?after={cursor}"), 400, "bad-request")


def session(activity_id: str) -> str:
    """A session as it stands in a journal."""
    return json.dumps({"activity_id": activity_id} | SESSION)


def article(publication_id: str) -> str:
    """An article as it stands in a journal."""
    return json.dumps({"publication_id": publication_id} | ARTICLE)


async def test_what_was_recorded_before_there_were_lists_is_on_them(
    make_database: MakeDatabase,
) -> None:
    """An older journal: its sessions and articles are entered, void ones as void."""
    dsn = await make_database()
    before = [step for step in steps(SQL) if step.name < "009"]
    connection = await asyncpg.connect(dsn)
    try:
        for step in before:
            await connection.execute(step.sql)
        one, two, three = (str(UUID(int=number)) for number in (1, 2, 3))
        for stream, version, kind, data in [
            (f"activity-{one}", 1, "outreach.SessionHeld.v1", session(one)),
            (f"activity-{two}", 1, "outreach.SessionHeld.v1", session(two)),
            (f"activity-{two}", 2, "outreach.EntryVoided.v1", "{}"),
            (f"publication-{three}", 1, "outreach.ArticlePublished.v1", article(three)),
        ]:
            await connection.execute(
                "INSERT INTO events (stream_id, version, event_id, type, data, metadata,"
                " recorded_at) VALUES ($1, $2, gen_random_uuid(), $3, $4, '{}', '2019-07-01')",
                *(stream, version, kind, data),
            )
        (last,) = [step for step in steps(SQL) if step.name.startswith("009")]
        await connection.execute(last.sql)
        rows = await connection.fetch(
            "SELECT record_id::text, what, region, county, occurred_on, kind, void, version,"
            " changed_at FROM outreach_records ORDER BY record_id"
        )
    finally:
        await connection.close()
    place, at = ("410102001003", "410102"), datetime(2019, 7, 1, tzinfo=UTC)
    assert [tuple(row) for row in rows] == [
        (one, "activity", *place, date(2019, 6, 26), "school", False, 1, at),
        (two, "activity", *place, date(2019, 6, 26), "school", True, 2, at),
        (three, "publication", *place, date(2019, 6, 27), "website", False, 1, at),
    ]


FILL = """
INSERT INTO outreach_records (record_id, what, region, occurred_on, kind, void, version, changed_at,
    recorder)
SELECT md5('record' || n)::uuid,
    CASE n % 5 WHEN 0 THEN 'draft' WHEN 1 THEN 'publication' ELSE 'activity' END,
    '4101' || lpad((n % 12)::text, 2, '0') || '001001', '2019-01-01'::date + n % 365, 'school',
    false, 1, '2020-01-01'::timestamptz + (n * 7919 % 100000) * interval '1 minute',
    CASE n % 10 WHEN 0 THEN 'agency' ELSE 'other' END
FROM generate_series(1, 20000) AS n;
"""


@pytest.mark.parametrize("counted", [True, False], ids=["counted", "not counted"])
@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
async def test_lists_are_read_along_an_index(dsn: str, mode: str, counted: bool) -> None:
    """However many records there are: a page reads about as many as it may have candidates."""
    connection = await asyncpg.connect(dsn, server_settings=PLANNED)
    try:
        await connection.execute(FILL)
        if counted:
            await connection.execute("ANALYZE outreach_records")
        await connection.execute(f"SET plan_cache_mode = {mode}")
        place = str(UUID(int=0))
        for what in What:
            for sort in Sort:
                of = "agency" if what is What.DRAFT else None  # nobody else's are read
                question = Question(what, sort=sort, drafts_of=of)
                at = "2020-01-05T00:00:00+00:00" if question.by_change else "2019-03-14"
                index = "changed" if question.by_change else "occurred"
                if of:
                    index = "drafts_changed" if question.by_change else "drafts"
                filters = Filters(State.HELD, "session", "students", "qixi", "clean-up")
                for asked in (
                    question,
                    replace(question, kind="hotel"),
                    replace(question, more=filters),
                    replace(question, drafts_of="agency", more=Filters(State.PLANNED)),
                ):
                    text, given, scanned = query(("41",), asked, (at, place), 50)
                    plan = await explained(connection, text, given)
                    assert f"outreach_records_{index}" in plan.indexes, (asked, plan)
                    assert not plan.whole, (asked, plan)
                    assert plan.rows <= 7 * scanned + 500, (asked, plan)
    finally:
        await connection.close()


MANY_COUNTIES = """
INSERT INTO outreach_records (record_id, what, region, occurred_on, kind, void, version, changed_at)
SELECT md5('record' || n)::uuid, 'activity', '41' || lpad((n % 150)::text, 4, '0') || '001001',
    '2019-01-01'::date + (n * n * 7919 % (300 + 20 * (n % 150)))::integer, 'school', false, 1,
    '2020-01-01'::timestamptz + (n * n * 104729 % 50000) * interval '1 minute'
FROM generate_series(1, 6000::bigint) AS n
"""
EVENTS = """
INSERT INTO events (stream_id, version, event_id, type, data, metadata)
SELECT 'activity-' || record_id, 1, record_id, 'outreach.SessionHeld.v1', '{}', '{}'
FROM outreach_records
"""
WHOLE_LIST = "SELECT {at}, record_id FROM outreach_records ORDER BY {at} {way}, record_id {way}"


async def test_a_page_of_many_counties_looks_into_few(dsn: str) -> None:
    """What its first rows show to be nowhere on the page is not read; and each page is right."""
    connection = await asyncpg.connect(dsn, server_settings=PLANNED)
    try:
        await connection.execute(MANY_COUNTIES)
        await connection.execute(EVENTS)
        await connection.execute("ANALYZE outreach_records, events")
        for sort in Sort:
            question = Question(What.ACTIVITY, sort=sort)
            at = "changed_at" if question.by_change else "occurred_on"
            way = "DESC" if question.descending else "ASC"
            expected = [
                tuple(row) for row in await connection.fetch(WHOLE_LIST.format(at=at, way=way))
            ]
            for limit in (1, 20, 50):
                text, given, scanned = query(("41",), question, None, limit)
                plan = await explained(connection, text, given)
                # One of each county, a few of those that are looked into, and twice what is shown.
                assert plan.rows <= 200 + 6 * scanned, (sort, limit, plan)
                for begin in (0, 1, 77, 2999, 5990):
                    last = expected[begin - 1] if begin else None
                    place = last and (last[0].isoformat(), str(last[1]))
                    text, given, _ = query(("41",), question, place, limit)
                    page = await connection.fetch(text, *given)
                    assert [(row["at"], row["id"]) for row in page] == (
                        expected[begin : begin + limit + 1]
                    ), (sort, limit, begin)
    finally:
        await connection.close()
