"""Risk assessments, by their level, scheme and reasons; summaries and evaluations.

An assessment may have several reasons: each is a fact of a measure of its own, whose total is not
the number of assessments.
"""

from services.reporting.declared.dimensions import GROUP, KIND, LEVEL, WITH_POLICE, whether
from services.reporting.declared.entry_facts import entry_fact
from services.reporting.declared.words import ClosedDimension, Fact, Measure, OpenDimension
from shared.events.cases.assessments import (
    Evaluated,
    EvaluationMade,
    LevelChange,
    RiskAssessed,
    RiskReason,
    SummaryWritten,
)
from shared.events.cases.contacts import Present
from shared.text import Text

SCHEME = OpenDimension("scheme", Text(zh="评估标准", en="scheme"))
CHANGE = ClosedDimension(
    "change", Text(zh="与上次评估相比", en="compared with the assessment before"), LevelChange
)
REASON = ClosedDimension("reason", Text(zh="评估理由", en="reason"), RiskReason)
OUTCOME = ClosedDimension("outcome", Text(zh="评估结果", en="outcome"), Evaluated)


def _assessment(event: RiskAssessed) -> tuple[Fact, ...]:
    values = (event.kind, event.level)
    return (entry_fact(event, values),)


def _by_scheme(event: RiskAssessed) -> tuple[Fact, ...]:
    with_police = whether(Present.POLICE in event.present)
    values = (event.kind, event.scheme, event.level, with_police, event.change)
    return (entry_fact(event, values),)


def _reasons(event: RiskAssessed) -> list[Fact]:
    reasons = dict.fromkeys(event.reasons)  # one that is named twice is still one
    return [entry_fact(event, (event.kind, reason)) for reason in reasons]


def _summary(event: SummaryWritten) -> tuple[Fact, ...]:
    return (entry_fact(event, (event.kind,)),)


def _evaluation(event: EvaluationMade) -> tuple[Fact, ...]:
    values = (event.kind, event.outcome)
    return (entry_fact(event, values),)


RISK_ASSESSMENTS = Measure("risk_assessments", (KIND, LEVEL), {RiskAssessed: _assessment}, (GROUP,))
ASSESSMENTS_BY_SCHEME = Measure(
    "risk_assessments_by_scheme",
    (KIND, SCHEME, LEVEL, WITH_POLICE, CHANGE),
    {RiskAssessed: _by_scheme},
    (GROUP,),
)
ASSESSMENT_REASONS = Measure(
    "risk_assessment_reasons", (KIND, REASON), {RiskAssessed: _reasons}, (GROUP,)
)
SUMMARIES = Measure("summaries", (KIND,), {SummaryWritten: _summary}, (GROUP,))
EVALUATIONS = Measure("evaluations", (KIND, OUTCOME), {EvaluationMade: _evaluation}, (GROUP,))
