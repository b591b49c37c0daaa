"""Who is in a programme in the demo's city and who is at large, from when until when, and how."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from deploy.demo import people
from deploy.demo.city.streets import STREETS, WITHOUT_TESTS, Street, Times
from deploy.demo.courses import AT_LARGE, DETOXIFICATION, REHABILITATION, Course, courses
from deploy.demo.lives import OUTCOME, STEP, WELL
from deploy.demo.rows import Cell, DemoRow

NUMBERS = 10_001  # the first of the city's files
BEFORE_DAYS = 340  # so long before the first day the first of a street was decided
FURTHER = 5  # by so much a street is further in the fates than the one before
NEWEST_DAYS = 25  # before the last day, the last one
RECENT_DAYS = 390  # before it, the first of the street that has most, all of whom are tested often
SUSPENDED = ("410104001", 2)  # whose programme is suspended on the last day
SUSPENDED_DAYS = 12
WITH_FATES = 2  # of those at large in a street
CREDITED = 540  # days of a term served elsewhere
TERM_DAYS = 3 * 365
EARLIER, LATER = 100, 150  # by so many days what becomes of one client differs from another's
# Days after the decision, the change, and what the row says of it.
Change = tuple[int, str, dict[str, Cell]]


def _ended(day: int, ending: str, document: str, *told: int, **outcome: str) -> tuple[Change, ...]:
    """The ending, and after so many days each the notices to the police, family and street."""
    ended: list[Change] = [(day, "终止", {"去向": ending, "文书": document, **outcome})]
    for days, whom in zip(told, ("公安", "家属", "街道"), strict=False):
        ended.append((day + days, "终止通知", {"通知对象": whom}))
    return tuple(ended)


_IN_HOSPITAL = {"事由": "住院", "文书": "医疗机构证明"}
_ABSTINENT = {"吸毒情况": "未复吸", "居住": "与家人同住"}
# What becomes of every second client of a programme, in turn; the others go on.
FATES: tuple[tuple[str, tuple[Change, ...]], ...] = (
    (DETOXIFICATION, _ended(330, "迁往外地", "转移函", 1, **_ABSTINENT)),
    (
        DETOXIFICATION,
        _ended(260, "强制隔离戒毒", "强制隔离戒毒决定书", 2, 4, 吸毒情况="复吸"),
    ),
    (
        DETOXIFICATION,
        (
            (20, "折抵期限", {"折抵天数": str(CREDITED), "折抵来源": "羁押", "文书": "释放证明书"}),
            *_ended(TERM_DAYS - CREDITED + 8, "期满解除", "解除社区戒毒通知书", 2, 3, 5, **WELL),
        ),
    ),
    (
        DETOXIFICATION,
        (
            (240, "类别变更", {"新类别": REHABILITATION, "文书": "责令社区康复决定书"}),
            (244, "报到", {}),
            (246, "签订协议", {}),
        ),
    ),
    (
        REHABILITATION,
        (
            (160, "中止执行", {**_IN_HOSPITAL}),
            (215, "恢复执行", {"文书": "医疗机构证明"}),
        ),
    ),
    (DETOXIFICATION, _ended(400, "收监", "刑事判决书", 12, 吸毒情况="不详")),  # late
    (
        DETOXIFICATION,
        (
            (120, "中止执行", {"事由": "拘留", "文书": "拘留通知书"}),
            (135, "恢复执行", {"文书": "释放证明书"}),
        ),
    ),
    (REHABILITATION, _ended(450, "死亡", "死亡证明", 1)),
)
NOTHING: tuple[Change, ...] = ()
# And of some at large, whose files were opened in the two years.
FATES_AT_LARGE: tuple[tuple[Change, ...], ...] = (
    NOTHING,
    _ended(300, "解除动态管控", "解除动态管控审批表", **_ABSTINENT),
    (
        (150, "类别变更", {"新类别": DETOXIFICATION, "文书": "责令社区戒毒决定书"}),
        (158, "报到", {}),
        (160, "签订协议", {}),
    ),
    _ended(200, "出国", "出境证明", 10),  # late
)


@dataclass
class Clients:
    """The files of the city, and the streets they are of."""

    rows: list[DemoRow] = field(default_factory=list)
    steps: list[DemoRow] = field(default_factory=list)
    courses: list[tuple[Street, Course]] = field(default_factory=list)
    at_large: list[tuple[Street, str]] = field(default_factory=list)  # and nothing else ever


def city_clients(random: Random, times: Times, known: set[str]) -> Clients:
    """Clients in a programme and at large in every street; nobody of the ID numbers `known`."""
    clients = Clients()
    known = {*known}
    for street in STREETS:
        for place in range(street.in_programme + street.at_large):
            row = DemoRow({"编号": f"{street.code[:6]}-{NUMBERS + len(clients.rows)}"})
            row.cells |= _person(random, street)
            while str(row.cells["身份证号"]) in known:
                row.cells |= _person(random, street)
            known.add(str(row.cells["身份证号"]))
            clients.rows.append(row)
            if place < street.in_programme:
                _in_programme(random, times, clients, street, place)
            else:
                _at_large(random, times, clients, street, place - street.in_programme)
    of = {str(row.cells["编号"]): _street(row) for row in clients.rows}
    found = courses(clients.rows, clients.steps)
    clients.courses = [(of[course.number], course) for course in found]
    return clients


def _in_programme(
    random: Random, times: Times, clients: Clients, street: Street, place: int
) -> None:
    """Decided in turn, from before the first day until before the last one."""
    cells, has_most = clients.rows[-1].cells, street.code == WITHOUT_TESTS
    first = times.since - timedelta(days=BEFORE_DAYS)
    if has_most:
        first = times.until - timedelta(days=RECENT_DAYS)
    days = (times.last_day(street) - first).days - NEWEST_DAYS
    decided = first + timedelta(days=int(days * (place + random.random()) / street.in_programme))
    takes = random.randrange(3, 12) if random.random() < times.quality(street, decided) else 19
    reported = decided + timedelta(days=takes)
    kind, changes = DETOXIFICATION, NOTHING
    number = STREETS.index(street) * FURTHER + place
    if number % 2 and not has_most:
        kind, changes = FATES[number // 2 % len(FATES)]
        changes = _varied(random, changes)
    elif place == 2 and not has_most:
        kind = REHABILITATION
    if (street.code, place) == SUSPENDED:
        since = (times.until - decided).days - SUSPENDED_DAYS
        kind, changes = DETOXIFICATION, ((since, "中止执行", {**_IN_HOSPITAL}),)
    cells |= {
        "类别": kind,
        "区划代码": street.community(place),
        "工作站": street.station,
        "决定日期": decided,
        "报到日期": reported,
        "协议日期": reported + timedelta(days=random.randrange(4)),
    }
    clients.steps += _steps(random, str(cells["编号"]), decided, changes, times.last_day(street))


def _at_large(random: Random, times: Times, clients: Clients, street: Street, place: int) -> None:
    """Of some the day of opening is known, and something becomes of them."""
    cells = clients.rows[-1].cells
    cells |= {"类别": AT_LARGE, "区划代码": street.community(place + 2), "工作站": street.station}
    cells |= dict.fromkeys(("决定日期", "报到日期", "协议日期"), "")
    number = str(cells["编号"])
    if place >= WITH_FATES:
        clients.at_large.append((street, number))
        return
    changes = FATES_AT_LARGE[(STREETS.index(street) + place) % len(FATES_AT_LARGE)]
    changes = _varied(random, changes)
    span = (times.until - times.since).days - 170
    opened = times.since + timedelta(days=random.randrange(span))
    cells["决定日期"] = opened
    clients.steps += _steps(random, number, opened, changes, times.last_day(street))


def _varied(random: Random, changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """The same changes some time earlier or later, but for a term, which is over when it is."""
    if any(change == "折抵期限" for _, change, _ in changes):
        return changes
    later = random.randrange(-EARLIER, LATER)
    return tuple((days + later, change, said) for days, change, said in changes)


def _steps(
    random: Random, number: str, decided: date, changes: tuple[Change, ...], until: date
) -> Iterator[DemoRow]:
    for days, change, said in changes:
        day = decided + timedelta(days=days)
        if day > until:
            break
        cells: dict[str, Cell] = dict.fromkeys((*STEP, *OUTCOME), "")
        cells |= {"日期": day, "对象编号": number, "变更": change, **said}
        if cells["文书"]:
            cells["文书编号"] = f"演示〔{day.year}〕{random.randrange(1000, 10_000)}号"
        yield DemoRow(cells)


def _person(random: Random, street: Street) -> dict[str, Cell]:
    male = random.random() < 0.7
    return {
        "姓名": people.name(random),
        "性别": "男" if male else "女",
        "身份证号": people.id_number(random, street.code[:6], male=male),
        "手机": people.phone(random),
    }


def _street(row: DemoRow) -> Street:
    code = str(row.cells["区划代码"])[:9]
    return next(street for street in STREETS if street.code == code)
