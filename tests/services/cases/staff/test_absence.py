"""The rules of absences, qualifications and trainings of a worker."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from services.cases.staff.absence import BeginAbsence, CoverAbsence, EndAbsence
from services.cases.staff.learning import AttendTraining, Qualify, VoidWorkerEntry
from services.cases.staff.rules import Employed, worker
from services.cases.staff.state import (
    AbsenceEndsFirst,
    AbsencesOverlap,
    CoverOutsideAbsence,
    CoversItself,
    NotServingThen,
    NotThisEntry,
    QualifiedTooEarly,
)
from shared.decider import FutureDate
from shared.events.cases.staff import (
    AbsenceBegan,
    AbsenceCovered,
    AbsenceEnded,
    QualificationVoided,
    TrainingAttended,
    TrainingVoided,
    WorkerMoved,
    WorkerQualified,
    WorkerRegistered,
)
from tests.given import TODAY, given
from tests.services.cases.staff.test_serving import moved, registered, state_of

WHO: dict[str, Any] = {"worker_id": UUID(int=1), "agency": "310", "region": "410102001000"}
FIRST, BACK = date(2019, 8, 1), date(2019, 8, 15)
A, B, AWAY = UUID(int=2), UUID(int=3), UUID(int=9)
began = AbsenceBegan(**WHO, absence_id=AWAY, since=FIRST, until=BACK, covered_by=A)


def test_an_absence_has_several_covers_one_after_the_other() -> None:
    """Each from its day on; before the first there is none, and none after the return."""
    given(worker, registered).when(BeginAbsence(AWAY, FIRST, BACK, A)).then(began)
    again = AbsenceCovered(**WHO, absence_id=AWAY, since=date(2019, 8, 5), covered_by=B)
    given(worker, registered, began).when(CoverAbsence(AWAY, date(2019, 8, 5), B)).then(again)
    nobody = AbsenceCovered(**WHO, absence_id=AWAY, since=date(2019, 8, 10), covered_by=None)
    state = state_of(registered, began, again, nobody)
    assert isinstance(state, Employed)
    absence = state.absences[AWAY]
    days = [FIRST - timedelta(days=1), FIRST, date(2019, 8, 5), date(2019, 8, 10), BACK]
    assert [absence.covered_on(day) for day in days] == [None, A, B, None, None]
    assert [state.is_absent_on(day) for day in days] == [False, True, True, True, False]


def test_an_absence_ends_after_it_begins_and_overlaps_no_other() -> None:
    """Nor is a worker absent before the day of joining."""
    when = given(worker, registered).when
    when(BeginAbsence(AWAY, FIRST, FIRST)).refused(AbsenceEndsFirst)
    when(BeginAbsence(AWAY, date(2019, 1, 1), BACK)).refused(NotServingThen)
    when(BeginAbsence(AWAY, FIRST, BACK, UUID(int=1))).refused(CoversItself)
    other = BeginAbsence(UUID(int=8), BACK - timedelta(days=1), BACK + timedelta(days=9))
    given(worker, registered, began).when(other).refused(AbsencesOverlap)
    later = BeginAbsence(UUID(int=8), BACK, BACK + timedelta(days=9))
    follows = AbsenceBegan(
        **WHO, absence_id=UUID(int=8), since=BACK, until=BACK + timedelta(days=9)
    )
    given(worker, registered, began).when(later).then(follows)


def test_an_absence_ends_on_another_day_than_expected() -> None:
    """On its first day, there was none; a cover is of a day of the absence."""
    ended = AbsenceEnded(**WHO, absence_id=AWAY, until=date(2019, 8, 12))
    given(worker, registered, began).when(EndAbsence(AWAY, date(2019, 8, 12))).then(ended)
    given(worker, registered).when(EndAbsence(AWAY, BACK)).refused(NotThisEntry)
    early = EndAbsence(AWAY, FIRST - timedelta(days=1))
    given(worker, registered, began).when(early).refused(AbsenceEndsFirst)
    outside = CoverAbsence(AWAY, date(2019, 8, 12), B)
    given(worker, registered, began, ended).when(outside).refused(CoverOutsideAbsence)


def test_a_qualification_holds_from_a_day_until_before_another() -> None:
    """It may be older than the service; entered in error it is made void, once."""
    since, until = date(2018, 5, 1), date(2021, 5, 1)
    held = WorkerQualified(
        **WHO, qualification_id=AWAY, qualification="counsellor", since=since, until=until
    )
    given(worker, registered).when(Qualify(AWAY, "counsellor", since, until)).then(held)
    given(worker, registered).when(Qualify(AWAY, "x", since, since)).refused(QualifiedTooEarly)
    state = state_of(registered, held)
    assert isinstance(state, Employed)
    days = [since - timedelta(days=1), since, until - timedelta(days=1), until]
    assert [state.is_qualified("counsellor", day) for day in days] == [False, True, True, False]
    void = QualificationVoided(**WHO, qualification_id=AWAY)
    given(worker, registered, held).when(VoidWorkerEntry(AWAY)).then(void)
    given(worker, registered, held, void).when(VoidWorkerEntry(AWAY)).refused(NotThisEntry)


def test_a_training_counts_where_the_worker_served_that_day() -> None:
    """Also when it is entered, or made void, after a move."""
    day = date(2019, 5, 6)
    attend = AttendTraining(AWAY, "counselling", 8, day)
    facts: dict[str, Any] = {
        "training_id": AWAY,
        "training": "counselling",
        "hours": 8,
        "attended_on": day,
    }
    attended, void = TrainingAttended(**WHO, **facts), TrainingVoided(**WHO, **facts)
    past: list[WorkerRegistered | WorkerMoved] = [registered, moved]
    given(worker, *past).when(attend).then(attended)
    given(worker, *past, attended).when(VoidWorkerEntry(AWAY)).then(void)
    early = AttendTraining(AWAY, "counselling", 8, date(2019, 1, 1))
    given(worker, registered).when(early).refused(NotServingThen)
    tomorrow = AttendTraining(AWAY, "counselling", 8, TODAY + timedelta(days=1))
    given(worker, registered).when(tomorrow).refused(FutureDate)
