"""The plan: goals that are set, changed, met or dropped, and looked through. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias, assert_never
from uuid import UUID

from services.cases.case.events import CaseEvent
from services.cases.case.ledger import MakeEntry, entry_fields, file_on
from services.cases.case.state import Case, File
from shared.decider import Missing, Refused, check_day
from shared.events.cases.plan import (
    DropReason,
    Goal,
    GoalChanged,
    GoalClosed,
    GoalOutcome,
    GoalOwner,
    GoalSet,
    PlanReviewed,
)


@dataclass(frozen=True)
class PlanEntry(MakeEntry):
    """What every command of this chapter is."""


@dataclass(frozen=True)
class SetGoal(PlanEntry):
    """A goal is set, until a day."""

    goal: Goal
    due_on: date
    owner: GoalOwner | None = None
    worker_id: UUID | None = None


@dataclass(frozen=True)
class ChangeGoal(PlanEntry):
    """A goal has another day, or others see to it."""

    goal_id: UUID
    due_on: date
    owner: GoalOwner | None = None
    worker_id: UUID | None = None


@dataclass(frozen=True)
class CloseGoal(PlanEntry):
    """What became of a goal; one that is dropped has a reason."""

    goal_id: UUID
    outcome: GoalOutcome
    reason: DropReason | None = None


@dataclass(frozen=True)
class ReviewPlan(PlanEntry):
    """The plan is looked through."""


Command: TypeAlias = SetGoal | ChangeGoal | CloseGoal | ReviewPlan


@dataclass(frozen=True)
class GoalNow:
    """A goal that counts: as it was set, as it is now, and what became of it."""

    first: GoalSet
    now: GoalSet | GoalChanged
    closed: GoalClosed | None = None


class DueBeforeSet(Refused):
    """A goal is due on the day of this entry or later; check both days."""

    zh = "目标期限不能早于本次登记的日期，请核对。"
    field = "due_on"


class GoalUnknown(Missing):
    """This case has no such goal, or it was made void; check the id."""

    zh = "该档案中没有这项目标，或者该记录已经作废，请核对编号。"


class GoalIsClosed(Refused):
    """This goal was met or dropped already; void that entry first if it is wrong."""

    zh = "该目标已经达成或取消；如有错误，请先作废原记录。"


class BeforeGoalWasSet(Refused):
    """This day is before the goal was set or last changed; check the day."""

    zh = "日期早于该目标设定或上次变更的日期，请核对。"
    field = "occurred_on"


class GoalUnchanged(Refused):
    """The goal has this day and these owners already; nothing would change."""

    zh = "该目标的期限和负责人与此相同，无须变更。"


class WhyDropped(Refused):
    """Say why the goal was dropped; one that was met has no such reason."""

    zh = "取消目标须填写原因；已达成的目标不填原因。"
    field = "reason"


class NothingPlanned(Refused):
    """By this day no goal was set: there is nothing to look through."""

    zh = "截至当日尚未设定目标，无可检视的计划。"
    field = "occurred_on"


def check(command: Command, today: date) -> None:
    """Refuse a day that has not come, and a goal that was due before."""
    check_day(command.occurred_on, today)
    if isinstance(command, SetGoal | ChangeGoal) and command.due_on < command.occurred_on:
        raise DueBeforeSet
    if isinstance(command, CloseGoal):
        is_dropped = command.outcome is GoalOutcome.DROPPED
        if is_dropped is not (command.reason is not None):
            raise WhyDropped


def decide(command: Command, state: Case, today: date) -> list[CaseEvent]:
    """Make an entry; anyone has a plan, in a programme or at large."""
    check(command, today)
    file = file_on(state, command.occurred_on)
    common = entry_fields(file, command.entry_id, command.occurred_on)
    match command:
        case SetGoal():
            return [GoalSet(**common, **_said(command), goal=command.goal)]
        case ChangeGoal():
            return [_changed(command, file, common)]
        case CloseGoal():
            goal = _open_goal(file, command)
            return [
                GoalClosed(
                    **common,
                    **_said(goal.now),
                    goal=goal.first.goal,
                    goal_id=command.goal_id,
                    outcome=command.outcome,
                    reason=command.reason,
                )
            ]
        case ReviewPlan():
            return [_reviewed(command, file, common)]
        case _:
            assert_never(command)


def _said(of: SetGoal | ChangeGoal | GoalSet | GoalChanged) -> dict[str, Any]:
    return {"due_on": of.due_on, "owner": of.owner, "worker_id": of.worker_id}


def _changed(command: ChangeGoal, file: File, common: dict[str, Any]) -> GoalChanged:
    goal = _open_goal(file, command)
    if _said(command) == _said(goal.now):
        raise GoalUnchanged
    return GoalChanged(
        **common,
        **_said(command),
        goal=goal.first.goal,
        goal_id=command.goal_id,
        due_before=goal.now.due_on,
    )


def _open_goal(file: File, command: ChangeGoal | CloseGoal) -> GoalNow:
    found = next((g for g in goals_of(file) if g.first.entry_id == command.goal_id), None)
    if found is None:
        raise GoalUnknown
    if found.closed is not None:
        raise GoalIsClosed
    if command.occurred_on < found.now.occurred_on:
        raise BeforeGoalWasSet
    return found


def _reviewed(command: ReviewPlan, file: File, common: dict[str, Any]) -> PlanReviewed:
    by_then = [g for g in goals_of(file) if g.first.occurred_on <= command.occurred_on]
    if not by_then:
        raise NothingPlanned
    outcomes = [
        g.closed.outcome
        for g in by_then
        if g.closed is not None and g.closed.occurred_on <= command.occurred_on
    ]
    return PlanReviewed(
        **common,
        goals_set=len(by_then),
        goals_met=outcomes.count(GoalOutcome.MET),
        goals_dropped=outcomes.count(GoalOutcome.DROPPED),
        goals_open=len(by_then) - len(outcomes),
    )


def goals_of(file: File) -> Iterator[GoalNow]:
    """The goals of a case that count, in the order in which they were recorded."""
    changed: dict[UUID, GoalChanged] = {}
    closed: dict[UUID, GoalClosed] = {}
    for entry in file.named.values():
        match entry:
            case GoalChanged():
                changed[entry.goal_id] = entry
            case GoalClosed():
                closed[entry.goal_id] = entry
    for entry in file.named.values():
        if isinstance(entry, GoalSet):
            now = changed.get(entry.entry_id, entry)
            yield GoalNow(entry, now, closed.get(entry.entry_id))
