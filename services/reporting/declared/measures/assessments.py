"""Risk assessments, by their level."""

from services.reporting.declared.dimensions import GROUP, KIND
from services.reporting.declared.words import ClosedDimension, Fact, Measure
from shared.events.cases.assessments import RiskAssessed, RiskLevel
from shared.text import Text

LEVEL = ClosedDimension("level", Text(zh="风险等级", en="level of risk"), RiskLevel)


def _assessment(event: RiskAssessed) -> tuple[Fact, ...]:
    values = (event.kind, event.level)
    return (Fact(event.occurred_on, event.region, values, 1, event.client_id),)


RISK_ASSESSMENTS = Measure("risk_assessments", (KIND, LEVEL), {RiskAssessed: _assessment}, (GROUP,))
