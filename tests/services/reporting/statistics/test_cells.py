"""What figures are read from: ranges of the cells' key, of whatever size the table is."""

import json
from datetime import date
from typing import Any

import pytest

from services.reporting.statistics.annual import MEASURES, YEAR
from services.reporting.statistics.cells import CHILDREN, OWN
from shared.database import Pool

pytestmark = pytest.mark.postgres

CITY = "410100000000"
YEAR_2019 = (date(2019, 1, 1), date(2020, 1, 1))


@pytest.mark.parametrize("query", [OWN, CHILDREN])
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
    read = sum(scan["Actual Rows"] * scan["Actual Loops"] for scan in scans)
    assert read <= {OWN: 7, CHILDREN: 7 * 20 + 21}[query]
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


def _nodes(plan: dict[str, Any]) -> Any:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)
