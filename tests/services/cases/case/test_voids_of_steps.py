"""Which steps can be made void, and where that leaves the case, sentence by sentence."""

from datetime import date

import pytest

from services.cases.case.corrections import (
    AgreementRestsOnIt,
    EntryAlreadyVoid,
    LaterStepRestsOnIt,
    VoidEntry,
)
from services.cases.case.decider import case
from services.cases.case.events import CaseEvent, Step
from services.cases.case.kind_changes import ChangeKind
from services.cases.case.programme import (
    SignAgreement,
)
from services.cases.case.state import (
    AtLarge,
    Existing,
    Ordered,
)
from shared.events.cases.evidence import Document
from shared.events.cases.kinds import CaseKind
from shared.events.cases.programme import AgreementSigned
from shared.events.corrections import VoidReason
from tests.corrections import stored
from tests.given import given
from tests.services.cases.case.history import (
    ON_CASE,
    agreed,
    an_id,
    contact,
    opened,
    opened_at_large,
    reported_in,
)
from tests.services.cases.case.test_programme import STEPS_TAKEN, past_of


def void(entry: Step) -> VoidEntry:
    """The command that takes an entry back."""
    return VoidEntry(stored(entry), VoidReason.MISTAKEN)


def test_only_the_last_step_can_be_made_void() -> None:
    """Later ones rest on it, and are named; one that is void already is, and stays so."""
    for number, step in enumerate(STEPS_TAKEN[:-1]):
        with pytest.raises(LaterStepRestsOnIt) as refused:
            case.decide(void(step), past_of(opened, *STEPS_TAKEN), date(2024, 1, 1))
        assert "恢复档案" in refused.value.text.zh
        assert "reopening" in refused.value.text.en
        until = past_of(opened, *STEPS_TAKEN[: number + 1])
        assert len(case.decide(void(step), until, date(2024, 1, 1))) == 1
    past = given(case, opened, reported_in, agreed)
    past.when(void(reported_in)).refused(AgreementRestsOnIt)
    [gone] = case.decide(void(agreed), past_of(opened, reported_in, agreed), date(2024, 1, 1))
    again = given(case, opened, reported_in, agreed, gone)
    again.when(void(agreed)).refused(EntryAlreadyVoid)


def test_a_void_step_leaves_the_case_where_it_stood_before() -> None:
    """Step by step back to the opening, with the kind that it had; entries in between stay."""
    events: list[CaseEvent] = [opened, *STEPS_TAKEN[:3], contact, *STEPS_TAKEN[3:]]
    for number in range(len(STEPS_TAKEN) - 1, -1, -1):
        events += case.decide(void(STEPS_TAKEN[number]), past_of(*events), date(2024, 1, 1))
        state, expected = past_of(*events), past_of(opened, *STEPS_TAKEN[:number])
        assert isinstance(state, Existing)
        assert isinstance(expected, Existing)
        assert type(state) is type(expected)
        assert (state.file.kind, state.file.path) == (expected.file.kind, expected.file.path)
    assert isinstance(state, Ordered)


def test_what_is_void_can_be_entered_anew() -> None:
    """With the right day, and then on from there."""
    [gone] = case.decide(void(agreed), past_of(opened, reported_in, agreed), date(2024, 1, 1))
    right = AgreementSigned(**ON_CASE, entry_id=an_id(41), occurred_on=date(2019, 1, 20))
    past = given(case, opened, reported_in, agreed, gone)
    past.when(SignAgreement(an_id(41), date(2019, 1, 20))).then(right)


def test_a_file_at_large_without_a_day_takes_a_change_on_any_day() -> None:
    """It has no first day that a decision could be before."""
    state = past_of(opened_at_large)
    assert isinstance(state, AtLarge)
    command = ChangeKind(an_id(33), date(1999, 12, 31), CaseKind.DETOXIFICATION, Document.DECISION)
    [changed] = case.decide(command, state, date(2024, 1, 1))
    assert isinstance(case.evolve(state, changed), Ordered)
