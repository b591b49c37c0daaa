"""What became of the duties of a demo's year: streets that do well, and streets that do not."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from deploy.demo.policies import demo_policies
from deploy.demo.told import told_year
from deploy.demo.writing import write_year
from services.cases.duties.history import History
from services.cases.duties.schedule import pending, schedule
from services.cases.duties.versions import Versions
from services.cases.duties.windows import Window
from shared.events.cases.duties import Duty, DutyOutcome
from shared.policies.reading import built_in, read_own_policies
from shared.regions import regions_in_force
from tests.deploy.ledgers.folding import imported

YEAR, UNTIL = 2024, date(2025, 5, 20)
FIRST, SECOND, THIRD = STREETS = ("410105001", "410105002", "410105003")
DONE = {DutyOutcome.MET, DutyOutcome.LATE}
DUE = {*DONE, DutyOutcome.OVERDUE, DutyOutcome.MISSED}
Outcomes = Mapping[tuple[str, Duty], Counter[DutyOutcome]]


def told(tmp_path: Path, year: int = YEAR, until: date = UNTIL) -> list[History]:
    """The cases that come of a demo's year."""
    write_year(told_year("410105", year, until), tmp_path / str(year))
    done = imported(tmp_path / str(year))
    assert not done.rejected()
    return [each for each in done.service.histories.values() if each is not None]


def policies(year: int = YEAR) -> Versions:
    """Those of the demo, as its folder has them."""
    return Versions.only(read_own_policies(demo_policies(year), regions_in_force()))


def closed(
    cases: list[History], year: int = YEAR, until: date = UNTIL, by: Versions | None = None
) -> Iterator[Window]:
    """The windows of the year's days that have closed."""
    for case in cases:
        for window in schedule(case, by or policies(year), until):
            if window.outcome is not None and window.last_day.year == year:
                yield window


def by_street(windows: Iterator[Window]) -> Outcomes:
    """How many windows had each outcome, by street and duty."""
    found: defaultdict[tuple[str, Duty], Counter[DutyOutcome]] = defaultdict(Counter)
    for window in windows:
        assert window.outcome is not None
        found[window.region[:9], window.duty][window.outcome] += 1
    return found


def share(outcomes: Outcomes, street: str, duty: Duty, done: set[DutyOutcome]) -> int:
    """Per cent of those due in a street that were done, or done in time."""
    counts = outcomes[street, duty]
    return round(100 * sum(counts[each] for each in done) / sum(counts[each] for each in DUE))


# Of what was due in the year: done, and done in time, in per cent; the first street is the good
# one, the third the bad one.
TABLE = {
    Duty.CONTACT: {FIRST: (97, 97), SECOND: (67, 67), THIRD: (55, 55)},
    Duty.TEST: {FIRST: (95, 95), SECOND: (72, 67), THIRD: (72, 21)},
    Duty.ASSESSMENT: {FIRST: (100, 90), SECOND: (73, 45), THIRD: (100, 60)},
    Duty.REGULAR_REPORT: {FIRST: (100, 100), SECOND: (70, 70), THIRD: (43, 43)},
}


def test_the_streets_of_a_year(tmp_path: Path) -> None:
    """The first keeps up, the second mostly does, the third does not."""
    outcomes = by_street(closed(told(tmp_path)))
    assert {
        duty: {
            street: (
                share(outcomes, street, duty, DONE),
                share(outcomes, street, duty, {DutyOutcome.MET}),
            )
            for street in STREETS
        }
        for duty in TABLE
    } == TABLE


@pytest.mark.parametrize("year", [2019, 2021, 2023])
def test_every_year_reads_alike(tmp_path: Path, year: int) -> None:
    """Whichever year a demo has, the order of the streets is the same, and far apart."""
    until = date(year + 1, 4, 15)
    outcomes = by_street(closed(told(tmp_path, year, until), year, until))
    for duty in (Duty.CONTACT, Duty.REGULAR_REPORT):
        first, second, third = (share(outcomes, street, duty, DONE) for street in STREETS)
        assert first >= 95 > 80 > second > third > 30, (duty, first, second, third)
    in_time = [share(outcomes, street, Duty.TEST, {DutyOutcome.MET}) for street in STREETS]
    assert in_time[0] > 85 > in_time[1] > in_time[2] > 10, in_time
    assert outcomes[FIRST, Duty.ASSESSMENT][DutyOutcome.MISSED] == 0


