"""Leave, sentence by sentence: a client reports an absence, stays longer, and returns."""

from datetime import date
from typing import Any

import pytest

from services.cases.case import corrections, leave, ledger
from services.cases.case.corrections import VoidEntry
from services.cases.case.decider import case
from services.cases.case.events import CaseEvent
from services.cases.case.leave import ExtendLeave, ReportLeave, ReturnFromLeave
from services.cases.case.state import Case
from shared.decider import FutureDate, RegionNotInForce, fold
from shared.events.cases.case import CaseEntry, EntryVoided
from shared.events.cases.endings import CaseEnded, Ending
from shared.events.cases.evidence import Document
from shared.events.cases.kinds import CaseKind
from shared.events.cases.leave import (
    LeaveExtended,
    LeaveReason,
    LeaveReported,
    ReturnedFromLeave,
)
from shared.events.cases.programme import KindChanged
from shared.events.corrections import VoidReason
from tests.corrections import stored
from tests.given import given
from tests.services.cases.case.history import ON_CASE, an_id, opened, opened_at_large

REPORTED = date(2019, 4, 1)
HANGZHOU = "330102000000"


def report(
    leaves_on: date = date(2019, 4, 5),
    returns_on: date = date(2019, 4, 12),
    *,
    on: date = REPORTED,
    destination: str = HANGZHOU,
    in_writing: bool = True,
    number: int = 20,
) -> ReportLeave:
    """A report of an absence."""
    return ReportLeave(
        an_id(number), on, leaves_on, returns_on, destination, LeaveReason.WORK, in_writing
    )


def extend(returns_on: date, *, in_writing: bool = True, number: int = 21) -> ExtendLeave:
    """A later end of the leave."""
    return ExtendLeave(an_id(number), date(2019, 4, 10), an_id(20), returns_on, in_writing)


def returned(day: date, *, number: int = 22) -> ReturnFromLeave:
    """The return from the leave."""
    return ReturnFromLeave(an_id(number), day, an_id(20))


def entry(number: int, day: date) -> dict[str, Any]:
    """What an event of the case carries."""
    return {**ON_CASE, "entry_id": an_id(number), "occurred_on": day}


away = LeaveReported(
    **entry(20, REPORTED),
    leaves_on=date(2019, 4, 5),
    returns_on=date(2019, 4, 12),
    destination=HANGZHOU,
    reason=LeaveReason.WORK,
    in_writing=True,
)
extended = LeaveExtended(
    **entry(21, date(2019, 4, 10)),
    leave_id=an_id(20),
    until=date(2019, 4, 12),
    returns_on=date(2019, 4, 15),
    in_writing=True,
)
back = ReturnedFromLeave(
    **entry(22, date(2019, 4, 15)), leave_id=an_id(20), due_on=date(2019, 4, 15)
)


def state_of(*past: CaseEvent) -> Case:
    """The case after these events."""
    return fold(case, past)


def void(voided: CaseEntry) -> VoidEntry:
    """A void of an entry."""
    return VoidEntry(stored(voided, voided.entry_id), VoidReason.MISTAKEN)


def was_void(voided: CaseEntry) -> EntryVoided:
    """The event of a void."""
    was = stored(voided, voided.entry_id)
    return EntryVoided(
        case_id=an_id(1),
        entry_id=voided.entry_id,
        entry_type=was.type,
        entry=was.fields,
        reason=VoidReason.MISTAKEN,
    )


def test_a_leave_is_reported_and_not_approved() -> None:
    """It stands as it was reported."""
    given(case, opened).when(report()).then(away)


def test_a_leave_may_lie_ahead_but_its_report_may_not() -> None:
    """What is planned is reported before it happens; a report that was not made is none."""
    given(case, opened).when(report(), today=REPORTED).then(away)
    given(case, opened).when(report(), today=date(2019, 3, 31)).refused(FutureDate)


def test_a_leave_ends_after_it_begins() -> None:
    """The first day back is a later one."""
    same = report(date(2019, 4, 5), date(2019, 4, 5))
    given(case, opened).when(same).refused(leave.ReturnsBeforeLeaving)


