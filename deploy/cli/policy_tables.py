"""Policies that hold as tables, and as JSON."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, assert_never

import click

from deploy.cli.tables import print_table, table_of
from deploy.language import echo, in_language
from services.reporting.declared.indicators import INDICATORS
from shared.events.cases.duties import Duty
from shared.events.cases.kinds import CaseKind
from shared.names.programme import KINDS
from shared.policies.aims import AIM, Aim
from shared.policies.aims import in_words as aim_in_words
from shared.policies.comparing import Change
from shared.policies.duties import DUTY, DutyPolicy
from shared.policies.holding import Holding
from shared.policies.naming import NOT_DUE, in_words, points_in_words, where_and_when
from shared.policies.numbers import NUMBER, Number
from shared.policies.parts import PolicyPart, part_of
from shared.policies.points import POINTS, PointsRule
from shared.policies.policies import Policies
from shared.policies.showing import Holds, Origin, origins
from shared.region_names import with_code
from shared.regions import regions_in_force
from shared.text import Text

_OTHERS = Text(zh="其他等级", en="all others")
ALL = Text(zh="全部", en="all")
_BUILT_IN = Text(zh="内置", en="built-in")
_SOURCES = Text(
    zh="内置条目的来源：L 国家法律法规，S 服务规范，P 一些地方的做法，? 尚未核实。",
    en="Sources of built-in entries: L national law, S the service as it is described, P practice"
    " of a place, ? not confirmed.",
)
_BY_ENTRY = (
    Text(zh="对象", en="For"),
    Text(zh="依据条目", en="By the entry"),
    Text(zh="来源", en="Source"),
)
_OTHER_TABLES = (
    (NUMBER, Text(zh="数值", en="Number"), Text(zh="值", en="Is")),
    (POINTS, Text(zh="积分事项", en="Points for"), Text(zh="计分", en="Are")),
    (AIM, Text(zh="指标", en="Indicator"), Text(zh="目标", en="Aim")),
)
_REPLACED = Text(zh="本地，代替内置", en="the place's, for the built-in one")
_OWN = Text(zh="本地", en="the place's")


def print_shown(
    policies: Policies, region: str, day: date, duties: Sequence[Holds], others: Sequence[Holds]
) -> None:
    """Print what holds: duties, numbers, points, aims; emergencies, schemes and working days."""
    placed = origins(policies)
    echo(
        zh=f"{place(region).zh}，{day}；版本 {policies.version}，sha256 {policies.digest}",
        en=f"{place(region).en}, {day}; version {policies.version}, sha256 {policies.digest}",
    )
    table = table_of(Text(zh="事项", en="Duty"), Text(zh="要求", en="Due"), *_BY_ENTRY)
    for each in duties:
        table.add_row(*_row(each, placed))
    due = {each.entry.duty for each in duties if isinstance(each.entry, DutyPolicy)}
    for duty in Duty:
        if duty not in due:
            table.add_row(named(duty), in_language(NOT_DUE), "", "", "")
    print_table(table)
    for shown, what, value in _OTHER_TABLES:
        table = table_of(what, value, *_BY_ENTRY)
        for each in others:
            if each.table is shown:
                table.add_row(*_row(each, placed))
        if table.row_count:
            print_table(table)
    click.echo(in_language(_SOURCES))
    for emergency in policies.emergencies:
        if emergency.holding.longest(region, None, day) is not None:
            name, held = emergency.name, where_and_when(emergency.holding)
            echo(
                zh=f"应急：{name.zh}（{emergency.code}；{held.zh}）：远程联系计入见面。",
                en=f"Emergency: {name.en} ({emergency.code}; {held.en}): contact from afar counts.",
            )
    for scheme in policies.schemes_used(region, day):
        _echo_held(
            scheme.holding,
            zh=f"评估标准：{scheme.name.zh}（{scheme.code}）：{'、'.join(scheme.levels)}",
            en=f"Scheme: {scheme.name.en} ({scheme.code}): {', '.join(scheme.levels)}",
        )
    for ranking in policies.rankings_at(region, day).values():
        _echo_held(
            ranking.holding,
            zh=f"排名方案：{ranking.name.zh}（{ranking.scheme}，版本 {ranking.version}）",
            en=f"Ranking: {ranking.name.en} ({ranking.scheme}, version {ranking.version})",
        )
    until = policies.working_days.known_until
    echo(
        zh=f"节假日安排已知至 {until} 前。", en=f"Holidays are known until the day before {until}."
    )


def _echo_held(holding: Holding, *, zh: str, en: str) -> None:
    """Print a line, and where and when it holds, if that is not everywhere and always."""
    held = where_and_when(holding)
    echo(
        zh=f"{zh}；{held.zh}" if held.zh else zh,
        en=f"{en}; {held.en}" if held.en else en,
    )


def _row(each: Holds, placed: Mapping[tuple[str, str], Origin]) -> Iterator[str]:
    match each.entry:
        case DutyPolicy() as entry:
            yield named(entry.duty)
            yield in_language(in_words(entry.shape))
        case Number() as entry:
            yield named(entry.value)
            yield "/".join(map(str, entry.bands or [entry.number]))
        case PointsRule() as entry:
            yield named(entry.earned_for)
            yield in_language(points_in_words(entry))
        case Aim() as entry:
            yield code_and_name(entry.indicator, INDICATORS[entry.indicator].name)
            yield in_language(aim_in_words(entry))
        case _:
            assert_never(each.entry)
    yield whom(each)
    yield _why(each, placed[each.table.table, entry.code])
    yield "\n".join(filter(None, [in_language(entry.source), entry.note]))


def as_document(
    policies: Policies, region: str, day: date, duties: Sequence[Holds], others: Sequence[Holds]
) -> Mapping[str, Any]:
    """The same for machines."""
    placed = origins(policies)

    def document(each: Holds) -> Mapping[str, Any]:
        origin = placed[each.table.table, each.entry.code]
        return {
            **_plain(each.table.written(each.entry)),
            "for_kinds": each.kinds,
            **({"for_levels": each.levels} if each.table is DUTY else {}),
            "built_in": not origin.own,
            "goes_before": each.before,
        }

    return {
        "version": policies.version,
        "sha256": policies.digest,
        "region": region,
        "on": day.isoformat(),
        "duties": [document(each) for each in duties],
        "numbers": [document(each) for each in others if each.table is NUMBER],
        "points": [document(each) for each in others if each.table is POINTS],
        "aims": [document(each) for each in others if each.table is AIM],
        "rankings": [
            {"code": each.scheme, "version": each.version}
            for each in policies.rankings_at(region, day).values()
        ],
        "in_emergency": policies.in_emergency(region, day),
        "schemes": [each.code for each in policies.schemes_used(region, day)],
        "working_days_until": policies.working_days.known_until.isoformat(),
    }


def whom(each: Holds | Change) -> str:
    """For which kinds and levels it is so."""
    kinds = _kinds(each.kinds)
    if not each.levels or (isinstance(each, Holds) and each.levels == ("",)):
        return kinds
    last = [in_language(_OTHERS)] if "" in each.levels else []
    levels = " ".join([*filter(None, each.levels), *last])
    return in_language(Text(zh=f"{kinds}；等级 {levels}", en=f"{kinds}; levels {levels}"))


def _kinds(kinds: Sequence[CaseKind]) -> str:
    if len(kinds) == len(CaseKind):
        return in_language(ALL)
    names = [in_language(KINDS[kind]) for kind in kinds]
    return in_language(Text(zh="、".join(names), en=", ".join(names)))


def _why(each: Holds, origin: Origin) -> str:
    """The entry by which it is so, where it is from, and which others it goes before."""
    from_where = _REPLACED if origin.replaces else _OWN if origin.own else _BUILT_IN
    held = where_and_when(each.entry.holding)
    lines = [
        in_language(
            Text(
                zh=f"{each.entry.code}（{from_where.zh}）",
                en=f"{each.entry.code} ({from_where.en})",
            )
        ),
        in_language(held),
    ]
    if each.before:
        before = " ".join(each.before)
        lines.append(in_language(Text(zh=f"先于 {before}", en=f"goes before {before}")))
    return "\n".join(filter(None, lines))


def named(what: PolicyPart) -> str:
    """A part of policies by its code and its name; an aim by those of its indicator."""
    part = part_of(what)
    if part.of_indicator is not None:
        known = INDICATORS.get(part.of_indicator)
        zh, en = (known.name.zh, known.name.en) if known else ("", "")
        name = Text(zh=f"{part.name.zh}：{zh}", en=f"{part.name.en}: {en}")
        return code_and_name(part.of_indicator, name)
    return in_language(part.name) if what is None else code_and_name(part.code, part.name)


def code_and_name(code: str, name: Text) -> str:
    """A code, and below it its name."""
    return f"{code}\n{in_language(name)}"


def place(region: str) -> Text:
    """A region by its name, from the beginning of its code."""
    if not region:
        return Text(zh="全国", en="everywhere")
    regions, code = regions_in_force(), region.ljust(12, "0")
    return Text(zh=with_code(code, regions, "zh"), en=with_code(code, regions, "en"))


def _plain(fields: Mapping[str, object]) -> Mapping[str, object]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in fields.items()
    }
