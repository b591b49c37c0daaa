"""Files from their opening to their end in a year: what became of some clients, and how."""

from collections.abc import Sequence
from datetime import date
from random import Random

from deploy.demo import people
from deploy.demo.details import SUBSTANCES, with_details
from deploy.demo.rows import Cell, DemoRow
from deploy.demo.year import Year, synthetic_year

STEP = ("日期", "对象编号", "变更", "事由", "新类别", "去向", "文书", "文书编号")
OUTCOME = ("折抵天数", "折抵来源", "吸毒情况", "就业", "居住", "本人评价", "通知对象", "备注")
DETOXIFICATION, REHABILITATION, AT_LARGE = "社区戒毒", "社区康复", "社会面"
OUTCOMES = ("遵守", "遵守", "部分遵守", "遵守", "未遵守", "遵守", "遵守", "部分遵守")
LONG_AGO = -3  # decided three years before the year

# A change of a file: month and day in the year, the change, and what the row says of it.
Change = tuple[int, int, str, dict[str, Cell]]


def _ending(month: int, day: int, ending: str, document: str, **outcome: str) -> Change:
    said: dict[str, Cell] = {"去向": ending, "文书": document, **outcome}
    return (month, day, "终止", said)


def _told(month: int, day: int, told: str) -> Change:
    return (month, day, "终止通知", {"通知对象": told})


_WELL = {"吸毒情况": "未复吸", "就业": "已就业", "居住": "与家人同住", "本人评价": "有帮助"}
# Each life: the kind of the file, the year of its decision, counted from the year, and its changes.
LIVES: tuple[tuple[str, int, Sequence[Change]], ...] = (
    (
        DETOXIFICATION,
        LONG_AGO,
        [
            _ending(3, 16, "期满解除", "解除社区戒毒通知书", **_WELL),
            _told(3, 18, "公安"),
            _told(3, 19, "家属"),
            _told(3, 21, "街道"),
        ],
    ),
    (
        REHABILITATION,
        LONG_AGO,
        [
            _ending(6, 10, "期满解除", "解除社区康复通知书", **{**_WELL, "就业": "公益性岗位"}),
            _told(6, 12, "公安"),
            _told(6, 25, "家属"),  # late: it was due within seven days
            (6, 10, "恢复档案", {"事由": "解除后仍在册"}),
            (6, 10, "类别变更", {"新类别": AT_LARGE, "文书": "解除社区康复通知书"}),
        ],
    ),
    (
        DETOXIFICATION,
        -1,
        [
            _ending(5, 12, "强制隔离戒毒", "强制隔离戒毒决定书", 吸毒情况="复吸", 就业="求职中"),
            _told(5, 14, "公安"),
            _told(5, 15, "家属"),
        ],
    ),
    (
        DETOXIFICATION,
        -1,
        [
            (2, 1, "折抵期限", {"折抵天数": "90", "折抵来源": "羁押", "文书": "释放证明书"}),
            _ending(8, 20, "收监", "刑事判决书", 吸毒情况="不详"),
            _told(8, 22, "公安"),
        ],
    ),
    (REHABILITATION, -1, [_ending(4, 9, "死亡", "死亡证明"), _told(4, 10, "公安")]),
    (AT_LARGE, -1, [_ending(9, 3, "出国", "出境证明"), _told(9, 20, "公安")]),  # late
    (
        DETOXIFICATION,
        -1,
        [
            _ending(10, 15, "迁往外地", "转移函", 吸毒情况="未复吸", 居住="与家人同住"),
            _told(10, 16, "公安"),
        ],
    ),
    (
        AT_LARGE,
        -1,
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
        -1,
        [
            (4, 2, "中止执行", {"事由": "拘留", "文书": "拘留通知书"}),
            (4, 17, "恢复执行", {"文书": "释放证明书"}),
        ],
    ),
    (DETOXIFICATION, -1, [(11, 20, "中止执行", {"事由": "住院", "文书": "医疗机构证明"})]),
    (AT_LARGE, -1, [(7, 5, "类别变更", {"新类别": DETOXIFICATION, "文书": "责令社区戒毒决定书"})]),
    (
        DETOXIFICATION,
        -1,
        [(8, 8, "类别变更", {"新类别": REHABILITATION, "文书": "责令社区康复决定书"})],
    ),
    (
        DETOXIFICATION,
        -1,
        [(9, 10, "类别变更", {"新类别": AT_LARGE, "文书": "撤销社区戒毒决定书"})],
    ),
)


def told_year(region: str, year: int) -> Year:
    """A synthetic year of a small district or city that tells all that ledgers can."""
    return with_lives(with_details(synthetic_year(region, year)))


def with_lives(year: Year) -> Year:
    """The year with more clients, whose files go their way, and with what is done beside visits.

    It needs the columns of `with_details`. Nothing that it adds is in the year's table.
    """
    random = Random(f"{year.region}/{year.year}/lives")  # noqa: S311 (nothing here is secret)
    clients = [*year.ledgers["服务对象"]]
    known = {row.cells["身份证号"] for row in clients}
    station = year.ledgers["工作站"][0].cells["工作站名称"]
    community = f"{str(year.ledgers['工作站'][0].cells['区划代码'])[:9]}001"
    steps: list[DemoRow] = []
    for kind, since, changes in LIVES:
        cells = _client(random, year, kind, since)
        while cells["身份证号"] in known:
            cells = _client(random, year, kind, since)
        known.add(cells["身份证号"])
        number = f"{year.region}-{len(clients) + 1:05d}"
        cells |= {"编号": number, "工作站": station, "区划代码": community}
        clients.append(DemoRow({column: cells[column] for column in clients[0].cells}))
        steps += [_step(random, year, number, change) for change in changes]
    return Year(
        year.region,
        year.year,
        {
            **year.ledgers,
            "服务对象": clients,
            "阶段变更": steps,
            **_guided(year),
        },
    )


