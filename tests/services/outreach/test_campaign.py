"""The rules of a campaign, sentence by sentence, and what its events add to figures."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from services.outreach.campaign.access import prefixes_seen
from services.outreach.campaign.rules import (
    CampaignEvent,
    ChangeCampaign,
    Command,
    DraftCampaign,
    EndCampaign,
    LaunchCampaign,
    VoidCampaign,
    campaign,
)
from services.outreach.campaign.state import (
    AimOfCases,
    CampaignAlreadyDrafted,
    CampaignAlreadyLaunched,
    CampaignHasEnded,
    CampaignIsEmpty,
    CampaignIsVoid,
    CampaignNotLaunched,
    CampaignTooLong,
    CampaignUnknown,
    EndsOutsideItsTime,
    FixedOnceLaunched,
    NothingChanges,
    Plan,
)
from services.reporting.declared.measures.campaigns import (
    CAMPAIGN_AIMS,
    CAMPAIGNS,
    CAMPAIGNS_LAUNCHED,
)
from services.reporting.declared.words import Measure
from shared.decider import FutureDate, RegionNotInForce, fold
from shared.events.corrections import VoidReason
from shared.events.outreach.campaigns import AimOf, CampaignAim, CampaignEnding, CampaignKind
from tests.given import TODAY, given

SESSIONS = CampaignAim(of=AimOf.SESSIONS, number=40)
CONTACTS = CampaignAim(of=AimOf.CONTACTS, number=200)
PLAN = Plan(
    UUID(int=1),
    "office",
    "410102000000",
    "2019-june",
    "6·26宣传月",
    CampaignKind.CAMPAIGN,
    date(2019, 6, 1),
    date(2019, 7, 1),
    (SESSIONS,),
)
draft = DraftCampaign(PLAN)
launch = LaunchCampaign(date(2019, 5, 20))
end = EndCampaign(date(2019, 6, 20), CampaignEnding.CALLED_OFF)
void = VoidCampaign(VoidReason.MISTAKEN)
SWEEP = replace(
    PLAN, code="2019-sweep", kind=CampaignKind.SPECIAL_ACTION, aims=(SESSIONS, CONTACTS)
)


def change(**fields: Any) -> ChangeCampaign:
    """All of the plan, with some of it otherwise."""
    kept = {name: getattr(PLAN, name) for name in ChangeCampaign.__annotations__}
    return ChangeCampaign(**(kept | fields))


def after(*commands: Command) -> list[CampaignEvent]:
    """The events that commands lead to, one after the other."""
    events: list[CampaignEvent] = []
    for command in commands:
        events += campaign.decide(command, fold(campaign, events), TODAY)
    return events


def added(measure: Measure, events: list[CampaignEvent]) -> dict[tuple[date | None, str], int]:
    """What events add to a measure, by the day and the last of its values."""
    found: dict[tuple[date | None, str], int] = {}
    for event in events:
        for fact in measure.reads[type(event)](event) if type(event) in measure.reads else ():
            key = (fact.day, fact.values[-1])
            found[key] = found.get(key, 0) + fact.delta
    return {key: number for key, number in found.items() if number}


def test_a_campaign_is_drafted_once_for_a_time_with_aims() -> None:
    """It may be of days to come; a special action aims at cases too."""
    (drafted,) = after(draft)
    given(campaign).when(draft).then(drafted)
    given(campaign, drafted).when(draft).refused(CampaignAlreadyDrafted)
    coming = replace(PLAN, since=TODAY + timedelta(days=10), until=TODAY + timedelta(days=40))
    assert after(DraftCampaign(coming))
    for wrong, refused in (
        (replace(PLAN, until=PLAN.since), CampaignIsEmpty),
        (replace(PLAN, until=date(2030, 1, 1)), CampaignTooLong),
        (replace(PLAN, region="990102000000"), RegionNotInForce),
        (replace(PLAN, aims=(CONTACTS,)), AimOfCases),
    ):
        given(campaign).when(DraftCampaign(wrong)).refused(refused)
    assert after(DraftCampaign(SWEEP)), "a special action aims at cases too"
    given(campaign).when(launch).refused(CampaignUnknown)


def test_a_draft_changes_in_all_and_what_is_launched_in_its_days_and_aims() -> None:
    """The code is what activities carry: it stays, and so do region and kind."""
    drafted = after(draft)
    assert campaign.decide(change(code="other"), fold(campaign, drafted), TODAY)
    given(campaign, *drafted).when(change()).refused(NothingChanges)
    launched = after(draft, launch)
    for field, value in (
        ("code", "other"),
        ("region", "410103000000"),
        ("kind", CampaignKind.SPECIAL_ACTION),
    ):
        given(campaign, *launched).when(change(**{field: value})).refused(FixedOnceLaunched)
    (renamed,) = campaign.decide(change(name="宣传月"), fold(campaign, launched), TODAY)
    assert (renamed.removed, renamed.added) == ((), ()), "a name is in no figure"
    given(campaign, *launched).when(change(aims=(CONTACTS,))).refused(AimOfCases)


def test_a_campaign_is_launched_ended_and_made_void() -> None:
    """On days that have come, each once; it ends within its time."""
    drafted, launched = after(draft), after(draft, launch)
    given(campaign, *drafted).when(end).refused(CampaignNotLaunched)
    given(campaign, *launched).when(launch).refused(CampaignAlreadyLaunched)
    tomorrow = TODAY + timedelta(days=1)
    given(campaign, *drafted).when(LaunchCampaign(tomorrow)).refused(FutureDate)
    for day in (PLAN.since, PLAN.until + timedelta(days=1)):
        wrong = EndCampaign(day, CampaignEnding.COMPLETED)
        given(campaign, *launched).when(wrong).refused(EndsOutsideItsTime)
    ended = after(draft, launch, end)
    for command in (change(name="宣传月"), end):
        given(campaign, *ended).when(command).refused(CampaignHasEnded)
    given(campaign, *ended).when(launch).refused(CampaignAlreadyLaunched)
    at_once = after(DraftCampaign(PLAN, launch.launched_on))
    assert fold(campaign, at_once) == fold(campaign, launched)
    given(campaign).when(DraftCampaign(PLAN, tomorrow)).refused(FutureDate)
    for before in (drafted, launched, ended):
        voided = [*before, *campaign.decide(void, fold(campaign, before), TODAY)]
        given(campaign, *voided).when(void).refused(CampaignIsVoid)
        given(campaign, *voided).when(launch).refused(CampaignIsVoid)


def test_figures_follow_what_a_campaign_is() -> None:
    """Nothing of a draft; then when it runs, and its aims; of what is void nothing is left."""
    begins, ends = (PLAN.since, PLAN.code), (PLAN.until, PLAN.code)
    assert not added(CAMPAIGNS, after(draft, void))
    launched = after(draft, launch)
    assert added(CAMPAIGNS, launched) == {begins: 1, ends: -1}
    assert added(CAMPAIGNS_LAUNCHED, launched) == {begins: 1}
    assert added(CAMPAIGN_AIMS, launched) == {(PLAN.since, "sessions"): 40}
    longer = after(draft, launch, change(until=date(2019, 7, 8), aims=()))
    assert added(CAMPAIGNS, longer) == {begins: 1, (date(2019, 7, 8), PLAN.code): -1}
    assert added(CAMPAIGN_AIMS, longer) == {}
    ended = after(draft, launch, end)
    assert added(CAMPAIGNS, ended) == {begins: 1, (date(2019, 6, 20), PLAN.code): -1}
    for measure in (CAMPAIGNS, CAMPAIGNS_LAUNCHED, CAMPAIGN_AIMS):
        assert not added(measure, after(draft, launch, end, void)), measure.code


def test_campaigns_of_regions_above_are_seen() -> None:
    """Those of a city hold for its streets; those of another street are another's."""
    seen = tuple(prefixes_seen(["410102001"]))
    for region, is_seen in (
        ("410102001003", True),
        ("410102001000", True),
        ("410102000000", True),
        ("410100000000", True),
        ("410000000000", True),
        ("410102002000", False),
        ("410103000000", False),
        ("330000000000", False),
    ):
        assert region.startswith(seen) is is_seen, region
