"""Which campaigns there are in a region, and what they aim at, from the facts of their events."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from services.reporting.declared.measures.campaigns import (
    CAMPAIGN,
    CAMPAIGN_AIM,
    CAMPAIGN_AIMS,
    CAMPAIGN_KIND,
    CAMPAIGNS,
)
from services.reporting.declared.words import stored_values
from services.reporting.statistics.places import codes_within
from shared.database import Connection
from shared.events.outreach.campaigns import AimOf, CampaignKind

# $1: the measures; $2, $3: codes of regions; $4: known at. Along the index of measure and day: of
# these facts there are few. What was taken back adds up to nothing.
FACTS = """
SELECT measure, region, dims, day, sum(delta) AS change FROM live.facts
WHERE measure = ANY ($1) AND region >= $2 AND region < $3 AND coalesce(recorded_at <= $4, true)
GROUP BY measure, region, dims, day HAVING sum(delta) <> 0
ORDER BY day
"""


@dataclass(frozen=True)
class CountedCampaign:
    """A campaign that was launched, by its code: where, for [since, until), with its aims."""

    code: str
    kind: CampaignKind
    region: str
    since: date
    until: date
    aims: Mapping[AimOf, int]


async def campaigns_in(
    connection: Connection, region: str, start: date, end: date, moment: datetime | None
) -> list[CountedCampaign]:
    """The campaigns of a region and those below it that run in [start, end), the latest first."""
    measures = {each.code: each for each in (CAMPAIGNS, CAMPAIGN_AIMS)}
    rows = await connection.fetch(FACTS, [*measures], *codes_within(region), moment)
    aims: defaultdict[str, dict[AimOf, int]] = defaultdict(dict)
    begun: dict[str, date] = {}
    found: list[tuple[str, str, str, date, date]] = []
    for row in rows:
        values = stored_values(measures[row["measure"]], row["dims"])
        if values is None:
            continue  # of earlier declarations
        code = values[CAMPAIGN.code]
        if row["measure"] == CAMPAIGN_AIMS.code:
            aims[code][AimOf(values[CAMPAIGN_AIM.code])] = row["change"]
        elif row["change"] > 0:
            begun[code] = row["day"]
        elif code in begun:
            since, until = begun.pop(code), row["day"]
            if since < end and until > start:
                found.append((code, values[CAMPAIGN_KIND.code], row["region"], since, until))
    return [
        CountedCampaign(code, CampaignKind(kind), place, since, until, aims[code])
        for code, kind, place, since, until in sorted(
            found, key=lambda each: (each[3], each[0]), reverse=True
        )
    ]
