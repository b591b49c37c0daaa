"""A record of prevention work: an activity held, an article published, a use of a place.

It is written down once, and may be found to be a mistake. An activity may have been planned before:
the plan may change, and then what was held follows it, or it is called off.
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never, get_args
from uuid import UUID

from services.outreach.activity.rules import check_held, check_planned, check_words
from shared.decider import Decider, Missing, Refused, check_day, check_region
from shared.events.corrections import StoredEntry, VoidReason
from shared.events.outreach.articles import ArticlePublished
from shared.events.outreach.corrections import EntryVoided
from shared.events.outreach.places import PlaceUsed
from shared.events.outreach.plans import (
    ActivityCalledOff,
    ActivityPlanChanged,
    ActivityPlanned,
    CallingOffReason,
    Plan,
)
from shared.events.outreach.sessions import SessionHeld
from shared.policies.dictionaries import WordList

Work: TypeAlias = SessionHeld | ArticlePublished | PlaceUsed
RecordEvent: TypeAlias = (
    ActivityPlanned
    | ActivityPlanChanged
    | ActivityCalledOff
    | SessionHeld
    | ArticlePublished
    | PlaceUsed
    | EntryVoided
)


@dataclass(frozen=True)
class Unwritten:
    """There is no such record."""


@dataclass(frozen=True)
class Planned:
    """The activity is to be held: a draft of the agency that planned it.

    `facts_version` is, of any record, that of the event which says it as it stands.
    """

    work: Plan
    facts_version: int = 1


@dataclass(frozen=True)
class CalledOff:
    """The activity was planned and is not held."""

    work: Plan
    reason: CallingOffReason
    facts_version: int = 1


@dataclass(frozen=True)
class Valid:
    """The record counts; it may have been planned before."""

    work: Work
    facts_version: int = 1


@dataclass(frozen=True)
class Void:
    """The record was a mistake and counts no more."""

    work: Work
    facts_version: int = 1


Record: TypeAlias = Unwritten | Planned | CalledOff | Valid | Void
Draft: TypeAlias = Planned | CalledOff


@dataclass(frozen=True)
class WriteDown:
    """Write down an activity or an article."""

    work: Work


@dataclass(frozen=True)
class PlanActivity:
    """Plan an activity."""

    plan: ActivityPlanned


@dataclass(frozen=True)
class ChangePlan:
    """Plan an activity otherwise that is not held yet."""

    plan: ActivityPlanChanged


@dataclass(frozen=True)
class CallOff:
    """Say that a planned activity is not held."""

    entry_id: UUID
    reason: CallingOffReason


@dataclass(frozen=True)
class VoidRecord:
    """Take the record back; `entry` is as it is stored."""

    entry: StoredEntry
    reason: VoidReason


Command: TypeAlias = WriteDown | PlanActivity | ChangePlan | CallOff | VoidRecord


class RecordUnknown(Missing):
    """There is no such record."""

    zh = "没有这条记录。"


class AlreadyWritten(Refused):
    """This record is written down already."""

    zh = "这条记录已经登记。"


class AlreadyVoid(Refused):
    """This record is void already."""

    zh = "这条记录已经作废。"


class NotHeldYet(Refused):
    """This activity is only planned; call it off instead."""

    zh = "该活动尚未举办；不再举办的，请取消。"


class AlreadyCalledOff(Refused):
    """This activity was called off; record what was held as a new one."""

    zh = "该活动已经取消；已举办的活动请另行登记。"


class NothingChanges(Refused):
    """The plan says all of this already."""

    zh = "内容与现有计划相同，没有变更。"


class PlanIsOver(Refused):
    """This activity is planned no more: it was held, and is corrected by making it void."""

    zh = "该活动已经举办，不能再变更计划；登记有误的，请作废后重新登记。"


def decide(command: Command, state: Record, today: date) -> list[RecordEvent]:
    """What a command comes to; raises a `Refused` by name."""
    match state:
        case Unwritten():
            return _begin(command, today)
        case Planned():
            return _go_on(command, state, today)
        case CalledOff():
            raise AlreadyCalledOff
        case Valid():
            if isinstance(command, ChangePlan):
                raise PlanIsOver
            if not isinstance(command, VoidRecord):
                raise AlreadyWritten
            entry = command.entry
            return [
                EntryVoided(
                    entry_id=entry.entry_id,
                    entry_type=entry.type,
                    entry=entry.fields,
                    reason=command.reason,
                )
            ]
        case Void():
            raise AlreadyVoid
        case _:
            assert_never(state)


def _begin(command: Command, today: date) -> list[RecordEvent]:
    match command:
        case WriteDown():
            _check_work(command.work, today)
            return [command.work]
        case PlanActivity():
            _check_plan(command.plan, today)
            return [command.plan]
        case ChangePlan() | CallOff() | VoidRecord():
            raise RecordUnknown
        case _:
            assert_never(command)


def _go_on(command: Command, state: Planned, today: date) -> list[RecordEvent]:
    match command:
        case WriteDown():
            _check_work(command.work, today)
            return [command.work]
        case ChangePlan():
            if _said(command.plan) == _said(state.work):
                raise NothingChanges
            _check_plan(command.plan, today)
            return [command.plan]
        case CallOff():
            plan = state.work
            return [
                ActivityCalledOff(
                    entry_id=command.entry_id,
                    activity_id=plan.activity_id,
                    region=plan.region,
                    reason=command.reason,
                )
            ]
        case PlanActivity():
            raise AlreadyWritten
        case VoidRecord():
            raise NotHeldYet
        case _:
            assert_never(command)


def _said(plan: Plan) -> dict[str, object]:
    """What a plan says, whichever of its events says it."""
    return {name: getattr(plan, name) for name in Plan.model_fields if name != "entry_id"}


def _check_plan(plan: Plan, today: date) -> None:
    check_region(plan.region, plan.planned_on, today)
    check_planned(plan, today)


def _check_work(work: Work, today: date) -> None:
    check_day(work.occurred_on, today)
    check_region(work.region, work.occurred_on, today)
    if isinstance(work, SessionHeld):
        check_held(work)
        return
    named = (
        ("purpose", WordList.PLACE_USE, work.purpose)
        if isinstance(work, PlaceUsed)
        else ("channel", WordList.CHANNEL, work.channel)
    )
    check_words(work.region, work.occurred_on, iter([named]))


def evolve(state: Record, event: RecordEvent) -> Record:
    """The record after an event. Raises TypeError for a history that cannot have been."""
    match event:
        case ActivityPlanned():
            if isinstance(state, Unwritten):
                return Planned(event)
        case ActivityPlanChanged():
            if isinstance(state, Planned):
                return Planned(event, state.facts_version + 1)
        case ActivityCalledOff():
            if isinstance(state, Planned):
                return CalledOff(state.work, event.reason, state.facts_version)
        case SessionHeld() | ArticlePublished() | PlaceUsed():
            if isinstance(state, Unwritten):
                return Valid(event)
            if isinstance(state, Planned) and isinstance(event, SessionHeld):
                return Valid(event, state.facts_version + 1)
        case EntryVoided():
            if isinstance(state, Valid):
                return Void(state.work, state.facts_version)
        case _:
            assert_never(event)
    raise TypeError(f"{type(event).__name__} cannot follow {type(state).__name__}")


record: Decider[Command, Record, RecordEvent] = Decider(
    Unwritten(), get_args(RecordEvent), decide, evolve
)
