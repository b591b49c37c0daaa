"""The table [[team]]: which roles there are, and how many members of each a team has. Pure.

What the code of a role stands for never changes, because entries carry it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.policies.field_values import is_number, text_of
from shared.policies.fields import HELD, NOTES, Entry
from shared.policies.holding import UNSAID, Holding
from shared.policies.table import Fields, Table, named
from shared.text import Text

MOST = 20  # members of one role that a team can need
_ROLE = {"code", "name", "number"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role by its name; a team is complete with `number` members in it, and may have more.

    Who is in one that `carries` has the case among the own (caseload); without one, nobody has it.
    """

    name: Text
    number: int
    carries: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPolicy:
    """The roles of a team by their codes; without levels it is for all."""

    code: str
    name: Text
    roles: Mapping[str, Role]
    holding: Holding
    levels: frozenset[str] = frozenset()
    source: Text = UNSAID
    note: str = ""


def _read(entry: Entry) -> TeamPolicy:
    return TeamPolicy(
        code=entry.code(),
        name=entry.named(),
        roles=_roles(entry),
        levels=frozenset(entry.codes("levels")),
        **entry.held(kinds=True),
    )


def _roles(entry: Entry) -> Mapping[str, Role]:
    given, roles = entry.get("roles"), dict[str, Role]()
    if entry.has("roles") and not (isinstance(given, list) and given):
        entry.fault("roles", "至少应有一个角色。", "must be a list of one role or more.")
        given = []
    for at, each in enumerate(given or (), 1):
        field = f"roles[{at}]"
        if not (isinstance(each, dict) and each.keys() - {"carries"} == _ROLE):
            entry.fault(
                field,
                '应写成 { code = "volunteer", name = { zh = "志愿者", en = "volunteer" },'
                " number = 1 }。",
                'write it as { code = "volunteer", name = { zh = "志愿者", en = "volunteer" },'
                " number = 1 }.",
            )
        elif not is_number(each["number"], 0, MOST):
            entry.fault(
                f"{field}.number",
                f"应为0至{MOST}的整数；0 表示可以有、不要求。",
                f"must be a whole number from 0 to {MOST}; 0 is for one that a team may have.",
            )
        elif not isinstance(each.get("carries", False), bool):
            entry.fault(f"{field}.carries", "应为 true 或 false。", "must be true or false.")
        elif entry.names_anew(field, each, roles):
            name, carries = text_of(each["name"]), each.get("carries", False)
            roles[each["code"]] = Role(name=name, number=each["number"], carries=carries)
    return roles


def _own_fields(team: TeamPolicy) -> Fields:
    return {
        "name": named(team.name),
        "roles": [
            {"code": code, "name": named(role.name), "number": role.number}
            | ({"carries": True} if role.carries else {})
            for code, role in team.roles.items()
        ],
        "levels": sorted(team.levels),
    }


def _are_alike(one: TeamPolicy, other: TeamPolicy) -> bool:
    return bool(one.levels & other.levels) or not (one.levels or other.levels)


TEAM = Table(
    table="team",
    attribute="teams",
    name=Text(zh="帮教小组", en="team"),
    fields=("code", "name", "roles", "levels", "kinds", *HELD, *NOTES),
    read=_read,
    own_fields=_own_fields,
    alike=("code", _are_alike),
)
