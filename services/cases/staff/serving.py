"""A worker joins, is corrected, moves and leaves: rules. Pure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.cases.staff.state import (
    Employed,
    JoinedAfterMove,
    Left,
    LeftBeforeJoining,
    MovedBeforeJoining,
    NothingMoved,
    NothingToCorrectHere,
    Unregistered,
    Worker,
    WorkerAlreadyRegistered,
    employed,
)
from shared.decider import check_day, check_region
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


@dataclass(frozen=True)
class RegisterWorker:
    """Enter a worker in the roster of an agency; whether the user and the ID number are given."""

    worker_id: UUID
    agency: str
    region: str
    employment: EmployedAs
    joined_on: date
    workstation_id: UUID | None = None
    unit: str = ""
    field: Field = Field.COMMUNITY
    user: bool = False
    id_number: bool = False
    area: Area | None = None


@dataclass(frozen=True)
class CorrectWorker:
    """What was registered in error; None stays. `item_id` is the vault's with another name.

    `area` is that of the present place of work, since the last move.
    """

    employment: EmployedAs | None = None
    joined_on: date | None = None
    unit: str | None = None
    field: Field | None = None
    item_id: UUID | None = None
    area: Area | None = None


@dataclass(frozen=True)
class IdentifyWorker:
    """The worker's user, or ID number, is known now, or no longer; None stays as it is."""

    user: bool | None = None
    id_number: bool | None = None


@dataclass(frozen=True)
class MoveWorker:
    """The worker serves at another place from a day on.

    Without an `area` it stays what it is in the same region, and is not known in another.
    """

    region: str
    moved_on: date
    workstation_id: UUID | None = None
    unit: str = ""
    area: Area | None = None


@dataclass(frozen=True)
class LetGo:
    """The worker serves no longer from a day on."""

    left_on: date
    reason: LeavingReason


def register(
    command: RegisterWorker, state: Worker, today: date
) -> list[WorkerRegistered | WorkerIdentified]:
    """Enter a worker, once."""
    if not isinstance(state, Unregistered):
        raise WorkerAlreadyRegistered
    check_day(command.joined_on, today)
    check_region(command.region, command.joined_on, today)
    registered = WorkerRegistered(
        worker_id=command.worker_id,
        agency=command.agency,
        region=command.region,
        employment=command.employment,
        joined_on=command.joined_on,
        workstation_id=command.workstation_id,
        unit=command.unit,
        field=command.field,
        area=command.area,
    )
    if not (command.user or command.id_number):
        return [registered]
    return [registered, _identified(registered, user=command.user, id_number=command.id_number)]


def correct(command: CorrectWorker, state: Worker, today: date) -> WorkerCorrected:
    """What was registered in error, for all the time that the worker has served."""
    worker = employed(state)
    employment = command.employment or worker.employment
    joined_on = command.joined_on or worker.joined_on
    unit = worker.unit if command.unit is None else command.unit
    field = command.field or worker.field
    area = command.area or worker.area
    now = (employment, joined_on, unit, field, area)
    was = (worker.employment, worker.joined_on, worker.unit, worker.field, worker.area)
    if now == was and not command.item_id:
        raise NothingToCorrectHere
    check_day(joined_on, today)
    first, *others = worker.served
    if first.until is not None and joined_on >= first.until:
        raise JoinedAfterMove
    check_region(first.region, joined_on, today)
    starts = [joined_on, *(each.since for each in others)]
    added = [
        each.model_copy(update={"employment": employment, "field": field, "since": since})
        for each, since in zip(worker.served, starts, strict=True)
    ]
    added = _with_area(added, area)
    same = tuple(added) == worker.served
    return WorkerCorrected(
        worker_id=worker.worker_id,
        agency=worker.agency,
        region=worker.region,
        employment=employment,
        joined_on=joined_on,
        unit=unit,
        field=field,
        item_id=command.item_id,
        area=area,
        removed=() if same else worker.served,
        added=() if same else tuple(added),
    )


def _with_area(served: list[Served], area: Area | None) -> list[Served]:
    """The times of service with the area of the present place of work."""
    present = served[-1]
    here = 0
    for each in reversed(served):
        if (each.region, each.area) != (present.region, present.area):
            break
        here += 1
    first = len(served) - here
    return [
        *served[:first],
        *(each.model_copy(update={"area": area}) for each in served[first:]),
    ]


def identify(command: IdentifyWorker, state: Worker) -> WorkerIdentified:
    """What is known now of who the worker is, serving or not: it closes the own file."""
    worker = state.before if isinstance(state, Left) else employed(state)
    user = worker.has_user if command.user is None else command.user
    id_number = worker.has_id_number if command.id_number is None else command.id_number
    return _identified(worker, user=user, id_number=id_number)


def _identified(
    worker: Employed | WorkerRegistered, *, user: bool, id_number: bool
) -> WorkerIdentified:
    return WorkerIdentified(
        worker_id=worker.worker_id,
        agency=worker.agency,
        region=worker.region,
        user=user,
        id_number=id_number,
    )


def move(command: MoveWorker, state: Worker, today: date) -> WorkerMoved:
    """To another workstation, street or grid of the same agency."""
    worker = employed(state)
    check_day(command.moved_on, today)
    check_region(command.region, command.moved_on, today)
    present = worker.served[-1]
    if command.moved_on <= present.since:
        raise MovedBeforeJoining
    same_region = command.region == worker.region
    area = command.area or (worker.area if same_region else None)
    before = (worker.region, worker.workstation_id, worker.unit, worker.area)
    if before == (command.region, command.workstation_id, command.unit, area):
        raise NothingMoved
    stays = same_region and area == worker.area
    ended = present.model_copy(update={"until": command.moved_on})
    goes_on = present.model_copy(
        update={"region": command.region, "area": area, "since": command.moved_on}
    )
    return WorkerMoved(
        worker_id=worker.worker_id,
        agency=worker.agency,
        region=command.region,
        moved_on=command.moved_on,
        workstation_id=command.workstation_id,
        unit=command.unit,
        area=area,
        removed=() if stays else (present,),
        added=() if stays else (ended, goes_on),
    )


def let_go(command: LetGo, state: Worker, today: date) -> WorkerLeft:
    """From a day on; who was registered in error never served."""
    worker = employed(state)
    check_day(command.left_on, today)
    in_error = command.reason is LeavingReason.REGISTERED_IN_ERROR
    left_on = worker.joined_on if in_error else command.left_on
    present = worker.served[-1]
    if left_on < present.since and not in_error:
        raise LeftBeforeJoining
    ended: Served = present.model_copy(update={"until": left_on})
    return WorkerLeft(
        worker_id=worker.worker_id,
        agency=worker.agency,
        region=worker.region,
        left_on=left_on,
        reason=command.reason,
        removed=worker.served if in_error else (present,),
        added=() if in_error else (ended,),
    )
