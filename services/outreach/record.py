"""A record of prevention work: a session that was held, or an article that was published.

It is written down once, and may be found to be a mistake.
"""

from dataclasses import dataclass
from typing import TypeAlias, assert_never

from shared.decider import Decider, Missing, Refused
from shared.events import Event, type_of
from shared.events.corrections import Voided, VoidReason
from shared.events.outreach import ArticlePublished, EntryVoided, SessionHeld

Work: TypeAlias = SessionHeld | ArticlePublished


@dataclass(frozen=True)
class Unwritten:
    """There is no such record."""


@dataclass(frozen=True)
class Standing:
    """The record counts."""

    work: Work


@dataclass(frozen=True)
class Void:
    """The record was a mistake and counts no more."""

    work: Work


Record: TypeAlias = Unwritten | Standing | Void


@dataclass(frozen=True)
class WriteDown:
    """Write down a session or an article."""

    work: Work


@dataclass(frozen=True)
class VoidRecord:
    """Take the record back."""

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


def decide(command: Command, state: Record) -> list[Event]:
    """What a command comes to; raises a `Refused` by name."""
    match state:
        case Unwritten():
            if not isinstance(command, WriteDown):
                raise RecordUnknown
            return [command.work]
        case Standing():
            if not isinstance(command, VoidRecord):
                raise AlreadyWritten
            return [_void(command, state.work)]
        case Void():
            raise AlreadyVoid
        case _:
            assert_never(state)


def _void(command: VoidRecord, work: Work) -> Event:
    return EntryVoided(
        entry_id=work.entry_id, entry_type=type_of(work), entry=work, reason=command.reason
    )


def evolve(state: Record, event: Event) -> Record:
    """The record after an event."""
    match event, state:
        case ((SessionHeld() | ArticlePublished()), Unwritten()):
            return Standing(event)
        case Voided(), Standing():
            return Void(state.work)
        case _:
            raise TypeError(f"{type(event).__name__} cannot follow {type(state).__name__}")


record: Decider[Command, Record] = Decider(Unwritten(), decide, evolve)
