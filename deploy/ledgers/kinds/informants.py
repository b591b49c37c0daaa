"""信息员统计: how many informants a community has from a day on. A number; nobody is named."""

from deploy.ledgers import values
from deploy.ledgers.kinds.single import posts
from deploy.ledgers.ledger import Column, Ledger, day, region

_PATH = "/v1/informants"
_COLUMNS = (
    day("日期", "occurred_on", also=("统计日期", "截止日期")),
    region(),
    Column("信息员人数", "number", values.people, 0, needed=True, also=("人数",)),
)

LEDGER = Ledger(
    "信息员统计",
    _COLUMNS,
    _PATH,
    check=posts(_PATH, _COLUMNS),
    send=posts(_PATH, _COLUMNS),
    entries={"outreach.InformantsCounted"},
)
