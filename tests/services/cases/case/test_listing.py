"""Lists of cases: what is on them, page by page, and how they are read."""

import random
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from services.cases import listing
from services.cases.access_table import OVERSEERS, Category, Relation, Right, right
from services.cases.case.state import Phase
from services.cases.listing import Listed, Question, query, read_page, relations_of
from shared.agencies import AgencyKind
from shared.database import Pool, connect_pool
from shared.events.cases.case import CaseKind
from shared.identity.claims import Caller
from shared.lists.paging import MOMENTS, SETTINGS
from tests.plans import explained

pytestmark = pytest.mark.postgres

START = datetime(2020, 1, 1, tzinfo=UTC)
REGIONS = [
    f"{county}{street:03}{community:03}"
    for county in ("410102", "410103", "410202", "330106", "330108", "441900")
    for street in (1, 2)
    for community in (0, 3)
]
AGENCIES = ("agency", "other", "another")
STATIONS = [UUID(int=n) for n in (7, 8)]


@dataclass(frozen=True)
class Given:
    """A case in the register, and which agencies were asked for a test when."""

    case_id: UUID
    agency: str
    region: str
    kind: CaseKind
    phase: Phase
    workstation_id: UUID | None
    opened_at: datetime
    changed_at: datetime
    asked: tuple[tuple[str, datetime], ...] = ()

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """When it was opened, and when it changed last."""
        return self.opened_at, self.changed_at


@pytest.fixture
async def pool(dsn: str) -> AsyncIterator[Pool]:
    """Connections to a database with an empty register."""
    pool = await connect_pool(dsn, application_name="tests", TimeZone="UTC")
    yield pool
    await pool.close()


def some(chance: random.Random, number: int) -> list[Given]:
    """Cases of all phases and kinds in two provinces, of a few agencies; some of one moment."""
    cases = []
    for _ in range(number):
        phase = chance.choice(list(Phase))
        opened_at = START + timedelta(hours=chance.randrange(200))
        waits = phase is Phase.REQUESTED
        changed_at = opened_at if waits else opened_at + timedelta(hours=chance.randrange(200))
        asked = tuple(
            (agency, opened_at + timedelta(hours=chance.randrange(100)))
            for agency in AGENCIES
            for _ in range(chance.choice((0, 0, 0, 1, 2)))
        )
        cases.append(
            Given(
                UUID(int=chance.getrandbits(128)),
                chance.choice(AGENCIES),
                chance.choice(REGIONS),
                chance.choice(list(CaseKind)),
                phase,
                chance.choice([None, *STATIONS]),
                opened_at,
                changed_at,
                asked,
            )
        )
    return cases


async def put(connection: Any, cases: list[Given]) -> None:
    """Enter cases in the register, with their relations, as appends would."""
    await connection.executemany(
        "INSERT INTO case_register (case_id, agency, region, kind, phase, workstation_id,"
        " registration_id, version, opened_at, changed_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $1, 1, $7, $8)",
        [
            (c.case_id, c.agency, c.region, c.kind, c.phase, c.workstation_id, *c.moments)
            for c in cases
        ],
    )
    await connection.executemany(
        "INSERT INTO relations (case_id, agency, relation, subject, begun, begun_at)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        [(c.case_id, c.agency, "responsible", c.case_id, 1, c.opened_at) for c in cases]
        + [
            (c.case_id, agency, "asked_for_test", UUID(int=n), n, at)
            for c in cases
            for n, (agency, at) in enumerate(c.asked, 2)
        ],
    )


async def walk(
    pool: Pool, caller: Caller, question: Question, limit: int
) -> AsyncIterator[list[Listed]]:
    """The pages of a list, one after the other, by the cursors' places."""
    place: tuple[str, str] | None = None
    for _ in range(1000):
        after = MOMENTS.place(place) if place else None
        page, place = await read_page(pool, caller, question, after, limit)
        yield page
        if place is None:
            return
    raise AssertionError("the pages have no end")


def relations_to(caller: Caller, case: Given) -> set[Relation]:
    """What a caller is to a case, by the definition of it."""
    relations = {Relation.RESPONSIBLE} if case.agency == caller.agency else set()
    if any(agency == caller.agency for agency, _ in case.asked):
        relations.add(Relation.ASKED_FOR_TEST)
    if caller.kind in OVERSEERS:
        relations.add(Relation.OVERSEEING)
    return relations & relations_of(caller.kind) if caller.covers(case.region) else set()


