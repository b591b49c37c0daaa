"""Lists of cases: what is on them, page by page, and how they are read."""

import random
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from uuid import UUID

import asyncpg
import pytest

from services.cases import listing
from services.cases.access_table import Relation
from services.cases.carrying import absence_rules, carrying_rules
from services.cases.case.state import Phase
from services.cases.listing import Listed, Question, query, read_page
from services.cases.orphaned import Orphaned
from shared.agencies import AgencyKind
from shared.clock import present_day
from shared.database import Pool, connect_pool
from shared.identity.claims import Caller
from shared.lists.paging import MOMENTS
from shared.policies.reading import built_in
from tests.plans import PLANNED, explained
from tests.services.cases.case.registered import expected, put, questions, some

pytestmark = pytest.mark.postgres


@pytest.fixture
async def pool(dsn: str) -> AsyncIterator[Pool]:
    """Connections to a database with an empty register."""
    pool = await connect_pool(dsn, application_name="tests", TimeZone="UTC")
    yield pool
    await pool.close()


async def walk(
    pool: Pool, caller: Caller, question: Question, limit: int
) -> AsyncIterator[list[Listed]]:
    """The pages of a list, one after the other, by the cursors' places."""
    place: tuple[str, str] | None = None
    for _ in range(1000):
        after = MOMENTS.place(place) if place else None
        page, place = await read_page(pool, caller, question, after, limit, present_day())
        yield page
        if place is None:
            return
    raise AssertionError("the pages have no end")


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("scanned", [11, 1000])
async def test_the_pages_together_are_the_list(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, seed: int, scanned: int
) -> None:
    """Whoever asks for what, in which order: all that there is, in order, none twice.

    Also where a page may look at few cases only, so that many are short.
    """
    monkeypatch.setattr(listing, "SCANNED", scanned)
    chance = random.Random(seed)
    cases = some(chance, 300)
    async with pool.acquire() as connection:
        await put(connection, cases)
        await connection.execute("ANALYZE case_register, relations")
    found = 0
    for caller, question, limit in questions(chance, 120, scanned - 1):
        pages = [page async for page in walk(pool, caller, question, limit)]
        assert all(len(page) <= limit for page in pages)
        ids = [each.access.case_id for page in pages for each in page]
        assert ids == expected(caller, question, cases), (caller, question, limit)
        found += len(ids)
    assert found > 1000


async def test_a_list_by_opening_is_whole_while_others_write(pool: Pool) -> None:
    """Every case that was there at the beginning, once and in order, whatever is appended."""
    chance = random.Random(1)
    cases = some(chance, 200)
    more = (case for _ in count() for case in some(chance, 1))
    police = Caller("agency", ("41", "33", "44"), frozenset(), kind=AgencyKind.POLICE)
    async with pool.acquire() as connection:
        await put(connection, cases)
    for descending in (False, True):
        question = Question(descending=descending)
        there = expected(police, question, cases)
        met: list[UUID] = []
        async for page in walk(pool, police, question, 7):
            met += [each.access.case_id for each in page]
            async with pool.acquire() as connection:
                fresh = [next(more) for _ in range(3)]
                await put(connection, fresh)
                cases += fresh
                await connection.execute(
                    "UPDATE case_register SET changed_at = clock_timestamp(), version = version + 1"
                    " WHERE case_id = ANY ($1)",
                    chance.sample(there, 20),
                )
        assert len(met) == len(set(met))
        assert [each for each in met if each in set(there)] == there
        assert met == [each for each in expected(police, question, cases) if each in set(met)]


async def test_a_list_by_change_meets_every_change_while_others_write(pool: Pool) -> None:
    """Going up, the last version of each case is met, and no version twice."""
    chance = random.Random(2)
    cases = [replace(case, asked=()) for case in some(chance, 150)]
    cases = [replace(c, phase=Phase.AT_LARGE) for c in cases]
    provider = Caller("agency", ("41", "33", "44"), frozenset(), kind=AgencyKind.POLICE)
    async with pool.acquire() as connection:
        await put(connection, cases)
    met: list[tuple[UUID, int]] = []
    rounds = 0
    async for page in walk(pool, provider, Question(by_change=True, descending=False), 7):
        met += [(each.access.case_id, each.access.version) for each in page]
        rounds += 1
        if rounds < 20:
            async with pool.acquire() as connection:
                await connection.execute(
                    "UPDATE case_register SET changed_at = clock_timestamp(), version = version + 1"
                    " WHERE case_id = ANY ($1)",
                    [case.case_id for case in chance.sample(cases, 5)],
                )
    assert len(met) == len(set(met))
    async with pool.acquire() as connection:
        rows = await connection.fetch("SELECT case_id, version FROM case_register")
    assert {tuple(row) for row in rows} <= set(met)


