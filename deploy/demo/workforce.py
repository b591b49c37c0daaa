"""The workers and the posts of a district whose year is told in full.

Its first street has as many workers as one that was written about: 22 full-time cadres, 161
volunteers and 112 grid administrators. The district bought 13 posts in the December of two years
before, and 58 more in March of the year. The first are at the workstation of the first street; the
others are placed as their contract begins, most of them in the first two streets. The cadres
go to trainings, two of them have a qualification, one moves; a volunteer leaves.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from random import Random

from deploy.demo.people import id_number, name
from deploy.demo.rows import Cell, DemoRow

WORKERS = (("专干", 22), ("志愿者", 161), ("网格员", 112))
PLACED = 13  # as many as were bought first
TURNS = (0, 1, 0, 1, -1)  # at which workstation the others are, in turn
TRAININGS = (
    ("禁毒法律法规", 8, 0),
    ("动机式访谈", 16, 60),
    ("危机干预", 8, 130),
    ("个人信息保护", 4, 200),
    ("自身安全防护", 4, 270),
    ("防复吸训练", 12, 430),
)
QUALIFIED = (("心理咨询师", 2), ("助理社会工作师", 5))
MOVES_ON, LEAVES_ON = (7, 20), (9, 30)  # month and day


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
                        "城乡": "乡村" if in_grid and each % 4 == 3 else "城镇",
                        "账号": "" if rows else "demo-worker-1",
                        "身份证号": "" if rows else id_number(random, street[:6], male=False),
                        "工作站": "" if in_grid else station.cells["工作站名称"],
                    }
                )
            )
    return rows


FEW = (("专干", 1), ("社工", 1), ("网格员", 2), ("志愿者", 1))  # of a street like any other


def few_workers(street: str, station: str, since: date, taken: set[str]) -> Iterator[DemoRow]:
    """The workers of a street (9 digits) of whom nothing else is told.

    `taken` are the names that others have, and have with it.
    """
    random = Random(f"{street}/workers")  # noqa: S311 (nothing here is secret)
    for employment, number in FEW:
        for each in range(number):
            called = name(random)
            while called in taken:
                called = name(random) + random.choice("一二三四五")
            taken.add(called)
            in_grid = employment == "网格员"
            yield DemoRow(
                {
                    "姓名": called,
                    "区划代码": f"{street}{each % 4 + 1 if in_grid else 0:03d}",
                    "用工形式": employment,
                    "到岗日期": since + timedelta(days=random.randrange(300)),
                    "工作领域": "预防宣传" if employment == "志愿者" and each % 2 else "",
                    "网格": f"第{each + 1}网格" if in_grid else "",
                    "工作站": "" if in_grid else station,
                }
            )


def absences(workers: Sequence[DemoRow], year: int, until: date) -> Iterator[DemoRow]:
    """Cadres who were away in the year while a colleague stood in; one is away now, and nobody
    stands in."""
    names = [*cadres(workers)]
    for place, (month, days) in enumerate(((4, 12), (8, 20))):
        since = date(year, month, 9)
        who: dict[str, Cell] = {"姓名": names[place + 4], "顶岗人": names[place + 8]}
        yield DemoRow({"缺勤日期": since, **who, "返岗日期": since + timedelta(days=days)})
    away: dict[str, Cell] = {"缺勤日期": until - timedelta(days=12), "姓名": names[7], "顶岗人": ""}
    yield DemoRow({**away, "返岗日期": until + timedelta(days=9)})


def stood_in(workers: Sequence[DemoRow], year: int) -> Iterator[DemoRow]:
    """Who stood in for the second of them was relieved by another."""
    names = [*cadres(workers)]
    yield DemoRow({"日期": date(year, 8, 19), "缺勤人": names[5], "顶岗人": names[10]})


def posts(stations: Sequence[DemoRow], year: int) -> list[DemoRow]:
    """The posts of the workstations' district, each with a number of its own."""
    county = str(stations[0].cells["区划代码"])[:6]
    first = (PLACED, date(year - 2, 12, 1), date(year - 1, 1, 1), "市级", (0,))
    second = (58, date(year, 3, 1), date(year, 4, 1), "区县", TURNS)
    return [
        DemoRow(
            {
                "岗位编号": f"{bought.year}-{each + 1:02d}",
                "区划代码": f"{county}000000",
                "承接单位": f"{county}-social-workers",
                "购买日期": bought,
                "合同起": since,
                "合同止": since.replace(year=since.year + 3),
                "经费来源": funds,
                "年度": str(bought.year),
                "工作站": stations[turns[each % len(turns)]].cells["工作站名称"],
                "安排日期": since + timedelta(days=7),
            }
        )
        for number, bought, since, funds, turns in (first, second)
        for each in range(number)
    ]


