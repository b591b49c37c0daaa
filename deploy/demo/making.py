"""Making synthetic rows one by one: each different from all before, always the same from a seed."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from deploy.demo import people
from deploy.demo.rows import Cell, DemoRow
from shared.regions import UnknownRegion, regions_in_force

FORMS = ("发放宣传品", "现场咨询", "悬挂条幅", "展板", "文艺演出", "讲座")
PARTNERS = ("工会", "共青团", "妇联", "派出所", "")
OCCASIONS = ("6·26", "综治宣传月", "七夕", "重阳", "", "")
CHANNELS = ("网站", "报纸", "微信公众号", "电视")
NOTES = (
    "了解近期生活、思想和健康情况",
    "询问就业意向,告知招聘信息",
    "家庭困难,协助申请临时救助",
    "提醒按时尿检",
    "情绪低落,安排心理疏导\n下周回访",
)


class Maker:
    """Makes the rows of a year, each different from all before, always the same from a seed."""

    def __init__(self, region: str, year: int, seed: int, *, counties: int, streets: int) -> None:
        self.random = Random(f"{region}/{year}/{seed}")  # noqa: S311 (nothing here is secret)
        self._year = year
        self._region = region
        self._communities = [
            f"{county}{street:03d}{community:03d}"
            for county in _counties(region, year, counties)
            for street in range(1, streets + 1)
            for community in range(1, 5)
        ]
        self._made: set[tuple[Cell, ...]] = set()
        self._persons: set[str] = set()

    def stations(self) -> list[DemoRow]:
        """A workstation for each street."""
        streets = sorted({community[:9] for community in self._communities})
        return [
            DemoRow(
                {
                    "工作站名称": f"{street}工作站",
                    "区划代码": f"{street}000",
                    "类型": "社区戒毒社区康复工作站",
                }
            )
            for street in streets
        ]

    def client(self, kind: str) -> DemoRow:
        """A client in a programme of this kind, or at large."""
        community = self.random.choice(self._communities)
        male = self.random.random() < 0.5
        id_number = people.id_number(self.random, community[:6], male=male)
        if id_number in self._persons:
            return self.client(kind)
        cells: dict[str, Cell] = {
            "编号": f"{self._region}-{len(self._persons) + 1:05d}",
            "姓名": people.name(self.random),
            "性别": "男" if male else "女",
            "身份证号": id_number,
            "手机": people.phone(self.random),
            "类别": kind,
            "区划代码": community,
            "工作站": f"{community[:9]}工作站",
            "决定日期": "",
            "报到日期": "",
            "协议日期": "",
        }
        if kind != "社会面":
            decided = date(self._year - 1, 1, 1) + timedelta(days=self.random.randrange(330))
            reported = decided + timedelta(days=self.random.randrange(1, 15))
            agreed = reported + timedelta(days=self.random.randrange(5))
            cells |= {"决定日期": decided, "报到日期": reported, "协议日期": agreed}
        self._persons.add(id_number)
        return DemoRow(cells)

    def contact(self, client: DemoRow, mode: str, day: date | None = None) -> DemoRow:
        """A contact with a client, on some day of the year or on the day given."""
        return self._new(
            lambda: {
                "日期": day or self._day(),
                "对象编号": client.cells["编号"],
                "方式": mode,
                "内容": self.random.choice(NOTES),
                "社工": f"社工{self.random.randrange(1, 20):02d}",
            }
        )

    def drug_test(self, client: DemoRow, result: str) -> DemoRow:
        """A test of a client; one not done has its reason."""
        reasons = ("请假", "无故", "逃避", "拒检") if result == "未检" else ("",)
        return self._new(
            lambda: {
                "日期": self._day(),
                "对象编号": client.cells["编号"],
                "结果": result,
                "未检原因": self.random.choice(reasons),
            }
        )

    def assessment(self, client: DemoRow) -> DemoRow:
        """An assessment of a client's risk."""
        return self._new(
            lambda: {
                "日期": self._day(),
                "对象编号": client.cells["编号"],
                "等级": self.random.choice("高中低低"),
            }
        )

    def session(self, place: str) -> DemoRow:
        """A prevention session in a kind of place."""
        return self._new(
            lambda: {
                "日期": self._day(),
                "场所类别": place,
                "区划代码": self.random.choice(self._communities),
                "主题": f"禁毒宣传进{place}",
                "人数": str(self.random.randrange(10, 400)),
                "形式": "、".join(self.random.sample(FORMS, k=self.random.choice((1, 1, 2)))),
                "合作单位": self.random.choice(PARTNERS),
                "节点": self.random.choice(OCCASIONS),
            }
        )

    def article(self) -> DemoRow:
        """An article."""
        return self._new(
            lambda: {
                "日期": self._day(),
                "标题": f"禁毒工作稿件第{self.random.randrange(10_000)}篇",
                "渠道": self.random.choice(CHANNELS),
                "区划代码": self.random.choice(self._communities),
            }
        )

    def _day(self) -> date:
        return date(self._year, 1, 1) + timedelta(days=self.random.randrange(365))

    def _new(self, make: Callable[[], dict[str, Cell]]) -> DemoRow:
        while True:
            cells = make()
            values = tuple(cells.values())
            if values not in self._made:
                self._made.add(values)
                return DemoRow(cells)


def _counties(region: str, year: int, wanted: int) -> list[str]:
    """The region itself if it is a county, else the first counties that its register has."""
    if len(region) >= 6:
        return [region[:6]]
    counties: list[str] = []
    for number in range(2, 100):
        county = f"{region}{number:02d}"
        try:
            regions_in_force().check(f"{county}000000", date(year, 12, 31))
        except UnknownRegion:
            continue
        counties.append(county)
        if len(counties) == wanted:
            break
    return counties
