"""What the read models hold of each golden event, kept beside it."""

import json
from pathlib import Path

from services.reporting.counting.fold import FactRow, fold
from services.reporting.declared.measures import MEASURES
from shared.ids import new_id
from shared.journal.received_event import ReceivedEvent
from tests.services.reporting.deliveries import MORNING

FACTS = Path(__file__).parent


def facts_of(type_name: str, data: str) -> str:
    """The facts of an event as JSON, a line each, after the revision of the measure."""
    event = ReceivedEvent(0, new_id(), type_name, "stream", 1, MORNING, data)
    lines = []
    for row in map(FactRow._make, fold([event]).facts):
        measure = f"{row.measure} #{MEASURES[row.measure].revision}"
        subject = None if row.subject is None else str(row.subject)
        lines.append(json.dumps([measure, f"{row.day}", row.region, row.dims, row.delta, subject]))
    return "".join(f"{line}\n" for line in lines)
