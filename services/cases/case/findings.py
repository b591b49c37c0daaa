"""Findings: what a person decides on what is proposed, and that the police are told. Pure.

Nothing here changes a programme: only the police turn one into compulsory isolation (禁毒法 38).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias, assert_never
from uuid import UUID

from services.cases.case.events import CaseEvent
from services.cases.case.ledger import (
    EntryBeforeDecision,
    MakeEntry,
    NotInAProgramme,
    NotOpenThen,
    entry_fields,
    programme_on,
)
from services.cases.case.state import Case, opened
from shared.decider import Missing, Refused, check_day
from shared.events.cases.findings import (
    Condition,
    DepartureFound,
    DismissalReason,
    Finding,
    FindingBasis,
    FindingConfirmed,
    FindingDismissed,
    PoliceToldOfFinding,
)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a finding is decided by: a condition, the entries that made it, and the policy."""

    proposal_id: UUID
    finding: Finding
    condition: Condition
    entries: tuple[UUID, ...]
    count: int
    number: int
    met_on: date
    rule: str
    policies: str


@dataclass(frozen=True)
class FindingEntry(MakeEntry):
    """What every command of this chapter is."""


@dataclass(frozen=True)
class FindDeparture(FindingEntry):
    """The client had left without a report, which was found on `occurred_on`."""

    left_on: date
    back_on: date | None = None


@dataclass(frozen=True)
class DecideFinding(FindingEntry):
    """A person decides on what is proposed by a condition; `proposed` is that on the day, if
    anything is. Where `proposal_id` says which one was seen, it must be that one.
    """

    condition: Condition
    proposed: Proposed | None
    proposal_id: UUID | None


@dataclass(frozen=True)
class ConfirmFinding(DecideFinding):
    """The finding is so."""

    basis: FindingBasis


@dataclass(frozen=True)
class DismissFinding(DecideFinding):
    """The finding is not so, or the client is excused."""

    reason: DismissalReason


@dataclass(frozen=True)
class TellPolice(FindingEntry):
    """The police are told of a confirmed finding."""

    finding_id: UUID


Command: TypeAlias = FindDeparture | ConfirmFinding | DismissFinding | TellPolice


class BackBeforeLeaving(Refused):
    """The first day back is after the day of leaving; check both days."""

    zh = "返回日期须晚于离开日期，请核对。"
    field = "back_on"


class LeftAfterFound(Refused):
    """The client had left by the day on which it was found; check both days."""

    zh = "离开日期不能晚于发现日期，请核对。"
    field = "left_on"


class NothingProposed(Refused):
    """By this condition nothing is proposed on this day: it was not met by then, or was decided on.
    Look at what is proposed, and check the condition and the day."""

    zh = (
        "按此情形，当日没有待认定的事项：可能尚未达到条件，或已经认定。请查看待认定事项，核对情形和"
        "日期。"
    )
    field = "condition"


class ProposalChanged(Refused):
    """What is proposed is made of other entries by now; look at it again, and decide on that."""

    zh = "待认定事项所依据的记录已有变化，请重新查看后再作认定。"
    field = "proposal_id"


class FindingUnknown(Missing):
    """This case has no such confirmed finding, or it was made void; check the id."""

    zh = "该档案中没有这项违规认定，或者该认定已经作废，请核对编号。"


class ToldBeforeFinding(Refused):
    """The police cannot be told of a finding before it was confirmed; check both days."""

    zh = "报告公安的日期早于认定日期，请核对。"
    field = "occurred_on"


class PoliceAlreadyTold(Refused):
    """The police were told of this finding already; void that entry first if it is wrong."""

    zh = "该项违规认定已报告公安；如有错误，请先作废原记录。"


def check(command: Command, today: date) -> None:
    """Refuse a day that has not come, and days of a departure that contradict each other."""
    check_day(command.occurred_on, today)
    if isinstance(command, FindDeparture):
        if command.back_on is not None:
            if command.back_on <= command.left_on:
                raise BackBeforeLeaving
            try:
                check_day(command.back_on, today)
            except Refused as refused:
                refused.field = "back_on"
                raise
        if command.left_on > command.occurred_on:
            raise LeftAfterFound


def decide(command: Command, state: Case, today: date) -> list[CaseEvent]:
    """Make an entry."""
    check(command, today)
    match command:
        case FindDeparture():
            return [_departed(command, state)]
        case ConfirmFinding():
            fields = _decided(command, state)
            return [FindingConfirmed(**fields, basis=command.basis)]
        case DismissFinding():
            fields = _decided(command, state)
            return [FindingDismissed(**fields, reason=command.reason)]
        case TellPolice():
            return [_told(command, state)]
        case _:
            assert_never(command)


def _departed(command: FindDeparture, state: Case) -> DepartureFound:
    file = programme_on(state, command.occurred_on)
    try:
        programme_on(state, command.left_on)
    except (EntryBeforeDecision, NotOpenThen, NotInAProgramme) as refused:
        refused.field = "left_on"
        raise
    return DepartureFound(
        **entry_fields(file, command.entry_id, command.occurred_on),
        left_on=command.left_on,
        back_on=command.back_on,
    )


def _decided(command: ConfirmFinding | DismissFinding, state: Case) -> dict[str, Any]:
    file = programme_on(state, command.occurred_on)
    proposed = command.proposed
    if proposed is None:
        raise NothingProposed
    if command.proposal_id not in (None, proposed.proposal_id):
        raise ProposalChanged
    return {
        **entry_fields(file, command.entry_id, command.occurred_on),
        "finding": proposed.finding,
        "condition": proposed.condition,
        "entries": proposed.entries,
        "count": proposed.count,
        "number": proposed.number,
        "met_on": proposed.met_on,
        "rule": proposed.rule,
        "policies": proposed.policies,
        "proposal_id": proposed.proposal_id,
    }


def _told(command: TellPolice, state: Case) -> PoliceToldOfFinding:
    file = opened(state).file
    finding = file.named.get(command.finding_id)
    if not isinstance(finding, FindingConfirmed):
        raise FindingUnknown
    if command.occurred_on < finding.occurred_on:
        raise ToldBeforeFinding
    if file.resting.get(finding.entry_id):  # nothing else rests on a finding
        raise PoliceAlreadyTold
    return PoliceToldOfFinding(
        **entry_fields(file, command.entry_id, command.occurred_on),
        finding_id=finding.entry_id,
        finding=finding.finding,
    )
