"""Which campaigns hold in a region: by name, within a period, along an index."""

from datetime import date, timedelta
from typing import Any

import asyncpg
import pytest

from services.reporting.counting.consume import Consumer
from services.reporting.statistics.campaigns import (
    FACTS,
    LONGEST,
    CountedCampaign,
    campaigns_in,
    prevention_of,
)
from services.reporting.statistics.places import codes_within
from shared.database import Pool
from shared.events.corrections import VoidReason
from shared.events.outreach.campaigns import (
    AimOf,
    CampaignAim,
    CampaignChanged,
    CampaignDrafted,
    CampaignKind,
    CampaignLaunched,
    CampaignSpan,
    CampaignVoided,
)
from shared.ids import new_id
from tests.plans import explained
from tests.services.reporting.deliveries import STREET, Ledger

pytestmark = pytest.mark.postgres

DAY = date(2019, 6, 1)
COUNTY, CITY = "410102000000", "410100000000"
AIMS = (CampaignAim(of=AimOf.SESSIONS, number=7),)


def launched(
    ledger: Ledger, code: str, since: date, until: date, *, region: str = COUNTY, void: bool = False
) -> None:
    """A campaign that was launched, called otherwise since, and void if that is said."""
    kind, campaign_id = CampaignKind.CAMPAIGN, new_id()
    span = CampaignSpan(region=region, code=code, kind=kind, since=since, until=until, aims=AIMS)
    said: dict[str, Any] = {"campaign_id": campaign_id, **span.model_dump()}
    on: dict[str, Any] = {"campaign_id": campaign_id, "region": region}
    events = [
        CampaignDrafted(**said, agency="tests", name=f"draft {code}"),
        CampaignLaunched(**on, code=code, launched_on=since, added=(span,)),
        CampaignChanged(**said, name=f"campaign {code}"),
    ]
    for event in events:
        ledger.add(f"campaign-{campaign_id}", event)
    if void:
        mistaken = CampaignVoided(**on, reason=VoidReason.MISTAKEN, removed=(span,))
        ledger.add(f"campaign-{campaign_id}", mistaken)


async def found(pool: Pool, region: str, start: date, end: date) -> list[CountedCampaign]:
    """What holds in a region on some days."""
    async with pool.acquire() as connection:
        known = end - timedelta(days=1)
        return await campaigns_in(connection, region, (start, end), known, None)


async def test_those_that_hold_are_found_by_their_names(consumer: Consumer, pool: Pool) -> None:
    """The last name; of five years also in the last one. Void ones, and drafts, are none."""
    ledger = Ledger()
    week = timedelta(days=7)
    launched(ledger, "long", DAY - LONGEST + week, DAY + week)
    launched(ledger, "over", DAY - 2 * week, DAY)
    launched(ledger, "next", DAY + 5 * week, DAY + 6 * week)
    launched(ledger, "void", DAY, DAY + week, void=True)
    launched(ledger, "city", DAY, DAY + 5 * week, region=CITY)
    launched(ledger, "street", DAY + week, DAY + 2 * week, region=STREET)
    launched(ledger, "other", DAY, DAY + week, region="410103000000")
    drafted = CampaignDrafted(
        campaign_id=new_id(),
        region=COUNTY,
        agency="tests",
        code="draft",
        name="a draft",
        kind=CampaignKind.CAMPAIGN,
        since=DAY,
        until=DAY + week,
    )
    ledger.add(f"campaign-{drafted.campaign_id}", drafted)
    await consumer.apply("outreach", 0, 0, ledger.events)
    month = (DAY, DAY + timedelta(days=30))
    of_county = await found(pool, COUNTY, *month)
    assert [each.name for each in of_county] == [
        "campaign city",
        "campaign street",
        "campaign long",
    ]
    assert all(each.aims == {AimOf.SESSIONS: 7} for each in of_county)
    assert [each.code for each in await found(pool, STREET, *month)] == ["city", "street", "long"]
    assert {each.code for each in await found(pool, CITY, *month)} == {
        *("city", "street", "long", "other")
    }
    assert [each.code for each in await found(pool, CITY, DAY - week, DAY)] == ["over", "long"]


async def test_reached_is_of_the_own_days_and_region(consumer: Consumer, pool: Pool) -> None:
    """A session before, after, elsewhere or void adds nothing, whatever code it carries."""
    ledger = Ledger()
    until = DAY + timedelta(days=30)
    launched(ledger, "june", DAY, until)
    for day, region, attendance in (
        (DAY, STREET, 30),
        (until - timedelta(days=1), STREET, 20),
        (DAY - timedelta(days=1), STREET, 500),
        (until, STREET, 500),
        (DAY, "410103001000", 500),
    ):
        ledger.session(day, "school", attendance, region, campaign="june", households=3)
    ledger.void(ledger.session(DAY, "hotel", 500, campaign="june"))
    await consumer.apply("outreach", 0, 0, ledger.events)
    [june] = await found(pool, COUNTY, DAY, until)
    async with pool.acquire() as connection:
        reached = await prevention_of(connection, june, COUNTY, until, None)
        first = await prevention_of(connection, june, COUNTY, DAY, None)
        none = await prevention_of(connection, june, COUNTY, DAY - timedelta(days=9), None)
    assert reached == {
        AimOf.SESSIONS: 2,
        AimOf.PEOPLE: 50,
        AimOf.HOUSEHOLDS: 6,
        AimOf.PLACE_KINDS: 1,
    }
    assert first[AimOf.PEOPLE] == 30, "of the days that have come"
    assert {*none.values()} == {0}


FILL = """
INSERT INTO live.facts
    (measure, day, region, dims, delta, event_id, stream_id, version, recorded_at)
SELECT measure, '2000-01-01'::date + n, '4101' || lpad((n % 12)::text, 2, '0') || '000000',
    'campaign/c' || n, 1, gen_random_uuid(), 'campaign-' || md5('c' || n)::uuid, 2, now()
FROM generate_series(1, 8000) AS n, unnest(ARRAY['campaigns', 'contacts', 'sessions']) AS measure
"""


async def test_only_what_may_run_in_the_period_is_read(pool: Pool) -> None:
    """Of twenty years of campaigns those that began or end near it, along the index of facts."""
    async with pool.acquire() as connection:
        await connection.execute(FILL)
        await connection.execute("ANALYZE live.facts")
        assert isinstance(connection, asyncpg.Connection | asyncpg.pool.PoolConnectionProxy)
        measures = ["campaigns", "campaign_aims"]
        period = [f"{date(2001, 1, 1)}", f"{date(2001, 7, 1)}"]
        given = [measures, *period, *codes_within(CITY), None, ["410000000000"]]
        plan = await explained(connection, FACTS, given)
        assert "facts_place" in plan.indexes, plan
        assert not plan.whole, plan
        assert plan.rows <= 181 + 100, plan
