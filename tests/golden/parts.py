"""What the examples of events are made of."""

from datetime import date
from typing import Any
from uuid import UUID

from shared.events.cases.kinds import CaseKind


def an_id(number: int) -> UUID:
    """One of the ids in these examples."""
    return UUID(f"01900000-0000-7000-8000-{number:012x}")


ON_CASE: dict[str, Any] = {
    "case_id": an_id(1),
    "client_id": an_id(2),
    "kind": CaseKind.DETOXIFICATION,
    "region": "410102001003",
}
ENTRY: dict[str, Any] = {**ON_CASE, "entry_id": an_id(3), "occurred_on": date(2019, 3, 14)}
