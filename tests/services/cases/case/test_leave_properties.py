"""Leaves after any order of reports, extensions, returns and voids."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from uuid import UUID

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
from tests.services.cases.case.history import an_id, opened

DAYS = st.integers(0, 60).map(lambda days: date(2019, 2, 1) + timedelta(days=days))
REPORTED = date(2019, 1, 20)
COMMANDS = st.one_of(
    st.builds(
        ReportLeave,
        st.uuids(),
        st.just(REPORTED),
        DAYS,
        DAYS,
        st.just("330102000000"),
        st.just(LeaveReason.WORK),
        st.just(True),
    ),
    st.builds(ExtendLeave, st.uuids(), st.just(REPORTED), st.uuids(), DAYS, st.just(True)),
    st.builds(ReturnFromLeave, st.uuids(), DAYS, st.uuids()),
)


@settings(max_examples=300, deadline=None)
@for_all(st.lists(st.tuples(COMMANDS, st.integers(0, 9), st.booleans()), max_size=25))
def test_leaves_never_overlap_and_their_days_are_counted(
    wanted: list[tuple[ReportLeave | ExtendLeave | ReturnFromLeave, int, bool]],
) -> None:
    """What is counted are the days from leaving until the first day back, of what is not void."""
    state, entries = fold(case, [opened]), dict[UUID, CaseEntry]()
    for one, number, is_void in wanted:
        command: Command = one
        made = [*entries.values()]
        leaves = [entry for entry in made if isinstance(entry, LeaveReported)]
        if is_void and made:
            entry = made[number % len(made)]
            command = VoidEntry(stored(entry, entry.entry_id), VoidReason.MISTAKEN)
        elif isinstance(one, ExtendLeave | ReturnFromLeave):
            about = leaves[number % len(leaves)].entry_id if leaves else an_id(98)
            command = replace(one, leave_id=about)
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
