"""Who is in a programme of a synthetic year, from when until when, and how it is kept.

The streets of a county differ: the first keeps up, the second mostly does, the third does not, and
has nobody for it in the summer.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from deploy.demo.habits import FAIR, GOOD, LAPSING, LOST, POOR, Habit
from deploy.demo.rows import DemoRow

HABITS: tuple[Habit, ...] = (GOOD, FAIR, POOR)  # of the first street, the second, the third
OTHERWISE = {4: LOST, 6: LAPSING}  # by the place of a client among those of the programme
# In which month each client of the programme is decided, counted from the year's January.
DECIDED = (-9, -7, -5, -3, -1, 2, 4, 6, 7, 8, 9, 10)
FIRST_STREET, EMERGENCY_STREET, VACANT_STREET = range(3)
LATE_TO_REPORT = {8: 24}  # days after the decision
DETOXIFICATION, REHABILITATION, AT_LARGE = "社区戒毒", "社区康复", "社会面"
MONTHS = 12


@dataclass(frozen=True)
class Stretch:
    """A time in a programme from reporting in on, until the day before `until`."""

    kind: str
    since: date
    until: date = date.max

    def holds(self, day: date) -> bool:
        """Whether a day is of it."""
        return self.since <= day < self.until


@dataclass(frozen=True)
class Course:
    """The course of a client: `place` is that among the clients, `street` that in the county."""

    number: str
    place: int
    street: int
    habit: Habit
    opened: date
    stretches: tuple[Stretch, ...]
    suspended: tuple[Stretch, ...] = ()
    closed: date = date.max

    def can_come(self, day: date) -> bool:
        """Whether the client is in a programme on a day, and it is not suspended."""
        return any(each.holds(day) for each in self.stretches) and not any(
            each.holds(day) for each in self.suspended
        )


def add_months(day: date, months: int) -> date:
    """The same day so many months later, of which each month has one: until the 28th.

    >>> add_months(date(2019, 11, 28), 3)
    datetime.date(2020, 2, 28)
    """
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return day.replace(year=year, month=month + 1)


def street_of(row: DemoRow) -> int:
    """The place of a client's street in its county, from 0."""
    return (int(str(row.cells["区划代码"])[6:9]) - 1) % len(HABITS)


def placed(clients: Sequence[DemoRow], stations: Sequence[DemoRow], year: int) -> None:
    """Give the clients of a programme their streets in turn, and the days of their beginning."""
    for place, (row, month) in enumerate(zip(clients, DECIDED, strict=True)):
        station = stations[place % len(stations)].cells
        decided = add_months(date(year, 1, 3 + place % 5), month - 1)
        reported = decided + timedelta(days=LATE_TO_REPORT.get(place, 4 + place % 6))
        row.cells |= {
            "类别": REHABILITATION if place % 4 == 2 else DETOXIFICATION,
            "工作站": station["工作站名称"],
            "区划代码": f"{str(station['区划代码'])[:9]}{place % 4 + 1:03d}",
            "决定日期": decided,
            "报到日期": reported,
            "协议日期": reported + timedelta(days=place % 3),
        }


def courses(clients: Iterable[DemoRow], steps: Sequence[DemoRow]) -> Iterator[Course]:
    """The courses of those who are in a programme at some time, by the steps of their files."""
    place = 0
    for row in clients:
        number = row.cells["编号"]
        course = _course(row, place, [each for each in steps if each.cells["对象编号"] == number])
        if course is not None:
            yield course
            place += 1


def _course(row: DemoRow, place: int, steps: Sequence[DemoRow]) -> Course | None:
    cells, street = row.cells, street_of(row)
    kind, decided, reported = str(cells["类别"]), cells["决定日期"], cells["报到日期"]
    stretches: list[Stretch] = []
    suspended: list[Stretch] = []
    closed = date.max
    if isinstance(reported, date):
        stretches.append(Stretch(kind, reported))
    for day, what, new_kind in _days(steps):
        if what == "报到":
            stretches.append(Stretch(kind, day))
        elif what in {"终止", "类别变更"} and stretches:
            stretches[-1] = replace(stretches[-1], until=min(stretches[-1].until, day))
        elif what == "中止执行":
            suspended.append(Stretch(kind, day))
        elif what == "恢复执行":
            suspended[-1] = replace(suspended[-1], until=day)
        closed = day if what == "终止" else date.max if what == "恢复档案" else closed
        kind = new_kind or kind
    if not stretches:
        return None
    return Course(
        number=str(cells["编号"]),
        place=place,
        street=street,
        habit=OTHERWISE.get(place, HABITS[street]),
        opened=decided if isinstance(decided, date) else stretches[0].since,
        stretches=tuple(stretches),
        suspended=tuple(suspended),
        closed=closed,
    )


def _days(steps: Iterable[DemoRow]) -> Iterator[tuple[date, str, str]]:
    for step in steps:
        day = step.cells["日期"]
        if isinstance(day, date):
            yield day, str(step.cells["变更"]), str(step.cells["新类别"])