def test_from_three_days_on_the_report_is_in_writing() -> None:
    """戒毒条例 19: two days away need none."""
    two = report(date(2019, 4, 5), date(2019, 4, 7), in_writing=False)
    three = report(date(2019, 4, 5), date(2019, 4, 8), in_writing=False)
    assert case.decide(two, state_of(opened), date(2024, 1, 1))
    given(case, opened).when(three).refused(leave.WrittenReportMissing)


def test_only_who_is_in_a_programme_reports_leave() -> None:
    """A user at large goes where he likes; so it is before the decision on a programme."""
    given(case, opened_at_large).when(report()).refused(ledger.NotInAProgramme)
    fields = {**entry(9, date(2019, 4, 10)), "kind": CaseKind.DETOXIFICATION}
    decided = KindChanged(**fields, from_kind=CaseKind.AT_LARGE, evidence=Document.DECISION)
    early = report(on=date(2019, 4, 11))
    given(case, opened_at_large, decided).when(early).refused(ledger.NotInAProgramme)
    given(case, opened).when(report(date(2019, 1, 9))).refused(ledger.EntryBeforeDecision)


@pytest.mark.parametrize("destination", ["330103000000", "999999999999"])
def test_the_destination_is_a_region_that_is_in_force(destination: str) -> None:
    """By the code of the day of the report; 330103 was retired on 2021-04-09."""
    command = report(date(2022, 4, 5), date(2022, 4, 6), on=REPORTED, destination=destination)
    later = report(date(2022, 4, 5), date(2022, 4, 6), on=date(2022, 4, 1), destination=destination)
    given(case, opened).when(later).refused(RegionNotInForce)
    if destination == "330103000000":
        assert case.decide(command, state_of(opened), date(2024, 1, 1))
    with pytest.raises(RegionNotInForce) as refused:
        case.decide(later, state_of(opened), date(2024, 1, 1))
    assert refused.value.field == "destination"


def test_leaves_of_a_case_do_not_overlap() -> None:
    """The first day back may be the first of the next leave: the days are half-open."""
    past = given(case, opened, away)
    past.when(report(date(2019, 4, 11), date(2019, 4, 13), number=23)).refused(leave.LeavesOverlap)
    past.when(report(date(2019, 4, 3), date(2019, 4, 6), number=23)).refused(leave.LeavesOverlap)
    state = state_of(opened, away)
    for days in ((date(2019, 4, 12), date(2019, 4, 14)), (date(2019, 4, 3), date(2019, 4, 5))):
        assert case.decide(report(*days, number=23), state, date(2024, 1, 1))


def test_an_early_return_makes_room_for_another_leave() -> None:
    """From the return on the client is not away; a late return lasts over the days between."""
    early = back.model_copy(update={"occurred_on": date(2019, 4, 8), "due_on": date(2019, 4, 12)})
    state = state_of(opened, away, early)
    again = report(date(2019, 4, 8), date(2019, 4, 10), number=23)
    assert case.decide(again, state, date(2024, 1, 1))
    following = away.model_copy(
        update={
            "entry_id": an_id(23),
            "leaves_on": date(2019, 4, 12),
            "returns_on": date(2019, 4, 20),
        }
    )
    given(case, opened, away, following).when(returned(date(2019, 4, 13))).refused(
        leave.LeavesOverlap
    )


def test_a_leave_is_extended_from_its_present_end() -> None:
    """The extension says until when it was before."""
    given(case, opened, away).when(extend(date(2019, 4, 15))).then(extended)
    further = LeaveExtended(
        **entry(23, date(2019, 4, 10)),
        leave_id=an_id(20),
        until=date(2019, 4, 15),
        returns_on=date(2019, 4, 20),
        in_writing=True,
    )
    given(case, opened, away, extended).when(extend(date(2019, 4, 20), number=23)).then(further)


def test_an_extension_makes_a_leave_longer() -> None:
    """It is no way to shorten one: that is an early return."""
    given(case, opened, away).when(extend(date(2019, 4, 12))).refused(leave.NotLonger)
    given(case, opened, away, extended).when(extend(date(2019, 4, 14), number=23)).refused(
        leave.NotLonger
    )


