"""Trainings, meetings, duty and other publicity of a synthetic year, and details of sessions."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from deploy.demo.rows import Cell, DemoRow

# Whom sessions are for, by where they are held.
AUDIENCES = {
    "学校": "在校学生",
    "社区": "居民、老年人",
    "场所": "娱乐场所从业人员",
    "企业": "企业职工",
    "农村": "村民、妇女",
    "工地": "建筑工人、流动人口",
    "网络": "未成年人、社会公众",
}
# What publicity is of besides drugs: the subject, and in words.
SUBJECTS = (
    ("反电信网络诈骗", "反诈宣传进社区"),
    ("法治宣传", "法律咨询日"),
    ("艾滋病防治", "防艾知识宣传"),
    ("消防安全", "消防安全宣传"),
)
A_WHILE = timedelta(days=180)  # from the decision until somebody helps others
HELPED_AT = 4  # one in so many sessions in schools
# What rows of trainings, meetings and duty seldom have.
SELDOM: dict[str, Cell] = dict.fromkeys(("形式", "合作单位", "节点", "宣传品", "入户数"), "")
COMPOUNDS = ("花园小区", "幸福小区", "铁路家属院")


def prevented(
    random: Random, sessions: Iterable[DemoRow], community: str, year: int
) -> dict[str, list[DemoRow]]:
    """The ledgers of a year in which each kind of training and meeting was held once."""
    day = date(year, 3, 4)
    return {
        "宣传活动": [session_details(random, row) for row in sessions],
        "培训与会议": [
            gathering(random, day, community, "干部培训", "禁毒业务培训"),
            gathering(random, day + timedelta(days=7), community, "社工培训", "社工技能培训"),
            gathering(random, date(year, 6, 1), community, "动员会", "禁毒工作动员", "社区"),
            compound_meeting(random, date(year, 6, 2), community),
        ],
        "值守登记": [
            turn_of_duty(random, date(year, *on), community, at)
            for at, on in enumerate(((2, 5), (2, 6), (2, 7), (4, 10)))
        ],
        "其他主题宣传": [
            other_publicity(random, date(year, month, 15), community, at)
            for at, month in enumerate((1, 4, 9, 11))
        ],
    }


def session_details(random: Random, row: DemoRow) -> DemoRow:
    """A session with whom it was for, what was handed out, the households, and who served."""
    place, people = str(row.cells["场所类别"]), int(str(row.cells["人数"]))
    at_home = place in ("家庭", "农村", "社区")
    return DemoRow(
        {
            **row.cells,
            "宣传对象": AUDIENCES.get(place, "社会公众"),
            "宣传品": f"宣传单{max(1, people)}、条幅{random.randrange(1, 4)}",
            "入户数": str(random.randrange(10, 60)) if at_home else "",
            "参与人员": f"社工{random.randrange(1, 4)}人{random.choice((2, 3))}小时、"
            f"志愿者{random.randrange(2, 12)}人2小时",
            "专项活动": "",
            "阵地": "",
            "协助的服务对象": "",
        }
    )


def with_helpers(sessions: Iterable[DemoRow], clients: Iterable[DemoRow]) -> list[DemoRow]:
    """The sessions, at some of which in schools a client of the street tells of the own life."""
    by_street: defaultdict[str, list[tuple[date, str]]] = defaultdict(list)
    for client in clients:
        decided = client.cells.get("决定日期")
        if isinstance(decided, date):
            street = str(client.cells["区划代码"])[:9]
            by_street[street].append((decided, str(client.cells["编号"])))
    told, schools = [], 0
    for row in sessions:
        day, street = row.cells["日期"], str(row.cells["区划代码"])[:9]
        assert isinstance(day, date)
        known = [number for decided, number in by_street[street] if day - decided > A_WHILE]
        schools += row.cells["场所类别"] == "学校"
        helps = known and row.cells["场所类别"] == "学校" and schools % HELPED_AT == 0
        told.append(DemoRow({**row.cells, "协助的服务对象": known[-1] if helps else ""}))
    return told


def gathering(
    random: Random, day: date, region: str, kind: str, topic: str, level: str = ""
) -> DemoRow:
    """A training, or a mobilisation meeting of a level."""
    return DemoRow(
        {
            "日期": day,
            "种类": kind,
            "区划代码": region,
            "人数": str(random.randrange(20, 120)),
            "主题": topic,
            "层级": level,
            "小区": "",
            "参加对象": "党员干部" if kind == "干部培训" else "",
            "参与人员": f"专职干部{random.randrange(1, 4)}人2小时",
            "场所类别": "",
            "专项活动": "",
            "阵地": "",
            "协助的服务对象": "",
            **SELDOM,
            "形式": "讲座" if kind != "动员会" else "",
            "合作单位": "派出所" if kind == "动员会" else "",
            "宣传品": f"宣传单{random.randrange(20, 80)}",
        }
    )


def compound_meeting(random: Random, day: date, community: str) -> DemoRow:
    """A mobilisation meeting in a residential compound."""
    meeting = gathering(random, day, community, "动员会", "禁毒动员进小区", "小区")
    meeting.cells["小区"] = random.choice(COMPOUNDS)
    return meeting


def turn_of_duty(random: Random, day: date, community: str, number: int) -> DemoRow:
    """A turn of emergency duty at a checkpoint."""
    return DemoRow(
        {
            "日期": day,
            "种类": "应急值守",
            "区划代码": community,
            "人数": "0",
            "主题": f"{number + 1}号卡口值守",
            "场所类别": "卡口",
            "登记人员": str(random.randrange(200, 900)),
            "登记车辆": str(random.randrange(30, 300)),
            "参与人员": f"社工2人8小时、志愿者{random.randrange(2, 8)}人4小时",
            "专项活动": "",
            "阵地": "",
            "协助的服务对象": "",
            **SELDOM,
        }
    )


def other_publicity(random: Random, day: date, community: str, number: int) -> DemoRow:
    """Publicity on another subject than drugs, one in turn."""
    subject, topic = SUBJECTS[number % len(SUBJECTS)]
    return DemoRow(
        {
            "日期": day,
            "种类": "",
            "宣传主题": subject,
            "区划代码": community,
            "主题": topic,
            "人数": str(random.randrange(20, 150)),
            "场所类别": "社区",
            "形式": random.choice(("发放宣传品、现场咨询", "讲座", "展板")),
            "合作单位": random.choice(("派出所", "社会组织", "妇联")),
            "节点": "",
            "宣传对象": "居民、老年人",
            "宣传品": f"宣传单{random.randrange(50, 200)}",
            "入户数": "",
            "参与人员": f"社工{random.randrange(1, 3)}人2小时",
            "专项活动": "",
            "阵地": "",
            "协助的服务对象": "",
        }
    )
