"""What a client did that earns points and that no other entry says. Pure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.cases.case.events import CaseEvent
from services.cases.case.ledger import MakeEntry, entry_fields, file_on
from services.cases.case.state import Case
from shared.decider import check_day
from shared.events.cases.points import Merit, MeritRecorded


@dataclass(frozen=True)
class RecordMerit(MakeEntry):
    """Write down what the client did; with the prevention session, where its record said so."""

    merit: Merit
    activity_id: UUID | None = None


def check(command: RecordMerit, today: date) -> None:
    """Refuse a day that has not come."""
    check_day(command.occurred_on, today)


def decide(command: RecordMerit, state: Case, today: date) -> list[CaseEvent]:
    """Make the entry: also for a user at large, who may help and learn like everybody."""
    check(command, today)
    file = file_on(state, command.occurred_on)
    common = entry_fields(file, command.entry_id, command.occurred_on)
    return [MeritRecorded(**common, merit=command.merit, activity_id=command.activity_id)]