def test_months_differ(tmp_path: Path) -> None:
    """Nobody of the third street was met while it had no worker; an emergency helped the second."""
    met: defaultdict[tuple[str, int], Counter[bool]] = defaultdict(Counter)
    for window in closed(told(tmp_path)):
        if window.duty is Duty.CONTACT and window.outcome in DUE:
            met[window.region[:9], window.last_day.month][window.outcome in DONE] += 1
    assert not any(met[THIRD, month][True] for month in (7, 8))
    assert all(met[THIRD, month][False] for month in (7, 8))
    assert met[THIRD, 9][True]
    assert met[SECOND, 7] == {True: met[SECOND, 7][True]}
    without = sum(
        window.duty is Duty.CONTACT
        and window.region.startswith(SECOND)
        and window.last_day == date(YEAR, 7, 31)
        and window.outcome in DONE
        for window in closed(told(tmp_path / "again"), by=Versions.only(built_in()))
    )
    assert without < met[SECOND, 7][True]


def test_what_single_clients_show(tmp_path: Path) -> None:
    """One is lost after three months, one comes but not to tests, one was late to report in."""
    cases = told(tmp_path)
    windows = {case.case_id: [*schedule(case, policies(), UNTIL)] for case in cases}

    def of(duty: Duty, *outcomes: DutyOutcome) -> Counter[object]:
        return Counter(
            case_id
            for case_id, its in windows.items()
            for window in its
            if window.duty is duty and window.outcome in outcomes
        )

    lost = {case_id for case_id, its in windows.items() if any(each.is_lost for each in its)}
    assert lost
    assert of(Duty.REPORT_IN, DutyOutcome.LATE).total() == 1
    assert of(Duty.RETURN_FROM_LEAVE, DutyOutcome.LATE).total() == 1
    assert of(Duty.CONTACT, DutyOutcome.EXCUSED), "suspended over the end of a month"
    assert of(Duty.TEST, DutyOutcome.EXCUSED)
    assert of(Duty.CRISIS_FOLLOW_UP, DutyOutcome.LATE).total() == 1
    for outcome in (DutyOutcome.MET, DutyOutcome.EXCUSED, DutyOutcome.MISSED):
        assert of(Duty.APPOINTED_TEST, outcome), outcome
    never = of(Duty.CONTACT, DutyOutcome.MISSED, DutyOutcome.OVERDUE)
    lapsing = of(Duty.TEST, DutyOutcome.MISSED, DutyOutcome.OVERDUE)
    assert [case_id for case_id, count in lapsing.items() if count > 2 and not never[case_id]]


@pytest.mark.parametrize(
    ("year", "until"),
    [(2023, date(2024, 1, 2)), (2023, date(2024, 6, 1)), (2024, UNTIL), (2023, date(2024, 12, 30))],
)
def test_the_worklist_of_its_last_day(tmp_path: Path, year: int, until: date) -> None:
    """A crisis, some that are overdue, most of them not for long, and some that are due soon."""
    rows = [
        window
        for case in told(tmp_path, year, until)
        for window in pending(schedule(case, policies(year), until))
        if window.since <= until
    ]
    overdue = [window for window in rows if window.until <= until]
    soon = [window for window in rows if window.soon_from <= until < window.until]
    assert [each.duty for each in rows].count(Duty.CRISIS_FOLLOW_UP) == 1
    assert 8 <= len(overdue) <= 45, Counter(each.duty for each in overdue)
    assert 3 <= len(soon) <= 30
    assert len({each.duty for each in overdue}) >= 4
    old = [window for window in overdue if (until - window.last_day).days > 180]
    assert len(old) <= len(overdue) / 2
