"""How much of a campaign is reached, by the activities that carry its code: one query."""

from collections.abc import Mapping

from services.outreach.campaign.state import Plan
from shared.database import Pool
from shared.events.outreach.campaigns import AimOf
from shared.regions import prefix

# $1: the code; $2: the campaign's region, as a prefix; $3, $4: its days. Along the index of codes,
# which has all that is read. Drafts of activities are nobody else's.
REACHED = """
SELECT count(*) FILTER (WHERE activity_kind = 'session') AS sessions,
    count(DISTINCT kind) FILTER (WHERE activity_kind = 'session') AS place_kinds,
    coalesce(sum(attendance) FILTER (WHERE activity_kind = 'session'), 0) AS people,
    coalesce(sum(households), 0) AS households
FROM outreach_records
WHERE campaign = $1 AND what = 'activity' AND NOT void AND region ^@ $2
    AND occurred_on >= $3 AND occurred_on < $4
"""


async def reached_by(pool: Pool, plan: Plan) -> Mapping[AimOf, int]:
    """What the valid activities of a campaign come to, within its region and its days."""
    async with pool.acquire() as connection:
        row = await connection.fetchrow(
            REACHED, plan.code, prefix(plan.region), plan.since, plan.until
        )
    return {} if row is None else {AimOf(name): number for name, number in row.items()}
