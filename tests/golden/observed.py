"""Examples of what is observed of several streams together."""

from datetime import date
from typing import Any

from shared.events import Event
from shared.events.cases.observed import (
    CaseWithoutWorker,
    CaseWithWorkerAgain,
    StationWithoutPost,
    StationWithPostAgain,
)
from tests.golden.parts import ON_CASE, an_id

CASE: dict[str, Any] = {**ON_CASE, "since": date(2019, 9, 2)}
STATION: dict[str, Any] = {
    "workstation_id": an_id(6),
    "region": "410102001000",
    "since": date(2019, 9, 2),
}
OBSERVED: list[Event] = [
    CaseWithoutWorker(**CASE),
    CaseWithWorkerAgain(**CASE, until=date(2019, 9, 9)),
    StationWithoutPost(**STATION, clients=104, due_at=100),
    StationWithPostAgain(**STATION, until=date(2020, 1, 6)),
]
