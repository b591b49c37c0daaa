"""Absences of workers, and who stands in, one after the other: rules. Pure."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.cases.staff.state import (
    Absence,
    AbsenceEndsFirst,
    AbsencesOverlap,
    CoverOutsideAbsence,
    CoversItself,
    Employed,
    NotServingThen,
    NotThisEntry,
    Worker,
    employed,
)
from shared.events.cases.staff import AbsenceBegan, AbsenceCovered, AbsenceEnded


@dataclass(frozen=True)
class BeginAbsence:
    """The worker is absent in [since, until), which may lie ahead."""

    absence_id: UUID
    since: date
    until: date
    covered_by: UUID | None = None


@dataclass(frozen=True)
class CoverAbsence:
    """From a day of the absence on, another worker stands in; None: nobody."""

    absence_id: UUID
    since: date
    covered_by: UUID | None


@dataclass(frozen=True)
class EndAbsence:
    """The worker is back on another day than was expected."""

    absence_id: UUID
    until: date


def begin(command: BeginAbsence, state: Worker) -> AbsenceBegan:
    """An absence while the worker serves; no two of one worker overlap."""
    worker = employed(state)
    if command.until <= command.since:
        raise AbsenceEndsFirst
    if not worker.serves_on(command.since):
        refused = NotServingThen()
        refused.field = "since"
        raise refused
    _check_apart(worker, command.absence_id, command.since, command.until)
    _check_other(worker, command.covered_by)
    return AbsenceBegan(
        worker_id=worker.worker_id,
        agency=worker.agency,
        region=worker.region,
        absence_id=command.absence_id,
        since=command.since,
        until=command.until,
        covered_by=command.covered_by,
    )


def cover(command: CoverAbsence, state: Worker) -> AbsenceCovered:
    """Who stands in from a day of the absence on."""
    worker = employed(state)
    if not _known(worker, command.absence_id).holds_on(command.since):
        raise CoverOutsideAbsence
    _check_other(worker, command.covered_by)
    return AbsenceCovered(
        worker_id=worker.worker_id,
        agency=worker.agency,
        region=worker.region,
        absence_id=command.absence_id,
        since=command.since,
        covered_by=command.covered_by,
    )


def end(command: EndAbsence, state: Worker) -> AbsenceEnded:
    """The day of the return; on the first day of the absence, there was none."""
    worker = employed(state)
    absence = _known(worker, command.absence_id)
    if command.until < absence.since:
        raise AbsenceEndsFirst
    _check_apart(worker, command.absence_id, absence.since, command.until)
    return AbsenceEnded(
        worker_id=worker.worker_id,
        agency=worker.agency,
        region=worker.region,
        absence_id=command.absence_id,
        until=command.until,
    )


def _known(worker: Employed, absence_id: UUID) -> Absence:
    absence = worker.absences.get(absence_id)
    if absence is None:
        raise NotThisEntry
    return absence


def _check_apart(worker: Employed, absence_id: UUID, since: date, until: date) -> None:
    if any(
        each_id != absence_id and each.since < until and since < each.until
        for each_id, each in worker.absences.items()
    ):
        raise AbsencesOverlap


def _check_other(worker: Employed, covered_by: UUID | None) -> None:
    if covered_by == worker.worker_id:
        raise CoversItself
