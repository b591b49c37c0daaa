"""Campaigns are read along indexes: pages of them, and what their activities come to."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import asyncpg
import pytest

from services.outreach.campaign.listing import CampaignSort, Question, query
from services.outreach.campaign.progress import REACHED
from shared.agencies import AgencyKind
from shared.identity.claims import Caller
from shared.lists.paging import SCANNED
from tests.plans import PLANNED, explained

pytestmark = pytest.mark.postgres

FILL = """
INSERT INTO campaigns (campaign_id, agency, region, code, name, kind, since, until, aims, state,
    launched_on, version)
SELECT md5('campaign' || n)::uuid, 'a' || n % 50,
    '4101' || lpad((n % 12)::text, 2, '0') || '001000', 'c' || n, 'c', 'campaign',
    '2010-01-01'::date + n % 3650, '2020-01-01', '[]', 'launched', '2010-01-01', 1
FROM generate_series(1, 20000) AS n;
"""


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
async def test_lists_are_read_along_an_index(dsn: str, mode: str) -> None:
    """However many campaigns there are: a page reads about as many as it may have candidates."""
    connection = await asyncpg.connect(dsn, server_settings=PLANNED)
    caller = Caller("a1", ("41",), frozenset(), kind=AgencyKind.ANTI_DRUG_OFFICE)
    try:
        await connection.execute(FILL)
        await connection.execute("ANALYZE campaigns")
        await connection.execute(f"SET plan_cache_mode = {mode}")
        for sort in CampaignSort:
            question = Question(sort=sort)
            for asked in (question, replace(question, code="c7")):
                text, given = query(caller, asked, ("2014-03-14", str(UUID(int=0))), 50)
                plan = await explained(connection, text, given)
                assert "campaigns_since" in plan.indexes, (asked, plan)
                assert not plan.whole, (asked, plan)
                assert plan.rows <= 7 * SCANNED + 500, (asked, plan)
    finally:
        await connection.close()


ACTIVITIES = """
INSERT INTO outreach_records (record_id, what, region, occurred_on, kind, void, version, campaign,
    activity_kind, attendance, households)
SELECT md5('record' || n)::uuid, 'activity', '410102001001', '2019-01-01', 'school', false, 1,
    CASE n % 100 WHEN 0 THEN 'c' || n % 1000 END, 'session', 10, 1
FROM generate_series(1, 20000) AS n;
"""


async def test_progress_is_read_along_an_index(dsn: str) -> None:
    """Of all activities those with the code, and no others."""
    connection = await asyncpg.connect(dsn, server_settings=PLANNED)
    try:
        await connection.execute(ACTIVITIES)
        await connection.execute("ANALYZE outreach_records")
        days = ("c100", "4101", date(2019, 1, 1), date(2019, 2, 1))
        asked = tuple(map(str, days))
        plan = await explained(connection, REACHED, asked)
        assert plan.indexes == {"outreach_records_campaign"}
        assert not plan.whole
        assert plan.rows <= 25
        row = await connection.fetchrow(REACHED, *days)
        assert row is not None
        assert (row["sessions"], row["place_kinds"], row["people"]) == (20, 1, 200)
    finally:
        await connection.close()
