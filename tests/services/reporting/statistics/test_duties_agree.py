"""What is overdue on the worklist, by the schedule and in statistics: three that agree. Pure.

Random lives of cases by the real rules, with late entries and voids; the days go by, and what has
closed is recorded by the rules of the duties process.
"""

import random
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic_core import from_json

from services.cases.case.decider import case
from services.cases.duties.history import History, noted
from services.cases.duties.outcomes import CloseDuties, Outcomes, close, evolve
from services.cases.duties.schedule import pending, schedule
from services.cases.duties.windows import Window
from services.reporting.counting.fold import FactRow, fold
from services.reporting.declared.indicators import INDICATORS
from services.reporting.declared.words import Where
from shared.clock import today as day_of
from shared.events.cases.duties import DutyClosed, DutyOutcome
from shared.events.corrections import StoredEntry
from shared.journal.received_event import ReceivedEvent
from shared.policies.reading import built_in
from tests.services.reporting.deliveries import Ledger
from tests.services.reporting.lives import DAYS, FIRST, lives

POLICIES = built_in()
OVERDUE = INDICATORS["duties_overdue"].numerator
CLOSED = INDICATORS["duties_closed"].numerator


class Duties:
    """What is recorded of the duties of the cases of a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.outcomes = ledger, dict[UUID, Outcomes]()

    def histories(self) -> dict[UUID, History]:
        """The cases as they are."""
        found: dict[UUID, History | None] = {}
        for event in self.ledger.events:
            if event.stream_id.startswith("case-"):
                case_id = UUID(event.stream_id.removeprefix("case-"))
                happened = case.read(event.type, event.data)
                event_id, recorded_on = UUID(str(event.event_id)), day_of(event.recorded_at)
                found[case_id] = noted(found.get(case_id), event_id, recorded_on, happened)
        return {case_id: each for case_id, each in found.items() if each is not None}

    def close(self, histories: dict[UUID, History], today: date) -> None:
        """Record what has closed, and what has become another."""
        stored = {
            UUID(str(event.event_id)): StoredEntry(
                UUID(str(event.event_id)), event.type, from_json(event.data)
            )
            for event in self.ledger.events
            if event.stream_id.startswith("duties-")
        }
        for case_id, history in histories.items():
            state = self.outcomes.get(case_id, Outcomes())
            command = CloseDuties(history, POLICIES, stored.__getitem__)
            for event in close(command, state, today).events:
                self.ledger.add(f"duties-{case_id}", event)
                state = evolve(state, event)
            self.outcomes[case_id] = state

    def standing(self) -> Iterable[DutyClosed]:
        """The outcomes that stand."""
        for state in self.outcomes.values():
            yield from state.standing.values()


def counted(events: Iterable[ReceivedEvent], until: date, where: Where) -> Counter[str]:
    """What statistics count up to a day, by duty and outcome, of those without it none."""
    sums: Counter[str] = Counter()
    for fact in map(FactRow._make, fold(events).facts):
        if fact.measure == "duties" and fact.day <= until:
            values = CLOSED.values(fact.dims, where)
            if values is not None:
                sums[f"{values['duty']} {values['duty_outcome']}"] += fact.delta
    return Counter({key: value for key, value in sums.items() if value})


def about(window: Window) -> tuple[object, ...]:
    """What tells a duty from the others of its case."""
    return window.duty, window.subject, window.to_whom


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32),
    cases=st.integers(1, 5),
    steps=st.integers(0, 60),
    turns=st.lists(st.tuples(st.integers(0, 45), st.integers(0, 8)), max_size=5),
)
def test_worklist_schedule_and_statistics_say_the_same_is_overdue(
    seed: int, cases: int, steps: int, turns: list[tuple[int, int]]
) -> None:
    """At whatever day, after whatever was entered late, made void or closed before."""
    chance = random.Random(seed)
    ledger, found = lives(chance, cases, steps)
    duties, today = Duties(ledger), FIRST + timedelta(days=DAYS)
    for days, more in [(0, 0), *turns]:
        today += timedelta(days=days)
        for _ in range(more):
            chance.choice(found).go_on()
        histories = duties.histories()
        duties.close(histories, today)
        worklist, page = Counter[str](), Counter[str]()
        since, listed = list[object](), list[object]()  # since when each is overdue, by both
        for history in histories.values():
            windows = schedule(history, POLICIES, today)
            page.update(
                f"{each.duty} {each.outcome}" for each in windows if each.outcome is not None
            )
            rows = [each for each in pending(windows) if each.until <= today]
            worklist.update(f"{each.duty} overdue" for each in rows)
            listed += [(history.case_id, *about(each), each.last_day) for each in rows]
            since += [
                (history.case_id, *about(each), each.overdue_since)
                for each in windows
                if each.outcome is DutyOutcome.OVERDUE
            ]
        assert sorted(map(str, since)) == sorted(map(str, listed))
        standing = Counter(f"{each.duty} {each.outcome}" for each in duties.standing())
        assert counted(ledger.events, today, {}) == standing == page
        assert counted(ledger.events, today, OVERDUE.where) == worklist
        assert counted(ledger.events, today - timedelta(days=1), OVERDUE.where) == worklist


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), steps=st.integers(0, 60), again=st.integers(1, 3))
def test_closing_again_changes_no_figure(seed: int, steps: int, again: int) -> None:
    """What is recorded stands; a process that is run twice, or a day later, doubles nothing."""
    ledger, _ = lives(random.Random(seed), 3, steps)
    duties, today = Duties(ledger), FIRST + timedelta(days=DAYS)
    histories = duties.histories()
    duties.close(histories, today)
    before, written = counted(ledger.events, today, {}), len(ledger.events)
    for _ in range(again):
        duties.close(histories, today)
    assert len(ledger.events) == written
    duties.close(histories, today + timedelta(days=1))
    assert counted(ledger.events, today - timedelta(days=1), {}) == before
    assert sum(before.values()) == sum(1 for each in duties.standing() if each.until <= today)
