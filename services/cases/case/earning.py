"""What the entries of a case earn in points, by the policies in force on their day. Pure.

Each event of a case says the points that it changes, as it says what it changes of what the case
stands at: so the account is a sum of lines, and a policy that is changed later changes none of
them. Of one calendar month and year the entries that were recorded first earn, up to the limits;
where one of them is made void, the next takes its place.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from services.cases.case.events import CaseEvent
from services.cases.case.evolving import evolve
from services.cases.case.state import Case, Existing, File
from shared.events import Event
from shared.events.cases.case import CaseEntry, EntryVoided
from shared.events.cases.contacts import ContactMode, ContactRecorded, Direction
from shared.events.cases.drug_tests import DrugTestRechecked, DrugTestRecorded, DrugTestResult
from shared.events.cases.earning import OnPoints, PointsFor, PointsLine
from shared.events.cases.guidance import RegularReportMade
from shared.events.cases.help import HelpGiven
from shared.events.cases.plan import GoalClosed, GoalOutcome
from shared.events.cases.points import MeritRecorded
from shared.policies.in_force import policies_in_force
from shared.policies.points import PointsRule

_IN_PERSON = frozenset({ContactMode.HOME_VISIT, ContactMode.OFFICE})


class _Candidate(NamedTuple):
    """An entry that earns points, or 0 while the limit of its month or year is reached."""

    entry_id: UUID
    earned_for: PointsFor
    rule: str
    occurred_on: date
    points: int

    def line(self, on: date, points: int) -> PointsLine:
        """A line of the account about it."""
        return PointsLine(
            about=self.entry_id,
            earned_for=self.earned_for,
            rule=self.rule,
            occurred_on=self.occurred_on,
            on=on,
            points=points,
        )


def with_points(state: Case, events: Sequence[CaseEvent], today: date) -> list[CaseEvent]:
    """The events of a decision, each saying what it changes of the points."""
    if not any(isinstance(event, OnPoints) for event in events):
        return list(events)
    complete: list[CaseEvent] = []
    for at, decided in enumerate(events, 1):
        event = decided
        if isinstance(decided, OnPoints) and isinstance(state, Existing):
            lines = tuple(_lines(state.file, decided, today))
            event = decided.model_copy(update={"points": lines}) if lines else decided
        complete.append(event)
        if at < len(events):  # nobody asks what the case is after the last one
            state = evolve(state, event)
    return complete


def earning_of(event: Event) -> PointsFor | None:
    """What an entry earns points for by itself, where a policy says so."""
    match event:
        case ContactRecorded() if event.mode in _IN_PERSON:
            # Who speaks with the family has not met the client.
            return None if event.direction is Direction.FAMILY else PointsFor.CONTACT
        case DrugTestRecorded() if event.result is DrugTestResult.NEGATIVE:
            return PointsFor.NEGATIVE_TEST
        case DrugTestRechecked() if _negatives(event) == (False, True):
            return PointsFor.NEGATIVE_TEST
        case RegularReportMade():
            return PointsFor.REGULAR_REPORT
        case GoalClosed() if event.outcome is GoalOutcome.MET:
            return PointsFor.GOAL_MET
        case HelpGiven():
            kind = policies_in_force().help(event.help)
            return None if kind is None else kind.earned_for
        case MeritRecorded():
            return PointsFor(event.merit.value)
    return None


def _negatives(event: DrugTestRechecked) -> tuple[bool, bool]:
    """Whether a test was negative, before its re-check and by it."""
    return event.before is DrugTestResult.NEGATIVE, event.result is DrugTestResult.NEGATIVE


def _lines(file: File, event: OnPoints, today: date) -> Iterator[PointsLine]:
    match event:
        case EntryVoided():
            yield from _without(file, event.entry_id, today)
            entry = event.voided()
            if isinstance(entry, DrugTestRechecked) and _negatives(entry) == (True, False):
                test = file.named[entry.test_id]  # its first result stands again
                yield from _earned(file, test, PointsFor.NEGATIVE_TEST, today)
        case DrugTestRechecked() if _negatives(event) == (True, False):
            yield from _without(file, event.test_id, event.occurred_on)
        case CaseEntry():
            earned_for = earning_of(event)
            if earned_for is not None:
                yield from _earned(file, event, earned_for, event.occurred_on)


def _earned(file: File, entry: CaseEntry, earned_for: PointsFor, on: date) -> Iterator[PointsLine]:
    day = entry.occurred_on
    rule = _rule(file, earned_for, day)
    if rule is not None and rule.points:
        new = _Candidate(entry.entry_id, earned_for, rule.code, day, 0)
        fits = _is_within(rule, new, _candidates(file, earned_for, day.year))
        yield new.line(on, rule.points if fits else 0)


def _without(file: File, entry_id: UUID, on: date) -> Iterator[PointsLine]:
    """What an entry has earned is taken back; the next one comes in its place."""
    about = [line for line in file.points if line.about == entry_id]
    if not about:
        return
    earned_for, year = about[0].earned_for, about[0].occurred_on.year
    candidates = _candidates(file, earned_for, year)
    gone = next((each for each in candidates if each.entry_id == entry_id), None)
    if gone is None:
        return
    # Also where it had earned none: from now on it is no candidate any more.
    yield gone.line(on, -gone.points)
    others = [each for each in candidates if each is not gone]
    for at, each in enumerate(others):
        rule = _rule(file, earned_for, each.occurred_on)
        if each.points or not gone.points or rule is None or not rule.points:
            continue
        if _is_within(rule, each, others):
            others[at] = each._replace(rule=rule.code, points=rule.points)
            yield others[at].line(on, rule.points)


def _rule(file: File, earned_for: PointsFor, day: date) -> PointsRule | None:
    return policies_in_force().points_for(earned_for, file.region, file.kind_on(day), day)


def _candidates(file: File, earned_for: PointsFor, year: int) -> list[_Candidate]:
    """The entries of a year that earn points, or would, as they were recorded.

    The second line about an entry takes it out, unless it lets it earn.
    """
    found: dict[UUID, _Candidate] = {}
    for line in file.points:
        if line.earned_for is not earned_for or line.occurred_on.year != year:
            continue
        if line.about in found and line.points <= 0:
            del found[line.about]
        else:
            found[line.about] = _Candidate(
                line.about, earned_for, line.rule, line.occurred_on, line.points
            )
    return [*found.values()]


def _is_within(rule: PointsRule, candidate: _Candidate, others: Sequence[_Candidate]) -> bool:
    """Whether one more may earn points in its month and its year."""
    earning = [each for each in others if each.points and each is not candidate]
    month = candidate.occurred_on.month
    in_month = sum(each.occurred_on.month == month for each in earning)
    return (rule.most_a_month is None or in_month < rule.most_a_month) and (
        rule.most_a_year is None or len(earning) < rule.most_a_year
    )
