"""The table [[occasion]]: days and months that prevention is tied to, and around which days. Pure.

What a code stands for never changes, because activities carry it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias

from shared.policies.fields import HELD, NOTES, Entry
from shared.policies.holding import UNSAID, Holding
from shared.policies.lunar_days import LONGEST_MONTH, in_chinese, solar_days
from shared.policies.table import Fields, Table, named
from shared.text import Text

RULES = ("day", "month", "span", "lunar")
MOST_DAYS = 60  # of a window, before and after
_ONE_DAY = timedelta(days=1)
_A_DAY = re.compile(r"([01][0-9])-([0-3][0-9])")
_COMMON_YEAR = 2001
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


@dataclass(frozen=True, slots=True)
class SolarDays:
    """From one day of a year to another, both included; a month and a day each."""

    first: tuple[int, int]
    last: tuple[int, int]


@dataclass(frozen=True, slots=True)
class WholeMonth:
    """A month of the year."""

    month: int


@dataclass(frozen=True, slots=True)
class LunarDay:
    """A day of the lunar calendar, once in each lunar year: never that of a leap month."""

    month: int
    day: int


Rule: TypeAlias = SolarDays | WholeMonth | LunarDay


@dataclass(frozen=True, slots=True, kw_only=True)
class OccasionPolicy:
    """An occasion by its code: when it is, and how many days before and after it is proposed."""

    code: str
    name: Text
    rule: Rule
    before: int = 0
    after: int = 0
    holding: Holding = field(default_factory=Holding)
    source: Text = UNSAID
    note: str = ""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that an occasion comes: [first, until); it is proposed for
    [proposed_since, proposed_until).

    A day of its window is one on which an activity may belong to it.
    """

    occasion: OccasionPolicy
    first: date
    until: date

    @property
    def proposed_since(self) -> date:
        """The first day on which it is proposed."""
        return self.first - timedelta(days=self.occasion.before)

    @property
    def proposed_until(self) -> date:
        """The first day on which it is proposed no more."""
        return self.until + timedelta(days=self.occasion.after)


def occurrences(occasion: OccasionPolicy, start: date, end: date) -> Iterator[Occurrence]:
    """The times that an occasion comes and touches [start, end), in order.

    >>> qixi = OccasionPolicy(code="qixi", name=Text(zh="", en=""), rule=LunarDay(7, 7))
    >>> [f"{each.first}" for each in occurrences(qixi, date(2024, 1, 1), date(2026, 1, 1))]
    ['2024-08-10', '2025-08-29']
    """
    rule = occasion.rule
    if isinstance(rule, LunarDay):
        for day in solar_days(rule.month, rule.day, start, end):
            yield Occurrence(occasion, day, day + _ONE_DAY)
        return
    for year in range(start.year - 1, end.year + 1):
        if not date.min.year < year < date.max.year:
            continue
        first, until = _in_year(rule, year)
        if first < end and until > start:
            yield Occurrence(occasion, first, until)


