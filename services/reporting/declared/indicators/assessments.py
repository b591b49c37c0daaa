"""Risk assessments."""

from services.reporting.declared.measures.assessments import RISK_ASSESSMENTS
from services.reporting.declared.words import Indicator, Selection
from shared.text import Text

ASSESSMENTS_MADE = Indicator(
    code="risk_assessments",
    name=Text(zh="风险评估", en="Risk assessments"),
    unit="次",
    formula=Text(zh="期内完成的风险评估次数", en="risk assessments made"),
    numerator=Selection(RISK_ASSESSMENTS),
)
