"""Who carries a case, by the policies of the case's own region, kind and level: rules for SQL.

A role that carries in one place, or for one level, does not carry elsewhere. What the policies of a
day say goes into a statement as rules in the order in which they go before one another: of those
that are for a case the first holds, as in `Policies.team` and `Policies.number`.
"""

import json
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, TypeVar

from shared.policies.numbers import Number
from shared.policies.policies import Policies
from shared.policies.table import Policy
from shared.policies.teams import TeamPolicy
from shared.policies.values import Value

Placed = TypeVar("Placed", bound=Policy)

_OF_CASE = """SELECT rule.{column}
            FROM jsonb_to_recordset({rules}::jsonb) AS rule
                (rank int, prefix text, kinds text[], levels text[], roles text[], since date)
            WHERE {case}.region ^@ rule.prefix
                AND (rule.kinds IS NULL OR {case}.kind = ANY (rule.kinds))
                AND (rule.levels IS NULL OR {case}.level = ANY (rule.levels))
            ORDER BY rule.rank LIMIT 1"""


def roles_of(case: str, rules: str) -> str:
    """SQL: the roles that carry a case of the register, by `carrying_rules`; none where none do."""
    found = _OF_CASE.format(column="roles", case=case, rules=rules)
    return f"coalesce(({found}), ARRAY[]::text[])"


def uncovered_since(case: str, rules: str) -> str:
    """SQL: the day before which an absence without cover is too long, by `absence_rules`."""
    return "({})".format(_OF_CASE.format(column="since", case=case, rules=rules))


@lru_cache(maxsize=16)
def carrying_rules(policies: Policies, day: date) -> str:
    """Which roles carry a case, of all teams that a day's policies have."""

    def said(team: TeamPolicy) -> dict[str, Any]:
        roles = [code for code, role in team.roles.items() if role.carries]
        return {"roles": roles, "levels": sorted(team.levels) or None}

    return _rules(policies.teams, day, said, lambda team: bool(team.levels))


@lru_cache(maxsize=16)
def absence_rules(policies: Policies, day: date) -> str:
    """Before which day an absence has begun that is too long without cover."""
    numbers = [each for each in policies.numbers if each.value is Value.UNCOVERED_DAYS]

    def said(number: Number) -> dict[str, Any]:
        return {"since": str(day - timedelta(days=number.number))}

    return _rules(numbers, day, said, lambda _: False)


def _rules(
    entries: Iterable[Placed],
    day: date,
    said: Callable[[Placed], dict[str, Any]],
    has_levels: Callable[[Placed], bool],
) -> str:
    """As JSON, the first to hold first: by the region, the level, the kind and the day."""
    ranked = [
        ((len(prefix), has_levels(each), bool(holding.kinds), holding.since), prefix, each)
        for each in entries
        for holding in (each.holding,)
        if holding.since <= day < holding.until
        for prefix in holding.regions
    ]
    in_order = sorted(ranked, key=lambda found: found[0])[::-1]
    return json.dumps(
        [
            {"rank": rank, "prefix": prefix, "kinds": sorted(each.holding.kinds) or None}
            | said(each)
            for rank, (_, prefix, each) in enumerate(in_order)
        ]
    )
