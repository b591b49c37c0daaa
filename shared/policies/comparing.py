"""What a changed file of policies changes: which values, and for whom. Pure.

Between two days on which a policy begins or ends nothing changes, and a region is as the longest
region that a policy names of it; so it is enough to ask for these.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Generic, TypeVar

from shared.events.cases.kinds import CaseKind
from shared.policies.dictionaries import Word, WordList
from shared.policies.helping import HelpKind, NeedKind
from shared.policies.holding import UNSAID
from shared.policies.occasions import OccasionPolicy
from shared.policies.parts import NONE, Asked, PolicyPart, part_of, parts_of
from shared.policies.policies import Policies
from shared.policies.ranking_schemes import RankingScheme
from shared.policies.schemes import Scheme
from shared.policies.table import Policy
from shared.policies.teams import TeamPolicy
from shared.text import Text

Named = TypeVar("Named", bound=Policy)


@dataclass(frozen=True, kw_only=True)
class Change:
    """One value that is another from now on, in a region but for some below it, [since, until).

    No levels are all; the level "" stands for all that have no entry of their own.
    """

    what: PolicyPart
    before: Text
    after: Text
    region: str
    but_for: tuple[str, ...] = ()
    kinds: tuple[CaseKind, ...] = ()
    levels: tuple[str, ...] = ()
    since: date = date.min
    until: date = date.max


def changes(old: Policies, new: Policies, region: str = "") -> list[Change]:
    """All that is different, in a region and below it."""
    return [
        change
        for what in parts_of(old, new)
        for change in _Comparison(what, old, new, region).changes()
    ]


class _Comparison:
    """The differences in one value, those that are alike shown together."""

    def __init__(self, what: PolicyPart, old: Policies, new: Policies, within: str) -> None:
        self._what, self._old, self._new = what, old, new
        self._part = part = part_of(what)
        holdings = [each for both in (old, new) for each in part.holdings(both)]
        days = sorted({date.min, *(day for each in holdings for day in (each.since, each.until))})
        self._spans = [*pairwise(dict.fromkeys([*days, date.max]))]
        named = {each for holding in holdings for each in holding.regions} | {within}
        self._regions = sorted(each for each in named if each.startswith(within))
        self._levels = tuple(dict.fromkeys((*part.levels(old), *part.levels(new))))
        self._found = {each: self._in(each) for each in self._regions}

    def changes(self) -> Iterator[Change]:
        """Each is shown for the widest region that it is so in."""
        for region, found in self._found.items():
            for change in found:
                above = self._above(region)
                if above is None or not self._has(above, change):
                    yield replace(change, but_for=tuple(self._but_for(region, change)))

    def _in(self, region: str) -> list[Change]:
        found: list[Change] = []
        for since, until in self._spans:
            of_kinds: dict[tuple[str, Text, Text], list[CaseKind]] = {}
            for level in self._levels:
                for kind in CaseKind:
                    asked = Asked(region, kind, level, since)
                    before = self._part.value(self._old, asked)
                    after = self._part.value(self._new, asked)
                    if before != after:
                        of_kinds.setdefault((level, before, after), []).append(kind)
            alike: dict[tuple[Text, Text, tuple[CaseKind, ...]], list[str]] = {}
            for (level, before, after), kinds in of_kinds.items():
                alike.setdefault((before, after, tuple(kinds)), []).append(level)
            for (before, after, all_kinds), levels in alike.items():
                change = Change(
                    what=self._what,
                    before=before,
                    after=after,
                    region=region,
                    kinds=all_kinds,
                    levels=() if len(levels) == len(self._levels) else tuple(levels),
                    since=since,
                    until=until,
                )
                _add(found, change)
        return found

    def _above(self, region: str) -> str | None:
        above = [each for each in self._regions if region.startswith(each) and each != region]
        return max(above, key=len, default=None)

    def _has(self, region: str, change: Change) -> bool:
        return replace(change, region=region) in self._found[region]

    def _but_for(self, region: str, change: Change) -> Iterator[str]:
        for below in self._regions:
            if self._above(below) == region:
                if self._has(below, change):
                    yield from self._but_for(below, change)
                else:
                    yield below


def _add(found: list[Change], change: Change) -> None:
    """Add a change to those of a region; one that goes on is shown once."""
    for at, each in enumerate(found):
        alike = replace(each, since=change.since, until=change.until) == change
        if alike and each.until == change.since:
            found[at] = replace(each, until=change.until)
            return
    found.append(change)


def listed_changes(old: Policies, new: Policies) -> dict[str, list[tuple[str, Text]]]:
    """What is different in lists that entries and figures name by a code, by list."""
    return {
        "schemes": _changed(_SCHEMES, old.schemes, new.schemes),
        "rankings": _changed(_RANKINGS, old.rankings, new.rankings),
        "teams": _changed(_TEAMS, old.teams, new.teams),
        "kinds": [
            *((f"need.{code}", how) for code, how in _changed(_KINDS, old.needs, new.needs)),
            *((f"help.{code}", how) for code, how in _changed(_KINDS, old.helps, new.helps)),
        ],
        "words": [
            (f"{table}.{code}", how)
            for table in (*WordList, "occasion")
            for code, how in _changed(_KINDS, getattr(old, f"{table}s"), getattr(new, f"{table}s"))
        ],
    }


@dataclass(frozen=True, kw_only=True)
class _Listed(Generic[Named]):
    """How the changes of a list are said: of `fixed`, which entries rest on, and of what is `free`
    to change.
    """

    gone: Text
    fixed: Callable[[Named], object] = lambda _: None
    other: Text = NONE
    free: Callable[[Named], object]
    elsewhere: Text


def _changed(
    listed: _Listed[Named], old: Sequence[Named], new: Sequence[Named]
) -> list[tuple[str, Text]]:
    """The codes of what is new, gone, or changed, and what is so."""
    before, after = ({each.code: each for each in both} for both in (old, new))
    found = []
    for code in dict.fromkeys((*before, *after)):
        was, now = before.get(code), after.get(code)
        if was is None:
            found.append((code, Text(zh="新增", en="is new")))
        elif now is None:
            found.append((code, listed.gone))
        elif listed.fixed(was) != listed.fixed(now):
            found.append((code, listed.other))
        elif listed.free(was) != listed.free(now):
            found.append((code, listed.elsewhere))
    return found


_SCHEMES = _Listed[Scheme](
    gone=Text(
        zh="已删除；已有评估将只显示等级代码，请保留该条目并填写 until",
        en="is gone: assessments by it will be shown by the codes of their levels;"
        " rather keep the entry, with `until`",
    ),
    fixed=lambda scheme: [*scheme.levels],
    other=Text(
        zh="等级有变；已有评估仍用原等级，请改为另取代码的新标准",
        en="has other levels: assessments were made by those of before; rather add"
        " a new scheme with a code of its own",
    ),
    free=lambda scheme: scheme.holding,
    elsewhere=Text(zh="适用的地区或日期有变", en="is used elsewhere or at other times"),
)
_RANKINGS = _Listed[RankingScheme](
    gone=Text(
        zh="已删除；已公布的名次将无法按它再算，请保留该条目并填写 until",
        en="is gone: ranks published by it can no longer be made again; rather keep the entry, with"
        " `until`",
    ),
    fixed=lambda ranking: ranking.parts,
    other=Text(
        zh="项目有变；已公布的版本不能改变，请改为另写一个版本",
        en="has other parts: a version that was published never changes; rather add another"
        " version",
    ),
    free=lambda ranking: ranking.holding,
    elsewhere=Text(zh="适用的地区或日期有变", en="holds elsewhere or at other times"),
)
_TEAMS = _Listed[TeamPolicy](
    gone=Text(
        zh="已删除；其角色不在其他小组中的，已有记录将只显示代码，请保留该条目并填写 until",
        en="is gone: members in roles that no other team has will be shown by their codes; rather"
        " keep the entry, with `until`",
    ),
    fixed=lambda team: team.roles,
    other=Text(zh="角色或人数有变", en="has other roles, or other numbers of members"),
    free=lambda team: (team.name, team.levels, team.holding),
    elsewhere=Text(
        zh="名称、适用的等级、地区或日期有变",
        en="is named otherwise, or holds for other levels, regions or times",
    ),
)
_KINDS = _Listed[NeedKind | HelpKind | Word | OccasionPolicy](
    gone=Text(
        zh="已删除；已有记录将只显示代码，请保留该条目并填写 until",
        en="is gone: entries of it will be shown by its code; rather keep the entry, with `until`",
    ),
    free=lambda kind: replace(kind, source=UNSAID, note=""),
    elsewhere=Text(zh="名称、适用的地区或日期有变", en="is named or used otherwise"),
)


def days_changed(old: Policies, new: Policies) -> list[tuple[str, date, bool]]:
    """The days that become working days or cease to be, in which region; True is a working day."""
    listed = {
        (region, day)
        for both in (old, new)
        for each in both.days
        for region in each.regions
        for day in (*each.off, *each.working)
    }
    return [
        (region, day, new.working_days.is_working(day, region))
        for region, day in sorted(listed)
        if new.working_days.is_working(day, region) != old.working_days.is_working(day, region)
    ]
