"""What is so now: a row for each subject, written in the append that says it. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import assert_never
from uuid import UUID

from services.cases.observed.rules import BEGINS, ObservedEvent
from shared.events.cases.observed import (
    CaseWithoutWorker,
    CaseWithoutWorkerVoided,
    CaseWithWorkerAgain,
    StationStaffedAgain,
    StationUnderstaffed,
    StationWithoutPost,
    StationWithPostAgain,
    WorkerOverLimit,
    WorkerWithinLimit,
)
from shared.journal.journal import Part, Row

KEPT = Part(
    """
    INSERT INTO observed AS kept (what, subject, region, since, is_so, is_void) {rows}
    ON CONFLICT (what, subject) DO UPDATE SET region = excluded.region, since = excluded.since,
        is_so = excluded.is_so, is_void = excluded.is_void
    """,
    ("text", "uuid", "text", "date", "bool", "bool"),
)
WORKER, POST, STAFF = "worker", "post", "staff"  # what is lacking
LIMIT = "limit"  # what a worker is over


def rows(events: Sequence[ObservedEvent]) -> list[Row]:
    """The rows of an append."""
    return [_row(event) for event in events]


def _row(event: ObservedEvent) -> Row:
    what, subject, since = _of(event)
    is_void = isinstance(event, CaseWithoutWorkerVoided)
    return Row(KEPT, (what, subject, event.region, since, isinstance(event, BEGINS), is_void))


def _of(event: ObservedEvent) -> tuple[str, UUID, date]:
    match event:
        case CaseWithoutWorker() | CaseWithWorkerAgain():
            return WORKER, event.case_id, event.since
        case CaseWithoutWorkerVoided():
            return WORKER, event.case_id, event.removed[-1].since
        case StationWithoutPost() | StationWithPostAgain():
            return POST, event.workstation_id, event.since
        case StationUnderstaffed() | StationStaffedAgain():
            return STAFF, event.workstation_id, event.since
        case WorkerOverLimit() | WorkerWithinLimit():
            return LIMIT, event.worker_id, event.since
        case _:
            assert_never(event)
