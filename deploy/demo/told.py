"""The year of a demo: all that ledgers can tell, of streets that do well and of others that do not.

It goes on after the year until a day, so that what is due on that day reads like any street's.
"""

from dataclasses import replace
from datetime import date
from random import Random

from deploy.demo.courses import AT_LARGE, DECIDED, courses, placed
from deploy.demo.details import with_details
from deploy.demo.guided import guided
from deploy.demo.keeping import Keeping
from deploy.demo.lives import with_lives
from deploy.demo.rows import DemoRow
from deploy.demo.year import Size, Year, synthetic_year

SIZE = replace(Size(), in_programme=len(DECIDED))


def told_year(region: str, year: int, until: date | None = None) -> Year:
    """A synthetic year of a small district or city that tells all that ledgers can.

    Its table is that of any synthetic year. Files that are open at its end go on until the day
    `until`, or else its last one.
    """
    until = until or date(year, 12, 31)
    base = synthetic_year(region, year, size=SIZE)
    programme = [each for each in base.ledgers["服务对象"] if each.cells["类别"] != AT_LARGE]
    placed(programme, base.ledgers["工作站"], year)
    lived = with_lives(base, until)
    random = Random(f"{region}/{year}/keeping")  # noqa: S311 (nothing here is secret)
    lived_in = tuple(courses(lived.ledgers["服务对象"], lived.ledgers["阶段变更"]))
    keeping = Keeping(year, until, SIZE, random, lived_in)
    kept = {
        "帮教记录": [*_of_others(lived, "帮教记录", keeping), *keeping.contact_rows()],
        "尿检记录": [*keeping.test_rows()],
        "风险评估": [*_of_others(lived, "风险评估", keeping), *keeping.assessment_rows()],
    }
    for rows in kept.values():
        random.shuffle(rows)
    told = with_details(Year(region, year, {**lived.ledgers, **kept}), until)
    return Year(region, year, {**told.ledgers, **guided(told, keeping)})


def _of_others(year: Year, ledger: str, keeping: Keeping) -> list[DemoRow]:
    """The rows of those who are in no programme."""
    theirs = {course.number for course in keeping.courses}
    return [row for row in year.ledgers[ledger] if row.cells["对象编号"] not in theirs]
