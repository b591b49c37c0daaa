"""Duties that are due once, after something: what they have in common. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.cases.duties.course import Course
from services.cases.duties.drafts import Draft, let_fall, settle, windows_of
from services.cases.duties.history import Note
from services.cases.duties.ruling import PoliciesOver, Ruled, policy_for
from services.cases.duties.stretches import Days, holds
from services.cases.duties.windows import DAY, Window
from shared.events.cases.duties import Duty, DutyOutcome
from shared.policies.shapes import Within


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something that is due once: from `since` on, so many days after `counted_from`.

    `within` are the days in which it may be due; each time they begin anew, so does it. `met` is
    the entry that did it. Whoever is excused on its last day, by days or by what is recorded in
    `settled`, need not do it, unless it `comes_again` when those days are over. What there is still
    time for on the day `term`, and is not done before it, is due no more then.
    """

    duty: Duty
    since: date
    counted_from: date
    within: Iterable[Days]
    met: Note | None
    excuse: Sequence[Days] = ()
    comes_again: bool = False
    term: date = date.max
    settled: DutyOutcome | None = None
    subject: UUID | None = None
    to_whom: str = ""


def once(task: Task, course: Course, policies: PoliciesOver, today: date) -> list[Window]:
    """The windows of a task: one, unless it came again."""
    drafts: list[Draft] = []
    since, counted_from = task.since, task.counted_from
    for days in task.within:
        if since < days.since:
            since = counted_from = days.since
        while since < days.until:
            draft = _draft(task, course, policies, since, counted_from, days.until)
            if draft is None:
                break
            drafts.append(draft)
            since = counted_from = _met_or_settled(task, course, draft, days)
        settle(drafts, goes_on=days.until == date.max)
        since = counted_from = days.until
        if drafts and drafts[-1].met is not None:
            break
    if course.history.void:
        let_fall(drafts)
    return windows_of(task.duty, drafts, today, task.subject, task.to_whom)


def _draft(
    task: Task,
    course: Course,
    policies: PoliciesOver,
    since: date,
    counted_from: date,
    over: date,
) -> Draft | None:
    standing = course.standing_on(since)

    def until(ruled: Ruled) -> date:
        assert isinstance(ruled.policy.shape, Within)
        return ruled.by.last_day(counted_from, ruled.policy.shape, standing.region) + DAY

    def closes_on(ruled: Ruled) -> date:
        """When it closes: it may have before a newer version applied."""
        return min(until(ruled), over)

    ruled = policy_for(policies, task.duty, standing, since, closes_on)
    if ruled is None:
        return None
    closes = until(ruled)
    return Draft(ruled, standing, since, closes, closes)


def _met_or_settled(task: Task, course: Course, draft: Draft, days: Days) -> date:
    """Say by what it was met, or why it was not due; and when it comes again, if it does.

    What is about an entry may be done after those days, too.
    """
    again = date.max
    if draft.until > task.term and (task.met is None or task.met.day >= task.term):
        draft.settled, draft.until = DutyOutcome.FALLEN_AWAY, min(task.term, days.until)
        return again
    excused = holds(task.excuse, draft.until - DAY)
    if excused and task.comes_again:
        again = _first_without(task.excuse, draft.until)
    met_until = again if task.subject is not None else min(again, days.until)
    if task.met is not None and task.met.day < met_until:
        draft.met = task.met
        if task.subject is None:
            draft.until = min(draft.until, days.until)
        return date.max
    if course.falls_away(draft.until, days.until):
        draft.settled, draft.until = DutyOutcome.FALLEN_AWAY, days.until
        return days.until
    if excused or task.settled is not None:
        draft.settled = DutyOutcome.EXCUSED if excused else task.settled
        return again
    return date.max


def _first_without(excuse: Sequence[Days], day: date) -> date:
    while day < date.max and (held := holds(excuse, day)):
        day = held.until
    return day
