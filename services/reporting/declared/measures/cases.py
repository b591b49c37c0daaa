"""Cases: their opening, by which a person becomes a client."""

from services.reporting.declared.dimensions import GROUP, KIND
from services.reporting.declared.words import Fact, Measure
from shared.events.cases.case import CaseOpened


def _opened(event: CaseOpened) -> tuple[Fact, ...]:
    return (Fact(event.occurred_on, event.region, (event.kind,), 1, event.client_id),)


CASES_OPENED = Measure("cases_opened", (KIND,), {CaseOpened: _opened}, (GROUP,))
