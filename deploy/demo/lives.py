"""Files from their opening to their end in a year: what became of some clients, and how."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from deploy.demo import people
from deploy.demo.courses import AT_LARGE, DETOXIFICATION, REHABILITATION, add_months
from deploy.demo.rows import Cell, DemoRow
from deploy.demo.year import Year

STEP = ("日期", "对象编号", "变更", "事由", "新类别", "去向", "文书", "文书编号")
OUTCOME = ("折抵天数", "折抵来源", "吸毒情况", "就业", "居住", "本人评价", "通知对象", "备注")

# A change of a file: month (13 is January of the next year) and day in the year, the change, and
# what the row says of it.
Change = tuple[int, int, str, dict[str, Cell]]


def _ending(month: int, day: int, ending: str, document: str, **outcome: str) -> Change:
    said: dict[str, Cell] = {"去向": ending, "文书": document, **outcome}
    return (month, day, "终止", said)


def _told(month: int, day: int, told: str) -> Change:
    return (month, day, "终止通知", {"通知对象": told})


WELL = {"吸毒情况": "未复吸", "就业": "已就业", "居住": "与家人同住", "本人评价": "有帮助"}
# Each life: the kind of the file, the month of its decision (0 is December of the year before), and
# its changes.
LIVES: tuple[tuple[str, int, Sequence[Change]], ...] = (
    (
        DETOXIFICATION,
        -33,
        [
            _ending(3, 12, "期满解除", "解除社区戒毒通知书", **WELL),
            _told(3, 14, "公安"),
            _told(3, 15, "家属"),
            _told(3, 17, "街道"),
        ],
    ),
    (
        REHABILITATION,
        -30,
        [
            _ending(6, 10, "期满解除", "解除社区康复通知书", **{**WELL, "就业": "公益性岗位"}),
            _told(6, 12, "公安"),
            _told(6, 25, "家属"),  # late: it was due within seven days
            (6, 26, "恢复档案", {"事由": "解除后仍在册"}),
            (6, 26, "类别变更", {"新类别": AT_LARGE, "文书": "解除社区康复通知书"}),
        ],
    ),
    (
        DETOXIFICATION,
        0,
        [
            _ending(5, 12, "强制隔离戒毒", "强制隔离戒毒决定书", 吸毒情况="复吸", 就业="求职中"),
            _told(5, 14, "公安"),
            _told(5, 15, "家属"),
        ],
    ),
    (
        DETOXIFICATION,
        4,
        [
            (5, 10, "折抵期限", {"折抵天数": "90", "折抵来源": "羁押", "文书": "释放证明书"}),
            _ending(8, 20, "收监", "刑事判决书", 吸毒情况="不详"),
            _told(8, 22, "公安"),
        ],
    ),
    (REHABILITATION, -1, [_ending(4, 9, "死亡", "死亡证明"), _told(4, 10, "公安")]),
    (AT_LARGE, 0, [_ending(9, 3, "出国", "出境证明"), _told(9, 20, "公安")]),  # late
    (
        DETOXIFICATION,
        6,
        [
            _ending(10, 15, "迁往外地", "转移函", 吸毒情况="未复吸", 居住="与家人同住"),
            _told(10, 16, "公安"),
        ],
    ),
    (
        AT_LARGE,
        0,
        [_ending(6, 30, "解除动态管控", "解除动态管控审批表", 吸毒情况="未复吸", 就业="已就业")],
    ),
    (
        REHABILITATION,
        -1,
        [
            _ending(2, 11, "迁往外地", "转移函", 吸毒情况="未复吸"),
            _told(2, 13, "公安"),
            (9, 1, "恢复档案", {"事由": "返回"}),
            (9, 5, "类别变更", {"新类别": REHABILITATION, "文书": "社区康复决定书"}),
            (9, 12, "报到", {}),
            (9, 12, "签订协议", {}),
        ],
    ),
    (
        DETOXIFICATION,
        9,
        [
            (10, 2, "中止执行", {"事由": "拘留", "文书": "拘留通知书"}),
            (10, 17, "恢复执行", {"文书": "释放证明书"}),
        ],
    ),
    (
        DETOXIFICATION,
        8,
        [
            (11, 20, "中止执行", {"事由": "住院", "文书": "医疗机构证明"}),
            (13, 10, "恢复执行", {"文书": "医疗机构证明"}),
        ],
    ),
    (
        AT_LARGE,
        0,
        [
            (7, 5, "类别变更", {"新类别": DETOXIFICATION, "文书": "责令社区戒毒决定书"}),
            (7, 30, "报到", {}),  # late: it was due within fifteen days
            (8, 2, "签订协议", {}),
        ],
    ),
    (
        DETOXIFICATION,
        6,
        [
            (8, 8, "类别变更", {"新类别": REHABILITATION, "文书": "责令社区康复决定书"}),
            (8, 12, "报到", {}),
            (8, 14, "签订协议", {}),
        ],
    ),
    (
        DETOXIFICATION,
        5,
        [(9, 10, "类别变更", {"新类别": AT_LARGE, "文书": "撤销社区戒毒决定书"})],
    ),
)


def with_lives(year: Year, until: date) -> Year:
    """The year with more clients, whose files go their way until a day.

    Nothing that it adds is in the year's table.
    """
    random = Random(f"{year.region}/{year.year}/lives")  # noqa: S311 (nothing here is secret)
    clients = [*year.ledgers["服务对象"]]
    known = {row.cells["身份证号"] for row in clients}
    stations = year.ledgers["工作站"]
    steps: list[DemoRow] = []
    for place, (kind, since, changes) in enumerate(LIVES):
        cells = _client(random, year, kind, since)
        while cells["身份证号"] in known:
            cells = _client(random, year, kind, since)
        known.add(cells["身份证号"])
        station = stations[place % len(stations)].cells
        number = f"{year.region}-{int(str(clients[-1].cells['编号'])[-5:]) + 1:05d}"
        community = f"{str(station['区划代码'])[:9]}001"
        cells |= {"编号": number, "工作站": station["工作站名称"], "区划代码": community}
        clients.append(DemoRow({column: cells[column] for column in clients[0].cells}))
        so_far = [change for change in changes if _day(year, change) <= until]
        steps += [_step(random, year, number, change) for change in so_far]
    return Year(year.region, year.year, {**year.ledgers, "服务对象": clients, "阶段变更": steps})


def _client(random: Random, year: Year, kind: str, since: int) -> dict[str, Cell]:
    male = random.random() < 0.6
    county = str(year.ledgers["工作站"][0].cells["区划代码"])[:6]
    decided = add_months(date(year.year, 1, 3 + random.randrange(3)), since - 1)
    days: dict[str, Cell] = dict.fromkeys(("决定日期", "报到日期", "协议日期"), "")
    if kind != AT_LARGE:
        reported = decided + timedelta(days=random.randrange(4, 6))
        agreed = reported + timedelta(days=random.randrange(4))
        days = {"决定日期": decided, "报到日期": reported, "协议日期": agreed}
    return {
        "姓名": people.name(random),
        "性别": "男" if male else "女",
        "身份证号": people.id_number(random, county, male=male),
        "手机": people.phone(random),
        "类别": kind,
        **days,
    }


def _day(year: Year, change: Change) -> date:
    month, day, *_ = change
    return add_months(date(year.year, 1, day), month - 1)


def _step(random: Random, year: Year, number: str, change: Change) -> DemoRow:
    what, said = change[2:]
    cells: dict[str, Cell] = dict.fromkeys((*STEP, *OUTCOME), "")
    cells |= {"日期": _day(year, change), "对象编号": number, "变更": what, **said}
    if cells["文书"]:
        cells["文书编号"] = f"演示〔{year.year}〕{random.randrange(1, 1000)}号"
    return DemoRow(cells)
