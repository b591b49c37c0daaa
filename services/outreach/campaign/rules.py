"""A campaign: drafted by an agency, launched with aims, changed, ended, or void. Pure."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias, assert_never, get_args

from services.outreach.campaign.state import (
    LONGEST_DAYS,
    AimOfCases,
    Campaign,
    CampaignAlreadyDrafted,
    CampaignAlreadyLaunched,
    CampaignHasEnded,
    CampaignIsEmpty,
    CampaignIsVoid,
    CampaignNotLaunched,
    CampaignTooLong,
    CampaignUnknown,
    Drafted,
    Ended,
    EndsOutsideItsTime,
    FixedOnceLaunched,
    Launched,
    NothingChanges,
    Plan,
    Undrafted,
    Void,
)
from shared.decider import Decider, FutureDate, check_region
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
    CampaignVoided,
)

CampaignEvent: TypeAlias = (
    CampaignDrafted | CampaignChanged | CampaignLaunched | CampaignEnded | CampaignVoided
)
OF_CASES = frozenset({AimOf.CONTACTS, AimOf.TESTS, AimOf.ASSESSMENTS})


@dataclass(frozen=True)
class DraftCampaign:
    """A campaign is planned; with a day of launching, it is launched at once."""

    plan: Plan
    launched_on: date | None = None


@dataclass(frozen=True)
class ChangeCampaign:
    """It is to be otherwise: all of it, as it is to be."""

    region: str
    code: str
    name: str
    kind: CampaignKind
    since: date
    until: date
    aims: tuple[CampaignAim, ...] = ()


@dataclass(frozen=True)
class LaunchCampaign:
    """It is made known."""

    launched_on: date


@dataclass(frozen=True)
class EndCampaign:
    """It is over from a day on."""

    ended_on: date
    reason: CampaignEnding


@dataclass(frozen=True)
class VoidCampaign:
    """It was entered by mistake."""

    reason: VoidReason


Command: TypeAlias = DraftCampaign | ChangeCampaign | LaunchCampaign | EndCampaign | VoidCampaign


def decide(command: Command, state: Campaign, today: date) -> list[CampaignEvent]:
    """What a command comes to; raises a `Refused` by name."""
    if isinstance(command, DraftCampaign):
        if not isinstance(state, Undrafted):
            raise CampaignAlreadyDrafted
        _check(command.plan, today)
        drafted = _drafted(command.plan)
        if command.launched_on is None:
            return [drafted]
        launch = LaunchCampaign(command.launched_on)
        return [drafted, _launch(launch, Drafted(command.plan), today)]
    match state:
        case Undrafted():
            raise CampaignUnknown
        case Void():
            raise CampaignIsVoid
        case Drafted() | Launched() | Ended():
            pass
        case _:
            assert_never(state)
    match command:
        case ChangeCampaign():
            return [_change(command, state, today)]
        case LaunchCampaign():
            return [_launch(command, state, today)]
        case EndCampaign():
            return [_end(command, state, today)]
        case VoidCampaign():
            plan = state.plan
            counted = () if isinstance(state, Drafted) else (plan.span,)
            return [
                CampaignVoided(
                    campaign_id=plan.campaign_id,
                    region=plan.region,
                    reason=command.reason,
                    removed=counted,
                )
            ]
        case _:
            assert_never(command)


def _check(plan: Plan, today: date) -> None:
    """Refuse a plan that cannot be: its time, its place, its aims."""
    if plan.until <= plan.since:
        raise CampaignIsEmpty
    if (plan.until - plan.since).days > LONGEST_DAYS:
        raise CampaignTooLong
    check_region(plan.region, min(plan.since, today), today)
    of_cases = [each.of for each in plan.aims if each.of in OF_CASES]
    if of_cases and plan.kind is not CampaignKind.SPECIAL_ACTION:
        refused = AimOfCases()
        refused.field = f"aims/{of_cases[0]}"
        raise refused


def _drafted(plan: Plan) -> CampaignDrafted:
    return CampaignDrafted(
        campaign_id=plan.campaign_id,
        region=plan.region,
        agency=plan.agency,
        code=plan.code,
        name=plan.name,
        kind=plan.kind,
        since=plan.since,
        until=plan.until,
        aims=plan.aims,
    )


def _change(
    command: ChangeCampaign, state: Drafted | Launched | Ended, today: date
) -> CampaignChanged:
    if isinstance(state, Ended):
        raise CampaignHasEnded
    before, plan = state.plan, replace(state.plan, **vars(command))
    if plan == before:
        raise NothingChanges
    launched = isinstance(state, Launched)
    if launched:
        for field in ("code", "region", "kind"):
            if getattr(plan, field) != getattr(before, field):
                refused = FixedOnceLaunched()
                refused.field = field
                raise refused
    _check(plan, today)
    counts_otherwise = launched and plan.span != before.span
    return CampaignChanged(
        campaign_id=plan.campaign_id,
        region=plan.region,
        code=plan.code,
        name=plan.name,
        kind=plan.kind,
        since=plan.since,
        until=plan.until,
        aims=plan.aims,
        removed=(before.span,) if counts_otherwise else (),
        added=(plan.span,) if counts_otherwise else (),
    )


def _launch(
    command: LaunchCampaign, state: Drafted | Launched | Ended, today: date
) -> CampaignLaunched:
    if not isinstance(state, Drafted):
        raise CampaignAlreadyLaunched
    _check_come(command.launched_on, today, "launched_on")
    plan = state.plan
    return CampaignLaunched(
        campaign_id=plan.campaign_id,
        region=plan.region,
        code=plan.code,
        launched_on=command.launched_on,
        added=(plan.span,),
    )


def _end(command: EndCampaign, state: Drafted | Launched | Ended, today: date) -> CampaignEnded:
    if isinstance(state, Drafted):
        raise CampaignNotLaunched
    if isinstance(state, Ended):
        raise CampaignHasEnded
    plan, day = state.plan, command.ended_on
    _check_come(day, today, "ended_on")
    if not plan.since < day <= plan.until:
        raise EndsOutsideItsTime
    shorter = replace(plan, until=day)
    as_planned = shorter == plan
    return CampaignEnded(
        campaign_id=plan.campaign_id,
        region=plan.region,
        ended_on=day,
        reason=command.reason,
        removed=() if as_planned else (plan.span,),
        added=() if as_planned else (shorter.span,),
    )


def _check_come(day: date, today: date, field: str) -> None:
    if day > today:
        refused = FutureDate()
        refused.field = field
        raise refused


def evolve(state: Campaign, event: CampaignEvent) -> Campaign:
    """The campaign after an event. Raises TypeError for a history that cannot have been."""
    match event:
        case CampaignDrafted():
            if isinstance(state, Undrafted):
                return Drafted(Plan(**_fields(event)))
        case CampaignChanged():
            if isinstance(state, Drafted | Launched):
                return replace(state, plan=replace(state.plan, **_fields(event)))
        case CampaignLaunched():
            if isinstance(state, Drafted):
                return Launched(state.plan, event.launched_on)
        case CampaignEnded():
            if isinstance(state, Launched):
                plan = replace(state.plan, until=event.ended_on)
                return Ended(plan, state.launched_on, event.reason)
        case CampaignVoided():
            if isinstance(state, Drafted):
                return Void(state.plan, None)
            if isinstance(state, Launched | Ended):
                return Void(state.plan, state.launched_on)
        case _:
            assert_never(event)
    raise TypeError(f"{type(event).__name__} cannot follow {type(state).__name__}")


def _fields(event: CampaignDrafted | CampaignChanged) -> dict[str, Any]:
    """What an event says of the plan."""
    names = type(event).model_fields.keys() - {"removed", "added"}
    return {name: getattr(event, name) for name in names}


campaign: Decider[Command, Campaign, CampaignEvent] = Decider(
    Undrafted(), get_args(CampaignEvent), decide, evolve
)
