"""From the events of cases to the rows of the worklist. Pure.

An event that this software cannot read parks its case: what is due stays as it was before it, and
nothing that comes behind it is taken in. Newer software makes the worklist anew, and reads it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from services.cases.case.decider import case
from services.cases.case.events import CaseEvent
from services.cases.duties.history import Entry, History, all_noted, from_json, to_json
from services.cases.duties.schedule import PoliciesOver, pending, schedule
from services.cases.duties.touched import touched
from services.cases.duties.windows import Window
from services.cases.streams import case_stream
from shared.clock import today
from shared.decider import ForeignEvent
from shared.events import MalformedEvent, UnknownEvent
from shared.events.cases.duties import Duty

_PREFIX = len(case_stream(""))


class Written(NamedTuple):
    """An event of a case as it stands in the journal."""

    position: int
    stream_id: str
    version: int
    event_id: UUID
    type: str
    data: str
    recorded_at: datetime


# What a fault of the schedule would raise.
FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Kept:
    """A case up to a version; without a history before it is open.

    `parked` is the type of the event that could not be read, if there was one; or the name of a
    fault of this software's, where no schedule could be made. `touched` are the duties that what
    came last may have changed; None where all of them may have.
    """

    version: int = 0
    history: History | None = None
    parked: str | None = None
    touched: frozenset[Duty] | None = None


class DutyRow(NamedTuple):
    """A row of the worklist: what is awaited in a case."""

    case_id: UUID
    duty: str
    subject: UUID | None
    to_whom: str
    since: date
    until: date
    soon_from: date
    rule: str
    region: str
    agency: str
    workstation_id: UUID | None


class CaseRow(NamedTuple):
    """A case as it is kept."""

    case_id: UUID
    version: int
    history: str | None
    check_on: date | None
    parked: str | None


@dataclass(frozen=True, slots=True)
class Made:
    """What is to be written: cases, and all rows that they now have of what was made anew.

    That is in `anew`: the duties of a case, one by one; or None, which is all of them.
    """

    cases: Sequence[CaseRow]
    rows: Sequence[DutyRow]
    anew: Sequence[tuple[UUID, str | None]]


def case_of(stream_id: str) -> UUID:
    """The case whose stream it is."""
    return UUID(stream_id[_PREFIX:])


def kept_from(version: int, history: str | None, parked: str | None) -> Kept:
    """A case as it was kept."""
    return Kept(version, None if history is None else from_json(history), parked)


def fold(before: Mapping[UUID, Kept], events: Iterable[Written]) -> dict[UUID, Kept]:
    """The cases that events change, as they are after them; in the order of each stream."""
    streams: dict[str, list[Written]] = {}
    for event in events:
        streams.setdefault(event.stream_id, []).append(event)
    after: dict[UUID, Kept] = {}
    for stream_id, written in streams.items():
        case_id = case_of(stream_id)
        kept = before.get(case_id) or Kept()
        new = [each for each in written if each.version > kept.version]
        if new:
            after[case_id] = _follow(kept, new)
    return after


def _follow(kept: Kept, events: Sequence[Written]) -> Kept:
    version = events[-1].version
    if kept.parked is not None:
        return replace(kept, version=version)
    parked = None
    entries: list[Entry] = []
    for event in events:
        try:
            read: CaseEvent = case.read(event.type, event.data)
        except (UnknownEvent, MalformedEvent, ForeignEvent):
            parked = event.type
            break
        entries.append((event.event_id, today(event.recorded_at), read))
    history = all_noted(kept.history, entries)
    return Kept(version, history, parked, touched(kept.history, history))


def made(cases: Mapping[UUID, Kept], policies: PoliciesOver, day: date) -> Made:
    """What is to be kept of cases, and what is awaited in them, by policies.

    Each is to be looked at again this day: what has come may have changed what became of a window
    that is closed, or that there is one at all. A case of which no schedule can be made holds up
    no other: it is parked under the name of the fault.
    """
    kept_rows: list[CaseRow] = []
    rows: list[DutyRow] = []
    anew: list[tuple[UUID, str | None]] = []
    for case_id, kept in cases.items():
        history, check_on, parked = kept.history, None, kept.parked
        windows: tuple[Window, ...] = ()
        only = kept.touched
        if history is not None:
            if only is None or only:
                try:
                    windows = schedule(history, policies, day, only)
                except FAULTS as fault:
                    parked, only = parked or type(fault).__name__, None
            rows += (_row(history, each) for each in pending(windows))
            check_on = day
        anew += [(case_id, None)] if only is None else [(case_id, duty.value) for duty in only]
        text = None if history is None else to_json(history)
        kept_rows.append(CaseRow(case_id, kept.version, text, check_on, parked))
    return Made(kept_rows, rows, anew)


def _row(history: History, window: Window) -> DutyRow:
    return DutyRow(
        history.case_id,
        window.duty.value,
        window.subject,
        window.to_whom,
        window.since,
        window.until,
        window.soon_from,
        window.rule,
        history.region,
        history.agency,
        history.workstation_id,
    )
