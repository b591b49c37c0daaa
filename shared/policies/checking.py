"""What entries of a file of policies are held to together, and beside built-in ones. Pure."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import Protocol

from shared.events.cases.assessments import DEFAULT_SCHEME
from shared.policies.faults import Faults, place_of
from shared.policies.holding import Holding
from shared.policies.policies import DutyPolicy, Number, Policies
from shared.policies.schemes import Scheme
from shared.policies.teams import TeamPolicy
from shared.policies.working_days import Days
from shared.text import Text


class Coded(Protocol):
    """An entry, by its code."""

    @property
    def code(self) -> str:
        """Its code."""


def check_codes(table: str, entries: Sequence[Coded], faults: Faults) -> None:
    """Note codes that two entries of a table have."""
    for code, times in Counter(each.code for each in entries).items():
        if code and times > 1:
            faults.add(
                place_of(table, code, 0),
                "code",
                f"重复出现{times}次；请各取一个代码。",
                f"stands there {times} times; give each entry a code of its own.",
            )


def check_together(policies: Policies, faults: Faults) -> None:
    """Note entries of which none goes before the other, and levels that no scheme has."""
    for one, other in combinations(policies.duties, 2):
        levels = one.levels & other.levels or not (one.levels or other.levels)
        if one.duty is other.duty and levels and one.holding.meets(other.holding):
            _same("duty", "duty", one.code, other.code, faults)
    for this, that in combinations(policies.numbers, 2):
        if this.value is that.value and this.holding.meets(that.holding):
            _same("number", "value", this.code, that.code, faults)
    for former, latter in combinations(policies.teams, 2):
        levels = former.levels & latter.levels or not (former.levels or latter.levels)
        if levels and former.holding.meets(latter.holding):
            _same("team", "code", former.code, latter.code, faults)
    _check_roles(policies.teams, faults)
    for duty in policies.duties:
        for level in sorted(duty.levels - policies.levels.keys()):
            faults.unknown(place_of("duty", duty.code, 0), "levels", level, [*policies.levels])
    _check_schemes(policies.schemes, faults)


def _same(table: str, field: str, code: str, other: str, faults: Faults) -> None:
    if code != other:  # else the code is told, which stands there twice
        faults.add(
            place_of(table, other, 0),
            field,
            f"与 {code} 的事项、地区、人员类别、等级和起始日期相同，无法确定以哪一项为准；"
            "要代替它，请用它的代码，否则请改变地区或 since。",
            f"is of the same regions, kinds, levels and first day as {code}, and neither goes"
            " first; give it that code to take its place, or another region or since.",
        )


def _check_roles(teams: Sequence[TeamPolicy], faults: Faults) -> None:
    named: dict[str, Text] = {}
    for team in teams:
        for at, (code, role) in enumerate(team.roles.items(), 1):
            if named.setdefault(code, role.name) != role.name:
                faults.add(
                    place_of("team", team.code, 0),
                    f"roles[{at}].name",
                    f"角色 {code} 在其他小组中的名称是“{named[code].zh}”；请统一名称，或另取代码。",
                    f"{code} is called {named[code].en} in another team; give it that name, or"
                    " another code.",
                )


def _check_schemes(schemes: Sequence[Scheme], faults: Faults) -> None:
    named: dict[str, Text] = {}
    for scheme in schemes:
        for at, (level, name) in enumerate(scheme.levels.items(), 1):
            if named.setdefault(level, name) != name:
                faults.add(
                    place_of("scheme", scheme.code, 0),
                    f"levels[{at}].name",
                    f"等级 {level} 在其他标准中的名称是“{named[level].zh}”；请统一名称，"
                    "或另取代码。",
                    f"{level} is called {named[level].en} in another scheme; give it that name, or"
                    " another code.",
                )


def check_replaced(own: Policies, built_in: Policies, faults: Faults) -> None:
    """Note entries that take the place of a built-in one but say less: a part of it would be lost.

    To set something for a part of what the built-in entry holds for, an entry has another code.
    """
    duties = {each.code: each for each in built_in.duties}
    for duty in own.duties:
        if duty.code in duties:
            _check_duty(duty, duties[duty.code], faults)
    numbers = {each.code: each for each in built_in.numbers}
    for number in own.numbers:
        if number.code in numbers:
            _check_number(number, numbers[number.code], faults)
    schemes = {each.code: each for each in built_in.schemes}
    for scheme in own.schemes:
        if scheme.code in schemes:
            _check_scheme(scheme, schemes[scheme.code], faults)
    lists = {each.code: each for each in built_in.days}
    for days in own.days:
        if days.code in lists:
            _check_days(days, lists[days.code], faults)


def _check_duty(duty: DutyPolicy, before: DutyPolicy, faults: Faults) -> None:
    if duty.duty is not before.duty:
        _other("duty", "duty", duty.code, before.duty, faults)
    elif duty.levels or not _holds_as(duty.holding, before.holding):
        _narrower("duty", duty.code, faults)


def _check_number(number: Number, before: Number, faults: Faults) -> None:
    if number.value is not before.value:
        _other("number", "value", number.code, before.value, faults)
    elif not _holds_as(number.holding, before.holding):
        _narrower("number", number.code, faults)


def _check_scheme(scheme: Scheme, before: Scheme, faults: Faults) -> None:
    place = place_of("scheme", scheme.code, 0)
    if [*scheme.levels] != [*before.levels]:
        faults.add(
            place,
            "levels",
            "这是内置标准的代码，其等级不能改变，因为已有记录使用；请另取代码。",
            "this is the code of a built-in scheme, whose levels do not change, because entries"
            " carry them; give yours another code.",
        )
    elif scheme.code == DEFAULT_SCHEME and scheme.holding != Holding():
        faults.add(
            place,
            "regions",
            "未写明标准的评估都按此标准，不能限定地区和日期。",
            "assessments that name no scheme are of this one; it holds everywhere and always.",
        )


def _check_days(days: Days, before: Days, faults: Faults) -> None:
    if days.year != before.year or days.regions != ("",):
        _narrower("days", days.code, faults)


def _holds_as(holding: Holding, before: Holding) -> bool:
    everywhere = "" in holding.regions
    always = holding.since == date.min and holding.until == date.max
    kinds = not holding.kinds or bool(before.kinds and before.kinds <= holding.kinds)
    return everywhere and always and kinds


def _narrower(table: str, code: str, faults: Faults) -> None:
    faults.add(
        place_of(table, code, 0),
        "code",
        "这是内置条目的代码，会整个代替它，因此不能限定地区、人员类别、等级或日期；"
        "只对一部分另作规定的，请另取代码，内置条目对其余部分仍然有效。",
        "this is the code of a built-in entry, whose place it takes altogether, so it holds for all"
        " regions, kinds, levels and days of that; to set something for a part, give it another"
        " code, and the built-in entry goes on for the rest.",
    )


def _other(table: str, field: str, code: str, before: str, faults: Faults) -> None:
    faults.add(
        place_of(table, code, 0),
        field,
        f"这是内置条目的代码，该条目是 {before}；请另取代码。",
        f"this is the code of a built-in entry, of {before}; give yours another code.",
    )
