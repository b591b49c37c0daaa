"""What an append of a record changes of coverage and of what a place has seen. Pure."""

from collections.abc import Sequence

from services.outreach.coverage.rows import cell
from services.outreach.place.rows import seen
from services.outreach.record import RecordEvent, Work
from shared.events.outreach.corrections import EntryVoided
from shared.events.outreach.places import PlaceUsed
from shared.events.outreach.sessions import SessionHeld
from shared.journal.journal import Row


def kept(work: Work, events: Sequence[RecordEvent]) -> list[Row]:
    """The rows of an append to a record of this work: added once, taken back by its void."""
    return [
        row for event in events for row in _rows(work, -1 if isinstance(event, EntryVoided) else 1)
    ]


def _rows(work: Work, change: int) -> list[Row]:
    if isinstance(work, SessionHeld):
        return [cell(work.occurred_on, work.region, work.place_kind, change)]
    if isinstance(work, PlaceUsed):
        year, times = work.occurred_on.year, change * work.person_times
        return [seen(work.place_id, year, uses=change, person_times=times)]
    return []
