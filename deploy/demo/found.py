"""Departures, findings, goals and closing reports of a demo: rows of each of these ledgers."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from deploy.demo.courses import Course
from deploy.demo.rows import Cell, DemoRow
from deploy.demo.year import Year

DAY = timedelta(days=1)
AWAY = 60  # days of a departure: more than 30 even where a leave lies in them
LOST_AFTER = 130  # days without being reached: more than the policy's, with a month missed
_REACHED = (
    ("帮教记录", "日期"),
    ("尿检记录", "日期"),
    ("定期报到", "日期"),
    ("请假", "实际返回日期"),
    ("请假", "续假日期"),
)
DEPARTURE, GOALS, UNREPORTED = 7, 3, 4  # one course, or ending, of so many
PLANS: Sequence[tuple[str, str, str]] = (
    ("就业", "社工", "完善简历，参加招聘会"),
    ("身体健康", "本人", "每月复查一次"),
    ("家庭关系", "家属", "每周与家人联系"),
    ("技能培训", "社工", "报名电工培训班"),
    ("心理状态", "社工", "每两周一次心理辅导"),
    ("生活保障", "网格员", "协助申请临时救助"),
)


def found(
    courses: Sequence[Course], since: date, until: date, *, early: bool
) -> dict[str, list[DemoRow]]:
    """Departures, what was found of them, goals and reviews, by the courses of clients."""
    departures = [*_departures(courses, since, until)]
    goals = [*_goals(courses, since, until)]
    return {
        "擅自离开": [_departure(course, day) for course, day in departures],
        "违规情况登记": [
            _finding(course, day, number, early=early)
            for number, (course, day) in enumerate(departures)
        ],
        "帮教计划": goals,
        "计划检视": [*_reviews(courses, goals, until)],
    }


def _departures(
    courses: Sequence[Course], since: date, until: date
) -> Iterator[tuple[Course, date]]:
    """Whoever leaves without a report, and when: somebody who could have come all the time."""
    for place, course in enumerate(courses):
        if place % DEPARTURE != 4:
            continue
        day = max(since, course.stretches[0].since) + timedelta(days=20 + place % 30)
        back = day + AWAY * DAY
        away = (day + number * DAY for number in range(AWAY + 10))
        if back + 10 * DAY <= until and all(course.can_come(each) for each in away):
            yield course, day


def _departure(course: Course, day: date) -> DemoRow:
    cells: dict[str, Cell] = {"发现日期": day + 3 * DAY, "对象编号": course.number}
    return DemoRow({**cells, "离开日期": day, "返回日期": day + AWAY * DAY})


def _finding(course: Course, day: date, number: int, *, early: bool) -> DemoRow:
    """Most are confirmed and told to the police on the next day, some late; one of three is not.

    `early` says that no leave lies in a departure: then some are decided while it goes on.
    """
    # In time, while the client is away still; or once the client is back.
    after = 33 if early and number % 2 == 0 else AWAY + 2 + number % 5
    decided = day + after * DAY
    cells: dict[str, Cell] = {"认定日期": decided, "对象编号": course.number}
    cells |= {"情形": "擅自离开累计超期", "认定依据": "", "不予认定理由": "", "报告公安日期": ""}
    if number % 3 == 1:
        cells |= {"不予认定理由": "有正当理由", "核实情况": "外地亲属病重，事后补交证明"}
    else:
        told = decided + (3 if number % 6 == 5 else 1) * DAY
        cells |= {"认定依据": "听取本人说明", "报告公安日期": told}
        cells |= {"核实情况": "本人承认未报告离开"}
    return DemoRow(cells)


def _goals(courses: Sequence[Course], since: date, until: date) -> Iterator[DemoRow]:
    """Two goals of some clients: of three one is met in time, one late or dropped, one is open."""
    for place, course in enumerate(courses):
        set_on = max(since, course.stretches[0].since) + 14 * DAY
        if place % GOALS or not course.can_come(set_on) or set_on > until:
            continue
        for number in range(2):
            goal, owner, steps = PLANS[(place + number) % len(PLANS)]
            due_on = set_on + (120 + 30 * number) * DAY
            cells: dict[str, Cell] = {"日期": set_on, "对象编号": course.number, "目标": goal}
            cells |= {"期限": due_on, "负责人": owner, "措施": steps}
            cells |= {"完结日期": "", "结果": "", "取消原因": ""}
            cells |= {"变更日期": "", "变更后期限": "", "变更后负责人": ""}
            changed = set_on + 60 * DAY
            if number and changed <= until and course.can_come(changed):
                due_on += 30 * DAY
                cells |= {"变更日期": changed, "变更后期限": due_on}
            closed = due_on + (place % 4 * 10 - 15) * DAY
            if (place + number) % 3 and closed <= until and course.can_come(closed):
                is_met = (place + number) % 5 != 1
                cells |= {"完结日期": closed, "结果": "达成" if is_met else "取消"}
                cells |= {"取消原因": "" if is_met else "条件不具备"}
            yield DemoRow(cells)


def _reviews(courses: Sequence[Course], goals: Iterable[DemoRow], until: date) -> Iterator[DemoRow]:
    """The plan of whoever has one is looked through after three months, once."""
    set_on = {row.cells["对象编号"]: row.cells["日期"] for row in goals}
    for course in courses:
        first = set_on.get(course.number)
        if isinstance(first, date) and first + 90 * DAY <= until:
            day = first + 90 * DAY
            cells: dict[str, Cell] = {"日期": day, "对象编号": course.number}
            if course.can_come(day):
                yield DemoRow({**cells, "内容": "逐项检视目标进展"})


def late(clients: Iterable[DemoRow]) -> Iterator[DemoRow]:
    """Who reported in later than fifteen days after the decision is found to have been late."""
    for row in clients:
        decided, reported = row.cells["决定日期"], row.cells["报到日期"]
        if not (isinstance(decided, date) and isinstance(reported, date)):
            continue
        if reported - decided > 15 * DAY:
            day = reported + DAY
            cells: dict[str, Cell] = {"认定日期": day, "对象编号": row.cells["编号"]}
            cells |= {"情形": "逾期未报到", "认定依据": "听取本人说明", "不予认定理由": ""}
            yield DemoRow({**cells, "报告公安日期": day + DAY, "核实情况": "本人称在外务工未归"})


def lost(year: Year, courses: Sequence[Course], until: date) -> Iterator[DemoRow]:
    """Whoever nobody has reached for a long time is found to have absconded, and the police told.

    Two at the most: others wait for somebody to decide.
    """
    reached: dict[Cell, date] = {}
    for ledger, column in _REACHED:
        for row in year.ledgers[ledger]:
            day = row.cells[column]
            is_met = row.cells.get("结果") != "未检" and row.cells.get("方向") != "家属联系"
            if isinstance(day, date) and is_met:
                number = row.cells["对象编号"]
                reached[number] = max(day, reached.get(number, date.min))
    gone: list[tuple[str, date]] = [
        (course.number, day + LOST_AFTER * DAY)
        for course in courses
        if (day := reached.get(course.number, date.max)) < until
        and day + (LOST_AFTER + 1) * DAY <= until
        and all(course.can_come(day + after * DAY) for after in range(LOST_AFTER + 1))
    ]
    for client, decided in gone[:2]:
        cells: dict[str, Cell] = {"认定日期": decided, "对象编号": client, "情形": "失去联系"}
        cells |= {"认定依据": "上门核实", "不予认定理由": "", "报告公安日期": decided + DAY}
        yield DemoRow({**cells, "核实情况": "住处无人，电话停机，家属不知去向"})


def closing_reports(steps: Iterable[DemoRow], until: date) -> Iterator[DemoRow]:
    """The reports on endings: one of four is late, and of one in a while there is none yet."""
    endings = (row.cells for row in steps if row.cells["变更"] == "终止")
    for number, cells in enumerate(endings):
        day = cells["日期"]
        assert isinstance(day, date)
        signed = day + (45 if number % UNREPORTED == 2 else 9) * DAY
        if signed <= until and number % (2 * UNREPORTED) != 7:
            said: dict[str, Cell] = {"日期": signed, "对象编号": cells["对象编号"]}
            yield DemoRow({**said, "内容": "执行情况、帮扶措施和终止原因见档案，已归档"})
