"""When a survey may be closed, and closed again: two results do not tell who answered."""

from datetime import timedelta
from typing import cast

import pytest

from services.outreach.survey import state as states
from services.outreach.survey.commands import CloseSurvey
from services.outreach.survey.rules import SurveyEvent, survey
from shared.events import Event
from shared.events.outreach.surveys import AnswersRecorded, GroupAnswers, SurveyClosed
from tests.given import TODAY, given
from tests.golden.surveys import CLOSED, on_survey
from tests.services.outreach.survey.test_rules import JUNE, OPEN, SMALLEST, _id, batch, void


def test_a_survey_is_not_closed_before_its_last_answers() -> None:
    """On their day it may be; an answer is never later than the day on which a survey counts."""
    later = batch(9).model_copy(update={"occurred_on": JUNE + timedelta(days=1)})
    close = CloseSurvey(CLOSED.entry_id, JUNE, SMALLEST)
    given(survey, *OPEN, batch(8), later).when(close).refused(states.BeforeItsAnswers)
    closed = SurveyClosed(**on_survey(65, JUNE), answered=3, sample_met=False)
    given(survey, *OPEN, batch(8)).when(CloseSurvey(closed.entry_id, JUNE, SMALLEST)).then(closed)


def _of(counting: int, answered: int, audience: str = "students") -> GroupAnswers:
    return GroupAnswers(audience=audience, answered=answered, counting=counting)


MANY = batch(8, _of(90, 100), _of(30, 50, "residents"))
FEW = batch(8, _of(9, 10), _of(3, 10, "residents"))


@pytest.mark.parametrize(
    ("before", "changes", "tells"),
    [
        pytest.param(MANY, [batch(9, _of(1, 1))], True, id="one sheet was added"),
        pytest.param(MANY, [batch(9, _of(20, 29))], True, id="one less than the smallest sample"),
        pytest.param(MANY, [batch(9, _of(20, 30))], False, id="as many as the smallest sample"),
        pytest.param(
            MANY, [batch(9, _of(20, 30), _of(1, 1, "residents"))], True, id="one of another group"
        ),
        pytest.param(MANY, [batch(9, _of(1, 1, "women"))], True, id="one of a group of its own"),
        pytest.param(MANY, [void(MANY), batch(9, *MANY.groups)], False, id="the same again"),
        pytest.param(
            MANY,
            [void(MANY), batch(9, _of(80, 100), _of(30, 50, "residents"))],
            False,
            id="a batch was counted wrongly",
        ),
        pytest.param(MANY, [], False, id="nothing"),
        pytest.param(FEW, [batch(9, _of(1, 1))], False, id="nobody was shown anything"),
    ],
)
def test_a_reopened_survey_does_not_tell_who_answered(
    before: AnswersRecorded, changes: list[Event], *, tells: bool
) -> None:
    """Both of its results are read: between them lies nothing, or a sample in each group."""
    closing = SurveyClosed(
        **on_survey(65, JUNE),
        answered=sum(each.answered for each in before.groups),
        sample_met=False,
    )
    history = (*OPEN, before, closing, void(closing), *changes)
    after = given(survey, *history).when(CloseSurvey(_id(10), JUNE, SMALLEST))
    if tells:
        after.refused(states.ChangedTooLittle)
    else:
        assert len(_decided(history)) == 1


def _decided(history: tuple[Event, ...]) -> list[SurveyEvent]:
    state = survey.initial
    for event in history:
        state = survey.evolve(state, cast("SurveyEvent", event))
    return survey.decide(CloseSurvey(_id(10), JUNE, SMALLEST), state, TODAY)


def test_what_was_closed_last_is_what_others_saw() -> None:
    """Thirty sheets that are added one by one after a reopening are thirty; after each closing anew
    they are none."""
    closing = SurveyClosed(**on_survey(65, JUNE), answered=150, sample_met=False)
    ones = [batch(100 + number, _of(1, 1)) for number in range(30)]
    history: tuple[Event, ...] = (*OPEN, MANY, closing, void(closing), *ones)
    assert len(_decided(history)) == 1
    again = SurveyClosed(**on_survey(66, JUNE), answered=180, sample_met=False)
    late = batch(200, _of(1, 1))
    more = (*history, again, void(again), late)
    given(survey, *more).when(CloseSurvey(_id(10), JUNE, SMALLEST)).refused(states.ChangedTooLittle)
