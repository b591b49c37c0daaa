"""Places of prevention in a demo: what streets have, how it is used, and informants."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from deploy.demo.rows import Cell, DemoRow

SMALL_PROJECTS = ("活动室", "积分超市", "阳光工坊", "就业体验基地", "学习讲堂", "爱心救助箱")
OFFERED: Mapping[str, str] = {
    "活动室": "文体活动",
    "积分超市": "积分兑换",
    "阳光工坊": "技能培训、就业体验",
    "就业体验基地": "就业体验、创业孵化",
    "学习讲堂": "学习讲座",
    "爱心救助箱": "困难救助",
    "阳光驿站": "心理咨询、政策咨询",
    "禁毒教育基地": "参观讲解、技能培训",
}
USED_FOR: Mapping[str, tuple[str, ...]] = {
    "活动室": ("文体活动", "会议"),
    "积分超市": ("积分兑换",),
    "阳光工坊": ("培训", "就业体验"),
    "就业体验基地": ("就业体验",),
    "学习讲堂": ("讲座", "培训"),
    "阳光驿站": ("心理咨询", "会议"),
    "禁毒教育基地": ("参观学习", "培训"),
}
ROOMS = "展厅、报告厅、心理咨询室、阅览室、培训室、体验室"  # of a base: six
# Schools, venues and the like that must be entered each year.
NAMED = (("中学", "学校"), ("网咖", "场所"), ("宾馆", "宾馆"))
# Of these nobody has entered any so far.
NOT_ENTERED = {("410102003", "网咖"), ("410104001", "宾馆"), ("410104003", "中学")}
# Where trainings and meetings are held.
GATHER_AT = {"干部培训": "学习讲堂", "社工培训": "学习讲堂", "动员会": "阳光驿站"}
# The streets of the demo's list of regions by their nine digits.
NAMES = {
    f"4101{county:02d}{street:03d}": f"{district}{number}街道"
    for county, district in enumerate("甲乙丙丁", 2)
    for street, number in enumerate("一二三", 1)
}
CLOSED = "旧活动室"  # of the first street, which another one has taken the place of
EACH_MONTH = 0.05  # the share of months in which a place is used
INFORMANTS = 10, 26  # of a community
COMMUNITIES = 4  # of a street
COUNTED = (1,)  # on the first days of these months


@dataclass(frozen=True)
class Keeper:
    """A street by its nine digits, the last day that it has recorded, and what it has not."""

    code: str
    last_day: date
    lacks: int = 0  # how many of the small projects

    @property
    def kinds(self) -> list[str]:
        """What it has; the first street of a district has a base."""
        base = ["禁毒教育基地"] if self.code.endswith("001") else []
        return ["阳光驿站", *SMALL_PROJECTS[self.lacks :], *base]

    def name(self, what: str) -> str:
        """What a place of it is called."""
        return f"{NAMES.get(self.code, self.code)}{what}"

    def community(self, number: int) -> str:
        """One of its communities, in turn."""
        return f"{self.code}{number % COMMUNITIES + 1:03d}"


def place_ledgers(
    random: Random, keepers: Sequence[Keeper], months: Sequence[date]
) -> dict[str, list[DemoRow]]:
    """The three ledgers of some streets over some months, by their first days."""
    return {
        "阵地台账": [*_places(keepers, months[0])],
        "阵地使用登记": [*_uses(random, keepers, months)],
        "信息员统计": [*_informants(random, keepers, months)],
    }


def at_places(activities: Iterable[DemoRow], since: Mapping[str, date]) -> list[DemoRow]:
    """The activities with the named place of their street where each was held, if any.

    What a community held there was held in the community of the place, and who gathers are those
    of the whole street. `since` says from when on the places of a street are known, by the
    street's nine digits.
    """
    return [DemoRow({**row.cells, **_held_at(row, since)}) for row in activities]


def _held_at(activity: DemoRow, since: Mapping[str, date]) -> dict[str, Cell]:
    cells = activity.cells
    region, day = str(cells["区划代码"]), cells["日期"]
    assert isinstance(day, date)
    street = region[:9]
    nowhere: dict[str, Cell] = {"阵地": cells.get("阵地") or ""}
    if nowhere["阵地"] or street not in since or day < since[street] or cells.get("小区"):
        return nowhere
    keeper = Keeper(street, day)
    if gathered := GATHER_AT.get(str(cells.get("种类", ""))):
        return {"阵地": keeper.name(gathered), "区划代码": f"{street}000"}
    for at, (name, kind) in enumerate(NAMED):
        if kind == cells.get("场所类别") and (street, name) not in NOT_ENTERED:
            here = region if region.endswith("000") else keeper.community(at)
            return {"阵地": keeper.name(name), "区划代码": here}
    return nowhere


def _places(keepers: Sequence[Keeper], since: date) -> Iterator[DemoRow]:
    first = keepers[0]
    closed = {"关闭日期": since + timedelta(days=20)}
    yield _place(first, CLOSED, "活动室", first.community(0), since, **closed)
    for keeper in keepers:
        for at, kind in enumerate(keeper.kinds):
            yield _place(keeper, kind, kind, keeper.community(at), since)
        for at, (name, place_kind) in enumerate(NAMED):
            named: dict[str, Cell] = {"场所类别": place_kind, "应进场所": "是"}
            yield _place(keeper, name, "登记场所", keeper.community(at), since, **named)


def _uses(random: Random, keepers: Sequence[Keeper], months: Sequence[date]) -> Iterator[DemoRow]:
    for keeper in keepers:
        for at, kind in enumerate(keeper.kinds):
            for month in months:
                day = month + timedelta(days=random.randrange(28))
                used = random.random() < EACH_MONTH or month is months[0]
                if kind in USED_FOR and used and day <= keeper.last_day:
                    yield DemoRow(
                        {
                            "日期": day,
                            "阵地名称": keeper.name(kind),
                            "区划代码": keeper.community(at),
                            "用途": random.choice(USED_FOR[kind]),
                            "人次": str(random.randrange(5, 60)),
                        }
                    )


def _informants(
    random: Random, keepers: Sequence[Keeper], months: Sequence[date]
) -> Iterator[DemoRow]:
    for keeper in keepers:
        for community in range(COMMUNITIES):
            number = random.randrange(*INFORMANTS)
            for month in months:
                if month.month not in COUNTED or month > keeper.last_day:
                    continue
                number = max(1, number + random.randrange(-2, 4))
                cells: dict[str, Cell] = {"日期": month, "区划代码": keeper.community(community)}
                yield DemoRow({**cells, "信息员人数": str(number)})


def _place(
    keeper: Keeper, name: str, kind: str, community: str, since: date, **more: Cell
) -> DemoRow:
    cells: dict[str, Cell] = {
        "阵地名称": keeper.name(name),
        "阵地类别": kind,
        "区划代码": community,
        "启用日期": since,
        "场所类别": "",
        "应进场所": "",
        "服务内容": OFFERED.get(kind, ""),
        "功能室": ROOMS if kind == "禁毒教育基地" else "",
        "关闭日期": "",
    }
    return DemoRow({**cells, **more})
