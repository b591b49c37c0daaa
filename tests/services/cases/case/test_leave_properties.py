"""Leaves after any order of reports, extensions, returns and voids."""

from datetime import date, timedelta
from itertools import combinations
from uuid import UUID, uuid4

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.cases.case.corrections import VoidEntry
from services.cases.case.decider import Command, case
from services.cases.case.leave import ExtendLeave, ReportLeave, ReturnFromLeave, leaves_of
from services.cases.case.state import Existing
from services.reporting.declared.measures.leave import LEAVE_DAYS
from shared.decider import Refused, fold
from shared.events.cases.case import CaseEntry, EntryVoided
from shared.events.cases.leave import LeaveReason, LeaveReported
from shared.events.corrections import VoidReason
from tests.corrections import stored
from tests.given import TODAY
from tests.services.cases.case.history import opened

REPORTED = date(2019, 1, 20)
FIRST = date(2019, 2, 1)


def command_of(what: str, number: int, days: int, made: list[CaseEntry]) -> Command:
    """A report of some days, or what is done to one of the entries that count."""
    if what == "void" and made:
        entry = made[number % len(made)]
        return VoidEntry(stored(entry, entry.entry_id), VoidReason.MISTAKEN)
    leaves = [entry for entry in made if isinstance(entry, LeaveReported)]
    if what in ("extend", "return") and leaves:
        leave = leaves[number % len(leaves)]
        if what == "extend":
            until = leave.returns_on + timedelta(days=days)
            return ExtendLeave(uuid4(), REPORTED, leave.entry_id, until, in_writing=True)
        back = leave.leaves_on + timedelta(days=days)
        return ReturnFromLeave(uuid4(), back, leave.entry_id)
    since = FIRST + timedelta(days=5 * number)
    until = since + timedelta(days=days)
    reason = LeaveReason.WORK
    return ReportLeave(uuid4(), REPORTED, since, until, "330102000000", reason, in_writing=True)


WHAT = st.sampled_from(["report", "extend", "extend", "return", "void", "void"])


@settings(max_examples=300, deadline=None)
@for_all(st.lists(st.tuples(WHAT, st.integers(0, 5), st.integers(0, 12)), max_size=30))
def test_leaves_never_overlap_and_their_days_are_counted(
    wanted: list[tuple[str, int, int]],
) -> None:
    """What is counted are the days from leaving until the first day back, of what is not void."""
    state, entries = fold(case, [opened]), dict[UUID, CaseEntry]()
    for what, number, days in wanted:
        command = command_of(what, number, days, [*entries.values()])
        try:
            (event,) = case.decide(command, state, TODAY)
        except Refused:
            continue
        state = case.evolve(state, event)
        if isinstance(event, EntryVoided):
            del entries[event.entry_id]
        elif isinstance(event, CaseEntry):
            entries[event.entry_id] = event
    assert isinstance(state, Existing)
    found = [(since, until) for _, since, until in leaves_of(state.file)]
    for one_leave, other in combinations(found, 2):
        assert one_leave[1] <= other[0] or other[1] <= one_leave[0]
    counted = sum(
        fact.delta for entry in entries.values() for fact in LEAVE_DAYS.reads[type(entry)](entry)
    )
    assert counted == sum((until - since).days for since, until in found)
