"""How many tests and contacts were due until each ending of a case, and done. Pure."""

from datetime import date
from uuid import UUID

from services.cases.case.closing import DutiesKept
from services.cases.duties.history import History, What
from services.cases.duties.schedule import PoliciesOver, schedule
from shared.events.cases.duties import Duty, DutyOutcome

DONE = frozenset({DutyOutcome.MET, DutyOutcome.LATE})
DUE = DONE | {DutyOutcome.OVERDUE, DutyOutcome.MISSED}


def kept_until_endings(
    history: History, policies: PoliciesOver, today: date
) -> dict[UUID, DutiesKept]:
    """By each ending, what became of the windows that were over by its day."""
    windows = schedule(history, policies, today, (Duty.TEST, Duty.CONTACT))
    kept: dict[UUID, DutiesKept] = {}
    for note in history.notes:
        if note.what is What.ENDED:
            over = [each for each in windows if each.last_day <= note.day]
            tests = [each.outcome for each in over if each.duty is Duty.TEST]
            contacts = [each.outcome for each in over if each.duty is Duty.CONTACT]
            kept[note.entry_id] = DutiesKept(
                sum(each in DUE for each in tests),
                sum(each in DONE for each in tests),
                sum(each in DUE for each in contacts),
                sum(each in DONE for each in contacts),
            )
    return kept
