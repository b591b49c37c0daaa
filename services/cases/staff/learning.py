"""Qualifications that a worker has and trainings attended: rules. Pure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.cases.staff.state import (
    NotServingThen,
    NotThisEntry,
    QualifiedTooEarly,
    Worker,
    employed,
)
from shared.decider import check_day
from shared.events.cases.staff import (
    QualificationVoided,
    Served,
    TrainingAttended,
    TrainingVoided,
    WorkerQualified,
)


@dataclass(frozen=True)
class Qualify:
    """The worker has a qualification, from a day on; it may have been before joining."""

    qualification_id: UUID
    qualification: str
    since: date
    until: date | None = None


@dataclass(frozen=True)
class AttendTraining:
    """The worker attended a training."""

    training_id: UUID
    training: str
    hours: int
    attended_on: date


@dataclass(frozen=True)
class VoidWorkerEntry:
    """A qualification or a training was entered in error."""

    entry_id: UUID


def qualify(command: Qualify, state: Worker, today: date) -> WorkerQualified:
    """A qualification, with an end after its beginning."""
    worker = employed(state)
    check_day(command.since, today)
    if command.until is not None and command.until <= command.since:
        raise QualifiedTooEarly
    return WorkerQualified(
        worker_id=worker.worker_id,
        agency=worker.agency,
        region=worker.region,
        qualification_id=command.qualification_id,
        qualification=command.qualification,
        since=command.since,
        until=command.until,
    )


def attend(command: AttendTraining, state: Worker, today: date) -> TrainingAttended:
    """A training while the worker served."""
    worker = employed(state)
    check_day(command.attended_on, today)
    if not worker.serves_on(command.attended_on):
        refused = NotServingThen()
        refused.field = "attended_on"
        raise refused
    return TrainingAttended(
        worker_id=worker.worker_id,
        agency=worker.agency,
        region=_region_on(worker.served, command.attended_on) or worker.region,
        training_id=command.training_id,
        training=command.training,
        hours=command.hours,
        attended_on=command.attended_on,
    )


def _region_on(served: tuple[Served, ...], day: date) -> str | None:
    """Where a worker served on a day."""
    return next((each.region for each in reversed(served) if each.since <= day), None)


def void(command: VoidWorkerEntry, state: Worker) -> QualificationVoided | TrainingVoided:
    """Take an entry back, once."""
    worker = employed(state)
    if command.entry_id in worker.qualifications:
        return QualificationVoided(
            worker_id=worker.worker_id,
            agency=worker.agency,
            region=worker.region,
            qualification_id=command.entry_id,
        )
    training = worker.trainings.get(command.entry_id)
    if training is None:
        raise NotThisEntry
    return TrainingVoided(
        worker_id=worker.worker_id,
        agency=worker.agency,
        region=training.region,
        training_id=command.entry_id,
        training=training.code,
        hours=training.hours,
        attended_on=training.attended_on,
    )
