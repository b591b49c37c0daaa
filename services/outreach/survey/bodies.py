"""What calls about surveys send and are answered: their bodies."""

from datetime import date, datetime
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BaseModel, Field

from services.outreach.questionnaire.api import MOST_CHOICES, Code, ShortName
from services.outreach.survey import examples
from services.outreach.survey.rows import SurveyStanding
from services.outreach.words.fields import AudienceCode
from shared.events.outreach.questionnaires import Surveyed
from shared.http.command_answers import Written
from shared.http.fields import AtMost, Body, Day, PlannedDay, PublicText, RegionCode, example

MOST_GROUPS, MOST_SHEETS = 50, 200
_Number = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]


class Planned(Body):
    """How many of a group are to be asked; groups are in GET /v1/outreach/words (audience)."""

    audience: AudienceCode
    number: Annotated[int, Field(strict=True, ge=1, le=1_000_000)]


class NewSurvey(Body):
    """A survey in [since, until): with which edition of which questionnaire, and whom it asks."""

    model_config = example(**examples.PLAN)
    region: RegionCode
    questionnaire: ShortName
    edition: Annotated[int, Field(strict=True, ge=1)]
    title: PublicText
    since: PlannedDay
    until: PlannedDay
    planned: Annotated[tuple[Planned, ...], AtMost(MOST_GROUPS), Field(min_length=1)]


class Counted(Body):
    """How many of a group answered, and how many of these count (aware, satisfied)."""

    audience: AudienceCode
    answered: _Number
    counting: _Number


class HeldSurvey(NewSurvey):
    """A survey that is over, with its answers by group."""

    model_config = example(**examples.HELD)
    groups: Annotated[tuple[Counted, ...], AtMost(MOST_GROUPS), Field(min_length=1)]


class AnsweredSheet(Body):
    """What one person of a group ticked, by question; what was not answered is left out."""

    audience: AudienceCode
    answers: dict[Code, Annotated[tuple[Code, ...], AtMost(MOST_CHOICES)]]


class NewAnswers(Body):
    """Answers of one day: single sheets without names, or totals by group; one of the two.

    Sheets are counted by the questionnaire as they come, and are not kept.
    """

    model_config = example(**examples.ANSWERS)
    most_values: ClassVar[int] = 50_000
    occurred_on: Day
    sheets: Annotated[tuple[AnsweredSheet, ...], AtMost(MOST_SHEETS)] = ()
    groups: Annotated[tuple[Counted, ...], AtMost(MOST_GROUPS)] = ()


class OnADay(Body):
    """On which day."""

    model_config = example(occurred_on="2019-06-01")
    occurred_on: Day


class SurveyClosing(OnADay):
    """On which day a survey is closed."""

    model_config = example(occurred_on="2019-06-30")


class SurveyWritten(Written):
    """The answer to a survey that was entered."""

    survey_id: UUID


class ShownRate(BaseModel):
    """A rate and the bounds of its interval (Wilson, 95 %), in per cent."""

    percent: float
    low: float
    high: float


class ShownBand(BaseModel):
    """The band of a rate: 1 is the best."""

    number: int
    name: str
    name_zh: str


class ShownTotal(BaseModel):
    """What was found; null is what a caller is not shown."""

    planned: int
    answered: int | None
    counting: int | None
    rate: ShownRate | None
    band: ShownBand | None


class ShownGroup(ShownTotal):
    """What was found in a group."""

    audience: str


class ShownChoice(BaseModel):
    """How often a choice was ticked, on sheets that were counted here."""

    question: str
    choice: str
    number: int


class ShownPlanned(BaseModel):
    """How many of a group are to be asked."""

    audience: str
    number: int


class ShownCounted(BaseModel):
    """How many of a group answered, and how many of these count."""

    audience: str
    answered: int
    counting: int


class ShownBatch(BaseModel):
    """A batch of answers that counts."""

    entry_id: UUID
    occurred_on: date
    groups: list[ShownCounted]


class SurveyHead(BaseModel):
    """A survey, without its results; `own` says whether your agency entered it."""

    survey_id: UUID
    region: str
    questionnaire_id: UUID
    edition: int
    surveyed: Surveyed
    title: str
    since: date
    until: date
    state: SurveyStanding
    version: int
    own: bool


class SurveyFacts(SurveyHead):
    """A survey with its results.

    Others than its agency are shown no results before it is closed, no rate of fewer than
    `smallest_sample` answers, of a community or village no numbers and rounded rates (whole per
    cent, intervals in steps of five), and neither `choices` nor `batches`.
    """

    planned: list[ShownPlanned]
    smallest_sample: int
    groups: list[ShownGroup]
    whole: ShownTotal
    choices: list[ShownChoice] | None
    batches: list[ShownBatch] | None


class ListedSurvey(SurveyHead):
    """A survey in a list; `changed_at` is when it was written to last."""

    changed_at: datetime


class Surveys(BaseModel):
    """A page of surveys; where there may be more, `next` is what to ask `after`.

    A page may be short, or empty, and still have a next one: each looks at so many only.
    `read_at` is the moment when it was read.
    """

    surveys: list[ListedSurvey]
    next: str | None
    read_at: datetime
