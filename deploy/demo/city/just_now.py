"""What was entered in the demo's city on its last days, so that some of it is recorded promptly.

All is imported on the city's last day: by chance none of the days just before it may have an entry.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from deploy.demo.city.clients import Clients
from deploy.demo.city.streets import HOME, Times
from deploy.demo.making import NOTES
from deploy.demo.rows import Cell, DemoRow
from deploy.demo.year import MODES_IN_PERSON

PROMPTLY = 3  # days in which what was entered counts as recorded promptly


def contacts(times: Times, clients: Clients, rows: Sequence[DemoRow]) -> Iterator[DemoRow]:
    """A contact, if none of the last days has one."""
    for number, day in _missing(times, clients, rows):
        cells: dict[str, Cell] = {"日期": day, "对象编号": number, "方式": MODES_IN_PERSON[0]}
        yield DemoRow({**cells, "内容": NOTES[0], "社工": "社工0001-1"})


def tests(times: Times, clients: Clients, rows: Sequence[DemoRow]) -> Iterator[DemoRow]:
    """A test, if none of the last days has one."""
    for number, day in _missing(times, clients, rows):
        cells: dict[str, Cell] = {"日期": day, "对象编号": number}
        yield DemoRow({**cells, "结果": "阴性", "未检原因": ""})


def assessments(times: Times, clients: Clients, rows: Sequence[DemoRow]) -> Iterator[DemoRow]:
    """An assessment that finds what the last one found, if none of the last days has one."""
    for number, day in _missing(times, clients, rows):
        known = [row for row in rows if row.cells["对象编号"] == number]
        last = max(known, key=lambda row: str(row.cells["日期"]), default=None)
        level = "中" if last is None else last.cells["等级"]
        yield DemoRow({"日期": day, "对象编号": number, "等级": level})


def _missing(times: Times, clients: Clients, rows: Sequence[DemoRow]) -> Iterator[tuple[str, date]]:
    """The client and the day of an entry that is missing, yesterday: one at most."""
    days = [row.cells["日期"] for row in rows]
    first = times.until - timedelta(days=PROMPTLY - 1)
    if any(isinstance(day, date) and first <= day <= times.until for day in days):
        return
    day = times.until - timedelta(days=1)
    for street, course in clients.courses:
        at_work = not street.code.startswith(HOME) and day <= times.last_day(street)
        if at_work and course.can_come(day):
            yield course.number, day
            return
