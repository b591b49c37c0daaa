"""The plan of a case: goals, who sees to them and until when, and what became of them."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import published
from shared.events.cases.case import CaseEntry
from shared.events.cases.earning import OnPoints


class Goal(StrEnum):
    """What is to be reached."""

    ABSTINENCE = "abstinence"
    HEALTH = "health"
    TREATMENT = "treatment"
    MIND = "mind"
    FAMILY = "family"
    WORK = "work"
    SKILLS = "skills"
    INCOME = "income"
    HOUSING = "housing"
    SOCIAL = "social"


class GoalOwner(StrEnum):
    """Who sees to a goal, by role."""

    CLIENT = "client"
    SOCIAL_WORKER = "social_worker"
    CADRE = "cadre"
    GRID_ADMINISTRATOR = "grid_administrator"
    POLICE = "police"
    VOLUNTEER = "volunteer"
    FAMILY = "family"
    OTHER_AGENCY = "other_agency"


class OnGoal(CaseEntry):
    """What every entry about a goal carries: the goal as it is then.

    `due_on` is the day by which it is to be reached. `worker_id` is the worker who sees to it,
    where one was named besides the role.
    """

    goal: Goal
    due_on: date
    owner: GoalOwner | None = None
    worker_id: UUID | None = None


@published("cases.GoalSet.v1")
class GoalSet(OnGoal):
    """A goal was set; what is to be done for it, step by step, is in the vault."""


@published("cases.GoalChanged.v1")
class GoalChanged(OnGoal):
    """A goal has another day or owner; it was due on `due_before`."""

    goal_id: UUID
    due_before: date


class GoalOutcome(StrEnum):
    """What became of a goal."""

    MET = "met"
    DROPPED = "dropped"


class DropReason(StrEnum):
    """Why a goal was dropped."""

    NOT_WANTED = "not_wanted"
    NOT_POSSIBLE = "not_possible"
    REPLACED = "replaced"
    CASE_ENDED = "case_ended"


@published("cases.GoalClosed.v1")
class GoalClosed(OnPoints, OnGoal):
    """A goal was met, or dropped for a reason; one that was met may earn points."""

    goal_id: UUID
    outcome: GoalOutcome
    reason: DropReason | None = None


@published("cases.PlanReviewed.v1")
class PlanReviewed(CaseEntry):
    """The plan was looked through: so many goals were set until then, met, dropped and open."""

    goals_set: int
    goals_met: int
    goals_dropped: int
    goals_open: int
