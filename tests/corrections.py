"""Entries as they are stored, for tests that make them void."""

from pydantic_core import to_jsonable_python

from shared.events import Entry, type_of
from shared.events.corrections import StoredEntry


def stored(entry: Entry) -> StoredEntry:
    """An entry as it stands in the journal."""
    return StoredEntry(entry.entry_id, type_of(entry), to_jsonable_python(entry))
