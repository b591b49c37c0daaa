"""Regular tests: programme years, divided evenly; made up for, excused, interrupted."""

import pytest

from services.cases.case.events import CaseEvent
from shared.events.cases.drug_tests import NotDoneReason
from shared.events.cases.duties import Duty
from shared.events.cases.kinds import CaseKind
from shared.policies.shapes import TimesAYear
from tests.services.cases.duties.saying import policies, rule, said
from tests.services.cases.duties.told import (
    assessed,
    became,
    ended,
    history,
    not_tested,
    opened,
    reopened,
    reported,
    resumed,
    sampled,
    suspended,
    was_tested,
)


def parts(reported_on: str, *events: CaseEvent, today: str) -> list[str]:
    """The windows of regular tests of a client in detoxification."""
    case = history(opened(reported_on), reported(reported_on), *events)
    return said(case, Duty.TEST, today)


def spans(*times: int, reported_on: str, today: str) -> list[str]:
    """The days of the windows where so many tests are due in each year."""
    case = history(opened(reported_on), reported(reported_on))
    found = said(case, Duty.TEST, today, policies(rule(Duty.TEST, TimesAYear(times))))
    return [line.split(" ")[0] for line in found]


def test_twelve_six_and_four_tests_in_the_three_years() -> None:
    """Each year counts from the day of reporting in; with the third the programme is over."""
    found = parts("2019-01-15", today="2023-01-15")
    assert len(found) == 12 + 6 + 4
    assert [line.split(" ")[0] for line in found[10:14]] == [
        "2019-11-15..2019-12-14",
        "2019-12-15..2020-01-14",
        "2020-01-15..2020-03-14",
        "2020-03-15..2020-05-14",
    ]
    assert found[18].startswith("2021-01-15..2021-04-14")
    assert found[21] == "2021-10-15..2022-01-14 overdue"


def test_after_the_last_number_of_times_it_holds_on() -> None:
    """A place that says two numbers means the second for the third year too."""
    found = spans(12, 6, reported_on="2019-01-15", today="2022-01-15")
    assert len(found) == 12 + 6 + 6
    assert found[-1] == "2021-11-15..2022-01-14"


def test_months_that_lack_the_day_end_a_part_on_their_last_day_but_one() -> None:
    """Reporting in on the 31st: a part ends the day before the 31st, or before the last of all."""
    assert spans(12, reported_on="2019-12-31", today="2020-05-01")[:5] == [
        "2019-12-31..2020-01-30",
        "2020-01-31..2020-02-28",
        "2020-02-29..2020-03-30",
        "2020-03-31..2020-04-29",
        "2020-04-30..2020-05-30",
    ]


def test_a_year_from_a_leap_day() -> None:
    """The years begin on 28 February, and on the 29th where there is one."""
    by = policies(rule(Duty.TEST, TimesAYear((1,))), term_months=60)
    case = history(opened("2020-02-29"), reported("2020-02-29"))
    assert [line.split(" ")[0] for line in said(case, Duty.TEST, "2024-03-01", by)] == [
        "2020-02-29..2021-02-27",
        "2021-02-28..2022-02-27",
        "2022-02-28..2023-02-27",
        "2023-02-28..2024-02-28",
        "2024-02-29..2025-02-27",
    ]


def test_a_number_that_divides_no_twelve_months_divides_the_days() -> None:
    """Five times a year is every 73 days."""
    assert spans(5, 24, reported_on="2019-01-01", today="2020-01-20")[:7] == [
        "2019-01-01..2019-03-14",
        "2019-03-15..2019-05-26",
        "2019-05-27..2019-08-07",
        "2019-08-08..2019-10-19",
        "2019-10-20..2019-12-31",
        "2020-01-01..2020-01-15",
        "2020-01-16..2020-01-30",
    ]


def test_a_test_makes_up_for_the_last_that_was_missed() -> None:
    """It is late for that one, and the part of the year that it was done in needs its own."""
    found = parts("2019-01-15", was_tested("2019-03-20"), today="2019-04-20")
    assert found == [
        "2019-01-15..2019-02-14 missed",
        "2019-02-15..2019-03-14 late on 2019-03-20",
        "2019-03-15..2019-04-14 overdue",
        "2019-04-15..2019-05-14 awaited",
    ]
    twice = parts(
        "2019-01-15", was_tested("2019-03-20"), was_tested("2019-03-21"), today="2019-04-20"
    )
    assert twice[2:] == [
        "2019-03-15..2019-04-14 met on 2019-03-21",
        "2019-04-15..2019-05-14 awaited",
    ]


def test_more_tests_than_are_due_meet_nothing_else() -> None:
    """The next part of the year needs its own."""
    days = ("2019-01-20", "2019-01-21", "2019-02-14")
    found = parts("2019-01-15", *map(was_tested, days), today="2019-03-01")
    assert found == [
        "2019-01-15..2019-02-14 met on 2019-01-20",
        "2019-02-15..2019-03-14 awaited",
    ]


