"""What is so now: a row for each case and workstation, written in the append that says it. Pure."""

from collections.abc import Sequence
from typing import assert_never

from services.cases.observed.rules import ObservedEvent
from shared.events.cases.observed import (
    CaseWithoutWorker,
    CaseWithWorkerAgain,
    StationWithoutPost,
    StationWithPostAgain,
)
from shared.journal.journal import Part, Row

KEPT = Part(
    """
    INSERT INTO observed AS kept (what, subject, region, since, is_so) {rows}
    ON CONFLICT (what, subject) DO UPDATE SET
        region = excluded.region, since = excluded.since, is_so = excluded.is_so
    """,
    ("text", "uuid", "text", "date", "bool"),
)
WORKER, POST = "worker", "post"  # what is lacking


def rows(events: Sequence[ObservedEvent]) -> list[Row]:
    """The rows of an append."""
    return [_row(event) for event in events]


def _row(event: ObservedEvent) -> Row:
    match event:
        case CaseWithoutWorker() | CaseWithWorkerAgain():
            what, subject = WORKER, event.case_id
        case StationWithoutPost() | StationWithPostAgain():
            what, subject = POST, event.workstation_id
        case _:
            assert_never(event)
    is_so = isinstance(event, CaseWithoutWorker | StationWithoutPost)
    return Row(KEPT, (what, subject, event.region, event.since, is_so))
