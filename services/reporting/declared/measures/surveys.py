"""Surveys that were held, and how many answered them, by group; who answered is nowhere."""

from services.reporting.declared.dimensions import Whether, whether
from services.reporting.declared.measures.sessions import AUDIENCE
from services.reporting.declared.words import ClosedDimension, Fact, Measure
from shared.events.outreach.questionnaires import Surveyed
from shared.events.outreach.surveys import AnswersRecorded, SurveyClosed
from shared.text import Text

SURVEYED = ClosedDimension("surveyed", Text(zh="调查内容", en="what is measured"), Surveyed)
SAMPLE_MET = ClosedDimension("sample_met", Text(zh="样本达标", en="sample met"), Whether)
COUNTS = ClosedDimension("counts", Text(zh="知晓（满意）", en="aware or satisfied"), Whether)


def _held(event: SurveyClosed) -> tuple[Fact, ...]:
    values = (event.surveyed, whether(event.sample_met))
    return (Fact(event.occurred_on, event.region, values),)


def _answers(event: AnswersRecorded) -> list[Fact]:
    """Of each group those who count, and those who do not."""
    return [
        Fact(event.occurred_on, event.region, (event.surveyed, group.audience, counts), number)
        for group in event.groups
        for counts, number in (
            (Whether.YES, group.counting),
            (Whether.NO, group.answered - group.counting),
        )
        if number
    ]


SURVEYS = Measure("surveys", (SURVEYED, SAMPLE_MET), {SurveyClosed: _held}, of_persons=False)
SURVEY_ANSWERS = Measure(
    "survey_answers", (SURVEYED, AUDIENCE, COUNTS), {AnswersRecorded: _answers}, finding=COUNTS
)