def test_the_whole_length_decides_about_the_report() -> None:
    """Two days and one more are three."""
    short = away.model_copy(update={"returns_on": date(2019, 4, 7), "in_writing": False})
    past = given(case, opened, short)
    past.when(extend(date(2019, 4, 8), in_writing=False)).refused(leave.WrittenReportMissing)
    brief = away.model_copy(update={"returns_on": date(2019, 4, 6), "in_writing": False})
    assert case.decide(
        extend(date(2019, 4, 7), in_writing=False), state_of(opened, brief), date(2024, 1, 1)
    )


def test_an_extension_does_not_run_into_the_next_leave() -> None:
    """Leaves of a case do not overlap, however they came about."""
    following = away.model_copy(
        update={
            "entry_id": an_id(23),
            "leaves_on": date(2019, 4, 14),
            "returns_on": date(2019, 4, 20),
        }
    )
    given(case, opened, away, following).when(extend(date(2019, 4, 15))).refused(
        leave.LeavesOverlap
    )


@pytest.mark.parametrize("day", [date(2019, 4, 5), date(2019, 4, 14), date(2019, 4, 30)])
def test_a_return_carries_the_day_it_was_due_on(day: date) -> None:
    """Early, on time or late: who counts compares the two days."""
    event = back.model_copy(update={"occurred_on": day})
    given(case, opened, away, extended).when(returned(day)).then(event)


def test_nobody_returns_before_leaving_nor_twice() -> None:
    """A leave that was never taken is made void."""
    given(case, opened, away).when(returned(date(2019, 4, 4))).refused(leave.ReturnedBeforeLeaving)
    past = given(case, opened, away, extended, back)
    past.when(returned(date(2019, 4, 16), number=23)).refused(leave.AlreadyReturned)
    past.when(extend(date(2019, 4, 20), number=23)).refused(leave.AlreadyReturned)


def test_what_is_no_leave_of_this_case_is_unknown() -> None:
    """Neither another entry's id, nor that of a leave that is void."""
    given(case, opened).when(returned(date(2019, 4, 15))).refused(leave.LeaveUnknown)
    past = given(case, opened, away, was_void(away))
    past.when(returned(date(2019, 4, 15))).refused(leave.LeaveUnknown)
    past.when(extend(date(2019, 4, 15))).refused(leave.LeaveUnknown)


def test_an_extension_and_a_return_rest_on_what_was_before() -> None:
    """Void the last first: each was said of the leave as it stood then."""
    further = extended.model_copy(
        update={
            "entry_id": an_id(23),
            "until": date(2019, 4, 15),
            "returns_on": date(2019, 4, 18),
        }
    )
    past = given(case, opened, away, extended, further)
    for each in (away, extended):
        past.when(void(each)).refused(corrections.OthersRestOnIt)
    past.when(void(further)).then(was_void(further))
    past = given(case, opened, away, extended, back)
    for each in (away, extended):
        past.when(void(each)).refused(corrections.OthersRestOnIt)
    past.when(void(back)).then(was_void(back))


def test_after_its_voids_a_leave_ends_as_it_did_before() -> None:
    """A void extension no longer counts, and then the leave itself can be made void."""
    events = [opened, away, extended, back, was_void(back), was_void(extended)]
    on_time = back.model_copy(update={"due_on": date(2019, 4, 12), "entry_id": an_id(23)})
    given(case, *events).when(returned(date(2019, 4, 15), number=23)).then(on_time)
    given(case, *events).when(void(away)).then(was_void(away))


def test_a_return_after_the_end_of_the_case_is_not_of_it() -> None:
    """What happened before the end can still be written down."""
    ended = CaseEnded(
        **entry(9, date(2019, 4, 14)),
        ending=Ending.IMPRISONED,
        evidence=Document.JUDGMENT,
        months=None,
    )
    past = given(case, opened, away, ended)
    past.when(returned(date(2019, 4, 15))).refused(ledger.NotOpenThen)
    event = back.model_copy(update={"occurred_on": date(2019, 4, 12), "due_on": date(2019, 4, 12)})
    past.when(returned(date(2019, 4, 12))).then(event)
