"""What became of a duty is recorded once, and again where it becomes another."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given as given_any

from services.cases.duties.outcomes import (
    COMPARED,
    CloseDuties,
    Outcomes,
    Which,
    all_evolved,
    duties,
    event_id,
    which,
)
from shared.events.cases.case import CaseReassigned, ReassignmentReason
from shared.events.cases.duties import Duty, DutyClosed, DutyOutcome, DutyOutcomeTakenBack
from tests.given import given
from tests.services.cases.case.history import (
    opened,
    reported_in,
)
from tests.services.cases.duties.lives import BUILT_IN, Life, a_contact, stored_of
from tests.services.cases.duties.steps import FIRST, Step, lived, steps

FEBRUARY, MARCH, APRIL = date(2019, 2, 1), date(2019, 3, 1), date(2019, 4, 1)
IN_FEBRUARY = Which(Duty.CONTACT, None, FEBRUARY)


def of_february(life: Life) -> DutyClosed:
    """What became of the contact of February."""
    return life.state.standing[IN_FEBRUARY]


def test_a_window_is_closed_on_the_day_behind_its_last() -> None:
    """On its last day there is still time."""
    life = Life().met(date(2019, 2, 14))
    assert IN_FEBRUARY not in life.closed(date(2019, 2, 28)).standing
    outcome = of_february(life.closed(MARCH))
    assert (outcome.occurred_on, outcome.outcome) == (date(2019, 2, 28), DutyOutcome.MET)
    assert (outcome.met_by, outcome.met_on) == (UUID(int=1000), date(2019, 2, 14))
    assert outcome.reminded_on == date(2019, 2, 21)
    assert (outcome.rule, outcome.ordinal, outcome.replaces) == ("contact", 1, None)


def test_what_is_recorded_follows_from_the_case() -> None:
    """The command gives what is not recorded yet, and then nothing more."""
    life = Life().met(date(2019, 2, 14))
    events = life.decided(MARCH)
    assert events
    command = CloseDuties(life.history, BUILT_IN, stored_of(()).__getitem__)
    given(duties).when(command, MARCH).then(*events)
    given(duties, *events).when(life.closed(MARCH).command(), MARCH).then()


def test_a_late_entry_takes_back_what_was_recorded() -> None:
    """The outcome that is taken back is carried as it is stored; the new one names it."""
    before = Life().closed(MARCH)
    first = of_february(before)
    assert first.outcome is DutyOutcome.OVERDUE
    life = before.met(date(2019, 2, 27))
    back, again, *more = life.decided(MARCH)
    assert isinstance(back, DutyOutcomeTakenBack)
    assert (back.entry_id, back.entry_type) == (first.entry_id, "cases.DutyClosed.v1")
    assert back.voided() == first
    assert isinstance(again, DutyClosed)
    assert (again.outcome, again.ordinal, again.replaces) == (DutyOutcome.MET, 2, first.entry_id)
    assert again.entry_id != first.entry_id
    assert not more


def test_a_late_entry_of_long_ago_changes_few_outcomes() -> None:
    """That of its own month, and of those behind it that are the loss of the client no more."""
    day = date(2026, 1, 1)
    life = Life().closed(day)
    assert len([key for key in life.standing if key.duty is Duty.CONTACT]) == 37
    changed = [
        each
        for each in life.met(date(2020, 6, 15)).decided(day)
        if isinstance(each, DutyClosed) and each.duty is Duty.CONTACT
    ]
    assert [(each.since.month, each.outcome, each.lost) for each in changed] == [
        (6, DutyOutcome.MET, False),
        (7, DutyOutcome.MISSED, False),
        (8, DutyOutcome.MISSED, False),
    ]


def test_fields_that_this_software_does_not_know_are_taken_back_too() -> None:
    """What newer software has counted of an outcome is taken back with it."""
    before = Life().closed(MARCH)
    life = before.met(date(2019, 2, 27))
    stored = stored_of(life.outcomes)
    for entry in stored.values():
        entry.fields["grown"] = "later"
    command = replace(life.command(), stored=stored.__getitem__)
    back = duties.decide(command, life.state, MARCH)[0]
    assert isinstance(back, DutyOutcomeTakenBack)
    assert back.entry["grown"] == "later"


def test_a_void_takes_an_outcome_back() -> None:
    """The contact was a mistake: the month is not met."""
    contact = a_contact(date(2019, 2, 14), 1000)
    life = Life().with_entry(contact).closed(MARCH).voided(contact).closed(MARCH)
    assert of_february(life).outcome is DutyOutcome.OVERDUE
    assert of_february(life).ordinal == 2


def test_a_window_that_is_no_more_is_taken_back() -> None:
    """The reporting in was void: nothing of the programme was ever due."""
    life = Life().closed(APRIL).voided(reported_in).closed(APRIL)
    assert IN_FEBRUARY not in life.standing
    assert Duty.CONTACT not in {which.duty for which in life.standing}


def test_of_a_case_that_was_opened_in_error_nothing_stands() -> None:
    """All its windows are taken back."""
    life = Life().closed(APRIL)
    assert life.standing
    assert not life.voided(opened).closed(APRIL).standing


def test_a_window_that_comes_again_goes_on_counting() -> None:
    """Its outcome is another entry than the one that was taken back long before."""
    gone = Life().closed(MARCH).voided(reported_in).closed(MARCH)
    again = gone.with_entry(reported_in.model_copy(update={"entry_id": UUID(int=77)})).closed(MARCH)
    first = next(each for each in again.outcomes if isinstance(each, DutyClosed))
    assert of_february(again).ordinal == 2
    assert of_february(again).entry_id != first.entry_id


def test_an_outcome_is_the_agencys_that_was_responsible_then() -> None:
    """A file that is handed on takes nothing of the past with it, late entries included."""
    late = passed_on(Life().closed(MARCH), MARCH).met(date(2019, 2, 27)).closed(APRIL)
    assert of_february(late).agency == "agency"
    assert late.state.standing[Which(Duty.CONTACT, None, MARCH)].agency == "other"


def test_an_outcome_that_is_recorded_after_a_pause_is_not_the_next_agencys() -> None:
    """What was not done by the last day was not done by who was responsible on that day."""
    assert of_february(passed_on(Life(), MARCH).closed(APRIL)).agency == "agency"
    assert of_february(passed_on(Life(), date(2019, 2, 28)).closed(APRIL)).agency == "other"
    each_day = passed_on(Life().closed(MARCH), MARCH).closed(APRIL)
    assert passed_on(Life(), MARCH).closed(APRIL).standing == each_day.standing


def passed_on(life: Life, day: date) -> Life:
    """The same, and on a day another agency became responsible."""
    reassigned = CaseReassigned(
        case_id=opened.case_id,
        registration_id=UUID(int=8),
        from_agency="agency",
        to_agency="other",
        reassigned_by="police",
        reason=ReassignmentReason.MOVED,
    )
    return replace(life.with_entry(reassigned), passed_on=day)


def test_a_clock_that_was_set_back_takes_nothing_back() -> None:
    """What a later clock has closed stays; and what is late is still recorded of it."""
    ahead = Life().closed(date(2019, 9, 1))
    assert not ahead.decided(MARCH)
    late = ahead.met(date(2019, 2, 27))
    assert late.closed(MARCH).standing == late.closed(date(2019, 9, 1)).standing
    assert of_february(late.closed(MARCH)).outcome is DutyOutcome.MET


@pytest.mark.parametrize("name", sorted({*DutyClosed.model_fields} - {"entry_id"}))
def test_an_outcome_that_says_another_thing_is_recorded_again(name: str) -> None:
    """But for the version of the file, and how often it was recorded."""
    day = date(2019, 3, 1)
    life = Life().closed(day)
    key, recorded = next(iter(life.state.standing.items()))
    another = UUID(int=99) if name == "case_id" else 0
    said = recorded.model_copy(update={name: another if getattr(recorded, name) != 0 else 99})
    state = Outcomes({**life.state.standing, key: said}, life.state.last)
    assert bool(duties.decide(life.command(), state, day)) == (name in COMPARED)


def test_ids_are_the_same_for_all_who_record_it() -> None:
    """Two processes give one window one id, and no two outcomes share one."""
    one, other = Life().closed(APRIL), Life().closed(APRIL)
    assert one.outcomes == other.outcomes
    revised = one.met(date(2019, 2, 27)).closed(APRIL)
    ids = [event_id(each) for each in revised.outcomes]
    assert len({*ids}) == len(ids)


@given_any(steps)
def test_however_it_was_recorded_it_is_as_if_it_were_at_once(
    path: list[Step],
) -> None:
    """Entries, voids and closings come in any order; run twice there is nothing to do."""
    life, day = lived(path, FIRST)
    done = life.closed(day)
    at_once = Life(entries=life.entries).closed(day)
    assert done.standing == at_once.standing
    assert not done.decided(day)
    ids = [event_id(each) for each in done.outcomes]
    assert len({*ids}) == len(ids)


@given_any(steps)
def test_whatever_the_clock_does_it_comes_to_the_same(path: list[Step]) -> None:
    """A clock that is set forward and back records no window twice, and ends as if it had not."""
    life, day = lived(path, date(2019, 10, 1), back=True)
    assert life.closed(day).standing == Life(entries=life.entries).closed(day).standing
    assert not life.closed(day).decided(day - timedelta(days=90))


@given_any(steps)
def test_each_window_has_one_outcome_at_a_time(path: list[Step]) -> None:
    """Between two outcomes of a window the first is taken back, and the second names it."""
    life, _ = lived(path, FIRST)
    standing: dict[Which, DutyClosed] = {}
    numbers: dict[Which, int] = {}
    for event in life.outcomes:
        match event:
            case DutyClosed():
                key = which(event)
                assert key not in standing
                assert event.ordinal == numbers.get(key, 0) + 1
                assert (event.replaces is None) == (event.ordinal == 1)
                standing[key], numbers[key] = event, event.ordinal
            case DutyOutcomeTakenBack():
                taken = event.voided()
                assert isinstance(taken, DutyClosed)
                key = which(taken)
                assert standing.pop(key) == taken
    assert life.state.standing == standing
    assert all_evolved(Outcomes(), life.outcomes) == life.state
