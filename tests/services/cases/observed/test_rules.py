"""What is observed begins once, and is over once."""

from datetime import date

from services.cases.observed.rules import ObserveBegun, ObserveOver, observed
from shared.events.cases.observed import (
    CaseWithoutWorker,
    CaseWithWorkerAgain,
    StationWithoutPost,
    StationWithPostAgain,
)
from tests.given import given
from tests.golden.observed import CASE, STATION

DAY, LATER = date(2019, 9, 2), date(2020, 1, 6)
WORKER = CaseWithoutWorker(**CASE)
POST = StationWithoutPost(**STATION, clients=104, due_at=100)


def test_what_is_so_already_is_not_said_again() -> None:
    """Nor is over what is not so: several processes look at the same."""
    for begun in (WORKER, POST):
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
    again = StationWithoutPost(**{**STATION, "since": LATER}, clients=101, due_at=100)
    given(observed, POST, with_post).when(ObserveBegun(again)).then(again)


def test_it_is_never_over_before_it_began() -> None:
    """Where a team has nobody since a day before the look, that day is the look's."""
    over = CaseWithWorkerAgain(**CASE, until=DAY)
    given(observed, WORKER).when(ObserveOver(date(2019, 3, 1))).then(over)
