"""Duties that are about an entry: appointed tests, leaves, crises, posts, endings. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from services.cases.duties.course import Course
from services.cases.duties.history import Note, What
from services.cases.duties.once import Task
from services.cases.duties.recurring import TESTED
from services.cases.duties.stretches import Days
from shared.events.cases.drug_tests import NotDoneReason
from shared.events.cases.duties import Duty, DutyOutcome
from shared.events.cases.endings import Ending, Noticed

EVER = (Days(date.min, date.max),)
LOOKED_FOR = timedelta(days=90)  # before the end of a post
LAST_MEANT = date(9000, 1, 1)  # nobody means a day behind it, and there are not many more
# Who must be told of which ending. 戒毒条例 21, 40: of a programme's completion all whom there are.
# That is law, and no place's to set; within how many days, and whether at all, is a policy.
TOLD: Mapping[str, tuple[Noticed, ...]] = {Ending.COMPLETED: tuple(Noticed)}


def about_entries(course: Course) -> Iterator[Task]:
    """What is due about each entry that asks for it."""
    for note in course.of(What.APPOINTED):
        yield from _appointed(course, note)
    for note in course.of(What.LEAVE):
        yield from _on_leave(course, note)
    for note in course.of(What.CRISIS):
        # A danger outlasts the case, and nobody is excused from it.
        yield Task(
            duty=Duty.CRISIS_FOLLOW_UP,
            since=note.day,
            counted_from=note.day,
            within=EVER,
            met=next(course.about(What.FOLLOWED_UP, note), None),
            subject=note.entry_id,
        )
    for note in course.of(What.POST):
        yield from _in_post(course, note)
    for note in course.endings:
        yield from _told(course, note)


def _in_post(course: Course, post: Note) -> Iterator[Task]:
    """What comes after a public-benefit post is looked for in its last three months.

    It is due on the first day without it, and met by its end, whenever and for whatever reason; a
    renewed post is a new one.
    """
    if post.to is None or post.to > LAST_MEANT:
        return
    yield Task(
        duty=Duty.END_OF_POST,
        since=max(post.day, post.to - LOOKED_FOR),
        counted_from=post.to,
        within=_until_closed(course, post.day),
        met=next(course.about(What.POST_ENDED, post), None),
        subject=post.entry_id,
    )


def _appointed(course: Course, appointed: Note) -> Iterator[Task]:
    """An appointment is due on its day; a test that was not done is not awaited any more."""
    assert appointed.to is not None
    tests = [*course.about(What.TEST, appointed)]
    not_done = next((each for each in tests if each.code not in TESTED), None)
    settled = None
    if not_done is not None:
        excused = not_done.code == NotDoneReason.EXCUSED
        settled = DutyOutcome.EXCUSED if excused else DutyOutcome.MISSED
    yield Task(
        duty=Duty.APPOINTED_TEST,
        since=appointed.day,
        counted_from=appointed.to,
        within=_until_closed(course, appointed.day),
        met=next((each for each in tests if each.code in TESTED), None),
        excuse=course.excused,
        settled=settled,
        subject=appointed.entry_id,
    )


def _on_leave(course: Course, leave: Note) -> Iterator[Task]:
    """Who is on leave is to be back on the day that was said last."""
    back_on = course.back_on(leave)
    if back_on > LAST_MEANT:
        return
    yield Task(
        duty=Duty.RETURN_FROM_LEAVE,
        since=leave.day,
        counted_from=back_on,
        within=_until_closed(course, leave.day),
        met=next(course.about(What.RETURNED, leave), None),
        excuse=course.suspended,
        subject=leave.entry_id,
    )


def _told(course: Course, ending: Note) -> Iterator[Task]:
    """The report on an ending, and those who are told of it, unless it is opened again first."""
    reopened = (each.since for each in course.open if each.since > ending.day)
    within = (Days(ending.day, next(reopened, date.max)),)
    yield Task(
        duty=Duty.CLOSING_REPORT,
        since=ending.day,
        counted_from=ending.day,
        within=within,
        met=next(course.about(What.CLOSING_REPORT, ending), None),
        subject=ending.entry_id,
    )
    notices = [*course.about(What.NOTIFIED, ending)]
    for party in TOLD.get(ending.code, ()):
        yield Task(
            duty=Duty.ENDING_NOTICE,
            since=ending.day,
            counted_from=ending.day,
            within=within,
            met=next((each for each in notices if each.code == party), None),
            subject=ending.entry_id,
            to_whom=party.value,
        )


def _until_closed(course: Course, day: date) -> tuple[Days, ...]:
    """From a day until the case is closed; nothing where it was closed before that day came."""
    for each in course.open:
        if day < each.until:
            return (Days(day, each.until),) if each.since <= day or each is course.open[0] else ()
    return ()
