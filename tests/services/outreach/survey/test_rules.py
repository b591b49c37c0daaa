"""The rules of surveys, sentence by sentence."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from services.outreach.survey import state as states
from services.outreach.survey.commands import (
    CloseSurvey,
    OpenSurvey,
    PrepareSurvey,
    RecordAnswers,
    RecordHeldSurvey,
    ReopenSurvey,
    VoidAnswers,
    VoidSurvey,
)
from services.outreach.survey.rules import MOST_BATCHES, survey
from shared.decider import FutureDate, Refused, RegionNotInForce
from shared.events import Entry, Event, type_of
from shared.events.corrections import VoidReason
from shared.events.outreach.surveys import (
    AnswersRecorded,
    GroupAnswers,
    PlannedGroup,
    SurveyClosed,
    SurveyEntryVoided,
)
from tests.corrections import stored
from tests.given import TODAY, given
from tests.golden.surveys import ANSWERS, CLOSED, OPENED, PREPARED, on_survey

GROUPS = (GroupAnswers(audience="students", answered=3, counting=2),)
OPEN = (PREPARED, OPENED)
REASON = VoidReason.MISTAKEN
SMALLEST = 30
BEFORE, JUNE = date(2019, 5, 31), date(2019, 6, 20)


def _id(number: int) -> UUID:
    return UUID(int=number)


def void(entry: Entry) -> SurveyEntryVoided:
    """The event that takes an entry of the survey back."""
    return SurveyEntryVoided(
        survey_id=PREPARED.survey_id,
        entry_id=entry.entry_id,
        entry_type=type_of(entry),
        entry=stored(entry).fields,
        reason=REASON,
    )


def batch(number: int, *groups: GroupAnswers) -> AnswersRecorded:
    """A batch of answers of a day in June."""
    said = {**on_survey(64, JUNE), "entry_id": _id(number)}
    return AnswersRecorded(**said, groups=groups or GROUPS)


def test_a_survey_is_prepared_opened_answered_and_closed() -> None:
    """Each step is an event; the closing says whether the sample was met."""
    given(survey).when(PrepareSurvey(PREPARED)).then(PREPARED)
    given(survey, PREPARED).when(OpenSurvey(OPENED.entry_id, OPENED.occurred_on)).then(OPENED)
    answers = RecordAnswers(ANSWERS.entry_id, ANSWERS.occurred_on, ANSWERS.groups)
    given(survey, *OPEN).when(answers).then(ANSWERS)
    close = CloseSurvey(CLOSED.entry_id, CLOSED.occurred_on, SMALLEST)
    given(survey, *OPEN, ANSWERS).when(close).then(CLOSED)


def test_a_survey_that_goes_on_was_not_held() -> None:
    """The field that is named is one that was sent."""
    plan = PREPARED.model_copy(update={"until": TODAY + timedelta(days=2)})
    command = RecordHeldSurvey(plan, GROUPS, (_id(1), _id(2), _id(3)))
    with pytest.raises(FutureDate) as refused:
        survey.decide(command, survey.initial, TODAY)
    assert refused.value.field == "until"


def test_a_sample_is_met_in_each_group_or_not_at_all() -> None:
    """Many of one group do not make up for a few of another."""
    many = batch(9, GroupAnswers(audience="students", answered=900, counting=900))
    closed = SurveyClosed(**on_survey(65, JUNE), answered=900, sample_met=False)
    given(survey, *OPEN, many).when(CloseSurvey(closed.entry_id, JUNE, SMALLEST)).then(closed)


def test_a_survey_that_is_over_is_entered_in_one_step() -> None:
    """The same four events, the answers and the closing on its last day."""
    last = date(2019, 6, 30)
    command = RecordHeldSurvey(
        PREPARED, ANSWERS.groups, (OPENED.entry_id, ANSWERS.entry_id, CLOSED.entry_id)
    )
    answers = ANSWERS.model_copy(update={"occurred_on": last})
    given(survey).when(command).then(PREPARED, OPENED, answers, CLOSED)
    given(survey).when(command, today=date(2019, 6, 29)).refused(FutureDate)


def test_a_plan_is_checked() -> None:
    """Its days, its region then, and each group once."""
    for reason, changed in (
        (states.TimeIsEmpty, {"until": PREPARED.since}),
        (states.GroupTwice, {"planned": (*PREPARED.planned, PREPARED.planned[0])}),
        (RegionNotInForce, {"region": "330113000000"}),
    ):
        wrong = PREPARED.model_copy(update=changed)
        given(survey).when(PrepareSurvey(wrong)).refused(reason)
    given(survey, PREPARED).when(PrepareSurvey(PREPARED)).refused(states.SurveyAlreadyPrepared)


def test_a_survey_is_opened_once() -> None:
    """And not before its day has come."""
    opening = OpenSurvey(_id(9), JUNE)
    given(survey).when(opening).refused(states.SurveyUnknown)
    given(survey, *OPEN).when(opening).refused(states.SurveyAlreadyOpen)
    given(survey, PREPARED, void(PREPARED)).when(opening).refused(states.SurveyIsVoid)
    given(survey, PREPARED).when(opening, today=BEFORE).refused(FutureDate)


@pytest.mark.parametrize(
    "command", [RecordAnswers(_id(9), JUNE, GROUPS), CloseSurvey(_id(9), JUNE, SMALLEST)]
)
def test_only_an_open_survey_takes_answers_and_is_closed(command: object) -> None:
    """Neither one that is not open yet, nor one that is over or void."""
    given(survey).when(command).refused(states.SurveyUnknown)
    given(survey, PREPARED).when(command).refused(states.SurveyNotOpen)
    given(survey, *OPEN, ANSWERS, CLOSED).when(command).refused(states.SurveyIsClosed)
    given(survey, *OPEN, void(OPENED)).when(command).refused(states.SurveyIsVoid)


def test_answers_are_of_the_surveys_time_and_add_up() -> None:
    """The last day is the one before `until`; nobody counts who did not answer."""
    for day, reason in (
        (BEFORE, states.OutsideItsTime),
        (PREPARED.until, states.OutsideItsTime),
        (date(2024, 1, 2), FutureDate),
    ):
        given(survey, *OPEN).when(RecordAnswers(_id(9), day, GROUPS)).refused(reason)
    for groups, why in (
        ((*GROUPS, *GROUPS), states.GroupTwice),
        ((GroupAnswers(audience="a", answered=1, counting=2),), states.MoreCountThanAnswered),
    ):
        given(survey, *OPEN).when(RecordAnswers(_id(9), JUNE, groups)).refused(why)


def test_a_survey_has_so_many_batches_at_most() -> None:
    """What it is made void by is one step."""
    full = [batch(1000 + number) for number in range(MOST_BATCHES)]
    command = RecordAnswers(_id(9), JUNE, GROUPS)
    given(survey, *OPEN, *full).when(command).refused(states.TooManyBatches)


def test_a_survey_is_closed_with_a_result() -> None:
    """Not before it begins, nor without answers."""
    given(survey, *OPEN).when(CloseSurvey(_id(9), JUNE, SMALLEST)).refused(states.NobodyAnswered)
    given(survey, *OPEN, ANSWERS).when(CloseSurvey(_id(9), BEFORE, SMALLEST)).refused(
        states.BeforeItBegins
    )


def test_a_batch_is_made_void_while_the_survey_is_open() -> None:
    """Once; its place is taken by a new batch, so that nothing is counted twice."""
    command = VoidAnswers(stored(ANSWERS), REASON)
    given(survey, *OPEN, ANSWERS).when(command).then(void(ANSWERS))
    given(survey, *OPEN).when(command).refused(states.AnswersUnknown)
    given(survey, *OPEN, ANSWERS, void(ANSWERS)).when(command).refused(states.AnswersUnknown)
    given(survey, *OPEN, ANSWERS, CLOSED).when(command).refused(states.SurveyIsClosed)
    given(survey, *OPEN).when(VoidAnswers(stored(OPENED), REASON)).refused(states.AnswersUnknown)


def test_a_closed_survey_is_reopened_and_closed_with_another_result() -> None:
    """The closing is taken back, then a batch; the sample is no longer met."""
    entries = tuple(stored(each) for each in (*OPEN, ANSWERS, CLOSED))
    reopen = ReopenSurvey(entries, REASON)
    given(survey, *OPEN, ANSWERS, CLOSED).when(reopen).then(void(CLOSED))
    again = (*OPEN, ANSWERS, CLOSED, void(CLOSED), void(ANSWERS), batch(9))
    closed = SurveyClosed(**on_survey(66, JUNE), answered=3, sample_met=False)
    given(survey, *again).when(CloseSurvey(closed.entry_id, JUNE, smallest=1)).then(closed)
    given(survey).when(reopen).refused(states.SurveyUnknown)
    given(survey, *OPEN).when(reopen).refused(states.SurveyNotClosed)
    given(survey, PREPARED, void(PREPARED)).when(reopen).refused(states.SurveyIsVoid)


def test_a_void_survey_takes_all_its_entries_back() -> None:
    """The last first: closing, each batch that counts, opening, and the survey itself."""
    second = batch(9)
    history = (*OPEN, ANSWERS, second, void(second), CLOSED)
    entries = tuple(stored(each) for each in (*OPEN, ANSWERS, second, CLOSED))
    command = VoidSurvey(entries, REASON)
    expected = [void(each) for each in (CLOSED, ANSWERS, OPENED, PREPARED)]
    given(survey, *history).when(command).then(*expected)
    given(survey, PREPARED).when(command).then(void(PREPARED))
    given(survey).when(command).refused(states.SurveyUnknown)
    given(survey, *history, *expected).when(command).refused(states.SurveyIsVoid)


def test_who_knew_of_a_survey_knows_that_it_is_void() -> None:
    """One that was never opened stays its agency's own."""
    state = survey.initial
    for event in (PREPARED, void(PREPARED)):
        state = survey.evolve(state, event)
    assert state == states.VoidedSurvey(PREPARED, was_open=False)
    state = survey.initial
    for opened in (PREPARED, OPENED, void(OPENED), void(PREPARED)):
        state = survey.evolve(state, opened)
    assert state == states.VoidedSurvey(PREPARED, was_open=True)


