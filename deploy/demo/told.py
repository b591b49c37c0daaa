"""The year of a demo: all that ledgers can tell, of streets that do well and of others that do not.

It goes on after the year until a day, so that what is due on that day reads like any street's.
"""

from datetime import date
from random import Random

from deploy.demo.appointed import with_appointments
from deploy.demo.campaigns import campaigns, in_campaigns
from deploy.demo.courses import AT_LARGE, DECIDED, courses, placed
from deploy.demo.details import with_details
from deploy.demo.found import closing_reports, found, late, lost
from deploy.demo.guided import guided
from deploy.demo.helped import helped
from deploy.demo.keeping import Keeping
from deploy.demo.lives import with_lives
from deploy.demo.places import Keeper, at_places, place_ledgers
from deploy.demo.prevention import prevented, with_helpers
from deploy.demo.published import in_several_media
from deploy.demo.rows import DemoRow
from deploy.demo.teams import teams, with_handovers
from deploy.demo.workforce import (
    absences,
    cadres,
    changes,
    ended,
    placed_anew,
    posts,
    qualifications,
    roster,
    stood_in,
    trainings,
)
from deploy.demo.year import Size, Year, synthetic_year

SIZE = Size()


def told_year(region: str, year: int, until: date | None = None) -> Year:
    """A synthetic year of a small district or city that tells all that ledgers can.

    Its table is that of any synthetic year. Files that are open at its end go on until the day
    `until`, or else its last one.
    """
    until = until or date(year, 12, 31)
    base = synthetic_year(region, year, size=SIZE)
    clients = base.ledgers["服务对象"]
    programme = [each for each in clients if each.cells["类别"] != AT_LARGE]
    placed(programme[: len(DECIDED)], base.ledgers["工作站"], year)
    # As many as so many contacts are enough for, and no more.
    base.ledgers["服务对象"] = [*programme[: len(DECIDED)], *clients[len(programme) :]]
    lived = with_lives(base, until)
    random = Random(f"{region}/{year}/keeping")  # noqa: S311 (nothing here is secret)
    lived_in = tuple(courses(lived.ledgers["服务对象"], lived.ledgers["阶段变更"]))
    keeping = Keeping(year, until, SIZE, random, lived_in)
    kept = {
        "帮教记录": [*_at_large(lived, "帮教记录"), *keeping.contact_rows()],
        "尿检记录": [*keeping.test_rows()],
        "风险评估": [*_at_large(lived, "风险评估"), *keeping.assessment_rows()],
    }
    for rows in kept.values():
        random.shuffle(rows)
    told = with_details(Year(region, year, {**lived.ledgers, **kept}), until)
    more = helped(random, lived_in, told.ledgers["帮教记录"], until)
    more |= found(lived_in, date(year, 1, 1), until, early=True)
    more["结案报告"] = [*closing_reports(lived.ledgers["阶段变更"], until)]
    workers = roster(base.ledgers["工作站"][0], year)
    joined = [
        *teams(told.ledgers["服务对象"], told.ledgers["阶段变更"], lived_in, until, cadres(workers))
    ]
    more["帮教小组"], more["交接登记"] = with_handovers(joined)
    whole = Year(region, year, {**told.ledgers, **guided(told, keeping), **more})
    whole.ledgers["违规情况登记"] += late(lived.ledgers["服务对象"])
    whole.ledgers["违规情况登记"] += lost(whole, lived_in, until)
    appointed = with_appointments(whole, lived_in)
    first = base.ledgers["工作站"][0]
    bought = posts(base.ledgers["工作站"], year)
    staff = {
        "人员名册": workers,
        "资格登记": [*qualifications(workers, year)],
        "培训登记": [*trainings(workers, year, until)],
        "岗位": bought,
        "岗位安排": [*placed_anew(bought, base.ledgers["工作站"], year)],
        "缺勤登记": [*absences(workers, year, until)],
        "顶岗登记": [*stood_in(workers, year)],
        "岗位终止": [*ended(bought, year)],
        "人员变动": [*changes(workers, year)],
    }
    planned = {"专项活动": campaigns(region, year, until)}
    articles = {"新闻稿件": in_several_media(appointed.ledgers["新闻稿件"])}
    kept_places = place_ledgers(
        Random(f"{region}/{year}/places"),  # noqa: S311 (as above)
        [Keeper(str(row.cells["区划代码"])[:9], until) for row in base.ledgers["工作站"]],
        [date(year, month, 1) for month in range(1, 13)],
    )
    apart = Random(f"{region}/{year}/prevention")  # noqa: S311 (nothing here is secret)
    community = f"{str(first.cells['区划代码'])[:9]}001"
    held = prevented(apart, appointed.ledgers["宣传活动"], community, year)
    streets = {str(row.cells["区划代码"])[:9] for row in base.ledgers["工作站"]}
    known_since = dict.fromkeys(streets, date(year, 1, 1))
    for name in ("宣传活动", "培训与会议", "值守登记"):
        held[name] = at_places(in_campaigns(region, held[name]), known_since)
    held["宣传活动"] = with_helpers(held["宣传活动"], appointed.ledgers["服务对象"])
    more = {**staff, **planned, **articles, **held, **kept_places}
    return Year(region, year, {**appointed.ledgers, **more})


def _at_large(year: Year, ledger: str) -> list[DemoRow]:
    """The rows of those who are in no programme."""
    clients = year.ledgers["服务对象"]
    theirs = {each.cells["编号"] for each in clients if each.cells["类别"] == AT_LARGE}
    return [row for row in year.ledgers[ledger] if row.cells["对象编号"] in theirs]
