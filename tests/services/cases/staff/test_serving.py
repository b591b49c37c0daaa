"""The rules of how a worker serves: corrected, moved, identified; by its times of service."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from services.cases.staff.rules import (
    Employed,
    Left,
    LetGo,
    RegisterWorker,
    Worker,
    WorkerEvent,
    WorkerHasLeft,
    worker,
)
from services.cases.staff.serving import CorrectWorker, IdentifyWorker, MoveWorker
from services.cases.staff.state import (
    JoinedAfterMove,
    MovedBeforeJoining,
    NothingMoved,
    NothingToCorrectHere,
)
from shared.decider import FutureDate, fold
from shared.events.cases.staff import (
    Area,
    EmployedAs,
    Field,
    LeavingReason,
    Served,
    WorkerCorrected,
    WorkerIdentified,
    WorkerLeft,
    WorkerMoved,
    WorkerRegistered,
)
from tests.given import TODAY, given

HERE, THERE = "410102001000", "410102002000"
WHO: dict[str, Any] = {"worker_id": UUID(int=1), "agency": "310", "region": HERE}
JOINED, MOVED = date(2019, 1, 2), date(2019, 7, 1)
registered = WorkerRegistered(**WHO, employment=EmployedAs.SOCIAL_WORKER, joined_on=JOINED)


def state_of(*events: WorkerEvent) -> Worker:
    """The worker that events lead to."""
    return fold(worker, [*events])


def served(
    region: str, since: date, until: date | None = None, as_: EmployedAs = EmployedAs.SOCIAL_WORKER
) -> Served:
    """A time of service."""
    return Served(region=region, employment=as_, field=Field.COMMUNITY, since=since, until=until)


moved = WorkerMoved(
    **(WHO | {"region": THERE}),
    moved_on=MOVED,
    workstation_id=None,
    unit="",
    removed=(served(HERE, JOINED),),
    added=(served(HERE, JOINED, MOVED), served(THERE, MOVED)),
)


def test_a_worker_moves_after_joining_to_another_place() -> None:
    """The time there begins where the time here ends."""
    given(worker, registered).when(MoveWorker(THERE, MOVED)).then(moved)
    given(worker, registered).when(MoveWorker(HERE, MOVED)).refused(NothingMoved)
    given(worker, registered).when(MoveWorker(THERE, JOINED)).refused(MovedBeforeJoining)
    given(worker, registered, moved).when(MoveWorker(HERE, MOVED)).refused(MovedBeforeJoining)
    tomorrow = MoveWorker(THERE, TODAY + timedelta(days=1))
    given(worker, registered).when(tomorrow).refused(FutureDate)
    state = state_of(registered, moved)
    assert isinstance(state, Employed)
    assert (state.region, state.served) == (THERE, moved.added)


def test_to_another_workstation_of_the_same_street_no_time_of_service_changes() -> None:
    """So no figure of the street moves."""
    (event,) = worker.decide(MoveWorker(HERE, MOVED, UUID(int=6)), state_of(registered), TODAY)
    assert isinstance(event, WorkerMoved)
    assert (event.removed, event.added, event.workstation_id) == ((), (), UUID(int=6))


def test_what_was_registered_in_error_was_never_so() -> None:
    """All times of service are corrected, also those before a move."""
    cadre = EmployedAs.FULL_TIME_CADRE
    corrected = WorkerCorrected(
        **(WHO | {"region": THERE}),
        employment=cadre,
        joined_on=date(2019, 1, 3),
        unit="",
        field=Field.COMMUNITY,
        removed=moved.added,
        added=(
            served(HERE, date(2019, 1, 3), MOVED, as_=cadre),
            served(THERE, MOVED, as_=cadre),
        ),
    )
    command = CorrectWorker(employment=cadre, joined_on=date(2019, 1, 3))
    given(worker, registered, moved).when(command).then(corrected)
    late = CorrectWorker(joined_on=MOVED)
    given(worker, registered, moved).when(late).refused(JoinedAfterMove)
    same = CorrectWorker(employment=EmployedAs.SOCIAL_WORKER)
    given(worker, registered).when(same).refused(NothingToCorrectHere)


def test_another_name_is_another_item_of_the_vault_and_changes_no_figure() -> None:
    """The first item is that of the registration."""
    (event,) = worker.decide(CorrectWorker(item_id=UUID(int=9)), state_of(registered), TODAY)
    assert isinstance(event, WorkerCorrected)
    assert (event.removed, event.added) == ((), ())
    before, after = state_of(registered), state_of(registered, event)
    assert isinstance(before, Employed)
    assert isinstance(after, Employed)
    assert (before.name_in, after.name_in) == (UUID(int=1), UUID(int=9))


def test_who_a_worker_is_is_told_as_known_or_not() -> None:
    """What is left out stays; neither user nor number is in the event."""
    both = WorkerIdentified(**WHO, user=True, id_number=True)
    with_both = RegisterWorker(
        UUID(int=1), "310", HERE, EmployedAs.SOCIAL_WORKER, JOINED, user=True, id_number=True
    )
    given(worker).when(with_both).then(registered, both)
    gone = WorkerIdentified(**WHO, user=False, id_number=True)
    given(worker, registered, both).when(IdentifyWorker(user=False)).then(gone)


def test_who_leaves_ends_the_present_time_and_who_never_came_all() -> None:
    """Registered in error, a worker never served, whatever day is given."""
    end = date(2020, 6, 30)
    let_go = LetGo(end, LeavingReason.RESIGNED)
    left = WorkerLeft(
        **(WHO | {"region": THERE}),
        left_on=end,
        reason=LeavingReason.RESIGNED,
        removed=(served(THERE, MOVED),),
        added=(served(THERE, MOVED, end),),
    )
    given(worker, registered, moved).when(let_go).then(left)
    given(worker, registered, moved, left).when(MoveWorker(HERE, end)).refused(WorkerHasLeft)
    error = LetGo(end, LeavingReason.REGISTERED_IN_ERROR)
    (event,) = worker.decide(error, state_of(registered, moved), TODAY)
    assert isinstance(event, WorkerLeft)
    assert (event.left_on, event.removed, event.added) == (JOINED, moved.added, ())
    never = state_of(registered, moved, event)
    assert isinstance(never, Left)
    assert not never.serves_on(MOVED)


def test_by_what_a_worker_is_known_can_be_told_after_the_leaving() -> None:
    """For the own file stays closed to who has left; nothing else changes what was."""
    left = WorkerLeft(
        **WHO,
        left_on=MOVED,
        reason=LeavingReason.RESIGNED,
        removed=(served(HERE, JOINED),),
        added=(served(HERE, JOINED, MOVED),),
    )
    told = WorkerIdentified(**WHO, user=True, id_number=False)
    given(worker, registered, left).when(IdentifyWorker(user=True)).then(told)
    state = state_of(registered, left, told)
    assert isinstance(state, Left)
    assert (state.before.has_user, state.left_on) == (True, MOVED)


def test_whether_the_place_of_work_is_in_town_goes_with_the_place() -> None:
    """It stays in the same region, is not known in another, and a change of it is a move."""
    town = registered.model_copy(update={"area": Area.URBAN})
    in_town = served(HERE, JOINED).model_copy(update={"area": Area.URBAN})
    state = state_of(town)
    assert isinstance(state, Employed)
    assert (state.area, state.served) == (Area.URBAN, (in_town,))
    (within,) = worker.decide(MoveWorker(HERE, MOVED, UUID(int=6)), state, TODAY)
    assert isinstance(within, WorkerMoved)
    assert (within.area, within.added) == (Area.URBAN, ())
    (away,) = worker.decide(MoveWorker(THERE, MOVED), state, TODAY)
    assert isinstance(away, WorkerMoved)
    assert away.area is None
    assert [each.area for each in away.added] == [Area.URBAN, None]
    (out,) = worker.decide(MoveWorker(HERE, MOVED, area=Area.RURAL), state, TODAY)
    assert isinstance(out, WorkerMoved)
    assert [each.area for each in out.added] == [Area.URBAN, Area.RURAL]
    given(worker, town).when(MoveWorker(HERE, MOVED, area=Area.URBAN)).refused(NothingMoved)


def test_an_area_that_was_not_known_is_entered_for_the_present_place_alone() -> None:
    """As a correction: since the last move, and not for where the worker was before."""
    (event,) = worker.decide(CorrectWorker(area=Area.RURAL), state_of(registered, moved), TODAY)
    assert isinstance(event, WorkerCorrected)
    assert [(each.region, each.area) for each in event.added] == [
        (HERE, None),
        (THERE, Area.RURAL),
    ]
    after = state_of(registered, moved, event)
    assert isinstance(after, Employed)
    assert after.area is Area.RURAL
    given(worker, registered, moved, event).when(CorrectWorker(area=Area.RURAL)).refused(
        NothingToCorrectHere
    )
