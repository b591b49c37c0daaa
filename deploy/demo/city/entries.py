"""What is done with the clients of the demo's city, and what is late or not done, day by day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from deploy.demo.city.clients import Clients
from deploy.demo.city.streets import HOME, Street, Times, is_spring_festival
from deploy.demo.courses import Course, add_months
from deploy.demo.guided import OUTCOMES
from deploy.demo.keeping import DAY, NOT_DONE, WINDOW, early, months_of, parts
from deploy.demo.making import NOTES
from deploy.demo.rows import Cell, DemoRow
from deploy.demo.year import MODES_IN_PERSON, MODES_REMOTE

SEEN_TWICE = 0.06  # of the months in which a client was met
CALLED = 0.5  # of those in which not
LATE, EXCUSED, WRITTEN_DOWN = 0.4, 0.55, 0.5  # of the tests that are not done in time
POSITIVE = 16  # one test of so many
AT_LARGE_MONTHS = 4  # between two contacts with somebody at large
RANKS = "低中高"


@dataclass
class Entries:
    """Makes the rows of what is entered in the files of all clients."""

    random: Random
    times: Times
    clients: Clients

    def contacts(self) -> Iterator[DemoRow]:
        """One in person in most months of a programme; fewer with those at large, often by phone.

        No client has two on one day.
        """
        for street, course in self.clients.courses:
            last, taken = self.times.last_day(street), set[date]()
            for month in months_of(course, last):
                days = [month + timedelta(days=number) for number in range(WINDOW)]
                free = [day for day in days if course.can_come(day)]
                for modes in self._meetings(street, month):
                    day = self._workday(free)  # of the whole month: much of the last is to come
                    if day is not None and day <= last and day not in taken:
                        taken.add(day)
                        yield self._contact(street, course.number, day, self.random.choice(modes))
        for street, number in self.clients.at_large:
            taken = set()
            for day in self._now_and_then(street, AT_LARGE_MONTHS):
                if day not in taken and self.random.random() < self.times.quality(street, day):
                    taken.add(day)
                    mode = self.random.choice((*MODES_IN_PERSON, "电话"))
                    yield self._contact(street, number, day, mode)

    def _meetings(self, street: Street, month: date) -> Iterator[tuple[str, ...]]:
        """The modes of each contact of a month."""
        middle = month + timedelta(days=14)
        is_met = self.random.random() < self.times.quality(street, middle)
        if not self.times.has_worker(street, month):
            return
        if is_met:
            yield MODES_IN_PERSON
            if self.random.random() < SEEN_TWICE * (3 if month.month in (6, 12) else 1):
                yield MODES_IN_PERSON
        elif self.random.random() < CALLED:
            yield MODES_REMOTE

    def _workday(self, days: list[date]) -> date | None:
        """One of the days, seldom a Sunday or one of the Spring Festival."""
        usual = [day for day in days if day.weekday() < 6 and not is_spring_festival(day)]
        return self.random.choice(usual or days) if days else None

    def _contact(self, street: Street, number: str, day: date, mode: str) -> DemoRow:
        worker = f"{street.code[4:9]}-{self.random.randrange(1, 4)}"
        cells: dict[str, Cell] = {"日期": day, "对象编号": number, "方式": mode}
        return DemoRow({**cells, "内容": self.random.choice(NOTES), "社工": f"社工{worker}"})

    def _now_and_then(self, street: Street, months: int) -> Iterator[date]:
        """A day in each of so many months, from the first of the city to the street's last."""
        month, last = add_months(self.times.since, self.random.randrange(months)), date.min
        until = self.times.last_day(street)
        while month <= until:
            last = month + timedelta(days=self.random.randrange(WINDOW))
            if last <= until:
                yield last
            month = add_months(month, months)

    def tests(self) -> Iterator[DemoRow]:
        """A test in each part of each year of a programme; some late, some not done."""
        for street, course in self.clients.courses:
            taken = set[Cell]()
            for stretch in course.stretches:
                for since, until in parts(stretch, self.times.until):
                    for row in self._test(street, course, since, until):
                        if row.cells["日期"] not in taken:
                            taken.add(row.cells["日期"])
                            yield row

    def _test(self, street: Street, course: Course, since: date, until: date) -> Iterator[DemoRow]:
        """The test of one part, if it is done or written down."""
        day, reason = since + timedelta(days=self.random.randrange((until - since).days)), ""
        if self.random.random() >= self.times.tests(street, until):
            what = self.random.random()
            if what < LATE:
                day = until + timedelta(days=self.random.randrange(1, 14))
                if self.times.tests(street, day) < 0.2:
                    return
            elif what < EXCUSED:
                reason = "请假"
            elif self.random.random() < WRITTEN_DOWN:
                reason = self.random.choice(NOT_DONE)
            else:
                return
        if course.can_come(day) and day <= self.times.last_day(street):
            result = "阳性" if self.random.randrange(POSITIVE) == 0 else "阴性"
            cells: dict[str, Cell] = {"日期": day, "对象编号": course.number}
            yield DemoRow({**cells, "结果": "未检" if reason else result, "未检原因": reason})

    def assessments(self) -> Iterator[DemoRow]:
        """One each half-year, of those at large too; the level changes by a step at most."""
        for street, course in self.clients.courses:
            days = self._each(6, street, course, course.opened)
            yield from self._levels(street, course.number, days)
        for street, number in self.clients.at_large:
            done = self.times.quality
            all_days = self._now_and_then(street, 6)
            days = (day for day in all_days if self.random.random() < done(street, day))
            yield from self._levels(street, number, days)

    def _levels(self, street: Street, number: str, days: Iterator[date]) -> Iterator[DemoRow]:
        rank = self.random.choice((0, 1, 1, 2))
        for day in days:
            cells: dict[str, Cell] = {"日期": day, "对象编号": number, "等级": RANKS[rank]}
            yield DemoRow(cells)
            is_better = self.random.random() < self.times.quality(street, day) - 0.15
            step = self.random.choice((0, 0, -1 if is_better else 1))
            rank = min(max(rank + step, 0), len(RANKS) - 1)

    def _each(self, months: int, street: Street, course: Course, since: date) -> Iterator[date]:
        """Days on which something was done that is due again so many months after the last time."""
        last = min(self.times.last_day(street), course.closed - DAY)
        begun = day = early(since)
        begun -= DAY
        while (due := add_months(early(begun), months)) <= last + timedelta(days=30):
            done = self.random.random()
            quality = self.times.quality(street, due)
            if done < quality:
                day = due - timedelta(days=self.random.randrange(1, 40))
            elif done < quality + (1 - quality) / 2:
                day = due + timedelta(days=self.random.randrange(3, 40))
            else:
                begun = due
                continue
            begun = due
            if max(since, begun - timedelta(days=45)) < day <= last and not any(
                each.holds(day) for each in course.suspended
            ):
                begun = day
                yield day

    def summaries(self) -> Iterator[DemoRow]:
        """The summary of each half-year of a programme."""
        for number, day in self._written(6):
            cells: dict[str, Cell] = {"日期": day, "对象编号": number}
            yield DemoRow({**cells, "内容": "半年来的报到、检测和生活情况"})

    def evaluations(self) -> Iterator[DemoRow]:
        """The evaluation of each year of a programme."""
        for number, day in self._written(12):
            cells: dict[str, Cell] = {"日期": day, "对象编号": number}
            said = {"结果": self.random.choice(OUTCOMES), "参与人员": "社工、民警", "评估说明": ""}
            yield DemoRow({**cells, **said})

    def _written(self, months: int) -> Iterator[tuple[str, date]]:
        for street, course in self.clients.courses:
            for stretch in course.stretches:
                for day in self._each(months, street, course, stretch.since):
                    if stretch.holds(day):
                        yield course.number, day

    def regular_reports(self) -> Iterator[DemoRow]:
        """One each quarter, in the district that asks for them."""
        for street, course in self.clients.courses:
            if not street.code.startswith(HOME):
                continue
            quarters = {
                month.replace(month=(month.month - 1) // 3 * 3 + 1)
                for month in months_of(course, self.times.until)
            }
            for quarter in sorted(quarters):
                days = (quarter + timedelta(days=number) for number in range(90))
                free = [day for day in days if course.can_come(day) and day <= self.times.until]
                if free and self.random.random() < self.times.quality(street, quarter):
                    mode = self.random.choice(("当面", "当面", "远程"))
                    cells: dict[str, Cell] = {"日期": self.random.choice(free)}
                    yield DemoRow({**cells, "对象编号": course.number, "方式": mode})
