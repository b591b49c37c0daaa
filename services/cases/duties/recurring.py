"""Duties that recur: contacts, reports, tests, assessments, summaries, evaluations. Pure."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from services.cases.duties.course import Course
from services.cases.duties.drafts import Draft, let_fall, settle, windows_of
from services.cases.duties.history import Note, What
from services.cases.duties.notes import SAMPLED
from services.cases.duties.ruling import PoliciesOver, Ruled, next_change, number, policy_for
from services.cases.duties.shapes import Years, until_of
from services.cases.duties.stretches import Days, count, holds
from services.cases.duties.windows import DAY, Window
from shared.events.cases.contacts import ContactMode
from shared.events.cases.drug_tests import DrugTestResult, NotDoneReason
from shared.events.cases.duties import Duty, DutyOutcome
from shared.policies.policies import Policies, Value
from shared.policies.shapes import EachWindow, Every, Shape

IN_PERSON = frozenset({ContactMode.HOME_VISIT, ContactMode.OFFICE})
TESTED = frozenset({DrugTestResult.NEGATIVE, DrugTestResult.POSITIVE, SAMPLED})
# What meets each; of an assessment, which is due to a case of any kind, from its opening.
RECURRING = {
    Duty.CONTACT: What.CONTACT,
    Duty.REGULAR_REPORT: What.REGULAR_REPORT,
    Duty.TEST: What.TEST,
    Duty.ASSESSMENT: What.ASSESSED,
    Duty.SUMMARY: What.SUMMARY,
    Duty.EVALUATION: What.EVALUATION,
}


class _Run(NamedTuple):
    """Days on which a duty recurs; the years of the programme count from the origin."""

    days: Days
    origin: date


def recurring(duty: Duty, course: Course, policies: PoliciesOver, today: date) -> Iterator[Window]:
    """The windows of a duty that recurs, by their days: at least until the one that is awaited."""
    for run in _runs(duty, course):
        drafts = _Drafting(duty, course, policies, run, today).drafts()
        if course.history.void:
            let_fall(drafts)
        settle(drafts, goes_on=run.days.until == date.max)
        yield from windows_of(duty, drafts, today)


def _runs(duty: Duty, course: Course) -> Iterator[_Run]:
    """From the reporting in, at large from the beginning; anew after each reopening."""
    if duty is Duty.ASSESSMENT:
        for days in course.open:
            yield _Run(days, days.since)
        return
    for stretch in course.stretches:
        began_on = stretch.began_on
        if began_on is not None:
            for days in course.open_between(began_on, stretch.until):
                yield _Run(days, began_on)


class _Drafting:
    """Makes the windows of a run one after another, and sees by which entries they were met."""

    def __init__(
        self, duty: Duty, course: Course, policies: PoliciesOver, run: _Run, today: date
    ) -> None:
        self._duty, self._course, self._policies, self._today = duty, course, policies, today
        self._run = run
        self._years = Years(run.origin, course.interrupted)
        self._notes: Sequence[Note] = course.of(RECURRING[duty])
        self._at = self._first_from(run.days.since, 0)
        self._end = self._first_from(run.days.until, self._at)
        self._overdue: Draft | None = None  # the last one that may still be met late

    def drafts(self) -> list[Draft]:
        """The windows of the run, until the first that is awaited and not over by today."""
        drafts: list[Draft] = []
        since = anchor = self._run.days.since
        while since < self._run.days.until:
            ruled = self._ruled(since, anchor)
            if ruled is None:
                since = anchor = self._after_a_gap(since)
                continue
            until, whole = self._until(ruled, since, anchor)
            entry = self._take(ruled.by, until)
            shape = ruled.policy.shape
            if entry and self._overdue and not isinstance(shape, EachWindow):
                self._overdue.met, self._overdue = entry, None
                if isinstance(shape, Every):
                    since, anchor = entry.day + DAY, entry.day
                    self._at = self._first_from(since, self._at)
                    continue
                entry = self._take(ruled.by, until)
            draft = self._draft(ruled, since, until, entry)
            drafts.append(draft)
            self._settle(draft, shape, whole)
            since, anchor = draft.until, draft.until - DAY
            self._at = self._first_from(since, self._at)
            if until > self._today and self._at >= self._end and self._is_next(draft):
                break
        return drafts

    def _ruled(self, since: date, anchor: date) -> Ruled | None:
        course = self._course
        return policy_for(
            self._policies,
            self._duty,
            course.region_on(since),
            course.kind_on(since),
            course.level_on(since),
            since,
            lambda ruled: self._until(ruled, since, anchor)[0],
        )

    def _until(self, ruled: Ruled, since: date, anchor: date) -> tuple[date, int]:
        return until_of(ruled.policy.shape, since, anchor, self._years)

    def _draft(self, ruled: Ruled, since: date, until: date, met: Note | None) -> Draft:
        """A window; an interval is over when it is met, and all are when the run is."""
        course = self._course
        over = until
        if met is not None and isinstance(ruled.policy.shape, Every):
            over = met.day + DAY
        over = min(over, self._run.days.until)
        return Draft(ruled, course.kind_on(since), course.region_on(since), since, over, until, met)

    def _settle(self, draft: Draft, shape: Shape | None, whole: int) -> None:
        """Say of one that is not met why it was not due after all, if it was not."""
        if draft.met is not None:
            self._overdue = None
        elif draft.until < draft.planned_until:
            draft.settled = DutyOutcome.FALLEN_AWAY
        elif self._is_excused(draft, whole):
            draft.settled = DutyOutcome.EXCUSED
        elif not isinstance(shape, EachWindow):
            self._overdue = draft
        else:
            self._overdue = None

    def _is_excused(self, draft: Draft, whole: int) -> bool:
        """Whether the client could not: on the last day, or on so many that too few were left.

        Of a short window half is enough.
        """
        since, until, excused = draft.since, draft.until, self._course.excused
        if self._duty is Duty.TEST and any(
            note.code == NotDoneReason.EXCUSED and since <= note.day < until for note in self._notes
        ):
            return True
        if excused and holds(excused, until - DAY):
            return True
        free = (until - since).days - (count(excused, since, until) if excused else 0)
        if free >= whole:
            return False
        least = number(draft.ruled.by, Value.FREE_DAYS, draft.region, draft.kind, since)
        return free < min(least, whole // 2)

    def _is_next(self, draft: Draft) -> bool:
        """Whether it is the one that is awaited, or nothing will be as long as things are so."""
        if draft.is_awaited:
            return True
        excused = self._course.excused
        return bool(excused) and excused[-1].until == date.max and excused[-1].since < draft.until

    def _after_a_gap(self, since: date) -> date:
        """The next day on which something may be due, where nothing is."""
        course, overdue = self._course, self._overdue
        day = min(
            next_change(self._policies, since), course.next_change(since), self._run.days.until
        )
        if overdue is not None and (entry := self._take(overdue.ruled.by, day)):
            overdue.met, self._overdue = entry, None
        self._at = self._first_from(day, self._at)
        return day

    def _take(self, by: Policies, until: date) -> Note | None:
        """The next entry before a day that meets the duty, which then meets nothing else."""
        while self._at < self._end:
            note = self._notes[self._at]
            if note.day >= until:
                return None
            self._at += 1
            if self._counts(note, by):
                return note
        return None

    def _counts(self, note: Note, by: Policies) -> bool:
        if self._duty is Duty.CONTACT:
            return note.code in IN_PERSON or by.in_emergency(
                self._course.region_on(note.day), note.day
            )
        return self._duty is not Duty.TEST or note.code in TESTED

    def _first_from(self, day: date, at: int) -> int:
        return bisect_left(self._notes, day, at, key=_day)


def _day(note: Note) -> date:
    return note.day
