"""Figures that a year which tells all must show, counted from its ledgers alone."""

from collections import Counter
from collections.abc import Mapping

from deploy.demo.rows import DemoRow
from deploy.demo.year import Year
from deploy.ledgers.kinds.client_columns import SEXES
from deploy.ledgers.kinds.contact_words import DIRECTIONS
from deploy.ledgers.kinds.drug_test_words import SUBSTANCES
from deploy.ledgers.kinds.steps import ENDINGS


def told_figures(year: Year) -> dict[str, Mapping[str, int]]:
    """Indicators of the year, each by the value of its dimension."""
    steps = [row for row in year.ledgers["阶段变更"] if _year(row) == year.year]
    contacts = [row for row in year.ledgers["帮教记录"] if _year(row) == year.year]
    return {
        "cases_ended": Counter(
            ENDINGS.codes[str(row.cells["去向"])] for row in steps if row.cells["去向"]
        ),
        "contacts_by_direction": Counter(
            DIRECTIONS.codes[str(row.cells["方向"])] for row in contacts
        ),
        "positives_by_substance": Counter(
            SUBSTANCES.codes[str(row.cells["复检毒品种类"] or row.cells["毒品种类"])]
            for row in year.ledgers["尿检记录"]
            if _year(row) == year.year
            and (row.cells["结果"], row.cells["复检结果"]) in {("阳性", ""), ("阳性", "阳性")}
        ),
    }


def clients_at_its_end(year: Year, region: str) -> Counter[str]:
    """Whose files of a region are open at the end of the year, by sex."""
    ended: dict[str, bool] = {}
    for row in year.ledgers["阶段变更"]:
        if row.cells["变更"] in {"终止", "恢复档案"} and _year(row) <= year.year:
            ended[str(row.cells["对象编号"])] = row.cells["变更"] == "终止"
    return Counter(
        SEXES.codes[str(row.cells["性别"])]
        for row in year.ledgers["服务对象"]
        if not ended.get(str(row.cells["编号"]), False)
        and str(row.cells["区划代码"]).startswith(region)
        and str(row.cells["决定日期"])[:4] <= str(year.year)  # or is not known
    )


def days_served_elsewhere(year: Year) -> int:
    """By how many days terms are shorter, of all files."""
    return sum(int(str(row.cells["折抵天数"] or 0)) for row in year.ledgers["阶段变更"])


def _year(row: DemoRow) -> int:
    return int(str(row.cells["日期"])[:4])
