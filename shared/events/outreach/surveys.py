"""Surveys: prepared, opened, answered without names, closed; nothing of a person is in them."""

from datetime import date
from uuid import UUID

from shared.events import Entry, Event, published
from shared.events.corrections import Voided
from shared.events.outreach.questionnaires import Surveyed


class PlannedGroup(Event):
    """How many of a group are to be asked."""

    audience: str
    number: int


class ChoiceCount(Event):
    """How many of a group ticked a choice of a question."""

    question: str
    choice: str
    number: int


class GroupAnswers(Event):
    """How many of a group answered, and how many of them count, as the questionnaire says.

    `choices` are what they ticked, where single sheets were counted; the sheets are not kept.
    """

    audience: str
    answered: int
    counting: int
    choices: tuple[ChoiceCount, ...] = ()


class OnSurvey(Entry):
    """What every event of a survey carries."""

    survey_id: UUID
    region: str
    surveyed: Surveyed
    occurred_on: date


@published("outreach.SurveyPrepared.v1")
class SurveyPrepared(OnSurvey):
    """A survey was prepared: with which questionnaire, in [since, until), and whom it is to ask.

    `questionnaire` is the code of the questionnaire, "" before it was said.
    """

    agency: str
    questionnaire_id: UUID
    edition: int
    title: str
    since: date
    until: date
    planned: tuple[PlannedGroup, ...]
    questionnaire: str = ""


@published("outreach.SurveyOpened.v1")
class SurveyOpened(OnSurvey):
    """A survey was opened: it may be answered from now on."""


@published("outreach.AnswersRecorded.v1")
class AnswersRecorded(OnSurvey):
    """Answers to a survey of one day, by group: a batch, which may be void as a whole.

    They are to this `edition` of this `questionnaire`: None and "" before these were said.
    """

    groups: tuple[GroupAnswers, ...]
    questionnaire: str = ""
    edition: int | None = None


@published("outreach.SurveyClosed.v1")
class SurveyClosed(OnSurvey):
    """A survey was closed; `sample_met` says whether as many answered in each group as planned."""

    answered: int
    sample_met: bool


@published("outreach.SurveyEntryVoided.v1")
class SurveyEntryVoided(Voided):
    """A batch of answers, a closing or a survey was a mistake."""

    survey_id: UUID
