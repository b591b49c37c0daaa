"""What is shown of a schedule: the states of its windows, by any course of a case."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.cases.access_table import Relation
from services.cases.duties.history import History
from services.cases.duties.items import Asked, Wanted, count_overdue, items_of
from services.cases.duties.names import DutyState
from services.cases.duties.notes import Note, What
from services.cases.duties.schedule import pending, schedule
from services.cases.duties.versions import Versions
from services.cases.duties.windows import Window
from services.cases.relations import Access
from shared.agencies import AgencyKind
from shared.events.cases.contacts import ContactMode
from shared.events.cases.duties import Duty
from shared.events.cases.kinds import CaseKind
from shared.identity.claims import Caller
from shared.policies.reading import built_in

POLICIES = Versions.only(built_in())
OPENED = date(2019, 1, 10)
CASE = UUID(int=1)
ALL = Access(
    Caller("agency", ("41",), frozenset(), kind=AgencyKind.STREET_WORKSTATION),
    CASE,
    "agency",
    "410102001003",
    UUID(int=2),
    1,
    frozenset({Relation.RESPONSIBLE}),
)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """A programme with entries of all kinds on any days, perhaps ended."""
    began = OPENED + timedelta(days=draw(st.integers(0, 20)))
    notes = [Note(UUID(int=10), What.REPORTED_IN, began)]
    if draw(st.booleans()):
        notes.append(Note(UUID(int=11), What.AGREED, began + timedelta(days=3)))
    entries = st.tuples(
        st.sampled_from(
            (
                *(What.CONTACT, What.TEST, What.ASSESSED, What.SUMMARY, What.EVALUATION),
                *(What.CRISIS, What.APPOINTED, What.LEAVE),
            )
        ),
        st.integers(0, 700),
        st.integers(0, 20),
    )
    for number, (what, offset, length) in enumerate(draw(st.lists(entries, max_size=25))):
        day = began + timedelta(days=offset)
        code = {
            What.CONTACT: ContactMode.HOME_VISIT.value,
            What.TEST: "negative",
            What.ASSESSED: "high",
        }.get(what, "")
        to = day + timedelta(days=length) if what in (What.APPOINTED, What.LEAVE) else None
        notes.append(Note(UUID(int=100 + number), what, day, code, to=to))
    if draw(st.booleans()):
        last = max(note.day for note in notes)
        notes.append(Note(UUID(int=12), What.ENDED, last + timedelta(days=1), "completed"))
    kind = draw(st.sampled_from((CaseKind.DETOXIFICATION, CaseKind.REHABILITATION)))
    return History(CASE, UUID(int=3), OPENED, kind, "410102001003", "agency", notes=tuple(notes))


def key(window: Window) -> tuple[str, str, str]:
    """Which duty it is: of each the worklist has one row."""
    return window.duty.value, str(window.subject), window.to_whom


days = st.integers(0, 1500).map(lambda number: OPENED + timedelta(days=number))


@given(histories(), days)
def test_what_is_shown_overdue_is_what_the_worklist_has_overdue(
    history: History, today: date
) -> None:
    """A duty is overdue exactly where the worklist has its row, and its last day has passed.

    The row stands at the first time that was not met; the item that is overdue is the last one, for
    those before it can be met no more. It says since when, so that both count the same days.
    """
    items = items_of(history, ALL, POLICIES, today)
    rows = [each for each in pending(schedule(history, POLICIES, today)) if each.until <= today]
    overdue = [each.window for each in items if each.state is DutyState.OVERDUE]
    assert sorted(map(key, overdue)) == sorted(map(key, rows))
    assert len(overdue) == count_overdue(items)
    first = {key(each): each for each in rows}
    assert all(first[key(each)].since <= each.since for each in overdue)
    assert {key(each): each.overdue_since for each in overdue} == {
        of: each.last_day for of, each in first.items()
    }
    for item in items:
        if item.state is DutyState.OVERDUE:
            assert item.days_over == (today - first[key(item.window)].last_day).days
        else:
            assert item.window.overdue_since is None


@given(histories(), days)
def test_what_is_open_is_what_the_worklist_has(history: History, today: date) -> None:
    """Each row's duty is open; and open and closed ones together are all, none in both."""
    items = items_of(history, ALL, POLICIES, today)
    still = items_of(history, ALL, POLICIES, today, Asked(Wanted.OPEN))
    over = items_of(history, ALL, POLICIES, today, Asked(Wanted.CLOSED))
    assert [item for item in items if item.is_open] == still
    assert [item for item in items if not item.is_open] == over
    awaited = pending(schedule(history, POLICIES, today))
    # A finding that is not proposed yet has its row, which no list shows before its day.
    rows = {key(each) for each in awaited if each.duty is not Duty.FINDING or each.since <= today}
    assert rows == {key(item.window) for item in still}


@given(histories(), days)
def test_days_and_states_agree(history: History, today: date) -> None:
    """Days that are left, or over, are never below what their state says; every item has a rule."""
    for item in items_of(history, ALL, POLICIES, today):
        match item.state:
            case DutyState.OVERDUE | DutyState.LATE:
                assert item.days_over is not None
                assert item.days_over > 0
                assert item.days_left is None
            case DutyState.UPCOMING | DutyState.DUE | DutyState.DUE_SOON:
                assert item.days_left is not None
                assert item.days_left >= 0
                assert item.days_over is None
            case _:
                assert item.days_left is None
                assert item.days_over is None
        assert item.rule.code == item.window.rule
        assert item.rule.source
