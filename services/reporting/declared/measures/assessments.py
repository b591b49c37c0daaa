"""Risk assessments, by their level."""

from services.reporting.declared.dimensions import GROUP, KIND, LEVEL
from services.reporting.declared.words import Fact, Measure
from shared.events.cases.assessments import RiskAssessed


def _assessment(event: RiskAssessed) -> tuple[Fact, ...]:
    values = (event.kind, event.level)
    return (Fact(event.occurred_on, event.region, values, 1, event.client_id),)


RISK_ASSESSMENTS = Measure("risk_assessments", (KIND, LEVEL), {RiskAssessed: _assessment}, (GROUP,))
