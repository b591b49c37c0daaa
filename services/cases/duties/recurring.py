"""Duties that recur: contacts, reports, tests, assessments, summaries, evaluations. Pure."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from services.cases.duties.course import Course, Standing
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


def recurring(course: Course, policies: PoliciesOver, today: date) -> Iterator[Window]:
    """The windows of all duties that recur, by their days: of each at least until the awaited one.

    An assessment is due from the beginning, all else from the reporting in.
    """
    from_beginning = [_Run(days, days.since) for days in course.open]
    from_reporting_in = [*_runs(course)]
    for duty in RECURRING:
        runs = from_beginning if duty is Duty.ASSESSMENT else from_reporting_in
        for run in runs:
            yield from _windows(duty, course, policies, run, today)


def _windows(
    duty: Duty, course: Course, policies: PoliciesOver, run: "_Run", today: date
) -> list[Window]:
    drafts = _Drafting(duty, course, policies, run, today).drafts()
    if course.history.void:
        let_fall(drafts)
    settle(drafts, goes_on=run.days.until == date.max)
    return windows_of(duty, drafts, today)


def _runs(course: Course) -> Iterator[_Run]:
    """From the reporting in, at large from the beginning; anew after each reopening."""
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
        self._at = bisect_left(self._notes, run.days.since, key=_day)
        self._end = bisect_left(self._notes, run.days.until, self._at, key=_day)
        is_test = duty is Duty.TEST
        excused = [n.day for n in self._notes if n.code == NotDoneReason.EXCUSED] if is_test else []
        self._excused_on = excused
        self._overdue: Draft | None = None  # the last one that may still be met late

    def drafts(self) -> list[Draft]:
        """The windows of the run, until the first that is awaited and not over by today."""
        drafts: list[Draft] = []
        since = anchor = self._run.days.since
        ends = self._run.days.until
        standing, stands_until, held_until = None, since, since
        ruled: Ruled | None = None
        while since < ends:
            if standing is None or since >= stands_until:
                standing = self._course.standing_on(since)
                stands_until = self._course.next_change(since)
                held_until = since
            if since >= held_until:
                ruled = self._ruled(standing, since, anchor)
                held_until = self._holds_until(since, stands_until)
            if ruled is None:
                since = anchor = self._after_a_gap(since)
                held_until = since
                continue
            shape = ruled.policy.shape
            until, whole = until_of(shape, since, anchor, self._years)
            entry = self._take(ruled.by, until)
            if entry and self._overdue and not isinstance(shape, EachWindow):
                self._overdue.met, self._overdue = entry, None
                if isinstance(shape, Every):
                    since, anchor = entry.day + DAY, entry.day
                    self._skip_to(since)
                    continue
                entry = self._take(ruled.by, until)
            over = until if entry is None or not isinstance(shape, Every) else entry.day + DAY
            over = min(over, ends)
            draft = Draft(ruled, standing, since, over, until, entry)
            drafts.append(draft)
            if entry is not None:
                self._overdue = None
            else:
                self._settle(draft, shape, whole)
            since, anchor = over, over - DAY
            self._skip_to(since)
            if self._at >= self._end and until > self._today and self._is_next(draft):
                break
        return drafts

    def _ruled(self, standing: Standing, since: date, anchor: date) -> Ruled | None:
        """The policy of a window that begins on a day."""
        return policy_for(
            self._policies,
            self._duty,
            standing,
            since,
            lambda ruled: self._closes(ruled, since, anchor),
        )

    def _holds_until(self, since: date, stands_until: date) -> date:
        """The day from which on the policy of a window may not be that of the next one.

        After the last change of policies it stays the same as long as the case stands at the same.
        """
        if next_change(self._policies, since) == date.max:
            return stands_until
        return since + DAY

    def _closes(self, ruled: Ruled, since: date, anchor: date) -> date:
        """When the window of a policy closes: it may have before a newer version applied."""
        shape = ruled.policy.shape
        until, _ = until_of(shape, since, anchor, self._years)
        if isinstance(shape, Every):  # it is over when it is met
            for note in self._notes[self._at : self._end]:
                if note.day >= until:
                    break
                if self._counts(note, ruled.by):
                    until = note.day + DAY
                    break
        return min(until, self._run.days.until)

    def _settle(self, draft: Draft, shape: Shape | None, whole: int) -> None:
        """Say of one that is not met why it was not due after all, if it was not."""
        if self._course.falls_away(draft.planned_until, self._run.days.until):
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
        if self._excused_on and any(since <= day < until for day in self._excused_on):
            return True
        if excused and holds(excused, until - DAY):
            return True
        free = (until - since).days - (count(excused, since, until) if excused else 0)
        if free >= whole:
            return False
        least = number(draft.ruled.by, Value.FREE_DAYS, draft.standing, since)
        return free < min(least, whole // 2)

    def _is_next(self, draft: Draft) -> bool:
        """Whether it is the one that is awaited, or nothing will be as long as things are so."""
        excused = self._course.excused
        if draft.settled is DutyOutcome.EXCUSED and excused:
            return excused[-1].until == date.max and excused[-1].since < draft.until
        return draft.is_awaited

    def _after_a_gap(self, since: date) -> date:
        """The next day on which something may be due, where nothing is."""
        course, overdue = self._course, self._overdue
        day = min(
            next_change(self._policies, since), course.next_change(since), self._run.days.until
        )
        if overdue is not None and (entry := self._take(overdue.ruled.by, day)):
            overdue.met, self._overdue = entry, None
        self._skip_to(day)
        return day

    def _take(self, by: Policies, until: date) -> Note | None:
        """The next entry before a day that meets the duty, which then meets nothing else."""
        notes, end = self._notes, self._end
        while self._at < end and (note := notes[self._at]).day < until:
            self._at += 1
            if self._counts(note, by):
                return note
        return None

    def _counts(self, note: Note, by: Policies) -> bool:
        if self._duty is Duty.CONTACT:
            return note.code in IN_PERSON or by.in_emergency(
                self._course.standing_on(note.day).region, note.day
            )
        return self._duty is not Duty.TEST or note.code in TESTED

    def _skip_to(self, day: date) -> None:
        notes, end = self._notes, self._end
        while self._at < end and notes[self._at].day < day:
            self._at += 1


def _day(note: Note) -> date:
    return note.day
