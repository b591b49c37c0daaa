"""What is planned in the demo's city: for days behind its last one, held early, or called off."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from deploy.demo.city.streets import SILENT, STREETS, Times
from deploy.demo.rows import Cell, DemoRow

FIRST = 15  # days ahead of the first plan
PLANNED = (
    ("宣传活动", "学校", "禁毒课进校园", "在校学生"),
    ("宣传活动", "社区", "禁毒宣传进社区", "居民、老年人"),
    ("社工培训", "", "社工技能培训", ""),
    ("宣传活动", "集贸市场", "禁毒宣传进集市", "社会公众"),
    ("宣传活动", "公园", "禁毒宣传进公园", "老年人"),
)
CALLED_OFF = ("天气", "场地不便", "其他工作")
HELD = {
    "举办日期": "",
    "人数": "",
    "宣传品": "",
    "入户数": "",
    "参与人员": "",
    "层级": "",
    "小区": "",
    "登记人员": "",
    "登记车辆": "",
    "宣传主题": "",
    "取消原因": "",
}


def plans(random: Random, times: Times) -> Iterator[DemoRow]:
    """One in each street that records: of four one is called off, and one was held early.

    None of the district whose year is told in full was held: its table stays as it is.
    """
    streets = [street for street in STREETS if street.code != SILENT]
    for number, street in enumerate(streets):
        kind, where, topic, audience = PLANNED[number % len(PLANNED)]
        day = times.until + timedelta(days=FIRST + random.randrange(30))
        yield DemoRow(
            {
                "计划日期": day,
                "种类": kind,
                "区划代码": street.community(number),
                "场所类别": where,
                "主题": topic,
                "形式": "讲座",
                "合作单位": "派出所",
                "节点": "",
                "宣传对象": audience,
                "专项活动": "",
                "阵地": "",
                "协助的服务对象": "",
                **HELD,
                **_became(random, number, times.until),
            }
        )


def _became(random: Random, number: int, until: date) -> dict[str, Cell]:
    match number % 4:
        case 2:
            return {"取消原因": CALLED_OFF[number // 4 % len(CALLED_OFF)]}
        case 3:
            came = {"人数": str(random.randrange(30, 200)), "参与人员": "社工2人2小时"}
            return {"举办日期": until - timedelta(days=1 + number // 4), **came}
        case _:
            return {}
