"""What must come of a synthetic year: its figures and its import, counted from the plan alone."""

from collections import Counter
from datetime import date
from typing import Any

from deploy.demo.rows import DemoRow
from deploy.demo.year import MODES_IN_PERSON, Year
from tests.deploy.demo.rows import accepted, duplicates, rejections


def expected(year: Year) -> dict[str, Any]:
    """The figures of the year and the counts of its import, for a service that was empty.

    `region` and `year`; `annual`, the year's table; `also`, other figures of the year;
    `import`, the duplicates, the rejected rows by file and reason, the rows accepted by file.
    """
    taken = {name: accepted(rows) for name, rows in year.ledgers.items()}
    clients = taken["服务对象"]
    programme = {row.cells["编号"] for row in clients if row.cells["类别"] != "社会面"}
    contacts = [row for row in taken["帮教记录"] if _in(year.year, row)]
    theirs = [row for row in contacts if _is_in_programme(year, row)]
    others = [row for row in contacts if not _is_in_programme(year, row)]
    sessions = [row for row in taken["宣传活动"] if _in(year.year, row)]
    articles = [row for row in taken["新闻稿件"] if _in(year.year, row)]
    results = Counter(row.cells["结果"] for row in taken["尿检记录"] if _in(year.year, row))
    return {
        "region": year.region,
        "year": year.year,
        "annual": {
            "contacts in person with clients in a programme (人次)": _in_person(theirs),
            "contacts in person with users at large (人次)": _in_person(others),
            "phone contacts with users at large (人次)": sum(
                row.cells["方式"] == "电话" for row in others
            ),
            "prevention sessions (场)": len(sessions),
            "articles (篇)": len(articles),
        },
        "also": {
            "remote contacts with clients in a programme (人次)": len(theirs) - _in_person(theirs),
            "sessions by kind of place (场)": Counter(row.cells["场所类别"] for row in sessions),
            "attendance (人次)": sum(int(str(row.cells["人数"])) for row in sessions),
            "urine tests done (次)": results["阴性"] + results["阳性"],
            "of these positive (次)": results["阳性"],
            "not done (次)": results["未检"],
            "risk assessments by level (次)": Counter(
                row.cells["等级"] for row in taken["风险评估"] if _in(year.year, row)
            ),
            "clients by group (人)": {
                "programme": len(programme),
                "at large": len(clients) - len(programme),
            },
        },
        "import": {
            "duplicates skipped": sum(map(duplicates, year.ledgers.values())),
            "rejected rows": {
                f"{name}.csv": Counter(each.reason for each in rejections(rows))
                for name, rows in year.ledgers.items()
                if rejections(rows)
            },
            "accepted rows": {f"{name}.csv": len(rows) for name, rows in taken.items()},
            "accepted contacts of other years": len(taken["帮教记录"]) - len(contacts),
        },
    }


def _in(year: int, row: DemoRow) -> bool:
    day = row.cells["日期"]
    return isinstance(day, date) and day.year == year


def _is_in_programme(year: Year, row: DemoRow) -> bool:
    """Whether the client of a row was in a programme on its day: by the last change before it."""
    number, day = row.cells["对象编号"], str(row.cells["日期"])
    [kind] = (
        each.cells["类别"] for each in year.ledgers["服务对象"] if each.cells["编号"] == number
    )
    for step in year.ledgers.get("阶段变更", ()):
        cells = step.cells
        if cells["对象编号"] == number and cells["新类别"] and str(cells["日期"]) <= day:
            kind = cells["新类别"]
    return kind != "社会面"


def _in_person(contacts: list[DemoRow]) -> int:
    return sum(row.cells["方式"] in MODES_IN_PERSON for row in contacts)
