"""How a case ends, is opened again, and who is told, sentence by sentence."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.cases.case import endings, programme
from services.cases.case.contacts import RecordContact
from services.cases.case.decider import case, doubts
from services.cases.case.endings import (
    ENDED_BY,
    EndCase,
    Outcome,
)
from services.cases.case.events import Step
from services.cases.case.evidence import WrongDocument
from services.cases.case.ledger import NotOpenThen
from services.cases.case.state import (
    CaseHasEnded,
    CaseUnknown,
    Ended,
)
from shared.decider import FutureDate, fold
from shared.events.cases.case import CaseOpened
from shared.events.cases.contacts import ContactMode
from shared.events.cases.endings import (
    CaseEnded,
    ClientView,
    DrugUse,
    Ending,
    Household,
    Work,
)
from shared.events.cases.evidence import Document
from shared.events.cases.kinds import CaseKind
from shared.events.cases.programme import ServedWhere, TimeServedCredited
from tests.given import given
from tests.services.cases.case.history import (
    ON_CASE,
    agreed,
    an_id,
    contact,
    ended,
    opened,
    opened_at_large,
    rehabilitation,
    reopened,
    reported_in,
    suspended,
)

TODAY = date(2024, 1, 1)
RUNNING: tuple[tuple[CaseOpened | Step, ...], ...] = (
    (opened_at_large,),
    (opened,),
    (opened, reported_in),
    (opened, reported_in, agreed),
    (opened, reported_in, agreed, suspended),
)
AGREED = RUNNING[3]
ENDED = (*AGREED, ended)
END = EndCase(an_id(34), date(2021, 5, 10), Ending.IMPRISONED, Document.JUDGMENT)


def an_end(ending: Ending) -> EndCase:
    """A case ends so, with the document that shows it."""
    return EndCase(an_id(34), date(2021, 5, 10), ending, min(ENDED_BY[ending]))


def test_a_case_ends_with_what_became_of_the_client() -> None:
    """In codes, with the months since the client reported in."""
    outcome = Outcome(
        DrugUse.ABSTINENT, Work.EMPLOYED, Household.WITH_FAMILY, ClientView.PARTLY_HELPFUL
    )
    completed = EndCase(
        an_id(34),
        date(2022, 1, 15),
        Ending.COMPLETED,
        Document.COMPLETION_CERTIFICATE,
        outcome,
    )
    given(case, *AGREED).when(completed).then(
        CaseEnded(
            **ON_CASE,
            entry_id=an_id(34),
            occurred_on=date(2022, 1, 15),
            ending=Ending.COMPLETED,
            evidence=Document.COMPLETION_CERTIFICATE,
            months=36,
            drug_use=DrugUse.ABSTINENT,
            work=Work.EMPLOYED,
            household=Household.WITH_FAMILY,
            client_view=ClientView.PARTLY_HELPFUL,
        )
    )
    given(case, *AGREED).when(END).then(ended)


@pytest.mark.parametrize("past", RUNNING)
@pytest.mark.parametrize("ending", Ending)
def test_a_running_case_ends_in_each_way_that_fits_it(
    past: tuple[CaseOpened | Step, ...], ending: Ending
) -> None:
    """Only what runs under an agreement is completed; only who is at large comes off the register;
    everything else can happen at any time."""
    happened = given(case, *past).when(an_end(ending))
    if ending is Ending.COMPLETED and past != AGREED:
        happened.refused(endings.NothingToComplete)
    elif ending is Ending.TAKEN_OFF_REGISTER and past != RUNNING[0]:
        happened.refused(endings.NotOnTheRegister)
    else:
        [event] = case.decide(an_end(ending), fold(case, past), TODAY)
        assert isinstance(case.evolve(fold(case, past), event), Ended)


@pytest.mark.parametrize("ending", Ending)
@pytest.mark.parametrize("document", Document)
def test_an_ending_names_the_document_that_shows_it(ending: Ending, document: Document) -> None:
    """No two endings are shown by the same one."""
    if document not in ENDED_BY[ending]:
        command = replace(an_end(ending), evidence=document)
        given(case, *AGREED).when(command).refused(WrongDocument)
    assert len({each for documents in ENDED_BY.values() for each in documents}) == len(Ending)


def test_a_case_ends_once() -> None:
    """And on a day that has come, not before its last step; on that day it may."""
    given(case, *ENDED).when(END).refused(CaseHasEnded)
    given(case).when(END).refused(CaseUnknown)
    given(case, *AGREED).when(END, today=date(2021, 5, 9)).refused(FutureDate)
    early = replace(END, occurred_on=agreed.occurred_on - timedelta(days=1))
    given(case, *AGREED).when(early).refused(programme.BeforeTheLastStep)
    same_day = replace(END, occurred_on=agreed.occurred_on)
    assert len(case.decide(same_day, fold(case, AGREED), TODAY)) == 1


@pytest.mark.parametrize(
    ("reported_on", "ended_on", "months"),
    [
        (date(2019, 1, 15), date(2022, 1, 14), 35),
        (date(2019, 1, 15), date(2022, 1, 15), 36),
        (date(2020, 2, 29), date(2023, 2, 27), 35),
        (date(2020, 2, 29), date(2023, 2, 28), 36),
        (date(2019, 12, 31), date(2020, 2, 28), 1),
        (date(2019, 12, 31), date(2020, 2, 29), 2),
        (date(2019, 12, 31), date(2020, 1, 1), 0),
        (date(2019, 12, 31), date(2019, 12, 31), 0),
    ],
)
def test_months_are_whole_ones(reported_on: date, ended_on: date, months: int) -> None:
    """A month that lacks the day is over on its last one: leap days, and the ends of years."""
    days = {"occurred_on": reported_on}
    past = (opened, reported_in.model_copy(update=days), agreed.model_copy(update=days))
    [event] = case.decide(replace(END, occurred_on=ended_on), fold(case, past), TODAY)
    assert isinstance(event, CaseEnded)
    assert event.months == months


@pytest.mark.parametrize("past", RUNNING[:2])
def test_who_never_reported_in_has_no_months(past: tuple[CaseOpened | Step, ...]) -> None:
    """Nor has a user at large; after a change of kind they begin anew."""
    [event] = case.decide(END, fold(case, past), TODAY)
    assert isinstance(event, CaseEnded)
    assert event.months is None
    [event] = case.decide(END, fold(case, [*AGREED, rehabilitation]), TODAY)
    assert isinstance(event, CaseEnded)
    assert event.months is None


def test_the_day_of_an_ending_belongs_to_the_case() -> None:
    """What happened until then can be entered late; what came later cannot."""
    last = date(2021, 5, 10)
    on_the_day = RecordContact(an_id(5), last, ContactMode.HOME_VISIT)
    late_entry = contact.model_copy(update={"occurred_on": last})
    given(case, *ENDED).when(on_the_day).then(late_entry)
    given(case, *ENDED).when(replace(on_the_day, occurred_on=contact.occurred_on)).then(contact)
    after = replace(on_the_day, occurred_on=last + timedelta(days=1))
    given(case, *ENDED).when(after).refused(NotOpenThen)


def test_between_an_ending_and_its_reopening_the_case_was_not_open() -> None:
    """Both days belong to it; the days between belong to no file."""
    past = given(case, *ENDED, reopened)
    first, last = ended.occurred_on, reopened.occurred_on
    for day in (first + timedelta(days=1), last - timedelta(days=1)):
        past.when(RecordContact(an_id(5), day, ContactMode.PHONE)).refused(NotOpenThen)
    for day in (first, last, date(2023, 1, 1)):
        entry = contact.model_copy(update={"occurred_on": day})
        past.when(RecordContact(an_id(5), day, ContactMode.HOME_VISIT)).then(entry)


@pytest.mark.parametrize(
    ("kind", "months", "least"),
    [
        (CaseKind.DETOXIFICATION, 0, 36),
        (CaseKind.DETOXIFICATION, 35, 36),
        (CaseKind.DETOXIFICATION, 36, None),
        (CaseKind.REHABILITATION, 11, 12),
        (CaseKind.REHABILITATION, 12, None),
    ],
)
def test_a_completion_long_before_the_term_is_served_is_doubted(
    kind: CaseKind, months: int, least: int | None
) -> None:
    """Detoxification lasts three years; the decision says how long rehabilitation does."""
    early = ended.model_copy(update={"kind": kind, "ending": Ending.COMPLETED, "months": months})
    found = doubts([early])
    assert found == ([] if least is None else [endings.CompletedEarly(months, least)])
    for each in found:
        assert (each.field, each.reason()) == ("occurred_on", "completed_early")
        text = each.text()
        assert f"{months}个月" in text.zh
        assert f"{least}个月" in text.zh
        assert f"{months} months" in text.en


def test_no_other_ending_is_doubted_for_its_months() -> None:
    """Who dies or is imprisoned has not served the term."""
    others = [ended.model_copy(update={"ending": each, "months": 1}) for each in Ending]
    assert len(doubts(others)) == 1


def test_what_was_served_elsewhere_is_served() -> None:
    """A completion counts with it, and is decided with the same doubts that are answered."""
    completed = replace(an_end(Ending.COMPLETED), occurred_on=date(2021, 2, 1))
    credited = TimeServedCredited(
        **ON_CASE,
        entry_id=an_id(50),
        occurred_on=date(2019, 2, 1),
        days=365,
        where=ServedWhere.DETENTION,
        evidence=Document.RELEASE_CERTIFICATE,
    )
    state = fold(case, AGREED)
    assert doubts(case.decide(completed, state, TODAY)) == [endings.CompletedEarly(24, 36)]
    assert doubts(case.decide(completed, case.evolve(state, credited), TODAY)) == []
