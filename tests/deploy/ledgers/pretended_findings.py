"""Findings, goals and closing reports, as the pretended service takes them."""

from collections.abc import Mapping
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from services.cases.case import findings, plan
from services.cases.case.api.closing import NewClosingReport
from services.cases.case.api.findings import (
    NewDeparture,
    NewDismissal,
    NewFinding,
    NewPoliceNotice,
)
from services.cases.case.api.plan import NewGoal, NewGoalChange, NewOutcome, NewReview
from services.cases.case.closing import SignClosingReport
from services.cases.case.findings import (
    ConfirmFinding,
    DismissFinding,
    FindDeparture,
    Proposed,
    TellPolice,
)
from services.cases.case.plan import ChangeGoal, CloseGoal, ReviewPlan, SetGoal
from services.cases.duties.history import History
from services.cases.duties.proposals import proposals
from shared.policies.in_force import policies_in_force

BODIES: Mapping[str, Any] = {
    "departures": NewDeparture,
    "findings": NewFinding,
    "dismissed-findings": NewDismissal,
    "police-notice": NewPoliceNotice,
    "goals": NewGoal,
    "change": NewGoalChange,
    "outcome": NewOutcome,
    "plan-reviews": NewReview,
    "closing-reports": NewClosingReport,
}
Entering: TypeAlias = findings.Command | plan.Command | SignClosingReport


def command_of(name: str, body: Any, before: str, history: History | None) -> Entering:
    """The command that a body makes, by the last word of its path, about an entry before it."""
    day = body.occurred_on
    match name:
        case "departures":
            return FindDeparture(uuid4(), day, body.left_on, body.back_on)
        case "findings":
            return ConfirmFinding(
                uuid4(), day, body.condition, _proposed(body, history), None, body.basis
            )
        case "dismissed-findings":
            return DismissFinding(
                uuid4(), day, body.condition, _proposed(body, history), None, body.reason
            )
        case "police-notice":
            return TellPolice(uuid4(), day, UUID(before))
        case "goals":
            return SetGoal(uuid4(), day, body.goal, body.due_on, body.owner, body.worker_id)
        case "change":
            return ChangeGoal(uuid4(), day, UUID(before), body.due_on, body.owner, body.worker_id)
        case "outcome":
            return CloseGoal(uuid4(), day, UUID(before), body.outcome, body.reason)
        case "plan-reviews":
            return ReviewPlan(uuid4(), day)
        case _:
            return SignClosingReport(uuid4(), day, {})


def _proposed(body: Any, history: History | None) -> Proposed | None:
    found = [] if history is None else proposals(history, policies_in_force(), body.occurred_on)
    return next((each for each in found if each.condition is body.condition), None)
