"""Goals of plans: set, met and dropped; and reviews."""

from services.reporting.declared.dimensions import GROUP, KIND, whether
from services.reporting.declared.entry_facts import entry_fact
from services.reporting.declared.measures.endings import IN_TIME
from services.reporting.declared.words import ClosedDimension, Fact, Measure
from shared.events.cases.plan import Goal, GoalClosed, GoalOutcome, GoalSet, PlanReviewed
from shared.text import Text

GOAL = ClosedDimension("goal", Text(zh="帮教目标", en="goal"), Goal)
GOAL_OUTCOME = ClosedDimension("goal_outcome", Text(zh="目标结果", en="outcome"), GoalOutcome)


def _set(event: GoalSet) -> tuple[Fact, ...]:
    return (entry_fact(event, (event.kind, event.goal)),)


def _closed(event: GoalClosed) -> tuple[Fact, ...]:
    in_time = whether(event.occurred_on <= event.due_on)
    return (entry_fact(event, (event.kind, event.goal, event.outcome, in_time)),)


def _reviewed(event: PlanReviewed) -> tuple[Fact, ...]:
    return (entry_fact(event, (event.kind,)),)


GOALS_SET = Measure("goals_set", (KIND, GOAL), {GoalSet: _set}, (GROUP,))
GOALS_CLOSED = Measure(
    "goals_closed", (KIND, GOAL, GOAL_OUTCOME, IN_TIME), {GoalClosed: _closed}, (GROUP,)
)
PLAN_REVIEWS = Measure("plan_reviews", (KIND,), {PlanReviewed: _reviewed}, (GROUP,))
