"""One example of each event of campaigns."""

from datetime import date
from uuid import UUID

from shared.events.corrections import VoidReason
from shared.events.outreach.campaigns import (
    AimOf,
    CampaignAim,
    CampaignChanged,
    CampaignDrafted,
    CampaignEnded,
    CampaignEnding,
    CampaignKind,
    CampaignLaunched,
    CampaignSpan,
    CampaignVoided,
)

_JUNE = UUID("0196a1f0-9a00-7c11-8d22-5e6f7a8b9c0d")
_SWEEP = UUID("0196a1f0-9b00-7d22-9e33-6f7a8b9c0d1e")
_DISTRICT = "410102000000"
_AIMS = (
    CampaignAim(of=AimOf.SESSIONS, number=40),
    CampaignAim(of=AimOf.PLACE_KINDS, number=9),
    CampaignAim(of=AimOf.HOUSEHOLDS, number=2000),
)
_OF_CASES = (
    CampaignAim(of=AimOf.CONTACTS, number=200),
    CampaignAim(of=AimOf.TESTS, number=150),
)
_SPAN = CampaignSpan(
    region=_DISTRICT,
    code="2019-june",
    kind=CampaignKind.CAMPAIGN,
    since=date(2019, 6, 1),
    until=date(2019, 7, 1),
    aims=_AIMS,
)
_SWEPT = CampaignSpan(
    region=_DISTRICT,
    code="2019-sweep",
    kind=CampaignKind.SPECIAL_ACTION,
    since=date(2019, 3, 1),
    until=date(2019, 9, 1),
    aims=_OF_CASES,
)

CAMPAIGNS = (
    CampaignDrafted(
        campaign_id=_JUNE,
        region=_DISTRICT,
        agency="district-office",
        code="2019-june",
        name="6·26宣传月",
        kind=CampaignKind.CAMPAIGN,
        since=date(2019, 6, 1),
        until=date(2019, 7, 1),
        aims=_AIMS,
    ),
    CampaignLaunched(
        campaign_id=_JUNE,
        region=_DISTRICT,
        code="2019-june",
        launched_on=date(2019, 5, 20),
        added=(_SPAN,),
    ),
    CampaignChanged(
        campaign_id=_JUNE,
        region=_DISTRICT,
        code="2019-june",
        name="6·26宣传月",
        kind=CampaignKind.CAMPAIGN,
        since=date(2019, 6, 1),
        until=date(2019, 7, 8),
        aims=_AIMS,
        removed=(_SPAN,),
        added=(_SPAN.model_copy(update={"until": date(2019, 7, 8)}),),
    ),
    CampaignEnded(
        campaign_id=_SWEEP,
        region=_DISTRICT,
        ended_on=date(2019, 8, 1),
        reason=CampaignEnding.CALLED_OFF,
        removed=(_SWEPT,),
        added=(_SWEPT.model_copy(update={"until": date(2019, 8, 1)}),),
    ),
    CampaignVoided(
        campaign_id=_SWEEP,
        region=_DISTRICT,
        reason=VoidReason.DUPLICATE,
        removed=(_SWEPT,),
    ),
)
