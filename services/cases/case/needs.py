"""What a client needs, how urgently, and what became of it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never
from uuid import UUID

from services.cases.case.events import CaseEvent
from services.cases.case.ledger import MakeEntry, entry_fields, file_on
from services.cases.case.state import Case, File, opened
from shared.decider import Missing, Refused, check_day
from shared.events.cases.help import NeedAssessed, NeedClosed, NeedOutcome, Urgency
from shared.policies.helping import HelpKind, NeedKind
from shared.policies.in_force import policies_in_force
from shared.text import Text


@dataclass(frozen=True)
class NeedEntry(MakeEntry):
    """What every command of this chapter is."""


@dataclass(frozen=True)
class AssessNeed(NeedEntry):
    """The client was found to need something."""

    need: str
    urgency: Urgency


@dataclass(frozen=True)
class CloseNeed(NeedEntry):
    """A need is met, has fallen away, or is assessed anew."""

    need_id: UUID
    outcome: NeedOutcome


Command: TypeAlias = AssessNeed | CloseNeed


class NeedKindUnknown(Refused):
    """There is no such kind of need here, on this day; choose one that there is."""

    zh = "没有这种需求，请填写现有的需求种类。"
    field = "need"

    def __init__(self, used: Sequence[NeedKind] | None = None) -> None:
        super().__init__()
        self._used = policies_in_force().needs if used is None else used

    @property
    def text(self) -> Text:
        """Which kinds there are."""
        there = listed(self._used)
        return Text(
            zh=f"当地当时没有这种需求，应为：{there.zh}。",
            en=f"There is no such kind of need here, on this day; choose one of: {there.en}.",
        )


class NeedOpenAlready(Refused):
    """This need of the client is open already; close it first, as reassessed where it is more or
    less urgent now."""

    zh = "该对象的这项需求尚未办结；紧急程度有变的，请先以“重新评估”办结原需求。"
    field = "need"


class NeedUnknown(Missing):
    """This case has no such need, or it was made void; check the id."""

    zh = "该档案中没有这项需求，或者该记录已经作废，请核对编号。"


class NeedClosedAlready(Refused):
    """This need is closed already; void that entry first if it is wrong."""

    zh = "该项需求已经办结；如有错误，请先作废原办结记录。"


class ClosedBeforeAssessed(Refused):
    """A need is not closed before the day it was found on; check the day."""

    zh = "办结日期早于评估日期，请核对。"
    field = "occurred_on"


def listed(kinds: Sequence[NeedKind | HelpKind]) -> Text:
    """Kinds by name and code."""
    return Text(
        zh="、".join(f"{each.name.zh}（{each.code}）" for each in kinds),
        en=", ".join(f"{each.code} ({each.name.en})" for each in kinds),
    )


def check(command: Command, today: date) -> None:
    """Refuse a day that has not come, and a need that is known nowhere."""
    check_day(command.occurred_on, today)
    if isinstance(command, AssessNeed) and policies_in_force().need(command.need) is None:
        raise NeedKindUnknown


def decide(command: Command, state: Case, today: date) -> list[CaseEvent]:
    """Make an entry."""
    check(command, today)
    match command:
        case AssessNeed():
            file = file_on(state, command.occurred_on)
            used = policies_in_force().needs_used(file.region, command.occurred_on)
            if command.need not in [each.code for each in used]:
                raise NeedKindUnknown(used)
            if any(each.need == command.need for each in open_needs(file)):
                raise NeedOpenAlready
            return [
                NeedAssessed(
                    **entry_fields(file, command.entry_id, command.occurred_on),
                    need=command.need,
                    urgency=command.urgency,
                )
            ]
        case CloseNeed():
            return [_closed(command, opened(state).file)]
        case _:
            assert_never(command)


def _closed(command: CloseNeed, file: File) -> NeedClosed:
    """The end of a need; also after the end of the case, since needs outlast it."""
    need = file.named.get(command.need_id)
    if not isinstance(need, NeedAssessed):
        raise NeedUnknown
    if need not in open_needs(file):
        raise NeedClosedAlready
    if command.occurred_on < need.occurred_on:
        raise ClosedBeforeAssessed
    return NeedClosed(
        **entry_fields(file, command.entry_id, command.occurred_on),
        need_id=need.entry_id,
        need=need.need,
        urgency=need.urgency,
        assessed_on=need.occurred_on,
        outcome=command.outcome,
    )


def open_needs(file: File) -> list[NeedAssessed]:
    """The needs of a case that nobody has closed."""
    entries = file.named.values()
    closed = {each.need_id for each in entries if isinstance(each, NeedClosed)}
    return [
        each for each in entries if isinstance(each, NeedAssessed) and each.entry_id not in closed
    ]
