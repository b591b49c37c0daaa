"""Campaigns of the demo with their aims: June, schools in winter, and a special action."""

from collections.abc import Iterable
from datetime import date

from deploy.demo.rows import DemoRow
from shared.regions import prefix

JUNE, SEPTEMBER = 6, 9
SWEEP = range(3, 9)  # months of the special action, in which venues are entered
VENUES = ("场所", "宾馆", "餐厅", "网吧", "KTV")
_AIMS = (
    *("目标场次", "目标场所种类", "目标人次", "目标入户数"),
    *("目标走访数", "目标检测数", "目标评估数"),
)


def june_code(region: str, year: int) -> str:
    """The code of a region's June campaign, which its sessions carry."""
    return f"{prefix(region.ljust(12, '0'))}-{year}-june"


def school_code(region: str, year: int) -> str:
    """The code of a region's campaign in schools, from a September on."""
    return f"{prefix(region.ljust(12, '0'))}-{year}-school"


def sweep_code(region: str, year: int) -> str:
    """The code of a region's special action."""
    return f"{prefix(region.ljust(12, '0'))}-{year}-sweep"


def in_campaigns(region: str, activities: Iterable[DemoRow]) -> list[DemoRow]:
    """The activities with the codes of campaigns.

    Those of June are of its campaign, those in schools from September on of theirs; of the special
    action are those in venues, and trainings and duty in its months.
    """
    return [
        DemoRow({**row.cells, "专项活动": row.cells.get("专项活动") or _campaign(region, row)})
        for row in activities
    ]


def _campaign(region: str, activity: DemoRow) -> str:
    day, where = activity.cells["日期"], activity.cells.get("场所类别")
    assert isinstance(day, date)
    if day.month == JUNE:
        return june_code(region, day.year)
    if day.month >= SEPTEMBER and where == "学校":
        return school_code(region, day.year)
    if day.month in SWEEP and (where in VENUES or activity.cells.get("种类")):
        return sweep_code(region, day.year)
    return ""


def campaigns(region: str, year: int, until: date) -> list[DemoRow]:
    """Those of a year that a region (its prefix) has launched by the day `until`."""
    code = region.ljust(12, "0")
    june = _row(
        june_code(region, year),
        f"{year}年全民禁毒宣传月",
        "宣传月",
        code,
        (date(year, 6, 1), date(year, 6, 30), date(year, 5, 20)),
        目标场次="60",
        目标场所种类="9",
        目标人次="8000",
        目标入户数="3000",
    )
    sweep = _row(
        sweep_code(region, year),
        f"{year}年吸毒人员“大排查、大走访、大检测”专项行动",
        "专项行动",
        code,
        (date(year, 3, 1), date(year, 8, 31), date(year, 2, 25)),
        目标场次="20",
        目标走访数="600",
        目标检测数="400",
        目标评估数="100",
    )
    school = _row(
        school_code(region, year),
        f"{year}年秋冬季“禁毒第一课”进校园活动",
        "宣传活动",
        code,
        (date(year, SEPTEMBER, 1), date(year + 1, 2, 28), date(year, 8, 25)),
        目标场次="40",
        目标人次="6000",
    )
    told = ((date(year, 2, 25), sweep), (date(year, 5, 20), june), (date(year, 8, 25), school))
    return [row for launched_on, row in told if launched_on <= until]


def _row(
    code: str, name: str, kind: str, region: str, days: tuple[date, date, date], **aims: str
) -> DemoRow:
    first, last, launched = days
    return DemoRow(
        {
            "活动代码": code,
            "活动名称": name,
            "类别": kind,
            "区划代码": region,
            "开始日期": first,
            "结束日期": last,
            "启动日期": launched,
            **{each: aims.get(each, "") for each in _AIMS},
        }
    )
