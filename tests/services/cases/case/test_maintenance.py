"""Maintenance treatment and time served elsewhere, sentence by sentence."""

from dataclasses import replace
from datetime import date

import pytest

from services.cases.case import corrections, evidence, ledger, maintenance
from services.cases.case.corrections import VoidEntry
from services.cases.case.decider import case
from services.cases.case.events import CaseEvent
from services.cases.case.maintenance import CreditTimeServed, EndMaintenance, StartMaintenance
from services.cases.case.standing import spans
from shared.decider import fold
from shared.events.cases.case import CaseEntry, EntryVoided
from shared.events.cases.evidence import Document
from shared.events.cases.kinds import CaseKind
from shared.events.cases.programme import (
    KindChanged,
    MaintenanceEnd,
    MaintenanceEnded,
    MaintenanceStarted,
    ServedWhere,
    TimeServedCredited,
)
from shared.events.corrections import VoidReason
from tests.corrections import stored
from tests.given import TODAY, given
from tests.services.cases.case.history import ON_CASE, an_id, opened, opened_at_large

START, END = date(2019, 5, 6), date(2020, 5, 6)
CLINIC = Document.CLINIC_RECORD
started = MaintenanceStarted(**ON_CASE, entry_id=an_id(20), occurred_on=START, evidence=CLINIC)
ended = MaintenanceEnded(
    **ON_CASE,
    entry_id=an_id(21),
    occurred_on=END,
    started_id=an_id(20),
    reason=MaintenanceEnd.LEFT,
)
end = EndMaintenance(an_id(21), END, an_id(20), MaintenanceEnd.LEFT)


CREDIT = CreditTimeServed(
    an_id(22), date(2019, 2, 1), 1095, ServedWhere.DETENTION, Document.DETENTION_NOTICE
)


def void(voided: CaseEntry) -> VoidEntry:
    """A void of an entry."""
    return VoidEntry(stored(voided, voided.entry_id), VoidReason.MISTAKEN)


def was_void(voided: CaseEntry) -> EntryVoided:
    """The event of a void."""
    was = stored(voided, voided.entry_id)
    return EntryVoided(
        case_id=an_id(1),
        entry_id=voided.entry_id,
        entry_type=was.type,
        entry=was.fields,
        reason=VoidReason.MISTAKEN,
    )


def test_treatment_begins_with_the_clinics_record_and_ends_for_a_reason() -> None:
    """No other document shows that it began."""
    given(case, opened).when(StartMaintenance(an_id(20), START, CLINIC)).then(started)
    other = StartMaintenance(an_id(20), START, Document.DECISION)
    given(case, opened).when(other).refused(evidence.WrongDocument)
    given(case, opened, started).when(end).then(ended)


def test_a_client_is_in_one_treatment_at_a_time() -> None:
    """The next one begins on the day the last one ended, at the earliest."""
    again = StartMaintenance(an_id(22), END, CLINIC)
    given(case, opened, started).when(again).refused(maintenance.InMaintenanceAlready)
    early = StartMaintenance(an_id(22), date(2020, 5, 5), CLINIC)
    past = given(case, opened, started, ended)
    past.when(early).refused(maintenance.BeforeTheLastTreatment)
    past.when(again).then(started.model_copy(update={"entry_id": an_id(22), "occurred_on": END}))


def test_what_has_not_begun_does_not_end_nor_twice() -> None:
    """Neither a start that is void, nor one that is not of this case."""
    given(case, opened).when(end).refused(maintenance.TreatmentUnknown)
    given(case, opened, started, was_void(started)).when(end).refused(maintenance.TreatmentUnknown)
    twice = EndMaintenance(an_id(22), END, an_id(20), MaintenanceEnd.MOVED)
    given(case, opened, started, ended).when(twice).refused(maintenance.TreatmentHasEnded)
    before = EndMaintenance(an_id(21), date(2019, 5, 5), an_id(20), MaintenanceEnd.LEFT)
    given(case, opened, started).when(before).refused(maintenance.EndedBeforeStart)


def test_a_start_stays_while_its_end_counts_and_an_end_while_a_later_start_does() -> None:
    """Else two treatments would run at once."""
    given(case, opened, started, ended).when(void(started)).refused(corrections.OthersRestOnIt)
    again = started.model_copy(update={"entry_id": an_id(22), "occurred_on": END})
    past = [opened, started, ended, again]
    given(case, *past).when(void(ended)).refused(corrections.OthersRestOnIt)
    given(case, *past, was_void(again)).when(void(ended)).then(was_void(ended))


def in_treatment(*past: CaseEvent) -> list[tuple[bool, date | None, date | None]]:
    """What a case stands at: in treatment or not, since when, and until when."""
    return [(each.maintenance, each.since, each.until) for each in spans(fold(case, past))]


def test_a_case_stands_in_treatment_from_its_start_until_its_end() -> None:
    """Half-open, and void is as if it had not been."""
    first = date(2019, 1, 10)
    assert in_treatment(opened, started) == [(False, first, START), (True, START, None)]
    assert in_treatment(opened, started, ended) == [
        (False, first, START),
        (True, START, END),
        (False, END, None),
    ]
    same = started.model_copy(update={"entry_id": an_id(22), "occurred_on": END})
    assert in_treatment(opened, started, ended, same) == [
        (False, first, START),
        (True, START, None),
    ]
    assert in_treatment(opened, started, was_void(started)) == [(False, first, None)]


