"""The city of a demo: nothing in it is refused, and it has the shape that views are to show."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from deploy.demo.city.outreach import NEVER
from deploy.demo.city.streets import (
    SILENT,
    SILENT_DAYS,
    STREETS,
    WITHOUT_TESTS,
    Times,
    asked_quarter,
    is_spring_festival,
)
from deploy.demo.city.told import told_city
from deploy.demo.policies import demo_policies
from deploy.demo.population import demo_population
from deploy.demo.rows import DemoRow
from deploy.demo.writing import write_year
from deploy.demo.year import PLACES, Year
from services.cases.duties.schedule import schedule
from services.cases.duties.versions import Versions
from services.cases.duties.windows import Window
from shared.events.cases.duties import Duty, DutyOutcome
from shared.policies.reading import read_own_policies
from shared.regions import load_regions, regions_in_force
from tests.deploy.ledgers.folding import Imported, imported

UNTIL = date(2025, 5, 20)
CITY = told_city(UNTIL)
TIMES = Times(UNTIL)
DEMO = Path(__file__).parents[3] / "deploy" / "demo"
MOST_ROWS = 8_200  # the import of more takes too long at the first start
DONE = {DutyOutcome.MET, DutyOutcome.LATE}
DUE = {*DONE, DutyOutcome.OVERDUE, DutyOutcome.MISSED}
PARTS = ("accepted", "rejected", "warnings", "duplicates")
DAYS = ("日期", "报告日期", "参加日期", "预约日期")


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The city's ledgers as files."""
    folder = tmp_path_factory.mktemp("city") / "ledgers"
    write_year(CITY, folder)
    return folder


@pytest.fixture(scope="module")
def done(ledgers: Path) -> Imported:
    """The city's import."""
    return imported(ledgers)


@pytest.fixture(scope="module")
def windows(done: Imported) -> list[Window]:
    """What was due in the city until its last day, and what became of it."""
    own = Versions.only(read_own_policies(demo_policies(TIMES.year), regions_in_force()))
    cases = done.service.histories.values()
    return [window for case in cases if case for window in schedule(case, own, UNTIL)]


def share(windows: list[Window], duty: Duty, region: str, year: int) -> float:
    """Per cent of what was due in a region in the days of a year that was done."""
    outcomes = Counter(
        window.outcome in DONE
        for window in windows
        if window.duty is duty
        and window.region.startswith(region)
        and window.outcome in DUE
        and window.last_day.year == year
    )
    return 100 * outcomes[True] / outcomes.total()


def days(city: Year, *ledgers: str) -> Iterator[tuple[date, DemoRow]]:
    """The rows of ledgers, with their days."""
    for ledger in ledgers:
        for row in city.ledgers[ledger]:
            day = row.cells["日期"]
            assert isinstance(day, date)
            yield day, row


def test_nothing_in_it_is_refused_or_doubted(ledgers: Path, done: Imported) -> None:
    """Every row is taken, without a warning; a dry run says the same before."""
    account = done.outcome.as_json()
    assert account["rejected"] == account["warnings"] == []
    assert account["accepted"] == {f"{name}.csv": len(rows) for name, rows in CITY.ledgers.items()}
    tried = imported(ledgers, dry_run=True).outcome.as_json()
    assert {part: tried[part] for part in PARTS} == {part: account[part] for part in PARTS}


@pytest.mark.parametrize("until", [date(2024, 2, 29), date(2024, 12, 31)])
def test_a_demo_begins_on_any_day(tmp_path: Path, until: date) -> None:
    """With the fewest rows or the most, nothing is refused; more would take too long to import."""
    city = told_city(until)
    write_year(city, tmp_path)
    account = imported(tmp_path).outcome.as_json()
    assert account["rejected"] == account["warnings"] == []
    assert sum(account["accepted"].values()) <= MOST_ROWS


def test_the_same_city_is_told_again() -> None:
    """Two runs tell the same; nobody is in it twice; nothing is of a day to come."""
    assert told_city(UNTIL) == CITY
    clients = CITY.ledgers["服务对象"]
    for column in ("编号", "身份证号"):
        assert len({row.cells[column] for row in clients}) == len(clients)
    every = [row.cells[column] for rows in CITY.ledgers.values() for row in rows
             for column in DAYS if row.cells.get(column)]  # fmt: skip
    assert max(day for day in every if isinstance(day, date)) <= UNTIL


