"""Corrections of sessions and articles."""

from shared.events import published
from shared.events.corrections import Voided


@published("outreach.EntryVoided.v1")
class EntryVoided(Voided):
    """A session or an article was a mistake."""
