"""The worklist: what is on it for whom, page by page, and how it is read."""

import random
from dataclasses import replace
from datetime import date, timedelta
from hashlib import md5
from uuid import UUID

import asyncpg
import pytest

from services.cases.access_table import Relation
from services.cases.duties.api.calendar import AWAITED
from services.cases.duties.names import DutyState
from services.cases.worklist import counting, listing
from services.cases.worklist.counting import OF_AGENCY, OF_REGIONS, Counts, count
from services.cases.worklist.listing import Due, Question, query, read_page
from shared.agencies import AgencyKind
from shared.database import Pool
from shared.events.cases.duties import Duty
from shared.identity.claims import Caller
from shared.lists.paging import DAYS
from tests.plans import PLANNED, explained
from tests.services.cases.worklist.rows import TODAY, expected, put_rows, questions, some_rows

pytestmark = pytest.mark.postgres


async def walk(pool: Pool, caller: Caller, question: Question, limit: int) -> list[Due]:
    """All pages of a list."""
    place: tuple[str, str] | None = None
    found: list[Due] = []
    for _ in range(1000):
        after = DAYS.place(place) if place else None
        page, place = await read_page(pool, caller, question, after, limit, TODAY)
        assert len(page) <= limit
        found += page
        if place is None:
            return found
    raise AssertionError("the pages have no end")


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("scanned", "few"), [(201, 1), (1000, 4)])
async def test_the_pages_together_are_the_list(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, seed: int, scanned: int, few: int
) -> None:
    """Whoever asks for what: all that there is, in order, none twice; of the live one alone.

    Also where a page may look at few rows only, so that many are short; and a case that has just
    been passed on is no longer there for who had it, though the worklist has it still.
    """
    monkeypatch.setattr(listing, "SCANNED", scanned)
    monkeypatch.setattr(listing, "FEW", few)
    chance = random.Random(seed)
    rows = some_rows(chance, 250)
    async with pool.acquire() as connection:
        await put_rows(connection, rows)
        await connection.execute("ANALYZE worklist, case_register, relations")
    total = 0
    for caller, question, limit in questions(chance, 120, rows):
        found = await walk(pool, caller, question, limit)
        keys = [(each.access.case_id, each.duty, each.subject) for each in found]
        wanted = expected(caller, question, rows)
        assert len(keys) == len(set(keys))
        assert set(keys) == set(wanted), (caller, question, limit)
        places = [(each.duty is not Duty.CRISIS_FOLLOW_UP, each.until) for each in found]
        assert places == sorted(places)
        for each in found:
            assert each.access.client_id is None or each.access.agency == caller.agency
        total += len(keys)
    assert total > 500


@pytest.mark.parametrize("seed", range(2))
async def test_the_counts_are_those_of_the_lists(pool: Pool, seed: int) -> None:
    """Whoever asks: as many in each state as the list of that state has."""
    chance = random.Random(seed)
    rows = some_rows(chance, 250)
    async with pool.acquire() as connection:
        await put_rows(connection, rows)
    total = 0
    for caller, asked, _ in questions(chance, 60, rows):
        question = Question(
            region=asked.region, workstation_id=asked.workstation_id, relation=asked.relation
        )
        given = question.region, question.workstation_id, question.relation
        counts = await count(pool, caller, *given, TODAY)
        assert counts == Counts(
            len(expected(caller, replace(question, crisis=True), rows)),
            *(
                len(expected(caller, replace(question, state=state), rows))
                for state in (DutyState.OVERDUE, DutyState.DUE_SOON, DutyState.DUE)
            ),
        )
        total += counts.overdue
    assert total > 50


async def test_states_follow_from_the_day(pool: Pool) -> None:
    """The same rows are due, due soon and overdue on other days, and nothing was written."""
    chance = random.Random(4)
    row = next(
        each for each in some_rows(chance, 50)
        if each.agency == each.case.agency and each.duty is Duty.CONTACT
        and each.since < each.soon_from
    )  # fmt: skip
    caller = Caller(row.agency, (row.case.region,), frozenset(), kind=AgencyKind.POLICE)
    async with pool.acquire() as connection:
        await put_rows(connection, [row])
    for day, state in (
        (row.since - timedelta(days=1), None),
        (row.since, DutyState.DUE),
        (row.soon_from, DutyState.DUE_SOON),
        (row.until - timedelta(days=1), DutyState.DUE_SOON),
        (row.until, DutyState.OVERDUE),
    ):
        [*found], _ = await read_page(pool, caller, Question(), None, 10, day)
        assert [each.state(day) for each in found] == ([state] if state else [])
        for asked in (DutyState.DUE, DutyState.DUE_SOON, DutyState.OVERDUE):
            [*found], _ = await read_page(pool, caller, Question(state=asked), None, 10, day)
            assert bool(found) is (asked is state)