def test_a_start_publishes_what_it_changes() -> None:
    """The span of before ends with it, and the one in treatment begins."""
    past = case.evolve(case.initial, opened)
    (event,) = case.decide(StartMaintenance(an_id(20), START, CLINIC), past, TODAY)
    assert isinstance(event, MaintenanceStarted)
    assert event.standing is not None
    assert [(each.maintenance, each.since) for each in event.standing.added] == [
        (False, date(2019, 1, 10)),
        (True, START),
    ]


def test_days_served_elsewhere_are_shown_by_a_document() -> None:
    """Which one, follows from where they were served."""
    served = CreditTimeServed(
        an_id(20),
        date(2019, 2, 1),
        30,
        ServedWhere.COMPULSORY_ISOLATION,
        Document.RELEASE_CERTIFICATE,
    )
    given(case, opened).when(served).then(
        TimeServedCredited(
            **ON_CASE,
            entry_id=an_id(20),
            occurred_on=date(2019, 2, 1),
            days=30,
            where=ServedWhere.COMPULSORY_ISOLATION,
            evidence=Document.RELEASE_CERTIFICATE,
        )
    )
    given(case, opened_at_large).when(served).refused(ledger.NotInAProgramme)
    elsewhere = CreditTimeServed(
        an_id(20), date(2019, 2, 1), 30, ServedWhere.OTHER_REGION, Document.RELEASE_CERTIFICATE
    )
    given(case, opened).when(elsewhere).refused(evidence.WrongDocument)


def test_credits_of_a_programme_are_no_more_than_its_term_together() -> None:
    """As many as are left may be credited; one that is void counts no more."""
    credited = TimeServedCredited(
        **ON_CASE,
        entry_id=an_id(20),
        occurred_on=date(2019, 2, 1),
        days=1000,
        where=ServedWhere.COMPULSORY_ISOLATION,
        evidence=Document.RELEASE_CERTIFICATE,
    )
    left = replace(CREDIT, days=95)
    past: tuple[CaseEvent, ...] = (opened, credited)
    state = fold(case, past)
    assert case.decide(left, state, TODAY)
    beyond = replace(CREDIT, days=96)
    given(case, *past).when(beyond).refused(maintenance.TermIsCredited)
    with pytest.raises(maintenance.TermIsCredited) as refused:
        case.decide(beyond, state, TODAY)
    assert "1000" in refused.value.text.zh
    assert "1000" in refused.value.text.en
    assert case.decide(beyond, case.evolve(state, was_void(credited)), TODAY)


def test_a_new_decision_has_credits_of_its_own() -> None:
    """Those of a day before it are of the programme of before."""
    credited = TimeServedCredited(
        **ON_CASE,
        entry_id=an_id(20),
        occurred_on=date(2019, 2, 1),
        days=1095,
        where=ServedWhere.COMPULSORY_ISOLATION,
        evidence=Document.RELEASE_CERTIFICATE,
    )
    decided = KindChanged(
        **{**ON_CASE, "kind": CaseKind.REHABILITATION},
        entry_id=an_id(40),
        occurred_on=date(2019, 6, 1),
        from_kind=CaseKind.DETOXIFICATION,
        evidence=Document.DECISION,
    )
    past: tuple[CaseEvent, ...] = (opened, credited, decided)
    state = fold(case, past)
    assert case.decide(replace(CREDIT, occurred_on=date(2019, 6, 1)), state, TODAY)
    late = replace(CREDIT, days=1, occurred_on=date(2019, 5, 31))
    given(case, *past).when(late).refused(maintenance.TermIsCredited)


@pytest.mark.parametrize(("before", "after", "together"), [(1000, 95, True), (1000, 96, False)])
def test_a_decision_keeps_credits_apart_that_are_too_many_together(
    before: int, after: int, together: bool
) -> None:
    """It is made void where both are one term; else one of the credits is made void first."""

    def credit(number: int, day: date, days: int) -> TimeServedCredited:
        return TimeServedCredited(
            **ON_CASE,
            entry_id=an_id(number),
            occurred_on=day,
            days=days,
            where=ServedWhere.COMPULSORY_ISOLATION,
            evidence=Document.RELEASE_CERTIFICATE,
        )

    first, second = credit(20, date(2019, 2, 1), before), credit(21, date(2019, 7, 1), after)
    decided = KindChanged(
        **{**ON_CASE, "kind": CaseKind.REHABILITATION},
        entry_id=an_id(40),
        occurred_on=date(2019, 6, 1),
        from_kind=CaseKind.DETOXIFICATION,
        evidence=Document.DECISION,
    )
    past: tuple[CaseEvent, ...] = (opened, first, decided, second)
    void = corrections.VoidEntry(stored(decided), VoidReason.MISTAKEN)
    if together:
        assert case.decide(void, fold(case, past), TODAY)
        return
    given(case, *past).when(void).refused(corrections.CreditsComeTogether)
    assert case.decide(void, fold(case, (*past, was_void(second))), TODAY)


@pytest.mark.parametrize("days", [0, -1, 1096])
def test_no_more_days_are_served_than_a_term_has(days: int) -> None:
    """Three years at most, and at least one day."""
    command = CreditTimeServed(
        an_id(20), date(2019, 2, 1), days, ServedWhere.DETENTION, Document.DETENTION_NOTICE
    )
    given(case, opened).when(command).refused(maintenance.DaysOutOfRange)
