"""What a changed file of policies changes, as tables, and as JSON."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from deploy.cli.policy_tables import ALL, named, place, whom
from deploy.cli.tables import print_table, table_of
from deploy.language import echo, in_language
from shared.policies.comparing import Change
from shared.policies.naming import days_in_words
from shared.policies.parts import part_of
from shared.policies.policies import Policies
from shared.text import Text

_LISTED = {
    "schemes": Text(zh="评估标准", en="Scheme"),
    "rankings": Text(zh="排名方案", en="Ranking"),
    "teams": Text(zh="帮教小组", en="Team"),
    "kinds": Text(zh="种类", en="Kind"),
    "words": Text(zh="宣传用语", en="Word"),
}


def print_changes(
    found: Sequence[Change],
    listed: Mapping[str, Sequence[tuple[str, Text]]],
    days: Sequence[tuple[str, date, bool]],
) -> None:
    """Print what changes."""
    if found:
        table = table_of(
            Text(zh="项目", en="What"),
            Text(zh="原为", en="Was"),
            Text(zh="改为", en="Is"),
            Text(zh="地区", en="Region"),
            Text(zh="对象", en="For"),
            Text(zh="日期", en="Days"),
        )
        for each in found:
            table.add_row(
                named(each.what),
                in_language(each.before),
                in_language(each.after),
                _but_for(each),
                whom(each),
                in_language(days_in_words(each.since, each.until)) or in_language(ALL),
            )
        print_table(table)
    for what, of_list in listed.items():
        for code, change in of_list:
            name = _LISTED[what]
            echo(zh=f"{name.zh} {code}：{change.zh}。", en=f"{name.en} {code} {change.en}.")
    for region, day, working in days:
        echo(
            zh=f"{place(region).zh}，{day}：改为{'工作日' if working else '休息日'}。",
            en=f"{place(region).en}, {day}: now {'a working day' if working else 'off'}.",
        )


def changes_as_document(
    old: Policies,
    new: Policies,
    found: Sequence[Change],
    listed: Mapping[str, Sequence[tuple[str, Text]]],
    days: Sequence[tuple[str, date, bool]],
) -> Mapping[str, Any]:
    """The same for machines."""
    return {
        "old": {"version": old.version, "sha256": old.digest},
        "new": {"version": new.version, "sha256": new.digest},
        "changes": [
            {
                "what": part_of(each.what).code,
                "before": in_language(each.before),
                "after": in_language(each.after),
                "region": each.region,
                "but_for": each.but_for,
                "kinds": each.kinds,
                "levels": each.levels,
                "since": None if each.since == date.min else each.since.isoformat(),
                "until": None if each.until == date.max else each.until.isoformat(),
            }
            for each in found
        ],
        **{
            what: [{"code": code, "change": in_language(change)} for code, change in of_list]
            for what, of_list in listed.items()
        },
        "days": [
            {"region": region, "day": day.isoformat(), "working": working}
            for region, day, working in days
        ],
    }


def _but_for(change: Change) -> str:
    name = in_language(place(change.region))
    if not change.but_for:
        return name
    but = " ".join(change.but_for)
    return in_language(Text(zh=f"{name}（{but} 除外）", en=f"{name} (but for {but})"))
