"""What large batches have left, while it is still being counted: a figure reads little of it."""

from datetime import date

import pytest

from services.reporting.declared.measures import fingerprint
from services.reporting.proving.rebuild import rebuild
from services.reporting.statistics.cells import LEFT
from services.reporting.statistics.held import CHILDREN, COUNTRY, held_below
from services.reporting.statistics.places import child_length, codes_within
from services.reporting.statistics.years import YEARS_LEFT
from shared.database import Connection, Pool
from tests.plans import explained
from tests.services.reporting.deliveries import some_work
from tests.services.reporting.feeding import MemoryFeed
from tests.services.reporting.reading import one
from tests.services.reporting.statistics.test_cells import _last

pytestmark = pytest.mark.postgres

CITY, COUNTY, STREET = "410100000000", "410105000000", "410105003000"
DAYS = 100
# Of 10 counties of a city, and of one city more, 3 streets each.
FILL = """
INSERT INTO live.cell_changes
SELECT '4101' || lpad(county::text, 2, '0') || lpad(street::text, 3, '0') || '000', measure,
    '2019-01-01'::date + day, 'x/y', 1
FROM generate_series(1, 10) AS county, generate_series(1, 3) AS street,
    generate_series(1, 100) AS day, unnest(ARRAY['articles', 'contacts', 'sessions']) AS measure
UNION ALL SELECT '410200000000', 'contacts', '2019-01-01', 'x/y', 1
UNION ALL SELECT '410100000000', 'contacts', '2019-01-01', 'x/y', 1
"""


async def filled(connection: Connection) -> None:
    """Leave something to be counted later."""
    await connection.execute(FILL)
    await connection.execute("VACUUM ANALYZE live.cell_changes")
    await connection.execute("INSERT INTO live.made_by VALUES ($1)", fingerprint())


@pytest.mark.parametrize(("region", "streets"), [(COUNTY, 3), (STREET, 1)])
async def test_what_is_left_is_found_by_its_place(pool: Pool, region: str, streets: int) -> None:
    """A figure of a county reads what its own places have left, and so do the years to choose."""
    days = (date(2019, 1, 1), date(2020, 1, 1))
    async with pool.acquire() as connection:
        await filled(connection)
        low, high = codes_within(region)
        given = (["contacts"], *days, low, high, False, 6, "month", days[0])
        plan = await explained(connection, LEFT, given)
        assert "cell_changes" not in plan.whole
        assert plan.rows <= 2 * streets * DAYS + 1  # a bitmap tells the rows of both its nodes
        plan = await explained(connection, YEARS_LEFT, ([low], [high], ["contacts"]))
        assert "cell_changes" not in plan.whole


async def test_which_regions_have_something_left_is_found_from_one_to_the_next(pool: Pool) -> None:
    """As many steps as there are regions, whatever they have; the region itself is none of them."""
    async with pool.acquire() as connection:
        await filled(connection)
        for region, below in (
            (CITY, [f"4101{county:02}000000" for county in range(1, 11)]),
            (COUNTY, [f"410105{street:03}000" for street in range(1, 4)]),
            (STREET, []),
            ("410000000000", [CITY, "410200000000"]),
            ("", ["410000000000"]),
            ("330000000000", []),
        ):
            assert await held_below(connection, region) == below, region
            within = (child_length(region), *codes_within(region)) if region else COUNTRY
            plan = await explained(connection, CHILDREN, (region, *within))
            assert "cell_changes" not in plan.whole, region
            assert plan.rows <= 2 * len(below) + 4, region


async def test_a_model_that_was_rebuilt_finds_it_likewise(reporting_url: str, pool: Pool) -> None:
    """It has the indexes of the one before."""
    indexes = "SELECT array_agg(indexdef ORDER BY indexdef) FROM pg_indexes WHERE schemaname='live'"
    before = await one(pool, indexes)
    assert any("cell_changes" in each for each in before)
    assert await _last(reporting_url, rebuild, MemoryFeed("cases", some_work(2).events))
    assert await one(pool, indexes) == before