async def test_others_rows_make_no_page_short(pool: Pool) -> None:
    """A workstation, or a case, of another agency is answered as one that nobody has.

    No page that is empty has a next one, which would tell how much is due there.
    """
    chance = random.Random(5)
    rows = some_rows(chance, 1500)
    async with pool.acquire() as connection:
        await put_rows(connection, rows)
    caller = Caller("nobody", ("41",), frozenset(), kind=AgencyKind.SOCIAL_WORK_PROVIDER)
    for question in (
        Question(workstation_id=rows[0].case.workstation_id or UUID(int=7)),
        Question(case_id=rows[0].case.case_id),
        Question(),
        Question(workstation_id=UUID(int=99)),
    ):
        assert await read_page(pool, caller, question, None, 1, TODAY) == ([], None)


FILL = """
INSERT INTO duty_generations (state, policies, software) VALUES ('live', '', '');
INSERT INTO case_register (case_id, agency, region, kind, phase, workstation_id, registration_id,
    version)
SELECT md5('case' || n)::uuid, 'agency', '4101' || lpad((n % 12)::text, 2, '0') || '001001',
    'community_detoxification', 'agreed', md5('station' || n % 400)::uuid,
    md5('case' || n)::uuid, 1
FROM generate_series(1, 20000) AS n;
INSERT INTO relations (case_id, agency, relation, subject, begun)
SELECT case_id, agency, 'responsible', case_id, 1 FROM case_register;
INSERT INTO worklist (generation, case_id, duty, since, until, soon_from, rule, region, agency,
    workstation_id)
SELECT (SELECT generation FROM duty_generations), case_id, duty, day - 30, day, day - 7, 'rule',
    region, agency, workstation_id
FROM case_register CROSS JOIN LATERAL (
    SELECT duty, '2019-06-01'::date + (hashtext(case_id::text || duty) & 63) AS day
    FROM unnest(ARRAY['contact', 'test', 'crisis_follow_up']) AS duty
    WHERE duty <> 'crisis_follow_up' OR hashtext(case_id::text) % 100 = 0
) AS awaited;
INSERT INTO team_members (joining_id, case_id, role, agency, worker_id, joined_on)
SELECT md5('joining' || n)::uuid, md5('case' || n)::uuid, 'social_worker', 'agency',
    md5('worker' || n % 500)::uuid, '2019-01-01'
FROM generate_series(1, 20000) AS n;
"""
THEIRS = Question(workers=(UUID(md5(b"worker7", usedforsecurity=False).hexdigest()),))
POLICE, STREET = AgencyKind.POLICE, AgencyKind.STREET_WORKSTATION
STATION = Question(workstation_id=UUID("28a7b4d4-8ed7-8dc6-5c5d-7a9ad5aa3ff6"))
PLANS: list[tuple[AgencyKind, str, Question, str]] = [
    (POLICE, "other", Question(), "worklist_county"),
    (POLICE, "other", Question(state=DutyState.OVERDUE), "worklist_county"),
    (POLICE, "other", Question(state=DutyState.DUE), "worklist_county"),
    (POLICE, "other", Question(crisis=True), "worklist_county"),
    (POLICE, "other", Question(duty=Duty.TEST), "worklist_county"),
    (POLICE, "other", STATION, "worklist_workstation"),
    (POLICE, "agency", Question(relation=Relation.RESPONSIBLE), "worklist_agency"),
    (STREET, "agency", Question(), "worklist_agency"),
    (STREET, "agency", Question(state=DutyState.DUE_SOON), "worklist_agency"),
    (STREET, "agency", Question(crisis=True), "worklist_agency"),
    (STREET, "agency", STATION, "worklist_workstation"),
    (STREET, "agency", Question(case_id=UUID(int=1)), "worklist_case"),
    (STREET, "agency", THEIRS, "worklist_case"),
    (STREET, "agency", THEIRS, "team_members_worker"),
    (AgencyKind.COMMUNITY, "other", THEIRS, "team_members_worker"),
    (POLICE, "other", THEIRS, "team_members_worker"),
]


