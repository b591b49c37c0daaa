"""The history of a case as far as duties follow from it: a few notes of each entry. Pure.

It is folded from the events one by one, so that a projection can keep it. A void takes the note of
its entry out; so what is due is always what follows from the entries that count.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias
from uuid import UUID

from pydantic import TypeAdapter

from services.cases.case.events import CaseEvent
from services.cases.duties.notes import NOTED, Note, What, notes_of
from shared.events.cases.case import CaseOpened, CaseReassigned, EntryVoided
from shared.events.cases.kinds import CaseKind

__all__ = ["History", "Note", "What", "all_noted", "from_json", "noted", "to_json"]

Entry: TypeAlias = tuple[UUID, date, CaseEvent]  # its id, the day of its recording, itself


@dataclass(frozen=True)
class History:
    """A case that was opened on a day, and its notes in the order in which they were recorded.

    `opened_on` is the day of the decision; of a file without one, which `decided` says, that of its
    recording. `kind` and `region` are those of the opening: notes say what became of them. `agency`
    is the one that is responsible now. `opening_id` is the entry of the opening, `void_on` the day
    on which that was made void.
    """

    case_id: UUID
    client_id: UUID
    opened_on: date
    kind: CaseKind
    region: str
    agency: str
    workstation_id: UUID | None = None
    notes: tuple[Note, ...] = ()
    decided: bool = True
    void_on: date | None = None
    opening_id: UUID | None = None

    @property
    def void(self) -> bool:
        """Whether the opening was a mistake."""
        return self.void_on is not None

    def agency_on(self, day: date) -> str:
        """The agency that was responsible at the end of a day."""
        passed_on = (note for note in self.notes if note.what is What.REASSIGNED)
        return next((note.code for note in passed_on if note.day > day), self.agency)


def noted(
    history: History | None, event_id: UUID, recorded_on: date, event: CaseEvent
) -> History | None:
    """The history after an event, recorded on a day; None before a case is opened."""
    return all_noted(history, [(event_id, recorded_on, event)])


def all_noted(history: History | None, entries: Iterable[Entry]) -> History | None:
    """The history after several events, in their order; as `noted` one after the other."""
    notes: list[Note] = [] if history is None else [*history.notes]
    for event_id, recorded_on, event in entries:
        if isinstance(event, CaseOpened):
            history, notes = _opened(event_id, event, recorded_on), []
        elif history is None:
            continue
        elif type(event) in NOTED:
            notes += notes_of(event_id, event, notes)
        elif isinstance(event, CaseReassigned):
            history = replace(history, agency=event.to_agency)
            notes.append(Note(event_id, What.REASSIGNED, recorded_on, event.from_agency))
        elif isinstance(event, EntryVoided) and event.entry_type.startswith("cases.CaseOpened."):
            history = replace(history, void_on=history.void_on or recorded_on)
        elif isinstance(event, EntryVoided):
            doubted = [*_doubted(notes, event_id, recorded_on, event.entry_id)]
            notes = [note for note in notes if note.entry_id != event.entry_id]
            notes += doubted
    if history is None or len(notes) == len(history.notes) == 0:
        return history
    return replace(history, notes=tuple(notes))


def _doubted(
    notes: Iterable[Note], void_id: UUID, recorded_on: date, voided: UUID
) -> Iterator[Note]:
    """What is noted of confirmed findings that an entry had made which counts no more."""
    for note in notes:
        if note.what is What.CONFIRMED and note.about == voided and note.entry_id != voided:
            yield Note(void_id, What.DOUBTED, recorded_on, about=note.entry_id)


def _opened(event_id: UUID, event: CaseOpened, recorded_on: date) -> History:
    return History(
        event.case_id,
        event.client_id,
        event.occurred_on or recorded_on,
        event.kind,
        event.region,
        event.agency,
        event.workstation_id,
        decided=event.occurred_on is not None,
        opening_id=event_id,
    )


# One pass in compiled code reads or writes all of it; a projection does so for every event.
_Kept: TypeAlias = tuple[
    UUID,
    UUID,
    date,
    CaseKind,
    str,
    str,
    UUID | None,
    bool,
    date | None,
    UUID | None,
    tuple[tuple[UUID, What, date, str, UUID | None, date | None], ...],
]
_KEPT: TypeAdapter[_Kept] = TypeAdapter(_Kept)


def to_json(history: History) -> str:
    """The text by which a projection keeps a history."""
    kept = (
        history.case_id,
        history.client_id,
        history.opened_on,
        history.kind,
        history.region,
        history.agency,
        history.workstation_id,
        history.decided,
        history.void_on,
        history.opening_id,
        history.notes,
    )
    return _KEPT.dump_json(kept).decode()


def from_json(text: str) -> History:
    """The history that a projection kept."""
    kept = _KEPT.validate_json(text)
    case_id, client_id, opened_on, kind, region, agency = kept[:6]
    workstation, decided, void_on, opening_id, notes = kept[6:]
    return History(
        case_id,
        client_id,
        opened_on,
        kind,
        region,
        agency,
        workstation,
        tuple(map(Note._make, notes)),
        decided,
        void_on,
        opening_id,
    )
