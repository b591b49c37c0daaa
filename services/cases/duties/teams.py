"""The support team that a programme is to have: complete within so many days. Pure.

戒毒条例 17: a group of workers, police, family and volunteers carries a programme out. Due from
the agreement on, and anew whenever a member leaves or more are needed than before. Who comes to
lack after the term is not asked for, when only the completion is to come; what lacked before stays
overdue.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from services.cases.duties.course import Course
from services.cases.duties.history import Note, What
from services.cases.duties.once import Task
from services.cases.duties.ruling import PoliciesOver
from services.cases.duties.stretches import Days
from shared.events.cases.duties import Duty, DutyOutcome


class _Member(NamedTuple):
    """A member by the role, and the days in the team; `joined` is the note of the joining."""

    role: str
    days: Days
    joined: Note


def of_teams(course: Course, policies: PoliciesOver, terms: Sequence[date]) -> Iterator[Task]:
    """The completion of a team, once for each time in which it lacks somebody.

    `terms` are the days on which the terms of the stretches are over.
    """
    members: list[_Member] | None = None
    for stretch, term in zip(course.stretches, terms, strict=True):
        if not stretch.is_programme or stretch.agreed is None:
            continue
        members = [*_members(course)] if members is None else members
        for days in course.open_between(stretch.agreed.day, stretch.until):
            yield from _lacking(course, policies, members, days, term)


def _members(course: Course) -> Iterator[_Member]:
    recorded = course.history.notes
    for joined in course.of(What.JOINED_TEAM):
        role, _, agency = joined.code.partition(" ")
        ends = [left.day for left in course.about(What.LEFT_TEAM, joined)]
        if agency:  # workers of an agency that gives the case up are in the team no more
            after = recorded[recorded.index(joined) :]
            given_up = (each for each in after if each.what is What.REASSIGNED)
            ends += [each.day for each in given_up if each.code == agency]
        yield _Member(role, Days(joined.day, min(ends, default=date.max)), joined)


def _lacking(
    course: Course, policies: PoliciesOver, members: list[_Member], days: Days, term: date
) -> Iterator[Task]:
    """A task for each time, begun before the term is over, in which the team is not complete."""
    turns = {days.since}
    for day in (*course.changes, *policies.changes, *(d for each in members for d in each.days)):
        if days.since < day < days.until:
            turns.add(day)
    since: date | None = None
    for day in sorted(turns):
        lacks = _lacks(course, policies, members, day)
        if lacks and since is None:
            since = day
        elif not lacks and since is not None:
            met = next((each.joined for each in members if each.days.since == day), None)
            if since < term:
                yield _task(since, days, term, met)
            since = None
    if since is not None and since < term:
        yield _task(since, days, term, None, goes_on=True)


def _lacks(course: Course, policies: PoliciesOver, members: list[_Member], day: date) -> bool:
    standing = course.standing_on(day)
    team = policies.in_force_on(day).team(standing.region, standing.kind, standing.level, day)
    if team is None:
        return False
    there = Counter(each.role for each in members if each.days.since <= day < each.days.until)
    return any(there[code] < role.number for code, role in team.roles.items())


def _task(since: date, days: Days, term: date, met: Note | None, *, goes_on: bool = False) -> Task:
    """Complete by somebody's joining; or because fewer are needed than before."""
    settled = None if met is not None or goes_on else DutyOutcome.FALLEN_AWAY
    return Task(
        duty=Duty.TEAM,
        since=since,
        counted_from=since,
        within=(Days(since, days.until),),
        met=met,
        term=term,
        settled=settled,
    )
