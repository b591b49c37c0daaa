"""How much of a campaign is reached, by the activities that carry its code."""

from collections.abc import Mapping

from services.outreach.campaign.state import Plan
from shared.database import Pool
from shared.events.outreach.campaigns import AimOf


async def reached_by(pool: Pool, plan: Plan) -> Mapping[AimOf, int]:
    """What was reached."""
    return {}