def _client(random: Random, year: Year, kind: str, since: int) -> dict[str, Cell]:
    male = random.random() < 0.6
    county = str(year.ledgers["工作站"][0].cells["区划代码"])[:6]
    decided = date(year.year + since, 1, 1 + random.randrange(28))
    days: dict[str, Cell] = dict.fromkeys(("决定日期", "报到日期", "协议日期"), "")
    if kind != AT_LARGE:
        reported, agreed = decided.replace(month=2), decided.replace(month=2, day=28)
        days = {"决定日期": decided, "报到日期": reported, "协议日期": agreed}
    return {
        "姓名": people.name(random),
        "性别": "男" if male else "女",
        "身份证号": people.id_number(random, county, male=male),
        "手机": people.phone(random),
        "类别": kind,
        "年龄段": "",  # follows from the ID number
        "毒品种类": random.choice(SUBSTANCES),
        **days,
    }


def _step(random: Random, year: Year, number: str, change: Change) -> DemoRow:
    month, day, what, said = change
    cells: dict[str, Cell] = dict.fromkeys((*STEP, *OUTCOME), "")
    cells |= {"日期": date(year.year, month, day), "对象编号": number, "变更": what, **said}
    if cells["文书"]:
        cells["文书编号"] = f"演示〔{year.year}〕{random.randrange(1, 1000)}号"
    return DemoRow(cells)


def _guided(year: Year) -> dict[str, list[DemoRow]]:
    """What is done with clients in a programme beside visits and tests, by ledger."""
    clients = year.ledgers["服务对象"]  # those in a programme are under an agreement all year
    programme = [str(row.cells["编号"]) for row in clients if row.cells["类别"] != AT_LARGE]

    def on(month: int, day: int) -> date:
        return date(year.year, month, day)

    def rows(columns: str, *cells: Sequence[Cell]) -> list[DemoRow]:
        return [DemoRow(dict(zip(columns.split(), row, strict=True))) for row in cells]

    one, two, three, four, *others = programme[:24]
    known = next(row.cells for row in clients if row.cells["编号"] == others[3])
    found = "氯胺酮" if known["毒品种类"] == "依托咪酯" else "依托咪酯"
    away, next_year = "411300000000", date(year.year + 1, 1, 5)
    once = ("", "", "")
    longer = (on(5, 30), on(6, 12), "是")  # the leave goes on
    return {
        "检测预约": rows(
            "预约日期 对象编号 期限 受托单位 检测方法 采样地点 检测原因",
            *(
                (on(month, 5), each, on(month, 20), "", "尿检", "工作站", "定期")
                for month in (3, 6, 9)
                for each in (one, two, three)
            ),
            (on(8, 21), four, on(8, 28), "", "毛发检测", "检测机构", "销假"),
        ),
        "半年小结": rows(
            "日期 对象编号 内容",
            *((on(6, 28), each, "半年来按时报到、接受检测") for each in others[:12]),
            *((on(12, 26), each, "下半年生活稳定，继续求职") for each in others[:6]),
        ),
        "年度评估": rows(
            "日期 对象编号 结果 参与人员 评估说明",
            *(
                (on(12, 28), each, result, "社工、民警", "")
                for each, result in zip(others, OUTCOMES, strict=False)
            ),
        ),
        "请假": rows(
            "报告日期 对象编号 离开日期 返回日期 目的地 事由 书面报告 续假日期 续假至 续假书面报告"
            " 实际返回日期",
            (on(4, 2), one, on(4, 4), on(4, 6), away, "探亲", "否", *once, on(4, 6)),
            (on(5, 20), two, on(5, 22), on(6, 1), away, "务工", "是", *longer, on(6, 12)),
            (on(8, 1), four, on(8, 3), on(8, 10), away, "探亲", "是", *once, on(8, 20)),  # late
            (on(12, 20), three, on(12, 22), next_year, away, "务工", "是", *once, ""),
        ),
        "信息更正": rows(
            "日期 对象编号 性别 年龄段 毒品种类",
            (on(3, 20), others[3], known["性别"], known["年龄段"], found),  # a test showed it
        ),
        "告知": rows(
            "日期 对象编号 告知内容 签字",
            *((on(1, 8), each, "权利、义务、检测要求、保密", "是") for each in programme[:10]),
        ),
        "告诫": rows(
            "日期 对象编号 事由 文书编号 内容",
            (on(8, 22), four, "逾期未归", f"告诫〔{year.year}〕1号", "已说明后果"),
            (on(10, 9), others[0], "未按时检测", f"告诫〔{year.year}〕2号", ""),
        ),
        "定期报到": rows(
            "日期 对象编号 方式",
            *(
                (on(month, 15), each, mode)
                for month, mode in zip((1, 4, 7, 10), ("当面", "当面", "远程", "当面"), strict=True)
                for each in programme[:6]
            ),
        ),
        "维持治疗": rows(
            "参加日期 对象编号 登记编号 退出日期 退出原因",
            (on(2, 17), others[1], "演示-美-001", "", ""),
            (on(3, 3), others[2], "演示-美-002", on(9, 30), "治疗完成"),
        ),
    }
