"""The steps of a programme: reporting in and the agreement."""

from services.reporting.declared.dimensions import GROUP, KIND
from services.reporting.declared.words import Fact, Measure
from shared.events.cases.programme import AgreementSigned, ReportedIn


def _reported_in(event: ReportedIn) -> tuple[Fact, ...]:
    return (Fact(event.occurred_on, event.region, (event.kind,), 1, event.client_id),)


def _agreement(event: AgreementSigned) -> tuple[Fact, ...]:
    return (Fact(event.occurred_on, event.region, (event.kind,), 1, event.client_id),)


REPORTED_IN = Measure("reported_in", (KIND,), {ReportedIn: _reported_in}, (GROUP,))
AGREEMENTS = Measure("agreements", (KIND,), {AgreementSigned: _agreement}, (GROUP,))
