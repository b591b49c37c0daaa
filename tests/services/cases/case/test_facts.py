"""Correcting the coded facts of a person, sentence by sentence."""

from datetime import date

from services.cases.case import facts
from services.cases.case.corrections import VoidEntry
from services.cases.case.decider import case
from services.cases.case.events import CaseEvent
from services.cases.case.facts import CorrectPersonFacts
from services.cases.case.standing import spans
from services.cases.case.state import Case
from shared.decider import fold
from shared.events.cases.case import PersonFactsCorrected
from shared.events.cases.endings import CaseEnded, Ending
from shared.events.cases.evidence import Document
from shared.events.cases.person import NOT_KNOWN, AgeBand, PersonFacts, Sex, Substance
from shared.events.corrections import VoidReason
from tests.corrections import stored
from tests.given import TODAY, given
from tests.services.cases.case.history import ON_CASE, agreed, an_id, opened, reported_in

DAY = date(2019, 3, 21)
KNOWN = PersonFacts(
    sex=Sex.MALE, age_band=AgeBand.FROM_18_TO_35, substance=Substance.METHAMPHETAMINE
)
correct = CorrectPersonFacts(an_id(20), DAY, KNOWN)
corrected = PersonFactsCorrected(**ON_CASE, entry_id=an_id(20), occurred_on=DAY, person=KNOWN)


def state_of(*past: CaseEvent) -> Case:
    """The case after these events."""
    return fold(case, past)


def test_what_is_known_of_the_person_is_corrected() -> None:
    """The whole of it: what is left out is not known."""
    given(case, opened).when(correct).then(corrected)


def test_a_correction_changes_something() -> None:
    """Neither what the opening says, nor what was corrected last."""
    same = CorrectPersonFacts(an_id(20), DAY, NOT_KNOWN)
    given(case, opened).when(same).refused(facts.NothingToCorrect)
    again = CorrectPersonFacts(an_id(21), DAY, KNOWN)
    given(case, opened, corrected).when(again).refused(facts.NothingToCorrect)


def test_a_correction_counts_for_all_days_of_the_case() -> None:
    """Every span is taken back and published anew, also those before the correction."""
    past = state_of(opened, reported_in, agreed)
    published = spans(past)
    (event,) = case.decide(correct, past, TODAY)
    assert isinstance(event, PersonFactsCorrected)
    assert event.standing is not None
    assert [span.person for span in event.standing.added] == [KNOWN] * 3
    again = [span.model_copy(update={"person": NOT_KNOWN}) for span in event.standing.added]
    assert tuple(again) == published


def test_a_void_correction_is_as_if_it_had_not_been() -> None:
    """What was known before is known again."""
    past = state_of(opened)
    (event,) = case.decide(correct, past, TODAY)
    state = case.evolve(past, event)
    void = VoidEntry(stored(corrected, corrected.entry_id), VoidReason.MISTAKEN)
    for each in case.decide(void, state, TODAY):
        state = case.evolve(state, each)
    assert [span.person for span in spans(state)] == [NOT_KNOWN]


def test_a_case_that_has_ended_is_corrected_as_well() -> None:
    """Its days count on, and the correction is of today."""
    ended = CaseEnded(
        **ON_CASE,
        entry_id=an_id(9),
        occurred_on=date(2019, 3, 1),
        ending=Ending.IMPRISONED,
        evidence=Document.JUDGMENT,
        months=None,
    )
    given(case, opened, ended).when(correct).then(corrected)
    (span,) = spans(state_of(opened, ended, corrected))
    assert (span.person, span.until) == (KNOWN, date(2019, 3, 1))
