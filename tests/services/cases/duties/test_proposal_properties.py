"""Whatever happens in a case, the entries of a proposal make its condition, and no fewer do."""

from datetime import date, timedelta

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from services.cases.case.events import CaseEvent
from services.cases.duties.history import History, noted
from services.cases.duties.proposals import proposal_id, proposals
from services.cases.duties.schedule import schedule
from shared.events.cases.case import CaseEntry, CaseOpened, EntryVoided
from shared.events.cases.contacts import ContactMode
from shared.events.cases.drug_tests import NotDoneReason
from shared.events.cases.duties import Duty
from shared.events.cases.findings import Condition
from shared.events.cases.programme import ReportedIn
from shared.policies.reading import built_in
from tests.services.cases.duties.found import confirmed, dismissed, left
from tests.services.cases.duties.told import (
    CASE,
    OPENING,
    leaves,
    met,
    not_tested,
    opened,
    reported,
    reports,
    void,
    was_tested,
)

BEGUN, TODAY = date(2019, 1, 1), date(2019, 12, 31)
MORE = {Condition.ABSENCE: 1}  # more than the number, not as many
WHAT = ["evaded", "refused", "missed", "left", "leave", "met", "reports", "tested"]
COUNTED = {Condition.TESTS, Condition.DEPARTURES, Condition.ABSENCE}


@st.composite
def events(draw: st.DrawFn) -> list[CaseEvent]:
    """What happens in a year of a programme, in any order of recording; some of it is void."""
    made: list[CaseEvent] = [opened("2019-01-01")]
    if draw(st.integers(0, 5)):
        made.append(reported(str(BEGUN + timedelta(days=draw(st.integers(0, 30))))))
    for _ in range(draw(st.integers(0, 14))):
        on = BEGUN + timedelta(days=draw(st.integers(31, 330)))
        until = on + timedelta(days=draw(st.integers(1, 34)))
        what = draw(st.sampled_from(WHAT))
        match what:
            case "evaded" | "refused":
                made.append(not_tested(str(on), NotDoneReason(what)))
            case "missed":
                made.append(not_tested(str(on), NotDoneReason.UNEXCUSED))
            case "left":
                back = str(until) if draw(st.booleans()) else None
                made.append(left(str(on), back))
            case "leave":
                made.append(leaves(str(on), str(until)))
            case "met":
                mode = draw(st.sampled_from([ContactMode.HOME_VISIT, ContactMode.PHONE]))
                made.append(met(str(on), mode))
            case "reports":
                made.append(reports(str(on)))
            case _:
                made.append(was_tested(str(on)))
    for place in draw(st.sets(st.integers(2, 16), max_size=3)):
        if place < len(made) and isinstance(entry := made[place], CaseEntry):
            made.append(void(entry))
    return made


def history_of(made: list[CaseEvent]) -> History:
    """The history of these, all of it recorded on the last day."""
    found: History | None = None
    for event in made:
        found = noted(found, getattr(event, "entry_id", OPENING), TODAY, event)
    assert found is not None
    return found


@settings(max_examples=300, deadline=None)
@for_all(events(), st.integers(40, 364))
def test_the_entries_of_a_proposal_make_its_condition(made: list[CaseEvent], days: int) -> None:
    """Alone they are proposed again, with the same id and count; without one of those needed, the
    proposal is another or none. The day on which it is met lies in it."""
    today = BEGUN + timedelta(days=days)
    for found in proposals(history_of(made), built_in(), today):
        assert found.met_on <= today
        assert found.proposal_id == proposal_id(CASE, found.condition, found.entries)
        if found.condition in COUNTED:
            assert found.count >= found.number + MORE.get(found.condition, 0)
        others = [
            each
            for each in made
            if getattr(each, "entry_id", None) not in found.entries or isinstance(each, EntryVoided)
        ]
        without = proposals(history_of(others), built_in(), today)
        assert found.proposal_id not in {each.proposal_id for each in without} or (
            found.condition is Condition.REPORT_IN
        )
        if found.condition in (Condition.TESTS, Condition.DEPARTURES):
            alone = [
                each
                for each in made
                if isinstance(each, CaseOpened | ReportedIn)
                or getattr(each, "entry_id", None) in found.entries
            ]
            again = proposals(history_of(alone), built_in(), today)
            same = [each for each in again if each.condition is found.condition]
            assert same == [found]


@settings(max_examples=200, deadline=None)
@for_all(events(), st.integers(40, 364))
def test_page_and_worklist_agree(made: list[CaseEvent], days: int) -> None:
    """What is proposed on a day is what waits for a decision in the schedule of that day."""
    today = BEGUN + timedelta(days=days)
    until_then = [each for each in made if getattr(each, "occurred_on", BEGUN) <= today]
    case = history_of(until_then)
    waiting = {
        (each.subject, each.since)
        for each in schedule(case, built_in(), today)
        if each.duty is Duty.FINDING and each.is_awaited and each.since <= today
    }
    assert waiting == {
        (each.proposal_id, each.met_on) for each in proposals(case, built_in(), today)
    }


@settings(max_examples=200, deadline=None)
@for_all(events(), st.sampled_from([confirmed, dismissed]))
def test_what_is_decided_is_proposed_no_more(made: list[CaseEvent], decide: object) -> None:
    """Each once: when all were decided on, nothing waits."""
    assert callable(decide)
    for _ in range(12):
        found = proposals(history_of(made), built_in(), TODAY)
        if not found:
            return
        made = [*made, decide(found[0], str(TODAY))]
    raise AssertionError("it is proposed again and again")
