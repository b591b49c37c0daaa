"""Cases that nobody has: no member of the team who carries the case is there today."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from services.cases.staff.covering import is_without
from shared.policies.in_force import policies_in_force
from shared.policies.policies import Policies
from shared.policies.values import Value

# A member who is not in this roster is there; at large, cases need not have anybody.
_NOBODY = """
    kept.phase IN ('at_large', 'ordered', 'reported', 'agreed', 'suspended')
    AND (kept.kind <> 'at_large' OR EXISTS (
        SELECT FROM team_members AS member
        WHERE member.case_id = kept.case_id AND member.role = ANY ({roles}::text[])
        OFFSET 0
    ))
    AND NOT EXISTS (
        SELECT FROM team_members AS member
        LEFT JOIN workers AS worker ON worker.worker_id = member.worker_id
        WHERE member.case_id = kept.case_id AND member.left_on IS NULL
            AND member.role = ANY ({roles}::text[])
            AND (worker.left_on IS NULL OR {today}::date < worker.left_on)
            AND NOT {is_without}
        OFFSET 0
    )"""


def has_nobody(*, roles: str, today: str, since: str) -> str:
    """SQL: whether nobody has the case `kept`; lists, and what is observed, ask the same.

    `roles` carry a case; `since` is the day before which an absence that nobody covers is too long.
    """
    absent = is_without("member.worker_id", day=today, since=since)
    return _NOBODY.format(roles=roles, today=today, is_without=absent)


ORPHANED = f"""
    AND {has_nobody(roles="$14", today="$15", since="$16")}"""


@dataclass(frozen=True, slots=True)
class Orphaned:
    """When nobody has a case: no member of the team is in one of these roles and there today.

    Whoever is absent since before a day, and nobody stands in, is not there.
    """

    roles: tuple[str, ...]
    today: date
    absent_since_before: date


def orphaned_today(
    regions: Collection[str], region: str | None, today: date, policies: Policies | None = None
) -> Orphaned:
    """By the policies of today, of the region that is asked for, or of the caller's own."""
    policies = policies or policies_in_force()
    where = region or min(regions, default="")
    days = policies.number(Value.UNCOVERED_DAYS, where, today)
    return Orphaned(policies.carrying, today, today - timedelta(days=days))
