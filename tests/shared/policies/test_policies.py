"""Which policy holds: the longest region, then the level, then the kind, then the latest."""

from datetime import date
from importlib import resources

import pytest

from shared.events.cases.duties import Duty
from shared.events.cases.kinds import CaseKind
from shared.policies import in_force
from shared.policies.in_force import policies_in_force, use_policies
from shared.policies.reading import built_in
from shared.policies.shapes import EachWindow, Every, Per, TimesAYear, Within
from shared.policies.values import ALLOWED, Value
from tests.shared.policies.own import (
    DAY,
    DETOX,
    HANGZHOU,
    LARGE,
    NINGBO,
    REHAB,
    ZHENGZHOU,
    duty,
    number,
    own,
)

PLACE = own(
    duty("zhejiang", shape='each = "week"', more='regions = ["33"]')
    + duty("hangzhou", shape='each = "quarter"', more='regions = ["3301", "3302"]')
    + duty("level", shape="every = { days = 10 }", more='regions = ["33"]\nlevels = ["a", "b"]')
    + duty("city-level", shape="every = { days = 3 }", more='regions = ["3301"]\nlevels = ["a"]')
    + duty("large", shape='each = "year"', more='regions = ["33"]\nkinds = ["at_large"]')
    + duty("later", shape='each = "half_year"', more='regions = ["3302"]\nsince = 2026-07-01')
    + duty("none", Duty.ASSESSMENT, "due = false", 'regions = ["41"]')
)


@pytest.mark.parametrize(
    ("region", "kind", "level", "day", "code"),
    [
        (ZHENGZHOU, DETOX, "", DAY, "contact"),
        (ZHENGZHOU, LARGE, "", DAY, None),  # the built-in duty is one of the programmes
        ("330000000000", DETOX, "", DAY, "zhejiang"),
        ("330400000000", REHAB, "", DAY, "zhejiang"),
        (HANGZHOU, DETOX, "", DAY, "hangzhou"),
        ("3301", DETOX, "", DAY, "hangzhou"),
        ("330400000000", DETOX, "a", DAY, "level"),  # a level goes before none
        ("330400000000", DETOX, "c1", DAY, "zhejiang"),
        (HANGZHOU, DETOX, "a", DAY, "city-level"),
        (HANGZHOU, DETOX, "b", DAY, "hangzhou"),  # a longer region goes before a level
        ("330400000000", LARGE, "", DAY, "large"),  # a kind goes before none
        ("330400000000", LARGE, "a", DAY, "level"),  # but a level goes before a kind
        (NINGBO, DETOX, "", date(2026, 6, 30), "hangzhou"),
        (NINGBO, DETOX, "", date(2026, 7, 1), "later"),  # the latest of the same
    ],
)
def test_of_several_policies_one_holds(
    region: str, kind: CaseKind, level: str, day: date, code: str | None
) -> None:
    """Each row is one question."""
    found = PLACE.duty(Duty.CONTACT, region, kind, level, day)
    assert (found and found.code) == code


@pytest.mark.parametrize(
    ("day", "number_"),
    [
        (date(2025, 12, 31), 3),
        (date(2026, 1, 1), 5),
        (date(2026, 12, 31), 5),
        (date(2027, 1, 1), 3),
    ],
)
def test_days_are_half_open(day: date, number_: int) -> None:
    """It holds on its first day, and no more on the day that it ends."""
    policies = own(
        number("leave", "leave_report_days", 5, "since = 2026-01-01\nuntil = 2027-01-01")
    )
    assert policies.number(Value.LEAVE_REPORT_DAYS, ZHENGZHOU, day) == number_


def test_where_nothing_is_due_there_is_no_policy() -> None:
    """An entry that says so goes before the built-in one; elsewhere that goes on."""
    assert PLACE.duty(Duty.ASSESSMENT, ZHENGZHOU, DETOX, "", DAY) is None
    assert PLACE.duty(Duty.ASSESSMENT, HANGZHOU, DETOX, "", DAY) is not None
    assert built_in().duty(Duty.REGULAR_REPORT, ZHENGZHOU, DETOX, "", DAY) is None


