"""Which campaigns hold in a region and a period, by name; and what is reached of their aims."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.measures.campaigns import (
    CAMPAIGN,
    CAMPAIGN_AIM,
    CAMPAIGN_AIMS,
    CAMPAIGN_KIND,
    CAMPAIGNS,
)
from services.reporting.declared.words import stored_values
from services.reporting.statistics.figures import answer
from services.reporting.statistics.names import names_of
from services.reporting.statistics.places import WITHIN, codes_within
from services.reporting.statistics.question import Question
from shared.database import Connection
from shared.events.outreach.campaigns import AimOf, CampaignKind
from shared.regions import ancestors

LONGEST = timedelta(days=5 * 366)  # that a campaign lasts

# $1: the measures; $2, $3: days; $4, $5: codes of regions; $6: known at; $7: the regions above.
# Along the index of region, measure and day: what began or ended so near the period that it may run
# in it. What was taken back adds up to nothing.
_FACTS = """
    SELECT stream_id, measure, region, dims, day, delta FROM live.facts
    WHERE measure = ANY ($1::text[]) AND day >= $2 AND day < $3
        AND {within} AND coalesce(recorded_at <= $6, true)"""
FACTS = f"""
SELECT stream_id, measure, region, dims, day, sum(delta) AS change
FROM ({_FACTS.format(within=WITHIN)}
    UNION ALL {_FACTS.format(within="region = ANY ($7::text[])")}
) AS near
GROUP BY stream_id, measure, region, dims, day HAVING sum(delta) <> 0
ORDER BY day
"""

# What is counted by the code that activities carry, and what of cases for the days and the region.
BY_CODE = {
    AimOf.SESSIONS: INDICATORS["sessions_by_campaign"],
    AimOf.PEOPLE: INDICATORS["campaign_people"],
    AimOf.HOUSEHOLDS: INDICATORS["campaign_households"],
}
OF_CASES = {
    AimOf.CONTACTS: INDICATORS["contacts"],
    AimOf.TESTS: INDICATORS["tests_done"],
    AimOf.ASSESSMENTS: INDICATORS["risk_assessments"],
}


@dataclass(frozen=True)
class CountedCampaign:
    """A campaign that was launched: where, for [since, until), with its aims.

    It goes by its name, or by its code where the model knows no name.
    """

    code: str
    name: str
    kind: CampaignKind
    region: str
    since: date
    until: date
    aims: Mapping[AimOf, int]

    def runs_on(self, day: date) -> bool:
        """Whether a day is one of its days."""
        return self.since <= day < self.until


@dataclass
class _Found:
    """What the facts of a stream say."""

    code: str = ""
    kind: str = ""
    region: str = ""
    since: date | None = None
    until: date | None = None
    aims: dict[AimOf, int] = field(default_factory=dict)


async def campaigns_in(
    connection: Connection,
    region: str,
    period: tuple[date, date],
    known: date,
    moment: datetime | None,
) -> list[CountedCampaign]:
    """Those of a region, below it and above it that run in a period [start, end).

    First those that run on the last day that is `known`, then by the day they began on, the latest
    first.
    """
    start, end = period
    days = (_shifted(start, -LONGEST), _shifted(end, LONGEST))
    above = [each for each in ancestors(region) if each != region]
    measures = {each.code: each for each in (CAMPAIGNS, CAMPAIGN_AIMS)}
    rows = await connection.fetch(FACTS, [*measures], *days, *codes_within(region), moment, above)
    streams: defaultdict[str, _Found] = defaultdict(_Found)
    for row in rows:
        values = stored_values(measures[row["measure"]], row["dims"])
        if values is not None:  # else of earlier declarations
            _add(streams[row["stream_id"]], row, values)
    running = {
        stream: each
        for stream, each in streams.items()
        if each.since and each.until and each.since < end and each.until > start
    }
    names = await names_of(connection, running, moment)
    found = [_counted(each, names.get(stream)) for stream, each in running.items()]
    return sorted(
        found, key=lambda each: (each.runs_on(known), each.since, each.code), reverse=True
    )


def _add(found: _Found, row: Any, values: Mapping[str, str]) -> None:
    if row["measure"] == CAMPAIGN_AIMS.code:
        found.aims[AimOf(values[CAMPAIGN_AIM.code])] = row["change"]
        return
    found.code, found.kind = values[CAMPAIGN.code], values[CAMPAIGN_KIND.code]
    found.region = row["region"]
    if row["change"] > 0:
        found.since = row["day"]
    else:
        found.until = row["day"]


def _counted(found: _Found, name: str | None) -> CountedCampaign:
    assert found.since is not None
    assert found.until is not None
    return CountedCampaign(
        found.code,
        name or found.code,
        CampaignKind(found.kind),
        found.region,
        found.since,
        found.until,
        found.aims,
    )


def _shifted(day: date, by: timedelta) -> date:
    """A day so much earlier or later, within what dates there are."""
    try:
        return day + by
    except OverflowError:
        return date.min if by < timedelta() else date.max


async def prevention_of(
    connection: Connection,
    campaign: CountedCampaign,
    region: str,
    known: date,
    moment: datetime | None,
) -> dict[AimOf, int]:
    """What the activities with its code come to in a region on the days that have come.

    It is about no person, and of days that were made known: everybody who sees the campaign is told
    (docs/decisions/0103).
    """
    end = min(campaign.until, _shifted(known, timedelta(days=1)))
    if end <= campaign.since:
        return dict.fromkeys((*BY_CODE, AimOf.PLACE_KINDS), 0)
    where = {CAMPAIGN.code: (campaign.code,)}
    asked = Question(tuple(BY_CODE.values()), region, campaign.since, end, (), where, moment)
    settled = moment is not None
    reached: dict[AimOf, int] = {}
    for aim, figure in zip(
        BY_CODE, await answer(connection, asked, settled_only=settled), strict=True
    ):
        reached[aim] = int(figure.value or 0)
    by_kind = Question(
        (BY_CODE[AimOf.SESSIONS],),
        *(region, campaign.since, end, ("place_kind",), where, moment),
    )
    kinds = await answer(connection, by_kind, settled_only=settled)
    reached[AimOf.PLACE_KINDS] = sum(bool(figure.value) for figure in kinds)
    return reached
