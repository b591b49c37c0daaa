"""What happens now and then in the demo's city: crises, objections, leaves and the like."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from random import Random

from deploy.demo.city.clients import Clients
from deploy.demo.city.streets import HOME, Times
from deploy.demo.courses import AT_LARGE, Course
from deploy.demo.details import CRISES, INCIDENTS, dispute
from deploy.demo.guided import AWAY
from deploy.demo.rows import Cell, DemoRow
from deploy.demo.year import MODES_IN_PERSON

CRISIS, INCIDENT, DISPUTED = 45, 90, 4  # one contact, or positive result, of so many
OPEN_DAYS, OPEN = 30, 3  # so many crises of the last days are open
LEAVE, WARNING, TREATMENT, MERIT = 3, 9, 8, 3  # one client of so many
WORDS = ("未按时检测", "逾期未归")
MERITS = ("参加培训", "参加志愿服务", "参加志愿服务", "达成帮扶目标")


def crises(
    random: Random, times: Times, contacts: Iterable[DemoRow], at_home: Collection[str]
) -> Iterator[DemoRow]:
    """Have contacts tell of crises and of abuse; the follow-ups, most of them on the next day.

    Some of the last days are open, none of them of the clients `at_home`, of whom another is told.
    """
    still_open = 0
    for row in sorted(contacts, key=_order, reverse=True):
        day, number = row.cells["日期"], row.cells["对象编号"]
        if not isinstance(day, date) or row.cells["方式"] not in MODES_IN_PERSON:
            continue
        is_new = (times.until - day).days < OPEN_DAYS
        seen: dict[str, Cell] = {"危机": random.choice(CRISES), "心理": "差", "约定": "就医"}
        if is_new:
            if number not in at_home and still_open < OPEN:
                row.cells |= {**seen, "危机": CRISES[still_open]}
                still_open += 1
        elif random.randrange(CRISIS) == 0:
            row.cells |= seen
            cells: dict[str, Cell] = {"日期": day + timedelta(days=random.choice((0, 1, 1, 1, 4)))}
            cells |= {"对象编号": number, "发现日期": day}
            cells |= {"结果": random.choice(("正在治疗", "由家属照看"))}
            yield DemoRow(
                {**cells, "内容": "联系家属和医院，回访情况平稳", "社工": row.cells["社工"]}
            )
        elif random.randrange(INCIDENT) == 0:
            row.cells["安全"] = random.choice(INCIDENTS)


def disputes(random: Random, times: Times, tests: Iterable[DemoRow]) -> None:
    """Have clients object to some positive results; a re-check overturns one in three."""
    for row in tests:
        day = row.cells["日期"]
        if row.cells["结果"] != "阳性" or not isinstance(day, date):
            continue
        if random.randrange(DISPUTED) == 0 and day < times.until - timedelta(days=10):
            row.cells |= dispute(row.cells, day, random.choice(("阴性", "阳性", "阳性")))


def leaves(random: Random, times: Times, clients: Clients) -> Iterator[DemoRow]:
    """A leave of some clients in each year of a programme; some return late."""
    for _, course in clients.courses:
        for day in _days(random, times, course, LEAVE):
            leaves_on, stays = day + timedelta(days=2), random.randrange(5, 20)
            returns_on = leaves_on + timedelta(days=stays)
            returned = returns_on + timedelta(days=random.choice((0, 0, 0, 3)))
            if course.can_come(returned) and returned <= times.until:
                reason = random.choice(("探亲", "务工", "就医"))
                yield DemoRow(
                    {
                        "报告日期": day,
                        "对象编号": course.number,
                        "离开日期": leaves_on,
                        "返回日期": returns_on,
                        "目的地": AWAY,
                        "事由": reason,
                        "书面报告": "是",
                        "实际返回日期": returned,
                    }
                )


def warnings(random: Random, times: Times, clients: Clients) -> Iterator[DemoRow]:
    """Written warnings, of a few clients in each year."""
    number = 10
    for _, course in clients.courses:
        for day in _days(random, times, course, WARNING):
            number += 1
            cells: dict[str, Cell] = {"日期": day, "对象编号": course.number}
            cells |= {"事由": random.choice(WORDS), "文书编号": f"告诫〔{day.year}〕{number}号"}
            yield DemoRow({**cells, "内容": "已说明后果"})


def merits(random: Random, times: Times, clients: Clients) -> Iterator[DemoRow]:
    """Trainings, goals that were met, and help as a volunteer, of some clients."""
    for _, course in clients.courses:
        for day in _days(random, times, course, MERIT):
            cells: dict[str, Cell] = {"日期": day, "对象编号": course.number}
            yield DemoRow({**cells, "积分事项": random.choice(MERITS), "备注": ""})


def treatments(random: Random, times: Times, clients: Clients) -> Iterator[DemoRow]:
    """A client of some begins maintenance treatment; half of them complete it."""
    for place, (_, course) in enumerate(clients.courses):
        if place % TREATMENT != 3:
            continue
        begun = course.stretches[0].since + timedelta(days=30)
        over: Cell = begun + timedelta(days=200) if place % (2 * TREATMENT) == 3 else ""
        if not course.can_come(begun) or begun > times.until:
            continue
        if isinstance(over, date) and (over > times.until or over >= course.closed):
            over = ""
        cells: dict[str, Cell] = {"参加日期": begun, "对象编号": course.number}
        cells |= {"登记编号": f"演示-美-{place + 100:03d}", "退出日期": over}
        yield DemoRow({**cells, "退出原因": "治疗完成" if over else ""})


def informings(clients: Clients) -> Iterator[DemoRow]:
    """Every client of a programme is informed at the agreement."""
    for row in clients.rows:
        if row.cells["类别"] != AT_LARGE:
            cells: dict[str, Cell] = {"日期": row.cells["协议日期"], "对象编号": row.cells["编号"]}
            yield DemoRow({**cells, "告知内容": "权利、义务、检测要求、保密", "签字": "是"})


def at_home(clients: Clients) -> set[str]:
    """The clients of the district of which a year is told in full."""
    numbers = ((str(row.cells["编号"]), str(row.cells["区划代码"])) for row in clients.rows)
    return {number for number, region in numbers if region.startswith(HOME)}


def _days(random: Random, times: Times, course: Course, one_of: int) -> Iterator[date]:
    """A day of each year of the city, of one year in so many, on which the client can come."""
    for year in range(times.since.year, times.until.year + 1):
        day = date(year, 1, 1) + timedelta(days=random.randrange(365))
        if random.randrange(one_of) == 0 and course.can_come(day) and day <= times.until:
            yield day


def _order(row: DemoRow) -> tuple[str, str]:
    return str(row.cells["日期"]), str(row.cells["对象编号"])
