"""Goals of a plan, and its reviews; by the rules."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.cases.case import corrections, plan
from services.cases.case.decider import case
from services.cases.case.events import CaseEvent
from services.cases.case.plan import ChangeGoal, CloseGoal, ReviewPlan, SetGoal
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
from shared.events.corrections import VoidReason
from tests.corrections import stored
from tests.given import given
from tests.services.cases.case.history import AT_LARGE, ON_CASE, an_id, opened, opened_at_large

DAY, DUE, LATER = date(2019, 3, 20), date(2019, 9, 30), date(2019, 10, 31)
SET = SetGoal(an_id(20), DAY, Goal.WORK, DUE, GoalOwner.SOCIAL_WORKER, an_id(40))
GOAL = GoalSet(
    **ON_CASE,
    entry_id=an_id(20),
    occurred_on=DAY,
    goal=Goal.WORK,
    due_on=DUE,
    owner=GoalOwner.SOCIAL_WORKER,
    worker_id=an_id(40),
)
CHANGE = ChangeGoal(an_id(21), date(2019, 4, 1), an_id(20), LATER, GoalOwner.CLIENT)
CHANGED = GoalChanged(
    **ON_CASE,
    entry_id=an_id(21),
    occurred_on=date(2019, 4, 1),
    goal=Goal.WORK,
    goal_id=an_id(20),
    due_on=LATER,
    due_before=DUE,
    owner=GoalOwner.CLIENT,
)
MEET = CloseGoal(an_id(22), date(2019, 10, 8), an_id(20), GoalOutcome.MET)
MET = GoalClosed(
    **ON_CASE,
    entry_id=an_id(22),
    occurred_on=date(2019, 10, 8),
    goal=Goal.WORK,
    goal_id=an_id(20),
    due_on=LATER,
    owner=GoalOwner.CLIENT,
    outcome=GoalOutcome.MET,
)


def test_a_goal_is_set_in_a_programme_and_at_large() -> None:
    """With its day and who sees to it."""
    given(case, opened).when(SET).then(GOAL)
    given(case, opened_at_large).when(SET).then(GOAL.model_copy(update=AT_LARGE))


def test_a_goal_is_changed_then_met() -> None:
    """Its outcome says the day by which it was to be reached at last."""
    given(case, opened, GOAL).when(CHANGE).then(CHANGED)
    given(case, opened, GOAL, CHANGED).when(MEET).then(MET)


def test_a_goal_is_dropped_for_a_reason() -> None:
    """One that was met has none."""
    drop = replace(MEET, outcome=GoalOutcome.DROPPED, reason=DropReason.REPLACED)
    dropped = MET.model_copy(update={"outcome": GoalOutcome.DROPPED, "reason": DropReason.REPLACED})
    given(case, opened, GOAL, CHANGED).when(drop).then(dropped)
    for wrong in (replace(drop, reason=None), replace(MEET, reason=DropReason.REPLACED)):
        given(case, opened, GOAL).when(wrong).refused(plan.WhyDropped)


@pytest.mark.parametrize("command", [CHANGE, MEET])
def test_only_an_open_goal_is_changed_or_closed(command: ChangeGoal | CloseGoal) -> None:
    """Not one that there is not, nor one that was closed, nor before its last change."""
    given(case, opened).when(command).refused(plan.GoalUnknown)
    closed = replace(command, entry_id=an_id(30), occurred_on=date(2019, 10, 20))
    given(case, opened, GOAL, CHANGED, MET).when(closed).refused(plan.GoalIsClosed)
    early = replace(command, entry_id=an_id(30), occurred_on=date(2019, 3, 31))
    given(case, opened, GOAL, CHANGED).when(early).refused(plan.BeforeGoalWasSet)


def test_a_goal_is_due_on_its_day_or_later() -> None:
    """And a change changes something."""
    given(case, opened).when(replace(SET, due_on=DAY - timedelta(days=1))).refused(
        plan.DueBeforeSet
    )
    same = replace(CHANGE, due_on=DUE, owner=GOAL.owner, worker_id=GOAL.worker_id)
    given(case, opened, GOAL).when(same).refused(plan.GoalUnchanged)


def test_a_review_counts_the_goals_by_then() -> None:
    """Set, met, dropped and open; what came later is not counted, nor what is void."""
    other = GOAL.model_copy(update={"entry_id": an_id(23), "goal": Goal.HEALTH})
    late = GOAL.model_copy(update={"entry_id": an_id(25), "occurred_on": date(2020, 2, 1)})
    past: list[CaseEvent] = [opened, GOAL, other, CHANGED, MET, late]
    for day, met in ((date(2019, 10, 7), 0), (date(2019, 10, 8), 1)):
        given(case, *past).when(ReviewPlan(an_id(26), day)).then(
            PlanReviewed(
                **ON_CASE,
                entry_id=an_id(26),
                occurred_on=day,
                goals_set=2,
                goals_met=met,
                goals_dropped=0,
                goals_open=2 - met,
            )
        )
    given(case, opened, GOAL).when(ReviewPlan(an_id(26), date(2019, 3, 19))).refused(
        plan.NothingPlanned
    )


@pytest.mark.parametrize("entry", [GOAL, CHANGED])
def test_what_a_goal_became_is_void_before_what_it_rests_on(entry: GoalSet | GoalChanged) -> None:
    """The goal, and its change, are held by the outcome."""
    void = corrections.VoidEntry(stored(entry, entry.entry_id), VoidReason.MISTAKEN)
    given(case, opened, GOAL, CHANGED, MET).when(void).refused(corrections.OthersRestOnIt)
