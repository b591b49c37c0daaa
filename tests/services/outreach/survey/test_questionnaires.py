"""Questionnaires: their editions, and what makes an answered sheet count."""

from datetime import date

import pytest

from services.outreach.questionnaire import rules
from services.outreach.questionnaire.rules import (
    Published,
    PublishEdition,
    PublishQuestionnaire,
    questionnaire,
)
from services.outreach.questionnaire.sheets import NotOnTheSheet, Sheet, counted, counts
from shared.decider import RegionNotInForce, fold
from shared.events.outreach.questionnaires import Question
from shared.events.outreach.surveys import ChoiceCount, GroupAnswers
from tests.given import given
from tests.golden.surveys import QUESTIONNAIRE

HOTLINE, SYNTHETIC = QUESTIONNAIRE.questions
TODAY = date(2024, 1, 1)
FIRST = QUESTIONNAIRE.model_copy(update={"published_on": TODAY})
SECOND = FIRST.model_copy(update={"edition": 2, "title": "第二版", "enough": 1})


def publish(*questions: Question, enough: int = 2, region: str = "410100000000") -> object:
    """The command that publishes the first edition."""
    return PublishQuestionnaire(
        FIRST.questionnaire_id,
        FIRST.agency,
        region,
        FIRST.code,
        FIRST.surveyed,
        FIRST.title,
        questions or FIRST.questions,
        enough,
    )


def test_an_edition_stands_beside_those_before() -> None:
    """A new one has the next number, and the first says what it said."""
    given(questionnaire).when(publish()).then(FIRST)
    edition = PublishEdition(SECOND.title, SECOND.questions, SECOND.enough)
    given(questionnaire, FIRST).when(edition).then(SECOND)
    state = fold(questionnaire, [FIRST, SECOND])
    assert isinstance(state, Published)
    assert (state.edition(1), state.current, state.edition(3)) == (FIRST, SECOND, None)


def test_a_questionnaire_is_published_once() -> None:
    """And there is no new edition of what is not there."""
    given(questionnaire, FIRST).when(publish()).refused(rules.AlreadyPublished)
    edition = PublishEdition("二", FIRST.questions, 1)
    given(questionnaire).when(edition).refused(rules.QuestionnaireUnknown)
    given(questionnaire).when(publish(region="330113000000"), today=date(2019, 1, 1)).refused(
        RegionNotInForce
    )


def test_a_questionnaire_can_be_answered_rightly_and_wrongly() -> None:
    """Codes are told apart, each question has a right answer, and no more are asked for."""
    all_right = HOTLINE.model_copy(
        update={"choices": tuple(c.model_copy(update={"right": True}) for c in HOTLINE.choices)}
    )
    none_right = HOTLINE.model_copy(
        update={"choices": tuple(c.model_copy(update={"right": False}) for c in HOTLINE.choices)}
    )
    twice = HOTLINE.model_copy(update={"choices": (HOTLINE.choices[0],) * 2})
    for questions, enough, reason in (
        ((HOTLINE, HOTLINE), 1, rules.CodeTwice),
        ((twice,), 1, rules.CodeTwice),
        ((none_right,), 1, rules.NothingIsRight),
        ((all_right,), 1, rules.NothingIsRight),
        ((HOTLINE,), 2, rules.MoreThanThereAre),
    ):
        given(questionnaire).when(publish(*questions, enough=enough)).refused(reason)


def test_an_edition_out_of_order_is_not_read() -> None:
    """The second cannot be the first."""
    with pytest.raises(TypeError):
        fold(questionnaire, [SECOND])


@pytest.mark.parametrize(
    ("hotline", "synthetic", "right"),
    [
        (("a",), ("a", "b"), True),
        (("a",), ("b", "a"), True),
        (("b",), ("a", "b"), False),
        (("a",), ("a",), False),
        (("a",), ("a", "b", "c"), False),
        (("a",), (), False),
    ],
)
def test_a_sheet_counts_with_enough_right_answers(
    hotline: tuple[str, ...], synthetic: tuple[str, ...], right: bool
) -> None:
    """Of several choices, all right ones and no other; what is left out is not right."""
    sheet = Sheet("students", {"hotline": hotline, "synthetic": synthetic})
    assert counts(QUESTIONNAIRE, sheet) is right
    assert counts(QUESTIONNAIRE.model_copy(update={"enough": 1}), sheet) is (
        hotline == ("a",) or right or {*synthetic} == {"a", "b"}
    )


def test_sheets_are_sums_by_group() -> None:
    """Nothing is left of a single sheet, nor of the order in which they came."""
    sheets = [
        Sheet("students", {"hotline": ["a"], "synthetic": ["a", "b"]}),
        Sheet("residents", {"hotline": ["b"]}),
        Sheet("students", {"hotline": ["b"], "synthetic": ["a"]}),
    ]
    found = counted(QUESTIONNAIRE, sheets)
    assert found == counted(QUESTIONNAIRE, sheets[::-1])
    assert found == (
        GroupAnswers(
            audience="residents",
            answered=1,
            counting=0,
            choices=(ChoiceCount(question="hotline", choice="b", number=1),),
        ),
        GroupAnswers(
            audience="students",
            answered=2,
            counting=1,
            choices=(
                ChoiceCount(question="hotline", choice="a", number=1),
                ChoiceCount(question="hotline", choice="b", number=1),
                ChoiceCount(question="synthetic", choice="a", number=2),
                ChoiceCount(question="synthetic", choice="b", number=1),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("answers", "fault"),
    [
        ({"weather": ["a"]}, "unknown_question"),
        ({"hotline": ["z"]}, "unknown_choice"),
        ({"hotline": ["a", "b"]}, "one_choice_only"),
    ],
)
def test_what_is_not_on_the_sheet_is_named(answers: dict[str, list[str]], fault: str) -> None:
    """By the number of the sheet and the question."""
    good = Sheet("students", {"hotline": ["a"]})
    with pytest.raises(NotOnTheSheet) as caught:
        counted(QUESTIONNAIRE, [good, Sheet("students", answers)])
    assert (caught.value.number, caught.value.fault) == (1, fault)