@pytest.mark.parametrize("why", NotDoneReason)
def test_a_test_that_was_not_done_meets_nothing(why: NotDoneReason) -> None:
    """Excused, it is not due; else it is missed, as if nobody had written it down."""
    found = parts("2019-01-15", not_tested("2019-02-14", why), today="2019-02-15")
    excused = why is NotDoneReason.EXCUSED
    assert found[0] == f"2019-01-15..2019-02-14 {'excused' if excused else 'overdue'}"


def test_an_excuse_is_for_its_own_part_of_the_year() -> None:
    """What was missed before it is still awaited, and may be made up for behind it."""
    excuse = not_tested("2019-02-20", NotDoneReason.EXCUSED)
    before = parts("2019-01-15", excuse, today="2019-03-20")
    assert before[:2] == ["2019-01-15..2019-02-14 overdue", "2019-02-15..2019-03-14 excused"]
    after = parts("2019-01-15", excuse, was_tested("2019-03-20"), today="2019-03-21")
    assert after[0] == "2019-01-15..2019-02-14 late on 2019-03-20"


def test_who_was_excused_and_tested_after_all_has_met_it() -> None:
    """What was done counts."""
    excuse = not_tested("2019-01-20", NotDoneReason.EXCUSED)
    found = parts("2019-01-15", excuse, was_tested("2019-02-01"), today="2019-02-15")
    assert found[0] == "2019-01-15..2019-02-14 met on 2019-02-01"


def test_a_sample_in_time_is_a_test_in_time() -> None:
    """Its result of March is no second test, and no late one."""
    sample = sampled("2019-02-13")
    waiting = parts("2019-01-15", sample, today="2019-02-15")
    assert waiting[0] == "2019-01-15..2019-02-14 met on 2019-02-13"
    known = parts("2019-01-15", sample, was_tested("2019-03-01", sample=sample), today="2019-03-15")
    assert known[:2] == [
        "2019-01-15..2019-02-14 met on 2019-02-13",
        "2019-02-15..2019-03-14 overdue",
    ]


def test_a_suspension_excuses_parts_of_a_year_and_prolongs_it() -> None:
    """The year is over when twelve months of it are served; no part of it is moved."""
    case = (suspended("2019-11-01"), resumed("2020-01-20"))
    found = parts("2019-01-15", *case, today="2020-05-01")
    assert found[9:] == [
        "2019-10-15..2019-11-14 excused",
        "2019-11-15..2019-12-14 excused",
        "2019-12-15..2020-01-14 excused",
        "2020-01-15..2020-02-14 missed",
        "2020-02-15..2020-03-14 missed",
        "2020-03-15..2020-04-04 overdue",  # twelve months from 80 days later
        "2020-04-05..2020-06-04 awaited",  # the second year
    ]


def test_a_resumption_changes_nothing_that_was_closed() -> None:
    """What was excused while nobody knew of an end is as it was."""
    case = (suspended("2019-11-01"),)
    before = parts("2019-01-15", *case, today="2020-01-20")
    after = parts("2019-01-15", *case, resumed("2020-01-20"), today="2020-01-20")
    closed = [line for line in before if "will be" not in line]
    assert after[: len(closed)] == closed
    assert before[-1] == "2020-01-15..2020-02-14 will be excused"
    assert after[-1] == "2020-01-15..2020-02-14 awaited"


def test_years_go_on_where_the_case_was_reopened() -> None:
    """The closed time is not served; the parts of the year are where they were."""
    case = (was_tested("2019-02-01"), ended("2019-02-20"), reopened("2019-06-20"))
    assert parts("2019-01-15", *case, today="2019-07-20") == [
        "2019-01-15..2019-02-14 met on 2019-02-01",
        "2019-02-15..2019-02-20 fallen_away",
        "2019-06-20..2019-07-14 overdue",
        "2019-07-15..2019-08-14 awaited",
    ]


def test_a_new_programme_has_years_of_its_own() -> None:
    """Rehabilitation: six in its first year, from the reporting in to it."""
    to_it = became("2019-03-01", CaseKind.REHABILITATION)
    found = parts("2019-01-15", to_it, reported("2019-03-10"), today="2019-05-10")
    assert found == [
        "2019-01-15..2019-02-14 missed",
        "2019-02-15..2019-02-28 fallen_away",
        "2019-03-10..2019-05-09 overdue",
        "2019-05-10..2019-07-09 awaited",
    ]


def test_the_level_of_the_first_day_says_how_many() -> None:
    """A level that rises within a part reaches the next one, and keeps to the year's division."""
    by = policies(
        rule(Duty.TEST, TimesAYear((4,)), "all"),
        rule(Duty.TEST, TimesAYear((12,)), "high", levels=frozenset({"high"})),
    )
    case = history(
        *(opened("2019-01-15"), reported("2019-01-15")),
        *(assessed("2019-02-10", "high"), assessed("2019-06-01", "low")),
    )
    found = said(case, Duty.TEST, "2019-07-15", by)
    assert [line.split(" ")[0] for line in found] == [
        "2019-01-15..2019-04-14",
        "2019-04-15..2019-05-14",
        "2019-05-15..2019-06-14",
        "2019-06-15..2019-07-14",
        "2019-07-15..2019-10-14",
    ]