def test_districts_go_their_ways(windows: list[Window]) -> None:
    """The first improves and the third gets worse by far; the best street stays so."""
    change = {
        district: share(windows, Duty.CONTACT, district, UNTIL.year)
        - share(windows, Duty.CONTACT, district, TIMES.since.year)
        for district in ("410102", "410104", "410105001")
    }
    assert change["410102"] > 12, change
    assert change["410104"] < -12, change
    assert abs(change["410105001"]) < 8, change


def test_one_street_has_missed_most_tests_this_quarter(windows: list[Window]) -> None:
    """At least twice as many as any other, so that whoever asks finds it at once."""
    quarter = asked_quarter(UNTIL)
    missed = Counter(
        window.region[:9]
        for window in windows
        if window.duty is Duty.TEST
        and window.outcome in DUE - DONE
        and quarter.start <= window.last_day < quarter.end
    )
    (first, most), (_, second) = missed.most_common(2)
    assert (first, most >= 2 * second) == (WITHOUT_TESTS, True), missed


def test_of_one_street_nothing_is_recorded_of_late() -> None:
    """Of the others something is, in the same weeks."""
    since = UNTIL - timedelta(days=SILENT_DAYS)
    street = {row.cells["编号"]: str(row.cells["区划代码"])[:9] for row in CITY.ledgers["服务对象"]}
    recorded = Counter(
        street[row.cells["对象编号"]] if "对象编号" in row.cells else str(row.cells["区划代码"])[:9]
        for day, row in days(
            CITY, "帮教记录", "尿检记录", "风险评估", "阶段变更", "半年小结", "宣传活动", "新闻稿件"
        )
        if day > since
    )
    assert recorded.keys() == {each.code for each in STREETS} - {SILENT}


def test_the_seasons() -> None:
    """June has most sessions; hardly anybody is met in the days of the Spring Festival."""
    year = TIMES.year
    sessions = Counter(day.month for day, _ in days(CITY, "宣传活动") if day.year == year)
    assert sessions[6] > 1.5 * max(count for month, count in sessions.items() if month != 6)
    contacts = Counter(day for day, _ in days(CITY, "帮教记录") if day.year == year)
    festival = sum(count for day, count in contacts.items() if is_spring_festival(day))
    assert festival / 16 < 0.6 * contacts.total() / 366


def test_where_prevention_has_been() -> None:
    """Each year that is over most communities had sessions in most kinds of place, some never."""
    for year in (TIMES.since.year, TIMES.year):
        entered: defaultdict[str, set[str]] = defaultdict(set)
        for day, row in days(CITY, "宣传活动"):
            if day.year == year:
                entered[str(row.cells["区划代码"])].add(str(row.cells["场所类别"]))
        assert len(entered) >= 44
        assert sum(len(places & {*PLACES}) >= 5 for places in entered.values()) >= 30
    own = [
        row.cells
        for row in CITY.ledgers["宣传活动"]
        if not str(row.cells["区划代码"]).startswith("410105")
    ]
    assert not {(cells["区划代码"], cells["场所类别"]) for cells in own} & NEVER


def test_sessions_are_tied_to_occasions_of_their_days() -> None:
    """Nobody marks Qixi in November: the law-and-order month is March, lunar days are in autumn."""
    months = {
        "": range(1, 13),
        "6·26": (6,),
        "综治宣传月": (3,),
        "七夕": (8, 9),
        "重阳": (9, 10, 11),
    }
    seen = set()
    for day, row in days(CITY, "宣传活动"):
        region, occasion = str(row.cells["区划代码"]), str(row.cells.get("节点", ""))
        if region.startswith("410105") and day.year == TIMES.year:
            continue  # the year that is told in full has one of each
        assert day.month in months[occasion], (day, occasion)
        seen.add(occasion)
    assert {"", "6·26", "综治宣传月"} < seen


