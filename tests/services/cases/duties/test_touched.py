"""What something new in a case may have changed: of all other duties the windows are as before."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.cases.duties.history import History, noted
from services.cases.duties.schedule import PoliciesOver, schedule
from services.cases.duties.touched import touched
from shared.events.cases.duties import Duty
from tests.services.cases.duties.by_chance import FIRST, POLICIES, Life, lives
from tests.services.cases.duties.lives import Life as Entries
from tests.services.cases.duties.lives import a_contact
from tests.services.cases.duties.steps import ENTRIES
from tests.services.cases.duties.told import OPENING

DAY = date(2019, 3, 14)


@pytest.mark.parametrize("by", POLICIES.values(), ids=POLICIES)
@settings(max_examples=40, deadline=None)
@for_all(lives(), st.integers(1, 4))
def test_what_is_not_touched_is_as_before(by: PoliciesOver, life: Life, at_once: int) -> None:
    """However many events come at once; what is touched is made as a whole schedule has it."""
    before: History | None = None
    for first in range(0, len(life.events), at_once):
        after = before
        for event in life.events[first : first + at_once]:
            after = noted(after, getattr(event, "entry_id", OPENING), FIRST, event)
        assert after is not None
        duties = touched(before, after)
        if before is not None and duties is not None:
            whole = schedule(after, by, life.last_day)
            stood = [
                each for each in schedule(before, by, life.last_day) if each.duty not in duties
            ]
            assert [each for each in whole if each.duty not in duties] == stood
            made = [each for each in whole if each.duty in duties]
            assert [*schedule(after, by, life.last_day, duties)] == made
        before = after


def test_a_contact_touches_contacts_and_findings() -> None:
    """So that what is most often recorded costs least: who is met has not absconded; and a crisis
    is followed up besides."""
    before = Entries()
    met = before.with_entry(a_contact(DAY, 1000))
    assert touched(before.history, met.history) == frozenset({Duty.CONTACT, Duty.FINDING})
    tested = met.with_entry(ENTRIES["tested"](a_contact(DAY, 1001).entry_id, DAY))
    assert touched(before.history, tested.history) == frozenset(
        {Duty.CONTACT, Duty.TEST, Duty.APPOINTED_TEST, Duty.FINDING}
    )
    posted = before.with_entry(ENTRIES["posted"](a_contact(DAY, 1003).entry_id, DAY))
    assert touched(before.history, posted.history) == frozenset({Duty.END_OF_POST})
    crisis = before.with_entry(ENTRIES["crisis"](a_contact(DAY, 1002).entry_id, DAY))
    assert touched(before.history, crisis.history) == frozenset(
        {Duty.CONTACT, Duty.CRISIS_FOLLOW_UP, Duty.FINDING}
    )


def test_what_nothing_is_noted_of_touches_nothing() -> None:
    """The history is as it was."""
    history = Entries().history
    assert touched(history, history) == frozenset()


@pytest.mark.parametrize("step", ["assessed", "suspended", "ended"])
def test_other_steps_touch_all(step: str) -> None:
    """A level, a suspension or an ending is looked at by every duty."""
    before = Entries()
    after = before.with_entry(ENTRIES[step](a_contact(DAY, 1000).entry_id, DAY))
    assert touched(before.history, after.history) is None


def test_a_void_and_a_reassignment_touch_all() -> None:
    """Which note is gone is not looked at; and each row names its agency."""
    contact = a_contact(DAY, 1000)
    before = Entries().with_entry(contact)
    assert touched(before.history, before.voided(contact).history) is None
    assert touched(before.history, replace(before.history, agency="another")) is None
    assert touched(None, before.history) is None
