"""Risk assessments."""

from enum import StrEnum

from shared.events import published
from shared.events.cases.case import CaseEntry


class RiskLevel(StrEnum):
    """The risk that a client is assessed at."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@published("cases.RiskAssessed.v1")
class RiskAssessed(CaseEntry):
    """The client's risk was assessed."""

    level: RiskLevel
