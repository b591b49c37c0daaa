"""Occasions: when they are, by both calendars, and in whose window a day is."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from shared.policies.comparing import listed_changes
from shared.policies.faults import PoliciesBroken
from shared.policies.lunar_days import solar_day
from shared.policies.occasions import OccasionPolicy, occurrences, occurring, proposed
from shared.policies.policies import Policies
from shared.policies.reading import built_in, read_own_policies, read_policies
from shared.regions import regions_in_force

# Spring Festival, Qixi and Double Ninth of each year, as printed calendars have them.
KNOWN = """
2015 02-19 08-20 10-21
2016 02-08 08-09 10-09
2017 01-28 08-28 10-28
2018 02-16 08-17 10-17
2019 02-05 08-07 10-07
2020 01-25 08-25 10-25
2021 02-12 08-14 10-14
2022 02-01 08-04 10-04
2023 01-22 08-22 10-23
2024 02-10 08-10 10-11
2025 01-29 08-29 10-29
2026 02-17 08-19 10-18
2027 02-06 08-08 10-08
2028 01-26 08-26 10-26
2029 02-13 08-16 10-16
2030 02-03 08-05 10-05
2031 01-23 08-24 10-24
2032 02-11 08-12 10-12
2033 01-31 08-01 10-01
2034 02-19 08-20 10-20
2035 02-08 08-10 10-09
"""
LUNAR = ("spring_festival", "qixi", "double_ninth")
# Leap months, and the days on which they begin: the month itself comes before.
LEAP = {
    2017: (6, date(2017, 7, 23)),
    2020: (4, date(2020, 5, 23)),
    2023: (2, date(2023, 3, 22)),
    2025: (6, date(2025, 7, 25)),
    2028: (5, date(2028, 6, 23)),
    2031: (3, date(2031, 4, 22)),
    2033: (11, date(2033, 12, 22)),
}


def occasion(code: str) -> OccasionPolicy:
    """A built-in occasion."""
    found = built_in().occasion(code)
    assert found is not None
    return found


def own(text: str) -> Policies:
    """The built-in policies with a place's own occasions."""
    return read_own_policies(f'version = "place"\n{text}'.encode(), regions_in_force())


def faults(text: str) -> str:
    """What is wrong with an own occasion."""
    with pytest.raises(PoliciesBroken) as broken:
        own(text)
    return broken.value.text.en


@pytest.mark.parametrize("line", KNOWN.split("\n")[1:-1])
def test_days_of_the_lunar_calendar_are_those_of_printed_calendars(line: str) -> None:
    """Each comes once in a year, on the day that is known."""
    year, *days = line.split()
    start = date(int(year), 1, 1)
    for code, day in zip(LUNAR, days, strict=True):
        found = [
            each.first for each in occurrences(occasion(code), start, date(int(year) + 1, 1, 1))
        ]
        assert found == [date.fromisoformat(f"{year}-{day}")], code


@pytest.mark.parametrize("year", LEAP)
def test_a_leap_month_has_no_occasion_of_its_own(year: int) -> None:
    """A day of a month that is followed by its leap month comes once: in the month itself."""
    month, leap_begins = LEAP[year]
    day = solar_day(year, month, 7)
    assert day is not None
    assert timedelta(days=22) <= leap_begins - day <= timedelta(days=24)
    text = f'[[occasion]]\ncode = "x"\nname = {{ zh = "节", en = "x" }}\nlunar = "{month:02}-07"\n'
    leap = own(text).occasion("x")
    assert leap is not None
    around = [*occurrences(leap, day - timedelta(days=200), day + timedelta(days=200))]
    assert [each.first for each in around] == [day]


def test_no_lunar_year_has_an_occasion_twice() -> None:
    """In all years that are known, each day of the lunar calendar comes once."""
    for code in LUNAR:
        found = [*occurrences(occasion(code), date(1950, 1, 1), date(2100, 1, 1))]
        gaps = Counter((one.first - other.first).days for other, one in pairwise(found))
        assert {*gaps} <= {353, 354, 355, 383, 384, 385}, code
        assert len(found) == 150


