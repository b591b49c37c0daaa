"""Campaigns: each indicator counts what its formula names, and nothing of drafts."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from services.outreach.campaign.rules import (
    CampaignEvent,
    Command,
    DraftCampaign,
    EndCampaign,
    LaunchCampaign,
    VoidCampaign,
    campaign,
)
from services.outreach.campaign.state import Plan
from shared.decider import fold
from shared.events.corrections import VoidReason
from shared.events.outreach.campaigns import AimOf, CampaignAim, CampaignEnding, CampaignKind
from shared.events.outreach.sessions import ActivityKind
from tests.given import TODAY
from tests.services.reporting.declared.by_hand import numerator
from tests.services.reporting.deliveries import Ledger

JUNE = Plan(
    UUID(int=1),
    "office",
    "410102000000",
    "2019-june",
    "6·26宣传月",
    CampaignKind.CAMPAIGN,
    date(2019, 6, 1),
    date(2019, 7, 1),
    (CampaignAim(of=AimOf.SESSIONS, number=40), CampaignAim(of=AimOf.HOUSEHOLDS, number=2000)),
)
LAUNCH = LaunchCampaign(date(2019, 5, 20))
MISTAKEN = VoidCampaign(VoidReason.MISTAKEN)


def told() -> Ledger:
    """A June campaign, a special action that was ended, one that is void, and a draft."""
    ledger = Ledger()
    sweep = replace(JUNE, code="2019-sweep", kind=CampaignKind.SPECIAL_ACTION, aims=())
    end = EndCampaign(date(2019, 6, 20), CampaignEnding.CALLED_OFF)
    written: list[tuple[Plan, list[Command]]] = [
        (JUNE, [LAUNCH]),
        (sweep, [LAUNCH, end]),
        (replace(sweep, code="mistaken"), [LAUNCH, MISTAKEN]),
        (replace(JUNE, code="draft"), []),
    ]
    for plan, commands in written:
        events: list[CampaignEvent] = []
        for command in (DraftCampaign(plan), *commands):
            events += campaign.decide(command, fold(campaign, events), TODAY)
        for event in events:
            ledger.add(f"campaign-{plan.code}", event)
    return ledger


def test_campaigns_launched() -> None:
    """The campaign and the special action, once each."""
    assert numerator("campaigns_launched", told()) == 2


def test_special_actions() -> None:
    """The special action alone."""
    assert numerator("special_actions", told()) == 1


def test_campaigns_running() -> None:
    """Each begins and is over: of a whole ledger nothing is left."""
    assert numerator("campaigns_running", told()) == 0


def test_campaign_aims() -> None:
    """The numbers of the aims of what was launched."""
    assert numerator("campaign_aims", told()) == 2040


DAY = date(2019, 6, 5)


def carried() -> Ledger:
    """Two sessions of a campaign and one of none; a training and a void session of the campaign."""
    ledger = Ledger()
    more: dict[str, Any] = {"campaign": "2019-june", "households": 7}
    ledger.session(DAY, "school", 300, **more)
    ledger.session(DAY, "market", 20, **more)
    ledger.session(DAY, "park", 5)
    ledger.session(DAY, "", 10, kind=ActivityKind.CADRE_TRAINING, **more)
    ledger.void(ledger.session(DAY, "hotel", 1000, **more))
    return ledger


def test_sessions_by_campaign() -> None:
    """One for each session that carries a code; a training is none."""
    assert numerator("sessions_by_campaign", carried()) == 2


def test_campaign_people() -> None:
    """The attendance of these sessions."""
    assert numerator("campaign_people", carried()) == 320


def test_campaign_households() -> None:
    """The households of all activities that carry a code."""
    assert numerator("campaign_households", carried()) == 21