def _in_year(rule: SolarDays | WholeMonth, year: int) -> tuple[date, date]:
    """The days [first, until) of the time that begins in a year."""
    if isinstance(rule, WholeMonth):
        after = date(year + rule.month // 12, rule.month % 12 + 1, 1)
        return date(year, rule.month, 1), after
    until_year = year + (rule.last < rule.first)
    return date(year, *rule.first), date(until_year, *rule.last) + _ONE_DAY


def occurring(
    occasions: Iterable[OccasionPolicy], region: str, start: date, end: date
) -> list[Occurrence]:
    """The times of occasions that touch [start, end) in a region, by their days."""
    found = [
        each
        for occasion in occasions
        for each in occurrences(occasion, start, end)
        if occasion.holding.longest(region, None, each.first) is not None
    ]
    return sorted(found, key=lambda each: (each.first, each.until, each.occasion.code))


def proposed(occasions: Iterable[OccasionPolicy], region: str, day: date) -> list[Occurrence]:
    """The times of occasions in whose windows a day is, those that begin next to it first."""
    window = timedelta(days=MOST_DAYS + 1)
    near = occurring(occasions, region, day - window, day + window)
    found = [each for each in near if each.proposed_since <= day < each.proposed_until]
    return sorted(found, key=lambda each: (abs(each.first - day), each.occasion.code))


def in_words(rule: Rule) -> Text:
    """When an occasion is.

    >>> in_words(LunarDay(9, 9)).zh, in_words(SolarDays((6, 26), (6, 26))).en
    ('农历九月初九', '26 June')
    """
    match rule:
        case LunarDay():
            return Text(
                zh=f"农历{in_chinese(rule.month, rule.day)}",
                en=f"day {rule.day} of lunar month {rule.month}",
            )
        case WholeMonth():
            return Text(zh=f"{rule.month}月", en=_MONTHS[rule.month - 1])
        case SolarDays():
            first, last = _named(rule.first), _named(rule.last)
            if rule.first == rule.last:
                return first
            return Text(zh=f"{first.zh}至{last.zh}", en=f"{first.en} to {last.en}")


def _named(day: tuple[int, int]) -> Text:
    return Text(zh=f"{day[0]}月{day[1]}日", en=f"{day[1]} {_MONTHS[day[0] - 1]}")


def _read(entry: Entry) -> OccasionPolicy:
    rules = [each for each in RULES if entry.has(each)]
    if len(rules) != 1:
        entry.fault(
            rules[1] if rules else "day",
            "day（公历某日）、month（整月）、span（起止日）、lunar（农历某日）写且只写一项。",
            "say one of day (of the solar calendar), month, span (first and last day) and lunar (a"
            " day of the lunar calendar).",
        )
    return OccasionPolicy(
        code=entry.code(),
        name=entry.named(),
        rule=_rule(entry, rules[0] if len(rules) == 1 else ""),
        before=entry.number("before", 0, MOST_DAYS) if entry.has("before") else 0,
        after=entry.number("after", 0, MOST_DAYS) if entry.has("after") else 0,
        **entry.held(),
    )


def _rule(entry: Entry, rule: str) -> Rule:
    if rule == "month":
        return WholeMonth(entry.number("month", 1, 12))
    if rule == "lunar":
        return LunarDay(*_day_of(entry, "lunar", entry.get("lunar")))
    if rule == "day":
        day = _day_of(entry, "day", entry.get("day"))
        return SolarDays(day, day)
    if rule == "span":
        given = entry.get("span")
        if isinstance(given, list) and len(given) == 2:
            first, last = (_day_of(entry, "span", each) for each in given)
            return SolarDays(first, last)
        entry.fault("span", 'span 应写成 ["12-01", "12-07"]。', 'write it as ["12-01", "12-07"].')
    return WholeMonth(1)  # what was noted is not used


def _day_of(entry: Entry, name: str, given: object) -> tuple[int, int]:
    """A month and a day, from "MM-DD"; what does not come every year is noted."""
    written = _A_DAY.fullmatch(given) if isinstance(given, str) else None
    if written is not None:
        month, day = int(written[1]), int(written[2])
        if name == "lunar" and 1 <= month <= 12 and 1 <= day <= LONGEST_MONTH:
            return month, day
        if name != "lunar" and _is_of_every_year(month, day):
            return month, day
    if name == "lunar":
        entry.fault(
            name,
            '应写成 "月-日"，如七夕为 "07-07"；月为01至12，日为01至30。',
            'write month and day as "07-07" for Qixi: months are 01 to 12, days 01 to 30.',
        )
    else:
        entry.fault(
            name,
            '应写成 "月-日"，如 "06-26"，且每年都有这一天。',
            'write month and day as "06-26"; it must be a day of every year.',
        )
    return 1, 1


def _is_of_every_year(month: int, day: int) -> bool:
    try:
        date(_COMMON_YEAR, month, day)
    except ValueError:
        return False
    return True


def _own_fields(occasion: OccasionPolicy) -> Fields:
    rule: Fields
    match occasion.rule:
        case LunarDay(month, day):
            rule = {"lunar": _written((month, day))}
        case WholeMonth(month):
            rule = {"month": month}
        case SolarDays(first, last) if first == last:
            rule = {"day": _written(first)}
        case SolarDays(first, last):
            rule = {"span": [_written(first), _written(last)]}
    return {
        "name": named(occasion.name),
        **rule,
        "before": occasion.before,
        "after": occasion.after,
    }


def _written(day: tuple[int, int]) -> str:
    return f"{day[0]:02}-{day[1]:02}"


OCCASION = Table(
    table="occasion",
    attribute="occasions",
    name=Text(zh="宣传节点", en="occasion"),
    fields=("code", "name", *RULES, "before", "after", *HELD, *NOTES),
    read=_read,
    own_fields=_own_fields,
)
