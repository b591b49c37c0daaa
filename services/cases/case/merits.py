"""What a client did that earns points and that no other entry says. Pure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.cases.case.earning import earning_of
from services.cases.case.events import CaseEvent
from services.cases.case.ledger import MakeEntry, entry_fields, file_on
from services.cases.case.state import Case
from shared.decider import Refused, check_day
from shared.events.cases.earning import PointsFor
from shared.events.cases.points import Merit, MeritRecorded


@dataclass(frozen=True)
class RecordMerit(MakeEntry):
    """Write down what the client did; with the prevention session, where its record said so."""

    merit: Merit
    activity_id: UUID | None = None


class SaidByAnEntry(Refused):
    """An entry of this day says so already, and earns the points by itself: a goal of the plan that
    was met, or a training among the help. Enter no merit besides it."""

    zh = "当日已有记录说明此事并由该记录计分（计划中达成的目标，或帮扶中的培训），无须另行登记。"
    field = "merit"


def check(command: RecordMerit, today: date) -> None:
    """Refuse a day that has not come."""
    check_day(command.occurred_on, today)


def decide(command: RecordMerit, state: Case, today: date) -> list[CaseEvent]:
    """Make the entry: also for a user at large, who may help and learn like everybody.

    What another entry of the day says is not counted twice.
    """
    check(command, today)
    file = file_on(state, command.occurred_on)
    of_day = (
        each
        for each in (*file.named.values(), *file.marks)
        if each.occurred_on == command.occurred_on
    )
    if PointsFor(command.merit.value) in map(earning_of, of_day):
        raise SaidByAnEntry
    common = entry_fields(file, command.entry_id, command.occurred_on)
    return [MeritRecorded(**common, merit=command.merit, activity_id=command.activity_id)]
