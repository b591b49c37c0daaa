"""Corrections: an entry is never changed, it is made void by a later event."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import SerializeAsAny, model_validator

from shared.events import Entry, Event, from_fields


class VoidReason(StrEnum):
    """Why an entry was made void."""

    MISTAKEN = "mistaken"
    DUPLICATE = "duplicate"
    WRONG_CLIENT = "wrong_client"


class Voided(Event):
    """An entry was a mistake; it is carried whole, so that its effect can be taken back.

    `entry_id` is the id of the entry that is void, `entry_type` its published type.
    """

    entry_id: UUID
    entry_type: str
    entry: SerializeAsAny[Entry]
    reason: VoidReason

    @model_validator(mode="before")
    @classmethod
    def _read_entry(cls, fields: Any) -> Any:
        if isinstance(fields, dict) and isinstance(fields.get("entry"), dict):
            return {**fields, "entry": from_fields(fields["entry_type"], fields["entry"])}
        return fields
