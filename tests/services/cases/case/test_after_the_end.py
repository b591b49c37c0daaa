"""What follows from a case after its end, and what does not, sentence by sentence."""

from datetime import date
from typing import Any

import pytest

from services.cases.case.corrections import OthersRestOnIt, VoidEntry
from services.cases.case.decider import case
from services.cases.case.drug_tests import RecordDrugTest
from services.cases.case.events import CaseEvent
from services.cases.case.kind_changes import ChangeKind, KindCannotChangeSo
from services.cases.case.leave import ExtendLeave, LeaveWasOver, ReportLeave, ReturnFromLeave
from services.cases.case.ledger import NotOpenThen
from services.cases.case.objections import (
    AlreadyRechecked,
    DisputeDrugTest,
    ObjectionTooLate,
    RecheckDrugTest,
)
from services.cases.case.programme import ReportIn
from services.cases.case.state import Ordered
from shared.decider import fold
from shared.events.cases.drug_tests import (
    DrugTestDisputed,
    DrugTestMethod,
    DrugTestRechecked,
    DrugTestRecorded,
    DrugTestResult,
    SampleTaken,
)
from shared.events.cases.drug_tests import Tester as By
from shared.events.cases.drug_tests import TestPlace as Where
from shared.events.cases.evidence import Document
from shared.events.cases.kinds import CaseKind
from shared.events.cases.leave import LeaveReason, LeaveReported, ReturnedFromLeave
from shared.events.cases.programme import ReportedIn
from shared.events.corrections import VoidReason
from tests.corrections import stored
from tests.given import TODAY, given
from tests.services.cases.case.history import (
    ON_CASE,
    agreed,
    an_id,
    ended,
    opened,
    rehabilitation,
    reopened,
    reported_in,
)

NEGATIVE, POSITIVE = DrugTestResult.NEGATIVE, DrugTestResult.POSITIVE
HAIR = DrugTestMethod.HAIR
ENDED_ON, AGAIN_ON = ended.occurred_on, reopened.occurred_on
PROGRAMME = (opened, reported_in, agreed)


def entry(number: int, day: date) -> dict[str, Any]:
    """What an event of the case carries."""
    return {**ON_CASE, "entry_id": an_id(number), "occurred_on": day}


positive = DrugTestRecorded(
    **entry(40, ENDED_ON), result=POSITIVE, method=HAIR, tested_by=By.POLICE
)
negative = positive.model_copy(update={"result": NEGATIVE})
disputed = DrugTestDisputed(
    **entry(50, date(2021, 5, 13)), test_id=an_id(40), told_on=date(2021, 5, 11)
)
rechecked = DrugTestRechecked(
    **entry(60, date(2021, 6, 1)),
    test_id=an_id(40),
    tested_on=ENDED_ON,
    method=HAIR,
    before=POSITIVE,
    substances_before=(),
    substances=(),
    result=NEGATIVE,
    tested_by=By.LABORATORY,
    tested_by_before=By.POLICE,
)


def test_a_result_of_the_last_day_can_be_objected_to_and_checked_again() -> None:
    """The police end a programme on a positive test: the client's three days begin then, and what
    another laboratory finds is known later still."""
    dispute = DisputeDrugTest(an_id(50), date(2021, 5, 13), an_id(40), date(2021, 5, 11))
    recheck = RecheckDrugTest(an_id(60), date(2021, 6, 1), an_id(40), NEGATIVE, (), By.LABORATORY)
    past = (*PROGRAMME, positive, ended)
    given(case, *past).when(dispute).then(disputed)
    given(case, *past, disputed).when(recheck).then(rechecked)
    given(case, *past, disputed, rechecked).when(recheck).refused(AlreadyRechecked)
    late = DisputeDrugTest(an_id(50), date(2021, 5, 15), an_id(40), date(2021, 5, 11))
    given(case, *past).when(late).refused(ObjectionTooLate)


def test_a_sample_that_was_taken_before_the_end_gets_its_result() -> None:
    """Hair takes a laboratory days; without a sample, a later test is not of the case."""
    sample = SampleTaken(
        **entry(30, ENDED_ON), method=HAIR, place=Where.HOSPITAL, taken_by=By.HOSPITAL
    )
    found_on = date(2021, 5, 18)
    result = RecordDrugTest(an_id(41), found_on, HAIR, NEGATIVE, None, sample_id=an_id(30))
    found = DrugTestRecorded(
        **entry(41, found_on), result=NEGATIVE, method=HAIR, sample_id=an_id(30)
    )
    given(case, *PROGRAMME, sample, ended).when(result).then(found)
    without = RecordDrugTest(an_id(41), found_on, HAIR, NEGATIVE, None)
    given(case, *PROGRAMME, sample, ended).when(without).refused(NotOpenThen)


