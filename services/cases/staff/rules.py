"""A worker: who serves clients, for which agency, from when to when. Pure.

The name stands in the vault; the journal has an id.
"""

from dataclasses import replace
from datetime import date
from typing import TypeAlias, assert_never, get_args

from services.cases.staff import absence, learning, serving
from services.cases.staff.absence import BeginAbsence, CoverAbsence, EndAbsence
from services.cases.staff.learning import AttendTraining, Qualify, VoidWorkerEntry
from services.cases.staff.serving import (
    CorrectWorker,
    IdentifyWorker,
    LetGo,
    MoveWorker,
    RegisterWorker,
)
from services.cases.staff.state import (
    Absence,
    Employed,
    Left,
    LeftBeforeJoining,
    Qualification,
    Training,
    Unregistered,
    Worker,
    WorkerAlreadyRegistered,
    WorkerHasLeft,
    WorkerUnknown,
    employed,
)
from shared.decider import Decider
from shared.events.cases.staff import (
    AbsenceBegan,
    AbsenceCovered,
    AbsenceEnded,
    QualificationVoided,
    Served,
    TrainingAttended,
    TrainingVoided,
    WorkerCorrected,
    WorkerIdentified,
    WorkerLeft,
    WorkerMoved,
    WorkerQualified,
    WorkerRegistered,
)
from shared.warned import Warned, retired_region

__all__ = [
    "Employed",
    "Left",
    "LeftBeforeJoining",
    "LetGo",
    "RegisterWorker",
    "Unregistered",
    "Worker",
    "WorkerAlreadyRegistered",
    "WorkerEvent",
    "WorkerHasLeft",
    "WorkerUnknown",
    "employed",
    "warnings",
    "worker",
]

WorkerEvent: TypeAlias = (
    WorkerRegistered
    | WorkerCorrected
    | WorkerIdentified
    | WorkerMoved
    | WorkerLeft
    | WorkerQualified
    | QualificationVoided
    | TrainingAttended
    | TrainingVoided
    | AbsenceBegan
    | AbsenceCovered
    | AbsenceEnded
)
Command: TypeAlias = (
    RegisterWorker
    | CorrectWorker
    | IdentifyWorker
    | MoveWorker
    | LetGo
    | Qualify
    | AttendTraining
    | VoidWorkerEntry
    | BeginAbsence
    | CoverAbsence
    | EndAbsence
)


def warnings(command: RegisterWorker, today: date) -> list[Warned]:
    """What a registration records that may be a mistake."""
    return retired_region(command.region, command.joined_on, today)


def decide(command: Command, state: Worker, today: date) -> list[WorkerEvent]:
    """What a command comes to; raises a `Refused` by name."""
    match command:
        case RegisterWorker():
            return [*serving.register(command, state, today)]
        case CorrectWorker():
            return [serving.correct(command, state, today)]
        case IdentifyWorker():
            return [serving.identify(command, state)]
        case MoveWorker():
            return [serving.move(command, state, today)]
        case LetGo():
            return [serving.let_go(command, state, today)]
        case Qualify():
            return [learning.qualify(command, state, today)]
        case AttendTraining():
            return [learning.attend(command, state, today)]
        case VoidWorkerEntry():
            return [learning.void(command, state)]
        case BeginAbsence():
            return [absence.begin(command, state)]
        case CoverAbsence():
            return [absence.cover(command, state)]
        case EndAbsence():
            return [absence.end(command, state)]
        case _:
            assert_never(command)


def evolve(state: Worker, event: WorkerEvent) -> Worker:
    """The worker after an event. Raises TypeError for a history that cannot have been."""
    if isinstance(state, Unregistered):
        if isinstance(event, WorkerRegistered):
            return _registered(event)
    elif isinstance(state, Left):
        if isinstance(event, WorkerIdentified):
            return replace(state, before=_identified(state.before, event))
    elif not isinstance(event, WorkerRegistered):
        return _changed(state, event)
    raise TypeError(f"{type(event).__name__} cannot follow {type(state).__name__}")


def _registered(event: WorkerRegistered) -> Employed:
    first = Served(
        region=event.region,
        employment=event.employment,
        field=event.field,
        since=event.joined_on,
        area=event.area,
    )
    return Employed(
        event.worker_id,
        event.agency,
        event.region,
        event.employment,
        event.joined_on,
        event.workstation_id,
        event.unit,
        event.field,
        (first,),
        area=event.area,
    )


def _changed(state: Employed, event: WorkerEvent) -> Employed | Left:
    match event:
        case WorkerCorrected():
            return replace(
                _served(state, event),
                employment=event.employment,
                joined_on=event.joined_on,
                unit=event.unit,
                field=event.field,
                name_item=event.item_id or state.name_item,
                area=event.area,
            )
        case WorkerIdentified():
            return _identified(state, event)
        case WorkerMoved():
            return replace(
                _served(state, event),
                region=event.region,
                workstation_id=event.workstation_id,
                unit=event.unit,
                area=event.area,
            )
        case WorkerLeft():
            return Left(_served(state, event), event.left_on, event.reason)
        case WorkerQualified():
            held = Qualification(event.qualification, event.since, event.until)
            return replace(
                state, qualifications={**state.qualifications, event.qualification_id: held}
            )
        case QualificationVoided():
            left = {k: v for k, v in state.qualifications.items() if k != event.qualification_id}
            return replace(state, qualifications=left)
        case TrainingAttended():
            was = Training(event.training, event.hours, event.attended_on, event.region)
            return replace(state, trainings={**state.trainings, event.training_id: was})
        case TrainingVoided():
            kept = {k: v for k, v in state.trainings.items() if k != event.training_id}
            return replace(state, trainings=kept)
        case AbsenceBegan() | AbsenceCovered() | AbsenceEnded():
            absences = {**state.absences, event.absence_id: _absence(state, event)}
            return replace(state, absences=absences)
        case WorkerRegistered():
            raise TypeError("a worker is registered once")
        case _:
            assert_never(event)


def _identified(state: Employed, event: WorkerIdentified) -> Employed:
    return replace(state, has_user=event.user, has_id_number=event.id_number)


def _served(state: Employed, event: WorkerCorrected | WorkerMoved | WorkerLeft) -> Employed:
    """The same worker with the times of service as an event has them."""
    left = tuple(each for each in state.served if each not in event.removed)
    return replace(state, served=(*left, *event.added))


def _absence(state: Employed, event: AbsenceBegan | AbsenceCovered | AbsenceEnded) -> Absence:
    if isinstance(event, AbsenceBegan):
        return Absence(event.since, event.until, {event.since: event.covered_by})
    known = state.absences[event.absence_id]
    if isinstance(event, AbsenceEnded):
        return replace(known, until=event.until)
    return replace(known, covers={**known.covers, event.since: event.covered_by})


worker: Decider[Command, Worker, WorkerEvent] = Decider(
    Unregistered(), get_args(WorkerEvent), decide, evolve
)
