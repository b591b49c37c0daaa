"""Examples of findings, of the plan, and of the report that closes a file."""

from datetime import date
from typing import Any

from shared.events import Event
from shared.events.cases.closing import ClosingReportSigned, PhaseKept
from shared.events.cases.endings import Ending
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
from shared.events.cases.kinds import CaseKind
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
from shared.events.cases.standing import StandingPhase
from tests.golden.parts import ENTRY, an_id

DECIDED: dict[str, Any] = {
    "finding": Finding.SERIOUS_VIOLATION,
    "condition": Condition.TESTS,
    "entries": (an_id(13), an_id(14), an_id(15)),
    "count": 3,
    "number": 3,
    "met_on": date(2019, 3, 11),
    "rule": "serious_tests",
    "policies": "2026-1",
    "proposal_id": an_id(16),
}
GOAL: dict[str, Any] = {
    "goal": Goal.WORK,
    "due_on": date(2019, 9, 30),
    "owner": GoalOwner.SOCIAL_WORKER,
    "worker_id": an_id(17),
}
CLOSING_REPORT = ClosingReportSigned(
    **ENTRY,
    ending_id=an_id(12),
    ending=Ending.MOVED_AWAY,
    ended_on=date(2019, 3, 10),
    months=2,
    phases=(
        PhaseKept(
            kind=CaseKind.DETOXIFICATION,
            phase=StandingPhase.ORDERED,
            since=date(2019, 1, 5),
            until=date(2019, 1, 9),
        ),
        PhaseKept(
            kind=CaseKind.DETOXIFICATION,
            phase=StandingPhase.AGREED,
            since=date(2019, 1, 9),
            until=date(2019, 3, 10),
        ),
    ),
    tests_due=2,
    tests_done=1,
    contacts_due=2,
    contacts_done=2,
    goals_set=4,
    goals_met=1,
    findings_confirmed=1,
)
OF_SUPPORT: list[Event] = [
    DepartureFound(**ENTRY, left_on=date(2019, 2, 20), back_on=date(2019, 3, 13)),
    FindingConfirmed(**ENTRY, **DECIDED, basis=FindingBasis.CLIENT_HEARD),
    FindingDismissed(**ENTRY, **DECIDED, reason=DismissalReason.EXCUSED),
    PoliceToldOfFinding(**ENTRY, finding_id=an_id(12), finding=Finding.SERIOUS_VIOLATION),
    GoalSet(**ENTRY, **GOAL),
    GoalChanged(**ENTRY, **GOAL, goal_id=an_id(12), due_before=date(2019, 6, 30)),
    GoalClosed(
        **ENTRY,
        **GOAL,
        goal_id=an_id(12),
        outcome=GoalOutcome.DROPPED,
        reason=DropReason.NOT_POSSIBLE,
    ),
    PlanReviewed(**ENTRY, goals_set=4, goals_met=1, goals_dropped=1, goals_open=2),
    CLOSING_REPORT,
]
