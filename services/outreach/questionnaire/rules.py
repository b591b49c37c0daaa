"""A questionnaire: published in editions, none of which changes one before. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never
from uuid import UUID

from shared.decider import Decider, Missing, Refused, check_region
from shared.events.outreach.questionnaires import (
    Question,
    QuestionnairePublished,
    Surveyed,
)

QuestionnaireEvent: TypeAlias = QuestionnairePublished


@dataclass(frozen=True)
class Unpublished:
    """There is no such questionnaire."""


@dataclass(frozen=True)
class Published:
    """A questionnaire with all its editions, the first first."""

    editions: tuple[QuestionnairePublished, ...]

    @property
    def current(self) -> QuestionnairePublished:
        """The latest edition."""
        return self.editions[-1]

    def edition(self, number: int) -> QuestionnairePublished | None:
        """An edition by its number; None where there is none."""
        return next((each for each in self.editions if each.edition == number), None)


Questionnaire: TypeAlias = Unpublished | Published


@dataclass(frozen=True)
class PublishQuestionnaire:
    """Publish the first edition of a questionnaire."""

    questionnaire_id: UUID
    agency: str
    region: str
    code: str
    surveyed: Surveyed
    title: str
    questions: tuple[Question, ...]
    enough: int


@dataclass(frozen=True)
class PublishEdition:
    """Publish a new edition; what it measures, its code and its region stay."""

    title: str
    questions: tuple[Question, ...]
    enough: int


Command: TypeAlias = PublishQuestionnaire | PublishEdition


class QuestionnaireUnknown(Missing):
    """There is no such questionnaire."""

    zh = "没有这份问卷。"


class AlreadyPublished(Refused):
    """This questionnaire is published already; publish a new edition of it."""

    zh = "该问卷已经发布；如需修改，请发布新版本。"


class CodeTwice(Refused):
    """Two questions, or two choices of one question, have the same code; give each its own."""

    zh = "两道题目（或同一题目的两个选项）代码相同，请分别取不同的代码。"
    field = "questions"


class NothingIsRight(Refused):
    """A question has no right choice, or no wrong one; mark which choices are right."""

    zh = "有的题目没有标明正确选项，或者全部选项都是正确的，请核对各选项的 right。"
    field = "questions"


class MoreThanThereAre(Refused):
    """A sheet cannot have as many right answers as that: there are fewer questions."""

    zh = "答对题数的要求超过了题目总数，请核对。"
    field = "enough"


def decide(command: Command, state: Questionnaire, today: date) -> list[QuestionnaireEvent]:
    """What a command comes to; raises a `Refused` by name."""
    _check(command.questions, command.enough)
    match command:
        case PublishQuestionnaire():
            if isinstance(state, Published):
                raise AlreadyPublished
            check_region(command.region, today, today)
            return [
                QuestionnairePublished(
                    questionnaire_id=command.questionnaire_id,
                    agency=command.agency,
                    region=command.region,
                    code=command.code,
                    edition=1,
                    surveyed=command.surveyed,
                    title=command.title,
                    questions=command.questions,
                    enough=command.enough,
                    published_on=today,
                )
            ]
        case PublishEdition():
            if isinstance(state, Unpublished):
                raise QuestionnaireUnknown
            changed = {
                "edition": state.current.edition + 1,
                "title": command.title,
                "questions": command.questions,
                "enough": command.enough,
                "published_on": today,
            }
            return [state.current.model_copy(update=changed)]
        case _:
            assert_never(command)


def _check(questions: Sequence[Question], enough: int) -> None:
    codes = [[each.code for each in questions]]
    codes += [[each.code for each in question.choices] for question in questions]
    if any(len({*each}) < len(each) for each in codes):
        raise CodeTwice
    for question in questions:
        right = [each.right for each in question.choices]
        if not any(right) or (all(right) and not question.several):
            raise NothingIsRight
    if enough > len(questions):
        raise MoreThanThereAre


def evolve(state: Questionnaire, event: QuestionnaireEvent) -> Questionnaire:
    """The questionnaire after an event. Raises TypeError for a history that cannot have been."""
    before = state.editions if isinstance(state, Published) else ()
    if event.edition != len(before) + 1:
        raise TypeError(f"edition {event.edition} cannot follow {len(before)}")
    return Published((*before, event))


questionnaire: Decider[Command, Questionnaire, QuestionnaireEvent] = Decider(
    Unpublished(), (QuestionnairePublished,), decide, evolve
)
