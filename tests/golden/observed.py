"""Examples of what is observed of several streams together."""

from datetime import date
from typing import Any

from shared.events import Event
from shared.events.cases.observed import (
    CaseWithoutWorker,
    CaseWithoutWorkerVoided,
    CaseWithWorkerAgain,
    SpanWithoutWorker,
    StationStaffedAgain,
    StationUnderstaffed,
    StationWithoutPost,
    StationWithPostAgain,
    WorkerOverLimit,
    WorkerWithinLimit,
)
from tests.golden.parts import ON_CASE, an_id

CASE: dict[str, Any] = {**ON_CASE, "since": date(2019, 9, 2)}
STATION: dict[str, Any] = {
    "workstation_id": an_id(6),
    "region": "410102001000",
    "since": date(2019, 9, 2),
}
WORKER: dict[str, Any] = {
    "worker_id": an_id(20),
    "agency": "example-agency",
    "region": "410102001000",
    "since": date(2019, 9, 2),
}
SPAN: dict[str, Any] = {"region": CASE["region"], "kind": CASE["kind"]}
VOIDED = CaseWithoutWorkerVoided(
    region=CASE["region"],
    case_id=an_id(1),
    client_id=an_id(2),
    removed=(
        SpanWithoutWorker(**SPAN, since=date(2019, 9, 2), until=date(2019, 9, 9)),
        SpanWithoutWorker(**SPAN, since=date(2019, 11, 4), until=None),
    ),
)
OBSERVED: list[Event] = [
    CaseWithoutWorker(**CASE),
    CaseWithWorkerAgain(**CASE, until=date(2019, 9, 9)),
    StationWithoutPost(**STATION, clients=104, due_at=100),
    StationWithPostAgain(**STATION, until=date(2020, 1, 6)),
    VOIDED,
    WorkerOverLimit(**WORKER, cases=34, allowed=30),
    WorkerWithinLimit(**WORKER, until=date(2019, 10, 8)),
    StationUnderstaffed(**STATION, workers=0, fewest=1),
    StationStaffedAgain(**STATION, until=date(2020, 1, 6)),
]
