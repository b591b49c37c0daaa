"""What figures are read from: ranges of the cells' key, of whatever size the table is."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from services.reporting.counting import model
from services.reporting.counting.consume import Consumer
from services.reporting.counting.later import ANY_LEFT
from services.reporting.counting.tables import sql
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.measures import fingerprint
from services.reporting.proving.operating import Work
from services.reporting.proving.rebuild import rebuild
from services.reporting.proving.verify import verify
from services.reporting.statistics import bounds
from services.reporting.statistics.annual import MEASURES, YEAR, annual_report
from services.reporting.statistics.cells import CHILDREN, OWN, OWN_AS_KEPT
from services.reporting.statistics.figures import answer
from services.reporting.statistics.question import Question
from services.reporting.statistics.years import years_of
from shared.database import Pool
from shared.http.problems import Problem
from shared.journal.feed_reader import Feed
from tests.plans import explained
from tests.services.reporting.deliveries import some_work
from tests.services.reporting.feeding import MemoryFeed
from tests.services.reporting.reading import naive, one, rollups

pytestmark = pytest.mark.postgres

CITY = "410100000000"
YEAR_2019 = (date(2019, 1, 1), date(2020, 1, 1))


@pytest.mark.parametrize("query", [OWN, OWN_AS_KEPT, CHILDREN])
async def test_cells_are_ranges_of_their_key(pool: Pool, query: str) -> None:
    """Of each region, measure and piece of the period just what is asked for, of whatever size."""
    async with pool.acquire() as connection:
        await connection.execute("""
            INSERT INTO live.rollups
            SELECT '410100000000', lpad((410100000000 + n * 1000000)::text, 12, '0'), measure,
                'day', '2010-01-01'::date + day, 'x/y', 1
            FROM generate_series(1, 20) AS n, generate_series(0, 1999) AS day,
                unnest(ARRAY['articles', 'contacts']) AS measure
        """)
        await connection.execute("ANALYZE live.rollups")
        pieces = (["day", "day"], [date(2010, 1, 1), date(2011, 1, 1)], [date(2010, 1, 8)] * 2)
        asked = ["410100000000", ["contacts"], *pieces, "week", date(2009, 12, 28)]
        plan = await connection.fetchval(
            "EXPLAIN (ANALYZE, FORMAT json) " + query,
            *(asked if query is CHILDREN else [*asked, "410101000000"]),
        )
    nodes = list(_nodes(json.loads(plan)[0]["Plan"]))
    scans = [node for node in nodes if node.get("Index Name") == "rollups_pkey"]
    loops = sum(scan["Actual Loops"] for scan in scans)
    read = sum(scan["Actual Rows"] * scan["Actual Loops"] for scan in scans)
    # Up to PostgreSQL 17 the rows of a loop are told as a whole number.
    assert read - loops / 2 <= {OWN: 7, OWN_AS_KEPT: 7, CHILDREN: 7 * 20 + 21}[query]
    assert "rollups" not in {n.get("Relation Name") for n in nodes if n["Node Type"] == "Seq Scan"}


async def test_the_year_is_an_index_lookup(pool: Pool) -> None:
    """The year's table reads a range of the rollups' key, however large the table is."""
    async with pool.acquire() as connection:
        await connection.execute("""
            INSERT INTO live.rollups
            SELECT '410000000000', lpad((410000000000 + n * 100)::text, 12, '0'), measure,
                'month', '2019-01-01'::date + (month || ' months')::interval, 'x/y', 1
            FROM generate_series(1, 400) AS n, generate_series(0, 11) AS month,
                unnest(ARRAY['articles', 'contacts', 'sessions', 'tests']) AS measure
        """)
        await connection.execute("ANALYZE live.rollups")
        plan = await connection.fetchval(
            "EXPLAIN (FORMAT json) " + YEAR,
            *("410000000000", CITY, MEASURES, *YEAR_2019, "4101", "4102"),
        )
    nodes = list(_nodes(json.loads(plan)[0]["Plan"]))
    scans = [node for node in nodes if node.get("Relation Name") == "rollups"] + [
        node for node in nodes if node.get("Index Name") == "rollups_pkey"
    ]
    assert scans
    assert "Seq Scan" not in {
        node["Node Type"] for node in nodes if node.get("Relation Name") == "rollups"
    }
    conditions = " ".join(node.get("Index Cond", "") for node in nodes)
    for column in ("parent", "region", "measure", "grain", "day"):
        assert column in conditions


@pytest.mark.parametrize(
    ("indicator", "region", "most"),
    [("contacts", "410102001000", 14), ("persons_contacted", "410102000000", 70)],
)
async def test_what_no_cell_has_is_read_along_the_index(
    pool: Pool, indicator: str, region: str, most: int
) -> None:
    """The days of a street, and the persons of a county's week: no fact of others, or of before."""
    async with pool.acquire() as connection:
        await connection.execute("""
            INSERT INTO live.facts
            SELECT measure, '2018-01-01'::date + n % 730, '41010200' || 1 + place % 5 || '00'
                || 1 + place / 5, 'at_large/office', 1, gen_random_uuid(), gen_random_uuid(),
                'case', n, now()
            FROM generate_series(0, 729) AS n, generate_series(0, 9) AS place,
                unnest(ARRAY['contacts', 'sessions', 'articles', 'tests']) AS measure
        """)
        await connection.execute("INSERT INTO live.made_by VALUES ($1)", fingerprint())
        await connection.execute("VACUUM (ANALYZE) live.facts")
        asked: list[tuple[str, tuple[Any, ...]]] = []

        def note(record: asyncpg.connection.LoggedQuery) -> None:
            if "FROM live.facts" in record.query:
                asked.append((record.query, record.args))

        week = (date(2019, 3, 4), date(2019, 3, 11))
        with connection.query_logger(note):
            [figure] = await answer(connection, Question((INDICATORS[indicator],), region, *week))
        assert figure.value == most
        [(query, given)] = asked
        plan = await explained(connection, query, given)
    assert "facts" not in plan.whole
    assert "facts_place" in plan.indexes
    places = 1 + 1 + 10  # each is looked for from the one before
    assert plan.rows <= most + places
    assert plan.pages <= most + 4 * places


