"""Questionnaires: questions with coded choices, and when an answered sheet counts."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.events import Event, published


class Surveyed(StrEnum):
    """What a questionnaire measures: one of these, so that their rates are never mixed."""

    AWARENESS = "awareness"
    LEGAL_KNOWLEDGE = "legal_knowledge"
    SATISFACTION = "satisfaction"


class Choice(Event):
    """A choice by its code; `right` if it is a right answer, or one of somebody satisfied."""

    code: str
    text: str
    right: bool = False


class Question(Event):
    """A question by its code; of `several` choices all right ones are to be ticked, and no other.

    Of one that is not `several`, one choice is ticked; any of the right ones is right.
    """

    code: str
    text: str
    choices: tuple[Choice, ...]
    several: bool = False


@published("outreach.QuestionnairePublished.v1")
class QuestionnairePublished(Event):
    """An edition of a questionnaire was published: the first, or a later one beside the earlier.

    A sheet counts (as aware, as knowing the law, as satisfied) with at least `enough` right
    answers. `code` is its short name, the same in all editions.
    """

    questionnaire_id: UUID
    agency: str
    region: str
    code: str
    edition: int
    surveyed: Surveyed
    title: str
    questions: tuple[Question, ...]
    enough: int
    published_on: date
