"""Views of a model with texts that the present declarations do not know: they open all the same."""

import re

import pytest

from shared.database import Connection
from tests.services.reporting.dashboard.conftest import Pages
from tests.services.reporting.dashboard.district import CITY, COUNTY, QUARTER, WORST
from tests.services.reporting.dashboard.seen import SeenPage
from tests.services.reporting.dashboard.test_downloads import DOWNLOADED

pytestmark = pytest.mark.postgres

# Of each text one with a first value, one with all values, and one with a number of values that no
# declaration has had.
UNKNOWN = (
    "regexp_replace(dims, '^[^/]*', 'Of before')",
    "regexp_replace(dims, '[^/]+', 'All of before', 'g')",
    "repeat('of_before/', 8) || dims",
)
FACTS = """
INSERT INTO live.facts
SELECT measure, day, region, {}, delta, subject, gen_random_uuid(), stream_id, version, recorded_at
FROM live.facts WHERE dims <> '' AND delta > 0
"""
CELLS = """
INSERT INTO live.rollups
SELECT parent, region, measure, grain, day, {}, sum(value) FROM live.rollups
WHERE dims <> '' AND dims !~ 'f.before' GROUP BY 1, 2, 3, 4, 5, 6
"""


async def written_before(connection: Connection) -> None:
    """Add facts and cells as earlier declarations would have stored them."""
    for number, text in enumerate(UNKNOWN):
        of_now = "" if number == 0 else " AND dims !~ 'f.before'"
        await connection.execute(FACTS.format(text) + of_now)
        await connection.execute(CELLS.format(text))


def known(page: SeenPage) -> list[list[list[str]]]:
    """The rows of all tables, but for those that go by a text of before."""
    return [
        [row for row in table.rows if not re.search("of.before", "".join(row), re.IGNORECASE)]
        for table in page.tables
    ]


async def test_every_view_opens_with_texts_of_earlier_declarations(pages: Pages) -> None:
    """Sums leave these out, so that pages of sums have the rows that they had."""
    of_sums = [
        f"/{path}?region={region}&period={QUARTER.name}&lang=en"
        for region in (CITY, COUNTY, WORST)
        for path in ("coverage", "places", "surveys", "campaigns", "workforce", "prevention")
    ]
    before = {address: await pages.open(address) for address in of_sums}
    async with pages.app.state.counting_pool.acquire() as connection:
        await written_before(connection)
    for address in of_sums:
        assert known(await pages.open(address)) == known(before[address]), address
    for view in DOWNLOADED:
        address = await pages.followed(view, "zh")
        answer = await pages.ask(address, *view.regions, actions=view.actions)
        assert answer.status == 200, view.name
