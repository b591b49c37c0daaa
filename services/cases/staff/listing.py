"""The rows of workers: what lists and lookups ask, written in each append."""

from collections.abc import Sequence

from services.cases.staff.rules import Left, Unregistered, Worker, WorkerEvent
from shared.journal.journal import Part, Row

WORKER = Part(
    """
    INSERT INTO workers AS kept (worker_id, agency, region, employment, workstation_id, joined_on,
        left_on, version)
    {rows}
    ON CONFLICT (worker_id) DO UPDATE SET
        left_on = excluded.left_on, version = excluded.version, changed_at = clock_timestamp()
    """,
    ("uuid", "text", "text", "text", "uuid", "date", "date", "int4"),
)


def rows_of(state: Worker, events: Sequence[WorkerEvent], version: int) -> list[Row]:
    """The row of a worker as it stands after an append."""
    if isinstance(state, Unregistered):
        return []
    served, left_on = (state.before, state.left_on) if isinstance(state, Left) else (state, None)
    values = (
        served.worker_id,
        served.agency,
        served.region,
        served.employment.value,
        served.workstation_id,
        served.joined_on,
        left_on,
        version,
    )
    return [Row(WORKER, values)]
