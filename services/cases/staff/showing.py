"""A worker as the own agency is shown it."""

from services.cases.staff.bodies import (
    AttendedTraining,
    CoverFrom,
    HeldQualification,
    ServedThen,
    ShownAbsence,
    WorkerFacts,
)
from services.cases.staff.rules import Left, Unregistered, Worker
from services.cases.staff.state import Absence
from shared.learnt_names import qualification_name, training_name


def shown_worker(state: Worker, version: int) -> WorkerFacts:
    """All coded facts of a worker who is registered."""
    assert not isinstance(state, Unregistered)
    served, left_on = (state.before, state.left_on) if isinstance(state, Left) else (state, None)
    return WorkerFacts(
        worker_id=served.worker_id,
        region=served.region,
        employment=served.employment,
        field=served.field,
        joined_on=served.joined_on,
        left_on=left_on,
        workstation_id=served.workstation_id,
        unit=served.unit,
        area=served.area,
        user_known=served.has_user,
        id_number_known=served.has_id_number,
        qualifications=[
            HeldQualification(
                qualification_id=each_id,
                qualification=each.code,
                qualification_name=qualification_name(each.code),
                since=each.since,
                until=each.until,
            )
            for each_id, each in served.qualifications.items()
        ],
        trainings=[
            AttendedTraining(
                training_id=each_id,
                training=each.code,
                training_name=training_name(each.code),
                hours=each.hours,
                attended_on=each.attended_on,
            )
            for each_id, each in served.trainings.items()
        ],
        absences=[
            ShownAbsence(
                absence_id=each_id, since=each.since, until=each.until, covers=_covers(each)
            )
            for each_id, each in served.absences.items()
        ],
        served=[ServedThen(**each.model_dump()) for each in served.served],
        left_for=state.reason if isinstance(state, Left) else None,
        version=version,
    )


def _covers(absence: Absence) -> list[CoverFrom]:
    return [CoverFrom(since=since, covered_by=who) for since, who in sorted(absence.covers.items())]
