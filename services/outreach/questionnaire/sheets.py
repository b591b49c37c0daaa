"""Answered sheets, counted by a questionnaire: who counts, and what was ticked. Pure.

Sheets are counted and not kept: of a batch there are sums by group alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shared.events.outreach.questionnaires import Question, QuestionnairePublished
from shared.events.outreach.surveys import ChoiceCount, GroupAnswers


@dataclass(frozen=True)
class Sheet:
    """What one person of a group ticked, by question; a question may be left out."""

    audience: str
    answers: Mapping[str, Sequence[str]]


class NotOnTheSheet(Exception):
    """A sheet has a question or a choice that the questionnaire has not; `question` names it."""

    def __init__(self, number: int, question: str, fault: str) -> None:
        super().__init__(fault)
        self.number, self.question, self.fault = number, question, fault


def counted(
    questionnaire: QuestionnairePublished, sheets: Sequence[Sheet]
) -> tuple[GroupAnswers, ...]:
    """The sheets by group, in the order of the groups' codes. Raises `NotOnTheSheet`."""
    by_code = {each.code: each for each in questionnaire.questions}
    for number, sheet in enumerate(sheets):
        for code, ticked in sheet.answers.items():
            _check(number, code, by_code.get(code), ticked)
    groups = sorted({sheet.audience for sheet in sheets})
    return tuple(
        _group(questionnaire, audience, [each for each in sheets if each.audience == audience])
        for audience in groups
    )


def counts(questionnaire: QuestionnairePublished, sheet: Sheet) -> bool:
    """Whether a sheet has as many right answers as the questionnaire says are enough."""
    questions = questionnaire.questions
    right = sum(_is_right(each, sheet.answers.get(each.code, ())) for each in questions)
    return right >= questionnaire.enough


def _is_right(question: Question, ticked: Iterable[str]) -> bool:
    right = {each.code for each in question.choices if each.right}
    given = {*ticked}
    return given == right if question.several else bool(given & right)


def _check(number: int, code: str, question: Question | None, ticked: Sequence[str]) -> None:
    if question is None:
        raise NotOnTheSheet(number, code, "unknown_question")
    if not {*ticked} <= {each.code for each in question.choices}:
        raise NotOnTheSheet(number, code, "unknown_choice")
    if len({*ticked}) > 1 and not question.several:
        raise NotOnTheSheet(number, code, "one_choice_only")


def _group(
    questionnaire: QuestionnairePublished, audience: str, sheets: Sequence[Sheet]
) -> GroupAnswers:
    ticked = Counter(
        (question, choice)
        for sheet in sheets
        for question, choices in sheet.answers.items()
        for choice in {*choices}
    )
    return GroupAnswers(
        audience=audience,
        answered=len(sheets),
        counting=sum(counts(questionnaire, sheet) for sheet in sheets),
        choices=tuple(
            ChoiceCount(question=question.code, choice=choice.code, number=number)
            for question in questionnaire.questions
            for choice in question.choices
            if (number := ticked[question.code, choice.code])
        ),
    )
