"""The row of an activity, an article or a use in the register, written in each append. Pure.

Lists are read from it, so a caller finds what it has just written.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from services.outreach.coverage.kept import kept
from services.outreach.publication import repeats
from services.outreach.record import CalledOff, Planned, Record, RecordEvent, Unwritten, Void, Work
from services.outreach.record_words import rows_of, words_of
from shared.events.outreach.places import PlaceUsed
from shared.events.outreach.plans import Plan
from shared.events.outreach.sessions import SessionHeld
from shared.journal.journal import Part, Row


class What(StrEnum):
    """What a record is of; a plan is a draft until the activity is held."""

    ACTIVITY = "activity"
    PUBLICATION = "publication"
    DRAFT = "draft"
    USE = "use"


class State(StrEnum):
    """What a record stands at."""

    HELD = "held"
    VOID = "void"
    PLANNED = "planned"
    CALLED_OFF = "called_off"


RECORD = Part(
    """
    INSERT INTO outreach_records AS kept (record_id, what, state, region, occurred_on, kind,
        activity_kind, audiences, occasion, campaign, place_id, attendance, households, words,
        ending, recorder, facts_version, void, version)
    {rows}
    ON CONFLICT (record_id) DO UPDATE SET
        what = excluded.what, state = excluded.state, region = excluded.region,
        occurred_on = excluded.occurred_on, kind = excluded.kind,
        activity_kind = excluded.activity_kind, audiences = excluded.audiences,
        occasion = excluded.occasion, campaign = excluded.campaign, place_id = excluded.place_id,
        attendance = excluded.attendance, households = excluded.households,
        words = excluded.words, ending = excluded.ending,
        facts_version = excluded.facts_version,
        void = excluded.void, version = excluded.version, changed_at = clock_timestamp()
    """,
    (
        *("uuid", "text", "text", "text", "date", "text"),
        *("text", "text", "text", "text", "uuid", "int4", "int4", "text", "text", "text"),
        *("int4", "bool", "int4"),
    ),
)


def state_of(record: Record) -> State:
    """What a record that there is stands at."""
    match record:
        case Planned():
            return State.PLANNED
        case CalledOff():
            return State.CALLED_OFF
        case Void():
            return State.VOID
        case _:
            return State.HELD


def rows_by(agency: str) -> Callable[[Record, Sequence[RecordEvent], int], list[Row]]:
    """What makes the row of an append by an agency; who recorded it first stays its recorder."""

    def rows(record: Record, events: Sequence[RecordEvent], version: int) -> list[Row]:
        """The row of an append that led to `record`, its last event under `version`."""
        if isinstance(record, Unwritten):
            return []
        state, work = state_of(record), record.work
        why = record.reason.value if isinstance(record, CalledOff) else None
        words = "".join(f" {each} " for each in words_of(work))
        ending = (words, why, agency, record.facts_version, state is State.VOID, version)
        what, record_id, region, *facts = _described(work)
        row = Row(RECORD, (record_id, what, state.value, region, *facts, *ending))
        found_by = [] if isinstance(work, Plan) else rows_of(work, record_id, events)
        return [row, *found_by, *kept(work, events), *repeats.rows_of(work)]

    return rows


def _described(work: Work | Plan) -> tuple[Any, ...]:
    if isinstance(work, Plan):
        facts = (work.region, work.planned_on, *_of_activity(work), None, None)
        return What.DRAFT.value, work.activity_id, *facts
    if isinstance(work, SessionHeld):
        facts = (work.region, work.occurred_on, *_of_activity(work))
        return What.ACTIVITY.value, work.activity_id, *facts, work.attendance, work.households
    if isinstance(work, PlaceUsed):
        facts = (work.region, work.occurred_on, work.kind)
        more = (None, "", None, None, work.place_id, work.person_times, None)
        return What.USE.value, work.use_id, *facts, *more
    facts = (work.region, work.occurred_on, work.channel)
    return What.PUBLICATION.value, work.publication_id, *facts, None, "", *([None] * 5)


def _of_activity(work: SessionHeld | Plan) -> tuple[Any, ...]:
    audiences = "".join(f" {each} " for each in work.audiences)
    more = (audiences, work.occasion, work.campaign, work.place_id)
    return work.place_kind, work.kind.value, *more
