"""A changed policy reaches the windows that are open and those to come, and no other by itself."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.cases.duties.outcomes import Which
from services.cases.duties.schedule import schedule
from services.cases.duties.versions import EVER, Applied, Versions
from shared.events.cases.duties import Duty, DutyOutcome
from shared.policies.policies import Policies
from shared.policies.reading import built_in, read_own_policies
from shared.regions import regions_in_force
from tests.services.cases.duties.lives import Life
from tests.services.cases.duties.steps import FIRST, Step, lived, steps

KINDS = 'kinds = ["community_detoxification", "community_rehabilitation"]'
CONTACT_EACH_WEEK = f'[[duty]]\ncode = "contact"\nduty = "contact"\neach = "week"\n{KINDS}'
NO_CONTACT = f'[[duty]]\ncode = "contact"\nduty = "contact"\ndue = false\n{KINDS}'
CONTACT_OFTEN = f'[[duty]]\ncode = "contact"\nduty = "contact"\nevery = {{ days = 10 }}\n{KINDS}'
ASSESSED_LATER = '[[duty]]\ncode = "assessment"\nduty = "assessment"\nevery = { months = 12 }'
ASSESSED_OFTEN = '[[duty]]\ncode = "assessment"\nduty = "assessment"\nevery = { months = 1 }'
REPORTED_IN_SOON = (
    f'[[duty]]\ncode = "report_in"\nduty = "report_in"\nwithin = {{ days = 1 }}\n{KINDS}'
)
LOST_SOON = '[[number]]\ncode = "lost_after"\nvalue = "lost_after"\nnumber = 1'
SOON = '[[number]]\ncode = "due_soon"\nvalue = "due_soon_days"\nnumber = 20'
NO_FREE_DAYS = '[[number]]\ncode = "free_days"\nvalue = "free_days"\nnumber = 1'


def policies(*entries: str) -> Policies:
    """A place's policies, with these entries."""
    content = "\n".join(['version = "changed"', *entries])
    return read_own_policies(content.encode(), regions_in_force())


def changed(new: Policies, applies_from: date) -> Versions:
    """The built-in policies, and others from a day on."""
    return Versions((Applied(EVER, built_in()), Applied(applies_from, new)))


CHANGES = st.lists(
    st.sampled_from(
        [
            st.sampled_from([CONTACT_EACH_WEEK, NO_CONTACT, CONTACT_OFTEN]),
            st.sampled_from([ASSESSED_LATER, ASSESSED_OFTEN]),
            st.just(REPORTED_IN_SOON),
            st.just(LOST_SOON),
            st.just(SOON),
            st.just(NO_FREE_DAYS),
        ]
    ),
    min_size=1,
    unique_by=id,
).flatmap(lambda chosen: st.tuples(*chosen))


def awaited_alike(
    standing: Mapping[Which, dict[str, object]],
) -> Mapping[Which, dict[str, object]]:
    """Outcomes, of which those that are overdue are not told from those that are missed."""
    return {
        which: {**each, "outcome": DutyOutcome.MISSED}
        if each["outcome"] is DutyOutcome.OVERDUE
        else each
        for which, each in standing.items()
    }


@given(steps, CHANGES, st.integers(0, 60))
def test_what_has_closed_keeps_its_outcome(
    path: list[Step], entries: tuple[str, ...], days: int
) -> None:
    """Whatever the file says of the past: nothing that was recorded by then is another.

    Only whether a window is the last that is awaited depends on the one behind it, which is open;
    and what was open ends on that day where nothing is due any more: met by then, or fallen away.
    """
    life, day = lived(path, FIRST)
    day += timedelta(days=days)
    before = life.closed(day)
    after = replace(before, policies=changed(policies(*entries), day)).closed(day)
    closed = {which: each for which, each in after.standing.items() if which in before.standing}
    assert awaited_alike(closed) == awaited_alike(before.standing)
    for which in after.standing.keys() - before.standing.keys():
        cut = after.standing[which]
        met = cut["met_by"] is not None
        outcome = DutyOutcome.MET if met else DutyOutcome.FALLEN_AWAY
        assert (cut["outcome"], cut["until"]) == (outcome, day)


@given(steps, CHANGES)
def test_from_the_beginning_on_it_is_as_if_it_had_always_been(
    path: list[Step], entries: tuple[str, ...]
) -> None:
    """Restated from a day before all windows, the outcomes are those of the new version alone."""
    life, day = lived(path, FIRST)
    new = policies(*entries)
    restated = replace(life.closed(day), policies=changed(new, date(2019, 1, 1))).closed(day)
    alone = Life(entries=life.entries, policies=Versions.only(new)).closed(day)
    assert restated.standing == alone.standing
    assert not restated.decided(day)


def test_what_a_new_version_abolishes_is_overdue_no_more() -> None:
    """May is taken back in the open, and was missed; June fell away on that day, and is seen."""
    day = date(2019, 6, 12)
    before = Life().closed(day)
    after = replace(before, policies=changed(policies(NO_CONTACT), day)).closed(day)
    assert contacts_of(before)[-1] == (date(2019, 5, 1), DutyOutcome.OVERDUE)
    assert contacts_of(after)[:-2] == contacts_of(before)[:-1]
    assert contacts_of(after)[-2:] == [
        (date(2019, 5, 1), DutyOutcome.MISSED),
        (date(2019, 6, 1), DutyOutcome.FALLEN_AWAY),
    ]
    assert contacts_of(after.closed(date(2020, 1, 1))) == contacts_of(after)


def contacts_of(life: Life) -> list[tuple[date, DutyOutcome]]:
    """What became of the contacts, by their first days."""
    standing = life.state.standing.values()
    return sorted((each.since, each.outcome) for each in standing if each.duty is Duty.CONTACT)


def test_the_window_that_is_open_is_made_by_the_new_version() -> None:
    """In the middle of June: May is as it was, June is in weeks."""
    day = date(2019, 6, 12)
    life = replace(Life(), policies=changed(policies(CONTACT_EACH_WEEK), day))
    contacts = [
        each
        for each in schedule(life.history, life.policies, date(2019, 7, 2))
        if each.duty is Duty.CONTACT
    ]
    assert [(each.since, each.until) for each in contacts[-3:]] == [
        (date(2019, 5, 1), date(2019, 6, 1)),
        (date(2019, 6, 1), date(2019, 7, 1)),
        (date(2019, 7, 1), date(2019, 7, 8)),
    ]
    assert [each.policies for each in contacts[-3:]] == ["2026-1", "2026-1", "changed"]


def test_restated_from_a_day_the_windows_behind_it_are_made_again() -> None:
    """Of the spring nothing is another; from May on contacts are due each week."""
    day = date(2019, 6, 20)
    new = policies(CONTACT_EACH_WEEK)
    life = replace(Life().closed(day), policies=changed(new, day))
    assert life.decided(day) == []
    first = date(2019, 5, 1)
    again = Versions((*changed(new, day).applied, Applied(first, new)))
    life = replace(life, policies=again).closed(day)
    contacts = {
        which.since: each
        for which, each in life.state.standing.items()
        if which.duty is Duty.CONTACT
    }
    assert contacts[date(2019, 4, 1)].policies == "2026-1"
    assert contacts[date(2019, 4, 1)].ordinal == 1
    assert Which(Duty.CONTACT, None, date(2019, 5, 1)) in life.state.standing
    assert contacts[date(2019, 5, 6)].policies == "changed"
    assert contacts[date(2019, 5, 6)].outcome is DutyOutcome.MISSED
