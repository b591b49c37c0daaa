"""The workers and the posts of a district whose year is told in full.

Its first street has as many workers as one that was written about: 22 full-time cadres, 161
volunteers and 112 grid administrators. The district bought 13 posts in the December of two years
before, and 58 more in March of the year.
"""

from datetime import date, timedelta
from random import Random

from deploy.demo.people import id_number, name
from deploy.demo.rows import DemoRow

WORKERS = (("专干", 22), ("志愿者", 161), ("网格员", 112))


def roster(station: DemoRow, year: int) -> list[DemoRow]:
    """The workers of a workstation's street, each with a name that no other has.

    They joined in the two years before. The first was a client once: so the ID number is told, and
    the user of the agency's system.
    """
    street = str(station.cells["区划代码"])[:9]
    random = Random(f"{street}/{year}/workers")  # noqa: S311 (nothing here is secret)
    begin = date(year - 2, 1, 1)
    rows: list[DemoRow] = []
    names: set[str] = set()
    for employment, number in WORKERS:
        for each in range(number):
            called = name(random)
            while called in names:
                called = name(random) + random.choice("一二三四五")
            names.add(called)
            in_grid = employment == "网格员"
            rows.append(
                DemoRow(
                    {
                        "姓名": called,
                        "区划代码": f"{street}{each % 4 + 1 if in_grid else 0:03d}",
                        "用工形式": employment,
                        "到岗日期": begin + timedelta(days=random.randrange(700)),
                        "工作领域": "预防宣传" if employment == "志愿者" and each % 3 else "",
                        "网格": f"第{each + 1}网格" if in_grid else "",
                        "账号": "" if rows else "demo-worker-1",
                        "身份证号": "" if rows else id_number(random, street[:6], male=False),
                        "工作站": "" if in_grid else station.cells["工作站名称"],
                    }
                )
            )
    return rows


def posts(station: DemoRow, year: int) -> list[DemoRow]:
    """The posts of a workstation's district, each with a number of its own."""
    county = str(station.cells["区划代码"])[:6]
    bought = ((13, date(year - 2, 12, 1), "市级"), (58, date(year, 3, 1), "区县"))
    return [
        DemoRow(
            {
                "岗位编号": f"{day.year}-{each + 1:02d}",
                "区划代码": f"{county}000000",
                "承接单位": f"{county}-social-workers",
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
