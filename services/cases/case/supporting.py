"""Which chapter of support a command is of: needs, help, counselling, the plan, merits. Pure."""

from datetime import date
from typing import TypeAlias, assert_never

from services.cases.case import counselling, help, household, merits, needs, plan
from services.cases.case.counselling import HoldCounselling
from services.cases.case.events import CaseEvent
from services.cases.case.help import HelpEntry
from services.cases.case.household import HouseholdEntry
from services.cases.case.merits import RecordMerit
from services.cases.case.needs import NeedEntry
from services.cases.case.plan import PlanEntry
from services.cases.case.state import Case

Command: TypeAlias = (
    needs.Command | help.Command | household.Command | HoldCounselling | plan.Command | RecordMerit
)


def check(command: Command, today: date) -> None:
    """Refuse what a command contradicts by itself, whatever the case; raises a `Refused`."""
    match command:
        case NeedEntry():
            needs.check(command, today)
        case HelpEntry():
            help.check(command, today)
        case HouseholdEntry():
            household.check(command, today)
        case HoldCounselling():
            counselling.check(command, today)
        case PlanEntry():
            plan.check(command, today)
        case RecordMerit():
            merits.check(command, today)
        case _:
            assert_never(command)


def decide(command: Command, state: Case, today: date) -> list[CaseEvent]:
    """Make an entry of support; raises a `Refused` by name."""
    match command:
        case NeedEntry():
            return needs.decide(command, state, today)
        case HelpEntry():
            return help.decide(command, state, today)
        case HouseholdEntry():
            return household.decide(command, state, today)
        case HoldCounselling():
            return counselling.decide(command, state, today)
        case PlanEntry():
            return plan.decide(command, state, today)
        case RecordMerit():
            return merits.decide(command, state, today)
        case _:
            assert_never(command)
