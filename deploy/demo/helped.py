"""What clients in a programme need and are given in the demo, how they live, and who counsels them.

It follows from the place of a client among the others, so that a few of each sort are told.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from deploy.demo.courses import Course, add_months
from deploy.demo.rows import Cell, DemoRow

COLUMNS: Mapping[str, Sequence[str]] = {
    "家庭情况": ("日期", "对象编号", "家庭情况", "家庭变化", "家庭说明"),
    "就业情况": ("日期", "对象编号", "就业情况", "就业说明"),
    "需求评估": (
        *("日期", "对象编号", "需求", "紧急程度", "需求说明"),
        *("办结日期", "办结情况"),
    ),
    "帮扶申请": (
        *("日期", "对象编号", "帮扶种类", "受理单位", "申请说明"),
        *("未批日期", "未批原因"),
    ),
    "帮扶登记": (
        *("日期", "对象编号", "帮扶种类", "来源", "金额", "约定结束日期", "帮扶说明"),
        *("结束日期", "结束原因"),
    ),
    "咨询记录": (
        *("日期", "对象编号", "资质", "方式", "动机阶段", "回应危机日期", "内容", "咨询师"),
    ),
}
HOUSEHOLDS = (
    ("有70岁以上老人、有残疾人、有未成年子女", "与家人团聚"),
    ("有未成年子女、无收入", ""),
    ("独居", ""),
    ("有需赡养人", "子女出生"),
    ("", "结婚"),
)
FIRST_WORK = ("求职中", "灵活就业", "求职中", "参加培训", "无劳动能力", "求职中", "自主创业")
NEEDS = (("基本生活", "较急"), ("就业", "一般"), ("就医", "紧急"), ("子女就学", "一般"))
# Of whom, where amounts are in yuan: one in so many, and which of them.
OTHERS = (
    ("医疗救助", "医保", "1200", 9, 4),
    ("法律援助", "司法", "", 13, 6),
    ("子女就学帮助", "教育", "800", 11, 5),
    ("创业扶持", "人社", "3000", 17, 8),
    ("住房帮助", "社区", "", 14, 9),
    ("转介心理咨询", "医院", "", 10, 7),
    ("户籍、证件办理", "其他", "", 8, 3),
)
STAGES = ("前意向", "意向", "准备", "行动", "维持")
COUNSELLORS = ("咨询师甲", "咨询师乙")
Day = Callable[[int], date]  # so many days after the opening
Whether = Callable[[date], bool]  # the client can come on a day, and it has come
EARLY = 20  # days after the opening, on which the household is asked after


def helped(
    random: Random, courses: Iterable[Course], contacts: Sequence[DemoRow], until: date
) -> dict[str, list[DemoRow]]:
    """Rows of each of these ledgers, until a day; contacts tell of the crises that are answered."""
    rows: dict[str, list[DemoRow]] = {name: [] for name in COLUMNS}
    answered = _answered(contacts)
    for place, course in enumerate(courses):
        for ledger, cells in _of(random, place, course, answered, until):
            said = {"对象编号": course.number, **cells}
            rows[ledger].append(DemoRow({**dict.fromkeys(COLUMNS[ledger], ""), **said}))
    return rows


def _answered(contacts: Sequence[DemoRow]) -> dict[str, date]:
    """By client, the first day on which one crisis was seen and no other."""
    seen = Counter(
        (str(row.cells["对象编号"]), row.cells["日期"]) for row in contacts if row.cells["危机"]
    )
    found: dict[str, date] = {}
    for (number, day), times in sorted(seen.items(), key=str):
        if times == 1 and isinstance(day, date):
            found.setdefault(number, day)
    return found


def _of(
    random: Random, place: int, course: Course, answered: Mapping[str, date], until: date
) -> Iterator[tuple[str, dict[str, Cell]]]:
    def on(days: int) -> date:
        return course.opened + timedelta(days=days)

    def there(day: date) -> bool:
        return course.can_come(day) and day <= until

    if there(on(EARLY)):
        facts, happened = HOUSEHOLDS[place % len(HOUSEHOLDS)]
        yield "家庭情况", {"日期": on(EARLY), "家庭情况": facts, "家庭变化": happened}
        work = FIRST_WORK[place % len(FIRST_WORK)]
        yield "就业情况", {"日期": on(EARLY), "就业情况": work}
        yield from _needs(place, on, there)
    for ledger, cells in (*_given(random, place, on), *_posts(place, on)):
        day, end = cells["日期"], cells.get("结束日期")
        if isinstance(day, date) and there(day):
            goes_on = isinstance(end, date) and not there(end)
            yield ledger, {**cells, "结束日期": "", "结束原因": ""} if goes_on else cells
    yield from _counselled(place, course, answered, on, there)


def _needs(place: int, on: Day, there: Whether) -> Iterator[tuple[str, dict[str, Cell]]]:
    """What is needed, and for most what became of it."""
    need, urgency = NEEDS[place % len(NEEDS)]
    cells: dict[str, Cell] = {"日期": on(EARLY + 1), "需求": need, "紧急程度": urgency}
    if not there(on(EARLY + 1)):
        return
    if place % 4 and there(on(90)):
        outcome = "不再需要" if place % 8 == 5 else "已满足"
        cells |= {"办结日期": on(90), "办结情况": outcome}
    yield "需求评估", cells


def _given(random: Random, place: int, on: Day) -> Iterator[tuple[str, dict[str, Cell]]]:
    """Relief, gifts, the allowance, training and jobs."""
    if place % 3 == 0:
        yield (
            "帮扶登记",
            {
                "日期": on(25),
                "帮扶种类": "临时救助",
                "来源": "民政",
                "金额": str(random.randrange(5, 21) * 100),
            },
        )
    if place % 5 == 2:
        yield (
            "帮扶登记",
            {
                "日期": on(70),
                "帮扶种类": "慰问品",
                "来源": random.choice(("社区", "爱心救助箱", "妇联")),
                "金额": f"{random.randrange(80, 300)}.50",
                "帮扶说明": "与网格员一同探望",
            },
        )
    if place % 4 in (1, 2):
        asked: dict[str, Cell] = {"日期": on(22), "帮扶种类": "低保", "受理单位": "民政"}
        if place % 4 == 1:
            yield "帮扶申请", asked
            given: dict[str, Cell] = {"日期": on(50), "帮扶种类": "低保", "来源": "民政"}
            given |= {"金额": "630"}
            if place % 8 == 1:
                given |= {"结束日期": on(300), "结束原因": "已就业"}
            yield "帮扶登记", given
        else:
            yield "帮扶申请", {**asked, "未批日期": on(45), "未批原因": "材料不全"}
    if place % 7 == 3:
        ends: dict[str, Cell] = {"结束日期": on(70), "结束原因": "期满"}
        training: dict[str, Cell] = {"日期": on(40), "帮扶种类": "技能培训", "来源": "人社"}
        yield "帮扶登记", {**training, "约定结束日期": on(70), **ends}
    for kind, source, amount, each, first in OTHERS:
        if place % each == first:
            cells: dict[str, Cell] = {"日期": on(80 + first), "帮扶种类": kind, "来源": source}
            yield "帮扶登记", {**cells, "金额": amount}


def _posts(place: int, on: Day) -> Iterator[tuple[str, dict[str, Cell]]]:
    """A public-benefit post of a year or three; a job; and the work that is recorded then."""
    if place % 6 == 0:
        since = on(60)
        post: dict[str, Cell] = {"日期": since, "帮扶种类": "公益性岗位", "来源": "人社"}
        post |= {"金额": "1900"}
        yield "就业情况", {"日期": since, "就业情况": "公益性岗位"}
        if place % 12 == 0:
            end = add_months(since.replace(day=1), 12)
            post |= {"约定结束日期": end}
            yield "就业情况", {"日期": end, "就业情况": "求职中"}
        yield "帮扶登记", post
    elif place % 3 == 2:
        yield "帮扶登记", {"日期": on(120), "帮扶种类": "推荐就业", "来源": "企业"}
        yield "就业情况", {"日期": on(120), "就业情况": "单位就业"}


def _counselled(
    place: int, course: Course, answered: Mapping[str, date], on: Day, there: Whether
) -> Iterator[tuple[str, dict[str, Cell]]]:
    """Talks step by step, and those that answer a crisis."""
    said: dict[str, Cell] = {"资质": "心理咨询师", "内容": "谈话后情绪平稳，愿意继续咨询"}
    said |= {"咨询师": COUNSELLORS[place % len(COUNSELLORS)]}
    seen = answered.get(course.number)
    if seen is not None and there(seen + timedelta(days=1)):
        day = seen + timedelta(days=1)
        yield "咨询记录", {"日期": day, "方式": "面谈", "回应危机日期": seen, **said}
    if place % 3 == 1:
        for step, stage in enumerate(STAGES[: 2 + place % 4]):
            day = on(30 + 45 * step)
            if there(day) and day != (seen or day) + timedelta(days=1):
                mode = "视频" if step == 1 else "面谈"
                yield "咨询记录", {"日期": day, "方式": mode, "动机阶段": stage, **said}
