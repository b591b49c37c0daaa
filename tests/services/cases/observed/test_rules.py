"""What is observed begins once, and is over once."""

from datetime import date

from services.cases.observed.rules import ObserveBegun, ObserveOver, TakeObservedBack, observed
from shared.events.cases.observed import (
    CaseWithoutWorker,
    CaseWithWorkerAgain,
    SpanWithoutWorker,
    StationStaffedAgain,
    StationUnderstaffed,
    StationWithoutPost,
    StationWithPostAgain,
    WorkerOverLimit,
    WorkerWithinLimit,
)
from tests.given import given
from tests.golden import observed as golden
from tests.golden.observed import CASE, STATION, VOIDED

DAY, LATER = date(2019, 9, 2), date(2020, 1, 6)
WORKER = CaseWithoutWorker(**CASE)
POST = StationWithoutPost(**STATION, clients=104, due_at=100)
STAFF = StationUnderstaffed(**STATION, workers=0, fewest=1)
LIMIT = WorkerOverLimit(**golden.WORKER, cases=34, allowed=30)


def test_what_is_so_already_is_not_said_again() -> None:
    """Nor is over what is not so: several processes look at the same."""
    for begun in (WORKER, POST, STAFF, LIMIT):
        given(observed).when(ObserveBegun(begun)).then(begun)
        given(observed, begun).when(ObserveBegun(begun)).then()
        given(observed).when(ObserveOver(LATER)).then()


def test_what_is_over_says_both_days() -> None:
    """And can be so again."""
    with_worker = CaseWithWorkerAgain(**CASE, until=LATER)
    given(observed, WORKER).when(ObserveOver(LATER)).then(with_worker)
    given(observed, WORKER, with_worker).when(ObserveOver(LATER)).then()
    with_post = StationWithPostAgain(**STATION, until=LATER)
    given(observed, POST).when(ObserveOver(LATER)).then(with_post)
    staffed = StationStaffedAgain(**STATION, until=LATER)
    given(observed, STAFF).when(ObserveOver(LATER)).then(staffed)
    within = WorkerWithinLimit(**golden.WORKER, until=LATER)
    given(observed, LIMIT).when(ObserveOver(LATER)).then(within)
    again = StationWithoutPost(**{**STATION, "since": LATER}, clients=101, due_at=100)
    given(observed, POST, with_post).when(ObserveBegun(again)).then(again)


def test_it_is_never_over_before_it_began() -> None:
    """Where a team has nobody since a day before the look, that day is the look's."""
    over = CaseWithWorkerAgain(**CASE, until=DAY)
    given(observed, WORKER).when(ObserveOver(date(2019, 3, 1))).then(over)


def test_what_was_observed_of_a_void_case_is_taken_back_once() -> None:
    """What is so and what was over before, each as it was said; of nothing nothing, and of what
    begins after that only that.
    """
    first = CaseWithWorkerAgain(**CASE, until=date(2019, 9, 9))
    again = CaseWithoutWorker(**{**CASE, "since": date(2019, 11, 4)})
    given(observed, WORKER, first, again).when(TakeObservedBack()).then(VOIDED)
    one = VOIDED.model_copy(update={"removed": VOIDED.removed[:1]})
    given(observed, WORKER, first).when(TakeObservedBack()).then(one)
    given(observed, WORKER, first, one).when(TakeObservedBack()).then()
    given(observed).when(TakeObservedBack()).then()
    span = SpanWithoutWorker(**golden.SPAN, since=again.since, until=None)
    last = VOIDED.model_copy(update={"removed": (span,)})
    given(observed, WORKER, first, one, again).when(TakeObservedBack()).then(last)
