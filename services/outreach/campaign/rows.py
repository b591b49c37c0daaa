"""The row of a campaign: what lists ask, written in each append. Pure."""

import json
from collections.abc import Sequence
from enum import StrEnum

from services.outreach.campaign.rules import CampaignEvent
from services.outreach.campaign.state import Campaign, Drafted, Ended, Undrafted
from services.outreach.campaign.state import Void as IsVoid
from shared.journal.journal import Part, Row


class CampaignStanding(StrEnum):
    """How far a campaign has come."""

    DRAFTED = "drafted"
    LAUNCHED = "launched"
    ENDED = "ended"
    VOID = "void"


CAMPAIGN = Part(
    """
    INSERT INTO campaigns (campaign_id, agency, region, code, name, kind, since, until, aims, state,
        launched_on, ending, version)
    {rows}
    ON CONFLICT (campaign_id) DO UPDATE SET
        region = excluded.region, code = excluded.code, name = excluded.name, kind = excluded.kind,
        since = excluded.since, until = excluded.until, aims = excluded.aims,
        state = excluded.state, launched_on = excluded.launched_on, ending = excluded.ending,
        version = excluded.version, changed_at = clock_timestamp()
    """,
    (
        *("uuid", "text", "text", "text", "text", "text", "date", "date", "text", "text"),
        *("date", "text", "int4"),
    ),
)


def rows(state: Campaign, events: Sequence[CampaignEvent], version: int) -> list[Row]:
    """The row of a campaign as it stands after an append."""
    if isinstance(state, Undrafted):
        return []
    plan = state.plan
    launched_on = None if isinstance(state, Drafted) else state.launched_on
    values = (
        plan.campaign_id,
        plan.agency,
        plan.region,
        plan.code,
        plan.name,
        plan.kind.value,
        plan.since,
        plan.until,
        json.dumps({each.of: each.number for each in plan.aims}),
        standing(state).value,
        launched_on,
        state.reason.value if isinstance(state, Ended) else None,
        version,
    )
    return [Row(CAMPAIGN, values)]


def standing(state: Campaign) -> CampaignStanding:
    """How far a campaign has come."""
    if isinstance(state, IsVoid):
        return CampaignStanding.VOID
    if isinstance(state, Ended):
        return CampaignStanding.ENDED
    return CampaignStanding.DRAFTED if isinstance(state, Drafted) else CampaignStanding.LAUNCHED
