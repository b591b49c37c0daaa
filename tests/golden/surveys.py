"""The examples of questionnaires and surveys."""

from datetime import date
from typing import Any

from shared.events import Event, type_of
from shared.events.corrections import VoidReason
from shared.events.outreach.questionnaires import (
    Choice,
    Question,
    QuestionnairePublished,
    Surveyed,
)
from shared.events.outreach.surveys import (
    AnswersRecorded,
    ChoiceCount,
    GroupAnswers,
    PlannedGroup,
    SurveyClosed,
    SurveyEntryVoided,
    SurveyOpened,
    SurveyPrepared,
)
from tests.corrections import stored
from tests.golden.parts import an_id

QUESTIONNAIRE = QuestionnairePublished(
    questionnaire_id=an_id(60),
    agency="example-office",
    region="410100000000",
    code="city-awareness",
    edition=1,
    surveyed=Surveyed.AWARENESS,
    title="居民禁毒知识问卷",
    questions=(
        Question(
            code="hotline",
            text="发现涉毒线索应如何举报？",
            choices=(
                Choice(code="a", text="拨打110", right=True),
                Choice(code="b", text="不予理会"),
            ),
        ),
        Question(
            code="synthetic",
            text="下列哪些属于毒品？",
            choices=(
                Choice(code="a", text="冰毒", right=True),
                Choice(code="b", text="氯胺酮", right=True),
                Choice(code="c", text="阿司匹林"),
            ),
            several=True,
        ),
    ),
    enough=2,
    published_on=date(2019, 5, 6),
)


def on_survey(entry: int, day: date) -> dict[str, Any]:
    """What an event of the survey of these examples carries."""
    return {
        "entry_id": an_id(entry),
        "survey_id": an_id(61),
        "region": "410102000000",
        "surveyed": Surveyed.AWARENESS,
        "occurred_on": day,
    }


PREPARED = SurveyPrepared(
    **on_survey(62, date(2019, 5, 20)),
    agency="example-office",
    questionnaire_id=an_id(60),
    edition=1,
    title="2019年上半年居民禁毒知识知晓率调查",
    since=date(2019, 6, 1),
    until=date(2019, 7, 1),
    planned=(
        PlannedGroup(audience="students", number=2),
        PlannedGroup(audience="residents", number=40),
    ),
)
OPENED = SurveyOpened(**on_survey(63, date(2019, 6, 1)))
ANSWERS = AnswersRecorded(
    **on_survey(64, date(2019, 6, 20)),
    groups=(
        GroupAnswers(audience="residents", answered=40, counting=37),
        GroupAnswers(
            audience="students",
            answered=2,
            counting=1,
            choices=(
                ChoiceCount(question="hotline", choice="a", number=2),
                ChoiceCount(question="synthetic", choice="a", number=2),
                ChoiceCount(question="synthetic", choice="b", number=1),
            ),
        ),
    ),
)
CLOSED = SurveyClosed(**on_survey(65, date(2019, 6, 30)), answered=42, sample_met=True)
SURVEYS: list[Event] = [
    QUESTIONNAIRE,
    PREPARED,
    OPENED,
    ANSWERS,
    CLOSED,
    SurveyEntryVoided(
        survey_id=an_id(61),
        entry_id=ANSWERS.entry_id,
        entry_type=type_of(ANSWERS),
        # as it was stored before answers said to which questionnaire they are
        entry={
            name: its
            for name, its in stored(ANSWERS).fields.items()
            if name not in {"questionnaire", "edition"}
        },
        reason=VoidReason.DUPLICATE,
    ),
]
