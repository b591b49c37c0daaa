"""What readers of a case's entries have in common: the fact of an entry. Pure."""

from services.reporting.declared.words import Fact
from shared.events.cases.case import CaseEntry, CaseOpened


def entry_fact(event: CaseEntry | CaseOpened, values: tuple[str, ...], delta: int = 1) -> Fact:
    """The fact of an entry: on its day, in its region, about its person."""
    return Fact(event.occurred_on, event.region, values, delta, event.client_id)
