"""The decider of a case: which chapter of the rules a command belongs to."""

from datetime import date
from typing import TypeAlias, assert_never, get_args

from services.cases.case import corrections, entries, opening, oversight, programme
from services.cases.case.corrections import VoidEntry
from services.cases.case.entries import MakeEntry
from services.cases.case.evolving import evolve
from services.cases.case.opening import OpenCase
from services.cases.case.oversight import Decision
from services.cases.case.programme import Step
from services.cases.case.state import Case, CaseEvent, Unopened
from shared.decider import Decider
from shared.events.cases.assessments import RiskAssessed
from shared.events.cases.contacts import ContactRecorded
from shared.events.cases.drug_tests import DrugTestRecorded
from shared.warned import Warned, early_days

Command: TypeAlias = OpenCase | programme.Command | entries.Command | VoidEntry | oversight.Command


def check(command: Command, today: date) -> None:
    """Refuse what a command contradicts by itself, whatever the case; raises a `Refused`."""
    match command:
        case Step():
            programme.check(command, today)
        case MakeEntry():
            entries.check(command, today)
        case OpenCase() | VoidEntry() | Decision():
            pass
        case _:
            assert_never(command)


def warnings(command: Command, today: date) -> list[Warned]:
    """What a command records that may be a mistake."""
    match command:
        case OpenCase():
            return opening.warnings(command, today)
        case Step() | MakeEntry():
            return early_days(occurred_on=command.occurred_on)
        case VoidEntry() | Decision():
            return []
        case _:
            assert_never(command)


def decide(command: Command, state: Case, today: date) -> list[CaseEvent]:
    """What a command comes to; raises a `Refused` by name."""
    match command:
        case OpenCase():
            return opening.decide(command, state, today)
        case Step():
            return programme.decide(command, state, today)
        case MakeEntry():
            return entries.decide(command, state, today)
        case VoidEntry():
            return corrections.decide(command, state, today)
        case Decision():
            return oversight.decide(command, state, today)
        case _:
            assert_never(command)


case: Decider[Command, Case, CaseEvent] = Decider(
    Unopened(),
    get_args(CaseEvent),
    decide,
    evolve,
    light=(ContactRecorded, DrugTestRecorded, RiskAssessed),
)
