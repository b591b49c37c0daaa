"""Surveys in the demo's city: two a year in some districts, and what they ask."""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

from deploy.demo.city.streets import HOME, Times
from deploy.demo.rows import DemoRow

# The districts that ask, and how well they are doing, of 100.
DISTRICTS = {"410102": 98, "410103": 94, "410104": 97, "410105": 96}
GROUPS = (("在校学生", 300), ("居民", 400), ("外来务工人员", 120))
SEASONS = ((5, "上半年"), (11, "下半年"))
AWARENESS, LAW, SATISFACTION = "demo-awareness", "demo-legal-knowledge", "demo-satisfaction"


def surveys(random: Random, times: Times) -> Iterator[DemoRow]:
    """Awareness twice a year, the law and satisfaction once; those that are over."""
    for year in range(times.since.year, times.until.year + 1):
        for month, season in SEASONS:
            since, last = date(year, month, 6), date(year, month, 25)
            if last >= times.until:
                continue
            asked = [(AWARENESS, "禁毒知识知晓率", 0)]
            if month == SEASONS[-1][0]:
                asked += [(LAW, "禁毒法律知识普及率", -3), (SATISFACTION, "群众满意度", -2)]
            for district, share in DISTRICTS.items():
                for code, name, lower in asked:
                    yield DemoRow(
                        {
                            "开始日期": since,
                            "结束日期": last,
                            "调查名称": f"{year}年{season}{name}调查",
                            "区划代码": f"{district}000000",
                            "问卷代码": code,
                            "问卷版本": "1",
                            "人群结果": _results(random, share + lower),
                        }
                    )


def _results(random: Random, share: int) -> str:
    told = []
    for name, planned in GROUPS:
        answered = planned + random.randrange(-8, 25)
        counting = sum(random.random() * 100 < share for _ in range(answered))
        told.append(f"{name} {planned}/{answered}/{counting}")
    return "；".join(told)


def _question(code: str, text: str, right: str, *wrong: str) -> dict[str, Any]:
    choices = [{"code": "a", "text": right, "right": True}]
    choices += [
        {"code": letter, "text": each, "right": False}
        for letter, each in zip("bcd", wrong, strict=False)
    ]
    return {"code": code, "text": text, "choices": choices}


# What there has to be before the surveys: published once, by the API.
QUESTIONNAIRES: tuple[dict[str, Any], ...] = (
    {
        "code": AWARENESS,
        "region": f"{HOME}000000",
        "surveyed": "awareness",
        "title": "居民禁毒知识问卷",
        "questions": [
            _question("day", "国际禁毒日是哪一天？", "6月26日", "12月1日", "4月26日"),
            _question("new", "下列哪一种是新型毒品？", "冰毒", "维生素", "茶叶"),
            _question("report", "发现涉毒线索怎么办？", "拨打110举报", "不予理会", "自行处理"),
        ],
        "enough": 2,
    },
    {
        "code": LAW,
        "region": f"{HOME}000000",
        "surveyed": "legal_knowledge",
        "title": "禁毒法律知识问卷",
        "questions": [
            _question("term", "社区戒毒的期限是多久？", "三年", "一年", "十年"),
            _question("seed", "种植罂粟是否违法？", "一律违法", "自家食用不违法"),
        ],
        "enough": 2,
    },
    {
        "code": SATISFACTION,
        "region": f"{HOME}000000",
        "surveyed": "satisfaction",
        "title": "群众对禁毒工作满意度问卷",
        "questions": [
            _question("overall", "您对本地禁毒工作是否满意？", "满意", "基本满意", "不满意"),
        ],
        "enough": 1,
    },
)
