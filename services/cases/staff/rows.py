"""The rows of workers: what lists and lookups ask, written in each append. Pure."""

from collections.abc import Iterator, Sequence

from services.cases.staff.rules import Employed, Left, Unregistered, Worker, WorkerEvent
from shared.events.cases.staff import (
    AbsenceBegan,
    AbsenceCovered,
    AbsenceEnded,
    QualificationVoided,
    WorkerQualified,
)
from shared.journal.journal import Part, Row

# A null user or number stays as it is kept; an empty one is no more.
WORKER = Part(
    """
    INSERT INTO workers AS kept (worker_id, agency, region, employment, field, unit,
        workstation_id, joined_on, left_on, name_item, user_key, id_claim, version, area)
    {rows}
    ON CONFLICT (worker_id) DO UPDATE SET
        region = excluded.region, employment = excluded.employment, field = excluded.field,
        unit = excluded.unit, workstation_id = excluded.workstation_id,
        joined_on = excluded.joined_on, left_on = excluded.left_on,
        name_item = excluded.name_item,
        user_key = nullif(coalesce(excluded.user_key, kept.user_key), ''),
        id_claim = nullif(coalesce(excluded.id_claim, kept.id_claim), ''),
        version = excluded.version, area = excluded.area, changed_at = clock_timestamp()
    """,
    (
        *("uuid", "text", "text", "text", "text", "text", "uuid", "date", "date"),
        *("uuid", "text", "text", "int4", "text"),
    ),
)
QUALIFICATION = Part(
    """
    INSERT INTO worker_qualifications AS kept (qualification_id, worker_id, qualification, since,
        until, void)
    {rows}
    ON CONFLICT (qualification_id) DO UPDATE SET void = excluded.void
    """,
    ("uuid", "uuid", "text", "date", "date", "bool"),
)
ABSENCE = Part(
    """
    INSERT INTO worker_absences AS kept (absence_id, worker_id, agency, since, until)
    {rows}
    ON CONFLICT (absence_id) DO UPDATE SET until = excluded.until
    """,
    ("uuid", "uuid", "text", "date", "date"),
)
COVER = Part(
    """
    INSERT INTO worker_covers AS kept (absence_id, since, covered_by)
    {rows}
    ON CONFLICT (absence_id, since) DO UPDATE SET covered_by = excluded.covered_by
    """,
    ("uuid", "date", "uuid"),
)


def rows_of(
    state: Worker,
    events: Sequence[WorkerEvent],
    version: int,
    *,
    user_key: str | None = None,
    id_claim: str | None = None,
) -> list[Row]:
    """The rows of a worker as it stands after an append."""
    if isinstance(state, Unregistered):
        return []
    served, left_on = (state.before, state.left_on) if isinstance(state, Left) else (state, None)
    values = (
        served.worker_id,
        served.agency,
        served.region,
        served.employment.value,
        served.field.value,
        served.unit,
        served.workstation_id,
        served.joined_on,
        left_on,
        served.name_in,
        user_key,
        id_claim,
        version,
        None if served.area is None else served.area.value,
    )
    return [Row(WORKER, values), *(row for each in events for row in _of(served, each))]


def _of(worker: Employed, event: WorkerEvent) -> Iterator[Row]:
    match event:
        case WorkerQualified():
            held = (event.qualification, event.since, event.until, False)
            yield Row(QUALIFICATION, (event.qualification_id, worker.worker_id, *held))
        case QualificationVoided():
            never = ("", worker.joined_on, None, True)  # only that it is void is written
            yield Row(QUALIFICATION, (event.qualification_id, worker.worker_id, *never))
        case AbsenceBegan() | AbsenceCovered() | AbsenceEnded():
            absence = worker.absences[event.absence_id]
            whose = (event.absence_id, worker.worker_id, worker.agency)
            yield Row(ABSENCE, (*whose, absence.since, absence.until))
            if not isinstance(event, AbsenceEnded):
                yield Row(COVER, (event.absence_id, event.since, event.covered_by))
        case _:
            pass
