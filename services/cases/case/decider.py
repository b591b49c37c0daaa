"""The decider of a case: which chapter of the rules a command belongs to."""

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias, assert_never, get_args

from services.cases.case import (
    assessments,
    closing,
    contacts,
    corrections,
    drug_tests,
    earning,
    endings,
    facts,
    findings,
    guidance,
    help,
    kind_changes,
    leave,
    maintenance,
    objections,
    opening,
    oversight,
    programme,
    standing,
    supporting,
    team,
)
from services.cases.case.assessments import AssessmentEntry
from services.cases.case.closing import SignClosingReport
from services.cases.case.contacts import ContactEntry
from services.cases.case.corrections import VoidEntry
from services.cases.case.drug_tests import TestEntry
from services.cases.case.endings import EndCase, NotifyOfEnding, ReopenCase
from services.cases.case.events import CaseEvent
from services.cases.case.evolving import evolve
from services.cases.case.facts import CorrectPersonFacts
from services.cases.case.findings import FindingEntry
from services.cases.case.guidance import GuidanceEntry
from services.cases.case.kind_changes import ChangeKind
from services.cases.case.leave import LeaveEntry
from services.cases.case.ledger import MakeEntry
from services.cases.case.maintenance import TreatmentEntry
from services.cases.case.objections import ObjectionEntry
from services.cases.case.opening import OpenCase
from services.cases.case.oversight import Decision
from services.cases.case.programme import TakeStep
from services.cases.case.state import Case, Unopened
from services.cases.case.team import TeamEntry
from shared.decider import Decider
from shared.events.cases.contacts import ContactRecorded
from shared.events.cases.endings import CaseEnded
from shared.events.cases.help import HelpEnded
from shared.warned import Warned, early_days

Entering: TypeAlias = (
    contacts.Command
    | drug_tests.Command
    | objections.Command
    | assessments.Command
    | leave.Command
    | guidance.Command
    | findings.Command
    | SignClosingReport
    | maintenance.Command
    | team.Command
    | CorrectPersonFacts
    | supporting.Command
)
Stepping: TypeAlias = programme.Command | ChangeKind | endings.Command
Command: TypeAlias = OpenCase | Stepping | Entering | VoidEntry | oversight.Command


def check(command: Command, today: date) -> None:
    """Refuse what a command contradicts by itself, whatever the case; raises a `Refused`."""
    match command:
        case TakeStep():
            _check_step(command, today)
        case MakeEntry():
            _check_entry(command, today)
        case OpenCase() | VoidEntry() | Decision():
            pass
        case _:
            assert_never(command)


def _check_entry(command: Entering, today: date) -> None:
    match command:
        case ContactEntry():
            contacts.check(command, today)
        case TestEntry():
            drug_tests.check(command, today)
        case ObjectionEntry():
            objections.check(command, today)
        case AssessmentEntry():
            assessments.check(command, today)
        case LeaveEntry():
            leave.check(command, today)
        case GuidanceEntry():
            guidance.check(command, today)
        case FindingEntry():
            findings.check(command, today)
        case SignClosingReport():
            closing.check(command, today)
        case TreatmentEntry():
            maintenance.check(command, today)
        case TeamEntry():
            team.check(command, today)
        case CorrectPersonFacts():
            facts.check(command, today)
        case _:
            supporting.check(command, today)


def _check_step(command: Stepping, today: date) -> None:
    match command:
        case EndCase() | ReopenCase() | NotifyOfEnding():
            endings.check(command, today)
        case ChangeKind():
            kind_changes.check(command, today)
        case _:
            programme.check(command, today)


def warnings(command: Command, today: date) -> list[Warned]:
    """What a command records that may be a mistake."""
    match command:
        case OpenCase():
            return opening.warnings(command, today)
        case MakeEntry():
            return early_days(occurred_on=command.occurred_on)
        case VoidEntry() | Decision():
            return []
        case _:
            assert_never(command)


def doubts(events: Sequence[CaseEvent]) -> list[Warned]:
    """What was decided that may be a mistake, by what else is in the case."""
    found: list[Warned] = []
    for event in events:
        if isinstance(event, CaseEnded):
            found += endings.doubts(event)
        elif isinstance(event, HelpEnded):
            found += help.doubts(event)
    return found


def decide(command: Command, state: Case, today: date) -> list[CaseEvent]:
    """What a command comes to, and what that changes of what the case stands at and earns.

    Raises a `Refused` by name.
    """
    decided = _decide(command, state, today)
    return earning.with_points(state, standing.with_standing(state, decided), today)


def _decide(command: Command, state: Case, today: date) -> list[CaseEvent]:
    match command:
        case OpenCase():
            return opening.decide(command, state, today)
        case TakeStep():
            return _stepped(command, state, today)
        case MakeEntry():
            return _entered(command, state, today)
        case VoidEntry():
            return corrections.decide(command, state, today)
        case Decision():
            return oversight.decide(command, state, today)
        case _:
            assert_never(command)


def _stepped(command: Stepping, state: Case, today: date) -> list[CaseEvent]:
    match command:
        case EndCase() | ReopenCase() | NotifyOfEnding():
            return endings.decide(command, state, today)
        case ChangeKind():
            return kind_changes.decide(command, state, today)
        case _:
            return programme.decide(command, state, today)


def _entered(command: Entering, state: Case, today: date) -> list[CaseEvent]:
    match command:
        case ContactEntry():
            return contacts.decide(command, state, today)
        case TestEntry():
            return drug_tests.decide(command, state, today)
        case ObjectionEntry():
            return objections.decide(command, state, today)
        case AssessmentEntry():
            return assessments.decide(command, state, today)
        case LeaveEntry():
            return leave.decide(command, state, today)
        case GuidanceEntry():
            return guidance.decide(command, state, today)
        case FindingEntry():
            return findings.decide(command, state, today)
        case SignClosingReport():
            return closing.decide(command, state, today)
        case TreatmentEntry():
            return maintenance.decide(command, state, today)
        case TeamEntry():
            return team.decide(command, state, today)
        case CorrectPersonFacts():
            return facts.decide(command, state, today)
        case _:
            return supporting.decide(command, state, today)


case: Decider[Command, Case, CaseEvent] = Decider(
    Unopened(),
    get_args(CaseEvent),
    decide,
    evolve,
    light=(ContactRecorded,),
)
