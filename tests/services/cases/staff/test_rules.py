"""The rules of a worker, sentence by sentence."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from services.cases.staff.rules import (
    Employed,
    Left,
    LeftBeforeJoining,
    LetGo,
    RegisterWorker,
    WorkerAlreadyRegistered,
    WorkerHasLeft,
    WorkerUnknown,
    worker,
)
from shared.decider import FutureDate
from shared.events.cases.staff import (
    Employment,
    Field,
    LeavingReason,
    Served,
    WorkerLeft,
    WorkerRegistered,
)
from tests.given import TODAY, given

JOINED = date(2019, 1, 2)
register = RegisterWorker(UUID(int=1), "310", "410102001000", Employment.SOCIAL_WORKER, JOINED)
registered = WorkerRegistered(
    worker_id=UUID(int=1),
    agency="310",
    region="410102001000",
    employment=Employment.SOCIAL_WORKER,
    joined_on=JOINED,
)
served = Served(
    region="410102001000",
    employment=Employment.SOCIAL_WORKER,
    field=Field.COMMUNITY,
    since=JOINED,
)
let_go = LetGo(date(2020, 6, 30), LeavingReason.RESIGNED)
left = WorkerLeft(
    worker_id=UUID(int=1),
    agency="310",
    region="410102001000",
    left_on=date(2020, 6, 30),
    reason=LeavingReason.RESIGNED,
    removed=(served,),
    added=(served.model_copy(update={"until": date(2020, 6, 30)}),),
)


def test_a_worker_is_registered_once() -> None:
    """With the day of joining, which has come."""
    given(worker).when(register).then(registered)
    given(worker, registered).when(register).refused(WorkerAlreadyRegistered)
    tomorrow = TODAY + timedelta(days=1)
    given(worker).when(replace(register, joined_on=tomorrow)).refused(FutureDate)


def test_a_worker_leaves_once_and_not_before_joining() -> None:
    """The day of leaving is the first on which the worker serves no longer."""
    given(worker, registered).when(let_go).then(left)
    given(worker, registered, left).when(let_go).refused(WorkerHasLeft)
    given(worker).when(let_go).refused(WorkerUnknown)
    early = replace(let_go, left_on=JOINED - timedelta(days=1))
    given(worker, registered).when(early).refused(LeftBeforeJoining)


def test_a_worker_serves_from_joining_until_the_day_before_leaving() -> None:
    """Intervals are half-open."""
    serving = worker.evolve(worker.initial, registered)
    gone = worker.evolve(serving, left)
    assert isinstance(serving, Employed)
    assert isinstance(gone, Left)
    assert [serving.serves_on(day) for day in (date(2019, 1, 1), JOINED)] == [False, True]
    assert [gone.serves_on(day) for day in (date(2020, 6, 29), left.left_on)] == [True, False]
