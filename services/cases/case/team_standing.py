"""Whether a case's team is complete, day by day: part of what the case stands at. Pure.

As the policies in force want it, each day by the policy of that day. A policy that is changed for
days of before is taken up by a case's next entry, or when the service starts (unpublished.py).
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from services.cases.case.state import File
from shared.events.cases.kinds import CaseKind
from shared.events.cases.standing import TeamStanding
from shared.events.cases.team import TeamMemberJoined, TeamMemberLeft
from shared.policies.in_force import policies_in_force


def team_on(file: File, day: date | None, kind: CaseKind, level: str) -> TeamStanding | None:
    """Whether the team lacks somebody on a day; None where nobody in it carries the case."""
    if day is None or kind is CaseKind.AT_LARGE:
        return None
    there = Counter(
        member.role for member, until in _members(file) if member.occurred_on <= day < until
    )
    if not there:
        return None
    policy = policies_in_force().team(file.region, kind, level, day)
    roles = policy.roles if policy else {}
    if not any(there[code] for code, role in roles.items() if role.carries):
        return None
    lacks = any(there[code] < role.number for code, role in roles.items())
    return TeamStanding.LACKING if lacks else TeamStanding.COMPLETE


def turns(file: File) -> Iterator[date]:
    """The days on which a team may become another one, those of its members' entries aside."""
    if not any(isinstance(mark, TeamMemberJoined) for mark in file.marks):
        return
    yield from (day for day in file.passed_on.values() if day != date.min)
    for each in policies_in_force().teams:
        if any(file.region.startswith(region) for region in each.holding.regions):
            yield from (
                day
                for day in (each.holding.since, each.holding.until)
                if day not in (date.min, date.max)
            )


def _members(file: File) -> Iterator[tuple[TeamMemberJoined, date]]:
    """All who joined, each until the first day on which they were in the team no more."""
    left = {
        mark.joining_id: mark.occurred_on for mark in file.marks if isinstance(mark, TeamMemberLeft)
    }
    for mark in file.marks:
        if isinstance(mark, TeamMemberJoined):
            given_up = file.passed_on.get(mark.entry_id, date.max)
            yield mark, min(left.get(mark.entry_id, date.max), given_up)