def test_the_thirtieth_of_a_short_month_is_its_last_day() -> None:
    """The eve of Spring Festival is the 29th of the twelfth month in some years."""
    for year in range(2015, 2036):
        eve, festival = solar_day(year, 12, 30), solar_day(year + 1, 1, 1)
        assert eve is not None
        assert festival == eve + timedelta(days=1)


def test_a_day_is_in_a_window_from_its_first_day_to_its_last() -> None:
    """26 June is proposed from a week before until three days after, and June on all its days."""

    def on(day: date) -> list[str]:
        return [each.occasion.code for each in proposed(built_in().occasions, "41", day)]

    assert on(date(2026, 6, 18)) == ["anti_drug_month"]
    assert on(date(2026, 6, 19)) == ["anti_drug_day", "anti_drug_month"]
    assert on(date(2026, 6, 29)) == ["anti_drug_day", "anti_drug_month"]
    assert on(date(2026, 6, 30)) == ["anti_drug_month"]
    assert on(date(2026, 7, 1)) == []
    assert on(date(2025, 8, 25)) == []
    assert on(date(2025, 8, 26)) == ["qixi"]
    assert on(date(2025, 8, 30)) == ["qixi"]
    assert on(date(2025, 8, 31)) == []


def test_a_window_reaches_over_the_turn_of_a_year() -> None:
    """Of an occasion early in a year, the days before are in the year before."""
    early = own(
        '[[occasion]]\ncode = "new_year"\nname = { zh = "元旦", en = "New Year" }\n'
        'span = ["12-30", "01-02"]\nbefore = 5\n'
    )
    found = [each.occasion.code for each in proposed(early.occasions, "41", date(2026, 12, 25))]
    assert found == ["new_year"]
    both = [
        each.first for each in occurring(early.occasions, "41", date(2026, 1, 1), date(2027, 1, 1))
    ]
    assert both.count(date(2025, 12, 30)) == both.count(date(2026, 12, 30)) == 1


def test_a_place_adds_occasions_and_sets_others_anew() -> None:
    """Each where and when it holds; a month under the code of a built-in one takes its place."""
    text = (
        '[[occasion]]\ncode = "law_and_order_month"\nname = { zh = "综治宣传月", en = "month" }\n'
        'month = 5\n[[occasion]]\ncode = "fair"\nname = { zh = "庙会", en = "temple fair" }\n'
        'day = "03-03"\nregions = ["4101"]\nsince = 2026-01-01\n'
    )
    place = own(text)
    month = occurring(place.occasions, "41", date(2026, 1, 1), date(2027, 1, 1))
    assert [each.first for each in month if each.occasion.code == "law_and_order_month"] == [
        date(2026, 5, 1)
    ]
    for region, year, there in (("410102", 2026, True), ("33", 2026, False), ("4101", 2025, False)):
        found = occurring(place.occasions, region, date(year, 3, 1), date(year, 4, 1))
        assert ("fair" in {each.occasion.code for each in found}) is there
    assert {*read_policies(place.content.encode()).occasions} == {*place.occasions}
    told = {code: text.en for code, text in listed_changes(built_in(), place)["words"]}
    assert told["occasion.fair"] == "is new"
    assert told["occasion.law_and_order_month"] == "is named or used otherwise"


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("", "say one of day"),
        ('day = "06-26"\nmonth = 6', "say one of day"),
        ('day = "02-29"', "a day of every year"),
        ('day = "6-26"', "a day of every year"),
        ("day = 2026-06-26", "a day of every year"),
        ('lunar = "13-01"', "months are 01 to 12"),
        ('lunar = "07-31"', "months are 01 to 12"),
        ("month = 13", "from 1 to 12"),
        ('span = ["06-01"]', 'write it as ["12-01", "12-07"]'),
        ("month = 6\nbefore = 61", "from 0 to 60"),
    ],
)
def test_what_is_no_occasion_is_told(rule: str, told: str) -> None:
    """By its field, with the way out."""
    text = f'[[occasion]]\ncode = "x"\nname = {{ zh = "节", en = "x" }}\n{rule}\n'
    assert told in faults(text)
