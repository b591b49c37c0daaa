"""What is read to open a figure of a large region: few facts for a page of entries, never all."""

from datetime import date
from typing import Any

import asyncpg
import pytest

from services.reporting.counting.persons import keep_persons
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.measures import fingerprint
from services.reporting.statistics.explain import looking
from services.reporting.statistics.explain.opening import Opening
from services.reporting.statistics.explain.rows import EntryRow, Explained, Row, Wanted, explained
from services.reporting.statistics.question import Question
from shared.database import Pool
from shared.http.problems import Problem
from tests.plans import explained as plan_of
from tests.services.reporting.statistics.explain.opening import SALT

pytestmark = pytest.mark.postgres

CITY = "410100000000"
LIMIT = 50
ENTRIES = 10_000
REGIONS = 400
# Contacts of a year in 40 communities, with as many facts of other measures among them; all but one
# of every ten of the first half of the year were made void.
FILL = """
INSERT INTO live.facts
SELECT measure, day, '41010200' || 1 + n % 4 || '0' || 10 + n % 10, 'at_large/office', delta,
    ('00000000-0000-7000-8000-' || lpad((n % 500)::text, 12, '0'))::uuid,
    ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'case-' || n % 500, n, now()
FROM generate_series(1, $1::integer) AS n, unnest(ARRAY[1, -1]) AS delta,
    unnest(ARRAY['contacts', 'sessions', 'articles', 'tests', 'endings', 'standing']) AS measure,
    LATERAL (SELECT '2019-01-01'::date + n % 365 AS day) AS entry
WHERE delta > 0 OR (n % 10 <> 0 AND day < '2019-07-01')
"""


# A contact in each of $1 communities on each of $2 days.
SPREAD = """
INSERT INTO live.facts
SELECT 'contacts', '2019-01-01'::date + day,
    '410102' || lpad((n / 20 + 1)::text, 3, '0') || lpad((n % 20 + 1)::text, 3, '0'),
    'at_large/office', 1, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
    gen_random_uuid(), 'case-' || n, day, now()
FROM generate_series(0, $1::integer - 1) AS n, generate_series(0, $2::integer - 1) AS day
"""


@pytest.fixture
async def filled(pool: Pool) -> Pool:
    """A model of many facts."""
    await fill(pool, FILL, ENTRIES)
    return pool


async def fill(pool: Pool, statement: str, *numbers: int) -> None:
    """Fill a model with the facts of a statement, and all that follows from these."""
    async with pool.acquire() as connection:
        await connection.execute(statement, *numbers)
        await connection.execute("SELECT reporting.fill_cells('live')")
        await connection.execute(
            "INSERT INTO live.made_by (declarations) VALUES ($1)", fingerprint()
        )
        await keep_persons(connection, "live")
        await connection.execute("VACUUM (ANALYZE) live.facts, live.rollups")


def opening(indicator: str, region: str = CITY) -> Opening:
    """A figure of the year."""
    year = (date(2019, 1, 1), date(2020, 1, 1))
    return Opening(Question((INDICATORS[indicator],), region, *year))


async def read(
    pool: Pool,
    opening: Opening,
    wanted: Wanted,
    after: tuple[str, ...] | None = None,
    *,
    limit: int = LIMIT,
) -> tuple[Explained, float]:
    """A page, and how many facts were read for it; each time along the index."""
    asked: list[tuple[str, tuple[Any, ...]]] = []

    def note(record: asyncpg.connection.LoggedQuery) -> None:
        if "FROM live.facts" in record.query:
            asked.append((record.query, record.args))

    rows = 0.0
    async with pool.acquire() as connection:
        with connection.query_logger(note):
            page = await explained(connection, opening, wanted, limit=limit, after=after)
        for query, parameters in asked:
            plan = await plan_of(connection, query, parameters)
            assert plan.whole.isdisjoint({"facts", "rollups"}), query
            assert "facts_place" in plan.indexes
            rows += plan.rows
    assert asked
    return page, rows


async def test_a_page_of_entries_reads_few_facts(filled: Pool) -> None:
    """Also where nearly everything was made void, and on the pages that follow."""
    page, rows = await read(filled, opening("contacts"), Wanted(SALT))
    assert len(page.rows) == LIMIT
    assert page.values.total > 100 * LIMIT
    assert rows < 60 * LIMIT, "a page in the midst of what was made void"
    place = ("2019-10-01", "", "00000000-0000-7000-8000-000000000000", "")
    page, rows = await read(filled, opening("contacts"), Wanted(SALT), place)
    assert rows < 20 * LIMIT
    assert len(page.rows) == LIMIT


async def test_persons_are_read_along_the_index(filled: Pool) -> None:
    """All facts of the measure that are in the region and the period, and no others.

    Once for who is on the page, once for what is said of these.
    """
    page, rows = await read(filled, opening("persons_contacted"), Wanted(SALT))
    assert len(page.rows) == LIMIT
    facts = ENTRIES * (1 + 0.9 * 181 / 365)
    assert rows == pytest.approx(2 * facts, rel=0.05)


async def test_persons_of_too_many_facts_are_refused(
    filled: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what to ask instead; a smaller region, or the entries of all, are shown."""
    monkeypatch.setattr(looking, "MOST_FACTS", ENTRIES // 2)
    async with filled.acquire() as connection:
        for wanted in (Wanted(SALT), Wanted(SALT, "00000000-0000-7000-8000-000000000001")):
            with pytest.raises(Problem) as refused:
                await explained(connection, opening("persons_contacted"), wanted, limit=LIMIT)
            assert refused.value.status == 422
            assert "smaller region" in str(refused.value.errors)
        street = opening("persons_contacted", "410102001000")
        assert (await explained(connection, street, Wanted(SALT), limit=LIMIT)).rows
        entries = await explained(connection, opening("contacts"), Wanted(SALT), limit=LIMIT)
        assert len(entries.rows) == LIMIT


async def test_a_page_of_a_day_reads_some_of_its_regions(pool: Pool) -> None:
    """However many there are: from the one that the page before has come to."""
    few, pages, days = 3, 30, 30
    await fill(pool, SPREAD, REGIONS, days)
    shown: list[Row] = []
    place = None
    for _ in range(pages):
        page, rows = await read(pool, opening("contacts"), Wanted(SALT), place, limit=few)
        assert rows < 10 * few, "a row for each region that is looked for, and those that it has"
        shown, place = [*shown, *page.rows], page.following
    at_once, _ = await read(pool, opening("contacts"), Wanted(SALT), limit=few * pages)
    assert shown == at_once.rows
    order = [(row.day, row.region) for row in shown if isinstance(row, EntryRow)]
    assert order == sorted({*order})
    last = ("2019-01-01", "410199000000", "00000000-0000-7000-8000-000000000000", "")
    page, _ = await read(pool, opening("contacts"), Wanted(SALT), last, limit=few)
    assert {row.day for row in page.rows if isinstance(row, EntryRow)} == {date(2019, 1, 2)}
