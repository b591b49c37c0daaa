"""Duties that recur: contacts, reports, tests, assessments, summaries, evaluations. Pure."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date

from services.cases.duties.course import Course, Standing
from services.cases.duties.drafts import Draft, let_fall, settle, windows_of
from services.cases.duties.history import Note, What
from services.cases.duties.notes import SAMPLED
from services.cases.duties.ruling import (
    PoliciesOver,
    Ruled,
    is_due,
    next_change,
    number,
    policy_for,
)
from services.cases.duties.runs import Run, runs_of
from services.cases.duties.shapes import Years, until_of
from services.cases.duties.stretches import count, holds
from services.cases.duties.windows import DAY, Window
from shared.events.cases.contacts import ContactMode
from shared.events.cases.drug_tests import DrugTestResult, NotDoneReason
from shared.events.cases.duties import Duty, DutyOutcome
from shared.policies.policies import Policies
from shared.policies.shapes import EachWindow, Every, Shape
from shared.policies.values import Value

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


def recurring(
    duty: Duty, course: Course, policies: PoliciesOver, terms: Sequence[date], today: date
) -> Iterator[Window]:
    """The windows of a duty that recurs, by their days: at least until the one that is awaited."""
    years: Years | None = None
    for run in runs_of(duty, course, terms):
        if years is None or years.origin != run.origin:
            years = Years(run.origin, course.interrupted)
        drafts = _Drafting(duty, course, policies, run, years, today).drafts()
        if course.history.void:
            let_fall(drafts)
        settle(drafts, goes_on=run.goes_on)
        yield from windows_of(duty, drafts, today)


class _Drafting:
    """Makes the windows of a run one after another, and sees by which entries they were met."""

    def __init__(
        self,
        duty: Duty,
        course: Course,
        policies: PoliciesOver,
        run: Run,
        years: Years,
        today: date,
    ) -> None:
        self._duty, self._course, self._policies, self._today = duty, course, policies, today
        self._run, self._years = run, years
        self._notes: Sequence[Note] = course.of(RECURRING[duty])
        self._at = bisect_left(self._notes, run.days.since, key=_day)
        self._end = bisect_left(self._notes, run.days.until, self._at, key=_day)
        is_test = duty is Duty.TEST
        excused = [n.day for n in self._notes if n.code == NotDoneReason.EXCUSED] if is_test else []
        self._excused_on = excused
        self._overdue: Draft | None = None  # the last one that may still be met late
        self._held: tuple[Standing, Ruled | None] | None = None
        self._alike_until = run.days.since  # before that day all days are alike

    def drafts(self) -> list[Draft]:
        """The windows of the run, until the first that is awaited and not over by today."""
        drafts: list[Draft] = []
        since = anchor = self._run.days.since
        standing = self._course.standing_on(since)
        while since < self._run.days.until:
            if since >= self._alike_until:
                standing = self._course.standing_on(since)
                self._alike_until = self._next_change(since)
            ruled = self._ruled(standing, since, anchor)
            if ruled is None:
                self._lapse(drafts, since)
                since = anchor = self._after_a_gap(since)
                continue
            until, whole = self._until(ruled, since, anchor)
            lapses_on = self._lapses_on(since, until)
            entry = self._take(ruled.by, lapses_on)
            shape = ruled.policy.shape
            if entry and self._overdue and not isinstance(shape, EachWindow):
                self._overdue.met, self._overdue = entry, None
                if isinstance(shape, Every):
                    since, anchor = entry.day + DAY, entry.day
                    self._skip_to(since)
                    continue
                entry = self._take(ruled.by, lapses_on)
            over = self._over(shape, lapses_on, entry)
            draft = Draft(ruled, standing, since, over, until, entry)
            drafts.append(draft)
            self._settle(draft, shape, whole)
            since, anchor = draft.until, draft.until - DAY
            self._skip_to(since)
            is_to_come = min(until, self._run.days.until) > self._today
            if is_to_come and self._at >= self._end and self._is_next(draft):
                break
        else:
            if self._run.ends_with_term and drafts:
                self._after_the_term(drafts)
        return drafts

    def _after_the_term(self, drafts: Sequence[Draft]) -> None:
        """What is done after the term makes up for what was missed last, if it can be made up for.

        If not, it is awaited no more then: the client was met, and nothing else is due.
        """
        by = drafts[-1].ruled.by
        late = (
            note
            for note in self._notes[bisect_left(self._notes, self._run.days.until, key=_day) :]
            if self._counts(note, by)
        )
        entry = next(late, None)
        if entry is None or entry.day >= self._run.open_until:
            return
        if self._overdue is not None:
            self._overdue.met = entry
            return
        for each in drafts:
            if each.is_awaited:
                each.settled = DutyOutcome.MISSED

    def _ruled(self, standing: Standing, since: date, anchor: date) -> Ruled | None:
        """The policy of a window; after the last change of policies, the same as of the one before.

        Only where the case stands at something else it is another.
        """
        if self._held is not None and self._held[0] is standing:
            return self._held[1]
        ruled = policy_for(
            self._policies,
            self._duty,
            standing,
            since,
            lambda ruled: self._closes(ruled, since, anchor),
        )
        if next_change(self._policies, since) == date.max:
            self._held = standing, ruled
        return ruled

    def _closes(self, ruled: Ruled, since: date, anchor: date) -> date:
        """When the window of a policy closes: it may have before a newer version applied."""
        shape, until = ruled.policy.shape, self._until(ruled, since, anchor)[0]
        met = None
        if isinstance(shape, Every):
            for note in self._notes[self._at : self._end]:
                if note.day >= until:
                    break
                if self._counts(note, ruled.by):
                    met = note
                    break
        return self._over(shape, self._lapses_on(since, until), met)

    def _until(self, ruled: Ruled, since: date, anchor: date) -> tuple[date, int]:
        return until_of(ruled.policy.shape, since, anchor, self._years)

    def _lapses_on(self, since: date, until: date) -> date:
        """The first day of a window on which nothing is due any more; where none is, its end."""
        day = self._alike_until
        while day < until:
            if not is_due(self._policies, self._duty, self._course.standing_on(day), day):
                return day
            day = self._next_change(day)
        return until

    def _next_change(self, day: date) -> date:
        """The first day after a day on which other policies hold, or the case stands elsewhere."""
        return min(next_change(self._policies, day), self._course.next_change(day))

    def _lapse(self, drafts: Sequence[Draft], since: date) -> None:
        """What was not done in time is awaited no more from the day on which nothing is due."""
        if since <= self._today:
            for each in drafts:
                if each.is_awaited:
                    each.settled = DutyOutcome.MISSED

    def _over(self, shape: Shape | None, until: date, met: Note | None) -> date:
        """When a window is over: an interval when it is met, and all when the run is."""
        if met is not None and isinstance(shape, Every):
            until = met.day + DAY
        return min(until, self._run.days.until)

    def _settle(self, draft: Draft, shape: Shape | None, whole: int) -> None:
        """Say of one that is not met why it was not due after all, if it was not."""
        if draft.met is not None:
            self._overdue = None
        elif draft.until < min(draft.planned_until, self._run.days.until):
            draft.settled = DutyOutcome.FALLEN_AWAY  # before it was over, it was due no more
        elif self._falls_away(draft, shape):
            draft.settled = DutyOutcome.FALLEN_AWAY
        elif self._is_excused(draft, whole):
            draft.settled = DutyOutcome.EXCUSED
        elif not isinstance(shape, EachWindow):
            self._overdue = draft
        else:
            self._overdue = None

    def _falls_away(self, draft: Draft, shape: Shape | None) -> bool:
        """Whether there was still time when the run was over.

        The term ends as the first part of a month begins: what is short is due all the same,
        unless it is too short. But what is due so long after the last time was not due before it.
        """
        over = self._run.days.until
        if not self._run.ends_with_term:
            return self._course.falls_away(draft.planned_until, over)
        if isinstance(shape, Every) and draft.planned_until - DAY > over:
            return True
        draft.planned_until = min(draft.planned_until, over)
        return False

    def _is_excused(self, draft: Draft, whole: int) -> bool:
        """Whether the client could not: on the last day, or on so many that too few were left.

        Of a short window half is enough.
        """
        since, until, excused = draft.since, draft.until, self._course.excused
        if any(since <= day < until for day in self._excused_on):
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
        overdue = self._overdue
        day = min(self._next_change(since), self._run.days.until)
        if overdue is not None and (entry := self._take(overdue.ruled.by, day)):
            overdue.met, overdue.settled = entry, None
        self._overdue = None
        self._skip_to(day)
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
                self._course.standing_on(note.day).region, note.day
            )
        return self._duty is not Duty.TEST or note.code in TESTED

    def _skip_to(self, day: date) -> None:
        while self._at < self._end and self._notes[self._at].day < day:
            self._at += 1


def _day(note: Note) -> date:
    return note.day
