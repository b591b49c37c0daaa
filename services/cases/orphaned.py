"""Cases that nobody has: no member of the team who carries the case is there today."""

from dataclasses import dataclass
from datetime import date

from services.cases.carrying import absence_rules, carrying_rules, roles_of, uncovered_since
from services.cases.staff.covering import is_without
from shared.policies.policies import Policies

# A member who is not in this roster is there; at large, cases need not have anybody. Where the
# policies have no role that carries a case, nobody has it: so says the figure too.
_NOBODY = """
    kept.phase IN ('at_large', 'ordered', 'reported', 'agreed', 'suspended')
    AND (kept.kind <> 'at_large' OR EXISTS (
        SELECT FROM team_members AS member
        WHERE member.case_id = kept.case_id AND member.role = ANY ({roles})
        OFFSET 0
    ))
    AND NOT EXISTS (
        SELECT FROM team_members AS member
        LEFT JOIN workers AS worker ON worker.worker_id = member.worker_id
        WHERE member.case_id = kept.case_id AND member.left_on IS NULL
            AND member.role = ANY ({roles})
            AND (worker.left_on IS NULL OR {today}::date < worker.left_on)
            AND NOT {is_away}
        OFFSET 0
    )"""


def has_nobody(*, carrying: str, today: str, absences: str) -> str:
    """SQL: whether nobody has the case `kept`; lists, and what is observed, ask the same.

    By the case's own region, kind and level: `carrying` are the rules which roles carry a case,
    `absences` those how long an absence may be that nobody covers.
    """
    since = uncovered_since("kept", absences)
    is_away = is_without("member.worker_id", day=today, since=since)
    return _NOBODY.format(roles=roles_of("kept", carrying), today=today, is_away=is_away)


ORPHANED = f"""
    AND {has_nobody(carrying="$14", today="$15", absences="$16")}"""


@dataclass(frozen=True, slots=True)
class Orphaned:
    """When nobody has a case: no member of the team carries it by these rules and is there today.

    Whoever is absent for too long, by the rules of absences, and nobody stands in, is not there.
    """

    carrying: str
    today: date
    absences: str


def orphaned_today(today: date, policies: Policies) -> Orphaned:
    """By the policies of today, each case by those of its own region, kind and level."""
    return Orphaned(carrying_rules(policies, today), today, absence_rules(policies, today))