def test_a_history_that_cannot_have_been_is_not_read() -> None:
    """Steps out of their order, and a void of what does not count."""
    histories: tuple[tuple[Event, ...], ...] = (
        (OPENED,),
        (PREPARED, ANSWERS),
        (PREPARED, CLOSED),
        (*OPEN, PREPARED),
        (*OPEN, OPENED),
        (void(PREPARED),),
        (PREPARED, void(ANSWERS)),
    )
    for events in histories:
        with pytest.raises(TypeError):
            given(survey, *events)


def test_a_survey_without_a_planned_group_of_its_answers_shows_both() -> None:
    """Who was not planned and answered counts; who was planned and did not is missed."""
    plan = PREPARED.model_copy(update={"planned": (PlannedGroup(audience="residents", number=1),)})
    closed = SurveyClosed(**on_survey(65, JUNE), answered=3, sample_met=False)
    given(survey, plan, OPENED, batch(9)).when(CloseSurvey(closed.entry_id, JUNE, SMALLEST)).then(
        closed
    )


def test_every_refusal_speaks_both_languages() -> None:
    """A refusal's docstring is its message; its Chinese stands beside it."""
    refusals = [
        each
        for each in vars(states).values()
        if isinstance(each, type) and issubclass(each, Refused) and each is not Refused
    ]
    for refusal in refusals:
        assert str(refusal()).endswith("."), refusal
        assert "。" in refusal.zh, refusal
