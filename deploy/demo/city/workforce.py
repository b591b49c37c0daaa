"""The workers and the posts of the demo's district whose year is told in full.

Its first street has as many workers as one that was written about: 22 full-time cadres, 161
volunteers and 112 grid administrators. The district bought 13 posts in the December before the
years that are told, and 58 more in the March of the second one.
"""

from datetime import date, timedelta
from random import Random

from deploy.demo.city.streets import HOME, Times
from deploy.demo.people import name
from deploy.demo.rows import DemoRow

STREET = f"{HOME}001"
WORKERS = (("专干", 22), ("志愿者", 161), ("网格员", 112))
PROVIDER = f"{HOME}-social-workers"


def roster(random: Random, times: Times) -> list[DemoRow]:
    """The first street's workers, who joined in the year before those that are told or in the
    first of them. No two have one name."""
    rows: list[DemoRow] = []
    names: set[str] = set()
    begin = date(times.year - 2, 1, 1)
    for employment, number in WORKERS:
        for each in range(number):
            called = name(random)
            while called in names:
                called = name(random) + random.choice("一二三四五")
            names.add(called)
            grid = f"第{each + 1}网格" if employment == "网格员" else ""
            rows.append(
                DemoRow(
                    {
                        "姓名": called,
                        "区划代码": f"{STREET}{each % 4 + 1:03d}" if grid else f"{STREET}000",
                        "用工形式": employment,
                        "到岗日期": begin + timedelta(days=random.randrange(700)),
                        "网格": grid,
                        "工作站": "" if grid else f"{STREET}工作站",
                    }
                )
            )
    return rows


def posts(times: Times) -> list[DemoRow]:
    """The district's posts, each with a number of its own."""
    bought = (
        (13, date(times.year - 2, 12, 1), "市级"),
        (58, date(times.year, 3, 1), "区县"),
    )
    return [
        DemoRow(
            {
                "岗位编号": f"{day.year}-{each + 1:02d}",
                "区划代码": f"{HOME}000000",
                "承接单位": PROVIDER,
                "购买日期": day,
                "合同起": date(day.year + 1, 1, 1),
                "合同止": date(day.year + 4, 1, 1),
                "经费来源": funds,
                "年度": str(day.year),
            }
        )
        for number, day, funds in bought
        for each in range(number)
    ]