FILL = """
INSERT INTO case_register (case_id, agency, region, kind, phase, workstation_id, registration_id,
    version, opened_at, changed_at, crisis)
SELECT md5('case' || n)::uuid, 'agency', '4101' || lpad((n % 12)::text, 2, '0') || '001001',
    'at_large', CASE WHEN n % 1000 = 0 THEN 'requested' ELSE 'at_large' END, NULL,
    md5('case' || n)::uuid, 1, '2020-01-01'::timestamptz + n * interval '1 minute',
    '2020-01-01'::timestamptz + (n * 7919 % 100000) * interval '1 minute',
    n % 500 = 1
FROM generate_series(1, 20000) AS n;
INSERT INTO relations (case_id, agency, relation, subject, begun, begun_at)
SELECT case_id, agency, 'responsible', case_id, 1, opened_at FROM case_register;
INSERT INTO relations (case_id, agency, relation, subject, begun, begun_at)
SELECT case_id, 'other', 'asked_for_test', case_id, 2, opened_at FROM case_register;
INSERT INTO team_members (joining_id, case_id, role, agency, worker_id, joined_on)
SELECT md5('joining' || n)::uuid, md5('case' || n)::uuid, 'social_worker', 'agency',
    md5('worker' || n % 500)::uuid, '2019-01-01'
FROM generate_series(1, 20000) AS n;
INSERT INTO workers (worker_id, agency, region, employment, joined_on, name_item, version)
SELECT md5('worker' || n)::uuid, 'agency', '410101001000', 'social_worker', '2019-01-01',
    md5('worker' || n)::uuid, 1
FROM generate_series(0, 499) AS n;
INSERT INTO worker_absences (absence_id, worker_id, agency, since, until)
SELECT md5('absence' || n)::uuid, md5('worker' || n % 500)::uuid, 'agency',
    '2019-01-01'::date + n, '2019-02-01'::date + n
FROM generate_series(0, 4999) AS n;
"""
_DAY = date(2020, 2, 1)
NOBODY = Question(
    orphaned=Orphaned(carrying_rules(built_in(), _DAY), _DAY, absence_rules(built_in(), _DAY))
)
POLICE, STREET = AgencyKind.POLICE, AgencyKind.STREET_WORKSTATION
PLANS: list[tuple[AgencyKind, str, Question, str]] = [
    (POLICE, "other", Question(), "case_register_county_opened"),
    (POLICE, "other", Question(by_change=True), "case_register_county_changed"),
    (POLICE, "other", Question(phase=Phase.REQUESTED), "case_register_requested"),
    (POLICE, "other", Question(phase=Phase.AGREED), "case_register_county_opened"),
    (POLICE, "other", Question(level="high"), "case_register_county_opened"),
    (POLICE, "agency", Question(relation=Relation.RESPONSIBLE), "case_register_agency_opened"),
    (STREET, "agency", Question(), "case_register_agency_opened"),
    (STREET, "agency", Question(by_change=True), "case_register_agency_changed"),
    (STREET, "agency", Question(phase=Phase.AGREED), "case_register_agency_opened"),
    (POLICE, "other", Question(crisis_open=True), "case_register_crisis_county_opened"),
    (
        POLICE,
        "other",
        Question(crisis_open=True, by_change=True),
        "case_register_crisis_county_changed",
    ),
    (STREET, "agency", Question(crisis_open=True), "case_register_crisis_agency_opened"),
    (
        STREET,
        "agency",
        Question(crisis_open=True, by_change=True),
        "case_register_crisis_agency_changed",
    ),
    (STREET, "agency", Question(level="high"), "case_register_agency_opened"),
    (STREET, "agency", NOBODY, "case_register_agency_opened"),
    (STREET, "agency", NOBODY, "team_members_case"),
    (POLICE, "other", NOBODY, "case_register_county_opened"),
    (STREET, "other", Question(relation=Relation.ASKED_FOR_TEST), "relations_parts"),
    (AgencyKind.LABORATORY, "other", Question(by_change=True), "relations_parts"),
]


@pytest.mark.parametrize("counted", [True, False], ids=["counted", "not counted"])
@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
async def test_lists_are_read_along_an_index(dsn: str, mode: str, counted: bool) -> None:
    """However many cases there are: a page reads about as many rows as it may have candidates.

    Whether the plan is made for the arguments or once for all, and also before PostgreSQL has
    counted what is there.
    """
    connection = await asyncpg.connect(dsn, server_settings=PLANNED)
    try:
        await connection.execute(FILL)
        if counted:
            await connection.execute(
                "ANALYZE case_register, relations, team_members, workers, worker_absences"
            )
        await connection.execute(f"SET plan_cache_mode = {mode}")
        for kind, agency, question, index in PLANS:
            for descending in (False, True):
                caller = Caller(agency, ("41",), frozenset(), kind=kind)
                place = (datetime(2020, 1, 5, tzinfo=UTC), UUID(int=0))
                asked = replace(question, descending=descending)
                text, given, scanned = query(caller, asked, place, 50)
                plan = await explained(connection, text, given)
                assert index in plan.indexes, (asked, plan)
                assert not plan.whole, (asked, plan)
                assert plan.rows <= 7 * scanned + 500, (asked, plan)
    finally:
        await connection.close()