def expected(caller: Caller, question: Question, cases: list[Given]) -> list[UUID]:
    """The ids of a list in its order, by the definition of it: every case looked at."""
    found = []
    for case in cases:
        relations = relations_to(caller, case)
        if question.relation is not None:
            relations &= {question.relation}
        if not relations:
            continue
        sees = any(
            right(caller.kind, relation, Category.OPENING) >= Right.READ for relation in relations
        )
        # Of appointments the one counts that stands last in the case, whenever that was.
        asked = [at for agency, at in case.asked if agency == caller.agency]
        opened_at, changed_at = case.moments if sees else (asked[-1], asked[-1])
        wanted = (
            (question.phase, case.phase),
            (question.kind, case.kind),
            (question.workstation_id, case.workstation_id),
        )
        if (
            any(value is not None and (not sees or value != has) for value, has in wanted)
            or (question.region and not case.region.startswith(question.region.rstrip("0")))
            or (question.changed_since and changed_at < question.changed_since)
        ):
            continue
        found.append((changed_at if question.by_change else opened_at, case.case_id))
    return [case_id for _, case_id in sorted(found, reverse=question.descending)]


def questions(
    chance: random.Random, number: int, longest: int
) -> Iterator[tuple[Caller, Question, int]]:
    """Anybody who asks for anything, on pages of any length up to the longest."""
    for _ in range(number):

        def maybe(*values: Any) -> Any:
            return chance.choice(values) if chance.random() < 0.2 else None

        regions = chance.choice(
            [("41",), ("4101",), ("410102",), ("410102001",), ("41", "33", "44"), ("3301", "4102")]
        )
        caller = Caller(
            chance.choice(AGENCIES), regions, frozenset(), kind=chance.choice(list(AgencyKind))
        )
        yield (
            caller,
            Question(
                region=maybe("410100000000", "410102000000", "330106002000", "440000000000"),
                phase=maybe(*Phase),
                kind=maybe(*CaseKind),
                workstation_id=maybe(*STATIONS),
                relation=maybe(*Relation),
                changed_since=maybe(START + timedelta(hours=150)),
                by_change=chance.random() < 0.5,
                descending=chance.random() < 0.5,
            ),
            min(longest, chance.choice([1, 3, 10, 200])),
        )


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
    version, opened_at, changed_at)
SELECT md5('case' || n)::uuid, 'agency', '4101' || lpad((n % 12)::text, 2, '0') || '001001',
    'at_large', CASE WHEN n % 1000 = 0 THEN 'requested' ELSE 'at_large' END, NULL,
    md5('case' || n)::uuid, 1, '2020-01-01'::timestamptz + n * interval '1 minute',
    '2020-01-01'::timestamptz + (n * 7919 % 100000) * interval '1 minute'
FROM generate_series(1, 20000) AS n;
INSERT INTO relations (case_id, agency, relation, subject, begun, begun_at)
SELECT case_id, agency, 'responsible', case_id, 1, opened_at FROM case_register;
INSERT INTO relations (case_id, agency, relation, subject, begun, begun_at)
SELECT case_id, 'other', 'asked_for_test', case_id, 2, opened_at FROM case_register;
"""
POLICE, STREET = AgencyKind.POLICE, AgencyKind.STREET_WORKSTATION
PLANS: list[tuple[AgencyKind, str, Question, str]] = [
    (POLICE, "other", Question(), "case_register_county_opened"),
    (POLICE, "other", Question(by_change=True), "case_register_county_changed"),
    (POLICE, "other", Question(phase=Phase.REQUESTED), "case_register_requested"),
    (POLICE, "other", Question(phase=Phase.AGREED), "case_register_county_opened"),
    (POLICE, "agency", Question(relation=Relation.RESPONSIBLE), "case_register_agency_opened"),
    (STREET, "agency", Question(), "case_register_agency_opened"),
    (STREET, "agency", Question(by_change=True), "case_register_agency_changed"),
    (STREET, "agency", Question(phase=Phase.AGREED), "case_register_agency_opened"),
    (STREET, "other", Question(relation=Relation.ASKED_FOR_TEST), "relations_asked"),
    (AgencyKind.LABORATORY, "other", Question(by_change=True), "relations_asked"),
]


@pytest.mark.parametrize("counted", [True, False], ids=["counted", "not counted"])
@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
async def test_lists_are_read_along_an_index(dsn: str, mode: str, counted: bool) -> None:
    """However many cases there are: a page reads about as many rows as it may have candidates.

    Whether the plan is made for the arguments or once for all, and also before PostgreSQL has
    counted what is there.
    """
    connection = await asyncpg.connect(dsn, server_settings=SETTINGS)
    try:
        await connection.execute(FILL)
        if counted:
            await connection.execute("ANALYZE case_register, relations")
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
