"""A record of prevention work: a session held, an article published, a use of a place.

It is written down once, and may be found to be a mistake.
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never, get_args

from shared.decider import Decider, Missing, Refused, check_day, check_region
from shared.events.corrections import StoredEntry, VoidReason
from shared.events.outreach.articles import ArticlePublished
from shared.events.outreach.corrections import EntryVoided
from shared.events.outreach.places import PlaceUsed
from shared.events.outreach.sessions import SessionHeld

Work: TypeAlias = SessionHeld | ArticlePublished | PlaceUsed
RecordEvent: TypeAlias = SessionHeld | ArticlePublished | PlaceUsed | EntryVoided


@dataclass(frozen=True)
class Unwritten:
    """There is no such record."""


@dataclass(frozen=True)
class Valid:
    """The record counts."""

    work: Work


@dataclass(frozen=True)
class Void:
    """The record was a mistake and counts no more."""

    work: Work


Record: TypeAlias = Unwritten | Valid | Void


@dataclass(frozen=True)
class WriteDown:
    """Write down a session or an article."""

    work: Work


@dataclass(frozen=True)
class VoidRecord:
    """Take the record back; `entry` is as it is stored."""

    entry: StoredEntry
    reason: VoidReason


Command: TypeAlias = WriteDown | VoidRecord


class RecordUnknown(Missing):
    """There is no such record."""

    zh = "没有这条记录。"


class AlreadyWritten(Refused):
    """This record is written down already."""

    zh = "这条记录已经登记。"


class AlreadyVoid(Refused):
    """This record is void already."""

    zh = "这条记录已经作废。"


def decide(command: Command, state: Record, today: date) -> list[RecordEvent]:
    """What a command comes to; raises a `Refused` by name."""
    match state:
        case Unwritten():
            if not isinstance(command, WriteDown):
                raise RecordUnknown
            check_day(command.work.occurred_on, today)
            check_region(command.work.region, command.work.occurred_on, today)
            return [command.work]
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


def evolve(state: Record, event: RecordEvent) -> Record:
    """The record after an event. Raises TypeError for a history that cannot have been."""
    match event:
        case SessionHeld() | ArticlePublished() | PlaceUsed():
            if isinstance(state, Unwritten):
                return Valid(event)
        case EntryVoided():
            if isinstance(state, Valid):
                return Void(state.work)
        case _:
            assert_never(event)
    raise TypeError(f"{type(event).__name__} cannot follow {type(state).__name__}")


record: Decider[Command, Record, RecordEvent] = Decider(
    Unwritten(), get_args(RecordEvent), decide, evolve
)
