"""Cases that nobody has: no member of the team who carries the case is there today."""

from dataclasses import dataclass
from datetime import date

from services.cases.carrying import absence_rules, carrying_rules, roles_of, uncovered_since
from services.cases.staff.covering import is_without
from shared.policies.in_force import policies_in_force

_CARRIES = roles_of("kept", "$14")
_AWAY = is_without("member.worker_id", day="$15", since=uncovered_since("kept", "$16"))

# $14: which roles carry a case; $15: today; $16: how long an absence may be that nobody covers:
# both by the case's own region, kind and level. A member who is not in this roster is there; at
# large, cases need not have anybody; nor need those that no role carries.
ORPHANED = f"""
    AND kept.phase IN ('at_large', 'ordered', 'reported', 'agreed', 'suspended')
    AND cardinality({_CARRIES}) > 0
    AND (kept.kind <> 'at_large' OR EXISTS (
        SELECT FROM team_members AS member
        WHERE member.case_id = kept.case_id AND member.role = ANY ({_CARRIES})
        OFFSET 0
    ))
    AND NOT EXISTS (
        SELECT FROM team_members AS member
        LEFT JOIN workers AS worker ON worker.worker_id = member.worker_id
        WHERE member.case_id = kept.case_id AND member.left_on IS NULL
            AND member.role = ANY ({_CARRIES})
            AND (worker.left_on IS NULL OR $15::date < worker.left_on)
            AND NOT {_AWAY}
        OFFSET 0
    )"""


@dataclass(frozen=True, slots=True)
class Orphaned:
    """When nobody has a case: no member of the team carries it by these rules and is there today.

    Whoever is absent for too long, by the rules of absences, and nobody stands in, is not there.
    """

    carrying: str
    today: date
    absences: str


def orphaned_today(today: date) -> Orphaned:
    """By the policies of today, each case by those of its own region, kind and level."""
    policies = policies_in_force()
    return Orphaned(carrying_rules(policies, today), today, absence_rules(policies, today))