def test_the_objection_that_a_re_check_rests_on_stays() -> None:
    """A negative test is checked again only since the client objected: that goes first."""
    again = rechecked.model_copy(update={"before": NEGATIVE})
    past = given(case, *PROGRAMME, negative, disputed, again)
    void = VoidEntry(stored(disputed, disputed.entry_id), VoidReason.MISTAKEN)
    past.when(void).refused(OthersRestOnIt)


def leave(leaves_on: date, returns_on: date, on: date = ENDED_ON) -> ReportLeave:
    """A report of an absence."""
    return ReportLeave(
        an_id(20), on, leaves_on, returns_on, "330102000000", LeaveReason.WORK, in_writing=True
    )


away = LeaveReported(
    **entry(20, date(2021, 5, 1)),
    leaves_on=date(2021, 5, 1),
    returns_on=date(2021, 5, 20),
    destination="330102000000",
    reason=LeaveReason.WORK,
    in_writing=True,
)


@pytest.mark.parametrize("past", [(ended,), (ended, reopened)])
def test_nobody_leaves_while_the_file_is_closed(past: tuple[CaseEvent, ...]) -> None:
    """The day of the ending is a day of the case, and a leave may begin on it."""
    there = given(case, *PROGRAMME, *past)
    there.when(leave(date(2021, 5, 11), date(2021, 5, 20))).refused(NotOpenThen)
    there.when(leave(ENDED_ON, date(2021, 5, 20))).then(
        away.model_copy(update={"occurred_on": ENDED_ON, "leaves_on": ENDED_ON})
    )


def test_a_leave_is_over_with_the_case() -> None:
    """Who comes back when it is open again was not on leave all that time; what happened before
    the end can still be written down."""
    there = given(case, *PROGRAMME, away, ended, reopened)
    for command in (
        ReturnFromLeave(an_id(22), AGAIN_ON, an_id(20)),
        ExtendLeave(an_id(22), AGAIN_ON, an_id(20), date(2022, 6, 1), in_writing=True),
    ):
        there.when(command).refused(LeaveWasOver)
    back = ReturnedFromLeave(
        **entry(22, date(2021, 5, 9)), leave_id=an_id(20), due_on=date(2021, 5, 20)
    )
    there.when(ReturnFromLeave(an_id(22), date(2021, 5, 9), an_id(20))).then(back)


DETOXIFICATION, REHABILITATION = CaseKind.DETOXIFICATION, CaseKind.REHABILITATION


def changes(kind: CaseKind) -> ChangeKind:
    """A new decision of the police, on the day on which the case was opened again."""
    return ChangeKind(an_id(36), AGAIN_ON, kind, Document.DECISION)


@pytest.mark.parametrize("before", [(), (rehabilitation,)])
@pytest.mark.parametrize("kind", [DETOXIFICATION, REHABILITATION])
def test_who_used_again_after_the_end_is_ordered_anew(
    before: tuple[CaseEvent, ...], kind: CaseKind
) -> None:
    """To the same programme too: the client reports in and signs again, and months count anew."""
    past = (*PROGRAMME, *before, ended, reopened)
    [anew] = case.decide(changes(kind), fold(case, past), TODAY)
    state = fold(case, [*past, anew])
    assert isinstance(state, Ordered)
    assert (state.decided_on, state.file.kind) == (AGAIN_ON, kind)
    [back] = case.decide(ReportIn(an_id(37), AGAIN_ON), state, TODAY)
    assert isinstance(back, ReportedIn)
    again = given(case, *past, anew)
    if kind is REHABILITATION:
        again.when(changes(kind)).refused(KindCannotChangeSo)
        again.when(changes(DETOXIFICATION)).refused(KindCannotChangeSo)


def test_a_programme_that_runs_is_not_ordered_anew() -> None:
    """Only that of a case that was opened again is."""
    given(case, *PROGRAMME).when(changes(DETOXIFICATION)).refused(KindCannotChangeSo)
