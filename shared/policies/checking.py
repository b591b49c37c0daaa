"""What entries of a file of policies are held to together, and beside built-in ones. Pure."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from itertools import combinations
from typing import Any

from shared.policies.duties import DUTY
from shared.policies.faults import Faults
from shared.policies.policies import Policies
from shared.policies.schemes import SCHEME, Scheme
from shared.policies.table import Policy, Table
from shared.policies.tables import TABLES
from shared.policies.teams import TEAM, TeamPolicy
from shared.text import Text


def check_codes(table: Table[Any], entries: Sequence[Policy], faults: Faults) -> None:
    """Note codes that two entries of a table have."""
    for code, times in Counter(each.code for each in entries).items():
        if code and times > 1:
            faults.add(
                table.place(code),
                "code",
                f"重复出现{times}次；请各取一个代码。",
                f"stands there {times} times; give each entry a code of its own.",
            )


def check_together(policies: Policies, faults: Faults) -> None:
    """Note entries of which none goes before the other, and levels that no scheme has."""
    for table in TABLES:
        _check_alike(table, getattr(policies, table.attribute), faults)
    for duty in policies.duties:
        for level in sorted(duty.levels - policies.levels.keys()):
            faults.unknown(DUTY.place(duty.code), "levels", level, [*policies.levels])
    _check_schemes(policies.schemes, faults)
    _check_roles(policies.teams, faults)


def _check_alike(table: Table[Any], entries: Sequence[Policy], faults: Faults) -> None:
    if table.alike is None:
        return
    field, are_alike = table.alike
    for one, other in combinations(entries, 2):
        # Of one code, that is told, which stands there twice.
        if one.code != other.code and are_alike(one, other) and one.holding.meets(other.holding):
            faults.add(
                table.place(other.code),
                field,
                f"与 {one.code} 的事项、地区、人员类别、等级和起始日期相同，无法确定以哪一项为准；"
                "要代替它，请用它的代码，否则请改变地区或 since。",
                f"is of the same regions, kinds, levels and first day as {one.code}, and neither"
                " goes first; give it that code to take its place, or another region or since.",
            )


def _check_schemes(schemes: Sequence[Scheme], faults: Faults) -> None:
    named: dict[str, Text] = {}
    for scheme in schemes:
        for at, (level, name) in enumerate(scheme.levels.items(), 1):
            if named.setdefault(level, name) != name:
                faults.add(
                    SCHEME.place(scheme.code),
                    f"levels[{at}].name",
                    f"等级 {level} 在其他标准中的名称是“{named[level].zh}”；请统一名称，"
                    "或另取代码。",
                    f"{level} is called {named[level].en} in another scheme; give it that name, or"
                    " another code.",
                )


def _check_roles(teams: Sequence[TeamPolicy], faults: Faults) -> None:
    named: dict[str, Text] = {}
    for team in teams:
        for at, (code, role) in enumerate(team.roles.items(), 1):
            if named.setdefault(code, role.name) != role.name:
                faults.add(
                    TEAM.place(team.code),
                    f"roles[{at}].name",
                    f"角色 {code} 在其他小组中的名称是“{named[code].zh}”；请统一名称，或另取代码。",
                    f"{code} is called {named[code].en} in another team; give it that name, or"
                    " another code.",
                )


def check_replaced(own: Policies, built_in: Policies, faults: Faults) -> None:
    """Note entries that take the place of a built-in one but say less: a part of it would be lost.

    To set something for a part of what the built-in entry holds for, an entry has another code.
    """
    for table in TABLES:
        if table.check_replacing is None:
            continue
        before = {each.code: each for each in getattr(built_in, table.attribute)}
        for entry in getattr(own, table.attribute):
            if entry.code in before:
                fault = partial(faults.add, table.place(entry.code))
                table.check_replacing(entry, before[entry.code], fault)
