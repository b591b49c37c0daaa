"""Corrections: an entry is never changed, it is made void by a later event."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from pydantic import JsonValue

from shared.events import Event, MalformedEvent, Voidable, from_fields


class VoidReason(StrEnum):
    """Why an entry was made void."""

    MISTAKEN = "mistaken"
    DUPLICATE = "duplicate"
    WRONG_CLIENT = "wrong_client"


@dataclass(frozen=True)
class StoredEntry:
    """An entry as it stands in the journal: its published type, and its JSON field for field."""

    entry_id: UUID
    type: str
    fields: dict[str, JsonValue]

    def read(self) -> Voidable:
        """The entry as this software reads it. Raises `UnknownEvent` or `MalformedEvent`."""
        return _voidable(self.type, self.fields)


class TakenBack(Event):
    """An entry counts no more; it is carried as it is stored, so that its effect can be taken back.

    `entry_id` is the id of the entry that is void, `entry_type` its published type, `entry` its
    stored JSON, field for field, also those fields that this software does not know.
    """

    entry_id: UUID
    entry_type: str
    entry: dict[str, JsonValue]

    def voided(self) -> Voidable:
        """The entry as this software reads it. Raises `UnknownEvent` or `MalformedEvent`."""
        return _voidable(self.entry_type, self.entry)


def _voidable(type_name: str, fields: dict[str, JsonValue]) -> Voidable:
    entry = from_fields(type_name, fields)
    if not isinstance(entry, Voidable):
        raise MalformedEvent(f"{type_name}: not an entry")
    return entry


class Voided(TakenBack):
    """An entry was a mistake."""

    reason: VoidReason