@pytest.mark.parametrize("counted", [True, False], ids=["counted", "not counted"])
@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
async def test_it_is_read_along_an_index(dsn: str, mode: str, counted: bool) -> None:
    """However much is due: a page reads about as many rows as it may have candidates.

    Whether the plan is made for the arguments or once for all, and also before PostgreSQL has
    counted what is there.
    """
    connection = await asyncpg.connect(dsn, server_settings=PLANNED)
    try:
        await connection.execute(FILL)
        if counted:
            await connection.execute(
                "ANALYZE worklist, case_register, relations, duty_generations, team_members"
            )
        await connection.execute(f"SET plan_cache_mode = {mode}")
        for kind, agency, question, index in PLANS:
            caller = Caller(agency, ("41",), frozenset(), kind=kind)
            asked = query(caller, question, (date(1020, 1, 1), UUID(int=0)), 50, TODAY)
            assert asked is not None
            text, given, scanned = asked
            plan = await explained(connection, text, given)
            assert index in plan.indexes, (question, plan)
            assert plan.whole <= {"duty_generations"}, (question, plan)
            assert plan.rows <= 9 * scanned + 500, (question, plan)
    finally:
        await connection.close()


async def filled(dsn: str, mode: str) -> asyncpg.Connection:
    """A connection to a worklist of 20,000 cases in 12 counties; an agency has a tenth of them."""
    connection = await asyncpg.connect(dsn, server_settings=PLANNED)
    await connection.execute(FILL)
    await connection.execute(FEW_OF_ANOTHER)
    await connection.execute(
        "ANALYZE worklist, case_register, relations, duty_generations, team_members"
    )
    await connection.execute(f"SET plan_cache_mode = {mode}")
    return connection


FEW_OF_ANOTHER = """
UPDATE case_register SET agency = 'small' WHERE hashtext(case_id::text) % 10 = 0;
UPDATE worklist SET agency = 'small' WHERE hashtext(case_id::text) % 10 = 0;
"""
DUTIES = [each.value for each in Duty]
MODES = pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])


@MODES
async def test_what_is_counted_is_read_along_an_index(dsn: str, mode: str) -> None:
    """The rows of the counties, or of the agency, and no others; of more than the most, no more."""
    connection = await filled(dsn, mode)
    try:
        for text, where, index in (
            (OF_REGIONS, "county = '410105'", "worklist_county"),
            (OF_AGENCY, "agency = 'small'", "worklist_agency"),
        ):
            own = await connection.fetchval(f"SELECT count(*) FROM worklist WHERE {where}")
            given = [["410105"], TODAY, DUTIES, None, "small"]
            plan = await explained(connection, text, [*given, 200_001, None])
            assert index in plan.indexes, plan
            assert plan.whole <= {"duty_generations"} | (
                {"case_register"} if text == OF_AGENCY else set()
            ), plan
            register = 20_000 if "case_register" in plan.whole else own
            assert plan.rows <= own + register + 10, plan
            plan = await explained(connection, text, [*given, 100, None])
            assert plan.rows <= 2 * 100 + 10, (text, plan)
    finally:
        await connection.close()


async def test_too_much_is_not_counted(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many rows as may be read are counted, one more is too many; by region and by agency."""
    rows = [each for each in some_rows(random.Random(6), 80) if each.agency == each.case.agency]
    agency = rows[0].agency
    own = sum(each.agency == agency for each in rows)
    async with pool.acquire() as connection:
        await put_rows(connection, rows)
    near = sum(each.case.region.startswith(("41", "33")) for each in rows)
    for kind, most in ((POLICE, near), (STREET, own)):
        caller = Caller(agency, ("41", "33"), frozenset(), kind=kind)
        monkeypatch.setattr(counting, "MOST", most)
        assert await count(pool, caller, None, None, None, TODAY) is not None
        monkeypatch.setattr(counting, "MOST", most - 1)
        assert await count(pool, caller, None, None, None, TODAY) is None


@MODES
async def test_a_calendar_is_read_along_an_index(dsn: str, mode: str) -> None:
    """The rows of the agency that have their last days then, crises too, and no others."""
    connection = await filled(dsn, mode)
    try:
        since, until = date(2019, 6, 10), date(2019, 6, 12)
        own = await connection.fetchval(
            "SELECT count(*) FROM worklist WHERE agency = 'small' AND until BETWEEN $1 AND $2",
            since,
            until,
        )
        plan = await explained(
            connection, AWAITED, ["small", ["41"], since, until, DUTIES, None, 2001, None]
        )
        assert "worklist_agency" in plan.indexes, plan
        assert plan.whole <= {"duty_generations"}, plan
        assert 0 < own <= plan.rows <= 2 * own + 20, (own, plan)
    finally:
        await connection.close()
