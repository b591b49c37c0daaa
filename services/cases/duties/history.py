"""The history of a case as far as duties follow from it: a few notes of each entry. Pure.

It is folded from the events one by one, so that a projection can keep it. A void takes the note of
its entry out; so what is due is always what follows from the entries that count.
"""

import json
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.cases.case.events import CaseEvent
from services.cases.duties.notes import Note, What, notes_of
from shared.events.cases.case import CaseOpened, CaseReassigned, EntryVoided
from shared.events.cases.kinds import CaseKind
from shared.strict import day as read_day

__all__ = ["History", "Note", "What", "from_json", "noted", "to_json"]


@dataclass(frozen=True)
class History:
    """A case that was opened on a day, and its notes in the order in which they were recorded.

    `opened_on` is the day of the decision; of a file without one, which `decided` says, that of its
    recording. `kind` and `region` are those of the opening: notes say what became of them. `agency`
    is the one that is responsible now. `void_on` is the day on which the opening was made void.
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

    @property
    def void(self) -> bool:
        """Whether the opening was a mistake."""
        return self.void_on is not None


def noted(
    history: History | None, event_id: UUID, recorded_on: date, event: CaseEvent
) -> History | None:
    """The history after an event, recorded on a day; None before a case is opened."""
    if isinstance(event, CaseOpened):
        return History(
            event.case_id,
            event.client_id,
            event.occurred_on or recorded_on,
            event.kind,
            event.region,
            event.agency,
            event.workstation_id,
            decided=event.occurred_on is not None,
        )
    if history is None:
        return None
    match event:
        case CaseReassigned():
            return replace(history, agency=event.to_agency)
        case EntryVoided() if event.entry_type.startswith("cases.CaseOpened."):
            return replace(history, void_on=history.void_on or recorded_on)
        case EntryVoided():
            notes = tuple(note for note in history.notes if note.entry_id != event.entry_id)
            return replace(history, notes=notes)
    added = notes_of(event_id, event, history.notes)
    return replace(history, notes=(*history.notes, *added)) if added else history


def to_json(history: History) -> str:
    """The text by which a projection keeps a history."""
    return json.dumps(
        [
            str(history.case_id),
            str(history.client_id),
            history.opened_on.isoformat(),
            history.kind,
            history.region,
            history.agency,
            history.workstation_id and str(history.workstation_id),
            history.decided,
            history.void_on and history.void_on.isoformat(),
            [
                [
                    str(note.entry_id),
                    note.what,
                    note.day.isoformat(),
                    note.code,
                    note.about and str(note.about),
                    note.to and note.to.isoformat(),
                ]
                for note in history.notes
            ],
        ],
        separators=(",", ":"),
    )


def from_json(text: str) -> History:
    """The history that a projection kept."""
    case_id, client_id, opened_on, kind, region, agency, workstation, decided, void_on, notes = (
        json.loads(text)
    )
    return History(
        UUID(case_id),
        UUID(client_id),
        read_day(opened_on),
        CaseKind(kind),
        region,
        agency,
        workstation and UUID(workstation),
        tuple(
            Note(
                UUID(entry_id),
                What(what),
                read_day(day),
                code,
                about and UUID(about),
                to and read_day(to),
            )
            for entry_id, what, day, code, about, to in notes
        ),
        decided,
        void_on and read_day(void_on),
    )
