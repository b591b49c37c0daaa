"""Entries as they are stored, for tests that make them void."""

from uuid import UUID

from pydantic_core import to_jsonable_python

from shared.events import Entry, Voidable, type_of
from shared.events.corrections import StoredEntry


def stored(entry: Voidable, event_id: UUID | None = None) -> StoredEntry:
    """An entry as it stands in the journal; `event_id` where its own data has none."""
    if isinstance(entry, Entry):
        event_id = entry.entry_id
    assert event_id is not None
    return StoredEntry(event_id, type_of(entry), to_jsonable_python(entry))
