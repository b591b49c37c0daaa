"""What workers write in a row besides what was done: of persons, contacts, tests and risk."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from deploy.demo.rows import Cell, DemoRow
from deploy.demo.year import MODES_IN_PERSON, Year

SUBSTANCES = ("冰毒", "冰毒", "海洛因", "海洛因", "依托咪酯", "氯胺酮", "大麻", "其他")
OBSERVED = ("生活", "心理", "健康", "就业", "家庭", "动机")
FINDINGS = ("好", "一般", "一般", "差")
ADVICE = ("坚持戒毒", "注意健康", "心理咨询", "就业", "申请救助", "家庭关系", "谨慎交友")
AGREED = ("下次联系", "检测", "就医", "求职", "与家人沟通")
WHY_HIGH = ("近期吸毒", "检测阳性", "未按时检测", "联系不上", "精神状况异常")
WHY_OTHERS = ("生活稳定", "长期未复吸", "无稳定收入", "无家庭支持")
WHY_TESTED = ("定期", "定期", "随机", "可疑")
TESTERS = ("公安机关", "工作站", "医院", "检测机构")
CONTACT = ("方向", "地点", "在场人员", *OBSERVED, "建议", "约定", "危机", "安全", "事先与民警约定")
TEST = ("检测方法", "毒品种类", "检测单位", "检测原因", "采样地点", "采样单位", "采样日期")
DISPUTE = ("告知日期", "异议日期", "复检结果", "复检日期", "复检单位", "复检毒品种类")
# What the first contacts of the year besides tell, once each.
CRISES = ("自伤或自杀危险", "伤害他人危险", "自伤或自杀危险")
INCIDENTS = ("辱骂", "威胁")


def with_details(year: Year, until: date) -> Year:
    """The same year with the same rows, which say more; always the same from the same year.

    Of the crises that it tells, the last one is of the last days and still open; of the disputed
    tests, the first one's re-check overturns its result; and one sample waits for its result.
    """
    random = Random(f"{year.region}/{year.year}/details")  # noqa: S311 (nothing here is secret)
    more = {
        "服务对象": [client_details(random, row) for row in year.ledgers["服务对象"]],
        "帮教记录": [contact_details(random, row) for row in year.ledgers["帮教记录"]],
        "尿检记录": [drug_test_details(random, row) for row in _with_positives(year)],
        "风险评估": [assessment_details(random, row) for row in year.ledgers["风险评估"]],
    }
    followed_up = _tell_crises(year, more["帮教记录"])
    _tell_disputes(year, more["尿检记录"])
    more["尿检记录"].append(_waiting(more["服务对象"][0], more["尿检记录"][0], until))
    return Year(year.region, year.year, {**year.ledgers, **more, "危机跟进": followed_up})


def _more(row: DemoRow, cells: Mapping[str, Cell]) -> DemoRow:
    return DemoRow({**row.cells, **cells})


def client_details(random: Random, row: DemoRow) -> DemoRow:
    """The substance; and the age band where the day of the decision says at which day."""
    band, decided = "", row.cells["决定日期"]
    if isinstance(decided, date):
        number = str(row.cells["身份证号"])
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
        band = age_band(
            decided.year - born.year - ((decided.month, decided.day) < (born.month, born.day))
        )
    return _more(row, {"年龄段": band, "毒品种类": random.choice(SUBSTANCES)})


def age_band(age: int) -> str:
    """The word for an age.

    >>> age_band(17), age_band(18), age_band(36), age_band(60)
    ('18岁以下', '18至35岁', '36至59岁', '60岁以上')
    """
    bands = ((18, "18岁以下"), (36, "18至35岁"), (60, "36至59岁"))
    return next((word for below, word in bands if age < below), "60岁以上")


def contact_details(random: Random, row: DemoRow) -> DemoRow:
    """Who turned to whom, who was there, what was found and arranged."""
    mode = row.cells["方式"]
    directions = ["社工联系", "社工联系", "社工联系", "对象联系"]
    if mode == "电话":  # whoever speaks with the family alone has not met the client
        directions.append("家属联系")
    direction = random.choice(directions)
    present = ["社工"]
    if mode in MODES_IN_PERSON:
        present += random.sample(("网格员", "民警", "志愿者"), k=random.choice((0, 0, 1, 1, 2)))
    if direction == "家属联系":
        present.append("家属")
    places = {"入户": ("家中",), "面谈": ("工作站", "派出所", "公共场所")}
    return _more(
        row,
        {
            **dict.fromkeys(CONTACT, ""),
            "方向": direction,
            "地点": random.choice(places.get(str(mode), ("",))),
            "在场人员": "、".join(present),
            **{each: random.choice((*FINDINGS, "")) for each in OBSERVED},
            "建议": _some(random, ADVICE),
            "约定": _some(random, AGREED),
            "事先与民警约定": "" if mode in MODES_IN_PERSON else random.choice("是是否"),
        },
    )


def _some(random: Random, words: tuple[str, ...]) -> str:
    return "、".join(random.sample(words, k=random.choice((0, 1, 1, 2))))


def _tell_crises(year: Year, contacts: list[DemoRow]) -> list[DemoRow]:
    """Have contacts tell of a crisis, each of another client, and of abuse; the follow-ups."""
    last = max(contacts, key=lambda row: str(row.cells["日期"]))
    seen: dict[str, DemoRow] = {}
    for row in contacts:
        if _early_in(year, row):
            seen.setdefault(str(row.cells["对象编号"]), row)
    told = iter(seen.values())
    rows = []
    for crisis, row in zip(CRISES, [next(told), next(told), last], strict=True):
        row.cells |= {"危机": crisis, "心理": "差", "约定": "就医"}
        rows.append(row)
    for incident, row in zip(INCIDENTS, told, strict=False):
        row.cells["安全"] = incident
    return [
        DemoRow(
            {
                "日期": seen_on + timedelta(days=days),
                "对象编号": row.cells["对象编号"],
                "发现日期": seen_on,
                "结果": outcome,
                "内容": "联系家属和医院，回访情况平稳",
                "社工": row.cells["社工"],
            }
        )
        for row, outcome, days in zip(rows, ("正在治疗", "由家属照看"), (1, 3), strict=False)
        if isinstance(seen_on := row.cells["日期"], date)
    ]


def _early_in(year: Year, row: DemoRow) -> bool:
    """Whether it is of the year, and not of December: what comes of that lies in the next year."""
    day = row.cells["日期"]
    return isinstance(day, date) and day.year == year.year and day.month < 12


def _with_positives(year: Year) -> list[DemoRow]:
    """The tests, of which three more are positive: in some years too few are to tell of."""
    tests = year.ledgers["尿检记录"]
    early = [row for row in tests if _early_in(year, row) and row.cells["结果"] == "阴性"]
    return [_more(row, {"结果": "阳性"}) if row in early[:3] else row for row in tests]


def drug_test_details(random: Random, row: DemoRow) -> DemoRow:
    """How, why and by whom the client was tested."""
    cells: dict[str, Cell] = dict.fromkeys((*TEST, *DISPUTE), "")
    cells["检测原因"] = random.choice(WHY_TESTED)
    if row.cells["结果"] != "未检":
        tester = random.choice(TESTERS)
        cells |= {"检测方法": "尿检", "检测单位": tester}
        if tester == "检测机构":
            cells |= {"采样地点": "工作站", "采样单位": "工作站", "采样日期": row.cells["日期"]}
    if row.cells["结果"] == "阳性":
        cells["毒品种类"] = random.choice(SUBSTANCES)
    return _more(row, cells)


def _tell_disputes(year: Year, tests: list[DemoRow]) -> None:
    """Have the first two positive results disputed: one is overturned, the other one is not."""
    positive = [
        (day, row.cells)
        for row in tests
        if isinstance(day := row.cells["日期"], date)
        and row.cells["结果"] == "阳性"
        and _early_in(year, row)
    ]
    for (day, cells), result in zip(positive, ("阴性", "阳性"), strict=False):
        cells.update(dispute(cells, day, result))


def dispute(test: Mapping[str, Cell], day: date, result: str) -> dict[str, Cell]:
    """The objection to the result of a day, and what the re-check six days later found."""
    return {
        "告知日期": day,
        "异议日期": day + timedelta(days=2),
        "复检结果": result,
        "复检日期": day + timedelta(days=6),
        "复检单位": "公安机关" if test["检测单位"] == "医院" else "医院",
        "复检毒品种类": test["毒品种类"] if result == "阳性" else "",
    }


def _waiting(client: DemoRow, other: DemoRow, until: date) -> DemoRow:
    """A sample of hair that was sent away in the last days, for a client."""
    cells: dict[str, Cell] = dict.fromkeys(other.cells, "")
    cells |= {"日期": until - timedelta(days=1), "对象编号": client.cells["编号"]}
    cells |= {"结果": "待结果", "检测方法": "毛发检测", "采样地点": "医院", "采样单位": "医院"}
    return DemoRow(cells)


def assessment_details(random: Random, row: DemoRow) -> DemoRow:
    """Why the level is this one, and who took part."""
    reasons = WHY_HIGH if row.cells["等级"] == "高" else WHY_OTHERS
    present = ("社工", "社工、民警", "社工、网格员、民警")
    return _more(
        row,
        {
            "评估标准": "",
            "评估理由": "、".join(random.sample(reasons, k=random.choice((1, 2)))),
            "参与人员": random.choice(present),
            "评估说明": "",
        },
    )
