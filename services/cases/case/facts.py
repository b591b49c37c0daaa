"""Correcting what is known of the person in codes. Pure."""

from dataclasses import dataclass
from datetime import date

from services.cases.case.events import CaseEvent
from services.cases.case.ledger import MakeEntry, entry_fields
from services.cases.case.standing import person_of
from services.cases.case.state import Case, opened
from shared.decider import Refused, check_day
from shared.events.cases.case import PersonFactsCorrected
from shared.events.cases.person import PersonFacts


@dataclass(frozen=True)
class CorrectPersonFacts(MakeEntry):
    """What is known of the person in codes is this, and has always been.

    `occurred_on` is the day of the correction.
    """

    person: PersonFacts


class NothingToCorrect(Refused):
    """This is what the case says of the person already; nothing would change."""

    zh = "该档案中的人员信息代码与此相同，无须更正。"


def check(command: CorrectPersonFacts, today: date) -> None:
    """Refuse a day that has not come."""
    check_day(command.occurred_on, today)


def decide(command: CorrectPersonFacts, state: Case, today: date) -> list[CaseEvent]:
    """Correct the facts, also of a case that has ended: they count for all of its days."""
    check(command, today)
    file = opened(state).file
    if command.person == person_of(file):
        raise NothingToCorrect
    return [
        PersonFactsCorrected(
            **entry_fields(file, command.entry_id, command.occurred_on), person=command.person
        )
    ]
