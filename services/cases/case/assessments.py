"""Risk assessments. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never

from services.cases.case.events import CaseEvent
from services.cases.case.ledger import MakeEntry, file_on, on_case
from services.cases.case.state import Case
from shared.decider import check_day
from shared.events.cases.assessments import RiskAssessed


@dataclass(frozen=True)
class AssessmentEntry(MakeEntry):
    """What every command of this chapter is."""


@dataclass(frozen=True)
class AssessRisk(AssessmentEntry):
    """Write down the client's risk."""

    level: str


Command: TypeAlias = AssessRisk


def check(command: Command, today: date) -> None:
    """Refuse a day that has not come."""
    check_day(command.occurred_on, today)


def decide(command: Command, state: Case, today: date) -> list[CaseEvent]:
    """Make an entry."""
    check(command, today)
    file = file_on(state, command.occurred_on)
    common = on_case(file, command.entry_id, command.occurred_on)
    match command:
        case AssessRisk():
            return [RiskAssessed(**common, level=command.level)]
        case _:
            assert_never(command)