def cadres(workers: Iterable[DemoRow]) -> dict[str, date]:
    """The full-time cadres by name, with their first days."""
    return _of_kind(workers, "专干")


def social_workers(workers: Iterable[DemoRow]) -> dict[str, date]:
    """The social workers by name, with their first days."""
    return _of_kind(workers, "社工")


def _of_kind(workers: Iterable[DemoRow], employment: str) -> dict[str, date]:
    rows = [row.cells for row in workers if row.cells["用工形式"] == employment]
    first = {str(cells["姓名"]): cells["到岗日期"] for cells in rows}
    return {name: day for name, day in first.items() if isinstance(day, date)}


def ended(bought: Sequence[DemoRow], year: int) -> Iterator[DemoRow]:
    """One of the posts that were bought first was cancelled in the year."""
    number = {"岗位编号": bought[PLACED - 1].cells["岗位编号"]}
    yield DemoRow({"终止日期": date(year, 11, 30), **number, "终止原因": "取消"})


def placed_anew(
    bought: Sequence[DemoRow], stations: Sequence[DemoRow], year: int
) -> Iterator[DemoRow]:
    """One of the posts that nobody fills is at the last workstation from a day on."""
    cells = stations[-1].cells
    where = {"工作站": cells["工作站名称"], "区划代码": cells["区划代码"]}
    number = {"岗位编号": bought[PLACED - 3].cells["岗位编号"]}
    yield DemoRow({"安排日期": date(year, 9, 1), **number, **where})


def trainings(workers: Sequence[DemoRow], year: int, until: date) -> Iterator[DemoRow]:
    """What the cadres attended in the year and after it: each training one in two or three."""
    for number, (training, hours, days) in enumerate(TRAININGS):
        day = date(year, 1, 15) + timedelta(days=days)
        for place, name_ in enumerate(cadres(workers)):
            if day <= until and (place + number) % (2 + number % 2) == 0:
                who = {"姓名": name_, "培训": training, "学时": f"{hours}"}
                yield DemoRow({"日期": day, **who})


def qualifications(workers: Sequence[DemoRow], year: int) -> Iterator[DemoRow]:
    """The qualifications of some cadres, of before they came."""
    for qualification, place in QUALIFIED:
        who = {"姓名": workers[place].cells["姓名"], "资格": qualification, "有效期止": ""}
        yield DemoRow({"取得日期": date(year - 3, 6, 1), **who})


def changes(workers: Sequence[DemoRow], year: int) -> Iterator[DemoRow]:
    """One cadre moves to the next street, a volunteer leaves."""
    street = str(workers[3].cells["区划代码"])[:6] + "002000"
    columns = ("区划代码", "工作站", "网格", "城乡", "离岗原因")
    blank: dict[str, Cell] = dict.fromkeys(columns, "")
    moved = {"日期": date(year, *MOVES_ON), "姓名": workers[3].cells["姓名"], "变动": "调动"}
    yield DemoRow({**moved, **blank, "区划代码": street, "城乡": "城镇"})
    volunteer = workers[WORKERS[0][1]].cells["姓名"]
    left = {"日期": date(year, *LEAVES_ON), "姓名": volunteer, "变动": "离岗"}
    yield DemoRow({**left, **blank, "离岗原因": "辞职"})
