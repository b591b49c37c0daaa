"""What an append of a record changes of coverage and of what a place has seen. Pure."""

from collections.abc import Sequence

from services.outreach.coverage.rows import cell
from services.outreach.place.records import recorded
from services.outreach.place.rows import held, used
from services.outreach.record import RecordEvent, Work
from shared.events.outreach.corrections import EntryVoided
from shared.events.outreach.places import PlaceUsed
from shared.events.outreach.plans import Plan
from shared.events.outreach.sessions import ActivityKind, SessionHeld
from shared.journal.journal import Row


def kept(work: Work | Plan, events: Sequence[RecordEvent]) -> list[Row]:
    """The rows of an append to a record of this work: added once, taken back by its void.

    A plan adds nothing; what is no prevention session covers nothing, and uses its place.
    """
    if isinstance(work, SessionHeld):
        return [row for event in events for row in _of_session(work, _change(event))]
    if isinstance(work, PlaceUsed):
        return [row for event in events for row in _of_use(work, _change(event))]
    return []


def _change(event: RecordEvent) -> int:
    return -1 if isinstance(event, EntryVoided) else 1


def _of_session(work: SessionHeld, change: int) -> list[Row]:
    day, place_id, rows = work.occurred_on, work.place_id, list[Row]()
    is_session = work.kind is ActivityKind.SESSION
    if is_session:
        rows.append(cell(day, work.region, work.place_kind, change))
    if place_id is not None:
        rows.append(held(place_id, day.year, change, work.attendance, session=is_session))
        rows.append(recorded(place_id, change))
    return rows


def _of_use(work: PlaceUsed, change: int) -> list[Row]:
    its = used(work.place_id, work.occurred_on.year, change, work.person_times)
    return [its, recorded(work.place_id, change)]
