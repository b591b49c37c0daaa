"""What entries of a file of policies are held to together, and beside built-in ones. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import combinations
from typing import Any, NamedTuple

from shared.policies.duties import DUTY
from shared.policies.faults import Faults
from shared.policies.policies import Policies
from shared.policies.schemes import SCHEME
from shared.policies.table import Policy, Table
from shared.policies.tables import TABLES
from shared.policies.teams import TEAM
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
    for table, entries in ((DUTY, policies.duties), (TEAM, policies.teams)):
        for entry in entries:
            for level in sorted(entry.levels - policies.levels.keys()):
                faults.unknown(table.place(entry.code), "levels", level, [*policies.levels])
    levels = ((SCHEME.place(each.code), each.levels) for each in policies.schemes)
    _check_names(_LEVEL, levels, faults)
    roles = (
        (TEAM.place(each.code), {code: role.name for code, role in each.roles.items()})
        for each in policies.teams
    )
    _check_names(_ROLE, roles, faults)


def _check_alike(table: Table[Any], entries: Sequence[Policy], faults: Faults) -> None:
    if table.alike is None:
        return
    field, are_alike = table.alike
    for one, other in combinations(entries, 2):
        # Of one code, that is reported, which stands there twice.
        if one.code != other.code and are_alike(one, other) and one.holding.meets(other.holding):
            faults.add(
                table.place(other.code),
                field,
                f"与 {one.code} 的事项、地区、人员类别、等级和起始日期相同，无法确定以哪一项为准；"
                "要代替它，请用它的代码，否则请改变地区或 since。",
                f"is of the same regions, kinds, levels and first day as {one.code}, and neither"
                " goes first; give it that code to take its place, or another region or since.",
            )


class _Words(NamedTuple):
    """What a code is of, and where else it has a name."""

    field: str
    what: str  # in Chinese; of English nothing is said
    where: Text


_LEVEL = _Words("levels", "等级", Text(zh="标准", en="scheme"))
_ROLE = _Words("roles", "角色", Text(zh="小组", en="team"))


def _check_names(
    words: _Words, entries: Iterable[tuple[Text, Mapping[str, Text]]], faults: Faults
) -> None:
    """Note codes that have other names in another entry; each comes with its place."""
    known: dict[str, Text] = {}
    for place, names in entries:
        for at, (code, name) in enumerate(names.items(), 1):
            before, where = known.setdefault(code, name), words.where
            if before != name:
                faults.add(
                    place,
                    f"{words.field}[{at}].name",
                    f"{words.what} {code} 在其他{where.zh}中的名称是“{before.zh}”；请统一名称，"
                    "或另取代码。",
                    f"{code} is called {before.en} in another {where.en}; give it that name, or"
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