def test_places_that_must_be_entered_mostly_were() -> None:
    """Each year that is over, most of those that are known; a few were not, some never."""
    known = [row.cells for row in CITY.ledgers["阵地台账"] if row.cells["应进场所"]]
    for year in (TIMES.since.year, TIMES.year):
        wanted = {
            cells["阵地名称"]
            for cells in known
            if isinstance(cells["启用日期"], date) and cells["启用日期"].year <= year
        }
        entered = {
            row.cells["阵地"] for day, row in days(CITY, "宣传活动") if day.year == year
        } & wanted
        assert 0.75 * len(wanted) < len(entered) < len(wanted), year
    gathered = [row.cells["阵地"] for _, row in days(CITY, "培训与会议")]
    assert sum(map(bool, gathered)) > len(gathered) / 2


def test_campaigns_have_what_carries_their_codes() -> None:
    """Every one that has begun; trainings and duty are of the special action too."""
    carried: defaultdict[object, set[str]] = defaultdict(set)
    for name in ("宣传活动", "培训与会议", "值守登记"):
        for _, row in days(CITY, name):
            carried[row.cells["专项活动"]].add(name)
    begun = [
        row.cells["活动代码"]
        for row in CITY.ledgers["专项活动"]
        if isinstance(row.cells["开始日期"], date) and row.cells["开始日期"] < UNTIL
    ]
    assert carried.keys() - {""} == {*begun}
    sweep = f"4101-{TIMES.year}-sweep"
    assert carried[sweep] == {"宣传活动", "培训与会议", "值守登记"}


@pytest.mark.parametrize("until", [UNTIL, date(2025, 1, 1), date(2024, 12, 31)])
def test_plans_are_for_days_to_come(until: date) -> None:
    """Most are open; some were called off or held, none of these in the year that is told."""
    plans = [row.cells for row in told_city(until).ledgers["活动计划"]]
    assert all(isinstance(each["计划日期"], date) and each["计划日期"] > until for each in plans)
    held = [each for each in plans if each["举办日期"]]
    called_off = [each for each in plans if each["取消原因"]]
    assert len(plans) / 2 > len(held) + len(called_off) > len(held) >= 1
    assert not any(str(each["区划代码"]).startswith("410105") for each in held)


@pytest.mark.parametrize("until", [date(2025, 6, 1), date(2025, 7, 1)])
def test_a_month_that_begins_is_not_crowded_into_its_first_day(until: date) -> None:
    """On the first day of a month there are no more contacts than on other days."""
    days = Counter(row.cells["日期"] for row in told_city(until).ledgers["帮教记录"])
    assert days[until] <= max(days[until - timedelta(days=number)] for number in range(3, 90))


def test_clients_come_and_go() -> None:
    """In each year files are opened and ended, in several ways."""
    opened = Counter(
        cells["决定日期"].year
        for cells in (row.cells for row in CITY.ledgers["服务对象"])
        if isinstance(cells["决定日期"], date)
    )
    ended: defaultdict[int, Counter[object]] = defaultdict(Counter)
    for day, row in days(CITY, "阶段变更"):
        if row.cells["去向"]:
            ended[day.year][row.cells["去向"]] += 1
    for year in (TIMES.since.year, TIMES.year, UNTIL.year):
        assert opened[year] >= 5, opened
        assert len(ended[year]) >= 2, ended
        assert ended[year].total() >= 3, ended


def test_every_region_has_people_in_each_year(tmp_path: Path) -> None:
    """The regions of the list that hold, from the city down; one has those of all below it."""
    file = tmp_path / "population.csv"
    file.write_bytes(demo_population([2023, 2024, 2025]))
    (tmp_path / "regions.csv").write_bytes((DEMO / "regions.csv").read_bytes())
    regions = load_regions(tmp_path)
    own = [line.split(",")[0] for line in (DEMO / "regions.csv").read_text().splitlines()[1:]]
    for year in (2023, 2024, 2025):
        day = date(year, 1, 1)
        holding = [code for code in own if "-" not in code and regions.exists(code, day)]
        assert len(holding) == 1 + 4 + 12 + 48
        people = {code: regions.population(code, year) for code in holding}
        assert all(people.values())


@pytest.mark.parametrize("day", [date(2025, 2, 1), date(2025, 5, 20), date(2026, 1, 3)])
def test_something_was_entered_promptly(day: date) -> None:
    """A contact, a test and an assessment of the last days: all is imported on the last one."""
    city = told_city(day)
    for name in ("帮教记录", "尿检记录", "风险评估"):
        days = [row.cells["日期"] for row in city.ledgers[name]]
        assert any(isinstance(each, date) and (day - each).days in (0, 1, 2) for each in days), name
