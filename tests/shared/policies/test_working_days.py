"""Working days: those of the country, a place's own, and deadlines in them."""

from datetime import date

import pytest

from deploy.working_days import FILE, page
from shared.policies.reading import built_in
from shared.policies.shapes import Within
from tests.shared.policies.own import HANGZHOU, ZHENGZHOU, own

DAYS = built_in().working_days
THREE = Within(3, working=True)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2019, 10, 1), False),  # National Day, a Tuesday
        (date(2019, 10, 12), True),  # a Saturday made up for it
        (date(2020, 1, 31), False),  # the Spring Festival, prolonged in the epidemic
        (date(2024, 2, 4), True),  # a Sunday before the Spring Festival
        (date(2024, 2, 12), False),
        (date(2024, 2, 18), True),
        (date(2026, 3, 2), True),  # a Monday like others
        (date(2026, 3, 1), False),
        (date(2031, 10, 1), True),  # a Wednesday of a year that is not announced
        (date(2003, 10, 1), True),  # nor known
    ],
)
def test_the_working_days_of_the_country(day: date, working: bool) -> None:
    """As the State Council announced them; beyond that, Monday to Friday."""
    assert DAYS.is_working(day) is working


def test_until_when_holidays_are_known() -> None:
    """The day after the last announced year; years before the first are not known either."""
    assert DAYS.known_until == date(DAYS.known_until.year, 1, 1) >= date(2027, 1, 1)
    known = [DAYS.is_known(day) for day in (date(2003, 12, 31), date(2004, 1, 1), DAYS.known_until)]
    assert known == [False, True, False]


@pytest.mark.parametrize(
    ("start", "within", "last"),
    [
        (date(2024, 3, 1), Within(0), date(2024, 3, 1)),
        (date(2024, 3, 1), Within(15), date(2024, 3, 16)),
        (date(2024, 2, 28), Within(2), date(2024, 3, 1)),  # a leap day between
        (date(2024, 3, 1), THREE, date(2024, 3, 6)),  # from a Friday
        (date(2024, 3, 2), THREE, date(2024, 3, 6)),  # from a Saturday
        (date(2024, 2, 8), THREE, date(2024, 2, 19)),  # over the festival, with a Sunday made up
        (date(2024, 3, 2), Within(0, working=True), date(2024, 3, 2)),
    ],
)
def test_the_first_day_after_the_start_counts_as_one(
    start: date, within: Within, last: date
) -> None:
    """So "within 15 days" of the first is the sixteenth."""
    assert built_in().last_day(start, within, ZHENGZHOU) == last


def test_a_place_has_days_of_its_own() -> None:
    """A festival of a region is off there alone; a year that is announced takes its own list."""
    policies = own(
        '[[days]]\ncode = "festival"\nregions = ["33"]\noff = [2024-03-04]\n'
        'working = [2024-03-02]\n[[days]]\ncode = "2027"\nyear = 2027\noff = [2027-01-01]\n'
    )
    assert policies.last_day(date(2024, 3, 1), THREE, ZHENGZHOU) == date(2024, 3, 6)
    assert policies.last_day(date(2024, 3, 1), THREE, HANGZHOU) == date(2024, 3, 6)
    assert policies.last_day(date(2024, 3, 2), THREE, HANGZHOU) == date(2024, 3, 7)
    assert not policies.working_days.is_working(date(2027, 1, 1))
    assert policies.working_days.known_until == date(2028, 1, 1)


def test_a_list_that_leaves_a_year_out_does_not_say_that_it_is_known() -> None:
    """Known is up to the first gap."""
    gap = DAYS.known_until.year + 1
    later = own(f'[[days]]\ncode = "x"\nyear = {gap}\noff = [{gap}-01-02]\n')
    assert later.working_days.known_until == DAYS.known_until


def test_the_file_is_what_its_script_writes() -> None:
    """Years one after another, each whole; nobody changed it by hand."""
    text = FILE.read_text(encoding="utf-8")
    version = text.split("chinese-calendar ")[1].split(" ")[0]
    lock = FILE.parents[2] / "deploy" / "working-days.lock"
    assert f"chinese-calendar=={version} " in lock.read_text(encoding="utf-8")
    assert page(DAYS.is_working, 2004, DAYS.known_until.year - 1, version) == text
