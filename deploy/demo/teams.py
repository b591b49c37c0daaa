"""Support teams of a synthetic year: who joins, who is lacking, who hands over."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from deploy.demo.courses import Course
from deploy.demo.rows import Cell, DemoRow

# A role, how many days after the agreement somebody is in it, and the family's tie.
MEMBERS: tuple[tuple[str, int, str], ...] = (
    ("社工", 1, ""),
    ("民警", 3, ""),
    ("网格员", 5, ""),
    ("志愿者", 9, ""),
    ("家属", 4, "父母"),
)
FAMILY, VOLUNTEER = "家属", "志愿者"
WITHOUT_VOLUNTEER = 7  # one client in so many
HANDED_OVER = 5  # one in so many, so many days after the agreement
AFTER_DAYS = 60
COLUMNS = (
    "加入日期",
    "对象编号",
    "角色",
    "姓名",
    "单位",
    "家属关系",
    "结对",
    "备注",
    "离组日期",
    "离组原因",
    "离组说明",
)
NOTE = "已与前任社工当面交接"
NOBODY_KNOWN: Mapping[str, date] = {}


def teams(
    clients: Iterable[DemoRow],
    steps: Sequence[DemoRow],
    courses: Iterable[Course],
    until: date,
    workers: Mapping[str, date] = NOBODY_KNOWN,
) -> Iterator[DemoRow]:
    """The teams of all who are in a programme at some time, until a day.

    `workers` have the names of those who may be its social workers, with their first days.
    """
    by_number = {course.number: course for course in courses}
    for row in clients:
        course = by_number.get(str(row.cells["编号"]))
        agreed = _agreed(row, steps)
        if course is not None and agreed is not None:
            yield from _team(course, agreed, until, workers)


def _agreed(row: DemoRow, steps: Sequence[DemoRow]) -> date | None:
    """The day of the first agreement."""
    days = [row.cells["协议日期"]]
    days += [
        step.cells["日期"]
        for step in steps
        if (step.cells["对象编号"], step.cells["变更"]) == (row.cells["编号"], "签订协议")
    ]
    return min((day for day in days if isinstance(day, date)), default=None)


def with_handovers(joined: Iterable[DemoRow]) -> tuple[list[DemoRow], list[DemoRow]]:
    """The rows of teams, and those of 交接登记 for every other handover between known workers."""
    rows: list[DemoRow] = []
    handed: list[DemoRow] = []
    number = 0
    for row in joined:
        before = rows[-1].cells if rows else {}
        if row.cells["备注"] == NOTE and row.cells["姓名"] and before.get("姓名"):
            number += 1
            if number % 2:
                said = {"日期": row.cells["加入日期"], "对象编号": row.cells["对象编号"]}
                said |= {"交出人": before["姓名"], "接手人": row.cells["姓名"]}
                handed.append(DemoRow({**said, "交接说明": "每月第一周见面，家属已知情"}))
                before |= {"离组日期": "", "离组原因": ""}
                continue
        rows.append(row)
    return rows, handed


def _serving(workers: Mapping[str, date], day: date, place: int) -> str:
    """One of the workers who serve on a day; blank where nobody is known."""
    there = [name for name, first in workers.items() if first <= day]
    return there[place % len(there)] if there else ""


def _team(
    course: Course, agreed: date, until: date, workers: Mapping[str, date]
) -> Iterator[DemoRow]:
    last = min(until, course.closed - timedelta(days=1))
    for place, (role, days, tie) in enumerate(MEMBERS):
        joined = agreed + timedelta(days=days)
        if joined > last or _is_lacking(course, role):
            continue
        cells: dict[str, Cell] = dict.fromkeys(COLUMNS, "")
        cells |= {"加入日期": joined, "对象编号": course.number, "角色": role, "家属关系": tie}
        if place == 0:
            cells |= {"结对": "是", "姓名": _serving(workers, joined, course.place)}
        handed_over = joined + timedelta(days=AFTER_DAYS)
        if place or course.place % HANDED_OVER != 1 or handed_over > last:
            yield DemoRow(cells)
            continue
        yield DemoRow({**cells, "离组日期": handed_over, "离组原因": "工作交接"})
        taker = _serving({n: f for n, f in workers.items() if n != cells["姓名"]}, joined, place)
        yield DemoRow({**cells, "加入日期": handed_over, "姓名": taker, "备注": NOTE})


def _is_lacking(course: Course, role: str) -> bool:
    if role == FAMILY:
        return course.place % 2 == 1
    return role == VOLUNTEER and course.place % WITHOUT_VOLUNTEER == WITHOUT_VOLUNTEER - 1
