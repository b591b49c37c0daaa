"""What is done in a synthetic year with those in a programme, and what is not: by their courses.

The contacts of the year are as many as its size says; what lies before and after it is as it comes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from deploy.demo.courses import (
    DETOXIFICATION,
    EMERGENCY_STREET,
    MONTHS,
    VACANT_STREET,
    Course,
    Stretch,
    add_months,
)
from deploy.demo.habits import DONE, EXCUSED, LATE, NOT, becomes
from deploy.demo.making import NOTES
from deploy.demo.rows import Cell, DemoRow
from deploy.demo.year import MODES_IN_PERSON, MODES_REMOTE, Size

EMERGENCY = (7, 10), (8, 1)  # month and day from which on, and until before which, it is declared
SEEN_FROM_AFAR = ("微信", "视频")
VACANT = (7, 8)  # the months of the year in which a street has no worker
TIMES_A_YEAR = {DETOXIFICATION: (12, 6, 4), "社区康复": (6, 4, 2)}
RESULTS = ("阴性",) * 15 + ("阳性",)
NOT_DONE = ("无故", "逃避", "拒检")
WINDOW = 28  # days of a month on which something is done
DAY = timedelta(days=1)


@dataclass
class Keeping:
    """Makes the rows of a year and of what lies beside it, until a day."""

    year: int
    until: date
    size: Size
    random: Random
    courses: Sequence[Course]
    contacts: list[DemoRow] = field(default_factory=list)
    missed: list[tuple[Course, date]] = field(default_factory=list)  # months, by their first days

    def contact_rows(self) -> list[DemoRow]:
        """All contacts; raises ValueError where the size of the year is too small for them."""
        for course in self.courses:
            for number, month in enumerate(months_of(course, self.until)):
                self._month(course, number, month)
        self._add_up()
        return self.contacts

    def _month(self, course: Course, number: int, month: date) -> None:
        is_vacant = course.street == VACANT_STREET and month.month in VACANT
        is_emergency = month == date(self.year, EMERGENCY[0][0], 1)
        if is_emergency and course.street == EMERGENCY_STREET:
            self._contact(course, date(self.year, *EMERGENCY[0]), SEEN_FROM_AFAR, 22)
        elif month.year == self.year and is_vacant:
            self.missed.append((course, month))
        elif becomes(course.habit.contacts, number + self._shift(course)) == DONE:
            self._contact(course, month, MODES_IN_PERSON)
        else:
            self.missed.append((course, month))

    def _shift(self, course: Course) -> int:
        """By how much a course is further in its pattern, so that not all miss the same month."""
        return 0 if course.habit.contacts[0] != "|" else course.place

    def _contact(
        self, course: Course, month: date, modes: tuple[str, ...], days: int = WINDOW
    ) -> None:
        taken = {row.cells["日期"] for row in self.contacts if _is_of(row, course)}
        free = [
            day
            for day in (month + timedelta(days=number) for number in range(days))
            if course.can_come(day) and day <= self.until and day not in taken
        ]
        if free:
            day, mode = self.random.choice(free), self.random.choice(modes)
            if course.place * 7 % days > (self.until - month).days:
                return  # the month has just begun: not everybody had a turn yet
            cells: dict[str, Cell] = {
                "日期": day,
                "对象编号": course.number,
                "方式": mode,
                "内容": self.random.choice(NOTES),
                "社工": f"社工{course.street * 4 + course.place % 3 + 1:02d}",
            }
            self.contacts.append(DemoRow(cells))
        elif days == WINDOW and month + timedelta(days=days) <= self.until:
            self.missed.append((course, month))

    def _add_up(self) -> None:
        """Add calls where clients were not met, and second visits, until the year has enough."""
        seen = [m for m in self.missed if m[1].year == self.year and m[0].place not in _UNREACHED]
        for course, month in self._in_turn(seen, self.size.remote_in_programme, MODES_REMOTE):
            self._contact(course, month, MODES_REMOTE)
        met = [
            (course, month)
            for course in self.courses
            if course.street != VACANT_STREET
            for month in months_of(course, date(self.year, 12, 31))
            if month.year == self.year and course.can_come(month + 27 * DAY)
        ]
        wanted = self.size.visits_in_programme
        for course, month in self._in_turn(met, wanted, MODES_IN_PERSON):
            self._contact(course, month, MODES_IN_PERSON)

    def _in_turn(
        self, places: list[tuple[Course, date]], wanted: int, modes: tuple[str, ...]
    ) -> Iterator[tuple[Course, date]]:
        """Places, until there are as many contacts of the year as wanted."""
        if self._count(modes) > wanted:
            raise ValueError(f"{self._count(modes)} contacts of the year, not {wanted}")
        self.random.shuffle(places)
        for place in places * 2:
            if self._count(modes) == wanted:
                break
            yield place
        if self._count(modes) != wanted:
            raise ValueError(f"{self._count(modes)} contacts of the year, not {wanted}")

    def _count(self, modes: tuple[str, ...]) -> int:
        return sum(row.cells["方式"] in modes and _year(row) == self.year for row in self.contacts)

    def test_rows(self) -> Iterator[DemoRow]:
        """A test in each part of each year of a programme, some late, some not done."""
        for course in self.courses:
            number, taken = 0, set[Cell]()
            for stretch in course.stretches:
                for since, until in parts(stretch, self.until):
                    what = becomes(course.habit.tests, number)
                    for row in self._test(course, what, since, until):
                        if row.cells["日期"] not in taken:  # a late one may fall on the next's day
                            taken.add(row.cells["日期"])
                            yield row
                    number += 1

    def _test(self, course: Course, what: str, since: date, until: date) -> Iterator[DemoRow]:
        day = since + timedelta(days=self.random.randrange((until - since).days))
        if what == LATE:
            day = until + timedelta(days=self.random.randrange(1, 6))
        reason = {EXCUSED: "请假", NOT: self.random.choice(NOT_DONE)}.get(what, "")
        if not course.can_come(day) or day > self.until:
            return
        if reason and reason != "请假" and self.random.random() < 0.5:
            return  # nobody has written down that it was not done
        cells: dict[str, Cell] = {
            "日期": day,
            "对象编号": course.number,
            "结果": "未检" if reason else self.random.choice(RESULTS),
            "未检原因": reason,
        }
        yield DemoRow(cells)

    def assessment_rows(self) -> Iterator[DemoRow]:
        """An assessment each half-year from the opening on."""
        for course in self.courses:
            for number, day in enumerate(self._each(6, course, course.opened)):
                level = course.habit.level if number else "中"
                cells: dict[str, Cell] = {"日期": day, "对象编号": course.number, "等级": level}
                yield DemoRow(cells)

    def written(self, months: int) -> Iterator[tuple[Course, date]]:
        """Whose summaries (each 6 months) or evaluations (12) were written, and when."""
        for course in self.courses:
            for stretch in course.stretches:
                for day in self._each(months, course, stretch.since):
                    if stretch.holds(day):
                        yield course, day

    def _each(self, months: int, course: Course, since: date) -> Iterator[date]:
        """Days on which something was done that is due again so many months after the last time."""
        day, number = add_months(early(since), months - 3), course.place
        last = min(self.until, course.closed - DAY)
        while day <= last:
            what = becomes(course.habit.assessments, number)
            if what == LATE:
                day += timedelta(days=100 + self.random.randrange(20))
            if what != NOT and day <= last and not _suspended(course, day):
                yield day
            day, number = add_months(early(day), months), number + 1

    def report_rows(self) -> Iterator[DemoRow]:
        """A regular report each quarter."""
        for course in self.courses:
            months = months_of(course, self.until)
            quarters = sorted(
                {each.replace(month=(each.month - 1) // 3 * 3 + 1) for each in months}
            )
            for number, quarter in enumerate(quarters):
                days = (quarter + timedelta(days=day) for day in range(90))
                free = [day for day in days if course.can_come(day) and day <= self.until]
                if free and becomes(course.habit.reports, number) == DONE:
                    cells: dict[str, Cell] = {
                        "日期": self.random.choice(free),
                        "对象编号": course.number,
                        "方式": self.random.choice(("当面", "当面", "远程")),
                    }
                    yield DemoRow(cells)


_UNREACHED = (4,)  # whom nobody reaches by telephone either


def months_of(course: Course, until: date) -> Iterator[date]:
    """The first days of the months in which a client is met: that of the end is none."""
    for stretch in course.stretches:
        last = min(stretch.until, stretch.until.replace(day=1), until + DAY)
        month = stretch.since.replace(day=1)
        while month < last:
            yield month
            month = add_months(month, 1)


def parts(stretch: Stretch, until: date) -> Iterator[tuple[date, date]]:
    """The parts of the years of a programme that have begun, in each of which a test is due."""
    first, months = early(stretch.since), 0
    while True:
        times = TIMES_A_YEAR[stretch.kind][min(months // MONTHS, 2)]
        since, months = add_months(first, months), months + MONTHS // times
        if since >= min(stretch.until, until + DAY):
            break
        yield max(since, stretch.since), add_months(first, months)


def early(day: date) -> date:
    """The day, or the 28th of its month, which each month has."""
    return day.replace(day=min(day.day, WINDOW))


def _suspended(course: Course, day: date) -> bool:
    return any(each.holds(day) for each in course.suspended)


def _is_of(row: DemoRow, course: Course) -> bool:
    return row.cells["对象编号"] == course.number


def _year(row: DemoRow) -> int:
    return int(str(row.cells["日期"])[:4])
