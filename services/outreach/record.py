"""A record of prevention work: an activity held, an article published, a use of a place.

It is written down once, and may be found to be a mistake. An activity may have been planned before:
then what was held follows the plan, or the plan is called off.
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
from shared.events.outreach.plans import ActivityCalledOff, ActivityPlanned, CallingOffReason
from shared.events.outreach.sessions import SessionHeld
from shared.policies.dictionaries import WordList

Work: TypeAlias = SessionHeld | ArticlePublished | PlaceUsed
RecordEvent: TypeAlias = (
    ActivityPlanned | ActivityCalledOff | SessionHeld | ArticlePublished | PlaceUsed | EntryVoided
)


@dataclass(frozen=True)
class Unwritten:
    """There is no such record."""


@dataclass(frozen=True)
class Planned:
    """The activity is to be held: a draft of the agency that planned it."""

    work: ActivityPlanned


@dataclass(frozen=True)
class CalledOff:
    """The activity was planned and is not held."""

    work: ActivityPlanned
    reason: CallingOffReason


@dataclass(frozen=True)
class Valid:
    """The record counts; `planned` says that a plan came before it."""

    work: Work
    planned: bool = False


@dataclass(frozen=True)
class Void:
    """The record was a mistake and counts no more."""

    work: Work
    planned: bool = False


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
class CallOff:
    """Say that a planned activity is not held."""

    entry_id: UUID
    reason: CallingOffReason


@dataclass(frozen=True)
class VoidRecord:
    """Take the record back; `entry` is as it is stored."""

    entry: StoredEntry
    reason: VoidReason


Command: TypeAlias = WriteDown | PlanActivity | CallOff | VoidRecord


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
            plan = command.plan
            check_region(plan.region, plan.planned_on, today)
            check_planned(plan, today)
            return [plan]
        case CallOff() | VoidRecord():
            raise RecordUnknown
        case _:
            assert_never(command)


def _go_on(command: Command, state: Planned, today: date) -> list[RecordEvent]:
    match command:
        case WriteDown():
            _check_work(command.work, today)
            return [command.work]
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
        case ActivityCalledOff():
            if isinstance(state, Planned):
                return CalledOff(state.work, event.reason)
        case SessionHeld():
            if isinstance(state, Unwritten | Planned):
                return Valid(event, isinstance(state, Planned))
        case ArticlePublished() | PlaceUsed():
            if isinstance(state, Unwritten):
                return Valid(event)
        case EntryVoided():
            if isinstance(state, Valid):
                return Void(state.work, state.planned)
        case _:
            assert_never(event)
    raise TypeError(f"{type(event).__name__} cannot follow {type(state).__name__}")


record: Decider[Command, Record, RecordEvent] = Decider(
    Unwritten(), get_args(RecordEvent), decide, evolve
)
