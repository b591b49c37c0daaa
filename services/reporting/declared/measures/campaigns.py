"""Campaigns that were launched: when they run, what they aim at, what activities come to.

A campaign is +1 on the day it begins and -1 on the day it is over, so those that run are a stock.
What each aims at is a fact of the day it begins. What is reached is a fact of an activity
that carries the code.
"""

from collections.abc import Iterator

from services.reporting.declared.measures.sessions import PLACE_KIND
from services.reporting.declared.words import (
    ClosedDimension,
    Fact,
    Measure,
    Noun,
    OpenDimension,
)
from shared.events.outreach.campaigns import (
    AimOf,
    CampaignChanged,
    CampaignEnded,
    CampaignKind,
    CampaignLaunched,
    CampaignSpan,
    CampaignVoided,
    OnCampaign,
)
from shared.events.outreach.sessions import ActivityKind, SessionHeld
from shared.text import Text

CAMPAIGN = OpenDimension("campaign", Text(zh="专项活动", en="campaign"))
CAMPAIGN_KIND = ClosedDimension(
    "campaign_kind", Text(zh="专项活动类别", en="kind of campaign"), CampaignKind
)
CAMPAIGN_AIM = ClosedDimension("campaign_aim", Text(zh="目标内容", en="aim"), AimOf)


def _spans(event: OnCampaign) -> Iterator[tuple[int, CampaignSpan]]:
    """Those taken back, -1, and those added, +1."""
    yield from ((-1, each) for each in event.removed)
    yield from ((1, each) for each in event.added)


def _launched(event: OnCampaign) -> Iterator[Fact]:
    for sign, span in _spans(event):
        yield Fact(span.since, span.region, (span.kind, span.code), sign)


def _runs(event: OnCampaign) -> Iterator[Fact]:
    for sign, span in _spans(event):
        yield Fact(span.since, span.region, (span.kind, span.code), sign)
        yield Fact(span.until, span.region, (span.kind, span.code), -sign)


def _aims(event: OnCampaign) -> Iterator[Fact]:
    for sign, span in _spans(event):
        for aim in span.aims:
            yield Fact(span.since, span.region, (span.code, aim.of), sign * aim.number)


def _places(event: SessionHeld) -> Iterator[Fact]:
    if event.campaign and event.kind is ActivityKind.SESSION:
        yield Fact(event.occurred_on, event.region, (event.campaign, event.place_kind))


def _people(event: SessionHeld) -> Iterator[Fact]:
    if event.campaign and event.kind is ActivityKind.SESSION and event.attendance:
        yield Fact(event.occurred_on, event.region, (event.campaign,), event.attendance)


def _households(event: SessionHeld) -> Iterator[Fact]:
    if event.campaign and event.households:
        yield Fact(event.occurred_on, event.region, (event.campaign,), event.households)


_OF = (CampaignLaunched, CampaignChanged, CampaignEnded, CampaignVoided)

CAMPAIGNS_LAUNCHED = Measure(
    "campaigns_launched",
    (CAMPAIGN_KIND, CAMPAIGN),
    dict.fromkeys(_OF, _launched),
    taken_back=False,
    of_persons=False,
)
CAMPAIGNS = Measure(
    "campaigns",
    (CAMPAIGN_KIND, CAMPAIGN),
    dict.fromkeys(_OF, _runs),
    taken_back=False,
    of_persons=False,
    noun=Noun(Text(zh="专项活动", en="campaign"), Text(zh="专项活动", en="campaigns")),
)
CAMPAIGN_AIMS = Measure(
    "campaign_aims",
    (CAMPAIGN, CAMPAIGN_AIM),
    dict.fromkeys(_OF, _aims),
    taken_back=False,
    of_persons=False,
)
CAMPAIGN_PLACES = Measure(
    "campaign_places", (CAMPAIGN, PLACE_KIND), {SessionHeld: _places}, of_persons=False
)
CAMPAIGN_PEOPLE = Measure("campaign_people", (CAMPAIGN,), {SessionHeld: _people}, of_persons=False)
CAMPAIGN_HOUSEHOLDS = Measure(
    "campaign_households", (CAMPAIGN,), {SessionHeld: _households}, of_persons=False
)
