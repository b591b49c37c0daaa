"""What goes wrong in real ledgers: rows that must be rejected, and rows written twice."""

from collections.abc import Collection
from random import Random
from typing import NamedTuple

from deploy.demo.rows import DemoRow
from deploy.demo.year import Year
from tests.deploy.demo.rows import PlannedRow, Rejection


class FaultKind(NamedTuple):
    """A kind of fault: the ledger, the column, texts that are wrong there, and the reason."""

    ledger: str
    column: str
    texts: tuple[str, ...]
    reason: str


NO_DAYS = ("{year}年13月1日", "{year}-02-30", "{year}/4/31", "{year}0229x", "昨天", "")

FAULTS = (
    FaultKind("工作站", "区划代码", ("99", "990102001000"), "unknown_region"),
    FaultKind("服务对象", "类别", ("志愿者", ""), "unknown_kind"),
    FaultKind("服务对象", "决定日期", NO_DAYS[:5], "bad_date"),
    FaultKind("帮教记录", "日期", NO_DAYS, "bad_date"),
    FaultKind("帮教记录", "日期", ("2099-01-01", "2999年1月1日"), "future_date"),
    FaultKind("帮教记录", "对象编号", ("{region}-70000", "查无此号"), "unknown_client"),
    FaultKind("帮教记录", "方式", ("飞鸽传书", "托梦"), "unknown_mode"),
    FaultKind("尿检记录", "日期", NO_DAYS, "bad_date"),
    FaultKind("尿检记录", "对象编号", ("{region}-70001",), "unknown_client"),
    FaultKind("尿检记录", "结果", ("不明",), "unknown_result"),
    FaultKind("风险评估", "日期", ("2099.1.1",), "future_date"),
    FaultKind("风险评估", "等级", ("极高", ""), "unknown_level"),
    FaultKind("宣传活动", "日期", NO_DAYS, "bad_date"),
    FaultKind("宣传活动", "场所类别", ("月球",), "unknown_place_kind"),
    FaultKind("宣传活动", "人数", ("许多", "-3", ""), "bad_number"),
    FaultKind("宣传活动", "形式", ("跳伞",), "unknown_form"),
    FaultKind("新闻稿件", "日期", NO_DAYS, "bad_date"),
    FaultKind("新闻稿件", "渠道", ("漂流瓶",), "unknown_channel"),
)


def with_faults(
    year: Year, *, each: int = 1, duplicates: int = 3, kinds: Collection[str] | None = None
) -> Year:
    """The same year with faulty rows besides, `each` of every kind, and duplicates.

    `kinds` limits the faults to these reason codes. Clients whose ID number has a wrong
    check digit are among them.
    """
    random = Random(f"{year.region}/{year.year}/faults")
    faulty = Year(year.region, year.year, {name: [*rows] for name, rows in year.ledgers.items()})
    for fault in FAULTS:
        if kinds is None or fault.reason in kinds:
            for number in range(each):
                text = fault.texts[number % len(fault.texts)]
                row = _copy(random, year, fault.ledger)
                row.cells[fault.column] = text.format(region=year.region, year=year.year)
                row.rejection = Rejection(fault.column, fault.reason)
                _put(random, faulty, fault.ledger, row)
    if kinds is None or "id_checksum" in kinds:
        for _ in range(each):
            row = _copy(random, year, "服务对象")
            number_ = str(row.cells["身份证号"])
            row.cells["身份证号"] = number_[:17] + ("0" if number_[17] != "0" else "1")
            row.rejection = Rejection("身份证号", "id_checksum")
            _put(random, faulty, "服务对象", row)
    for name in ("帮教记录", "尿检记录", "宣传活动", "新闻稿件"):
        for original in random.sample(
            year.ledgers[name], k=min(duplicates, len(year.ledgers[name]))
        ):
            _put(random, faulty, name, PlannedRow(dict(original.cells), duplicate=True))
    return faulty


def _copy(random: Random, year: Year, ledger: str) -> PlannedRow:
    """A row like one of the ledger; a client gets a number that nobody has."""
    rows = year.ledgers[ledger]
    if ledger == "服务对象":
        rows = [row for row in rows if row.cells["决定日期"]]
    row = PlannedRow(dict(random.choice(rows).cells))
    if ledger == "服务对象":
        row.cells["编号"] = f"{year.region}-9{random.randrange(10_000):04d}"
    return row


def _put(random: Random, year: Year, ledger: str, row: DemoRow) -> None:
    rows = year.ledgers[ledger]
    rows.insert(random.randrange(len(rows) + 1), row)