def test_a_number_may_be_of_a_kind() -> None:
    """It goes before the one for all kinds of the same region, and behind that of a longer one."""
    policies = own(
        number("rehab", "term_months", 12, 'kinds = ["community_rehabilitation"]')
        + number("hangzhou", "term_months", 30, 'regions = ["3301"]')
    )
    terms = [
        policies.number(Value.TERM_MONTHS, region, DAY, kind)
        for region, kind in [(ZHENGZHOU, DETOX), (ZHENGZHOU, REHAB), (HANGZHOU, REHAB)]
    ]
    assert terms == [36, 12, 30]
    assert policies.largest(Value.TERM_MONTHS) == 36


def test_an_emergency_is_declared_for_regions_and_days() -> None:
    """Below the region as well; not before its first day, and not on the day that it ends."""
    policies = own(
        '[[emergency]]\ncode = "e"\nname = { zh = "疫情", en = "epidemic" }\n'
        'regions = ["3301"]\nsince = 2020-01-23\nuntil = 2020-04-01\n'
    )
    days = [date(2020, 1, 22), date(2020, 1, 23), date(2020, 3, 31), date(2020, 4, 1)]
    assert [policies.in_emergency(HANGZHOU, day) for day in days] == [False, True, True, False]
    assert not policies.in_emergency(NINGBO, days[1])
    assert not built_in().in_emergency(HANGZHOU, days[1])


@pytest.mark.parametrize(
    ("name", "kind", "shape"),
    [
        (Duty.REPORT_IN, DETOX, Within(15)),
        (Duty.CONTACT, DETOX, EachWindow(Per.MONTH)),
        (Duty.TEST, DETOX, TimesAYear((12, 6, 4))),
        (Duty.TEST, REHAB, TimesAYear((6, 4, 2))),
        (Duty.ASSESSMENT, LARGE, Every(months=6)),
        (Duty.SUMMARY, REHAB, Every(months=6)),
        (Duty.EVALUATION, REHAB, Every(months=12)),
        (Duty.ENDING_NOTICE, DETOX, Within(7)),
    ],
)
def test_the_built_in_duties(name: Duty, kind: CaseKind, shape: object) -> None:
    """What the law and the described service say."""
    found = built_in().duty(name, ZHENGZHOU, kind, "", DAY)
    assert found is not None
    assert found.shape == shape


@pytest.mark.parametrize(
    ("value", "number_"),
    [
        (Value.TERM_MONTHS, 36),
        (Value.LEAVE_REPORT_DAYS, 3),
        (Value.OBJECTION_DAYS, 3),
        (Value.SERIOUS_TESTS, 3),
        (Value.SERIOUS_DEPARTURES, 3),
        (Value.SERIOUS_ABSENCE_DAYS, 30),
        (Value.CLIENTS_PER_WORKER, 30),
        (Value.FEWEST_WORKERS, 1),
        (Value.POST_DUE_AT, 100),
        (Value.PUBLIC_BENEFIT_POST_MONTHS, 36),
        (Value.ABSTINENT_MONTHS, 36),
        (Value.TRANSFER_WORKING_DAYS, 3),
        (Value.TRANSFER_REPORT_DAYS, 15),
        (Value.TIP_ANSWER_WORKING_DAYS, 15),
        (Value.TIP_REWARD_MONTHS, 2),
        (Value.SMALLEST_CELL, 10),
        (Value.CELLS_ROUNDED_TO, 5),
    ],
)
def test_the_built_in_numbers(value: Value, number_: int) -> None:
    """What the law and the described service say."""
    assert built_in().number(value, ZHENGZHOU, DAY) == number_


def test_bands_are_several_numbers_the_best_first() -> None:
    """A rate is compared with one after the other."""
    assert built_in().bands(Value.AWARENESS_BANDS, ZHENGZHOU, DAY) == (98, 95)
    assert built_in().bands(Value.EXECUTION_BANDS, ZHENGZHOU, DAY) == (80, 70, 60)


def test_every_number_is_built_in_for_everybody_and_says_its_source() -> None:
    """Whoever asks for a number gets one; where it is from stands beside it."""
    assert {*ALLOWED} == {*Value}
    for value in Value:
        for kind in CaseKind:
            assert built_in().numbers_at(value, "", date.min, kind)
    file = resources.files(in_force.__package__).joinpath("built_in.toml").read_text("utf-8")
    assert file.count("\nsource = ") == file.count("\n[[")


def test_a_process_goes_by_the_policies_that_it_put_in_force() -> None:
    """Until it has, by the built-in ones."""
    assert policies_in_force() is built_in()
    try:
        use_policies(PLACE)
        assert policies_in_force() is PLACE
    finally:
        use_policies(None)
