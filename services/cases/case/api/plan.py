"""HTTP: the plan: goals, what becomes of them, and reviews."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, Field

from services.cases.access import access_of, on_case, still
from services.cases.access_table import Category, Right
from services.cases.case import examples, examples_of_support
from services.cases.case.api.named_workers import check_named
from services.cases.case.api.parameters import CaseId, kept_of, write, writes
from services.cases.case.decider import case
from services.cases.case.plan import (
    ChangeGoal,
    CloseGoal,
    GoalNow,
    ReviewPlan,
    SetGoal,
    goals_of,
)
from services.cases.case.state import Existing
from services.cases.context import context_of
from services.cases.streams import case_stream
from services.cases.timeline.words import word
from shared.events.cases.plan import DropReason, Goal, GoalOutcome, GoalOwner
from shared.http.command_answers import Written
from shared.http.fields import AnyDay, Body, Day, Note, example
from shared.http.operation import Call, Operation, reads
from shared.http.problems import responses
from shared.ids import new_id
from shared.text import Text

router = APIRouter(route_class=Operation, tags=["entries"])

Writes = Annotated[Call, writes(Category.HELP)]
GoalId = Annotated[
    UUID, Path(description="The goal, as its setting answered", examples=[examples.GOAL_ID])
]
DueOn = Annotated[AnyDay, Field(description="The day by which it is to be reached")]
Owner = Annotated[GoalOwner | None, Field(description="Who sees to it, by role")]
WorkerId = Annotated[UUID | None, Field(description="The worker of your roster who sees to it")]


class NewGoal(Body):
    """A goal with its day and who sees to it; the note has its steps, and goes into the vault."""

    model_config = example(
        occurred_on="2019-03-20",
        goal="work",
        due_on="2019-09-30",
        owner="social_worker",
        note="先完善简历，四月参加招聘会，五月联系社区公益岗位。",
    )
    occurred_on: Day
    goal: Goal
    due_on: DueOn
    owner: Owner = None
    worker_id: WorkerId = None
    note: Note | None = None


class NewGoalChange(Body):
    """The goal as it is from now on: its day, and who sees to it; the note has its steps."""

    model_config = example(occurred_on="2019-04-20", due_on="2019-10-31", owner="social_worker")
    occurred_on: Day
    due_on: DueOn
    owner: Owner = None
    worker_id: WorkerId = None
    note: Note | None = None


class NewOutcome(Body):
    """What became of a goal: it was met, or dropped for a reason."""

    model_config = example(occurred_on="2019-10-08", outcome="met")
    occurred_on: Day
    outcome: GoalOutcome
    reason: Annotated[DropReason | None, Field(description="Why it was dropped")] = None
    note: Note | None = None


class NewReview(Body):
    """The day on which the plan was looked through; what came of it in words is for the vault."""

    model_config = example(occurred_on="2019-06-20", note="就业目标进展顺利。")
    occurred_on: Day
    note: Note | None = None


class GoalState(StrEnum):
    """How a goal stands today."""

    OPEN = "open"
    OVERDUE = "overdue"
    MET = "met"
    DROPPED = "dropped"


class GoalItem(BaseModel):
    """A goal as it stands; its steps are in the particulars of its entries."""

    goal_id: UUID
    goal: Goal
    goal_name: Text
    set_on: date
    due_on: date
    owner: GoalOwner | None
    worker_id: UUID | None
    state: GoalState
    closed_on: date | None
    reason: DropReason | None


class Plan(BaseModel):
    """The goals of a case, in the order of their recording; so many were set, and met."""

    case_id: UUID
    today: date
    goals_set: int
    goals_met: int
    goals: list[GoalItem]


@router.get(
    "/v1/cases/{case_id}/plan",
    summary="The plan of a case",
    response_model=Plan,
    responses=examples_of_support.PLAN,
)
async def read_plan(
    request: Request,
    case_id: CaseId,
    call: Annotated[Call, reads("cases:read", on_case(Category.HELP, Right.READ))],
) -> Response:
    """The goals that count, each with its day, who sees to it, and what became of it."""
    context = context_of(request)
    loaded = await context.handler.load(case, case_stream(case_id))
    await still(request, loaded.version)
    today, state = context.handler.today(), loaded.state
    goals = [*goals_of(state.file)] if isinstance(state, Existing) else []
    plan = Plan(
        case_id=case_id,
        today=today,
        goals_set=len(goals),
        goals_met=sum(_state(each, today) is GoalState.MET for each in goals),
        goals=[_shown(each, today) for each in goals],
    )
    version = access_of(request).shown(loaded.version)
    headers = {} if version is None else {"ETag": f'"{version}"'}
    return Response(plan.model_dump_json(), 200, headers, "application/json")


def _state(goal: GoalNow, today: date) -> GoalState:
    if goal.closed is None:
        return GoalState.OVERDUE if goal.now.due_on < today else GoalState.OPEN
    return GoalState(goal.closed.outcome.value)


def _shown(goal: GoalNow, today: date) -> GoalItem:
    closed = goal.closed
    return GoalItem(
        goal_id=goal.first.entry_id,
        goal=goal.first.goal,
        goal_name=word(goal.first.goal),
        set_on=goal.first.occurred_on,
        due_on=goal.now.due_on,
        owner=goal.now.owner,
        worker_id=goal.now.worker_id,
        state=_state(goal, today),
        closed_on=None if closed is None else closed.occurred_on,
        reason=None if closed is None else closed.reason,
    )


@router.post(
    "/v1/cases/{case_id}/goals",
    status_code=201,
    summary="Set a goal",
    response_model=Written,
    responses={**examples.entered(66), **responses(409, 410)},
)
async def set_goal(request: Request, case_id: CaseId, body: NewGoal, call: Writes) -> Response:
    """Record a goal of the plan, of a client in a programme or at large."""
    await _check_worker(request, call, case_id, body.worker_id)
    entry_id = new_id()
    command = SetGoal(
        entry_id, body.occurred_on, body.goal, body.due_on, body.owner, body.worker_id
    )
    items = kept_of(request, entry_id, {"note": body.note})
    return await write(request, call, case_id, command, items)


@router.post(
    "/v1/cases/{case_id}/goals/{goal_id}/change",
    status_code=201,
    summary="Change a goal",
    response_model=Written,
    responses={**examples.entered(67), **responses(409, 410)},
)
async def change_goal(
    request: Request, case_id: CaseId, goal_id: GoalId, body: NewGoalChange, call: Writes
) -> Response:
    """Record that an open goal has another day, or that others see to it."""
    await _check_worker(request, call, case_id, body.worker_id)
    entry_id = new_id()
    command = ChangeGoal(
        entry_id, body.occurred_on, goal_id, body.due_on, body.owner, body.worker_id
    )
    items = kept_of(request, entry_id, {"note": body.note})
    return await write(request, call, case_id, command, items)


@router.post(
    "/v1/cases/{case_id}/goals/{goal_id}/outcome",
    status_code=201,
    summary="A goal is met or dropped",
    response_model=Written,
    responses={**examples.entered(68), **responses(409, 410)},
)
async def close_goal(
    request: Request, case_id: CaseId, goal_id: GoalId, body: NewOutcome, call: Writes
) -> Response:
    """Record that an open goal was met; or that it was dropped, and why."""
    entry_id = new_id()
    command = CloseGoal(entry_id, body.occurred_on, goal_id, body.outcome, body.reason)
    items = kept_of(request, entry_id, {"note": body.note})
    return await write(request, call, case_id, command, items)


@router.post(
    "/v1/cases/{case_id}/plan-reviews",
    status_code=201,
    summary="Review the plan",
    response_model=Written,
    responses={**examples.entered(70), **responses(409, 410)},
)
async def review_plan(request: Request, case_id: CaseId, body: NewReview, call: Writes) -> Response:
    """Record that the plan was looked through; how many goals were met by then is counted."""
    entry_id = new_id()
    command = ReviewPlan(entry_id, body.occurred_on)
    items = kept_of(request, entry_id, {"note": body.note})
    return await write(request, call, case_id, command, items)


async def _check_worker(
    request: Request, call: Call, case_id: UUID, worker_id: UUID | None
) -> None:
    named = () if worker_id is None else ((worker_id, "/worker_id"),)
    await check_named(request, call, case_id, named)
