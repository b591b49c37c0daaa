"""A worker: who serves clients, for which agency, from when to when. Pure.

The name stands in the vault; the journal has an id.
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never, get_args
from uuid import UUID

from shared.decider import Decider, Missing, Refused, check_day, check_region
from shared.events.cases.staff import Employment, LeavingReason, WorkerLeft, WorkerRegistered
from shared.warned import Warned, retired_region


@dataclass(frozen=True)
class Unregistered:
    """Nobody is registered under this id."""


@dataclass(frozen=True)
class Employed:
    """A worker who serves."""

    worker_id: UUID
    agency: str
    region: str
    employment: Employment
    joined_on: date
    workstation_id: UUID | None = None
    unit: str = ""

    def serves_on(self, day: date) -> bool:
        """Whether the worker serves on a day."""
        return self.joined_on <= day


@dataclass(frozen=True)
class Left:
    """A worker who serves no longer; `before` is how the worker served."""

    before: Employed
    left_on: date
    reason: LeavingReason

    def serves_on(self, day: date) -> bool:
        """Whether the worker served on a day: until the day before `left_on`."""
        return self.before.serves_on(day) and day < self.left_on


Worker: TypeAlias = Unregistered | Employed | Left
WorkerEvent: TypeAlias = WorkerRegistered | WorkerLeft


@dataclass(frozen=True)
class RegisterWorker:
    """Enter a worker in the roster of an agency."""

    worker_id: UUID
    agency: str
    region: str
    employment: Employment
    joined_on: date
    workstation_id: UUID | None = None
    unit: str = ""


@dataclass(frozen=True)
class LetGo:
    """The worker serves no longer from a day on."""

    left_on: date
    reason: LeavingReason


Command: TypeAlias = RegisterWorker | LetGo


class WorkerUnknown(Missing):
    """There is no such worker in your agency's roster; register the worker first."""

    zh = "本单位名册中没有这位工作人员，请先登记。"


class WorkerAlreadyRegistered(Refused):
    """A worker is registered under this id already."""

    zh = "该编号下已登记工作人员。"


class WorkerHasLeft(Refused):
    """This worker has left; register the worker again, from the day of the return."""

    zh = "该工作人员已经离岗；返岗的，请按返岗日期重新登记。"


class LeftBeforeJoining(Refused):
    """The worker left before the day of joining; check both days."""

    zh = "离岗日期早于到岗日期，请核对。"
    field = "left_on"


def warnings(command: RegisterWorker, today: date) -> list[Warned]:
    """What a registration records that may be a mistake."""
    return retired_region(command.region, command.joined_on, today)


def decide(command: Command, state: Worker, today: date) -> list[WorkerEvent]:
    """What a command comes to; raises a `Refused` by name."""
    match command:
        case RegisterWorker():
            return [_register(command, state, today)]
        case LetGo():
            return [_let_go(command, state, today)]
        case _:
            assert_never(command)


def _register(command: RegisterWorker, state: Worker, today: date) -> WorkerRegistered:
    if not isinstance(state, Unregistered):
        raise WorkerAlreadyRegistered
    check_day(command.joined_on, today)
    check_region(command.region, command.joined_on, today)
    return WorkerRegistered(
        worker_id=command.worker_id,
        agency=command.agency,
        region=command.region,
        employment=command.employment,
        joined_on=command.joined_on,
        workstation_id=command.workstation_id,
        unit=command.unit,
    )


def _let_go(command: LetGo, state: Worker, today: date) -> WorkerLeft:
    worker = employed(state)
    check_day(command.left_on, today)
    if command.left_on < worker.joined_on:
        raise LeftBeforeJoining
    return WorkerLeft(
        worker_id=worker.worker_id,
        agency=worker.agency,
        region=worker.region,
        left_on=command.left_on,
        reason=command.reason,
    )


def employed(state: Worker) -> Employed:
    """The worker who serves; raises `WorkerUnknown` or `WorkerHasLeft`."""
    match state:
        case Unregistered():
            raise WorkerUnknown
        case Left():
            raise WorkerHasLeft
        case Employed():
            return state
        case _:
            assert_never(state)


def evolve(state: Worker, event: WorkerEvent) -> Worker:
    """The worker after an event. Raises TypeError for a history that cannot have been."""
    match event:
        case WorkerRegistered():
            if isinstance(state, Unregistered):
                return Employed(
                    event.worker_id,
                    event.agency,
                    event.region,
                    event.employment,
                    event.joined_on,
                    event.workstation_id,
                    event.unit,
                )
        case WorkerLeft():
            if isinstance(state, Employed):
                return Left(state, event.left_on, event.reason)
        case _:
            assert_never(event)
    raise TypeError(f"{type(event).__name__} cannot follow {type(state).__name__}")


worker: Decider[Command, Worker, WorkerEvent] = Decider(
    Unregistered(), get_args(WorkerEvent), decide, evolve
)
