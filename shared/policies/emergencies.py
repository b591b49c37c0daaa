"""The table [[emergency]]: when an emergency was declared, and where. Pure."""

from dataclasses import dataclass

from shared.policies.fields import HELD, NOTES, Entry
from shared.policies.holding import UNSAID, Holding
from shared.policies.table import Table, named
from shared.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """A declared emergency, in which contacts from afar count."""

    name: Text
    holding: Holding
    code: str = ""
    source: Text = UNSAID
    note: str = ""


def _read(entry: Entry) -> Emergency:
    entry.get("since")  # it begins on a day; its end may not be known yet
    return Emergency(code=entry.code(), name=entry.named(), **entry.held())


EMERGENCY = Table(
    table="emergency",
    attribute="emergencies",
    name=Text(zh="应急", en="emergency"),
    fields=("code", "name", *HELD, *NOTES),
    read=_read,
    own_fields=lambda emergency: {"name": named(emergency.name)},
)
