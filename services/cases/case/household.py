"""A client's household and work, in codes. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never

from services.cases.case.events import CaseEvent
from services.cases.case.ledger import MakeEntry, check_named_once, entry_fields, file_on
from services.cases.case.state import Case
from shared.decider import check_day
from shared.events.cases.employment import Employment
from shared.events.cases.household import (
    EmploymentRecorded,
    FamilyEvent,
    HouseholdFact,
    HouseholdRecorded,
)


@dataclass(frozen=True)
class HouseholdEntry(MakeEntry):
    """What every command of this chapter is."""


@dataclass(frozen=True)
class RecordHousehold(HouseholdEntry):
    """How the household was found; `facts` are all that are so."""

    facts: tuple[HouseholdFact, ...] = ()
    happened: tuple[FamilyEvent, ...] = ()


@dataclass(frozen=True)
class RecordEmployment(HouseholdEntry):
    """Whether the client has work, from this day on."""

    employment: Employment


Command: TypeAlias = RecordHousehold | RecordEmployment


def check(command: Command, today: date) -> None:
    """Refuse a day that has not come, and what is named twice."""
    check_day(command.occurred_on, today)
    if isinstance(command, RecordHousehold):
        check_named_once(facts=command.facts, happened=command.happened)


def decide(command: Command, state: Case, today: date) -> list[CaseEvent]:
    """Make an entry; codes stand in one order, however they were given."""
    check(command, today)
    file = file_on(state, command.occurred_on)
    common = entry_fields(file, command.entry_id, command.occurred_on)
    match command:
        case RecordHousehold():
            facts = tuple(each for each in HouseholdFact if each in command.facts)
            happened = tuple(each for each in FamilyEvent if each in command.happened)
            return [HouseholdRecorded(**common, facts=facts, happened=happened)]
        case RecordEmployment():
            return [EmploymentRecorded(**common, employment=command.employment)]
        case _:
            assert_never(command)