async def test_a_moment_that_is_too_long_ago_is_refused(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a large region, by what was recorded since, whenever it happened; a county is answered."""
    monkeypatch.setattr(bounds, "MOST_SINCE", 1_000)
    async with pool.acquire() as connection:
        await connection.execute("""
            INSERT INTO live.facts
            SELECT 'contacts', '2019-01-02', '410102001001', 'at_large/office', 1,
                gen_random_uuid(), gen_random_uuid(), 'case', n,
                '2020-01-01T00:00Z'::timestamptz + n * interval '1 hour'
            FROM generate_series(1, 2000) AS n
        """)
        await connection.execute("SELECT reporting.fill_cells('live')")
        await connection.execute("INSERT INTO live.made_by VALUES ($1)", fingerprint())
        await connection.execute("VACUUM (ANALYZE) live.facts")

        async def contacts(region: str, hours: int) -> float | int | None:
            moment = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
            asked = Question((INDICATORS["contacts"],), region, *YEAR_2019, as_of=moment)
            return (await answer(connection, asked))[0].value

        assert await contacts(CITY, 1_200) == 1_200
        with pytest.raises(Problem) as refused:
            await contacts(CITY, 800)
        assert refused.value.status == 422
        [error] = refused.value.errors
        assert (error.parameter, error.reason) == ("as_of", "too_much")
        assert "county" in error.detail.en
        assert await contacts("410102000000", 800) == 800


def _nodes(plan: dict[str, Any]) -> Any:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)


async def test_what_large_batches_have_left_is_in_every_figure(
    reporting_url: str, pool: Pool, consumer: Consumer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the year's table, in the years to choose, in the figures; and nothing of it gets lost.

    A verification and a switch add it first.
    """
    monkeypatch.setattr(model, "AT_ONCE", 0)
    await consumer.begin()
    events = some_work(6).events
    await consumer.apply("cases", 0, 0, events)
    assert await one(pool, "SELECT count(*) FROM live.rollups") == 0
    assert await one(pool, "SELECT count(*) FROM live.person_changes") > 0
    before = await _told(pool)
    feed = MemoryFeed("cases", events)
    assert (await _last(reporting_url, verify, feed))["equal"]
    assert not await one(pool, sql(ANY_LEFT, "live"))
    assert await _told(pool) == before
    more = [event._replace(offset=len(events) + n) for n, event in enumerate(some_work(6).events)]
    await consumer.apply("cases", 0, len(events), more)
    before = await _told(pool)
    rebuilt = await _last(reporting_url, rebuild, MemoryFeed("cases", [*events, *more]))
    assert rebuilt["differences"] == 0
    assert await _told(pool) == before
    assert await rollups(pool) == naive([*events, *more])


async def _told(pool: Pool) -> tuple[object, ...]:
    """What is told of a year in several ways."""
    contacts = INDICATORS["contacts"], INDICATORS["persons_contacted"], INDICATORS["clients"]
    async with pool.acquire() as connection:
        figures = await answer(connection, Question(contacts, CITY, *YEAR_2019, ("region",)))
        years = await years_of(connection, [CITY], 1949, 2100)
        table = await annual_report(connection, CITY, 2019)
    assert any(table.values)
    assert years
    return figures, years, table


async def _last(dsn: str, work: Work, feed: Feed) -> dict[str, Any]:
    connection = await asyncpg.connect(dsn)
    try:
        return [line async for line in work(connection, [feed])][-1]
    finally:
        await connection.close()
