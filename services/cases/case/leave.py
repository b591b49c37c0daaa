"""Leave: a client reports an absence, goes on being away, and returns. Pure.

A leave is reported, and nobody approves it. Its days are half-open: the day of leaving is the first
of them, and the day of returning is not among them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never
from uuid import UUID

from services.cases.case.events import CaseEvent
from services.cases.case.ledger import (
    EntryBeforeDecision,
    MakeEntry,
    NotInAProgramme,
    NotOpenThen,
    closed,
    entry_fields,
    file_on,
    programme_on,
)
from services.cases.case.state import Case, File
from shared.decider import Missing, Refused, RegionNotInForce, check_day, check_region
from shared.events.cases.leave import (
    LeaveExtended,
    LeaveReason,
    LeaveReported,
    ReturnedFromLeave,
)
from shared.policies.in_force import policies_in_force
from shared.policies.values import Value
from shared.text import Text


@dataclass(frozen=True)
class LeaveEntry(MakeEntry):
    """What every command of this chapter is; `occurred_on` is the day of the report or return."""


@dataclass(frozen=True)
class ReportLeave(LeaveEntry):
    """The client will be away, or was, from `leaves_on` until `returns_on`, the first day back."""

    leaves_on: date
    returns_on: date
    destination: str
    reason: LeaveReason
    in_writing: bool


@dataclass(frozen=True)
class ExtendLeave(LeaveEntry):
    """A leave goes on until another day."""

    leave_id: UUID
    returns_on: date
    in_writing: bool


@dataclass(frozen=True)
class ReturnFromLeave(LeaveEntry):
    """The client is back, on time or not."""

    leave_id: UUID


Command: TypeAlias = ReportLeave | ExtendLeave | ReturnFromLeave


class ReturnsBeforeLeaving(Refused):
    """The first day back is after the day of leaving; check both days."""

    zh = "返回日期须晚于离开日期，请核对。"
    field = "returns_on"


class WrittenReportMissing(Refused):
    """An absence this long needs a report in writing (戒毒条例 19: three days or more); have it
    made, and set `in_writing`."""

    zh = "离开三日以上的须书面报告（《戒毒条例》第十九条）；请补交书面报告后登记。"
    field = "in_writing"

    def __init__(self, days: int = 3) -> None:
        super().__init__()
        self._days = days

    @property
    def text(self) -> Text:
        """From how many days on, by the policy of the place."""
        return Text(
            zh=f"离开{self._days}日以上的须书面报告（《戒毒条例》第十九条）；"
            "请补交书面报告后登记。",
            en=f"An absence of {self._days} days or more needs a report in writing (戒毒条例 19);"
            " have it made, and set `in_writing`.",
        )


class LeavesOverlap(Refused):
    """The client is away in these days already, by another leave of this case; extend that one, or
    check the days."""

    zh = "该时段与本档案中另一次请假重叠；请办理续假，或核对日期。"


class LeaveUnknown(Missing):
    """This case has no such leave, or it was made void; check the id."""

    zh = "该档案中没有这次请假，或者该记录已经作废，请核对编号。"


class NotLonger(Refused):
    """The leave lasts until this day already, or longer; name a later day."""

    zh = "续假后的返回日期须晚于目前的返回日期，请核对。"
    field = "returns_on"


class AlreadyReturned(Refused):
    """The client has returned from this leave; report a new one, or void the return if it is
    wrong."""

    zh = "该次请假已经销假；请另行登记请假，如销假有误，请先作废销假记录。"


class LeaveWasOver(Refused):
    """The case was closed since the client left: that leave was over with it. Check the day, or
    report a new leave."""

    zh = "请假期间档案曾经终止，该次请假已随之结束；请核对日期，或另行登记请假。"
    field = "occurred_on"


class ReturnedBeforeLeaving(Refused):
    """The client cannot have returned before the day of leaving; check the day. Of a leave that was
    never taken, void the report."""

    zh = "销假日期早于离开日期，请核对；如实际没有离开，请作废该请假记录。"
    field = "occurred_on"


def check(command: Command, today: date) -> None:
    """Refuse what has not happened, and a leave whose days or report contradict themselves."""
    check_day(command.occurred_on, today)
    if isinstance(command, ReportLeave):
        if command.returns_on <= command.leaves_on:
            raise ReturnsBeforeLeaving
        anywhere = policies_in_force().largest(Value.LEAVE_REPORT_DAYS)
        _check_report(command, command.leaves_on, anywhere)
        try:
            check_region(command.destination, command.occurred_on, today)
        except RegionNotInForce as refused:
            refused.field = "destination"
            raise


def decide(command: Command, state: Case, today: date) -> list[CaseEvent]:
    """Make an entry."""
    check(command, today)
    match command:
        case ReportLeave():
            return [_report(command, state)]
        case ExtendLeave():
            return [_extend(command, state)]
        case ReturnFromLeave():
            return [_return(command, state)]
        case _:
            assert_never(command)


def _report(command: ReportLeave, state: Case) -> LeaveReported:
    file = programme_on(state, command.occurred_on)
    try:
        programme_on(state, command.leaves_on)
    except (EntryBeforeDecision, NotOpenThen, NotInAProgramme) as refused:
        refused.field = "leaves_on"
        raise
    _check_report(command, command.leaves_on, _in_writing_from(file, command.leaves_on))
    _check_alone(file, command.entry_id, command.leaves_on, command.returns_on, "leaves_on")
    return LeaveReported(
        **entry_fields(file, command.entry_id, command.occurred_on),
        leaves_on=command.leaves_on,
        returns_on=command.returns_on,
        destination=command.destination,
        reason=command.reason,
        in_writing=command.in_writing,
    )


def _extend(command: ExtendLeave, state: Case) -> LeaveExtended:
    file = file_on(state, command.occurred_on)
    leave, until = _going_on(file, command.leave_id, command.occurred_on)
    if command.returns_on <= until:
        raise NotLonger
    _check_report(command, leave.leaves_on, _in_writing_from(file, leave.leaves_on))
    _check_alone(file, leave.entry_id, leave.leaves_on, command.returns_on, "returns_on")
    return LeaveExtended(
        **entry_fields(file, command.entry_id, command.occurred_on),
        leave_id=leave.entry_id,
        until=until,
        returns_on=command.returns_on,
        in_writing=command.in_writing,
    )


def _return(command: ReturnFromLeave, state: Case) -> ReturnedFromLeave:
    file = file_on(state, command.occurred_on)
    leave, until = _going_on(file, command.leave_id, command.occurred_on)
    if command.occurred_on < leave.leaves_on:
        raise ReturnedBeforeLeaving
    _check_alone(file, leave.entry_id, leave.leaves_on, command.occurred_on, "occurred_on")
    return ReturnedFromLeave(
        **entry_fields(file, command.entry_id, command.occurred_on),
        leave_id=leave.entry_id,
        due_on=until,
    )


def _check_report(command: ReportLeave | ExtendLeave, leaves_on: date, days: int) -> None:
    """The whole length of a leave says whether its report must be in writing.

    戒毒条例 19 (3): who leaves the county for three days or more reports it in writing. The report
    is made, not granted. 禁毒法 48: the same holds in community rehabilitation.
    """
    if (command.returns_on - leaves_on).days >= days and not command.in_writing:
        raise WrittenReportMissing(days)


def _in_writing_from(file: File, day: date) -> int:
    return policies_in_force().number(Value.LEAVE_REPORT_DAYS, file.region, day)


def _going_on(file: File, leave_id: UUID, day: date) -> tuple[LeaveReported, date]:
    """A leave that goes on on a day, and the first day back as it was said last."""
    leave = file.named.get(leave_id)
    if not isinstance(leave, LeaveReported):
        raise LeaveUnknown
    if _returned_on(file, leave_id) is not None:
        raise AlreadyReturned
    if any(since <= day and leave.leaves_on < until for since, until in closed(file)):
        raise LeaveWasOver
    return leave, due_on(file, leave)


def due_on(file: File, leave: LeaveReported) -> date:
    """The first day back of a leave, with its extensions that count: each is later than before."""
    said = [leave.returns_on]
    for entry in file.named.values():
        if isinstance(entry, LeaveExtended) and entry.leave_id == leave.entry_id:
            said.append(entry.returns_on)
    return max(said)


def _returned_on(file: File, leave_id: UUID) -> date | None:
    for entry in file.named.values():
        if isinstance(entry, ReturnedFromLeave) and entry.leave_id == leave_id:
            return entry.occurred_on
    return None


def _check_alone(file: File, leave_id: UUID, since: date, until: date, field: str) -> None:
    """Refuse days of a leave in which another one lies; raises `LeavesOverlap`."""
    for other, other_since, other_until in leaves_of(file):
        if other.entry_id != leave_id and since < other_until and other_since < until:
            refused = LeavesOverlap()
            refused.field = field
            raise refused


def leaves_of(file: File) -> Iterator[tuple[LeaveReported, date, date]]:
    """The leaves of a case that count, each with its days as they are known: half-open.

    Until its return a leave lasts as long as was said.
    """
    for entry in file.named.values():
        if isinstance(entry, LeaveReported):
            until = _returned_on(file, entry.entry_id) or due_on(file, entry)
            yield entry, entry.leaves_on, until
