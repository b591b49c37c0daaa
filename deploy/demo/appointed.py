"""Appointments that tests of a synthetic year were made for, beside those that still wait."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from deploy.demo.courses import Course
from deploy.demo.rows import Cell, DemoRow
from deploy.demo.year import Year

AHEAD, SPARE = timedelta(days=7), timedelta(days=3)
# What became of an appointment, once each.
KINDS: tuple[Callable[[DemoRow], bool], ...] = (
    lambda test: test.cells["结果"] == "待结果",
    lambda test: test.cells["未检原因"] == "请假",
    lambda test: test.cells["未检原因"] not in ("", "请假"),
    lambda test: test.cells["结果"] != "待结果" and test.cells["采样地点"] != "",
    lambda test: test.cells["结果"] == "阴性" and test.cells["采样地点"] == "",
)


def with_appointments(year: Year, courses: Iterable[Course]) -> Year:
    """The same year, in which some tests of its last months had been appointed a week before."""
    tests, appointments = year.ledgers["尿检记录"], [*year.ledgers["检测预约"]]
    by_number = {course.number: course for course in courses}
    made: dict[int, date] = {}
    taken: set[Cell] = set()
    for kind in KINDS:
        for place in sorted(range(len(tests)), key=lambda each: _order(tests[each]), reverse=True):
            test = tests[place]
            number, day = test.cells["对象编号"], test.cells["日期"]
            course = by_number.get(str(number))
            if course is None or number in taken or not kind(test) or not isinstance(day, date):
                continue
            if course.can_come(day - AHEAD):
                made[place] = day - AHEAD
                taken.add(number)
                appointments.append(_appointment(test, day))
                break
    linked = [
        DemoRow({**test.cells, "预约日期": made.get(place, "")}) for place, test in enumerate(tests)
    ]
    ledgers = {**year.ledgers, "检测预约": appointments, "尿检记录": linked}
    return Year(year.region, year.year, ledgers)


def _order(test: DemoRow) -> tuple[str, str]:
    return str(test.cells["日期"]), str(test.cells["对象编号"])


def _appointment(test: DemoRow, day: date) -> DemoRow:
    said = {name: test.cells[name] for name in ("检测方法", "采样地点", "检测原因")}
    return DemoRow(
        {
            "预约日期": day - AHEAD,
            "对象编号": test.cells["对象编号"],
            "期限": day + SPARE,
            "受托单位": "",
            **said,
        }
    )
